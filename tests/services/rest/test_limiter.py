"""How often a system may be asked, and who goes first."""

import asyncio

import pytest

from app.ports import Throttled
from services.rest.limiter import Lane, Limiter
from tests.fakes.clock import FakeClock, settle
from tests.fakes.jitter import FakeJitter


def limiter(clock: FakeClock, *, per_second: float = 1.0, burst: int = 1, jitter: float = 0.0) -> Limiter:
    """A bucket of the given size."""
    return Limiter(per_second=per_second, burst=burst, clock=clock, jitter=FakeJitter(jitter))


class Line:
    """People who wait for their turn, and the order in which they got it."""

    def __init__(self, bucket: Limiter) -> None:
        self.bucket = bucket
        self.served: list[str] = []
        self.tasks: list[asyncio.Task[None]] = []

    def add(self, name: str, lane: Lane) -> asyncio.Task[None]:
        """Let somebody wait."""

        async def wait() -> None:
            await self.bucket.turn(lane)
            self.served.append(name)

        task = asyncio.create_task(wait())
        self.tasks.append(task)
        return task

    async def end(self) -> None:
        """Send the rest home."""
        for task in self.tasks:
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)
        await self.bucket.close()


async def test_polls_keep_to_the_rate(clock: FakeClock) -> None:
    """Ten polls at once leave at the pace the settings say."""
    line = Line(limiter(clock, per_second=2.0, burst=1))
    for number in range(6):
        line.add(str(number), Lane.POLL)
    await settle()
    assert line.served == ["0"]
    await clock.tick(1.01)
    assert line.served == ["0", "1", "2"]
    await line.end()


async def test_restores_go_before_stops_before_marks_before_polls(clock: FakeClock) -> None:
    """Whoever came first within a lane goes first."""
    line = Line(limiter(clock, burst=1))
    for number in range(4):
        line.add(f"early restore {number}", Lane.RESTORE)
    await settle()
    for name, lane in (
        ("poll", Lane.POLL),
        ("mark", Lane.MARK),
        ("stop", Lane.STOP),
        ("restore", Lane.RESTORE),
    ):
        line.add(name, lane)
    await clock.tick(20)
    assert line.served[-4:] == ["restore", "stop", "mark", "poll"]
    await line.end()


async def test_a_restore_does_not_wait_for_polls(clock: FakeClock) -> None:
    """Polls have emptied the bucket; read, restore and what they need leave at once all the same."""
    line = Line(limiter(clock, per_second=0.1, burst=1))
    for _ in range(5):
        line.add("poll", Lane.POLL)
    await settle()
    line.add("read", Lane.MARK)
    line.add("restore", Lane.RESTORE)
    await settle()
    assert sorted(line.served) == ["poll", "read", "restore"]
    await line.end()


async def test_polls_leave_a_token_for_a_mark(clock: FakeClock) -> None:
    """A person's press never waits for the next drop, nor goes beyond what the system allows."""
    line = Line(limiter(clock, per_second=0.1, burst=3))
    for _ in range(10):
        line.add("poll", Lane.POLL)
    await settle()
    assert line.served == ["poll", "poll"]
    line.add("mark", Lane.MARK)
    await settle()
    assert line.served == ["poll", "poll", "mark"]
    await line.end()


async def test_slow_down_stops_polls_alone(clock: FakeClock) -> None:
    """F022: the server's pause is kept by reads; a mark and a due restore leave at once."""
    bucket = limiter(clock, per_second=100.0, burst=100)
    assert bucket.pause(120.0) == 120.0
    with pytest.raises(Throttled) as throttled:
        await bucket.turn(Lane.POLL)
    assert throttled.value.retry_after_s == pytest.approx(120.0)
    await bucket.turn(Lane.MARK)
    await bucket.turn(Lane.RESTORE)
    clock.advance(119.9)
    with pytest.raises(Throttled):
        await bucket.turn(Lane.POLL)
    clock.advance(0.2)
    await bucket.turn(Lane.POLL)
    await bucket.close()


async def test_those_who_wait_are_told_when_the_server_says_slow_down(clock: FakeClock) -> None:
    """They fail with the time that is left, instead of leaving a moment later."""
    line = Line(limiter(clock, per_second=0.1))
    line.add("first", Lane.POLL)
    waiting = line.add("second", Lane.POLL)
    await settle()
    line.bucket.pause(30.0)
    with pytest.raises(Throttled):
        await waiting
    await line.end()


async def test_a_pause_without_a_length_grows_and_stays_under_ten_seconds(clock: FakeClock) -> None:
    """F119: with full jitter on top of half of it, and back to the shortest after a good answer."""
    bucket = limiter(clock, jitter=1.0)
    lengths = [bucket.pause(None) for _ in range(6)]
    assert lengths == [2.0, 4.0, 8.0, 10.0, 10.0, 10.0]
    bucket.answered()
    assert bucket.pause(None) == 2.0
    await bucket.close()


async def test_an_absurd_retry_after_is_bounded(clock: FakeClock) -> None:
    """A server that says "in a year" is asked again within the hour; never before now."""
    bucket = limiter(clock)
    assert bucket.pause(1e9) == 3600.0
    assert bucket.pause(-5.0) == 0.0
    await bucket.close()


async def test_someone_who_gives_up_leaves_no_hole(clock: FakeClock) -> None:
    """A cancelled poll neither keeps its place nor takes a token along."""
    line = Line(limiter(clock, per_second=1.0, burst=1))
    line.add("first", Lane.POLL)
    gone = line.add("gone", Lane.POLL)
    line.add("third", Lane.POLL)
    await settle()
    gone.cancel()
    await clock.tick(1.01)
    assert line.served == ["first", "third"]
    await line.end()
