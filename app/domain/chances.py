"""Tails and quantiles of the few distributions that are judged by: normal, Poisson, gamma, a beta's odds.

By the series and continued fractions of the Digital Library of Mathematical Functions (dlmf.nist.gov, chapter
8), to ten digits. Not by scipy, which the tests hold beside it: loading scipy.special takes 14 MB and a tenth
of a second of the desk. Quantiles are looked for on the logarithm, where each density has one smooth hump.
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import copysign, erfc, exp, lgamma, log, log1p, sqrt
from statistics import NormalDist

ENOUGH = 1e-15
"""A series, or a fraction, is added up until its next part changes it by no more."""
NEAR = 1e-4
"""After so short a step what is left is about its cube."""
STEPS = 60
"""Two do; more only where the start was far off."""
LONGEST = 2.0
"""One step changes a quantile e² times at the most."""
FARTHEST = 700.0
"""The logarithm beyond which there are no numbers."""
TINY = 1e-300
_WHOLE = 1e-12
_NORMAL = NormalDist()


def normal_below(place: float) -> float:
    """How likely a standard normal figure lies below."""
    return erfc(-place / sqrt(2.0)) / 2.0


def normal_quantile(chance: float) -> float:
    """The place below which a standard normal figure lies with that chance; between 0 and 1."""
    return _NORMAL.inv_cdf(chance)


def poisson_below(count: int, mean: float) -> float:
    """How likely at most `count` come where `mean` are expected."""
    return 1.0 - gamma_below(count + 1.0, mean) if count >= 0 else 0.0


def poisson_quantile(chance: float, mean: float) -> int:
    """The smallest count that is not exceeded with that chance. For small means: it counts up from none."""
    count = 0
    while poisson_below(count, mean) < chance - _WHOLE:
        count += 1
    return count


def log_beta(one: float, other: float) -> float:
    """The logarithm of the beta function."""
    return lgamma(one) + lgamma(other) - lgamma(one + other)


def gamma_below(shape: float, place: float) -> float:
    """How likely a gamma figure of scale 1 lies below: the regularised lower incomplete gamma function."""
    return _gamma_at(shape, place, lgamma(shape)).below if place > 0.0 else 0.0


def gamma_quantile(shape: float, chance: float) -> float:
    """The place below which a gamma figure of scale 1 lies with that chance; between 0 and 1."""
    whole = lgamma(shape)
    start = _gamma_start(shape, chance, whole)
    return exp(_found(chance, lambda at: _gamma_at(shape, exp(at), whole), start))


def odds_quantile(won: float, lost: float, chance: float) -> float:
    """The odds x / (1 - x) below which those of a Beta(won, lost) figure lie with that chance."""
    whole = log_beta(won, lost)
    start = _odds_start(won, lost, chance, whole)
    return exp(_found(chance, lambda at: _odds_at(won, lost, at, whole), start))


def gamma_root(shape: float, normal: float) -> float:
    """The cube root of a gamma figure against its shape, nearly, for a standard normal quantile.

    Wilson and Hilferty 1931, "The distribution of chi-square", PNAS 17.
    """
    return 1.0 - 1.0 / (9.0 * shape) + normal / (3.0 * sqrt(shape))


def odds_nearly(won: float, lost: float, normal: float) -> float:
    """The same at once, for a standard normal quantile; within a part in 400 where both are 3 or more.

    The cube root of a gamma figure is nearly normal, and of two against one another so are the odds (Paulson
    1942, "An approximate normalization of the analysis of variance distribution", Annals of Mathematical
    Statistics 13).
    """
    spread, other = 1.0 / (9.0 * won), 1.0 / (9.0 * lost)
    middle, beside = 1.0 - spread, 1.0 - other
    square = normal * normal
    under = sqrt(
        max(0.0, square * (other * middle * middle + spread * beside * beside - square * spread * other))
    )
    root = (middle * beside + copysign(under, normal)) / (beside * beside - square * other)
    return won / lost * root * root * root


@dataclass(frozen=True, slots=True)
class _Look:
    """A distribution at one place of its logarithm: what lies below, its density there and how that bends."""

    below: float
    density: float
    bend: float
    """The derivative of the density's logarithm."""


