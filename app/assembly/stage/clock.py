"""The clock of a rehearsal: it runs faster than life, and never ahead of the desk.

Time passes in small steps, between which everyone who was due has had a turn. A desk that can't keep up is
late by the computer's clock, but never finds that it stood still. Not for anything that is live.
"""

import asyncio
import heapq
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from itertools import count

from app.ports import Clock

STEP_S = 0.5
"""Of rehearsed time, at most in one go."""
TURNS = 3
"""Of the loop between two steps: whoever woke may pass on what it knows."""
FRAME_S = 0.02
"""Of real time: the windows' frame."""


class StageClock(Clock):
    """Wall and monotonic time of the rehearsal. `now` may be read from any thread."""

    def __init__(self, started_at: datetime, speed: float, real: Clock) -> None:
        self._started_at = started_at
        self._real = real
        self._speed = speed
        self._passed = 0.0
        self._order = count()
        self._sleepers: list[tuple[float, int, asyncio.Future[None]]] = []
        self._held = 0
        self._free = asyncio.Event()
        self._free.set()

    def now(self) -> datetime:
        """Aware UTC wall time."""
        return self._started_at + timedelta(seconds=self._passed)

    def monotonic(self) -> float:
        """Seconds of the rehearsal."""
        return self._passed

    async def sleep(self, seconds: float) -> None:
        """Return when so much rehearsed time has passed; at once for zero."""
        if seconds <= 0:
            await asyncio.sleep(0)
            return
        woken = asyncio.get_running_loop().create_future()
        heapq.heappush(self._sleepers, (self._passed + seconds, next(self._order), woken))
        await woken

    def go_at(self, speed: float) -> None:
        """Be so many times as fast as life from now on."""
        self._speed = speed

    @contextmanager
    def standing(self) -> Iterator[None]:
        """Let no time pass meanwhile: what takes real time takes none here."""
        self._held += 1
        self._free.clear()
        try:
            yield
        finally:
            self._held -= 1
            if not self._held:
                self._free.set()

    async def run(self) -> None:
        """Let time pass until cancelled."""
        before = self._real.monotonic()
        while True:
            await self._real.sleep(FRAME_S)
            now = self._real.monotonic()
            due, before = min(now - before, 5 * FRAME_S) * self._speed, now
            end = self._passed + due
            while self._passed < end:
                await self._free.wait()
                await self._pass(end)

    async def _pass(self, end: float) -> None:
        """On to whoever is due next, a step at most."""
        self._passed = min(end, self._passed + STEP_S, max(self._passed, self._next_due()))
        while self._sleepers and self._sleepers[0][0] <= self._passed:
            _at, _order, woken = heapq.heappop(self._sleepers)
            if not woken.done():
                woken.set_result(None)
        for _turn in range(TURNS):
            await asyncio.sleep(0)

    def _next_due(self) -> float:
        return self._sleepers[0][0] if self._sleepers else float("inf")


class StageCadence:
    """The port `Cadence` on that clock."""

    def __init__(self, clock: StageClock) -> None:
        self._clock = clock
        self._tasks: set[asyncio.Task[None]] = set()

    def every(self, seconds: float, what: Callable[[], None], *, name: str) -> Callable[[], None]:
        """Call `what` every so many rehearsed seconds; returns a function that ends it."""

        async def beat() -> None:
            while True:
                await self._clock.sleep(seconds)
                what()

        task = asyncio.create_task(beat(), name=f"cadence {name}")
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

        def end() -> None:
            task.cancel()

        return end

    def count_anew(self) -> None:
        """Nothing changes a rehearsed clock."""

    def close(self) -> None:
        """End every one."""
        for task in tuple(self._tasks):
            task.cancel()
