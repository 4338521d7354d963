"""How often forecasts held: where what happened fell in what was foretold, and what may be said of it.

Forecasts of one product are alike: one that sells against expectation breaks all its ranges. So the interval
of a share counts products, not forecasts, and over several broadcasts it counts broadcasts: Wilson's score
interval (Wilson 1927, "Probable inference", Journal of the American Statistical Association 22) with the
effective number that the spread between groups leaves (the ratio estimator's variance of cluster samples:
Cochran 1977, "Sampling Techniques", section 9A.6).
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from math import sqrt

PROMISED = 0.8
"""What lies between the 10 and 90 % of a forecast, if it is right."""
LEAST_GROUPS = 5
LEAST_FORECASTS = 20
"""Nothing is said from less than these."""
_Z = 1.959964
"""Of an interval of 95 %."""


class Measure(StrEnum):
    """What was foretold."""

    UNITS = "units"
    """Wanted until the end."""
    MINUTES = "minutes"
    """Until sold out."""


class Fell(StrEnum):
    """Where what happened lay in what was foretold."""

    UNDER = "under"
    """Below the 10 %."""
    LOWER = "lower"
    UPPER = "upper"
    OVER = "over"
    """Above the 90 %."""


class Verdict(StrEnum):
    """What may be said of a range."""

    TOO_LITTLE = "too_little"
    AS_PROMISED = "as_promised"
    TOO_NARROW = "too_narrow"
    """It held less often than promised."""
    TOO_WIDE = "too_wide"


@dataclass(frozen=True, slots=True, kw_only=True)
class Foretold:
    """One forecast of one product, made at that minute of the broadcast, and what came of it."""

    minute: float
    sku: str
    measure: Measure
    fell: Fell


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """Forecasts of one measure by where what happened fell."""

    under: int = 0
    lower: int = 0
    upper: int = 0
    over: int = 0

    @property
    def held(self) -> int:
        """How often it lay between the 10 and 90 %."""
        return self.lower + self.upper

    @property
    def of(self) -> int:
        """How many forecasts there were."""
        return self.under + self.held + self.over

    @property
    def share(self) -> float | None:
        """0…1; None where nothing was foretold."""
        return self.held / self.of if self.of else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Band(Tally):
    """A tally of so many `groups` of forecasts that are alike; `effective` is how many they are worth."""

    groups: int = 0
    effective: float = 0.0

    @property
    def interval(self) -> tuple[float, float] | None:
        """Between which shares the true one lies with 95 %; None where nothing was foretold."""
        share = self.share
        return None if share is None else _wilson(share, self.effective)

    @property
    def verdict(self) -> Verdict:
        """What may be said; nothing from too little."""
        interval = self.interval
        if interval is None or self.of < LEAST_FORECASTS or self.groups < LEAST_GROUPS:
            return Verdict.TOO_LITTLE
        if interval[1] < PROMISED:
            return Verdict.TOO_NARROW
        return Verdict.TOO_WIDE if interval[0] > PROMISED else Verdict.AS_PROMISED


def band_of(foretold: Iterable[Foretold]) -> Band:
    """Count forecasts of one broadcast, all of one measure; those of a product are alike."""
    by_product: dict[str, list[Fell]] = defaultdict(list)
    for one in foretold:
        by_product[one.sku].append(one.fell)
    return band_over(tally_of(fell) for fell in by_product.values())


def tally_of(fell: Iterable[Fell]) -> Tally:
    """Count them."""
    counted = Counter(fell)
    return Tally(
        under=counted[Fell.UNDER],
        lower=counted[Fell.LOWER],
        upper=counted[Fell.UPPER],
        over=counted[Fell.OVER],
    )


def added(tallies: Iterable[Tally]) -> Tally:
    """All of them together."""
    every = tuple(tallies)
    return Tally(
        under=sum(one.under for one in every),
        lower=sum(one.lower for one in every),
        upper=sum(one.upper for one in every),
        over=sum(one.over for one in every),
    )


def band_over(groups: Iterable[Tally]) -> Band:
    """Count groups of forecasts that are alike: those of one product, or those of one broadcast."""
    every = tuple(group for group in groups if group.of)
    whole = added(every)
    return Band(
        under=whole.under,
        lower=whole.lower,
        upper=whole.upper,
        over=whole.over,
        groups=len(every),
        effective=_effective([(group.held, group.of) for group in every]),
    )


def _effective(groups: list[tuple[int, int]]) -> float:
    """How many independent forecasts so many groups of like ones are worth: no fewer than groups."""
    of = sum(count for _held, count in groups)
    share = sum(held for held, _count in groups) / max(1, of)
    spread = sum((held - share * count) ** 2 for held, count in groups)
    if len(groups) <= 1 or spread == 0:
        return float(len(groups))
    variance = spread * len(groups) / (len(groups) - 1) / of**2
    return min(float(of), max(float(len(groups)), share * (1 - share) / variance))


def _wilson(share: float, count: float) -> tuple[float, float]:
    square = _Z**2
    middle = (share + square / (2 * count)) / (1 + square / count)
    half = _Z / (1 + square / count) * sqrt(share * (1 - share) / count + square / (4 * count**2))
    return max(0.0, middle - half), min(1.0, middle + half)
