"""The guardian's half of the engine, and the desk's towards it, on fakes: leases, fences, who acts when."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta

import pytest

from app.domain.hold import HoldState
from app.engine.guarding import Ending, Guarded, Guarding, Signals
from app.intents import AllowUnguarded, Code, EmergencyStop, MarkSoldOut, Release, Restore, StartBroadcast
from app.ports import Beat, CommandAnswer, JournalFull, SellOutCommand, StockChange, Unavailable
from tests.engine.desk_under_test import ME, Desk, World, running
from tests.fakes.autostart import FakeAutostart
from tests.fakes.awake import FakeAwake
from tests.fakes.clock import START, settle
from tests.fakes.guardian import FakeGuardian
from tests.fakes.storefronts import FakeStorefront
from tests.guards import Logs


def sent(world: World) -> list[str]:
    """What left for the shop."""
    return [each.what for each in world.shop.sent]


def guarding(world: World, signals: Signals | None = None, name: str = "desk/1") -> Guarding:
    """A guardian of the desk `desk` in that world."""
    outside = Guarded(
        clock=world.clock,
        journal=world.journal,
        storefronts=(world.shop, *world.more_shops),
        awake=FakeAwake(),
        boot=world.boot,
        owner=name,
    )
    return Guarding(outside, signals or Signals())


@asynccontextmanager
async def at_work(
    world: World, fence: int | None, signals: Signals | None = None
) -> AsyncIterator["asyncio.Task[Ending]"]:
    """A guardian that acts, ended with the block."""
    task = asyncio.create_task(guarding(world, signals).run(fence))
    await settle()
    try:
        yield task
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def _marked(world: World, *skus: str, minutes: float = 1.0) -> int:
    """Products held by a desk that is gone now; the fence of its lease."""
    async with running(world) as desk:
        assert (await desk.mark(*(skus or ("EAR-01",)), minutes=minutes)).ok
    assert world.journal.kept.lease is not None
    return world.journal.kept.lease.fence


async def test_a_dead_desks_hold_ends_at_its_deadline() -> None:
    """The lease is taken at once, the product read first, restored once; the audit says by whom. F090."""
    world = World()
    fence = await _marked(world)
    async with at_work(world, fence) as task:
        await world.clock.tick(30)
        assert (world.shop.is_sold_out("EAR-01"), task.done()) == (True, False)
        await world.clock.tick(35)
        assert task.result() is Ending.NOTHING_OPEN
    assert sent(world) == ["sell_out", "restore"]
    assert [hold.state for hold in world.journal.kept.holds.values()] == [HoldState.RESTORED]
    assert "guardian_took_over" in [line.what for line in world.journal.kept.lines]


async def test_many_overdue_holds_are_closed_in_one_commit_and_read_in_one_request() -> None:
    """What is overdue does not wait for the disk or the shop's limit a hundred times."""
    world = World.with_products(40)
    fence = await _marked(world, *world.skus, minutes=0.5)
    world.clock.advance(60)
    reads, saved = len(world.shop.reads), len(world.journal.kept.lines)
    async with at_work(world, fence):
        await world.clock.tick(0.01)
        assert world.shop.reads[reads][1] == frozenset(world.skus)
        lines = [line.what for line in world.journal.kept.lines[saved:]]
        assert lines[:42].count("closing") == 40
        await world.clock.tick(5)
    assert not any(world.shop.is_sold_out(sku) for sku in world.skus)


async def test_where_nothing_is_open_it_ends_and_takes_no_lease() -> None:
    """A desk that died idle needs nobody."""
    world = World()
    async with running(world):
        pass
    lease = world.journal.kept.lease
    assert await guarding(world).run(lease.fence if lease else None) is Ending.NOTHING_OPEN
    assert world.journal.kept.lease == lease


async def test_a_hung_desks_lease_has_to_be_over_first() -> None:
    """Nobody knows whether it is dead: until its lease is over it may act, afterwards it may not."""
    world = World()
    await _marked(world, minutes=0.02)
    async with at_work(world, None):
        assert sent(world) == ["sell_out"]
        await world.clock.tick(6)
        assert sent(world) == ["sell_out", "restore"]


async def test_a_new_desk_is_left_in_peace() -> None:
    """It took the lease before the dead one's guardian came to it."""
    world = World()
    old = await _marked(world)
    async with running(world, start=False):
        assert await guarding(world).run(old) is Ending.GAVE_WAY
    assert "guardian_took_over" not in [line.what for line in world.journal.kept.lines]


