"""What lies below 10, 50 and 90 % of gamma figures, and of the odds of two: every range of a forecast.

At once and within a fiftieth, which is far less than a forecast's own doubt; `chances` has them exactly.
Cube roots of gamma figures are nearly normal, and so are those of their odds. Where a shape is small, a table
puts that root right.
"""

from math import log

from app.domain.chances import gamma_quantile, gamma_root, odds_nearly

CHANCES = (0.1, 0.5, 0.9)
NORMAL = (-1.2815515655446004, 0.0, 1.2815515655446004)
"""The standard normal quantiles of `CHANCES`."""
LEAST = 0.5
"""The smallest shape: below it nobody knows anything, and a wider range would say no more."""
BROAD = 3.0
"""From this shape on a root needs not be put right."""
_STEPS = 96

Three = tuple[float, float, float]


def _put_right(shape: float) -> Three:
    """What the roots are to be multiplied by."""
    if shape >= BROAD:
        return (1.0, 1.0, 1.0)
    low, middle, high = (
        (gamma_quantile(shape, chance) / shape) ** (1.0 / 3.0) / gamma_root(shape, normal)
        for chance, normal in zip(CHANCES, NORMAL, strict=True)
    )
    return (low, middle, high)


SHAPES = tuple(LEAST * (BROAD / LEAST) ** (step / _STEPS) for step in range(_STEPS + 1))
RIGHT: tuple[Three, ...] = tuple(_put_right(shape) for shape in SHAPES)
"""By shape, from `LEAST` to `BROAD`, evenly on its logarithm."""
_EACH = _STEPS / log(BROAD / LEAST)


def gamma_range(shape: float) -> Three:
    """The quantiles of a gamma figure of scale 1."""
    shape = max(shape, LEAST)
    low, middle, high = (
        shape * (gamma_root(shape, normal) * right) ** 3
        for normal, right in zip(NORMAL, _right(shape), strict=True)
    )
    return (low, middle, high)


def odds_range(won: float, lost: float) -> Three:
    """The quantiles of one gamma figure against another: a BetaPrime(won, lost)."""
    won, lost = max(won, LEAST), max(lost, LEAST)
    low, middle, high = (
        odds_nearly(won, lost, normal) * (here / there) ** 3
        for normal, here, there in zip(NORMAL, _right(won), reversed(_right(lost)), strict=True)
    )
    return (low, middle, high)


def _right(shape: float) -> Three:
    if shape >= BROAD:
        return RIGHT[-1]
    place = log(shape / LEAST) * _EACH
    step = int(place)
    share = place - step
    before, after = RIGHT[step], RIGHT[step + 1]
    return (
        before[0] + share * (after[0] - before[0]),
        before[1] + share * (after[1] - before[1]),
        before[2] + share * (after[2] - before[2]),
    )
