"""What old figures may hide: lag x rate = units that may be gone though the gauge still shows them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from math import ceil

from app.domain.decision import ProductDecision, StockPart
from app.domain.readings import Freshness

_OLD = (Freshness.STALE, Freshness.UNKNOWN)


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRisk:
    """What sells behind one silent source: units a minute, how many products, and the riskiest of them."""

    per_minute: float
    products: int
    riskiest: str


def units_at_risk(age_from: datetime, now: datetime, per_minute: float) -> int:
    """Units that sold, at that rate, since the figure was true; rather one too many than one too few."""
    return ceil(max(0.0, (now - age_from).total_seconds()) / 60 * per_minute)


def product_at_risk(parts: Iterable[StockPart], now: datetime, per_minute: float | None) -> int | None:
    """Units of one product that may be gone unseen: by its oldest stale part; None where all are current.

    Any part may be the one that sells, so the whole rate is taken.
    """
    old = [part.age_from for part in parts if part.freshness in _OLD]
    if not old or per_minute is None:
        return None
    return units_at_risk(min(old), now, per_minute)


def risks_by_source(decisions: Iterable[ProductDecision]) -> dict[str, SourceRisk]:
    """What sells behind each source that some product has an old figure from."""
    behind: dict[str, list[ProductDecision]] = {}
    for decision in decisions:
        if decision.units_at_risk:
            for part in decision.stock.parts:
                if part.freshness in _OLD:
                    behind.setdefault(part.source, []).append(decision)
    return {source: _risk(each) for source, each in behind.items()}


def _risk(behind: list[ProductDecision]) -> SourceRisk:
    once = {decision.sku: decision for decision in behind}  # a source may report several warehouses
    riskiest = max(once.values(), key=lambda one: (one.units_at_risk or 0, one.sku))
    return SourceRisk(
        per_minute=sum(decision.units_per_minute or 0.0 for decision in once.values()),
        products=len(once),
        riskiest=riskiest.sku,
    )
