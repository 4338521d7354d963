"""Reading stamps."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from services.rest.bad_value import BadValue
from services.rest.stamps import http_date, said_instant, stamp

AT = datetime(2026, 11, 22, 13, 0, 5, tzinfo=UTC)
SHANGHAI = ZoneInfo("Asia/Shanghai")
INSTANTS: tuple[object, ...] = (
    "2026-11-22T13:00:05Z",
    "2026-11-22t13:00:05z",
    "2026-11-22 21:00:05+08:00",
    "2026-11-22T21:00:05+0800",
    "2026-11-22T13:00:05.000Z",
    1795352405,
    1795352405.0,
    "1795352405",
    1795352405000,
    "1795352405000",
)
NO_INSTANTS: tuple[object, ...] = (
    "2026-11-22",
    "yesterday",
    "",
    "13:00",
    "2026-13-22T13:00:00Z",
    "２０２６-11-22T13:00:00Z",
    True,
    -5,
    1.5,
    10**14,
    "1" * 15,
    [],
    {},
    "2026-11-22T13:00:00Z" + " " * 50,
    1e300,
)


def test_instants_are_read_in_every_usual_spelling() -> None:
    """ISO 8601 with a zone, seconds and milliseconds since 1970, as numbers or digits."""
    for value in INSTANTS:
        assert stamp(value, None) == AT, value


def test_a_stamp_without_a_zone_is_of_the_source_s_zone() -> None:
    """Many systems write local time and do not say so; the settings do."""
    assert stamp("2026-11-22 21:00:05", SHANGHAI) == AT


def test_a_stamp_without_a_zone_is_rejected_where_no_zone_is_named() -> None:
    """This computer's own zone is never meant."""
    with pytest.raises(BadValue, match="zone"):
        stamp("2026-11-22 21:00:05", None)


def test_what_is_no_instant_is_rejected() -> None:
    """A date without a time is none."""
    for value in NO_INSTANTS:
        with pytest.raises(BadValue):
            pytest.fail(f"{value!r} was read as {stamp(value, SHANGHAI)}")


def test_digits_are_seconds_even_where_they_look_like_a_date() -> None:
    """They lie so far in the past that the figure shows as stale, not as wrong."""
    assert stamp("20261122", SHANGHAI) == datetime.fromtimestamp(20261122, UTC)


def test_missing_is_missing() -> None:
    """No stamp is not a bad stamp."""
    assert stamp(None, None) is None


def test_the_border_between_seconds_and_milliseconds() -> None:
    """10^11 seconds lie in the year 5138; as milliseconds it is 1973."""
    assert stamp(10**11 - 1, None) == datetime(5138, 11, 16, 9, 46, 39, tzinfo=UTC)
    assert stamp(10**11, None) == datetime(1973, 3, 3, 9, 46, 40, tzinfo=UTC)


def test_dates_of_headers() -> None:
    """The Date header, or nothing where it is none."""
    assert http_date("Sun, 22 Nov 2026 13:00:05 GMT") == AT
    assert http_date("soon") is None
    assert http_date(None) is None


def test_requests_say_instants_in_utc() -> None:
    """What `${since}` and `${until}` become."""
    assert said_instant(AT.astimezone(SHANGHAI)) == "2026-11-22T13:00:05Z"
