"""What lies below 10, 50 and 90 % of gamma figures, and of the odds of two: every range of a forecast.

At once and within a fiftieth, which is far less than a forecast's own doubt; `chances` has them exactly.
The cube root of a gamma figure is nearly normal (Wilson and Hilferty 1931, "The distribution of chi-square",
PNAS 17), and so are the odds of two (Paulson 1942, "An approximate normalization of the analysis of variance
distribution", Annals of Mathematical Statistics 13). Where a shape is small, a table puts that root right.
"""

from math import log, sqrt

from app.domain.chances import gamma_quantile

CHANCES = (0.1, 0.5, 0.9)
NORMAL = (-1.2815515655446004, 0.0, 1.2815515655446004)
"""The standard normal quantiles of `CHANCES`."""
LEAST = 0.5
"""The smallest shape: below it nobody knows anything, and a wider range would say no more."""
BROAD = 3.0
"""From this shape on a root needs not be put right."""
_STEPS = 96

Three = tuple[float, float, float]


def root_of(shape: float, normal: float) -> float:
    """The cube root of a gamma figure against its shape, as Wilson and Hilferty have it."""
    return 1.0 - 1.0 / (9.0 * shape) + normal / (3.0 * sqrt(shape))


def _put_right(shape: float) -> Three:
    """What the roots are to be multiplied by."""
    if shape >= BROAD:
        return (1.0, 1.0, 1.0)
    low, middle, high = (
        (gamma_quantile(shape, chance) / shape) ** (1.0 / 3.0) / root_of(shape, normal)
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
        shape * (root_of(shape, normal) * right) ** 3
        for normal, right in zip(NORMAL, _right(shape), strict=True)
    )
    return (low, middle, high)


def odds_range(won: float, lost: float) -> Three:
    """The quantiles of one gamma figure against another: a BetaPrime(won, lost)."""
    won, lost = max(won, LEAST), max(lost, LEAST)
    spread, other = 1.0 / (9.0 * won), 1.0 / (9.0 * lost)
    middle, beside = 1.0 - spread, 1.0 - other
    here, there = _right(won), _right(lost)
    square = NORMAL[2] * NORMAL[2]
    under = sqrt(other * middle * middle + spread * beside * beside - square * spread * other)
    whole, scale = beside * beside - square * other, won / lost
    both = middle * beside
    return (
        scale * ((both - NORMAL[2] * under) / whole * here[0] / there[2]) ** 3,
        scale * (middle / beside * here[1] / there[1]) ** 3,
        scale * ((both + NORMAL[2] * under) / whole * here[2] / there[0]) ** 3,
    )


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
