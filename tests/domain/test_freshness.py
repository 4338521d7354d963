"""Freshness: live, aging, stale, unknown, and when one turns into the next."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.freshness import aging_at, earliest, freshness, stale_at, turns_at, worst
from app.domain.readings import Freshness
from tests.domain.builders import NOW, ago, later

_ORDER = list(Freshness)


@pytest.mark.parametrize(
    ("age_s", "expected"),
    [(0, "live"), (7.5, "live"), (7.6, "aging"), (15, "aging"), (15.1, "stale"), (-3600, "live")],
)
def test_a_figure_is_live_up_to_half_its_limit_and_stale_beyond_all_of_it(
    age_s: float, expected: str
) -> None:
    """The limits themselves still belong to the better side; ahead of our clock counts as age 0."""
    assert freshness(ago(age_s), NOW, 15.0) == expected


def test_without_a_reading_it_is_unknown() -> None:
    """No age, no claim."""
    assert freshness(None, NOW, 15.0) is Freshness.UNKNOWN
    assert turns_at(None, NOW, 15.0) is None


@given(st.integers(0, 10**9), st.floats(1, 10**4))
def test_a_figure_turns_exactly_at_the_instants_named(offset_us: int, limit_s: float) -> None:
    """One tick before the instant it is still the better one, so nobody has to ask twice."""
    age_from = NOW + timedelta(microseconds=offset_us)
    tick = timedelta(microseconds=1)
    first, last = aging_at(age_from, limit_s), stale_at(age_from, limit_s)
    assert freshness(first, first + tick, limit_s) is Freshness.LIVE
    assert freshness(age_from, first, limit_s) is Freshness.AGING
    assert freshness(age_from, last, limit_s) is Freshness.STALE
    assert freshness(age_from, first - 2 * tick, limit_s) is Freshness.LIVE
    assert freshness(age_from, last - 2 * tick, limit_s) is Freshness.AGING


@given(st.floats(0, 100), st.floats(0, 100))
def test_a_figure_never_gets_fresher_by_waiting(one_s: float, other_s: float) -> None:
    """Age only grows."""
    younger, older = sorted((one_s, other_s))
    assert _ORDER.index(freshness(ago(younger), NOW, 15.0)) <= _ORDER.index(freshness(ago(older), NOW, 15.0))


@pytest.mark.parametrize("age_s", [0.0, 7.5, 8.0, 15.0])
def test_the_next_turn_lies_ahead_and_is_a_turn(age_s: float) -> None:
    """Who waits for it finds another freshness than now."""
    turn = turns_at(ago(age_s), NOW, 15.0)
    assert turn is not None
    assert turn > NOW
    assert freshness(ago(age_s), turn, 15.0) is not freshness(ago(age_s), NOW, 15.0)


def test_a_stale_figure_turns_no_more() -> None:
    """Only a new reading helps it."""
    assert turns_at(ago(16), NOW, 15.0) is None


def test_the_worst_of_several_counts() -> None:
    """One unknown part makes the whole unknown."""
    assert worst([Freshness.LIVE, Freshness.STALE, Freshness.AGING]) is Freshness.STALE
    assert worst([Freshness.STALE, Freshness.UNKNOWN]) is Freshness.UNKNOWN
    assert worst([]) is Freshness.UNKNOWN


def test_the_earliest_of_known_instants_counts() -> None:
    """Unknown ones are no instants."""
    instants: list[datetime | None] = [None, later(3), later(2)]
    assert earliest(instants) == later(2)
    assert earliest([None]) is None
