"""How numbers, ages and times read, in both languages."""

from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from app import words
from app.words import MISSING


@pytest.fixture(autouse=True)
def _english_again() -> Iterator[None]:
    yield
    words.use_language("en")


@pytest.mark.parametrize("language", ["en", "zh_CN"])
@pytest.mark.parametrize(
    ("value", "text"), [(None, MISSING), (0, "0"), (999, "999"), (1312, "1,312"), (2140000, "2,140,000")]
)
def test_a_number_is_grouped_and_zero_is_not_missing(language: str, value: int | None, text: str) -> None:
    """Zero is a fact; only what is not known is a dash."""
    words.use_language(language)
    assert words.number(value) == text


@pytest.mark.parametrize(
    ("share", "text"),
    [
        (None, MISSING),
        (0, "0 %"),
        (0.284, "28 %"),
        (1, "100 %"),
        (12.5, "1,250 %"),
        (0.002, "< 1 %"),
        (0.006, "1 %"),
    ],
)
def test_a_share_is_whole_per_cent_and_never_rounds_to_nothing(share: float | None, text: str) -> None:
    """One unit of five hundred is not 0 %."""
    assert words.percent(share) == text


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (None, MISSING), (-3, "0.0 s"), (0.64, "0.6 s"), (9.94, "9.9 s"), (9.97, "10 s"), (12.9, "12 s"),
        (59.9, "59 s"), (60, "1:00"), (134, "2:14"), (3734, "1:02:14"),
    ],
)  # fmt: skip
def test_an_age_grows_from_tenths_to_a_clock(seconds: float | None, text: str) -> None:
    """Tenths under ten seconds, seconds under a minute, then minutes; never 10.0 or 60 s."""
    assert words.age(seconds) == text


@pytest.mark.parametrize(
    ("seconds", "text"), [(-1, "00:00"), (0, "00:00"), (222, "03:42"), (3599.9, "59:59"), (5054, "01:24:14")]
)
def test_a_countdown_has_two_digits_each(seconds: float, text: str) -> None:
    """It stands still in its place while it runs."""
    assert words.countdown(seconds) == text


@pytest.mark.parametrize(("value", "text"), [(None, MISSING), (0.2, "1"), (14.2, "14"), (1440, "1,440")])
def test_minutes_left_are_never_none_while_stock_is_there(value: float | None, text: str) -> None:
    """Under a minute is one; zero would say sold out."""
    assert words.minutes(value) == text


@pytest.mark.parametrize(("value", "text"), [(None, MISSING), (12.66, "12.7"), (1204, "1,204.0")])
def test_a_rate_has_one_decimal(value: float | None, text: str) -> None:
    """Units per minute."""
    assert words.rate(value) == text


@pytest.mark.parametrize(("language", "text"), [("en", "$29.90"), ("zh_CN", "US$29.90")])
def test_money_is_written_as_the_language_does(language: str, text: str) -> None:
    """A Chinese reader has to see which dollar."""
    words.use_language(language)
    assert words.money(Decimal("29.90"), "USD") == text


def test_a_clock_time_is_that_of_the_room() -> None:
    """Stored in UTC, read on the wall of the studio."""
    at = datetime(2026, 11, 22, 13, 8, 24, tzinfo=UTC)
    shanghai = ZoneInfo("Asia/Shanghai")
    assert words.clock_time(at, shanghai) == "21:08:24"
    assert words.clock_time(at, shanghai, seconds=False) == "21:08"


@pytest.mark.parametrize(
    ("wanted", "language"),
    [("zh_TW", "zh_CN"), ("zh_CN", "zh_CN"), ("ZH", "zh_CN"), ("en_GB", "en"), ("fr", "en")],
)
def test_the_nearest_language_is_spoken(wanted: str, language: str) -> None:
    """Any Chinese shows simplified until it has its own."""
    words.use_language(wanted)
    assert words.language() == language


def test_text_from_outside_stays_on_one_bounded_line() -> None:
    """A platform's message is no place for escapes, new lines or a novel."""
    assert words.plain("a\x1b[31mred\nline\u2028two") == "a [31mred line two"
    assert words.plain("x" * 5000, limit=10) == "xxxxxxxxx…"
    assert words.plain("lone \ud800 half") == "lone ? half"


def test_english_plurals_follow_the_count() -> None:
    """One unit, two units, no units."""
    forms = [words.n_("{n} unit", "{n} units", count).format(n=count) for count in (0, 1, 2)]
    assert forms == ["0 units", "1 unit", "2 units"]
