"""A press is seen to be taken before the disk has answered, and nothing is sent before it has."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field

from typing_extensions import override

from app.domain.hold import Hold
from app.intents import Code, EmergencyStop, MarkSoldOut, Reason
from app.ports import JournalFull, NewHold
from app.views.gauge import ChipKind
from tests.engine.desk_under_test import ME, World, running
from tests.fakes.clock import settle
from tests.fakes.journal import FakeJournal

MARK = MarkSoldOut(who=ME, skus=("EAR-01",), minutes=5)
STOP = EmergencyStop(who=ME, skus=("EAR-01",), reason=Reason.ERROR)


@dataclass
class SlowDisk(FakeJournal):
    """Keeps no hold before it is let go."""

    let_go: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        super().__init__()

    @override
    async def add_holds(self, new: Sequence[NewHold], *, fence: int | None = None) -> tuple[Hold, ...]:
        await self.let_go.wait()
        return await super().add_holds(new, fence=fence)


async def test_a_press_shows_while_the_disk_is_slow_and_nothing_has_left() -> None:
    """The gauge says it is being sent; the shop has heard nothing; a second press is refused in words."""
    disk = SlowDisk()
    async with running(World(journal=disk)) as desk:
        desk.ask_later(MARK)
        await settle()
        assert desk.gauge("EAR-01").chip.kind is ChipKind.SENDING
        assert desk.gauge("EAR-01").cannot_mark != ""
        assert desk.world.shop.ledger == []
        (again,) = (await desk.ask(MARK)).results
        assert again.code is Code.ALREADY_HELD
        disk.let_go.set()
        await desk.pass_time(1)
        assert desk.gauge("EAR-01").chip.kind is ChipKind.HELD
        assert len(desk.holds()) == 1


async def test_a_press_that_could_not_be_recorded_leaves_no_trace_on_the_gauge() -> None:
    """A full disk refuses it; the gauge is what it was, with a use no fewer."""
    async with running(World()) as desk:
        before = desk.gauge("EAR-01")
        desk.world.journal.fail(JournalFull("full"), on="add_holds")
        (result,) = (await desk.mark()).results
        await desk.pass_time(1)
        assert result.code is Code.NO_RECORD
        assert desk.gauge("EAR-01").chip.kind is before.chip.kind
        assert desk.gauge("EAR-01").holds_used == 0


async def test_an_emergency_stop_shows_at_once_over_a_hold() -> None:
    """It takes the hold's place on the gauge before anything is recorded."""
    disk = SlowDisk()
    async with running(World(journal=disk)) as desk:
        disk.let_go.set()
        await desk.mark()
        disk.let_go.clear()
        desk.ask_later(STOP)
        await settle()
        assert desk.gauge("EAR-01").chip.kind is ChipKind.SENDING
        disk.let_go.set()
        await desk.pass_time(1)
        assert desk.gauge("EAR-01").chip.kind is ChipKind.STOPPED