async def test_a_desk_that_starts_takes_the_lease_back() -> None:
    """The guardian notices and sends nothing more; the hold goes on and ends once. F091."""
    world = World()
    fence = await _marked(world)
    async with at_work(world, fence) as task:
        await world.clock.tick(5)
        async with running(world, start=False) as desk:
            await desk.pass_time(3)
            assert task.result() is Ending.GAVE_WAY
            assert desk.gauge("EAR-01").hold is not None
            await desk.pass_time(60)
    assert sent(world) == ["sell_out", "restore"]


async def test_a_desk_that_thaws_learns_what_its_guardian_did(logs: Logs) -> None:
    """It saves no old state over a new one, reads back before buttons work, and can mark again."""
    logs.expect("lease_came_back")
    world = World()
    async with running(world) as desk:
        await desk.mark(minutes=0.5)
        await _frozen(desk)
        _restored_by_guardian(world)
        await desk.pass_time(2)
        (hold,) = desk.holds()
        assert hold.state is HoldState.RESTORED
        assert desk.gauge("EAR-01").hold is None
        assert (await desk.mark(minutes=0.5)).ok
    assert sent(world) == ["sell_out", "sell_out"]


class _Wire(FakeStorefront):
    """A shop to which a mark that has left comes, whatever becomes of its sender."""

    held: asyncio.Event | None = None

    async def sell_out(self, command: SellOutCommand) -> CommandAnswer:
        """It arrives once it is let go."""
        return await asyncio.shield(asyncio.ensure_future(self._arrive(command)))

    async def _arrive(self, command: SellOutCommand) -> CommandAnswer:
        if self.held is not None:
            await self.held.wait()
        return await super().sell_out(command)


async def test_a_mark_that_left_as_the_desk_thawed_is_brought_back(logs: Logs) -> None:
    """No fence can keep it back; its hold has ended, so nobody else would see to the product."""
    for event in ("somebody_else_acts", "lease_came_back", "stray_mark_restored"):
        logs.expect(event)
    world = World()
    world.shop = wire = _Wire(world.skus, clock=world.clock)
    async with running(world) as desk:
        wire.held = asyncio.Event()
        desk.ask_later(MarkSoldOut(who=ME, skus=("EAR-01",), minutes=5))
        await desk.pass_time(1)
        await _frozen(desk)
        _restored_by_guardian(world)
        wire.held.set()
        await desk.pass_time(1)
        wire.held = None
        await desk.pass_time(8)
        assert not world.shop.is_sold_out("EAR-01")
        assert desk.gauge("EAR-01").hold is None
        await desk.pass_time(60)
        assert (await desk.mark(minutes=0.5)).ok
        await desk.pass_time(40)
    assert sent(world) == ["sell_out", "restore", "sell_out", "restore"]
    assert [line.what for line in world.journal.kept.lines if "stray" in line.what] == ["stray_mark_restored"]


async def _frozen(desk: Desk) -> None:
    """The desk's lease is its guardian's before it looks again."""
    world = desk.world
    lease = world.journal.kept.lease
    assert lease is not None
    await world.journal.take_lease("desk/1", START, START + timedelta(days=1), seize=lease.fence)


def _restored_by_guardian(world: World) -> None:
    (hold,) = world.journal.kept.holds.values()
    world.shop.set_by_others(hold.sku, sold_out=False)
    over = replace(hold, state=HoldState.RESTORED, ended_at=world.clock.now())
    world.journal.kept.holds[hold.id] = over


async def test_a_system_that_ends_restores_everything_now() -> None:
    """Nobody will be there at the deadline: when the computer shuts down, the its guardian is asked too."""
    world = World()
    fence = await _marked(world, "EAR-01", "EAR-02", minutes=20)
    signals = Signals()
    async with at_work(world, fence, signals) as task:
        await world.clock.tick(2)
        signals.hurried.set()
        await world.clock.tick(4)
        assert task.result() is Ending.NOTHING_OPEN
    assert sent(world).count("restore") == 2


async def test_a_desk_that_lives_calls_it_off() -> None:
    """A beat came: what is open is the desk's again."""
    world = World()
    fence = await _marked(world, minutes=20)
    signals = Signals()
    async with at_work(world, fence, signals) as task:
        await world.clock.tick(2)
        signals.called_off.set()
        await world.clock.tick(1)
        assert task.result() is Ending.CALLED_OFF
    assert sent(world) == ["sell_out"]


