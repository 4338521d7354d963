"""The track record in words: what forecasts lost, and the rows of its tables."""

from collections.abc import Sequence
from datetime import datetime, tzinfo
from typing import Final

from app.views.calibration import BandView
from app.views.track_record import (
    BroadcastScoreView,
    CueSumView,
    LossView,
    PaceView,
    Seller,
    SellerView,
)
from app.words import MISSING, _, clock_time, day, n_, number, p_, percent, plain, rate
from widgets.desk.compare.table import Column, Row
from widgets.desk.review.calibration_words import kind_words

_ALIKE: Final = 0.005


def count_words(band: BandView) -> str:
    """How many forecasts of how many broadcasts."""
    words = n_("{of} forecasts, {count} broadcast", "{of} forecasts, {count} broadcasts", band.groups)
    return words.format(of=number(band.of), count=number(band.groups))


def score_words(name: str, band: BandView) -> str:
    """One broadcast's mark in words."""
    if not band.of:
        return _("{name}: nothing was foretold").format(name=name)
    held = _("{name}: {held} of {of} held").format(name=name, held=number(band.held), of=number(band.of))
    if band.low is None or band.high is None:
        return held
    return f"{held}, {percent(band.share)} ({percent(band.low)}–{percent(band.high)})"


def loss_words(loss: LossView) -> tuple[str, ...]:
    """How much smaller the error of forecasts was than that of the two simple rates."""
    pairs = (
        (loss.against_mean, _("10-min rate")),
        (loss.against_weighted, _("weighted rate")),
    )
    return tuple(_loss(ratio, rate_name) for ratio, rate_name in pairs if ratio is not None)


def _loss(ratio: float, rate_name: str) -> str:
    if abs(1.0 - ratio) < _ALIKE:
        return _("error equals {rate}").format(rate=rate_name)
    if ratio < 1.0:
        return _("error {percent} under {rate}").format(percent=percent(1.0 - ratio), rate=rate_name)
    return _("error {percent} over {rate}").format(percent=percent(ratio - 1.0), rate=rate_name)


def broadcast_name(one: BroadcastScoreView) -> str:
    """Which broadcast."""
    return _("Broadcast {number}").format(number=number(one.number))


# Broadcasts


def broadcast_columns() -> tuple[Column, ...]:
    """The headings."""
    return (
        Column(p_("record", "Broadcast"), elide=True, figures=False),
        Column(p_("record", "Started")),
        Column(p_("record", "Units held")),
        Column(p_("record", "Times held"), rank=3),
        Column(p_("record", "Error"), rank=2),
        Column(p_("record", "Cues"), rank=5),
        Column(p_("record", "Acted on"), rank=4),
    )


def broadcast_row(one: BroadcastScoreView, zone: tzinfo) -> Row:
    """One broadcast's row."""
    units, minutes, loss = one.units.band, one.minutes.band, one.units.loss.against_mean
    return Row(
        cells=(
            " · ".join(filter(None, (number(one.number), plain(one.host)))),
            _started(one.started_at, zone),
            _held(units),
            _held(minutes),
            _relative(loss),
            number(one.cues),
            number(one.acted_on),
        ),
        keys=(
            one.number,
            one.started_at.timestamp(),
            _share(units),
            _share(minutes),
            loss,
            one.cues,
            one.acted_on,
        ),
        strong=frozenset({2}),
        tip=_("Error: how far units were off against the last 10 minutes' rate"),
    )


def _started(at: datetime, zone: tzinfo) -> str:
    return f"{day(at.astimezone(zone).date())} {clock_time(at, zone, seconds=False)}"


# Products


def seller_columns() -> tuple[Column, ...]:
    """The headings."""
    return (
        Column(p_("record", "Products"), elide=True, figures=False),
        Column(p_("record", "Units held")),
        Column(p_("record", "Bounds"), rank=3),
        Column(p_("record", "Times held"), rank=2),
        Column(p_("record", "Error"), rank=1),
    )


def seller_row(one: SellerView) -> Row:
    """One part of the sales."""
    units, minutes, loss = one.units.band, one.minutes.band, one.units.loss.against_mean
    bounds = MISSING if units.low is None else f"{percent(units.low)}–{percent(units.high)}"
    return Row(
        cells=(_seller_words(one.seller), _held(units), bounds, _held(minutes), _relative(loss)),
        keys=(_seller_words(one.seller), _share(units), units.low, _share(minutes), loss),
        strong=frozenset({1}),
    )


def _seller_words(seller: Seller) -> str:
    return {
        Seller.MAIN: p_("record", "best sellers, 80 % of sales"),
        Seller.MIDDLE: p_("record", "the next 15 %"),
        Seller.FEW: p_("record", "the last 5 %"),
    }[seller]


# Cues


def cue_sum_columns() -> tuple[Column, ...]:
    """The headings."""
    return (
        Column(p_("record", "Cue"), elide=True, figures=False),
        Column(p_("record", "Acted on")),
        Column(p_("record", "a minute before → after")),
        Column(p_("record", "Left alone")),
        Column(p_("record", "before → after"), rank=1),
    )


def cue_sum_row(one: CueSumView) -> Row:
    """One kind of cue, all broadcasts together."""
    acted, left = one.acted_on, one.left_alone
    words = _("{followed} by its button, {by_hand} by hand; {snoozed} put aside, {ignored} passed by")
    return Row(
        cells=(kind_words(one.kind), number(acted.cues), _pace(acted), number(left.cues), _pace(left)),
        keys=(kind_words(one.kind), acted.cues, acted.after, left.cues, left.after),
        strong=frozenset({2}),
        tip=words.format(
            followed=number(one.followed),
            by_hand=number(one.by_hand),
            snoozed=number(one.snoozed),
            ignored=number(one.ignored),
        ),
    )


def _pace(pace: PaceView) -> str:
    if pace.before is None or pace.after is None:
        return MISSING
    return f"{rate(pace.before)} → {rate(pace.after)}"


def _held(band: BandView) -> str:
    """A share where one may be claimed, else how many held."""
    if not band.of:
        return MISSING
    return percent(band.share) if band.share is not None else f"{number(band.held)}/{number(band.of)}"


def _share(band: BandView) -> float | None:
    return band.held / band.of if band.of else None


def _relative(ratio: float | None) -> str:
    return MISSING if ratio is None else f"{100 * (ratio - 1.0):+.0f} %".replace("-", "−")


def rows_of(every: Sequence[SellerView]) -> tuple[Row, ...]:
    """Parts of the sales that were foretold at all."""
    return tuple(seller_row(one) for one in every if one.units.band.of or one.minutes.band.of)
