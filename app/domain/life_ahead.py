"""Where a product's life goes: what its next weeks may sell, and when its sales are at their top. Pure.

A product that grows may level off, as the logistic curve or more slowly as Gompertz's, or fall again as fast
as it rose (for their use and limits see Meade and Islam 2006, "Modelling and forecasting the diffusion of
innovation", International Journal of Forecasting 22). Which, where on it and how steep is not known but
weighed: every curve of a grid by how well it explains the weeks so far, the latest most. Any other product
goes on as it does, its trend dying away.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from math import exp, log, sqrt

import numpy as np
from numpy.typing import NDArray

from app.domain.life_course import WEEKS
from app.domain.lifecycle import Stage
from app.domain.seasons import Occasion, factors

AHEAD = 6
"""Weeks that are told."""
HORIZON = 26.0
"""Weeks beyond which nobody sees a top."""
_WEEK = 7
_LEAST = 8
"""Weeks of which a curve may be made."""
_LATE = 4
_NEAR = 0.95
"""The top is where all but a twentieth of the ceiling is reached: what levels off never quite gets there."""
_FADES = 0.92
"""What a week counts for against the one after it."""
_MISFIT = 0.07
"""How far the curve itself may be off, as a share of a week."""
_SIDELINE = 0.03
"""What sells apart from any curve, as a share of the best week: weeks that sold little tell little."""
_DRIFT = 0.05
"""How much further each week ahead."""
_DAMPED = 0.8
_NORMAL = 1.2815515655446004
_PLACES = np.linspace(-1.5, 4.5, 19)
"""Logarithms of what is reached of the ceiling against what is not."""
_PACES = np.exp(np.linspace(log(0.04), log(0.8), 15))
_TURNS = np.linspace(-3.0, 24.0, 19)
"""Weeks until sales that fall again are at their top."""
_WIDTHS = np.exp(np.linspace(log(3.0), log(24.0), 15))
_LEVELS = np.exp(np.linspace(-0.3, 0.3, 9))

Grid = NDArray[np.float64]


class Top(StrEnum):
    """What may be said of a product's top."""

    AHEAD = "ahead"
    NOW = "now"
    PAST = "past"
    NOT_IN_SIGHT = "not_in_sight"
    """It grows, and nothing says for how long."""
    TOO_EARLY = "too_early"


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekAhead:
    """Units of a week to come, 10, 50 and 90 %."""

    p10: float
    p50: float
    p90: float


@dataclass(frozen=True, slots=True, kw_only=True)
class LifeAhead:
    """The weeks to come, the next one first; none where too little is known.

    `least`, `middle` and `most` are weeks until the top, 10, 50 and 90 %, or since it; `most` None: further
    than one sees.
    """

    weeks: tuple[WeekAhead, ...]
    top: Top
    least: float | None = None
    middle: float | None = None
    most: float | None = None


def life_ahead(
    days: Sequence[float], until: date, stage: Stage | None, sku: str, occasions: Sequence[Occasion] = ()
) -> LifeAhead:
    """What is ahead, from what each day sold, oldest first, until the day before `until`.

    Weeks are looked at without their occasions; those to come have theirs.
    """
    weeks = usual_weeks(days, until, sku, occasions)
    lifts = _lifts(until, AHEAD, sku, occasions)
    if stage is Stage.GROWTH and len(weeks) >= _LEAST and sum(weeks[-_LATE:]) > 0:
        return _growing(np.array(weeks), lifts)
    if stage in (None, Stage.INTRODUCTION) or len(weeks) < _LATE:
        return LifeAhead(weeks=(), top=Top.TOO_EARLY)
    ahead = _going_on(np.array(weeks), lifts, steady=stage is not Stage.DECLINE)
    if stage is Stage.DECLINE:
        since = float(_since_top(weeks))
        return LifeAhead(weeks=ahead, top=Top.PAST, least=since, middle=since, most=since)
    return LifeAhead(weeks=ahead, top=Top.NOW)


