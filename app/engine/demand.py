"""What one day sells, learnt from the journal's daily sales: whole days only, today left out."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta, tzinfo

from app.domain.campaign import Ramp, ramp_of
from app.domain.facts import Demand
from app.domain.replenishment import counted_demand
from app.ports import DailySales, Journal

RAMP_DAYS = 21
"""Over so many days an advertised product is watched ramping up."""
DAYS = 60
"""How far back sales are looked at."""


async def learnt_demand(journal: Journal, now: datetime, zone: tzinfo) -> dict[str, Demand]:
    """Demand by SKU, for those with enough days. Raises JournalError."""
    today = now.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
    rows = await journal.daily_sales(today - timedelta(days=DAYS))
    return _by_sku((row for row in rows if row.day < today), today)


async def learnt_ramps(journal: Journal, now: datetime, zone: tzinfo) -> dict[str, Ramp]:
    """How each product's last days ramp up or down, of those days on which it sold. Raises JournalError."""
    today = now.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
    days: dict[str, list[float]] = defaultdict(list)
    for row in await journal.daily_sales(today - timedelta(days=RAMP_DAYS)):
        if row.day < today and row.units > 0:
            days[row.sku].append(float(row.units))
    found = {sku: ramp_of(units) for sku, units in days.items()}
    return {sku: ramp for sku, ramp in found.items() if ramp is not None}


def _by_sku(rows: Iterable[DailySales], today: datetime) -> dict[str, Demand]:
    sold: dict[str, dict[datetime, float]] = defaultdict(dict)
    for row in rows:
        sold[row.sku][row.day] = float(row.units)
    found = {sku: counted_demand(_days(units, today)) for sku, units in sold.items()}
    return {sku: demand for sku, demand in found.items() if demand is not None}


def _days(units: dict[datetime, float], today: datetime) -> list[float]:
    """Units of each day from the first one known to yesterday; a day without a row sold nothing."""
    length = round((today - min(units)).total_seconds() / 86400)
    missing = max(0, length - len(units))
    return [*units.values(), *([0.0] * missing)]
