"""What a gauge says in the desk's language: chip, rate, what stands beside the figure and below the bar.

Texts that age are made here from an instant and `now`; the rest is made once per view. Not for looks.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from typing import Final

from app.views.gauge import Chip, ChipKind, Freshness, GaugeView, Segment
from app.words import N_, _, age, clock_time, countdown, minutes, n_, number, p_, percent, plain, rate

_NAMES: Final = {
    ChipKind.NOT_RESTORED: N_("Not restored"),
    ChipKind.STOPPED: N_("Stopped"),
    ChipKind.SENDING: N_("Marking"),
    ChipKind.ANNOUNCED: N_("Hold in"),
    ChipKind.HELD: N_("Hold"),
    ChipKind.RESTORING: N_("Restoring"),
    ChipKind.OUTCOME_UNKNOWN: N_("No answer"),
    ChipKind.REFUSED: N_("Refused"),
    ChipKind.HANDED_OVER: N_("Handed over"),
    ChipKind.UNKNOWN: N_("Unknown"),
    ChipKind.STALE: N_("Stale"),
    ChipKind.SOLD_OUT: N_("Sold out"),
    ChipKind.CRITICAL: N_("Critical"),
    ChipKind.LOW: N_("Low"),
    ChipKind.AGING: N_("Aging"),
    ChipKind.SHARE: "",
}
_RUNS_UP: Final = (ChipKind.NOT_RESTORED, ChipKind.STOPPED)
"""Counted as mm:ss; other ages read 0.3 s, 11 s, 2:14."""
_SHARES: Final = (ChipKind.CRITICAL, ChipKind.LOW, ChipKind.SHARE)
COUNTING: Final = frozenset(
    {
        ChipKind.HELD,
        ChipKind.ANNOUNCED,
        ChipKind.NOT_RESTORED,
        ChipKind.STOPPED,
        ChipKind.SENDING,
        ChipKind.RESTORING,
    }
)
"""Chips that change every second."""
AGEING: Final = frozenset({ChipKind.STALE, ChipKind.AGING})
"""Chips whose age is shown in steps that grow with it."""
OURS: Final = frozenset(
    {
        ChipKind.NOT_RESTORED, ChipKind.STOPPED, ChipKind.SENDING, ChipKind.HELD, ChipKind.RESTORING,
        ChipKind.OUTCOME_UNKNOWN, ChipKind.REFUSED,
    }
)  # fmt: skip
"""States in which the minutes give way to what is left of the limit: something of ours is going on."""
_RESTOCK_SHOWN: Final = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Part:
    """One warehouse's units below the bar."""

    short: str
    units: str
    stale: bool


@dataclass(frozen=True, slots=True)
class GaugeWords:
    """Everything a gauge says that does not age.

    Figures between asterisks in `aside` are to be shown stronger. `note` and `parts` exclude each other:
    where there is a note, the units per warehouse are left out.
    """

    title: str
    figure: str
    rate: str
    rate_short: str
    beside: str
    """Instead of a rate: true stock, or how much is oversold."""
    aside: str
    """Instead of minutes, right of the figure."""
    name_aside: bool
    """The aside holds a title, so it may be cut."""
    minutes: tuple[str, str, str] | None
    minutes_unit: str
    note: str
    parts: tuple[Part, ...]
    sites: str
    """Instead of the parts where they do not fit."""


def words_of(view: GaugeView, now: datetime, zone: tzinfo) -> GaugeWords:
    """Say what `view` holds; made anew when the view changes."""
    aside, named = _aside(view, zone)
    note = _note(view, now, zone)
    return GaugeWords(
        title=plain(view.title),
        figure=number(view.available),
        rate=_("{rate}/min").format(rate=rate(view.units_per_minute)) if _has_rate(view) else "",
        rate_short=rate(view.units_per_minute) if _has_rate(view) else "",
        beside=_beside(view),
        aside=aside,
        name_aside=named,
        minutes=_minutes(view),
        minutes_unit=p_("gauge", "min"),
        note=note,
        parts=() if note else _parts(view),
        sites=n_("{count} site", "{count} sites", len(view.segments)).format(count=len(view.segments)),
    )


def chip_name(kind: ChipKind) -> str:
    """The word of a chip, without its figure."""
    return _(_NAMES[kind]) if _NAMES[kind] else ""


def chip_value(chip: Chip, now: datetime, zone: tzinfo) -> str:
    """The figure of a chip as it stands `now`: countdown, age, share, clock time; empty without one."""
    if chip.kind in _SHARES:
        return percent(chip.share)
    if chip.until is not None:
        return countdown((chip.until - now).total_seconds())
    if chip.since is None:
        return ""
    if chip.kind is ChipKind.SOLD_OUT:
        return clock_time(chip.since, zone, seconds=False)
    seconds = (now - chip.since).total_seconds()
    return countdown(seconds) if chip.kind in _RUNS_UP else age(seconds)


def chip_text(chip: Chip, now: datetime, zone: tzinfo) -> str:
    """All that a chip says."""
    if chip.kind is ChipKind.REFUSED and chip.text:
        return _("Refused: {why}").format(why=plain(chip.text))
    if chip.kind is ChipKind.OUTCOME_UNKNOWN:
        return _("No answer: as sold out")
    return " ".join(part for part in (chip_name(chip.kind), chip_value(chip, now, zone)) if part)