def _found(chance: float, look: Callable[[float], _Look], at: float) -> float:
    """Where so much lies below: Halley's steps, each three times as exact as the one before."""
    for _step in range(STEPS):
        at = max(-FARTHEST, min(FARTHEST, at))
        seen = look(at)
        step = (seen.below - chance) / max(seen.density, TINY)
        step /= max(0.5, 1.0 - step * seen.bend / 2.0)
        step = max(-LONGEST, min(LONGEST, step))
        at -= step
        if abs(step) < NEAR:
            break
    return at


def _gamma_at(shape: float, place: float, whole: float) -> _Look:
    density = exp(shape * log(place) - place - whole)
    if place < shape + 1.0:
        below = density * _gamma_series(shape, place)
    else:
        below = 1.0 - density * _gamma_fraction(shape, place)
    return _Look(below, density, shape - place)


def _gamma_series(shape: float, place: float) -> float:
    """DLMF 8.7.1, without what stands before its sum."""
    part = total = 1.0 / shape
    while part > total * ENOUGH:
        shape += 1.0
        part *= place / shape
        total += part
    return total


def _gamma_fraction(shape: float, place: float) -> float:
    """DLMF 8.9.2 in its even part, by Lentz's way; 1 less what lies below, without what stands before."""
    base = place + 1.0 - shape
    above, below = 1.0 / TINY, 1.0 / base
    total, turn, change = below, 0.0, 0.0
    while abs(change - 1.0) > ENOUGH:
        turn += 1.0
        factor = turn * (shape - turn)
        base += 2.0
        below = 1.0 / ((base + factor * below) or TINY)
        above = (base + factor / above) or TINY
        change = above * below
        total *= change
    return total


def _gamma_start(shape: float, chance: float, whole: float) -> float:
    """Near the logarithm of the quantile: Wilson and Hilferty's, or what the lowest tail alone would say."""
    root = gamma_root(shape, normal_quantile(chance))
    if root > 0.3:  # noqa: PLR2004 - below, its cube misses by more than the tail does
        return log(shape) + 3.0 * log(root)
    return (log(chance) + log(shape) + whole) / shape


def _odds_at(won: float, lost: float, at: float, whole: float) -> _Look:
    part, rest = 1.0 / (1.0 + exp(-at)), 1.0 / (1.0 + exp(at))
    density = exp(-won * log1p(exp(-at)) - lost * log1p(exp(at)) - whole)
    if part * (won + lost + 2.0) < won + 1.0:
        below = density * _beta_fraction(won, lost, part) / won
    else:
        below = 1.0 - density * _beta_fraction(lost, won, rest) / lost
    return _Look(below, density, won * rest - lost * part)


def _beta_fraction(won: float, lost: float, part: float) -> float:
    """DLMF 8.17.22 by Lentz's way."""
    both, turn, change = won + lost, 0.0, 0.0
    above, below = 1.0, 1.0 / ((1.0 - both * part / (won + 1.0)) or TINY)
    total = below
    while abs(change - 1.0) > ENOUGH:
        turn += 1.0
        place = won + 2.0 * turn
        factor = turn * (lost - turn) * part / ((place - 1.0) * place)
        below = 1.0 / ((1.0 + factor * below) or TINY)
        above = (1.0 + factor / above) or TINY
        total *= above * below
        factor = -(won + turn) * (both + turn) * part / (place * (place + 1.0))
        below = 1.0 / ((1.0 + factor * below) or TINY)
        above = (1.0 + factor / above) or TINY
        change = above * below
        total *= change
    return total


def _odds_start(won: float, lost: float, chance: float, whole: float) -> float:
    """Near the logarithm of the odds: Paulson's, or what the broader tail alone would say."""
    least = min(won, lost)
    if least >= 1.0:
        farthest = 2.0 * sqrt(least)
        return log(odds_nearly(won, lost, max(-farthest, min(farthest, normal_quantile(chance)))))
    if won < lost:
        return (log(chance * won) + whole) / won
    return -(log((1.0 - chance) * lost) + whole) / lost
