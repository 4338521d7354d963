"""What one day sells, learnt from the journal's daily sales: whole days only, today left out."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta, tzinfo

from app.domain.campaign import Ramp, ramp_of
from app.domain.outlooks import outlook_of
from app.domain.seasons import Occasion
from app.domain.shelving import Outlook
from app.ports import DailySales, Journal

RAMP_DAYS = 21
"""Over so many days an advertised product is watched ramping up."""
DAYS = 60
"""How far back sales are looked at."""


async def learnt_outlooks(
    journal: Journal, now: datetime, zone: tzinfo, occasions: Iterable[Occasion] = ()
) -> dict[str, Outlook]:
    """The outlook by SKU, for those with enough days. Raises JournalError."""
    today = now.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
    rows = await journal.daily_sales(today - timedelta(days=DAYS))
    return _by_sku((row for row in rows if row.day < today), today, tuple(occasions))


async def learnt_ramps(journal: Journal, now: datetime, zone: tzinfo) -> dict[str, Ramp]:
    """How each product's last days ramp up or down, of those days on which it sold. Raises JournalError."""
    today = now.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
    days: dict[str, list[float]] = defaultdict(list)
    for row in await journal.daily_sales(today - timedelta(days=RAMP_DAYS)):
        if row.day < today and row.units > 0:
            days[row.sku].append(float(row.units))
    found = {sku: ramp_of(units) for sku, units in days.items()}
    return {sku: ramp for sku, ramp in found.items() if ramp is not None}


def _by_sku(
    rows: Iterable[DailySales], today: datetime, occasions: tuple[Occasion, ...]
) -> dict[str, Outlook]:
    sold: dict[str, list[DailySales]] = defaultdict(list)
    for row in rows:
        sold[row.sku].append(row)
    found = {sku: outlook_of(days_of(of, today), today.date(), sku, occasions) for sku, of in sold.items()}
    return {sku: outlook for sku, outlook in found.items() if outlook is not None}


def days_of(rows: Iterable[DailySales], today: datetime) -> list[float]:
    """One product's units of each day from the first one known to yesterday; no row: nothing was sold."""
    # days differ by an hour where clocks are changed
    units = {round((today - row.day).total_seconds() / 86400): float(row.units) for row in rows}
    return [units.get(ago, 0.0) for ago in range(max(units, default=0), 0, -1)]
