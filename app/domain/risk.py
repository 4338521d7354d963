"""What old figures may hide: lag x rate = units that may be gone though the gauge still shows them."""

from collections.abc import Iterable
from datetime import datetime
from math import ceil

from app.domain.decision import ProductDecision, StockPart
from app.domain.readings import Freshness

_OLD = (Freshness.STALE, Freshness.UNKNOWN)


def units_at_risk(age_from: datetime, now: datetime, per_minute: float) -> float:
    """Units that sold, at that rate, since the figure was true."""
    return max(0.0, (now - age_from).total_seconds()) / 60 * per_minute


def product_at_risk(parts: Iterable[StockPart], now: datetime, per_minute: float | None) -> int | None:
    """Units of one product that may be gone unseen: by its oldest stale part; None where all are current.

    Any part may be the one that sells, so the whole rate is taken: rather too many than too few.
    """
    old = [part.age_from for part in parts if part.freshness in _OLD]
    if not old or per_minute is None:
        return None
    return ceil(units_at_risk(min(old), now, per_minute))


def source_at_risk(
    source: str, age_from: datetime, now: datetime, decisions: Iterable[ProductDecision]
) -> tuple[int, int]:
    """Units that may be gone unseen behind one source, and how many products it lists."""
    listed = [one for one in decisions if any(part.source == source for part in one.stock.parts)]
    per_minute = sum(one.units_per_minute or 0.0 for one in listed if one.selling)
    return ceil(units_at_risk(age_from, now, per_minute)), len(listed)
