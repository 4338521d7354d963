"""The dice that several parts of the demo throw. Pure."""

from math import exp
from random import Random

_SPREAD_FROM = 30.0
"""From this mean on a normal draw stands for a Poisson one."""


def poisson(dice: Random, mean: float) -> int:
    """A Poisson draw."""
    if mean >= _SPREAD_FROM:
        return max(0, round(dice.gauss(mean, mean**0.5)))
    limit, product, count = exp(-mean), dice.random(), 0
    while product > limit:
        product *= dice.random()
        count += 1
    return count
