"""Sales by the day: what was imported and what was counted, together. Pure."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, tzinfo
from decimal import Decimal

from app.ports import DailySales


def day_of(at: datetime, zone: tzinfo | None) -> datetime:
    """The beginning of the day that holds `at`, in `zone`."""
    return at.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)


def by_day(
    counted: Iterable[tuple[datetime, str, int]], imported: Iterable[DailySales], zone: tzinfo | None
) -> tuple[DailySales, ...]:
    """Units per day and SKU, by day, then SKU; days begin at midnight in `zone`.

    An imported figure stands for its day, as the shop's own, which holds what we counted too.

    Args:
        counted: Instant, SKU and units of sales, or of their sums over a quarter of an hour (zones
            differ by whole quarters).
        imported: Rows as they were imported.
        zone: The zone whose midnights part the days.
    """
    units: dict[tuple[datetime, str], Decimal] = defaultdict(Decimal)
    for at, sku, sold in counted:
        units[day_of(at, zone), sku] += sold
    units |= {(day_of(row.day, zone), row.sku): row.units for row in imported}
    return tuple(DailySales(day=day, sku=sku, units=sold) for (day, sku), sold in sorted(units.items()))
