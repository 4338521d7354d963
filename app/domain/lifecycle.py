"""Where a product stands in its life, how fast it turns over, and what to do about one that lies."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import inf, sqrt

from app.domain.stock_policy import StockPolicy

_HALF_DAYS = 28
"""Whole weeks, so that both halves hold the same weekdays."""
COMPARED_DAYS = 2 * _HALF_DAYS
"""From so many days on four weeks are compared with the four before."""
_NEW_DAYS = 42
_CHANGE = 0.2
"""A fifth more or less is a change worth a name."""
_DOUBT = 2.0
"""Standard errors by which the halves must differ, so that chance alone gives no name."""


class Stage(StrEnum):
    """The part of its life a product is in."""

    INTRODUCTION = "introduction"
    GROWTH = "growth"
    MATURITY = "maturity"
    DECLINE = "decline"


def stage_of(days: Sequence[float], days_since_launch: int | None = None) -> Stage | None:
    """The stage, from what each day sold (oldest first, occasions taken out); None from too few days.

    New is what sells for fewer than six weeks. Later the last four weeks are compared with those before:
    a fifth more is growth, a fifth less decline, where chance does not explain it.
    """
    age = len(days) if days_since_launch is None else days_since_launch
    if age < _NEW_DAYS:
        return Stage.INTRODUCTION if days or days_since_launch is not None else None
    if len(days) < COMPARED_DAYS:
        return None if len(days) < _HALF_DAYS else Stage.MATURITY
    late, early = days[-_HALF_DAYS:], days[-COMPARED_DAYS:-_HALF_DAYS]
    before, now = sum(early) / _HALF_DAYS, sum(late) / _HALF_DAYS
    error = sqrt((_variance(early) + _variance(late)) / _HALF_DAYS)
    if abs(now - before) <= max(_DOUBT * error, _CHANGE * before):
        return Stage.MATURITY
    return Stage.GROWTH if now > before else Stage.DECLINE


def _variance(days: Sequence[float]) -> float:
    mean = sum(days) / len(days)
    return sum((day - mean) ** 2 for day in days) / (len(days) - 1)


class Pace(StrEnum):
    """How fast stock turns over."""

    FAST = "fast"
    NORMAL = "normal"
    SLOW = "slow"


def turnover_days(units: int, per_day: float) -> float:
    """Days until what lies has been sold once; endless where nothing sells."""
    if units <= 0:
        return 0.0
    return units / per_day if per_day > 0 else inf


def pace_of(days: float, policy: StockPolicy) -> Pace:
    """The pace of a product that turns over in so many days."""
    if days < policy.fast_days:
        return Pace.FAST
    return Pace.SLOW if days > policy.slow_days else Pace.NORMAL


class Clearing(StrEnum):
    """What gets a slow product sold."""

    BUNDLE = "bundle"
    """Together with a fast one."""
    DISCOUNT = "discount"
    """Cheaper, and nothing more is ordered."""
    SHOW = "show"
    """Shown in the gaps of a broadcast: buyers know it too little."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SlowMover:
    """A product that lies: how long, how many units too many, the money they tie up, and what to do.

    `money` is at cost, None where the cost is not known. `partner` is the fast product to bundle it with.
    """

    sku: str
    days: float
    over_units: int
    money: float | None
    clearing: Clearing
    partner: str = ""


_DEAD_TIMES = 2.0
"""Twice the slow limit: showing it more will not do."""


def clearing_of(days: float, stage: Stage | None, partner: str, policy: StockPolicy) -> Clearing:
    """What to do about a slow product: cheaper when it declines, else with a fast one, else shown more."""
    if stage is Stage.DECLINE or days > _DEAD_TIMES * policy.slow_days:
        return Clearing.DISCOUNT if not partner or stage is Stage.DECLINE else Clearing.BUNDLE
    return Clearing.BUNDLE if partner else Clearing.SHOW


def over_units(units: int, per_day: float, policy: StockPolicy) -> int:
    """Units beyond what sells within the slow limit."""
    return max(0, round(units - per_day * policy.slow_days))
