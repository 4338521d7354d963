"""Trials: variants of a mark compared fairly, and when a difference may be called one.

Assignment. Marks of a product come in blocks that hold each variant once, in an order drawn from the trial's
seed (permuted blocks within strata; Friedman, Furberg and DeMets, "Fundamentals of Clinical Trials", chapter
on randomisation). The draw is a hash, so that it can be repeated from what the record keeps.

Outcome. Units per 1000 viewer-minutes in the ten selling minutes after the restore, relative to the ten
before: the logarithm of their ratio, each count plus a half (Haldane, Anscombe). Per minute where viewers are
not known. What a variant came to is the gamma-Poisson ratio of `ratios` over its marks.

Claim. Within a block every order of the variants was equally likely; so, were two variants the same, the
difference d of their outcomes would be as likely as its opposite, whatever the sales looked like. Then a bet
that multiplies its stake by 1 + tanh(λ·d) is fair, tanh being odd. `evidence` is what one has of a stake of
one after betting so on every complete block, spread evenly over a few λ of both signs. By Ville's inequality
it ever reaches 1/α with a chance of at most α, however often one looks and whenever one stops (testing by
betting: Ramdas, Grünwald, Vovk and Shafer 2023, "Game-theoretic statistics and safe anytime-valid inference",
Statistical Science 38; for symmetric differences Ramdas, Ruf, Larsson and Koolen 2020, arXiv:2009.03167).
Ratios that are not refuted so are the always-valid interval. With more than two variants a winner must beat
each of the others at α / (variants - 1).

Not for how marks are made or measured; the engine does the first, `effects` the second.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import combinations
from math import exp, log, prod, tanh

from app.domain.effects import Window, counts, pooled
from app.domain.hold import Hold, Reason
from app.domain.ratios import Ratio

CLAIM_CHANCE = 0.05
"""A trial of equal variants names a winner in at most this share of cases, over all its looks together."""
LEAST_BLOCKS = 6
"""No winner is named from fewer complete blocks than these."""
LEAST_UNITS = 20
"""Nor when a variant sold fewer units than these after its restores."""
STAKES = (0.5, 1.5, 4.0)
"""What λ is; between them they find differences of the logarithm between a tenth and two soon."""
VARIANTS = range(2, 6)
"""How many variants a trial may have."""
DEFAULT_MARKS = 40
_FURTHEST = 5.0
"""Bounds of a difference are looked for up to a factor of 150."""
_HALVINGS = 50


class BadTrial(Exception):
    """A trial that can't be; `str()` is a code of `Wrong`."""


class Wrong(StrEnum):
    """What is wrong with a trial that someone wants to start."""

    VARIANTS = "variants"
    """Fewer than two, more than five, or two of the same name."""
    SAME = "same"
    """Two variants do the same: there is nothing to learn."""
    MINUTES = "minutes"
    """A length that no mark may have."""
    MARKS = "marks"
    """Fewer marks than one block needs."""
    PRODUCTS = "products"
    """No product, or one that is on trial already."""
    NAME = "name"
    """No name, or that of a trial that runs."""


class Ending(StrEnum):
    """Why a trial is over."""

    CLEAR = "clear"
    """A winner was named."""
    USED_UP = "used_up"
    """Its marks are used up and measured, and no winner could be named."""
    STOPPED = "stopped"
    """A person ended it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """One way to mark: how long, how many minutes after going on air, and the reason whose words buyers read.

    `delay_minutes` and `reason` None: as the person pleases.
    """

    name: str
    minutes: float
    delay_minutes: float | None = None
    reason: Reason | None = None

    @property
    def does(self) -> tuple[float, float | None, Reason | None]:
        """What distinguishes it from another."""
        return (self.minutes, self.delay_minutes, self.reason)


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """A trial as it stands in the record. `marks` is how many marks it may use, over all its products."""

    id: int
    name: str
    skus: tuple[str, ...]
    variants: tuple[Variant, ...]
    marks: int
    seed: int
    started_at: datetime
    ended_at: datetime | None = None
    ending: Ending | None = None
    winner: str = ""

    def variant(self, name: str) -> Variant:
        """The variant of that name; KeyError for none."""
        found = {variant.name: variant for variant in self.variants}
        return found[name]


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """A mark made for a trial: which of its product (from 0 on), by which variant, and its holds."""

    trial: int
    sku: str
    number: int
    variant: str
    holds: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What was measured of an assignment once its ten minutes were over; kept, for readings are thinned."""

    trial: int
    sku: str
    number: int
    before: Window
    after: Window


