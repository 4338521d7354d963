"""Deaths, bugs, full disks, lost leases, changed clocks: no product stays off sale, nothing is repeated."""

import asyncio
import logging
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from structlog.testing import capture_logs

from app.domain.hold import HoldState
from app.intents import Code, EmergencyStop, EndBroadcast, Intent, MarkSoldOut, Restore
from app.ports import (
    JournalBusy,
    JournalDamaged,
    JournalError,
    JournalFull,
    Lease,
    TrafficSample,
    Unavailable,
)
from app.views.alarm import NO_ALARM
from tests.engine.desk_under_test import ME, Desk, World, running
from tests.fakes.clock import START, FakeClock, settle
from tests.fakes.journal import FakeJournal
from tests.fakes.storefronts import FakeStorefront, Fate
from tests.guards import Logs


def sent(world: World) -> list[str]:
    """What the shop was told, in order."""
    return [each.what for each in world.shop.sent]


async def dying(desk: Desk, intent: Intent) -> None:
    """Ask for it and wait for no answer."""
    asking = asyncio.create_task(desk.engine.carry_out(intent))
    await desk.pass_time(0.1)
    asking.cancel()
    await asyncio.gather(asking, return_exceptions=True)


def notices(desk: Desk) -> tuple[str, ...]:
    """What the notices bar says."""
    told = [delta.broadcast for delta in desk.deltas if delta.broadcast is not None]
    return told[-1].notices


async def test_a_desk_that_dies_before_it_sends_never_sends() -> None:
    """The intent is committed, the read before it hangs, the desk dies: given back after the watch. F079."""
    world = World()
    async with running(world) as desk:
        world.shop.does.hang()
        await dying(desk, MarkSoldOut(who=ME, skus=("EAR-01",), minutes=30))
    world.shop.does.let_go()
    async with running(world) as desk:
        assert [hold.state for hold in desk.holds()] == [HoldState.UNKNOWN]
        await desk.pass_time(70)
        assert [hold.state for hold in desk.holds()] == [HoldState.NOT_APPLIED]
        assert desk.gauge("EAR-01").holds_used == 0
    assert sent(world) == []


async def test_a_desk_that_dies_with_a_mark_on_the_wire_adopts_it() -> None:
    """It took effect after the death: the next desk reads it and restores it at the deadline. F008, F081."""
    world = World()
    async with running(world) as desk:
        world.shop.next_fates = [Fate.LATE]
        world.shop.late_s = 2.0
        await dying(desk, MarkSoldOut(who=ME, skus=("EAR-01",), minutes=1))
    async with running(world) as desk:
        await desk.pass_time(4)
        assert [hold.state for hold in desk.holds()] == [HoldState.ACTIVE]
        await desk.pass_time(60)
    assert not world.shop.is_sold_out("EAR-01")
    assert sent(world) == ["sell_out", "restore"]


async def test_a_desk_that_dies_with_a_restore_on_the_wire_reads_first() -> None:
    """It had arrived: recorded as restored, nothing is sent again. F087."""
    world = World()
    async with running(world) as desk:
        await desk.mark(minutes=1)
        world.shop.next_fates = [Fate.LOST_ANSWER]
        await dying(desk, Restore(who=ME, skus=("EAR-01",)))
    async with running(world) as desk:
        await desk.pass_time(10)
        assert [hold.state for hold in desk.holds()] == [HoldState.RESTORED]
    assert sent(world) == ["sell_out", "restore"]


async def test_overdue_holds_do_not_wait_for_history() -> None:
    """What was seen is learnt again beside the restore, however long the record takes to tell it."""
    world = World()
    async with running(world) as desk:
        await desk.mark(minutes=1)
    world.clock.advance(4 * 3600)

    async def takes_its_time(_since: datetime) -> tuple[TrafficSample, ...]:
        await asyncio.Event().wait()
        return ()

    world.journal.traffic_since = takes_its_time  # type: ignore[assignment]  # a slow record
    async with running(world, start=False) as desk:
        assert not world.shop.is_sold_out("EAR-01")


async def test_a_record_that_can_t_tell_history_does_not_end_the_desk(logs: Logs) -> None:
    """Rates begin anew; everything else goes on."""
    logs.expect("history_not_read")
    world = World()
    async with running(world):
        pass
    world.journal.fail(JournalBusy("locked by another program"), on="traffic_since")
    async with running(world) as desk:
        await desk.pass_time(5)
        assert (await desk.mark()).ok


