"""When an alarm is due, what it names first, and when it is silent."""

from dataclasses import replace

from app.domain.alarm import QUIET, RINGS, alarm_of
from app.domain.hold import HoldState
from tests.domain.builders import ago, hold

_STUCK = replace(hold(HoldState.CLOSING), needs_attention=True, closing_at=ago(90))


def test_a_hold_that_comes_back_by_itself_gives_no_alarm() -> None:
    """Neither one that runs nor one that is being restored for the first time."""
    assert alarm_of([hold(), replace(_STUCK, needs_attention=False)], (), {}) is None


def test_the_longest_overdue_is_named_first_and_the_alarm_is_as_old_as_it() -> None:
    """It grows louder by the worst of them."""
    newer = replace(_STUCK, id=_STUCK.id + 1, closing_at=ago(40))
    alarm = alarm_of([newer, _STUCK], (), {})
    assert alarm is not None
    assert (alarm.holds, alarm.since, alarm.quiet_until) == ((_STUCK, newer), ago(90), None)


def test_a_shop_that_only_people_work_has_its_own_reminders() -> None:
    """Two bells for one thing are one too many."""
    assert alarm_of([_STUCK], (_STUCK.storefront,), {}) is None


def test_it_is_silent_for_a_while_once_all_of_it_was_seen() -> None:
    """A product that is new to it is heard at once."""
    seen = {f"hold_attention:{_STUCK.id}": ago(10)}
    alarm = alarm_of([_STUCK], (), seen)
    assert alarm is not None
    assert alarm.quiet_until == ago(10) + QUIET
    more = alarm_of([_STUCK, replace(_STUCK, id=99)], (), seen)
    assert more is not None
    assert more.quiet_until is None


def test_it_is_heard_more_often_and_louder_the_longer_it_lasts() -> None:
    """Steps are in order, and each is worse than the one before."""
    assert [ring.after_s for ring in RINGS] == sorted(ring.after_s for ring in RINGS)
    assert [ring.every_s for ring in RINGS] == sorted((ring.every_s for ring in RINGS), reverse=True)
    assert [ring.loudness for ring in RINGS] == [1, 2, 3]
