"""World seconds on the wall clock."""

from datetime import timedelta

import pytest

from services.demo.timeline import Timeline
from tests.fakes.clock import START, FakeClock


@pytest.mark.parametrize("speed", [0.5, 1.0, 60.0])
def test_now_is_now_at_every_speed(clock: FakeClock, speed: float) -> None:
    """A stamp of this second is never in the desk's future or past."""
    timeline = Timeline(clock, start=5000.0, speed=speed)
    clock.advance(30)
    assert timeline.second() == pytest.approx(5000.0 + 30 * speed)
    assert timeline.instant(timeline.second()) == clock.now()


def test_an_instant_goes_back_to_its_second(clock: FakeClock) -> None:
    """What a stamp said is understood when it is asked for."""
    timeline = Timeline(clock, start=0.0, speed=4.0)
    assert timeline.instant(-240) == START - timedelta(minutes=1)
    assert timeline.second_of(timeline.instant(-240)) == pytest.approx(-240)


@pytest.mark.parametrize("wall", [-3600.0, 3600.0])
def test_stamps_follow_a_wall_clock_that_was_set(clock: FakeClock, wall: float) -> None:
    """After a changed clock or a sleep the world goes on, and its stamps are of today again."""
    timeline = Timeline(clock, start=100.0, speed=1.0)
    clock.jump_wall(wall)
    second = timeline.second()
    assert second == pytest.approx(100.0)
    assert timeline.instant(second) == clock.now()
