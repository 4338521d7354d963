"""Cadence on the real scheduler and the real clock."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta, tzinfo

import pytest
from typing_extensions import override

from services.scheduling import Scheduler

PACE_S, SLACK_S = 0.1, 0.01


@asynccontextmanager
async def running() -> AsyncIterator[Scheduler]:
    """A scheduler, closed afterwards."""
    scheduler = Scheduler()
    scheduler.start()
    try:
        yield scheduler
    finally:
        scheduler.close()


class Noted:
    """When it was called, in seconds since it began."""

    def __init__(self) -> None:
        self.begun = asyncio.get_running_loop().time()
        self._called = asyncio.Event()
        self.calls: list[float] = []

    def __call__(self) -> None:
        """Note the time."""
        self.calls.append(asyncio.get_running_loop().time() - self.begun)
        self._called.set()

    async def times(self, count: int) -> None:
        """Wait until it was called so often."""
        while len(self.calls) < count:
            self._called.clear()
            await self._called.wait()


async def test_all_of_one_pace_are_called_together() -> None:
    """Whenever each of them began, and no oftener than asked for."""
    async with running() as scheduler:
        first = Noted()
        scheduler.every(PACE_S, first, name="first")
        await asyncio.sleep(PACE_S / 2)
        second, began = Noted(), asyncio.get_running_loop().time() - first.begun
        scheduler.every(PACE_S, second, name="second")
        await first.times(3)
        await second.times(2)
    assert all(at > PACE_S * place - SLACK_S for place, at in enumerate(first.calls, 1))
    after = [at + began - before for before, at in zip(first.calls, second.calls, strict=False)]
    assert after[:2] == pytest.approx([0.0, 0.0], abs=SLACK_S)


async def test_what_is_ended_is_called_no_more() -> None:
    """Also by what is called just before it; the others go on."""
    async with running() as scheduler:
        goes, stays = Noted(), Noted()

        def end_it() -> None:
            end()
            end()

        scheduler.every(PACE_S, end_it, name="first")
        await asyncio.sleep(PACE_S / 4)
        end = scheduler.every(PACE_S, goes, name="goes")
        scheduler.every(PACE_S, stays, name="stays")
        await stays.times(2)
    assert goes.calls == []


async def test_a_pace_that_nobody_has_any_more_can_be_begun_anew() -> None:
    """As a shop's, which changes with its holds."""
    async with running() as scheduler:
        before, again, other = Noted(), Noted(), Noted()
        scheduler.every(PACE_S, before, name="shop")()
        scheduler.every(PACE_S, again, name="shop")
        scheduler.every(PACE_S * 2, other, name="other")
        await other.times(1)
    assert (before.calls, bool(again.calls)) == ([], True)


async def test_a_clock_set_back_stops_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """The library waits for the instant of the old clock; told of the change, it counts anew."""

    class EarlierClock(datetime):
        @classmethod
        @override
        def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override] # its result is never ours
            return datetime.now(tz) - timedelta(hours=1)

    async with running() as scheduler:
        noted = Noted()
        scheduler.every(PACE_S, noted, name="source")
        await noted.times(1)
        for module in ("schedulers.base", "triggers.interval"):
            monkeypatch.setattr(f"apscheduler.{module}.datetime", EarlierClock)
        await asyncio.sleep(PACE_S * 2)
        before = len(noted.calls)
        scheduler.count_anew()
        await noted.times(before + 2)
    assert before < 4
