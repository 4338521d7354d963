"""The life of an alert."""

from collections.abc import Sequence
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.alerts import Watch, over_budget, watch_turns_at, watched
from app.domain.room import AlertCause, AlertKind, AlertLevel, AlertState, RoomFacts
from tests.domain.builders import NOW, POLICY, ago, later, room


def _cause(
    name: str = "x",
    level: AlertLevel = AlertLevel.WARNING,
    *,
    kind: AlertKind = AlertKind.OVERSOLD,
    after_s: float = 0.0,
    since: datetime | None = None,
) -> AlertCause:
    return AlertCause(id=name, kind=kind, level=level, sku="EAR-01", after_s=after_s, since=since)


def _next(
    before: Watch, causes: Sequence[AlertCause], at: datetime = NOW, of: RoomFacts | None = None
) -> Watch:
    return watched(before, causes, of or room(), POLICY, at)


def _states(watch: Watch) -> dict[str, AlertState]:
    return {alert.id: alert.state for alert in watch.alerts}


def test_one_cause_is_one_alert_however_often_it_is_seen() -> None:
    """Its age runs from the first time."""
    first = _next(Watch(), [_cause()], ago(60))
    again = _next(first, [_cause()])
    assert [(alert.id, alert.since) for alert in again.alerts] == [("x", ago(60))]


def test_a_cause_must_last_before_it_is_an_alert() -> None:
    """Three seconds on air; a shorter one leaves no trace."""
    short = _next(Watch(), [_cause(after_s=3)])
    assert (short.alerts, short.pending) == ((), {"x": NOW})
    assert watch_turns_at(short, [_cause(after_s=3)], room(), POLICY, NOW) == later(3)
    assert _next(short, [_cause(after_s=3)], later(2.9)).alerts == ()
    assert _next(short, []).pending == {}
    risen = _next(short, [_cause(after_s=3)], later(3))
    assert (risen.alerts[0].since, risen.pending) == (NOW, {})


def test_a_fact_that_tells_when_it_began_is_believed() -> None:
    """Also for how long it has lasted, but not about the future."""
    assert _next(Watch(), [_cause(after_s=3, since=ago(10))]).alerts[0].since == ago(10)
    assert _next(Watch(), [_cause(since=later(10))]).alerts[0].since == NOW


def test_a_gone_cause_recovers_for_a_while_and_then_leaves() -> None:
    """So that 9, 10, 9, 10 is one alert."""
    ended = _next(_next(Watch(), [_cause()], ago(60)), [])
    assert _states(ended) == {"x": AlertState.RECOVERING}
    assert watch_turns_at(ended, [], room(), POLICY, NOW) == later(20)
    back = _next(ended, [_cause()], later(19))
    assert (back.alerts[0].state, back.alerts[0].since) == (AlertState.ACTIVE, ago(60))
    assert _next(ended, [], later(20)).alerts == ()


def test_an_acknowledged_alert_stays_so_until_it_is_a_new_one() -> None:
    """The next time counts anew."""
    seen = room(acknowledged={"x": ago(5)})
    watch = _next(Watch(), [_cause()], ago(60))
    assert _states(_next(watch, [_cause()], of=seen)) == {"x": AlertState.ACKNOWLEDGED}
    assert _states(_next(Watch(), [_cause()], of=seen)) == {"x": AlertState.ACTIVE}


def test_a_shelved_alert_comes_back() -> None:
    """Shelves have an end."""
    put_aside = room(shelved={"x": later(600)})
    watch = _next(Watch(), [_cause()], of=put_aside)
    assert _states(watch) == {"x": AlertState.SHELVED}
    assert watch_turns_at(watch, [_cause()], put_aside, POLICY, NOW) == later(600)
    assert _states(_next(watch, [_cause()], later(600), put_aside)) == {"x": AlertState.ACTIVE}


def test_a_critical_alert_is_never_shelved() -> None:
    """A product left sold out is not put aside."""
    put_aside = room(shelved={"x": later(600)})
    assert _states(_next(Watch(), [_cause(level=AlertLevel.CRITICAL)], of=put_aside)) == {
        "x": AlertState.ACTIVE
    }


def test_the_gravest_stands_first_and_then_the_oldest() -> None:
    """Always in the same order."""
    causes = [
        _cause("info", AlertLevel.INFO, since=ago(99)),
        _cause("young", since=ago(1)),
        _cause("old", since=ago(9)),
        _cause("grave", AlertLevel.CRITICAL),
    ]
    assert [alert.id for alert in _next(Watch(), causes).alerts] == ["grave", "old", "young", "info"]


@pytest.mark.parametrize(
    ("lesser", "lesser_id", "greater"),
    [
        (AlertKind.LOW, "low:EAR-01", "critical_low:EAR-01"),
        (AlertKind.LOW, "low:EAR-01", "sold_out:EAR-01"),
        (AlertKind.CRITICAL_LOW, "critical_low:EAR-01", "sold_out:EAR-01"),
        (AlertKind.SOURCE_QUIET, "source:la", "offline"),
    ],
)
def test_what_gets_worse_has_not_recovered(lesser: AlertKind, lesser_id: str, greater: str) -> None:
    """The lesser alert joins the greater without a word."""
    before = _next(Watch(), [_cause(lesser_id, kind=lesser)])
    assert _states(_next(before, [_cause(greater)])) == {greater: AlertState.ACTIVE}


def test_criticals_are_counted_as_they_rise_for_ten_minutes() -> None:
    """Standing ones count once; a warning that becomes critical counts."""
    one = _next(Watch(), [_cause("a", AlertLevel.CRITICAL), _cause("b")], ago(500))
    two = _next(one, [_cause("a", AlertLevel.CRITICAL), _cause("b", AlertLevel.CRITICAL)], ago(300))
    assert two.criticals == (ago(500), ago(300))
    assert not over_budget(two, POLICY)
    three = _next(two, [_cause("c", AlertLevel.CRITICAL)])
    assert over_budget(three, POLICY)
    assert watch_turns_at(Watch(criticals=three.criticals), [], room(), POLICY, NOW) == later(100)
    assert _next(three, [], later(100)).criticals == (ago(300), NOW)


def test_a_quiet_watch_waits_for_nothing() -> None:
    """Only new facts change it."""
    assert watch_turns_at(Watch(), [], room(), POLICY, NOW) is None


@given(st.lists(st.booleans(), min_size=1, max_size=30))
def test_a_cause_that_flaps_within_the_dead_band_is_one_alert(seen: list[bool]) -> None:
    """However it flickers from second to second."""
    watch = _next(Watch(), [_cause()])
    for second, true in enumerate(seen[:19]):
        watch = _next(watch, [_cause()] if true else [], later(second))
        assert [(alert.id, alert.since) for alert in watch.alerts] == [("x", NOW)]
