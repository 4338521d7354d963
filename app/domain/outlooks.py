"""What a product is expected to sell, from the days it has sold: occasions taken out, its stage looked at."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from app.domain.lifecycle import Stage, stage_of
from app.domain.replenishment import counted_demand
from app.domain.seasons import Occasion, factors
from app.domain.shelving import Outlook

_LATE_DAYS = 28
"""A product that grows or declines is judged by its last four weeks."""


def outlook_of(
    days: Sequence[float],
    until: date,
    sku: str,
    occasions: Iterable[Occasion] = (),
    launched: date | None = None,
) -> Outlook | None:
    """The outlook from what each day sold, oldest first, until the day before `until`; None from too few."""
    usual = usual_days(days, until, sku, occasions)
    stage = stage_of(usual, None if launched is None else (until - launched).days)
    moving = stage in (Stage.GROWTH, Stage.DECLINE)
    demand = counted_demand(usual[-_LATE_DAYS:] if moving else usual)
    return None if demand is None else Outlook(demand=demand, stage=stage)


def usual_days(
    days: Sequence[float], until: date, sku: str, occasions: Iterable[Occasion] = ()
) -> list[float]:
    """What each day would have sold without occasions, oldest first; those whose factor is 0 left out."""
    first = until - timedelta(days=len(days))
    return [
        units / factor
        for units, factor in zip(days, factors(first, len(days), sku, occasions), strict=True)
        if factor > 0
    ]
