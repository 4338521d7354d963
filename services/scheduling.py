"""Cadence: calls something every so many seconds. The only home of APScheduler.

Never a guarantee: a deadline is decided from the journal, not from a timer that fired. What has the same pace
shares one job, for the scheduler looks through all its jobs whenever one is due.
"""

import logging
from collections.abc import Callable
from datetime import UTC

from apscheduler.executors.asyncio import AsyncIOExecutor
from apscheduler.jobstores.memory import MemoryJobStore
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger


class Scheduler:
    """A Cadence on the running asyncio loop; `start`, `every` and `close` on that loop."""

    def __init__(self) -> None:
        logging.getLogger("apscheduler").setLevel(logging.ERROR)
        self._scheduler = AsyncIOScheduler(
            timezone=UTC,
            jobstores={"default": MemoryJobStore()},
            executors={"default": AsyncIOExecutor()},
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
        )
        self._paces: dict[float, _Pace] = {}

    def start(self) -> None:
        """Begin calling."""
        self._scheduler.start()

    def every(self, seconds: float, what: Callable[[], None], *, name: str) -> Callable[[], None]:
        """Call `what` every `seconds`, together with all of that pace; returns a function that ends it.

        A newer one of a name replaces it.
        """
        pace = self._paces.get(seconds)
        if pace is None:
            pace = self._paces[seconds] = _Pace()
            self._scheduler.add_job(pace.beat, _trigger(seconds), id=_job_of(seconds))
        pace.calls[name] = what

        def end() -> None:
            if pace.calls.get(name) is what:
                del pace.calls[name]
            if not pace.calls and self._paces.get(seconds) is pace:
                del self._paces[seconds]
                self._end(_job_of(seconds))

        return end

    def count_anew(self) -> None:
        """The wall clock was changed: count every pace from now, not from an instant of the old one."""
        for seconds in self._paces:
            self._scheduler.reschedule_job(_job_of(seconds), trigger=_trigger(seconds))

    def close(self) -> None:
        """Stop calling."""
        for pace in self._paces.values():
            pace.calls.clear()
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)

    def _end(self, job: str) -> None:
        if self._scheduler.get_job(job) is not None:
            self._scheduler.remove_job(job)


class _Pace:
    """What is called at one pace, all together.

    Work that is alike costs a fifth less while it is fresh in the processor's memory, and what it changes is
    judged and shown in one go.
    """

    def __init__(self) -> None:
        self.calls: dict[str, Callable[[], None]] = {}

    async def beat(self) -> None:
        """Call all that have not been ended meanwhile."""
        for name, what in tuple(self.calls.items()):
            if self.calls.get(name) is what:
                what()


def _trigger(seconds: float) -> IntervalTrigger:
    return IntervalTrigger(seconds=seconds, timezone=UTC)


def _job_of(seconds: float) -> str:
    return f"every {seconds!r} s"
