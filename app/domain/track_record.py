"""Calibration as it is kept of each broadcast, and what those of the last broadcasts come to together. Pure.

Forecasts of one broadcast are alike, they share its audience: whatever is said over several of them counts
broadcasts. Not for how a broadcast is judged; that is `calibration`, and the rehearsal that plays it again.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from app.domain.broadcast import Broadcast
from app.domain.calibration import Band, Fell, Foretold, Measure, Tally, added, band_over, tally_of
from app.domain.cue_outcomes import CueEnding, CueOutcome
from app.domain.losses import Losses, Scored, lost_in_all
from app.domain.signals import CueKind

LAST = 20
"""Broadcasts that are looked back on, unless somebody says otherwise."""
LEAST = timedelta(minutes=15)
"""A broadcast shorter than this was a test."""
_MAIN, _MIDDLE = 0.8, 0.95


class Seller(StrEnum):
    """Which part of a broadcast's sales a product belonged to."""

    MAIN = "main"
    """The best sellers, which together made four fifths."""
    MIDDLE = "middle"
    """Those that made the next seventh."""
    FEW = "few"
    """The rest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductRecord:
    """Forecasts of one measure of one product in one broadcast."""

    sku: str
    measure: Measure
    seller: Seller
    fell: Tally
    losses: Losses


@dataclass(frozen=True, slots=True, kw_only=True)
class CueRecord:
    """Cues of one kind that ended one way, and what was sold in the minutes before and after all of them."""

    kind: CueKind
    ending: CueEnding
    cues: int
    before_minutes: float
    before_units: int
    after_minutes: float
    after_units: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibrated:
    """What is kept of one broadcast that is over, worked out at `at` with the deciding code called `code`.

    `recorded`: its cues are those on record, else those that came up when it was played again. Without
    products there was nothing to judge.
    """

    broadcast: int
    at: datetime
    code: str
    recorded: bool
    products: tuple[ProductRecord, ...] = ()
    cues: tuple[CueRecord, ...] = ()


def judgeable(recent: Iterable[Broadcast], most: int) -> tuple[Broadcast, ...]:
    """The broadcasts that are over and were no tests, at most so many, in the order given."""
    over = [one for one in recent if one.ended_at is not None and one.ended_at - one.started_at >= LEAST]
    return tuple(over[:most])


def missing(
    broadcasts: Iterable[Broadcast], kept: Iterable[Calibrated], code: str, readings_since: datetime
) -> tuple[Broadcast, ...]:
    """Those not worked out yet with this code, as far as their readings are still whole."""
    done = {one.broadcast for one in kept if one.code == code}
    return tuple(one for one in broadcasts if one.id not in done and one.started_at >= readings_since)


# Of one broadcast


def product_records(
    foretold: Iterable[Foretold], scored: Iterable[Scored], sold: Mapping[str, int]
) -> tuple[ProductRecord, ...]:
    """Forecasts product by product; `sold` are the broadcast's units."""
    fell: dict[tuple[str, Measure], list[Fell]] = defaultdict(list)
    losses: dict[tuple[str, Measure], list[Losses]] = defaultdict(list)
    for told in foretold:
        fell[told.sku, told.measure].append(told.fell)
    for one in scored:
        losses[one.sku, one.measure].append(one.losses)
    sellers = sellers_of(sold)
    return tuple(
        ProductRecord(
            sku=sku,
            measure=measure,
            seller=sellers.get(sku, Seller.FEW),
            fell=tally_of(fell[sku, measure]),
            losses=lost_in_all(losses[sku, measure]),
        )
        for sku, measure in sorted(fell.keys() | losses.keys())
    )


def sellers_of(sold: Mapping[str, int]) -> dict[str, Seller]:
    """The part of all sales each product belongs to; one that crosses a bound still belongs below it."""
    whole, so_far, found = sum(sold.values()), 0, {}
    for sku, units in sorted(sold.items(), key=lambda pair: (-pair[1], pair[0])):
        share = so_far / whole if whole else 1.0
        found[sku] = Seller.MAIN if share < _MAIN else Seller.MIDDLE if share < _MIDDLE else Seller.FEW
        so_far += units
    return found


def cue_records(outcomes: Iterable[CueOutcome]) -> tuple[CueRecord, ...]:
    """Cues by their kind and how they ended."""
    return _summed(
        CueRecord(
            kind=one.story.kind,
            ending=one.ending,
            cues=1,
            before_minutes=one.before_minutes,
            before_units=one.before_units,
            after_minutes=one.after_minutes,
            after_units=one.after_units,
        )
        for one in outcomes
    )


def band_within(record: Calibrated, measure: Measure) -> Band:
    """How often a range held in one broadcast; its products are what counts."""
    return band_over(one.fell for one in record.products if one.measure is measure)


# Over several


def band_of_all(records: Iterable[Calibrated], measure: Measure, *, seller: Seller | None = None) -> Band:
    """How often a range held over all of them, of every product or of those asked for."""
    return band_over(
        added(one.fell for one in record.products if one.measure is measure and seller in (None, one.seller))
        for record in records
    )


def band_of_product(records: Iterable[Calibrated], sku: str) -> Band:
    """How often what was foretold of one product held over all of them, units and times alike."""
    return band_over(added(one.fell for one in record.products if one.sku == sku) for record in records)


def losses_of_all(records: Iterable[Calibrated], measure: Measure, *, seller: Seller | None = None) -> Losses:
    """What forecasts lost over all of them."""
    return lost_in_all(
        one.losses
        for record in records
        for one in record.products
        if one.measure is measure and seller in (None, one.seller)
    )


def cues_of_all(records: Iterable[Calibrated]) -> tuple[CueRecord, ...]:
    """What became of cues over all of them."""
    return _summed(cue for record in records for cue in record.cues)


def _summed(cues: Iterable[CueRecord]) -> tuple[CueRecord, ...]:
    groups: dict[tuple[CueKind, CueEnding], list[CueRecord]] = defaultdict(list)
    for cue in cues:
        groups[cue.kind, cue.ending].append(cue)
    return tuple(_added(groups[key]) for key in sorted(groups))


def _added(cues: Sequence[CueRecord]) -> CueRecord:
    first = cues[0]
    return CueRecord(
        kind=first.kind,
        ending=first.ending,
        cues=sum(one.cues for one in cues),
        before_minutes=sum(one.before_minutes for one in cues),
        before_units=sum(one.before_units for one in cues),
        after_minutes=sum(one.after_minutes for one in cues),
        after_units=sum(one.after_units for one in cues),
    )
