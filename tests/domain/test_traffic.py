"""Viewers: gaps, the baseline, surges."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

import pytest

from app.domain.traffic import Sample, Track, begun, facts, is_surge, observed, ratio, viewers_now
from tests.domain.builders import NOW, POLICY, ago, traffic

_START = begun(NOW)


def _seen(track: Track, figures: Iterable[int | None], step_s: float = 1.0) -> Track:
    """The track after one figure every `step_s` seconds."""
    at = track.seen.at if track.seen else NOW
    for viewers in figures:
        at += timedelta(seconds=step_s)
        track = observed(track, Sample(at=at, viewers=viewers), POLICY)
    return track


def _calm(minutes: int, viewers: int = 1000) -> Track:
    return _seen(_START, [viewers] * (minutes * 60))


# gaps


@pytest.mark.parametrize("odd", [None, -1, 0])
def test_one_odd_sample_is_a_gap_not_a_collapse(odd: int | None) -> None:
    """Missing, below zero, or from 90000 to nothing: nobody believes the first."""
    track = _seen(_START, [90_000, odd])
    assert track.seen is not None
    assert (track.seen.viewers, track.believed) == (None, 90_000)
    back = _seen(track, [90_100])
    assert facts(back, "tiktok", NOW, 15.0).viewers == 90_100


def test_nobody_is_believed_once_two_samples_say_so() -> None:
    """The room may really be empty."""
    track = _seen(_START, [90_000, 0, 0])
    assert track.believed == 0
    assert facts(track, "tiktok", NOW, 15.0).viewers == 0


def test_an_empty_room_before_the_start_is_no_gap() -> None:
    """Zero after nothing is zero."""
    assert _seen(_START, [0]).believed == 0


def test_a_gap_hides_organic_and_paid_viewers_too() -> None:
    """They came in the same unbelieved answer."""
    track = observed(_START, Sample(at=NOW, viewers=100, organic=60, paid=40), POLICY)
    assert facts(track, "t", NOW, 15.0).paid == 40
    gap = observed(track, Sample(at=NOW + timedelta(seconds=1), viewers=0, organic=60, paid=40), POLICY)
    assert facts(gap, "t", NOW, 15.0).paid is None


def test_an_older_sample_changes_nothing() -> None:
    """Answers may overtake each other."""
    track = _seen(_START, [100, 200])
    assert observed(track, Sample(at=NOW, viewers=5), POLICY) is track


def test_before_any_sample_there_are_no_viewers() -> None:
    """Missing is not 0."""
    assert facts(_START, "t", None, 15.0).viewers is None


# baseline


def test_the_baseline_waits_for_a_minute_and_then_runs() -> None:
    """A running median at first, since a broadcast begins steeply."""
    assert _seen(_START, [1000] * 55).baseline is None
    assert _calm(2).baseline == 1000


def test_an_earlier_broadcast_lends_its_baseline_for_half_an_hour() -> None:
    """That of the same slot."""
    lent = _seen(begun(NOW, earlier=1480.0), [1000] * 600)
    assert lent.baseline == 1480.0
    assert _seen(lent, [1000] * 1300).baseline == 1000


def test_the_baseline_is_of_the_last_half_hour() -> None:
    """What was before is forgotten."""
    track = _seen(_calm(31), [1100] * (35 * 60))
    assert track.baseline == 1100


def test_a_surge_does_not_lift_its_own_baseline() -> None:
    """Ten minutes at double do not move it."""
    track = _seen(_calm(31), [2000] * 600)
    assert track.baseline == 1000
    assert track.surge_from is not None


def test_what_lasts_long_enough_is_the_new_normal() -> None:
    """A surge that fills the window ends by becoming the baseline."""
    track = _seen(_calm(31), [2000] * (30 * 60))
    assert (track.baseline, track.surge_from) == (2000, None)


def test_the_steep_begin_of_a_broadcast_is_not_one_long_surge() -> None:
    """Until half an hour is known everything counts, so the baseline follows."""
    climb = _seen(_START, [10 + 3 * second for second in range(900)])
    settled = _seen(climb, [2700] * 1300)
    assert settled.surge_from is None


# surges


def test_a_surge_begins_after_twenty_seconds_at_half_more() -> None:
    """And is counted from its first second."""
    calm = _calm(5)
    assert calm.seen is not None
    rising = _seen(calm, [1500] * 20)
    assert rising.surge_from is None
    surging = _seen(rising, [1500])
    assert surging.surge_from == calm.seen.at + timedelta(seconds=1)


def test_a_dip_starts_the_twenty_seconds_anew() -> None:
    """Fifteen and fifteen are not thirty."""
    assert _seen(_calm(5), [1600] * 15 + [1400] + [1600] * 15).surge_from is None


def test_a_surge_ends_after_two_minutes_under_a_fifth_more() -> None:
    """Between the two limits it goes on."""
    surging = _seen(_calm(5), [1600] * 30)
    assert _seen(surging, [1300] * 300).surge_from is not None
    assert _seen(surging, [1100] * 119 + [1250] + [1100] * 119).surge_from is not None
    assert _seen(surging, [1100] * 121).surge_from is None


def test_an_empty_room_has_no_surge() -> None:
    """Nothing to compare with."""
    assert _seen(_START, [0] * 120 + [50] * 30).surge_from is None


# the room


def test_viewers_of_all_sources_add_up_while_they_are_not_stale() -> None:
    """A stale figure is not judged by."""
    two = [traffic(2000), replace(traffic(300), source="douyin")]
    assert viewers_now(two, NOW) == 2300
    assert viewers_now([replace(traffic(2000), age_from=ago(60))], NOW) is None
    assert viewers_now([traffic(None)], NOW) is None


def test_a_surge_on_any_current_source_is_a_surge() -> None:
    """One that went quiet no longer counts."""
    assert is_surge([traffic(surge=True)], NOW)
    assert not is_surge([traffic()], NOW)
    assert not is_surge([replace(traffic(surge=True), age_from=ago(60))], NOW)


def test_a_ratio_needs_viewers_and_a_baseline() -> None:
    """Else there is none."""
    assert ratio(traffic(3000, baseline=1500.0)) == 2.0
    assert ratio(traffic(None)) is None
    assert ratio(traffic(baseline=0.0)) is None
