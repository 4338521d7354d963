"""Reading stamps: instants as systems write them, always aware and in UTC.

A date without a time is no instant; a stamp without a zone needs the source's `zone`.
"""

import re
from datetime import UTC, datetime, tzinfo
from email.utils import parsedate_to_datetime
from functools import lru_cache
from typing import Any

from app.words import _
from services.rest.bad_value import BadValue, shown

FIRST_MILLISECONDS = 10**11
FIRST_TOO_LARGE = 10**14
LONGEST_ISO = 40

_DIGITS = re.compile(r"[0-9]{1,14}", re.ASCII)
_TIME = re.compile(r"[0-9][Tt ][0-9]", re.ASCII)


def stamp(value: Any, zone: tzinfo | None) -> datetime | None:  # noqa: ANN401 - whatever an answer holds
    """The instant in UTC, or None where there is none.

    `zone` is meant where the stamp names none. Numbers and digits below 10^11 are seconds since 1970, below
    10^14 milliseconds.

    Raises:
        BadValue: It is no instant.
    """
    if value is None:
        return None
    if type(value) is str:
        return _of_text(value, zone)
    if type(value) is float and value.is_integer():
        return _of_number(int(value))
    if type(value) is int:
        return _of_number(value)
    raise _no_instant(value)


def said_instant(instant: datetime) -> str:
    """An instant as requests say it: ISO 8601 in UTC, whole seconds."""
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def http_date(text: str | None) -> datetime | None:
    """The instant of a Date or Retry-After header, None where it is none."""
    if not text:
        return None
    try:
        found = parsedate_to_datetime(text)
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


@lru_cache(maxsize=4096)
def _of_text(text: str, zone: tzinfo | None) -> datetime:
    if _DIGITS.fullmatch(text):
        return _of_number(int(text))
    if len(text) > LONGEST_ISO or not _TIME.search(text):
        raise _no_instant(text)
    try:
        found = datetime.fromisoformat(text.upper())
        aware = found if found.tzinfo else _placed(found, zone)
        return aware.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        if isinstance(error, BadValue):
            raise
        raise _no_instant(text) from error


def _placed(naive: datetime, zone: tzinfo | None) -> datetime:
    if zone is None:
        raise BadValue(_("{value} says no time zone; name one as `zone`").format(value=naive.isoformat(" ")))
    return naive.replace(tzinfo=zone)


def _of_number(number: int) -> datetime:
    if not 0 <= number < FIRST_TOO_LARGE:
        raise _no_instant(number)
    seconds = number / 1000 if number >= FIRST_MILLISECONDS else number
    return datetime.fromtimestamp(seconds, UTC)


def _no_instant(value: Any) -> BadValue:  # noqa: ANN401 - the same
    return BadValue(_("{value} is no date with a time").format(value=shown(value)))