@dataclass(frozen=True, slots=True, kw_only=True)
class VariantResult:
    """What a variant came to: marks used, marks that could be measured, and sales after against before."""

    variant: Variant
    used: int
    measured: int
    units_before: int
    units_after: int
    ratio: Ratio | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Contrast:
    """One variant against another over complete blocks. `ratio` is their effects' ratio, always valid.

    `evidence` is what a stake of one has become (see the module). Ratio None: too few blocks to bound it.
    """

    one: str
    other: str
    blocks: int
    evidence: float
    ratio: Ratio | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """Where a trial stands. `winner` is empty while none may be named; `blocks` are complete ones."""

    variants: tuple[VariantResult, ...]
    contrasts: tuple[Contrast, ...]
    blocks: int
    used: int
    winner: str


# Assignment


def checked(trial: Trial, *, most_minutes: float, running: Sequence[Trial]) -> None:
    """Refuse a trial that can't be.

    Raises:
        BadTrial: It says which rule it breaks.
    """
    wrong = _wrong(trial, most_minutes, running)
    if wrong is not None:
        raise BadTrial(wrong)


def _wrong(trial: Trial, most_minutes: float, running: Sequence[Trial]) -> Wrong | None:
    variants = trial.variants
    names = {variant.name for variant in variants}
    on_trial = {sku for other in running for sku in other.skus}
    rules = {
        Wrong.NAME: not trial.name or trial.name in {other.name for other in running},
        Wrong.PRODUCTS: not trial.skus or not on_trial.isdisjoint(trial.skus),
        Wrong.VARIANTS: len(variants) not in VARIANTS or len(names) < len(variants) or "" in names,
        Wrong.SAME: len({variant.does for variant in variants}) < len(variants),
        Wrong.MINUTES: any(not 0 < variant.minutes <= most_minutes for variant in variants)
        or any((variant.delay_minutes or 0) < 0 for variant in variants),
        Wrong.MARKS: trial.marks < len(variants),
    }
    return next((wrong for wrong, broken in rules.items() if broken), None)


def variant_of(trial: Trial, sku: str, number: int) -> Variant:
    """The variant of a product's mark of that number, from 0 on."""
    block, place = divmod(number, len(trial.variants))
    return sorted(trial.variants, key=lambda variant: _lot(trial.seed, sku, block, variant.name))[place]


def _lot(seed: int, sku: str, block: int, variant: str) -> bytes:
    drawn = "\x1f".join((str(seed), sku, str(block), variant))
    return hashlib.sha256(drawn.encode("utf-8", "surrogatepass")).digest()


def next_number(assignments: Iterable[Assignment], sku: str) -> int:
    """The number of a product's next mark: the lowest that no mark which counts has used.

    `assignments` are those that count: a refused or undone mark gives its number back.
    """
    used = {assignment.number for assignment in assignments if assignment.sku == sku}
    return next(number for number in range(len(used) + 1) if number not in used)


# Outcome


def log_effect(before: Window, after: Window) -> float | None:
    """The logarithm of the rate after over the rate before; None with too little selling time."""
    pair = counts(before, after)
    if pair is None:
        return None
    of, to = ((max(0, count.units) + 0.5) / count.exposure for count in pair)
    return log(of / to)


def result_of(trial: Trial, assignments: Sequence[Assignment], outcomes: Sequence[Outcome]) -> Result:
    """Where the trial stands by the assignments that count and what was measured of them."""
    counted = {(one.sku, one.number): one.variant for one in assignments}
    told = [outcome for outcome in outcomes if (outcome.sku, outcome.number) in counted]
    blocks = _blocks(trial, counted, told)
    contrasts = tuple(
        _contrast(one.name, other.name, blocks, len(trial.variants))
        for one, other in combinations(trial.variants, 2)
    )
    variants = tuple(_variant(variant, counted, told) for variant in trial.variants)
    return Result(
        variants=variants,
        contrasts=contrasts,
        blocks=len(blocks),
        used=len(counted),
        winner=_winner(trial, variants, contrasts, len(blocks)),
    )


def ending_of(trial: Trial, result: Result, waiting: int) -> Ending | None:
    """Whether the trial is over by itself: clear, or its marks used up and none `waiting` to be measured."""
    if result.winner:
        return Ending.CLEAR
    return Ending.USED_UP if result.used >= trial.marks and waiting == 0 else None


def _variant(
    variant: Variant, counted: Mapping[tuple[str, int], str], told: Sequence[Outcome]
) -> VariantResult:
    mine = [one for one in told if counted[one.sku, one.number] == variant.name]
    usable = [one for one in mine if counts(one.before, one.after) is not None]
    return VariantResult(
        variant=variant,
        used=sum(name == variant.name for name in counted.values()),
        measured=len(usable),
        units_before=sum(one.before.units for one in usable),
        units_after=sum(one.after.units for one in usable),
        ratio=pooled((one.before, one.after) for one in usable),
    )