async def test_a_bug_in_a_connector_does_not_keep_a_product_off_sale(logs: Logs) -> None:
    """A read that fails in a way nobody thought of is tried again, as after a restart."""
    logs.expect("hold_task_failed", logging.ERROR)
    logs.expect("task_failed", logging.ERROR)
    world = World()
    async with running(world) as desk:
        await desk.mark(minutes=1)
        await desk.pass_time(57)
        world.shop.does.fail(RuntimeError("a bug of ours"))
        await desk.pass_time(10)
        world.shop.does.heal()
        await desk.pass_time(10)
    assert not world.shop.is_sold_out("EAR-01")
    assert sent(world) == ["sell_out", "restore"]


async def test_a_hold_at_a_storefront_that_is_gone_from_the_settings_is_told() -> None:
    """The desk works on for the others, and comes back to it when it is named again."""
    world = World()
    other = FakeStorefront(("EAR-01",), clock=world.clock, storefront="mall")
    world.more_shops = (other,)
    async with running(world) as desk:
        await desk.mark(minutes=1, storefronts=("mall",))
    world.clock.advance(120)
    world.more_shops = ()
    async with running(world) as desk:
        assert "mall" in " ".join(notices(desk))
        assert (await desk.mark("EAR-02")).ok
        world.clock.jump_wall(0)
        await desk.ask(Restore(who=ME, skus=("EAR-02",)))
        await desk.engine.restore_all(0.0)
    assert other.is_sold_out("EAR-01")
    world.more_shops = (other,)
    async with running(world):
        assert not other.is_sold_out("EAR-01")


async def test_a_broken_record_does_not_keep_the_desk_from_ending(logs: Logs) -> None:
    """The last restores are bounded in time even where their intent can't be recorded."""
    logs.expect("journal_in_trouble", logging.ERROR)
    world = World()
    async with running(world) as desk:
        await desk.mark()
        world.journal.fail(JournalFull("the disk is full"), times=500)
        ending = asyncio.create_task(desk.engine.restore_all(8.0))
        await desk.pass_time(9)
        assert ending.done()
        world.journal.heal()


async def test_a_mark_that_waits_too_long_for_the_record_is_not_sent(logs: Logs) -> None:
    """Nobody expects it any more; its number is given back, and the words say so. F128."""
    logs.expect("journal_in_trouble", logging.ERROR)
    world = World()
    async with running(world) as desk:
        world.journal.fail(JournalFull("the disk is full"), on="save_holds", times=20)
        answer = await desk.mark(minutes=5)
        assert [result.code for result in answer.results] == [Code.UNCONFIRMED]
        await desk.pass_time(15)
        assert [hold.state for hold in desk.holds()] == [HoldState.REFUSED]
        assert desk.gauge("EAR-01").holds_used == 0
    assert sent(world) == []


@pytest.mark.parametrize(
    ("trouble", "words"),
    [
        (JournalFull("the disk is full"), "the disk is full"),
        (JournalBusy("the record is busy"), "the record is busy"),
        (JournalDamaged("the record is damaged"), "the record is damaged"),
    ],
)
async def test_a_record_in_trouble_is_told_before_anybody_presses(
    trouble: JournalError, words: str, logs: Logs
) -> None:
    """Full, locked or damaged: notice and button say so, a press sends nothing. F128, F130."""
    logs.expect("journal_in_trouble", logging.ERROR)
    world = World()
    async with running(world) as desk:
        assert desk.gauge("EAR-01").cannot_mark == ""
        world.journal.fail(trouble, times=500)
        await desk.pass_time(4)
        assert words in " ".join(notices(desk))
        assert desk.gauge("EAR-01").cannot_mark == "The journal can't be written"
        reads = len(world.shop.reads)
        (result,) = (await desk.ask_now(MarkSoldOut(who=ME, skus=("EAR-01",), minutes=5))).results
        assert (result.code, words in result.text) == (Code.NO_RECORD, True)
        assert (len(world.shop.reads), sent(world), desk.holds()) == (reads, [], ())
        world.journal.heal()
        await desk.pass_time(4)
        assert words not in " ".join(notices(desk))
        assert (await desk.mark()).ok


async def test_a_disk_that_takes_only_the_lease_is_still_told() -> None:
    """What needs no new room succeeds all the time; the notice does not come and go with it. F128."""
    world = World()
    async with running(world) as desk:
        world.journal.fail(JournalFull("the disk is full"), on="add_facts", times=500)
        with capture_logs() as said:
            for second in range(12):
                world.warehouse.put("EAR-01", 90)
                world.traffic.viewers = 1000 + second
                await desk.pass_time(1)
        assert "the disk is full" in " ".join(notices(desk))
        assert [line["event"] for line in said if "journal" in line["event"]] == ["journal_in_trouble"]


