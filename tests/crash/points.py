"""Where a desk dies: named points of mark, restore and recovery, as wrappers round the ports it works with.

The product knows nothing of them. A desk has one point at most; what happens there is a real SIGKILL, or a
real SIGSTOP that somebody must end from outside.
"""

import asyncio
import os
import signal
from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from app.domain.audit import AuditNote
from app.domain.hold import Hold, HoldState, Reason
from app.domain.readings import ShopAnswer
from app.ports import (
    CommandAnswer,
    Lease,
    NewHold,
    Remembered,
    RestoreCommand,
    SellOutCommand,
    SourceInfo,
    Storefront,
)
from services.journal.sql_journal import SqlJournal

ON_THE_WIRE_MS = 150
"""How long a command that leaves no line in the shop's ledger is on the wire before the death comes."""


class Point(StrEnum):
    """S: a mark, R: its restore, B: the next start's recovery; in the order in which they are passed."""

    S0 = "S0"
    """The intent is about to be committed."""
    S1 = "S1"
    """It is committed."""
    S2 = "S2"
    """That the command leaves is committed; it has not left."""
    S3 = "S3"
    """The command is at the shop, its answer not here."""
    S4 = "S4"
    """The answer is here, not recorded."""
    S5 = "S5"
    """The hold is recorded as read back."""
    R0 = "R0"
    """The deadline has come; closing is about to be recorded."""
    R1 = "R1"
    R2 = "R2"
    R3 = "R3"
    R4 = "R4"
    R5 = "R5"
    """The end is recorded."""
    B0 = "B0"
    """The record is open again, nothing else was done."""
    B1 = "B1"
    """The lease is taken."""
    B2 = "B2"
    """The first state of a hold since the start is recorded."""
    B3 = "B3"
    """The first answer to a read since the start is here."""


class Deed(StrEnum):
    """What is done to the process at its point."""

    KILL = "kill"
    FREEZE = "freeze"

    @property
    def signal(self) -> signal.Signals:
        """The system's name for it."""
        return signal.SIGKILL if self is Deed.KILL else signal.SIGSTOP


@dataclass(slots=True)
class Trap:
    """Springs once, at its point; `None` never."""

    point: Point | None
    deed: Deed = Deed.KILL

    def reach(self, point: Point) -> None:
        """This point is passed now."""
        if point is self.point:
            self.point = None
            os.kill(os.getpid(), self.deed.signal)


class DyingJournal(SqlJournal):
    """The real record; the process may die before or after a commit.

    `opened` hears when a desk is there; `marking` and `closing` when a mark or a restore begins, so that a
    fault can await it.
    """

    trap = Trap(None)
    opened: Callable[[], None] = staticmethod(lambda: None)
    marking: Callable[[], None] = staticmethod(lambda: None)
    closing: Callable[[], None] = staticmethod(lambda: None)

    async def open(self) -> Remembered:
        """Open, then B0."""
        remembered = await super().open()
        self.opened()
        self.trap.reach(Point.B0)
        return remembered

    async def take_lease(
        self, owner: str, at: datetime, until: datetime, *, seize: int | None = None
    ) -> Lease:
        """Take it, then B1."""
        lease = await super().take_lease(owner, at, until, seize=seize)
        self.trap.reach(Point.B1)
        return lease

    async def add_holds(self, new: Sequence[NewHold], *, fence: int | None = None) -> tuple[Hold, ...]:
        """S0, commit, S1."""
        if self.trap.point in {Point.S0, Point.S1}:
            self.marking()
        self.trap.reach(Point.S0)
        added = await super().add_holds(new, fence=fence)
        self.trap.reach(Point.S1)
        return added

    async def save_holds(
        self, holds: Sequence[Hold], audit: Sequence[AuditNote] = (), *, fence: int | None = None
    ) -> None:
        """R0, commit, then whichever point the new state stands for."""
        states = {hold.state for hold in holds}
        if HoldState.CLOSING in states:
            self.closing()
            self.trap.reach(Point.R0)
        await super().save_holds(holds, audit, fence=fence)
        self.trap.reach(Point.B2)
        for state, point in AFTER.items():
            if state in states:
                self.trap.reach(point)


AFTER = {HoldState.ACTIVE: Point.S5, HoldState.CLOSING: Point.R1, HoldState.RESTORED: Point.R5}


class DyingShop:
    """The port `Storefront` round the real one; the process may die round each command and read.

    `arrived` says whether a command with that key stands in the shop's ledger; `marking` hears when one is
    about to be sent.
    """

    info: SourceInfo
    skus: frozenset[str]
    warehouses: frozenset[str]
    enforces_quantity: bool
    late_effect_seconds: float
    label: str
    label_means: frozenset[Reason]
    reads_each: bool

    def __init__(
        self, shop: Storefront, trap: Trap, arrived: Callable[[str], bool], marking: Callable[[], None]
    ) -> None:
        self._shop = shop
        self._trap = trap
        self._arrived = arrived
        self._marking = marking
        self.info = shop.info
        self.skus = shop.skus
        self.warehouses = shop.warehouses
        self.enforces_quantity = shop.enforces_quantity
        self.late_effect_seconds = shop.late_effect_seconds
        self.label = shop.label
        self.label_means = shop.label_means
        self.reads_each = shop.reads_each

    async def read(
        self, skus: Collection[str], *, urgent: bool = False, restoring: bool = False
    ) -> ShopAnswer:
        """Read, then B3."""
        answer = await self._shop.read(skus, urgent=urgent, restoring=restoring)
        self._trap.reach(Point.B3)
        return answer

    async def sell_out(self, command: SellOutCommand) -> CommandAnswer:
        """S2, send, S3, answer, S4."""
        self._marking()
        self._trap.reach(Point.S2)
        answer = await self._send(self._shop.sell_out(command), command.key, Point.S3)
        self._trap.reach(Point.S4)
        return answer

    async def restore(self, command: RestoreCommand) -> CommandAnswer:
        """R2, send, R3, answer, R4."""
        self._trap.reach(Point.R2)
        answer = await self._send(self._shop.restore(command), command.key, Point.R3)
        self._trap.reach(Point.R4)
        return answer

    async def close(self) -> None:
        """Release connections."""
        await self._shop.close()

    async def _send(self, sending: Awaitable[CommandAnswer], key: str, point: Point) -> CommandAnswer:
        if self._trap.point is not point:
            return await sending
        task = asyncio.ensure_future(sending)
        for _ in range(ON_THE_WIRE_MS):
            if task.done() or self._arrived(key):
                break
            await asyncio.sleep(0.001)
        self._trap.reach(point)
        return await task


def in_ledger(ledger: Path, key: str) -> bool:
    """Whether the shop has written down a command with that key."""
    return ledger.exists() and f'"key": "{key}"' in ledger.read_text("utf-8")
