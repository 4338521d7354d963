"""A product's life week by week: what each week sold, the stage it was in, and how fast it grows now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from app.domain.lifecycle import COMPARED_DAYS, Stage, stage_of
from app.domain.outlooks import usual_days
from app.domain.seasons import Occasion

WEEKS = 26
_WEEK = 7
_LATE_WEEKS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """Seven days from `first` on; `stage` as it was known at their end, None from too few days."""

    first: date
    units: float
    stage: Stage | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LifeCourse:
    """The weeks that are known whole, oldest first, the last ending yesterday.

    `growth` is the mean change a week over the last four weeks against the four before, 0.05 is 5 % more;
    None where either is not known or sold nothing.
    """

    weeks: tuple[Week, ...]
    stage: Stage | None
    growth: float | None


def life_course(
    days: Sequence[float],
    until: date,
    sku: str,
    occasions: Sequence[Occasion] = (),
    launched: date | None = None,
) -> LifeCourse:
    """The course from what each day sold, oldest first, until the day before `until`.

    Stages look at days without their occasions; weeks show what was really sold.
    """
    whole = min(len(days) // _WEEK, WEEKS)
    ends = [len(days) - back * _WEEK for back in reversed(range(whole))]
    stages = [
        _stage(days[:end], until - timedelta(days=len(days) - end), sku, occasions, launched) for end in ends
    ]
    # what can't be compared yet is no longer new: it takes the name of the first comparison
    compared = next((stage for end, stage in zip(ends, stages, strict=True) if end >= COMPARED_DAYS), None)
    weeks = [
        Week(
            first=until - timedelta(days=len(days) - end + _WEEK),
            units=sum(days[end - _WEEK : end]),
            stage=compared or stage if end < COMPARED_DAYS and stage is Stage.MATURITY else stage,
        )
        for end, stage in zip(ends, stages, strict=True)
    ]
    return LifeCourse(
        weeks=tuple(weeks),
        stage=_stage(days, until, sku, occasions, launched),
        growth=_growth([week.units for week in weeks]),
    )


def _stage(
    days: Sequence[float], until: date, sku: str, occasions: Sequence[Occasion], launched: date | None
) -> Stage | None:
    age = None if launched is None else (until - launched).days
    return stage_of(usual_days(days, until, sku, occasions), age) if days else None


def _growth(weeks: Sequence[float]) -> float | None:
    if len(weeks) < 2 * _LATE_WEEKS:
        return None
    before, now = sum(weeks[-2 * _LATE_WEEKS : -_LATE_WEEKS]), sum(weeks[-_LATE_WEEKS:])
    if before <= 0 or now <= 0:
        return None
    return float((now / before) ** (1 / _LATE_WEEKS) - 1)