async def test_an_outcome_on_a_full_disk_is_recorded_when_there_is_room(logs: Logs) -> None:
    """The shop has taken the mark; the desk goes on trying to record it and restores in time. F129."""
    logs.expect("journal_in_trouble", logging.ERROR)
    world = World()
    async with running(world) as desk:
        world.shop.commands_do.hang()
        desk.ask_later(MarkSoldOut(who=ME, skus=("EAR-01",), minutes=1))
        await desk.pass_time(0.5)
        world.journal.fail(JournalFull("the disk is full"), times=500)
        world.shop.commands_do.let_go()
        await desk.pass_time(30)
        assert world.shop.is_sold_out("EAR-01")
        world.journal.heal()
        await desk.pass_time(5)
        assert [hold.state for hold in desk.holds()] == [HoldState.ACTIVE]
        await desk.pass_time(40)
        assert [hold.state for hold in desk.holds()] == [HoldState.RESTORED]
    assert sent(world) == ["sell_out", "restore"]


class _SlowStart(FakeJournal):
    """A record that has the process stand still once it has given it the lease."""

    clock: FakeClock

    async def take_lease(
        self, owner: str, at: datetime, until: datetime, *, seize: int | None = None
    ) -> Lease:
        """Give it, and let ten seconds pass."""
        lease = await super().take_lease(owner, at, until, seize=seize)
        if not self.is_settled:
            self.is_settled = True
            self.clock.advance(10)
        return lease

    is_settled = False


async def test_a_start_that_outlasts_its_lease_still_sees_to_its_holds() -> None:
    """A mark was on the wire when the last desk died; the lease runs out before it was looked at. F081."""
    world = World()
    async with running(world) as desk:
        world.shop.commands_do.hang()
        await dying(desk, MarkSoldOut(who=ME, skus=("EAR-01",), minutes=0.1))
    world.shop.commands_do.let_go()
    world.shop.set_by_others("EAR-01", sold_out=True)  # it has arrived all the same
    slow = _SlowStart(world.journal.kept)
    slow.clock, world.journal = world.clock, slow
    async with running(world) as desk:
        await desk.pass_time(20)
        assert [hold.state for hold in desk.holds()] == [HoldState.RESTORED]
    assert not world.shop.is_sold_out("EAR-01")
    assert sent(world) == ["sell_out", "restore"]


async def test_without_the_lease_nothing_is_sent(logs: Logs) -> None:
    """Another desk acts for this room: not even the intent of a mark is recorded. F091, F094."""
    logs.expect("lease_came_back")
    world = World()
    async with running(world) as desk:
        theirs = Lease(owner="another", fence=2, until=START + timedelta(hours=1))
        world.journal.kept.lease = theirs
        await desk.pass_time(4)
        assert "Another desk acts" in " ".join(notices(desk))
        answer = await desk.mark()
        assert [result.code for result in answer.results] == [Code.NO_RECORD]
        await desk.pass_time(5)
        assert (sent(world), desk.holds()) == ([], ())
        world.journal.kept.lease = replace(theirs, until=world.clock.now())
        await desk.pass_time(4)
        assert (await desk.mark()).ok


async def test_a_frozen_desk_sends_nothing_on_a_lease_that_is_over() -> None:
    """It thaws with a hold overdue: the lease is renewed before the restore leaves."""
    world = World()
    async with running(world) as desk:
        await desk.mark(minutes=1)
        world.journal.kept.lease = Lease(owner="another", fence=2, until=START + timedelta(hours=1))
        world.clock.advance(70)
        await desk.pass_time(2)
        assert sent(world) == ["sell_out"]


async def test_after_sleep_overdue_holds_come_first_and_are_told(logs: Logs) -> None:
    """The monotonic clock stood still for three hours; the words name how long. F073."""
    logs.expect("clocks_disagree")
    world = World()
    async with running(world) as desk:
        await desk.mark("EAR-01", minutes=5)
        await desk.mark("EAR-02", minutes=5)
        world.clock.jump_wall(3 * 3600)
        await desk.pass_time(1.5)
        assert not world.shop.is_sold_out("EAR-01")
        assert not world.shop.is_sold_out("EAR-02")
        said = " ".join(notices(desk))
        assert "slept" in said
        assert "2 holds ran over" in said


async def test_no_button_works_before_the_shops_were_read_after_sleep(logs: Logs) -> None:
    """A mark is refused in words meanwhile."""
    logs.expect("clocks_disagree")
    world = World()
    async with running(world) as desk:
        await desk.mark("EAR-01", minutes=5)
        world.shop.does.hang()
        world.clock.jump_wall(600)
        await desk.pass_time(1)
        answer = await desk.mark("EAR-02")
        assert [result.code for result in answer.results] == [Code.RECONCILING]
        world.shop.does.let_go()
        await desk.pass_time(1)
        assert (await desk.mark("EAR-02")).ok


