"""A clock that stands still until a test moves it; not for the program, which has services.clock."""

import asyncio
import threading
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from app.ports import Clock

START = datetime(2026, 11, 22, 13, 0, tzinfo=UTC)
"""Where the wall clock stands at first: an evening's broadcast in Shanghai."""

_SETTLING_TURNS = 20


@dataclass(frozen=True, slots=True)
class _Sleeper:
    """Someone who waits, the instant they wait for, and the loop they wait in."""

    due: float
    loop: asyncio.AbstractEventLoop
    woken: asyncio.Future[None]

    def wake(self) -> None:
        """Wake from any thread; a sleeper that was cancelled meanwhile stays so."""
        self.loop.call_soon_threadsafe(_finish, self.woken)


class FakeClock(Clock):
    """Wall and monotonic time that only a test moves.

    `advance` moves both clocks at once and may be called from any thread; `tick` does so from a
    coroutine, stopping at every sleeper on the way, so that a chain of sleeps wakes at its own instants.
    `jump_wall` and `jump_monotonic` move one clock alone: a changed clock, a computer that slept.
    """

    def __init__(self, now: datetime = START, monotonic: float = 1000.0) -> None:
        self._now = now
        self._monotonic = monotonic
        self._sleepers: list[_Sleeper] = []
        self._lock = threading.Lock()

    def now(self) -> datetime:
        """Aware UTC wall time."""
        return self._now

    def monotonic(self) -> float:
        """Seconds that only `advance`, `tick` and `jump_monotonic` move."""
        return self._monotonic

    async def sleep(self, seconds: float) -> None:
        """Return when the monotonic clock has been moved that far; at once for zero."""
        if seconds <= 0:
            await asyncio.sleep(0)
            return
        loop = asyncio.get_running_loop()
        sleeper = _Sleeper(self._monotonic + seconds, loop, loop.create_future())
        with self._lock:
            self._sleepers.append(sleeper)
        try:
            await sleeper.woken
        finally:
            self._forget(sleeper)

    @property
    def sleepers(self) -> int:
        """How many wait now."""
        return len(self._sleepers)

    def advance(self, seconds: float) -> None:
        """Let so much time pass on both clocks; sleepers that are due wake when their loop next runs."""
        self.jump_wall(seconds)
        self.jump_monotonic(seconds)

    def jump_wall(self, seconds: float) -> None:
        """Move the wall clock alone, back too: somebody set it."""
        self._now += timedelta(seconds=seconds)

    def jump_monotonic(self, seconds: float) -> None:
        """Move the monotonic clock alone, never back."""
        if seconds < 0:
            message = "a monotonic clock never goes back"
            raise ValueError(message)
        self._monotonic += seconds
        self._wake_due()

    async def tick(self, seconds: float) -> None:
        """Let so much time pass, stopping at each sleeper that is due on the way; tasks run in between."""
        await settle()
        end = self._monotonic + seconds
        while (due := self._next_due()) is not None and due <= end:
            self.advance(max(0.0, due - self._monotonic))
            await settle()
        self.advance(max(0.0, end - self._monotonic))
        await settle()

    def _next_due(self) -> float | None:
        with self._lock:
            return min((sleeper.due for sleeper in self._sleepers), default=None)

    def _wake_due(self) -> None:
        with self._lock:
            due = [sleeper for sleeper in self._sleepers if sleeper.due <= self._monotonic]
            self._sleepers = [sleeper for sleeper in self._sleepers if sleeper.due > self._monotonic]
        for sleeper in sorted(due, key=lambda sleeper: sleeper.due):
            sleeper.wake()

    def _forget(self, sleeper: _Sleeper) -> None:
        with self._lock:
            if sleeper in self._sleepers:
                self._sleepers.remove(sleeper)


async def settle() -> None:
    """Give every task that can run its turn; for waits on sockets or threads this is not enough."""
    for _ in range(_SETTLING_TURNS):
        await asyncio.sleep(0)


def _finish(woken: asyncio.Future[None]) -> None:
    if not woken.done():
        woken.set_result(None)