async def test_an_emergency_stop_stays_and_a_released_one_is_brought_back() -> None:
    """A stop has no deadline: only a person ends it, but then it ends."""
    world = World()
    async with running(world) as desk:
        await desk.ask(EmergencyStop(who=ME, skus=("EAR-01", "EAR-02")))
        world.shop.does.fail(Unavailable("no answer"))
        await desk.ask(Release(who=ME, skus=("EAR-02",)))
    world.shop.does.heal()
    lease = world.journal.kept.lease
    async with at_work(world, lease.fence if lease else None) as task:
        await world.clock.tick(5)
        assert task.result() is Ending.NOTHING_OPEN
    assert (world.shop.is_sold_out("EAR-01"), world.shop.is_sold_out("EAR-02")) == (True, False)


@pytest.mark.parametrize(("units", "off"), [(0, True), (4, False), (None, False)])
async def test_the_last_known_stock_is_asked_of_the_record(units: int | None, *, off: bool) -> None:
    """Where the shop would sell what is not there, a product whose last figure was 0 stays off sale."""
    world = World()
    world.shop.enforces_quantity = False
    fence = await _marked(world)
    change = StockChange(at=START, warehouse="la", sku="EAR-01", available=units)
    await world.journal.add_facts(stock=[change])
    async with at_work(world, fence):
        await world.clock.tick(70)
    assert world.shop.is_sold_out("EAR-01") is off


async def test_it_gives_up_only_where_it_was_told_to() -> None:
    """A demo's shop ends with its desk; a real one is tried for ever."""
    world = World()
    fence = await _marked(world)
    world.shop.does.fail(Unavailable("no answer"))
    async with at_work(world, fence, Signals(give_up_s=30.0)) as task:
        await world.clock.tick(80)
        assert not task.done()
        await world.clock.tick(15)
        assert task.result() is Ending.GAVE_UP
    lease = world.journal.kept.lease
    async with at_work(world, lease.fence if lease else None) as task:
        await world.clock.tick(600)
        assert not task.done()
        world.shop.does.heal()
        await world.clock.tick(15)
        assert task.result() is Ending.NOTHING_OPEN


async def test_a_broken_record_is_waited_for(logs: Logs) -> None:
    """A full disk is weather for the guardian too."""
    logs.expect("journal_in_trouble", logging.ERROR)
    world = World()
    fence = await _marked(world, minutes=0.1)
    world.journal.fail(JournalFull("the disk is full"), on="save_holds", times=3)
    async with at_work(world, fence):
        await world.clock.tick(12)
    assert sent(world) == ["sell_out", "restore"]


async def test_a_shop_that_the_settings_no_longer_name_keeps_nobody_waiting() -> None:
    """It can't be reached at all; the next desk says so."""
    world = World()
    other = FakeStorefront(("EAR-01",), clock=world.clock, storefront="mall")
    world.more_shops = (other,)
    async with running(world) as desk:
        await desk.mark(minutes=1, storefronts=("mall",))
    world.more_shops = ()
    lease = world.journal.kept.lease
    assert await guarding(world).run(lease.fence if lease else None) is Ending.NOTHING_OPEN


# The desk's side


async def test_without_a_guardian_a_mark_is_refused_until_it_is_back() -> None:
    """Said as an alert; what is open is not touched by it. F092."""
    world = World()
    guardian = FakeGuardian(guards=False)
    async with running(world, start=False, guardian=guardian) as desk:
        await desk.pass_time(4)
        assert (await desk.ask(StartBroadcast(who=ME))).ok
        assert "unguarded" in desk.alerts()
        answer = await desk.mark()
        assert [result.code for result in answer.results] == [Code.UNGUARDED]
        guardian.become(guards=True)
        assert (await desk.mark()).ok


