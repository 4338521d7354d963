"""What the host overlay shows: at most five things, never a figure older than it looks.

Now and its state, next, units left, minutes left (or a countdown, or nothing from stale data), one cue line.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from enum import StrEnum

from app.domain.hold import HoldState
from app.domain.readings import Freshness
from app.views.gauge import ChipKind, GaugeView, HoldView, SellOutView
from app.views.plans import AnnouncedView
from app.views.room import BroadcastView, CueKind, CueView
from app.views.rounds import RoundView
from app.views.wording import Tone, back_at, buyers_words
from app.words import _, minutes, number, p_, percent

__all__ = ["OverlayCue", "OverlayTime", "OverlayUnits", "OverlayView", "TimeKind", "aged", "overlay_view"]

_FOR_THE_HOST = (CueKind.SHOW_NEXT, CueKind.SUBSTITUTE, CueKind.PRE_SALE, CueKind.HOLD_BACK)


class TimeKind(StrEnum):
    """How the time beside the units is painted."""

    NONE = "none"
    """A dash: there is nothing true to say."""
    MINUTES = "minutes"
    """`sell_out.p50` as whole minutes."""
    LASTS = "lasts"
    """Only the note: it lasts the show."""
    LEFT = "left"
    """Counts down to `at`."""
    RUNS = "runs"
    """Counts up from `at`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OverlayUnits:
    """Units left. `age_from` is set when the figure is stale: the note is then `aged(age)`."""

    value: int | None
    word: str
    note: str
    tone: Tone
    age_from: datetime | None
    share: float | None
    """Length of the bar, 0…1; None: no bar."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OverlayTime:
    """Minutes left, a countdown, or why there is none."""

    kind: TimeKind
    word: str
    note: str
    tone: Tone
    sell_out: SellOutView | None = None
    at: datetime | None = None
    note_tone: Tone | None = None
    """Where the note means something else than the figure."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OverlayCue:
    """The one cue line: filled is in force now, outlined is coming or a caution."""

    text: str
    tone: Tone
    filled: bool
    until: datetime | None = None
    """`{left}` in the text is the time until then."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OverlayView:
    """The whole overlay. `next_title` or `cue` empty: no such plate. `alive_at` feeds the lamp of life."""

    title: str
    on_air: bool
    next_title: str
    units: OverlayUnits | None
    time: OverlayTime | None
    cue: OverlayCue | None
    alive_at: datetime


def aged(age: str) -> str:
    """How a stale figure says its age, as in `2:14 old`."""
    return _("{age} old").format(age=age)


def overlay_view(
    gauge: GaugeView | None,
    next_gauge: GaugeView | None,
    cues: Sequence[CueView],
    *,
    broadcast: BroadcastView | None,
    zone: tzinfo,
    alive_at: datetime,
) -> OverlayView:
    """The overlay for the product on air (`gauge`), the one after it, and the cues in force."""
    return OverlayView(
        title=_nothing_on_air(broadcast) if gauge is None else gauge.title,
        on_air=gauge is not None,
        next_title="" if next_gauge is None else next_gauge.title,
        units=None if gauge is None else _units(gauge),
        time=None if gauge is None else _time(gauge),
        cue=_cue(gauge, cues, zone),
        alive_at=alive_at,
    )


def _nothing_on_air(broadcast: BroadcastView | None) -> str:
    if broadcast is None or broadcast.starting:
        return _("Starting…")
    return _("Nothing on air") if broadcast.on_air is None else broadcast.on_air


def _units(gauge: GaugeView) -> OverlayUnits:
    stale = gauge.freshness is Freshness.STALE
    doubtful = stale or gauge.freshness is Freshness.UNKNOWN
    if not doubtful and gauge.hold is None and (one := _round_on_sale(gauge)) is not None:
        return _units_of_round(gauge, one)
    note, tone = _units_note(gauge)
    return OverlayUnits(
        value=gauge.available,
        word="" if gauge.available is None else p_("overlay", "left"),
        note=note,
        tone=Tone.DOUBT if doubtful else tone,
        age_from=gauge.age_from if stale else None,
        share=gauge.share,
    )


def _round_on_sale(gauge: GaugeView) -> RoundView | None:
    one = gauge.selling_round
    return one if one is not None and one.on_sale and one.buyers_left is not None else None


def _units_of_round(gauge: GaugeView, one: RoundView) -> OverlayUnits:
    """What is left of the round is what the host may quote; the true stock stands beside it."""
    trial = p_("overlay", "trial") if one.trial else ""
    name = one.group or trial or _("round {number}").format(number=one.number)
    note = p_("overlay", "{round}, true stock {units}").format(round=name, units=number(gauge.available))
    return OverlayUnits(
        value=one.buyers_left,
        word=p_("overlay", "left"),
        note=note,
        tone=Tone.PLAIN if one.buyers_left else Tone.ACT,
        age_from=None,
        share=(one.buyers_left or 0) / one.units,
    )


def _units_note(gauge: GaugeView) -> tuple[str, Tone]:
    if gauge.available is None or gauge.freshness is Freshness.UNKNOWN:
        return p_("overlay", "stock not known"), Tone.DOUBT
    if gauge.hold is not None or gauge.announced is not None:
        return p_("overlay", "true stock"), Tone.PLAIN
    if gauge.available == 0:
        return p_("overlay", "sold out"), Tone.ACT
    if gauge.chip.kind is ChipKind.CRITICAL:
        return _("critical {share}").format(share=percent(gauge.share)), Tone.ACT
    if gauge.chip.kind is ChipKind.LOW:
        return _("low {share}").format(share=percent(gauge.share)), Tone.CAUTION
    return "", Tone.PLAIN


def _time(gauge: GaugeView) -> OverlayTime:
    ours = _our_time(gauge)
    if ours is not None:
        return ours
    if gauge.freshness is Freshness.STALE:
        return _no_time(_("stale: no minutes"))
    if gauge.available == 0 or gauge.available is None:
        return _no_time("")
    if gauge.lasts_the_show:
        return OverlayTime(
            kind=TimeKind.LASTS, word="", note=p_("overlay", "lasts the show"), tone=Tone.PLAIN
        )
    if gauge.sell_out is None:
        return _no_time(_("no sales to judge by"))
    return _selling_time(gauge.sell_out)


def _our_time(gauge: GaugeView) -> OverlayTime | None:
    """What our own hold, or one that is announced, counts."""
    if gauge.hold is not None:
        return _hold_time(gauge.hold, gauge.chip.since)
    return None if gauge.announced is None else _announced_time(gauge.announced)


def _selling_time(sell_out: SellOutView) -> OverlayTime:
    note = _("gone in {early} to {late}").format(early=minutes(sell_out.p10), late=minutes(sell_out.p90))
    return OverlayTime(
        kind=TimeKind.MINUTES, word=p_("overlay", "min"), note=note, tone=Tone.PLAIN, sell_out=sell_out
    )


def _no_time(note: str) -> OverlayTime:
    return OverlayTime(kind=TimeKind.NONE, word="", note=note, tone=Tone.DOUBT)


def _hold_time(hold: HoldView, since: datetime | None) -> OverlayTime:
    since = hold.started_at if since is None else since
    if hold.needs_attention:
        return _running(since, _("not restored yet"), Tone.ACT)
    if hold.is_stop and hold.state is not HoldState.CLOSING:
        return _running(since, _("stopped until released"), Tone.STOP)
    if hold.state is HoldState.CLOSING or hold.deadline is None:
        return OverlayTime(kind=TimeKind.NONE, word="", note=_("being restored"), tone=Tone.HOLD)
    note = _("hold, restores itself") if hold.state is HoldState.ACTIVE else _("hold, not confirmed yet")
    return OverlayTime(kind=TimeKind.LEFT, word="", note=note, tone=Tone.HOLD, at=hold.deadline)


def _announced_time(announced: AnnouncedView) -> OverlayTime:
    """Counts down to a mark that is planned: the figure is plain, for nothing is held yet."""
    note = _("then off sale for {minutes} min").format(minutes=f"{announced.minutes:g}")
    return OverlayTime(
        kind=TimeKind.LEFT, word="", note=note, tone=Tone.PLAIN, at=announced.until, note_tone=Tone.HOLD
    )


def _running(since: datetime, note: str, tone: Tone) -> OverlayTime:
    return OverlayTime(kind=TimeKind.RUNS, word="", note=note, tone=tone, at=since)


def _cue(gauge: GaugeView | None, cues: Sequence[CueView], zone: tzinfo) -> OverlayCue | None:
    if gauge is not None and gauge.hold is not None:
        return _hold_cue(gauge.hold, zone, round_sold=_round_sold(gauge))
    if gauge is not None and gauge.announced is not None:
        coming = gauge.announced
        return OverlayCue(text=coming.words, tone=Tone.HOLD, filled=False, until=coming.until)
    if gauge is not None and gauge.freshness in (Freshness.STALE, Freshness.UNKNOWN):
        return OverlayCue(text=_("Do not quote the stock"), tone=Tone.PLAIN, filled=False)
    for cue in sorted(cues, key=lambda cue: cue.slot):
        if cue.kind in _FOR_THE_HOST:
            return OverlayCue(text=cue.short, tone=Tone.PLAIN, filled=True)
    return None


def _round_sold(gauge: GaugeView) -> bool | None:
    """Whether it may be said that the round is sold: every unit of it went. None: there is no round."""
    return None if gauge.selling_round is None else gauge.selling_round.sold_out


def _hold_cue(hold: HoldView, zone: tzinfo, *, round_sold: bool | None) -> OverlayCue:
    tone = Tone.STOP if hold.is_stop else Tone.HOLD
    if hold.needs_attention:
        return OverlayCue(text=_("Not back on sale yet"), tone=Tone.ACT, filled=False)
    if hold.state is HoldState.SENDING:
        return OverlayCue(text=_("Going off sale"), tone=tone, filled=False)
    if hold.state is HoldState.UNKNOWN:
        return OverlayCue(text=_("Off sale is not confirmed"), tone=tone, filled=False)
    if hold.state is HoldState.CLOSING:
        return OverlayCue(text=_("Coming back on sale"), tone=tone, filled=False)
    if hold.deadline is None:
        words = buyers_words(hold.reason, round_sold=round_sold)
    else:
        words = back_at(hold.reason, hold.deadline, zone, round_sold=round_sold)
    return OverlayCue(text=words, tone=tone, filled=True)
