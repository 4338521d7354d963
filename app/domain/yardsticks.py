"""Two rates anybody could take of sales, and how far a forecast was off. Pure.

The mean of the last ten minutes and an exponentially weighted rate, half of which is of the last five, both
over minutes in which a product could be had, with Poisson quantiles around them. The measure is the pinball
loss at 10, 50 and 90 % (Koenker and Bassett 1978, "Regression quantiles", Econometrica 46).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.domain.chances import gamma_quantile

CHANCES = (0.1, 0.5, 0.9)
MEAN_MINUTES = 10.0
HALF_LIFE_MINUTES = 5.0
_NEVER = 1e9
_NOTHING = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True)
class SimpleRates:
    """Units a minute of each product, by the two yardsticks."""

    mean: NDArray[np.float64]
    weighted: NDArray[np.float64]


def simple_rates(
    told: NDArray[np.int64], opened: NDArray[np.bool_], step_minutes: float = 1.0
) -> SimpleRates:
    """The rates after so many steps; both arrays are steps by products, the oldest first.

    `told` are units as they were told, `opened` where a product could be had at the beginning of a step.
    """
    late = max(1, round(MEAN_MINUTES / step_minutes))
    minutes = opened * step_minutes
    ages = np.arange(len(told))[::-1] * step_minutes
    weights = (0.5 ** (ages / HALF_LIFE_MINUTES))[:, None] * opened
    weighed = (weights * step_minutes).sum(0)
    return SimpleRates(
        mean=told[-late:].sum(0) / np.maximum(1.0, minutes[-late:].sum(0)),
        weighted=(weights * told).sum(0) / np.maximum(weighed, _NOTHING),
    )


def loss(foretold: Sequence[float], actual: float) -> float:
    """The pinball loss of the 10, 50 and 90 % of one forecast."""
    return sum(
        max(chance * (actual - value), (chance - 1.0) * (actual - value))
        for chance, value in zip(CHANCES, foretold, strict=True)
    )


def counts(mean: float) -> tuple[float, ...]:
    """Units where on average so many are expected."""
    return tuple(gamma_quantile(mean, chance) if mean > 0 else 0.0 for chance in CHANCES)


def waits(units: int, rate: float) -> tuple[float, ...]:
    """Minutes until so many are sold at a rate a minute."""
    if rate <= 0:
        return (_NEVER,) * len(CHANCES)
    return tuple(gamma_quantile(units, chance) / rate for chance in CHANCES)


def capped(values: Iterable[float], most: float) -> tuple[float, ...]:
    """None beyond the end: what sells out later is not told from what never does."""
    return tuple(min(value, most) for value in values)
