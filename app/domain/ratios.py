"""How two counted rates compare: ratios with intervals in closed form, and how uneven counts are.

Units counted in an exposure are taken as Poisson with Jeffreys' prior Gamma(1/2, 0), so the posterior ratio
of two rates is a scaled beta prime and its quantiles are odds of a beta's (Price and Bonett 2000, "Estimating
the ratio of two Poisson rates", Computational Statistics & Data Analysis 34).
Counts that vary more than Poisson carry less: they are divided by their dispersion first (quasi-Poisson).
Not for claims over many looks; `evidence` in `trials` is.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from app.domain.chances import odds_quantile

_PRIOR = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """Units sold in an exposure: thousand viewer-minutes, or minutes where viewers are not known."""

    units: int
    exposure: float

    @property
    def rate(self) -> float:
        """Units per one of exposure."""
        return self.units / self.exposure


@dataclass(frozen=True, slots=True, kw_only=True)
class Ratio:
    """A ratio as believed: the middle, and between which bounds it lies with the level asked for."""

    low: float
    middle: float
    high: float

    @property
    def differs(self) -> bool:
        """Whether 1 (no difference) lies outside."""
        return self.low > 1 or self.high < 1


def rate_ratio(of: Count, to: Count, *, dispersion: float = 1.0, level: float = 0.95) -> Ratio | None:
    """The rate of `of` relative to that of `to`; None where an exposure is empty or nothing was counted.

    Args:
        of: The count above the line.
        to: The count below it.
        dispersion: Variance of the counts relative to Poisson, at least 1 (see `dispersion_of`).
        level: How likely the ratio lies between the bounds, were there one look at these figures.
    """
    if of.exposure <= 0 or to.exposure <= 0 or of.units + to.units <= 0:
        return None
    above = _PRIOR + max(0, of.units) / dispersion
    below = _PRIOR + max(0, to.units) / dispersion
    scale = to.exposure / of.exposure
    tail = (1 - level) / 2
    low, middle, high = (scale * odds_quantile(above, below, chance) for chance in (tail, 0.5, 1 - tail))
    return Ratio(low=low, middle=middle, high=high)


def dispersion_of(pairs: Sequence[tuple[Count, Count]]) -> float:
    """How much more than Poisson the split of units within pairs varies: Pearson's statistic, at least 1.

    Given what a pair sold in all, the part sold in its first count is binomial if every pair has the same
    ratio; what varies beyond that is dispersion. Fewer than three pairs say nothing: 1.
    """
    told = [pair for pair in pairs if _units(pair) > 0 and all(count.exposure > 0 for count in pair)]
    if len(told) < 3:  # noqa: PLR2004 - with two pairs one degree is left, which says next to nothing
        return 1.0
    first = Count(units=sum(of.units for of, _to in told), exposure=sum(of.exposure for of, _to in told))
    second = Count(units=sum(to.units for _of, to in told), exposure=sum(to.exposure for _of, to in told))
    if first.units <= 0 or second.units <= 0:
        return 1.0
    return max(1.0, sum(_pearson(pair, first.rate / second.rate) for pair in told) / (len(told) - 1))


def _pearson(pair: tuple[Count, Count], ratio: float) -> float:
    of, to = pair
    units = _units(pair)
    share = ratio * of.exposure / (ratio * of.exposure + to.exposure)
    return (of.units - units * share) ** 2 / (units * share * (1 - share))


def _units(pair: tuple[Count, Count]) -> int:
    return pair[0].units + pair[1].units