def _has_rate(view: GaugeView) -> bool:
    return bool(view.units_per_minute) and not _beside(view)


def _beside(view: GaugeView) -> str:
    if view.oversold:
        return _("oversold {units}").format(units=number(view.oversold))
    off_sale = view.chip.kind in OURS and view.chip.kind is not ChipKind.REFUSED
    return _("true stock") if off_sale and view.available is not None else ""


def _minutes(view: GaugeView) -> tuple[str, str, str] | None:
    if view.sell_out is None or _aside_kind(view):
        return None
    return minutes(view.sell_out.p10), minutes(view.sell_out.p50), minutes(view.sell_out.p90)


def _aside_kind(view: GaugeView) -> str:
    """Which of the asides stands where the minutes would; empty where minutes do."""
    checks = (
        ("stop", view.chip.kind is ChipKind.STOPPED),
        ("uses", view.chip.kind in OURS),
        ("unknown", view.freshness is Freshness.UNKNOWN),
        ("risk", view.freshness is Freshness.STALE),
        ("substitute", view.available == 0),
        ("lasts", view.lasts_the_show),
    )
    return next((name for name, holds in checks if holds), "")


def _aside(view: GaugeView, zone: tzinfo) -> tuple[str, bool]:
    """The aside, and whether it holds a title."""
    kind = _aside_kind(view)
    if kind == "stop" and view.hold is not None:
        return f"{plain(view.hold.who, 24)} {clock_time(view.hold.started_at, zone, seconds=False)}", True
    if kind == "uses":
        left = max(0, view.holds_limit - view.holds_used)
        return n_("*{left}* use left", "*{left}* uses left", left).format(left=left), False
    if kind == "risk" and view.units_at_risk is not None:
        return _("*{units}* at risk").format(units=number(view.units_at_risk)), False
    if kind == "substitute":
        title = plain(view.substitute)
        return (_("instead: {title}").format(title=title), True) if title else (_("no substitute"), False)
    return (_("lasts the show"), False) if kind == "lasts" else ("", False)


def _note(view: GaugeView, now: datetime, zone: tzinfo) -> str:
    """What stands below the bar instead of the units per warehouse."""
    kind = view.chip.kind
    if kind is ChipKind.STOPPED and view.hold is not None:
        return plain(view.hold.note)
    if kind is ChipKind.NOT_RESTORED and view.hold is not None:
        return _("attempt {number}").format(number=number(view.hold.attempts))
    if view.freshness is Freshness.UNKNOWN:
        return plain(view.note) or _missing(view)
    if view.restocked and view.restocked_at and restock_shown(view, now):
        at = clock_time(view.restocked_at, zone, seconds=False)
        return _("+{units} at {time}").format(units=number(view.restocked), time=at)
    return ""


def restock_shown(view: GaugeView, now: datetime) -> bool:
    """Whether a delivery is young enough to be told instead of the units per warehouse."""
    return view.restocked_at is not None and now - view.restocked_at < _RESTOCK_SHOWN


def _missing(view: GaugeView) -> str:
    return _("no answer: {names}").format(names=", ".join(map(plain, view.missing))) if view.missing else ""


def _parts(view: GaugeView) -> tuple[Part, ...]:
    stale = (Freshness.STALE, Freshness.UNKNOWN)
    return tuple(
        Part(plain(part.short, 12), number(part.available), part.freshness in stale) for part in view.segments
    )


def on_air_word() -> str:
    """On the badge of what is being shown."""
    return p_("badge", "ON AIR")


def next_word() -> str:
    """On the badge of what comes next."""
    return p_("badge", "NEXT")


def spoken(view: GaugeView, now: datetime, zone: tzinfo) -> str:
    """One gauge as a sentence, for people who hear it."""
    said = words_of(view, now, zone)
    figure = said.figure if view.available is not None else _("not known")
    parts = [
        said.title,
        _("on air") if view.on_air else _("next") if view.is_next else "",
        _("{units} available").format(units=figure),
        said.beside,
        chip_text(view.chip, now, zone),
        _spoken_minutes(said) or said.aside.replace("*", ""),
        said.note,
    ]
    return ", ".join(part for part in parts if part)


def hover_text(view: GaugeView, now: datetime, age_from: Callable[[Segment], datetime | None]) -> str:
    """What a tool tip adds: the whole title, each warehouse by name with its age, why a mark would fail."""
    return "\n".join(line for line in _hover_lines(view, now, age_from) if line)


def _hover_lines(
    view: GaugeView, now: datetime, age_from: Callable[[Segment], datetime | None]
) -> Iterator[str]:
    yield plain(view.title)
    yield view.sku if view.sku != view.title else ""
    for part in view.segments:
        since = age_from(part)
        old = age(None if since is None else (now - since).total_seconds())
        yield _("{warehouse}: {units}, {age} old").format(
            warehouse=plain(part.name), units=number(part.available), age=old
        )
    yield _missing(view)
    yield plain(view.note)
    yield view.cannot_mark


def _spoken_minutes(said: GaugeWords) -> str:
    if said.minutes is None:
        return ""
    low, middle, high = said.minutes
    return _("sold out in {low} to {high} minutes, most likely {middle}").format(
        low=low, high=high, middle=middle
    )
