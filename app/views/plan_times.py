"""Moments as they are typed: `20:15`, `+40m`, `live`, `sold 80`; read strictly, and written so again.

The same words serve the command line, tables and templates. Not for how people read a moment (`plan_words`).
"""

import re
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta, tzinfo

from app.domain.plan import Draft, When, WhenKind
from app.words import _, plain

__all__ = ["instant_of", "read_moment", "wall_time", "write_moment"]

_CLOCK = re.compile(r"(?:([0-9]{4}-[0-9]{2}-[0-9]{2})[T ])?([0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?)")
_AFTER = re.compile(r"\+([0-9]{1,4}(?:\.[0-9]{1,3})?)m?")
_TRIGGER = re.compile(r"(sold|stock|level) ([0-9]{1,9})")
_LONGEST_WAIT = timedelta(hours=12)
"""While a broadcast runs, a wall time further ahead than this has passed today."""


def read_moment(text: str) -> When:
    """The moment that was typed. Raises ValueError, saying which words are meant."""
    said = text.strip().lower()
    if said in ("live", "surge"):
        return When(kind=WhenKind(said))
    if after := _AFTER.fullmatch(said):
        return When(kind=WhenKind.AFTER_START, minutes=float(after[1]))
    if trigger := _TRIGGER.fullmatch(said):
        return When(kind=WhenKind(trigger[1]), amount=int(trigger[2]))
    _parsed(text.strip())
    return When(kind=WhenKind.AT, clock=text.strip())


def write_moment(when: When, zone: tzinfo) -> str:
    """The same moment typed again, with its day."""
    if when.kind is WhenKind.AT:
        return when.clock if when.at is None else _to_the_second(when.at, zone, "%Y-%m-%d %H:%M")
    if when.kind is WhenKind.AFTER_START:
        return f"+{when.minutes:g}m"
    figure = f" {when.amount}" if when.amount else ""
    return f"{when.kind}{figure}"


def instant_of(when: When, now: datetime, zone: tzinfo, *, running: bool) -> datetime | None:
    """The instant of a wall time: today's, else the next; None for a moment of another kind.

    While a broadcast runs, a time of today that has passed stays passed. Raises ValueError.
    """
    if when.kind is not WhenKind.AT or not when.clock:
        return when.at
    day, hour = _parsed(when.clock)
    if day is not None:
        return _in_zone(day, hour, zone)
    today = now.astimezone(zone)
    at = _in_zone(today, hour, zone)
    tomorrow = _in_zone(today + timedelta(days=1), hour, zone)
    return tomorrow if at <= now and (not running or tomorrow - now < _LONGEST_WAIT) else at


def wall_time(draft: Draft, zone: tzinfo) -> Draft:
    """The draft for any day: its instant as a wall time."""
    when = draft.when
    if when.kind is not WhenKind.AT or when.at is None:
        return draft
    return replace(draft, when=When(kind=WhenKind.AT, clock=_to_the_second(when.at, zone, "%H:%M")))


def _parsed(text: str) -> tuple[datetime | None, time]:
    found = _CLOCK.fullmatch(text)
    try:
        if found:
            hour, _colon, rest = found[2].partition(":")
            day = None if found[1] is None else datetime.fromisoformat(found[1])
            return day, time.fromisoformat(f"{hour:0>2}:{rest}")
    except ValueError:
        pass
    raise ValueError(
        _("{text!r} is no moment: 20:15, 2026-11-29 20:15, +40m or live").format(text=plain(text, 40))
    )


def _in_zone(day: datetime, hour: time, zone: tzinfo) -> datetime:
    return datetime.combine(day.date(), hour, zone).astimezone(UTC)


def _to_the_second(at: datetime, zone: tzinfo, form: str) -> str:
    local = at.astimezone(zone)
    return local.strftime(f"{form}:%S" if local.second else form)
