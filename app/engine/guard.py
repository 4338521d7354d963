"""The engine's side of the guardian: kept running, and whether somebody would restore in our place."""

import asyncio
from collections.abc import Callable

from app.engine.room import Room
from app.engine.waiting import happened
from app.ports import Beat, Clock, Guardian

START_WAIT_S = 3.0
"""How long a start waits for its guardian before it takes commands without one."""


class Guard:
    """Feeds the room's `guarded`; without a guardian of its own (a test, a check) nobody is missed."""

    def __init__(self, guardian: Guardian | None, room: Room, clock: Clock) -> None:
        self._guardian = guardian
        self._room = room
        self._clock = clock
        self._answered = asyncio.Event()

    async def keep(self, fence: Callable[[], int | None]) -> None:
        """Keep a guardian running for the engine's life; `fence` is that of our lease."""
        if self._guardian is not None:
            await self._guardian.keep(
                lambda: Beat(fence=fence(), held=bool(self._room.book.open())), self._heard
            )

    async def first_answer(self) -> None:
        """Return when it guards, or when a start should wait no longer; only from then on it is missed."""
        if self._guardian is not None:
            await happened(self._answered, self._clock, START_WAIT_S)
            self._answered.set()
            self._changed()

    def stands_in(self) -> bool:
        """Whether open holds may be left to it."""
        return self._guardian is not None and self._guardian.guards

    def leave(self, *, to_guardian: bool) -> None:
        """The engine ends: what is open is left to it, or it ends as well."""
        if self._guardian is not None:
            self._guardian.leave(to_guardian=to_guardian)

    def _heard(self) -> None:
        if self._answered.is_set():
            self._changed()
        elif self.stands_in():
            self._answered.set()

    def _changed(self) -> None:
        self._room.guarded = self.stands_in()
        if self._room.guarded:
            self._room.unguarded_reason = ""
        self._room.touch_all()
        self._room.wake()
