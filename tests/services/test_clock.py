"""The computer's own clocks."""

from datetime import UTC, datetime

from services.clock import SystemClock


async def test_the_system_clock_tells_aware_utc_and_waits() -> None:
    """Both clocks go on while somebody sleeps, and the wall clock is that of today."""
    clock = SystemClock()
    wall, steady = clock.now(), clock.monotonic()
    await clock.sleep(0.02)
    assert clock.monotonic() - steady >= 0.02
    assert clock.now() > wall
    assert wall.tzinfo is UTC
    assert abs((datetime.now(UTC) - wall).total_seconds()) < 5


async def test_waiting_for_the_past_gives_way_once() -> None:
    """A deadline that has passed is no error."""
    await SystemClock().sleep(-1.0)
