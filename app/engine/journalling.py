"""Keeps facts and hold states: facts in one transaction a second, states at once and until they are kept.

What a person must know about the record is in `trouble`; while it is not empty, new marks are refused. Each
kind of work has a trouble of its own: a full disk may still take what needs no new room.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar

import structlog

from app.domain.audit import AuditNote
from app.domain.broadcast import Mark
from app.domain.cue_stories import CueNote
from app.domain.hold import Hold
from app.domain.told import Told
from app.ports import Clock, Fenced, Journal, JournalError, SoldUnits, StockChange, TrafficSample

log = structlog.get_logger("stockcue.journal")

RETRY_S = 1.0
FLUSH_S = 3.0
"""Between two flushes of facts: a commit costs the disk the same however many there are."""
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
        self._troubles: dict[str, str] = {}
        self._clock = clock
        self._on_trouble = on_trouble
        self._stock: list[StockChange] = []
        self._traffic: list[TrafficSample] = []
        self._sold: list[SoldUnits] = []
        self._marks: list[Mark] = []
        self._cues: list[CueNote] = []
        self._told: list[Told] = []

    def note(
        self,
        *,
        stock: Sequence[StockChange] = (),
        traffic: Sequence[TrafficSample] = (),
        sold: Sequence[SoldUnits] = (),
        marks: Sequence[Mark] = (),
        cues: Sequence[CueNote] = (),
        told: Sequence[Told] = (),
    ) -> None:
        """Keep these with the next flush."""
        self._stock.extend(stock)
        self._traffic.extend(traffic)
        self._sold.extend(sold)
        self._marks.extend(marks)
        self._cues.extend(cues)
        self._told.extend(told)

    async def flush(self) -> None:
        """Keep what waits, in one transaction; on trouble it waits for the next time."""
        if not (self._stock or self._traffic or self._sold or self._marks or self._cues or self._told):
            return
        stock, self._stock = self._stock, []
        traffic, self._traffic = self._traffic, []
        sold, self._sold = self._sold, []
        marks, self._marks = self._marks, []
        cues, self._cues = self._cues, []
        told, self._told = self._told, []
        try:
            await self.journal.add_facts(
                stock=stock, traffic=traffic, sold=sold, marks=marks, cues=cues, told=told
            )
        except JournalError as error:
            self._stock = (stock + self._stock)[-KEPT_IN_MEMORY:]
            self._traffic = (traffic + self._traffic)[-KEPT_IN_MEMORY:]
            self._sold = (sold + self._sold)[-KEPT_IN_MEMORY:]
            self._marks = (marks + self._marks)[-KEPT_IN_MEMORY:]
            self._cues = (cues + self._cues)[-KEPT_IN_MEMORY:]
            self._told = (told + self._told)[-KEPT_IN_MEMORY:]
            self._say_trouble("facts", error)
        else:
            self._say_trouble("facts", None)

    async def save(self, holds: Sequence[Hold], audit: Sequence[AuditNote] = ()) -> None:
        """Keep new hold states; tries until it is done, for what a platform did must not be forgotten.

        Raises:
            Fenced: Somebody else acts now; what we know of these holds is old.
        """
        await self.insist("holds", lambda: self.journal.save_holds(holds, audit, fence=self.fence))

    async def insist(self, kind: str, act: Callable[[], Awaitable[Result]]) -> Result:
        """Do `act` against the journal until it succeeds; says once that this kind of work does not.

        Raises:
            Fenced: Somebody else acts now.
        """
        while True:
            try:
                result = await act()
            except Fenced:
                self._say_trouble(kind, None)
                raise
            except JournalError as error:
                self._say_trouble(kind, error)
                await self._wait_after_trouble(kind)
            else:
                self._say_trouble(kind, None)
                return result

    async def _wait_after_trouble(self, kind: str) -> None:
        try:
            await self._clock.sleep(RETRY_S)
        except asyncio.CancelledError:
            self._troubles.pop(kind, None)  # nobody tries it any more
            raise

    async def run(self) -> None:
        """Flush every second until cancelled, then once more."""
        try:
            while True:
                await self._clock.sleep(FLUSH_S)
                await self.flush()
        finally:
            await asyncio.shield(self.flush())

    def _say_trouble(self, kind: str, error: JournalError | None) -> None:
        if error is None:
            self._troubles.pop(kind, None)
        else:
            self._troubles[kind] = str(error)
        words = next(iter(self._troubles.values()), "")
        if words == self.trouble:
            return
        if words:
            log.error("journal_in_trouble", of=sorted(self._troubles), why=words)
        else:
            log.info("journal_recovered")
        self.trouble = words
        self._on_trouble()