def _blocks(
    trial: Trial, counted: Mapping[tuple[str, int], str], told: Sequence[Outcome]
) -> list[Mapping[str, float]]:
    """Outcomes by variant of every block in which each variant was marked and could be measured."""
    blocks: defaultdict[tuple[str, int], dict[str, float]] = defaultdict(dict)
    for one in told:
        effect = log_effect(one.before, one.after)
        if effect is not None:
            blocks[one.sku, one.number // len(trial.variants)][counted[one.sku, one.number]] = effect
    return [effects for _place, effects in sorted(blocks.items()) if len(effects) == len(trial.variants)]


# Claim


def evidence(differences: Sequence[float]) -> float:
    """What a stake of one has become by betting that differences are not as likely as their opposites."""
    each = [
        prod(1 + tanh(sign * stake * difference) for difference in differences)
        for stake in STAKES
        for sign in (1, -1)
    ]
    return sum(each) / len(each)


def always_valid(differences: Sequence[float], chance: float) -> Ratio | None:
    """The common difference as a ratio, with bounds that hold at every look together with 1 - `chance`.

    None where the differences can't bound it on both sides, which takes six blocks at least.
    """
    if not differences:
        return None
    middle = sum(differences) / len(differences)
    bounds = [_bound(differences, middle, direction, 1 / chance) for direction in (-1.0, 1.0)]
    low, high = bounds
    if low is None or high is None:
        return None
    return Ratio(low=exp(low), middle=exp(middle), high=exp(high))


def _bound(differences: Sequence[float], middle: float, direction: float, limit: float) -> float | None:
    """Where, going that way from the middle, the evidence against the shift reaches the limit."""

    def against(shift: float) -> float:
        return evidence([each - shift for each in differences])

    near, far = middle, middle + direction * _FURTHEST
    if against(far) < limit:
        return None
    for _halving in range(_HALVINGS):
        between = (near + far) / 2
        near, far = (near, between) if against(between) >= limit else (between, far)
    return far


def _contrast(one: str, other: str, blocks: Sequence[Mapping[str, float]], variants: int) -> Contrast:
    differences = [block[one] - block[other] for block in blocks]
    return Contrast(
        one=one,
        other=other,
        blocks=len(blocks),
        evidence=evidence(differences),
        ratio=always_valid(differences, CLAIM_CHANCE / (variants - 1)),
    )


def _winner(
    trial: Trial, variants: Sequence[VariantResult], contrasts: Sequence[Contrast], blocks: int
) -> str:
    """The variant that beats each other one beyond doubt; empty while none does or too little is known."""
    if blocks < LEAST_BLOCKS or any(variant.units_after < LEAST_UNITS for variant in variants):
        return ""
    beaten: defaultdict[str, set[str]] = defaultdict(set)
    for contrast in contrasts:
        ratio = contrast.ratio
        if ratio is None or contrast.evidence < (len(variants) - 1) / CLAIM_CHANCE:
            continue
        better, worse = (contrast.one, contrast.other) if ratio.middle > 1 else (contrast.other, contrast.one)
        beaten[better].add(worse)
    return next((one.name for one in trial.variants if len(beaten[one.name]) == len(variants) - 1), "")


# Marks of a trial


def counting(
    assignments: Iterable[Assignment], holds: Mapping[int, Hold], cancel_seconds: float
) -> tuple[Assignment, ...]:
    """Those that count: a hold of theirs took effect, and was not undone at once by whoever mis-pressed."""
    return tuple(
        one
        for one in assignments
        if any(_counts(holds[hold], cancel_seconds) for hold in one.holds if hold in holds)
    )


def over_at(assignment: Assignment, holds: Mapping[int, Hold]) -> datetime | None:
    """When the last hold of a mark ended; None while one is open."""
    mine = [holds[hold] for hold in assignment.holds if hold in holds]
    ends = [hold.ended_at for hold in mine if hold.ended_at is not None]
    return max(ends, default=None) if not any(hold.state.is_open for hold in mine) else None


def due_at(variant: Variant, on_air_since: datetime | None) -> datetime | None:
    """When the mark should be made by a variant that says when; None: it does not, or nothing is on air."""
    if variant.delay_minutes is None or on_air_since is None:
        return None
    return on_air_since + timedelta(minutes=variant.delay_minutes)


def _counts(hold: Hold, cancel_seconds: float) -> bool:
    undone = (
        hold.ended_at is not None
        and hold.ended_at - hold.started_at <= timedelta(seconds=cancel_seconds)
        and (hold.deadline is None or hold.ended_at < hold.deadline)
    )
    return hold.state.counts and not undone