def usual_weeks(
    days: Sequence[float], until: date, sku: str, occasions: Sequence[Occasion] = ()
) -> list[float]:
    """What each whole week would have sold without occasions; one of which nothing is known is left out."""
    whole = min(len(days) // _WEEK, WEEKS)
    late = days[len(days) - whole * _WEEK :]
    lifts = factors(until - timedelta(days=whole * _WEEK), whole * _WEEK, sku, occasions)
    spans = [slice(place * _WEEK, (place + 1) * _WEEK) for place in range(whole)]
    return [sum(late[span]) * _WEEK / sum(lifts[span]) for span in spans if sum(lifts[span]) > 0]


def _lifts(first: date, weeks: int, sku: str, occasions: Sequence[Occasion]) -> list[float]:
    days = factors(first, weeks * _WEEK, sku, occasions)
    return [sum(days[place * _WEEK : (place + 1) * _WEEK]) / _WEEK for place in range(weeks)]


class _Curves:
    """Every curve of the grid, as what it sells in a week against what it sells now."""

    def __init__(self) -> None:
        place, pace = (axis.ravel() for axis in np.meshgrid(_PLACES, _PACES))
        turn, width = (axis.ravel() for axis in np.meshgrid(_TURNS, _WIDTHS))
        self._place, self._pace = place, pace
        self._lacks = np.log1p(np.exp(-place))
        self._turn, self._width = turn, width
        self.until_top = np.maximum(
            0.0,
            np.concatenate(
                [
                    (log(_NEAR / (1.0 - _NEAR)) - place) / pace,
                    np.log(self._lacks / -log(_NEAR)) / pace,
                    turn - width * sqrt(-log(_NEAR)),
                ]
            ),
        )
        levels_off = -0.5 * ((place - 1.0) / 1.5) ** 2 - 0.5 * ((np.log(pace) - log(0.22)) / 0.6) ** 2
        falls = -0.5 * ((turn - 4.0) / 4.0) ** 2 - 0.5 * ((np.log(width) - log(10.0)) / 0.6) ** 2
        self.likely = np.concatenate([levels_off, levels_off, falls])
        """Before any week is seen: past the middle and at an ordinary pace; a logarithm."""

    def at(self, week: float) -> Grid:
        """That many weeks from now; below nought they are gone."""
        turned = (self._turn / self._width) ** 2 - ((week - self._turn) / self._width) ** 2
        logistic = (1.0 + np.exp(-self._place)) / (1.0 + np.exp(-self._place - self._pace * week))
        gompertz = np.exp(self._lacks * (1.0 - np.exp(-self._pace * week)))
        return np.concatenate([logistic, gompertz, np.exp(turned)])


def _growing(weeks: Grid, lifts: Sequence[float]) -> LifeAhead:
    curves, spread = _Curves(), _dispersion(weeks)
    levels = max(1.0, float(weeks[-_LATE + 1 :].mean())) * _LEVELS
    weight = _weights(weeks, curves, levels, spread)
    ahead = []
    for step, lift in enumerate(lifts, start=1):
        units = levels[:, None] * curves.at(step)
        mean = float((weight * units).sum())
        doubt = float((weight * (units - mean) ** 2).sum()) + _noise(mean, spread, step)
        ahead.append(_week(mean, doubt, lift))
    return _topped(tuple(ahead), curves.until_top, weight.sum(0))


def _weights(weeks: Grid, curves: _Curves, levels: Grid, spread: float) -> Grid:
    """How likely each curve is at each level, together 1."""
    told = np.broadcast_to(curves.likely, (len(levels), len(curves.likely)))
    apart = (_SIDELINE * float(weeks.max())) ** 2
    for back, units in enumerate(weeks[::-1]):
        expected = levels[:, None] * curves.at(-back)
        variance = spread * np.maximum(expected, 1.0) + (_MISFIT * expected) ** 2 + apart
        told = told - 0.5 * _FADES**back * ((units - expected) ** 2 / variance + np.log(variance))
    weight = np.exp(told - told.max())
    return np.asarray(weight / weight.sum(), np.float64)


def _topped(ahead: tuple[WeekAhead, ...], until: Grid, weight: Grid) -> LifeAhead:
    order = until.argsort()
    reached = weight[order].cumsum()
    least, middle, most = (
        float(until[order[min(len(order) - 1, int(np.searchsorted(reached, chance)))]])
        for chance in (0.1, 0.5, 0.9)
    )
    if middle <= 0.0:
        return LifeAhead(weeks=ahead, top=Top.NOW)
    if middle > HORIZON:
        return LifeAhead(weeks=ahead, top=Top.NOT_IN_SIGHT)
    seen = most if most <= HORIZON else None
    return LifeAhead(weeks=ahead, top=Top.AHEAD, least=least, middle=middle, most=seen)


def _going_on(weeks: Grid, lifts: Sequence[float], *, steady: bool) -> tuple[WeekAhead, ...]:
    late = weeks[-_LATE:]
    level, spread = float(late.mean()), _dispersion(weeks)
    before = weeks[-2 * _LATE : -_LATE]
    falls = 0.0
    if not steady and len(before) and before.mean() > 0 and level > 0:
        falls = min(0.0, log(level / float(before.mean())) / _LATE)
        # the mean of four weeks is the pace of their middle
        level *= exp(falls * (_LATE - 1) / 2)
    ahead, trend = [], falls
    for step, lift in enumerate(lifts, start=1):
        level *= exp(trend)
        trend *= _DAMPED
        doubt = _noise(level, spread, step) + spread * level / len(late)
        ahead.append(_week(level, doubt, lift))
    return tuple(ahead)


def _noise(mean: float, spread: float, step: int) -> float:
    """Variance of a week so many ahead around its curve."""
    return spread * max(mean, 1.0) + (_MISFIT**2 + (_DRIFT**2) * step) * mean * mean


def _week(mean: float, variance: float, lift: float) -> WeekAhead:
    """Lognormal: never below nothing."""
    if mean <= 0.0:
        return WeekAhead(p10=0.0, p50=0.0, p90=0.0)
    shape = log(1.0 + variance / mean**2)
    middle = mean * exp(-shape / 2) * lift
    return WeekAhead(
        p10=middle * exp(-_NORMAL * sqrt(shape)), p50=middle, p90=middle * exp(_NORMAL * sqrt(shape))
    )


def _dispersion(weeks: Grid) -> float:
    """Variance of a week against its mean, from how it differs from its neighbours; chance alone is 1."""
    if len(weeks) < _LATE:
        return 1.0
    between = (weeks[:-2] + weeks[2:]) / 2
    apart = (weeks[1:-1] - between) ** 2 / (1.5 * np.maximum(between, 1.0))
    return max(1.0, float(np.minimum(apart, 9.0).mean()))


def _since_top(weeks: Sequence[float]) -> int:
    """Weeks since three weeks together sold most; the middle one is the top."""
    sums = [sum(weeks[place : place + 3]) for place in range(len(weeks) - 2)]
    best = max(range(len(sums)), key=lambda place: sums[place])
    return len(weeks) - 1 - (best + 1)
