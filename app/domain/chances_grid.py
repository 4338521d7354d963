"""Quantiles of many gamma distributions and betas' odds at once, as arrays: a place a distribution.

Named as in `chances`, which is the yardstick and says by which formulas; every loop runs until all are done.
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import lgamma

import numpy as np

from app.domain.chances import ENOUGH, FARTHEST, LONGEST, NEAR, STEPS, TINY, normal_quantile
from app.domain.trade_grid import Floats, Whole


def log_gamma(figures: Floats) -> Floats:
    """The logarithm of the gamma function."""
    return np.fromiter(map(lgamma, figures.tolist()), float, count=figures.size)


def log_beta(one: Floats, other: Floats) -> Floats:
    """The logarithm of the beta function."""
    return log_gamma(one) + log_gamma(other) - log_gamma(one + other)


def gamma_quantile(shape: Floats, chance: float) -> Floats:
    """The places below which gamma figures of scale 1 lie with that chance."""
    whole = log_gamma(shape)

    def look(which: Whole, at: Floats) -> "_Look":
        return _gamma_at(shape[which], np.exp(at), whole[which])

    return np.exp(_found(chance, look, _gamma_start(shape, chance, whole)))


def odds_below(won: Floats, lost: Floats, odds: Floats) -> Floats:
    """How likely the odds of Beta(won, lost) figures lie below; odds above 0."""
    return _odds_at(won, lost, np.log(odds), log_beta(won, lost)).below


def odds_quantile(won: Floats, lost: Floats, chance: float) -> Floats:
    """The odds below which those of Beta(won, lost) figures lie with that chance."""
    whole = log_beta(won, lost)

    def look(which: Whole, at: Floats) -> "_Look":
        return _odds_at(won[which], lost[which], at, whole[which])

    return np.exp(_found(chance, look, _odds_start(won, lost, chance, whole)))


def odds_nearly(won: Floats, lost: Floats, normal: float | Floats) -> Floats:
    """The same at once, for standard normal quantiles; where won and lost are 3 or more."""
    spread, other = 1.0 / (9.0 * won), 1.0 / (9.0 * lost)
    middle, beside = 1.0 - spread, 1.0 - other
    square = normal * normal
    under = np.sqrt(
        np.maximum(
            0.0, square * (other * middle * middle + spread * beside * beside - square * spread * other)
        )
    )
    root = (middle * beside + np.copysign(under, normal)) / (beside * beside - square * other)
    return won / lost * root * root * root


@dataclass(frozen=True, slots=True)
class _Look:
    below: Floats
    density: Floats
    bend: Floats


def _found(chance: float, look: Callable[[Whole, Floats], _Look], start: Floats) -> Floats:
    """Where so much lies below; `look` is asked for fewer and fewer."""
    found, which = start.copy(), np.arange(start.size)
    for _step in range(STEPS):
        at = np.clip(found[which], -FARTHEST, FARTHEST)
        seen = look(which, at)
        step = (seen.below - chance) / np.maximum(seen.density, TINY)
        step /= np.maximum(0.5, 1.0 - step * seen.bend / 2.0)
        step = np.clip(step, -LONGEST, LONGEST)
        found[which] = at - step
        which = which[np.abs(step) >= NEAR]
        if not which.size:
            break
    return found


def _gamma_at(shape: Floats, place: Floats, whole: Floats) -> _Look:
    density = np.exp(shape * np.log(place) - place - whole)
    low = place < shape + 1.0
    below = np.empty(shape.size)
    below[low] = density[low] * _gamma_series(shape[low], place[low])
    below[~low] = 1.0 - density[~low] * _gamma_fraction(shape[~low], place[~low])
    return _Look(below, density, shape - place)


def _gamma_series(shape: Floats, place: Floats) -> Floats:
    shape, part = shape.copy(), 1.0 / shape
    total = part.copy()
    while (part > total * ENOUGH).any():
        shape += 1.0
        part *= place / shape
        total += part
    return total


def _gamma_fraction(shape: Floats, place: Floats) -> Floats:
    base = place + 1.0 - shape
    above, below = np.full(shape.size, 1.0 / TINY), 1.0 / base
    total, turn, waiting = below.copy(), 0.0, np.full(shape.size, fill_value=True)
    while waiting.any():
        turn += 1.0
        factor = turn * (shape - turn)
        base += 2.0
        below = 1.0 / _not_none(base + factor * below)
        above = _not_none(base + factor / above)
        change = above * below
        total *= change
        waiting &= np.abs(change - 1.0) > ENOUGH
    return total


def _gamma_start(shape: Floats, chance: float, whole: Floats) -> Floats:
    root = 1.0 - 1.0 / (9.0 * shape) + normal_quantile(chance) / (3.0 * np.sqrt(shape))
    near = np.log(shape) + 3.0 * np.log(np.maximum(root, 0.3))
    return np.where(root > 0.3, near, (np.log(chance) + np.log(shape) + whole) / shape)  # noqa: PLR2004 - as there


def _odds_at(won: Floats, lost: Floats, at: Floats, whole: Floats) -> _Look:
    part, rest = 1.0 / (1.0 + np.exp(-at)), 1.0 / (1.0 + np.exp(at))
    density = np.exp(-won * np.log1p(np.exp(-at)) - lost * np.log1p(np.exp(at)) - whole)
    low = part * (won + lost + 2.0) < won + 1.0
    tail = density * _beta_fraction(
        np.where(low, won, lost), np.where(low, lost, won), np.where(low, part, rest)
    )
    below = np.where(low, tail / won, 1.0 - tail / lost)
    return _Look(below, density, won * rest - lost * part)


def _beta_fraction(won: Floats, lost: Floats, part: Floats) -> Floats:
    both, turn, waiting = won + lost, 0.0, np.full(won.size, fill_value=True)
    above, below = np.ones(won.size), 1.0 / _not_none(1.0 - both * part / (won + 1.0))
    total = below.copy()
    while waiting.any():
        turn += 1.0
        place = won + 2.0 * turn
        factor = turn * (lost - turn) * part / ((place - 1.0) * place)
        below = 1.0 / _not_none(1.0 + factor * below)
        above = _not_none(1.0 + factor / above)
        total *= above * below
        factor = -(won + turn) * (both + turn) * part / (place * (place + 1.0))
        below = 1.0 / _not_none(1.0 + factor * below)
        above = _not_none(1.0 + factor / above)
        change = above * below
        total *= change
        waiting &= np.abs(change - 1.0) > ENOUGH
    return total


def _not_none(figures: Floats) -> Floats:
    return np.where(figures == 0.0, TINY, figures)


def _odds_start(won: Floats, lost: Floats, chance: float, whole: Floats) -> Floats:
    least = np.minimum(won, lost)
    farthest = 2.0 * np.sqrt(least)
    # what is not taken is kept away from where the approximation breaks down
    far = np.clip(normal_quantile(chance), -farthest, farthest)
    nearly = odds_nearly(np.maximum(won, 1.0), np.maximum(lost, 1.0), far)
    return np.select(
        [least >= 1.0, won < lost],
        [np.log(nearly), (np.log(chance * won) + whole) / won],
        -(np.log((1.0 - chance) * lost) + whole) / lost,
    )
