"""Stock against its opening."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.levels import above_opening, level, share
from tests.domain.builders import POLICY


@pytest.mark.parametrize(("left", "expected"), [(101, None), (100, 50), (60, 30), (20, 10), (0, 10)])
def test_levels_of_200(left: int, expected: int | None) -> None:
    """A level is reached at its figure, not below it."""
    assert level(share(left, 200), None, POLICY) == expected


def test_an_opening_of_nothing_has_no_share() -> None:
    """No division by zero, no false alarm."""
    assert share(0, 0) is None
    assert share(5, None) is None
    assert share(None, 200) is None
    assert level(None, 10, POLICY) is None


def test_stock_above_its_opening_stays_at_a_whole_and_says_how_much_more() -> None:
    """Only a person makes it the new 100 %."""
    assert share(240, 200) == 1.0
    assert above_opening(240, 200) == 40
    assert above_opening(100, 200) == 0
    assert above_opening(None, 200) == above_opening(5, None) == 0


def test_stock_that_swings_around_a_level_changes_it_once() -> None:
    """9, 10, 9, 10 per cent and up to 12 is one level."""
    judged, levels = None, []
    for percent in (11, 10, 11, 9, 12, 12.1, 12):
        judged = level(percent / 100, judged, POLICY)
        levels.append(judged)
    assert levels == [30, 10, 10, 10, 10, 30, 30]


@given(st.floats(0, 1), st.floats(0, 1), st.sampled_from([None, 50, 30, 10]))
def test_less_stock_never_means_a_higher_level(one: float, other: float, before: int | None) -> None:
    """Whatever it was before."""
    less, more = sorted((one, other))
    assert (level(less, before, POLICY) or 100) <= (level(more, before, POLICY) or 100)
