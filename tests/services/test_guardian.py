"""The desk's side of its guardian: which one is taken for dead, with real processes.

What a guardian does once its desk is gone: tests/journeys/test_guardian.py.
"""

import asyncio
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import psutil
import pytest

from app.ports import Beat
from services.clock import SystemClock
from services.guardian import BEAT_S, GuardianProcess
from tests.guardians import guardians

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals are what is tried")


class LeapingClock(SystemClock):
    """As a process sees it that is frozen for a while and does not know."""

    leapt_s = 0.0

    def monotonic(self) -> float:
        """Later by what was leapt over."""
        return super().monotonic() + self.leapt_s


class Watched:
    """A guardian that is kept, and each time it was found to guard or not to."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.clock = LeapingClock()
        words = ["--data-dir", str(folder), "--config", str(folder / "none.toml"), "--owner", "desk"]
        self.guardian = GuardianProcess(words, self.clock)
        self.changes: list[bool] = []
        self._changed = asyncio.Event()

    def changed(self) -> None:
        """What a desk is told."""
        self.changes.append(self.guardian.guards)
        self._changed.set()

    def process(self) -> psutil.Process:
        """The one that runs."""
        (found,) = guardians(self._folder)
        return found

    async def until(self, *changes: bool) -> psutil.Process:
        """The one that runs once these changes were told."""
        async with asyncio.timeout(20):
            while self.changes != [*changes]:
                self._changed.clear()
                await self._changed.wait()
        return self.process()


@asynccontextmanager
async def _kept(folder: Path) -> AsyncIterator[Watched]:
    watched = Watched(folder)
    task = asyncio.create_task(watched.guardian.keep(lambda: Beat(fence=None, held=False), watched.changed))
    try:
        yield watched
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
        watched.guardian.leave(to_guardian=False)


async def test_a_desk_that_was_frozen_keeps_the_guardian_it_has(tmp_path: Path) -> None:
    """No mark is refused after it: the time in which the desk itself stood still is no silence of another."""
    async with _kept(tmp_path) as watched:
        process = await watched.until(True)
        process.send_signal(signal.SIGSTOP)
        await asyncio.sleep(2 * BEAT_S)
        watched.clock.leapt_s = 60.0
        await asyncio.sleep(2 * BEAT_S)
        process.send_signal(signal.SIGCONT)
        await asyncio.sleep(2 * BEAT_S)
        assert watched.process() == process
        assert watched.changes == [True]


async def test_a_guardian_that_hangs_is_replaced(tmp_path: Path) -> None:
    """It would wake up beside its successor, so it is killed first."""
    async with _kept(tmp_path) as watched:
        process = await watched.until(True)
        process.send_signal(signal.SIGSTOP)
        assert await watched.until(True, False, True) != process
        assert not process.is_running()
