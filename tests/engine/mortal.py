"""Ports of a desk that may die at a named point of mark and restore, in the process that plays its world.

Dead means: nothing of it reaches the record or a shop any more. For deaths of real processes see tests/crash,
whose points these are.
"""

import asyncio
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from app.domain.audit import AuditNote
from app.domain.hold import Hold, HoldState
from app.domain.readings import ShopAnswer
from app.ports import (
    CommandAnswer,
    JournalError,
    NewHold,
    Outcome,
    RestoreCommand,
    SellOutCommand,
    Unavailable,
)
from tests.crash.points import AFTER, Point
from tests.fakes.journal import FakeJournal
from tests.fakes.storefronts import FakeStorefront

POINTS = tuple(point for point in Point if point not in {Point.B0, Point.B1, Point.B3})
"""Those that lie in what these ports see."""


@dataclass(slots=True)
class Heart:
    """Whether one desk is alive, and where it stops."""

    point: Point | None = None
    beats: bool = True
    grave: asyncio.Event = field(default_factory=asyncio.Event)
    """What died waits here for ever: nothing else would keep its tasks."""

    async def reach(self, point: Point) -> None:
        """This point is passed now; whoever dies there never returns."""
        if point is self.point:
            self.beats = False
            await self.grave.wait()


class MortalJournal(FakeJournal):
    """The record in memory, as one desk uses it; `kept` outlives the desk."""

    heart: Heart = Heart()

    async def add_holds(self, new: Sequence[NewHold], *, fence: int | None = None) -> tuple[Hold, ...]:
        """S0, commit, S1."""
        await self.heart.reach(Point.S0)
        added = await super().add_holds(new, fence=fence)
        await self.heart.reach(Point.S1)
        return added

    async def save_holds(
        self, holds: Sequence[Hold], audit: Sequence[AuditNote] = (), *, fence: int | None = None
    ) -> None:
        """R0, commit, then whichever point the new state stands for."""
        states = {hold.state for hold in holds}
        if HoldState.CLOSING in states:
            await self.heart.reach(Point.R0)
        await super().save_holds(holds, audit, fence=fence)
        await self.heart.reach(Point.B2)
        for state, point in AFTER.items():
            if state in states:
                await self.heart.reach(point)

    def _may_fail(self, method: str) -> None:
        if not self.heart.beats:
            raise JournalError("the desk is dead")
        super()._may_fail(method)


class MortalShop(FakeStorefront):
    """A shop as one desk reaches it; the shop itself outlives the desk."""

    heart: Heart = Heart()

    async def read(
        self, skus: Collection[str], *, urgent: bool = False, restoring: bool = False
    ) -> ShopAnswer:
        """Read it."""
        if not self.heart.beats:
            raise Unavailable("the desk is dead")
        return await super().read(skus, urgent=urgent, restoring=restoring)

    async def sell_out(self, command: SellOutCommand) -> CommandAnswer:
        """S2, send (S3 dies with the effect, S4 with the answer)."""
        await self.heart.reach(Point.S2)
        if not self.heart.beats:
            return CommandAnswer(outcome=Outcome.UNKNOWN)
        answer = await super().sell_out(command)
        await self.heart.reach(Point.S3)
        await self.heart.reach(Point.S4)
        return answer

    async def restore(self, command: RestoreCommand) -> CommandAnswer:
        """R2, send, R3, R4."""
        await self.heart.reach(Point.R2)
        if not self.heart.beats:
            return CommandAnswer(outcome=Outcome.UNKNOWN)
        answer = await super().restore(command)
        await self.heart.reach(Point.R3)
        await self.heart.reach(Point.R4)
        return answer
