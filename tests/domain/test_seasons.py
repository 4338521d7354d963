"""Calendars: what sells more on which days."""

from datetime import date

import pytest

from app.domain.seasons import Promotion, Season, day_of_year, factor_on, factors

_WINTER = Season(name="winter", first=(11, 15), last=(1, 31), factor=1.5)
_FRIDAY = Promotion(
    name="black friday",
    first=date(2026, 11, 27),
    last=date(2026, 11, 30),
    factor=3.0,
    skus=frozenset({"EAR-01"}),
)


@pytest.mark.parametrize(
    ("day", "on"),
    [
        (date(2026, 11, 14), False),
        (date(2026, 11, 15), True),
        (date(2027, 1, 31), True),
        (date(2027, 2, 1), False),
    ],
)
def test_a_season_may_run_over_new_year(day: date, on: bool) -> None:
    """Its first and its last day belong to it."""
    assert _WINTER.holds(day) is on


def test_occasions_multiply_and_may_be_of_some_products_alone() -> None:
    """A promotion in a season."""
    assert factor_on(date(2026, 11, 27), "EAR-01", (_WINTER, _FRIDAY)) == 4.5
    assert factor_on(date(2026, 11, 27), "CUP-07", (_WINTER, _FRIDAY)) == 1.5
    assert factor_on(date(2026, 12, 1), "EAR-01", (_WINTER, _FRIDAY)) == 1.5


def test_the_coming_days_have_a_factor_each() -> None:
    """From the first day on."""
    assert factors(date(2026, 11, 26), 3, "EAR-01", (_FRIDAY,)) == (1.0, 3.0, 3.0)
    assert factors(date(2026, 11, 26), 2, "CUP-07", (_FRIDAY,)) == (1.0, 1.0)


def test_a_day_of_the_year_is_written_month_first() -> None:
    """As the settings write it."""
    assert day_of_year("11-05") == (11, 5)