async def test_a_reason_overrides_a_dead_guardian_and_nothing_else() -> None:
    """Given with the mark it stands with that hold; given once it lasts until the guardian is back."""
    world = World()
    guardian = FakeGuardian()
    async with running(world, guardian=guardian) as desk:
        await desk.pass_time(1)
        guardian.become(guards=False)
        assert (await desk.mark("EAR-01", override="the round is sold")).ok
        assert [result.code for result in (await desk.mark("EAR-02")).results] == [Code.UNGUARDED]
        assert (await desk.ask_now(AllowUnguarded(who=ME, reason="on air now"))).ok
        broadcast = desk.told().broadcast
        assert broadcast is not None
        assert "on air now" in " ".join(broadcast.notices)
        assert (await desk.mark("EAR-02")).ok
        await desk.ask(Restore(who=ME, skus=("EAR-02",)))
        guardian.become(guards=True)
        guardian.become(guards=False)
        assert [result.code for result in (await desk.mark("EAR-02")).results] == [Code.UNGUARDED]
    said = [line.detail for line in world.journal.kept.lines if line.what == "hold"]
    assert ["override=the round is sold" in said[0], "override=on air now" in said[1]] == [True, True]
    assert "unguarded_allowed" in [line.what for line in world.journal.kept.lines]


async def test_a_guardian_that_comes_in_time_is_never_missed() -> None:
    """A start waits for it a little, so that no alert flashes up each time."""
    world = World()
    guardian = FakeGuardian()
    async with running(world, guardian=guardian) as desk:
        await desk.pass_time(3)
        assert desk.alerts() == ()
        lease = world.journal.kept.lease
        assert lease is not None
        assert guardian.beat() == Beat(fence=lease.fence, held=False)
        assert (await desk.mark()).ok
        assert guardian.beat() == Beat(fence=lease.fence, held=True)


@pytest.mark.parametrize("guards", [True, False])
async def test_an_end_leaves_open_holds_to_the_guardian_or_restores_them(*, guards: bool) -> None:
    """SIGTERM: left to who will be there, else restored first."""
    world = World()
    guardian = FakeGuardian()
    async with running(world, guardian=guardian) as desk:
        assert (await desk.mark(minutes=20)).ok
        guardian.become(guards=guards)
        ending = asyncio.create_task(desk.engine.see_to_holds(8.0))
        await desk.pass_time(3)
        assert ending.done()
    assert world.shop.is_sold_out("EAR-01") is guards
    assert guardian.left is guards


async def test_a_desk_starts_at_login_while_something_is_held_and_no_longer() -> None:
    """Asked for in the settings; where it can't be arranged it is said."""
    world, login = World(), FakeAutostart()
    async with running(world, autostart=login) as desk:
        assert not login.wanted
        assert (await desk.mark(minutes=1)).ok
        await desk.pass_time(1)
        assert login.wanted
        await desk.pass_time(65)
        assert not login.wanted
        login.possible = False
        assert (await desk.mark(minutes=1)).ok
        await desk.pass_time(1)
        broadcast = desk.told().broadcast
        assert broadcast is not None
        assert "at login" in " ".join(broadcast.notices)


async def test_a_desk_that_comes_back_tells_what_became_of_its_holds(logs: Logs) -> None:
    """After its guardian acted, after a time with nobody there, after sleep, after standing still."""
    world = World()
    fence = await _marked(world, "EAR-01", minutes=1)
    async with at_work(world, fence) as task:
        await world.clock.tick(70)
        assert task.done()
    async with running(world, start=False) as desk:
        assert "The guardian stood in" in _away(desk)[0]
        assert "EAR-01 · Web shop: back on sale at 13:01" in _away(desk)[1]
        assert "desk_took_back" in [line.what for line in world.journal.kept.lines]
        assert (await desk.mark("EAR-02", minutes=1)).ok
    world.clock.advance(600)
    async with running(world, start=False) as desk:
        assert "did not run" in _away(desk)[0]
        assert "EAR-02 · Web shop: back on sale at 13:11:12, 9:00 late" in _away(desk)[1]
        assert (await desk.mark("CUP-01", minutes=1)).ok
        world.clock.jump_wall(3600)
        logs.expect("clocks_disagree")
        await desk.pass_time(2)
        assert "slept" in _away(desk)[0]
        assert "CUP-01" in _away(desk)[1]
        assert (await desk.mark("EAR-01", minutes=0.5)).ok
        world.clock.advance(40)
        await desk.pass_time(4)
        assert "stood still" in _away(desk)[0]
        assert "EAR-01" in _away(desk)[1]


def _away(desk: Desk) -> tuple[str, str]:
    """The title and all lines of what was told last."""
    broadcast = desk.told().broadcast
    assert broadcast is not None
    assert broadcast.away is not None
    return broadcast.away.title, " ".join(broadcast.away.lines)