async def test_the_computer_stays_awake_while_a_hold_or_a_broadcast_is_open() -> None:
    """And may sleep again after; where it can't be arranged, it is said. F074."""
    world = World()
    async with running(world) as desk:
        await desk.pass_time(6)
        assert desk.awake.held
        await desk.ask(EndBroadcast(who=ME))
        await desk.ask(EmergencyStop(who=ME, skus=("EAR-01",)))
        await desk.pass_time(6)
        assert desk.awake.held
        desk.awake.possible = False
    assert not desk.awake.held
    async with running(world, awake_possible=False) as desk:
        await desk.pass_time(1)
        assert "may fall asleep" in " ".join(notices(desk))


async def test_two_hundred_holds_come_back_together() -> None:
    """Every one at its deadline, each told once."""
    world = World.with_products(200)
    skus = tuple(world.shop.skus)
    async with running(world) as desk:
        answer = await desk.mark(*skus, minutes=1)
        assert answer.ok
        assert len(answer.results) == 200
        await desk.pass_time(70)
        assert {hold.state for hold in desk.holds()} == {HoldState.RESTORED}
    assert (sent(world).count("sell_out"), sent(world).count("restore")) == (200, 200)


async def test_two_hundred_overdue_holds_are_restored_at_once_after_a_crash() -> None:
    """Read together, the most overdue first."""
    world = World.with_products(200)
    skus = sorted(world.shop.skus)
    async with running(world) as desk:
        for minutes, sku in enumerate(skus[:5], start=1):
            assert (await desk.mark(sku, minutes=minutes)).ok
        await desk.mark(*skus[5:], minutes=10)
    world.clock.advance(3600)
    reads = len(world.shop.reads)
    async with running(world, start=False):
        assert not any(world.shop.is_sold_out(sku) for sku in skus)
    restored = [each.sku for each in world.shop.sent if each.what == "restore"]
    assert restored[:5] == skus[:5]
    assert len(world.shop.reads) - reads < 60


async def test_a_shop_that_can_t_be_reached_gets_its_restore_when_it_can() -> None:
    """Tried again and again, a person is told, and it is never dropped. F121."""
    world = World()
    async with running(world) as desk:
        await desk.mark(minutes=1)
        world.shop.does.fail(Unavailable("no answer"))
        with capture_logs() as said:
            await desk.pass_time(600)
        assert len([line for line in said if line["event"] == "source_went_quiet"]) == 1
        assert [hold.needs_attention for hold in desk.holds()] == [True]
        world.shop.does.heal()
        await desk.pass_time(12)
        assert not world.shop.is_sold_out("EAR-01")


async def test_what_does_not_come_back_is_an_alarm_until_it_does() -> None:
    """It names the products and where to restore them; over once they are read back."""
    world = World()
    async with running(world) as desk:
        await desk.mark(minutes=1)
        world.shop.does.fail(Unavailable("no answer"))
        await desk.pass_time(120)
        alarm = desk.told().alarm
        assert alarm is not None
        assert [(stuck.sku, stuck.shop, stuck.error) for stuck in alarm.stuck] == [
            ("EAR-01", "Web shop", "no answer")
        ]
        world.shop.does.heal()
        await desk.pass_time(12)
        assert desk.told().alarm == NO_ALARM


async def test_a_product_that_is_gone_from_the_shop_needs_a_person() -> None:
    """Not closed silently. F026."""
    world = World()
    async with running(world) as desk:
        await desk.mark(minutes=1)
        world.shop.remove("EAR-01")
        await desk.pass_time(70)
        (hold,) = desk.holds()
        assert (hold.state.is_open, hold.needs_attention) == (True, True)
        assert "does not list" in hold.error


@pytest.mark.parametrize("stock", [0, None, 7])
async def test_a_restore_waits_for_stock_only_where_the_shop_would_oversell(stock: int | None) -> None:
    """Unknown stock does not keep a product off sale; our lock is the greater wrong. F107."""
    world = World()
    world.shop.enforces_quantity = False
    async with running(world) as desk:
        await desk.mark(minutes=1)
        world.warehouse.put("EAR-01", stock)
        await desk.pass_time(70)
        assert world.shop.is_sold_out("EAR-01") is (stock == 0)
        ended = await desk.ask(EndBroadcast(who=ME))
        assert ended.ok
        expected = HoldState.HANDED_OVER if stock == 0 else HoldState.RESTORED
        assert [hold.state for hold in desk.holds()] == [expected]
        await settle()
