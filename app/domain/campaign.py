"""The days of an advertised product: how it ramps up, and how far its burst days stand out.

From whole days of sales. Not for the minutes of a broadcast.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log

_LEAST_DAYS = 5
_LATELY = 3
_STEEPEST = 0.5
"""A day's growth beyond this is a burst, not a ramp."""
_BURST_QUANTILE = 0.95
_MOST_PUSH = 3.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Ramp:
    """`level` is what a day sells now, `growth` its daily growth (0.1: ten per cent), `mean` the days'.

    `burst` is the 95 % quantile of the days against their trend, 1 or more.
    """

    level: float
    growth: float
    burst: float
    mean: float

    @property
    def push(self) -> float:
        """Tomorrow against the mean of the days: what earlier broadcasts must be multiplied by."""
        if self.mean <= 0:
            return 1.0
        return min(_MOST_PUSH, max(1.0 / _MOST_PUSH, self.next_day() / self.mean))

    def next_day(self, days_ahead: int = 1) -> float:
        """What a day from now will sell; the ramp flattens, for no campaign grows for ever."""
        reach = sum(0.7**day for day in range(days_ahead))
        return self.level * (1.0 + self.growth) ** reach

    @property
    def burst_day(self) -> float:
        """What tomorrow sells if it is one of the best."""
        return self.next_day() * self.burst


def ramp_of(days: Sequence[float]) -> Ramp | None:
    """From the days since a product is advertised, oldest first; None of too few."""
    if len(days) < _LEAST_DAYS:
        return None
    growth = _growth(days)
    trend = _trend(days, growth)
    against = sorted(day / level for day, level in zip(days, trend, strict=True) if level > 0)
    if not against:
        return Ramp(level=0.0, growth=0.0, burst=1.0, mean=0.0)
    place = _BURST_QUANTILE * (len(against) - 1)
    low = int(place)
    high = min(low + 1, len(against) - 1)
    burst = against[low] + (against[high] - against[low]) * (place - low)
    return Ramp(level=trend[-1], growth=growth, burst=max(1.0, burst), mean=sum(days) / len(days))


def _growth(days: Sequence[float]) -> float:
    """The median of all pairs of days, on a logarithmic scale: one burst does not bend it."""
    logs = [log(day + 0.5) for day in days]
    slopes = sorted(
        (logs[later] - logs[early]) / (later - early)
        for early in range(len(logs))
        for later in range(early + 1, len(logs))
    )
    middle = slopes[len(slopes) // 2]
    return min(_STEEPEST, max(-_STEEPEST, exp(middle) - 1.0))


def _trend(days: Sequence[float], growth: float) -> list[float]:
    """What each day should have sold: the ramp, through the middle of the last days."""
    last = len(days) - 1
    levelled = sorted(day * (1.0 + growth) ** (last - place) for place, day in enumerate(days))
    lately = sorted(
        day * (1.0 + growth) ** (last - place) for place, day in enumerate(days) if place > last - 2 * _LATELY
    )
    level = (levelled[len(levelled) // 2] + lately[len(lately) // 2]) / 2
    return [level / (1.0 + growth) ** (last - place) for place in range(len(days))]
