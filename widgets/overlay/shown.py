"""What the overlay says in one second: its view with instants turned into texts, and whether the desk lives.

A figure of a desk that has gone silent never looks fresh. Not for looks.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from math import ceil
from typing import Final

from app.views.overlay import OverlayCue, OverlayTime, OverlayUnits, OverlayView, TimeKind, aged
from app.views.wording import Tone
from app.words import MISSING, _, age, countdown, minutes, number, plain

SILENT_AFTER: Final = timedelta(seconds=5)
"""A desk that lives says something more often than that."""


class Life(StrEnum):
    """Whether the desk behind the figures is at work."""

    STARTING = "starting"
    LIVE = "live"
    SILENT = "silent"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One of the two figures: `words` in the large type, `word` after it, `note` below; thin in `doubt`."""

    words: str
    word: str = ""
    note: str = ""
    tone: Tone = Tone.PLAIN
    note_tone: Tone = Tone.PLAIN
    doubt: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """The bar of the stock: its length 0…1 and meaning; hatched where it is old."""

    share: float
    tone: Tone
    old: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """The cue line."""

    words: str
    tone: Tone
    filled: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """Everything on the overlay, as it stands in one second."""

    life: Life
    on_air: bool
    title: str
    following: str
    units: Figure | None
    time: Figure | None
    bar: Bar | None
    cue: Line | None


def life_of(alive_at: datetime | None, now: datetime) -> Life:
    """Whether the desk lives; a clock that ran backwards makes it as doubtful as silence."""
    if alive_at is None:
        return Life.STARTING
    return Life.LIVE if abs(now - alive_at) <= SILENT_AFTER else Life.SILENT


def shown(view: OverlayView, now: datetime, life: Life) -> Shown:
    """Say `view` as it is `now`."""
    cue = view.cue
    said = Shown(
        life=life,
        on_air=view.on_air,
        title=plain(view.title),
        following=plain(view.next_title),
        units=None if view.units is None else _units(view.units, now),
        time=None if view.time is None else _time(view.time, now),
        bar=_bar(view.units),
        cue=None if cue is None else _line(cue, now),
    )
    return said if life is Life.LIVE else _doubted(said, view, now)


def _line(cue: OverlayCue, now: datetime) -> Line:
    words = cue.text
    if cue.until is not None:
        words = words.format(left=countdown(ceil((cue.until - now).total_seconds())))
    return Line(words=plain(words), tone=cue.tone, filled=cue.filled)


def _units(units: OverlayUnits, now: datetime) -> Figure:
    old = units.age_from is not None
    note = units.note if units.age_from is None else aged(age((now - units.age_from).total_seconds()))
    return Figure(
        words=number(units.value),
        word=units.word,
        note=note,
        tone=units.tone,
        note_tone=Tone.PLAIN if old else units.tone,
        doubt=units.tone is Tone.DOUBT,
    )


def _bar(units: OverlayUnits | None) -> Bar | None:
    if units is None or units.share is None:
        return None
    return Bar(share=min(1.0, max(0.0, units.share)), tone=units.tone, old=units.tone is Tone.DOUBT)


def _time(time: OverlayTime, now: datetime) -> Figure:
    words = {
        TimeKind.NONE: MISSING,
        TimeKind.LASTS: "",
        TimeKind.MINUTES: minutes(None if time.sell_out is None else time.sell_out.p50),
    }.get(time.kind)
    if words is None:
        words = _counted(time, now)
    doubt = time.kind is TimeKind.NONE
    note_tone = time.note_tone or (Tone.PLAIN if time.tone is Tone.DOUBT else time.tone)
    return Figure(
        words=words, word=time.word, note=time.note, tone=time.tone, note_tone=note_tone, doubt=doubt
    )


def _counted(time: OverlayTime, now: datetime) -> str:
    if time.at is None:
        return MISSING
    seconds = (now - time.at).total_seconds()
    return countdown(ceil(-seconds) if time.kind is TimeKind.LEFT else seconds)


def _doubted(said: Shown, view: OverlayView, now: datetime) -> Shown:
    """The same while nobody keeps the figures up: grey, with the age of the silence, without minutes."""
    quiet = countdown(abs(now - view.alive_at).total_seconds())
    units, time, bar = said.units, said.time, said.bar
    if units is not None:
        units = replace(units, note=aged(quiet), tone=Tone.DOUBT, note_tone=Tone.PLAIN, doubt=True)
    if time is not None:
        time = Figure(words=MISSING, note=_("the desk is silent"), tone=Tone.DOUBT, doubt=True)
    if bar is not None:
        bar = replace(bar, tone=Tone.DOUBT, old=True)
    words = _("The desk has been silent for {age}: quote nothing").format(age=quiet)
    cue = Line(words=words, tone=Tone.CAUTION, filled=False) if said.life is Life.SILENT else None
    return replace(said, units=units, time=time, bar=bar, cue=cue)


def spoken(said: Shown) -> str:
    """The overlay as a sentence, for people who hear it."""
    figures = [
        " ".join(part for part in (each.words, each.word, each.note) if part)
        for each in (said.units, said.time)
        if each is not None
    ]
    following = _("next: {title}").format(title=said.following) if said.following else ""
    parts = (said.title, *figures, following, "" if said.cue is None else said.cue.words)
    return ", ".join(part for part in parts if part)
