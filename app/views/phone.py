"""What the host's phone shows: now, next and what is held, each with what may be done to it.

Figures are words already; only what runs by itself (a countdown, an age) travels as an instant.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from app.domain.phones import Invitation, PageState, Phone
from app.views.gauge import GaugeView
from app.views.overlay import OverlayTime, TimeKind, overlay_view
from app.views.room import BroadcastView, CueView
from app.views.wording import Tone
from app.words import _, language, minutes, number, p_, plain

__all__ = [
    "Invitation",
    "Moment",
    "PageState",
    "Phone",
    "PhoneProduct",
    "PhoneView",
    "phone_view",
    "phone_words",
]

MINUTES = (1, 3, 5, 10)
USUAL_MINUTES = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class PhoneProduct:
    """One product. `cannot_mark` and `cannot_restore` are empty where the button works.

    `age_from`: the figure is stale since then. `left_until` counts down, `runs_from` counts up.
    """

    sku: str
    title: str
    units: str
    units_note: str
    units_tone: Tone
    age_from: datetime | None
    time: str
    time_note: str
    time_tone: Tone
    left_until: datetime | None
    runs_from: datetime | None
    cue: str
    uses: str
    held: bool
    cannot_mark: str
    cannot_restore: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PhoneView:
    """The whole page as of `at`. `note` says why there is nothing to show or to press.

    `alive_at` is when the desk judged the room last: figures are no younger than that. `offset_s`: the room's
    time zone, seconds ahead of UTC.
    """

    at: datetime
    alive_at: datetime
    offset_s: float
    room: str
    note: str
    now: PhoneProduct | None
    next: PhoneProduct | None
    held: tuple[PhoneProduct, ...]
    minutes: tuple[int, ...]
    usual_minutes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """Now, and when the room was judged last."""

    at: datetime
    alive_at: datetime


def phone_view(
    gauges: Mapping[str, GaugeView],
    held: Iterable[str],
    cues: Sequence[CueView],
    broadcast: BroadcastView | None,
    *,
    zone: tzinfo,
    moment: Moment,
) -> PhoneView:
    """What the host sees now. `gauges` are all products by SKU, `held` the SKUs off sale because of us."""
    on_air = "" if broadcast is None else broadcast.on_air or ""
    following = "" if broadcast is None else broadcast.next_sku or ""
    first = {sku for sku in (on_air, following) if sku}
    others = [gauges[sku] for sku in dict.fromkeys(held) if sku in gauges and sku not in first]
    limit = 30.0 if broadcast is None else broadcast.max_minutes
    offered = tuple(each for each in MINUTES if each <= limit) or (max(1, int(limit)),)
    shown = _Shown(cues=cues, broadcast=broadcast, zone=zone, at=moment.at)
    return PhoneView(
        at=moment.at,
        alive_at=moment.alive_at,
        offset_s=(moment.at.astimezone(zone).utcoffset() or timedelta()).total_seconds(),
        room="" if broadcast is None else plain(broadcast.room),
        note=_note(broadcast, on_air in gauges),
        now=_product(gauges.get(on_air), shown),
        next=_product(gauges.get(following), shown),
        held=tuple(product for view in others if (product := _product(view, shown)) is not None),
        minutes=offered,
        usual_minutes=USUAL_MINUTES if USUAL_MINUTES in offered else offered[-1],
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shown:
    cues: Sequence[CueView]
    broadcast: BroadcastView | None
    zone: tzinfo
    at: datetime


def _product(gauge: GaugeView | None, shown: _Shown) -> PhoneProduct | None:
    if gauge is None:
        return None
    cues = shown.cues if gauge.on_air else ()
    seen = overlay_view(gauge, None, cues, broadcast=shown.broadcast, zone=shown.zone, alive_at=shown.at)
    units, time = seen.units, seen.time
    return PhoneProduct(
        sku=gauge.sku,
        title=gauge.title,
        units=number(gauge.available),
        units_note="" if units is None else units.note,
        units_tone=Tone.PLAIN if units is None else units.tone,
        age_from=None if units is None else units.age_from,
        time="" if time is None else _time(time),
        time_note="" if time is None else time.note,
        time_tone=Tone.PLAIN if time is None else time.tone,
        left_until=time.at if time is not None and time.kind is TimeKind.LEFT else None,
        runs_from=time.at if time is not None and time.kind is TimeKind.RUNS else None,
        cue="" if seen.cue is None else seen.cue.text,
        uses=_("{left} of {limit} left").format(
            left=max(0, gauge.holds_limit - gauge.holds_used), limit=gauge.holds_limit
        ),
        held=gauge.hold is not None,
        cannot_mark=gauge.cannot_mark,
        cannot_restore=gauge.cannot_restore,
    )


def _time(time: OverlayTime) -> str:
    if time.kind is TimeKind.MINUTES and time.sell_out is not None:
        return p_("panel", "{minutes} min").format(minutes=minutes(time.sell_out.p50))
    return ""


def _note(broadcast: BroadcastView | None, is_shown: bool) -> str:  # noqa: FBT001 - whether something is on air
    if broadcast is None or broadcast.starting:
        return _("The desk is starting")
    if broadcast.number is None:
        return _("No broadcast is running")
    return "" if is_shown else _("Nothing on air")


def phone_words() -> dict[str, str]:
    """The page's own texts in the desk's language."""
    return {
        "language": language().replace("_", "-"),
        "now": p_("phone", "Now"),
        "next": p_("phone", "Next"),
        "held": p_("phone", "Off sale now"),
        "mark": _("Hold to mark sold out, {minutes} min"),
        "restore": _("Hold to restore"),
        "minutes": p_("phone", "{minutes} min"),
        "old": _("{age} old"),
        "sending": _("Sent, waiting for the shop"),
        "done": p_("phone", "Done"),
        "lost": _("Desk not reachable"),
        "lost_for": _("for {time}; figures are hidden because they may be wrong"),
        "pair_title": _("Pair this phone"),
        "pair_help": _("Scan the QR code on the desk: menu, Host's phone. The code works once."),
        "initials": p_("phone", "Your initials"),
        "pair": p_("phone", "Pair"),
        "pair_failed": _("That code does not work any more. Ask for a new one on the desk."),
        "unpaired": _("This phone is not paired, or no longer."),
        "slow": _("Too many tries; wait a moment."),
    }
