"""Cadence: calls something every so many seconds. The only home of APScheduler.

Never a guarantee: a deadline is decided from the journal, not from a timer that fired.
"""

import logging
from collections.abc import Awaitable, Callable
from datetime import UTC

from apscheduler.executors.asyncio import AsyncIOExecutor
from apscheduler.jobstores.memory import MemoryJobStore
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger


class Scheduler:
    """A Cadence on the running asyncio loop; `start` and `close` on that loop."""

    def __init__(self) -> None:
        logging.getLogger("apscheduler").setLevel(logging.ERROR)
        self._scheduler = AsyncIOScheduler(
            timezone=UTC,
            jobstores={"default": MemoryJobStore()},
            executors={"default": AsyncIOExecutor()},
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
        )

    def start(self) -> None:
        """Begin calling."""
        self._scheduler.start()

    def every(self, seconds: float, what: Callable[[], Awaitable[None]], *, name: str) -> Callable[[], None]:
        """Call `what` every `seconds`, never twice at once; returns a function that ends it."""
        job = self._scheduler.add_job(what, IntervalTrigger(seconds=seconds, timezone=UTC), name=name)

        def end() -> None:
            if self._scheduler.get_job(job.id) is not None:
                job.remove()

        return end

    def close(self) -> None:
        """Stop calling; what runs is left to its owner."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)
