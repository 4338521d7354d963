"""The record as the guardian keeps it: where another process keeps it locked, what is done is written later.

A desk that froze inside a commit holds the lock for as long as it is frozen. What stood in the record before
that commit is read from a copy, restores that fall due are made all the same, and what became of them is
written once the lock is gone, unless somebody else acts by then. Not for a desk: it commits before it sends.
"""

import asyncio
import shutil
import tempfile
from collections.abc import Awaitable, Callable, Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TypeVar

import structlog
from sqlalchemy import Connection

from app.domain.audit import AuditLine, AuditNote, chained
from app.domain.broadcast import Mark
from app.domain.cue_stories import CueNote
from app.domain.hold import Hold
from app.domain.told import Told
from app.ports import (
    Clock,
    JournalBusy,
    JournalDamaged,
    JournalError,
    Lease,
    Remembered,
    SoldUnits,
    StockChange,
    TrafficSample,
)
from app.words import _
from services.journal import broadcasts, copies, facts, leases
from services.journal.database import Database, Waits, open_sqlite
from services.journal.sql_journal import SqlJournal

T = TypeVar("T")

log = structlog.get_logger("stockcue.guardian")

PATIENCE_S = 3.0
"""A lock that is held for so long is not a commit that takes a moment."""
AGAIN_S = 0.5
LAST_TRY_S = 20.0
"""How long the end waits for the lock to go; a desk that held it reads back by itself what was done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Later:
    """A write that waits. `fenced`: of hold states, which are old once somebody else acts."""

    write: Callable[[int], Awaitable[object]]
    fenced: bool


class StandingIn(SqlJournal):
    """A record that may be locked by the desk it stands in for; else as `SqlJournal`."""

    def __init__(
        self, where: Path | str, clock: Clock, waits: Waits | None = None, patience_s: float = PATIENCE_S
    ) -> None:
        super().__init__(where, clock, waits)
        self._time = clock
        self._patience_s = patience_s
        self._busy_since: float | None = None
        self._locked = False
        self._copy: Database | None = None
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._assumed: Lease | None = None
        self._seize: int | None = None
        self._waiting: list[_Later] = []
        self._trying: asyncio.Task[None] | None = None

    async def open(self) -> Remembered:
        """Open it, or a copy of it where it is locked."""
        while not self._locked:
            try:
                return await super().open()
            except JournalBusy:
                await self._be_patient()
        return await self.recall()

    async def recall(self) -> Remembered:
        """What stands in it."""
        return await self._told(broadcasts.recall)

    async def lease(self) -> Lease | None:
        """The last lease taken."""
        return await self._told(leases.current)

    async def last_stock(self, skus: Collection[str]) -> tuple[StockChange, ...]:
        """The newest figures of these products."""
        return await self._told(partial(facts.last_stock, skus=tuple(skus)))

    async def take_lease(
        self, owner: str, at: datetime, until: datetime, *, seize: int | None = None
    ) -> Lease:
        """Take it; while the record is locked, assume it once the last one known is over or may be seized."""
        if not self._locked:
            try:
                return await super().take_lease(owner, at, until, seize=seize)
            except JournalBusy:
                await self._be_patient()
                if not self._locked:
                    raise
        held = self._assumed or await self.lease()
        if held is not None and held.owner != owner and held.until > at and held.fence != seize:
            return held
        self._seize = seize if self._assumed is None else self._seize
        fence = _fence_after(held, owner)
        self._assumed = Lease(owner=owner, fence=fence, until=until)
        if self._trying is None:
            self._trying = asyncio.create_task(self._write_later(), name="record that is locked")
        return self._assumed

    async def save_holds(
        self, holds: Sequence[Hold], audit: Sequence[AuditNote] = (), *, fence: int | None = None
    ) -> None:
        """Keep new states, later where the record is locked."""
        save = partial(super().save_holds, tuple(holds), tuple(audit))
        if self._locked:
            self._waiting.append(_Later(write=lambda real: save(fence=real), fenced=True))
        else:
            await save(fence=fence)

    async def add_facts(
        self,
        *,
        stock: Sequence[StockChange] = (),
        traffic: Sequence[TrafficSample] = (),
        sold: Sequence[SoldUnits] = (),
        marks: Sequence[Mark] = (),
        cues: Sequence[CueNote] = (),
        told: Sequence[Told] = (),
    ) -> None:
        """Keep readings and marks, later where the record is locked."""
        add = partial(
            super().add_facts, stock=stock, traffic=traffic, sold=sold, marks=marks, cues=cues, told=told
        )
        if self._locked:
            self._waiting.append(_Later(write=lambda _fence: add(), fenced=False))
        else:
            await add()

    async def audit(self, note: AuditNote) -> AuditLine:
        """Add a line, later where the record is locked; its number is not known by then."""
        add = super().audit
        if not self._locked:
            return await add(note)
        self._waiting.append(_Later(write=lambda _fence: add(note), fenced=False))
        return chained(note, number=0, previous="")

    async def close(self) -> None:
        """Write what waits if the lock goes soon, and give everything back."""
        if self._trying is not None:
            await asyncio.wait({self._trying}, timeout=LAST_TRY_S)
            self._trying.cancel()
            await asyncio.gather(self._trying, return_exceptions=True)
        if self._waiting:
            log.error("record_stays_locked", unwritten=len(self._waiting))
        if self._copy is not None:
            self._copy.close()
        if self._folder is not None:
            self._folder.cleanup()
        await super().close()

    async def _told(self, work: Callable[[Connection], T]) -> T:
        if not self._locked:
            try:
                return await self._read(work)
            except JournalBusy:
                await self._be_patient()
                if not self._locked:
                    raise
        return await self._in_thread(partial((self._copy or self._database()).read, work))

    async def _be_patient(self) -> None:
        """It was locked: wait a little, or stand in from now on."""
        now = self._time.monotonic()
        self._busy_since = now if self._busy_since is None else self._busy_since
        if now - self._busy_since < self._patience_s:
            await self._time.sleep(AGAIN_S)
            return
        if isinstance(self._where, Path):
            self._folder = tempfile.TemporaryDirectory(prefix="stockcue-record-")
            self._copy = await self._in_thread(partial(_copy, self._where, Path(self._folder.name)))
        self._locked = True
        log.warning("record_is_locked", since_s=round(now - self._busy_since, 1))

    async def _write_later(self) -> None:
        """Once the lock is gone take the lease in the record too, and write what waits."""
        lease = await self._taken_at_last()
        is_ours = self._assumed is not None and lease.owner == self._assumed.owner
        written = 0
        while self._waiting:
            later = self._waiting.pop(0)
            if is_ours or not later.fenced:
                with suppress(JournalError):
                    await later.write(lease.fence)
                    written += 1
        self._locked, self._busy_since = False, None
        log.info("record_was_written", lines=written, somebody_else_acts=not is_ours)

    async def _taken_at_last(self) -> Lease:
        while True:
            await self._time.sleep(AGAIN_S)
            with suppress(JournalError):
                if self._opened is None:
                    await super().open()
                assumed = self._assumed
                if assumed is not None:
                    now = self._time.now()
                    return await super().take_lease(assumed.owner, now, assumed.until, seize=self._seize)


def _fence_after(held: Lease | None, owner: str) -> int:
    if held is None:
        return 1
    return held.fence if held.owner == owner else held.fence + 1


def _copy(record: Path, folder: Path) -> Database:
    """What was committed last, from a copy: SQLite rolls back there what was not.

    Raises:
        JournalDamaged: The copy is not sound: somebody writes while we copy.
    """
    copy = folder / record.name
    for side in ("", "-journal", "-wal"):
        part = Path(f"{record}{side}")
        if part.exists():
            shutil.copyfile(part, f"{copy}{side}")
    if not copies.is_sound(copy):
        raise JournalDamaged(_("The record is locked, and no sound copy of it could be made."))
    return open_sqlite(copy, Waits())
