"""Deadlines by either clock, and clocks that disagree."""

from dataclasses import replace
from datetime import timedelta

from app.domain.clocks import Instant, clocks_disagree, deadline_passed
from app.domain.hold import HoldKind
from tests.domain.builders import ago, hold


def _at(wall_s: float, monotonic_s: float, boot: str = "b1") -> Instant:
    """So many seconds after the hold began, by each clock."""
    return Instant(wall=ago(60) + timedelta(seconds=wall_s), monotonic=1000 + monotonic_s, boot=boot)


def test_a_hold_is_over_when_the_wall_clock_says_so() -> None:
    """The computer slept: the monotonic clock stood still."""
    assert deadline_passed(hold(), _at(300, 5))
    assert not deadline_passed(hold(), _at(299, 5))


def test_a_hold_is_over_when_the_monotonic_clock_says_so() -> None:
    """Somebody set the wall clock back."""
    assert deadline_passed(hold(), _at(-3600, 300))
    assert not deadline_passed(hold(), _at(-3600, 299))


def test_another_boot_leaves_only_the_wall_clock() -> None:
    """The monotonic clock of another boot means nothing."""
    assert not deadline_passed(hold(), _at(200, 99999, boot="b2"))
    assert deadline_passed(hold(), _at(300, 0, boot="b2"))
    assert not deadline_passed(replace(hold(), boot=""), _at(200, 99999, boot=""))


def test_a_wall_clock_from_before_the_hold_is_not_believed() -> None:
    """Our lock is the greater wrong: the product does not wait for a clock to catch up."""
    assert deadline_passed(hold(), _at(-1, 0, boot="b2"))


def test_a_stop_has_no_deadline() -> None:
    """Only a person releases it."""
    assert not deadline_passed(hold(kind=HoldKind.STOP), _at(10**8, 10**8))


def test_clocks_agree_while_they_run_alike() -> None:
    """Two seconds are allowed to both sides."""
    assert not clocks_disagree(_at(0, 0), _at(60, 61.9))
    assert clocks_disagree(_at(0, 0), _at(60, 62.1))
    assert clocks_disagree(_at(0, 0), _at(10800, 1))
    assert clocks_disagree(_at(0, 0), _at(-3600, 1))


def test_another_boot_is_a_disagreement() -> None:
    """Nothing is known of the time between."""
    assert clocks_disagree(_at(0, 0), _at(0, 0, boot="b2"))
