"""Tells a person who comes back what became of the holds while this desk could not see to them."""

from datetime import datetime

from app.domain.audit import AuditNote
from app.domain.away import TOOK_BACK, Away, AwayCause, concerned, worth_telling
from app.domain.hold import Who
from app.engine.journalling import Keeper
from app.engine.room import Room
from app.ports import Clock

DESK = Who(account="", through="desk")


class Absence:
    """Notes which holds there were when the desk was last there, and reports once it is back."""

    def __init__(self, room: Room, keeper: Keeper, clock: Clock) -> None:
        self._room = room
        self._keeper = keeper
        self._clock = clock
        self._since: datetime | None = None
        self._holds: frozenset[int] = frozenset()

    async def learn(self) -> None:
        """After a start, or when the lease came back: did the guardian act, and on which holds."""
        journal = self._keeper.journal
        self._since = await self._keeper.insist("stood in", journal.stood_in)
        if self._since is not None:
            note = AuditNote(at=self._clock.now(), what=TOOK_BACK, who=DESK)
            await self._keeper.insist("took back", lambda: journal.audit(note))
        self._holds = concerned(self._room.book.all(), self._since)

    def note(self) -> None:
        """The desk is still there, or is just finding out that it was not: these holds are open now."""
        self._since = None
        self._holds = concerned(self._room.book.open(), None)

    def report(self, cause: AwayCause = AwayCause.CLOSED, seconds: float | None = None) -> None:
        """Everything open was read: say what was found, if there is anything to say."""
        cause = AwayCause.STOOD_IN if self._since is not None else cause
        now = self._clock.now()
        holds = tuple(self._room.book[hold] for hold in sorted(self._holds) if hold in self._room.book)
        if worth_telling(holds, cause, now):
            self._room.away = Away(cause=cause, at=now, since=self._since, seconds=seconds, holds=holds)
            self._room.room_touched = True
