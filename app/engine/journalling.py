"""Keeps facts and hold states: facts in one transaction a second, states at once and until they are kept.

What a person must know about the record is in `trouble`; while it is not empty, new marks are refused.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar

import structlog

from app.domain.audit import AuditNote
from app.domain.broadcast import Mark
from app.domain.hold import Hold
from app.ports import Clock, Fenced, Journal, JournalError, SoldUnits, StockChange, TrafficSample

log = structlog.get_logger("stockcue.journal")

RETRY_S = 1.0
KEPT_IN_MEMORY = 20_000
"""Facts that wait for a journal in trouble; the oldest are dropped beyond it. Hold states never are."""

Result = TypeVar("Result")


class Keeper:
    """The engine's side of the journal."""

    def __init__(self, journal: Journal, clock: Clock, on_trouble: Callable[[], None]) -> None:
        self.journal = journal
        self.trouble = ""
        self.fence: int | None = None
        """That of our lease: hold states are kept only while the journal has it; None: whatever it has."""
        self._clock = clock
        self._on_trouble = on_trouble
        self._stock: list[StockChange] = []
        self._traffic: list[TrafficSample] = []
        self._sold: list[SoldUnits] = []
        self._marks: list[Mark] = []

    def note(
        self,
        *,
        stock: Sequence[StockChange] = (),
        traffic: Sequence[TrafficSample] = (),
        sold: Sequence[SoldUnits] = (),
        marks: Sequence[Mark] = (),
    ) -> None:
        """Keep these with the next flush."""
        self._stock.extend(stock)
        self._traffic.extend(traffic)
        self._sold.extend(sold)
        self._marks.extend(marks)

    async def flush(self) -> None:
        """Keep what waits, in one transaction; on trouble it waits for the next time."""
        if not (self._stock or self._traffic or self._sold or self._marks):
            return
        stock, self._stock = self._stock, []
        traffic, self._traffic = self._traffic, []
        sold, self._sold = self._sold, []
        marks, self._marks = self._marks, []
        try:
            await self.journal.add_facts(stock=stock, traffic=traffic, sold=sold, marks=marks)
        except JournalError as error:
            self._stock = (stock + self._stock)[-KEPT_IN_MEMORY:]
            self._traffic = (traffic + self._traffic)[-KEPT_IN_MEMORY:]
            self._sold = (sold + self._sold)[-KEPT_IN_MEMORY:]
            self._marks = (marks + self._marks)[-KEPT_IN_MEMORY:]
            self._say_trouble(error)
        else:
            self._say_trouble(None)

    async def save(self, holds: Sequence[Hold], audit: Sequence[AuditNote] = ()) -> None:
        """Keep new hold states; tries until it is done, for what a platform did must not be forgotten.

        Raises:
            Fenced: Somebody else acts now; what we know of these holds is old.
        """
        await self.insist(lambda: self.journal.save_holds(holds, audit, fence=self.fence))

    async def insist(self, act: Callable[[], Awaitable[Result]]) -> Result:
        """Do `act` against the journal until it succeeds; says once that it does not. Raises Fenced."""
        while True:
            try:
                result = await act()
            except Fenced:
                raise
            except JournalError as error:
                self._say_trouble(error)
                await self._clock.sleep(RETRY_S)
            else:
                self._say_trouble(None)
                return result

    async def run(self) -> None:
        """Flush every second until cancelled, then once more."""
        try:
            while True:
                await self._clock.sleep(1.0)
                await self.flush()
        finally:
            await asyncio.shield(self.flush())

    def _say_trouble(self, error: JournalError | None) -> None:
        words = "" if error is None else str(error)
        if words == self.trouble:
            return
        if error is None:
            log.info("journal_recovered")
        else:
            log.error("journal_in_trouble", kind=type(error).__name__, why=words)
        self.trouble = words
        self._on_trouble()
