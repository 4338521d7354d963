"""Holds over fakes: marked, read back, restored; through lost answers, crashes and other people."""

import asyncio
import logging
from collections.abc import Callable

import pytest

from app.domain.hold import HoldState
from app.intents import Code, EmergencyStop, EndBroadcast, MarkSoldOut, Release, Restore, UndoMark
from app.ports import JournalFull, Unavailable
from app.views.gauge import ChipKind, ShopLineState
from tests.engine.desk_under_test import ME, SKUS, Desk, World, running
from tests.fakes.storefronts import Fate


async def test_a_mark_is_confirmed_by_reading_back() -> None:
    """The answer is given when the shop says so; the gauge says held, with the true stock beside it."""
    world = World()
    async with running(world) as desk:
        answer = await desk.mark()
        assert answer.ok
        assert [(r.sku, r.storefront, r.state) for r in answer.results] == [("EAR-01", "shop", "active")]
        assert world.shop.is_sold_out("EAR-01")
        gauge = desk.gauge("EAR-01")
        assert (gauge.chip.kind, gauge.available) == (ChipKind.HELD, 100)
        assert gauge.shops[0].state is ShopLineState.SOLD_OUT


async def test_a_hold_comes_back_at_its_deadline() -> None:
    """Nobody has to remember it."""
    world = World()
    async with running(world) as desk:
        await desk.mark(minutes=1)
        await desk.pass_time(58)
        assert world.shop.is_sold_out("EAR-01")
        await desk.pass_time(4)
        assert not world.shop.is_sold_out("EAR-01")
        assert [hold.state for hold in desk.holds()] == [HoldState.RESTORED]
        assert [sent.what for sent in world.shop.sent] == ["sell_out", "restore"]


async def test_a_hold_is_restored_after_a_crash_however_late() -> None:
    """The next desk finds it overdue in the journal and restores it first of all."""
    world = World()
    async with running(world) as desk:
        await desk.mark(minutes=1)
    assert world.shop.is_sold_out("EAR-01")
    world.clock.advance(3600)
    async with running(world):
        assert not world.shop.is_sold_out("EAR-01")
    assert [sent.what for sent in world.shop.sent] == ["sell_out", "restore"]


async def test_a_lost_answer_is_read_back_and_never_sent_again() -> None:
    """The mark took effect though its answer was lost: adopted, one effect in the shop's ledger. F008."""
    world = World()
    world.shop.next_fates = [Fate.LOST_ANSWER]
    async with running(world) as desk:
        answer = await desk.mark()
        assert answer.ok
        assert [effect.sold_out for effect in world.shop.ledger] == [True]
        assert len(world.shop.sent) == 1


async def test_a_late_effect_is_found_and_restored_at_the_deadline() -> None:
    """The shop applied the mark half a minute after we gave up on its answer. F009."""
    world = World()
    world.shop.next_fates = [Fate.LATE]
    async with running(world) as desk:
        answer = await desk.mark(minutes=1)
        assert [result.code for result in answer.results] == [Code.UNCONFIRMED]
        assert answer.exit_code == 5
        await desk.pass_time(40)
        assert world.shop.is_sold_out("EAR-01")
        await desk.pass_time(30)
        assert not world.shop.is_sold_out("EAR-01")
    assert [sent.what for sent in world.shop.sent] == ["sell_out", "restore"]


async def test_a_lost_restore_is_read_and_not_repeated() -> None:
    """The restore took effect though its answer was lost: the read says so. F010."""
    world = World()
    async with running(world) as desk:
        await desk.mark()
        world.shop.next_fates = [Fate.LOST_ANSWER]
        answer = await desk.ask(Restore(who=ME, skus=("EAR-01",)))
        assert answer.ok
    assert [sent.what for sent in world.shop.sent] == ["sell_out", "restore"]


async def test_a_restore_without_effect_is_tried_until_it_is_read_back() -> None:
    """A shop that says yes and does nothing is asked again, and a person is told."""
    world = World()
    async with running(world) as desk:
        await desk.mark(minutes=1)
        world.shop.next_fates = [Fate.IGNORED] * 5
        await desk.pass_time(75)
        assert desk.gauge("EAR-01").chip.kind is ChipKind.NOT_RESTORED
        await desk.pass_time(60)
        assert not world.shop.is_sold_out("EAR-01")
        assert [hold.state for hold in desk.holds()] == [HoldState.RESTORED]


async def test_a_refused_mark_gives_its_number_back() -> None:
    """A definite no uses up nothing. F106."""
    world = World()
    world.shop.next_fates = [Fate.REFUSED]
    async with running(world) as desk:
        answer = await desk.mark()
        assert [result.code for result in answer.results] == [Code.PLATFORM_REFUSED]
        assert answer.exit_code == 1
        assert world.shop.refusal in answer.results[0].text
        assert desk.gauge("EAR-01").holds_used == 0


async def test_the_fourth_mark_is_refused_with_a_sentence() -> None:
    """Three a broadcast, and the words say when there are new ones. F101."""
    world = World()
    async with running(world) as desk:
        for _time in range(3):
            assert (await desk.mark()).ok
            assert (await desk.ask(Restore(who=ME, skus=("EAR-01",)))).ok
        answer = await desk.mark()
        assert answer.exit_code == 3
        assert answer.results[0].text == (
            "Product EAR-01 has used all 3 virtual sold-outs of this broadcast. "
            "The next broadcast gives 3 new ones."
        )
        assert len([sent for sent in world.shop.sent if sent.what == "sell_out"]) == 3
        assert desk.gauge("EAR-01").cannot_mark


@pytest.mark.parametrize(("minutes", "code"), [(31.0, Code.LIMIT_TIME), (30.01, Code.LIMIT_TIME)])
async def test_more_than_half_an_hour_is_refused(minutes: float, code: Code) -> None:
    """No silent clipping. F102."""
    async with running(World()) as desk:
        answer = await desk.mark(minutes=minutes)
        assert [result.code for result in answer.results] == [code]
        assert answer.exit_code == 3


async def test_without_a_broadcast_nothing_is_marked_but_a_stop_works() -> None:
    """Counts are per broadcast; an emergency waits for nothing."""
    world = World()
    async with running(world, start=False) as desk:
        assert [r.code for r in (await desk.mark()).results] == [Code.NO_BROADCAST]
        assert (await desk.ask(EmergencyStop(who=ME, skus=("EAR-01",)))).ok
        assert world.shop.is_sold_out("EAR-01")
        assert desk.gauge("EAR-01").chip.kind is ChipKind.STOPPED


async def test_a_stop_takes_over_a_hold_and_outlasts_its_deadline() -> None:
    """Off sale until a person releases it, with a reason."""
    world = World()
    async with running(world) as desk:
        await desk.mark(minutes=1)
        assert (await desk.ask(EmergencyStop(who=ME, skus=("EAR-01",)))).ok
        await desk.pass_time(120)
        assert world.shop.is_sold_out("EAR-01")
        assert [r.code for r in (await desk.mark()).results] == [Code.STOPPED]
        assert (await desk.ask(Release(who=ME, skus=("EAR-01",)))).ok
        assert not world.shop.is_sold_out("EAR-01")
        assert desk.gauge("EAR-01").holds_used == 1


async def test_an_unreadable_shop_is_not_marked() -> None:
    """What can't be read before can't be restored after: nothing is sent, nothing is used up."""
    world = World()
    async with running(world) as desk:
        world.shop.does.fail(Unavailable("no answer"))
        answer = await desk.mark()
        assert answer.results[0].code is Code.UNREADABLE
        assert not world.shop.sent
        world.shop.does.heal()
        await desk.pass_time(16)
        assert (await desk.mark()).ok


async def test_a_product_that_somebody_else_took_off_is_not_marked() -> None:
    """What is not ours is never restored by us. F098."""
    world = World()
    async with running(world) as desk:
        world.shop.set_by_others("EAR-01", sold_out=True)
        answer = await desk.mark()
        assert not answer.ok
        assert not world.shop.sent


async def test_a_product_put_back_by_somebody_else_is_handed_over() -> None:
    """We never undo what we did not do. Said at once, believed once no old copy can be told any more."""
    world = World()
    async with running(world) as desk:
        await desk.mark(minutes=5)
        world.shop.set_by_others("EAR-01", sold_out=False)
        await desk.pass_time(30)
        assert [hold.state for hold in desk.holds()] == [HoldState.ACTIVE]
        assert desk.alerts() == ("contradicted:1",)
        await desk.pass_time(40)
        assert [hold.state for hold in desk.holds()] == [HoldState.HANDED_OVER]
        assert "handed_over:1" in desk.alerts()
        await desk.pass_time(60)
    assert [sent.what for sent in world.shop.sent] == ["sell_out"]


async def test_undo_restores_and_the_use_still_counts() -> None:
    """Buyers saw it."""
    world = World()
    async with running(world) as desk:
        answer = await desk.mark()
        undo = next(delta.undo for delta in reversed(desk.deltas) if delta.undo)
        assert undo[0].holds == (answer.results[0].hold,)
        assert (await desk.ask(UndoMark(who=ME, holds=undo[0].holds))).ok
        assert not world.shop.is_sold_out("EAR-01")
        assert desk.gauge("EAR-01").holds_used == 1


async def test_a_product_that_only_the_shop_lists_can_be_marked() -> None:
    """No warehouse has answered yet, or none has it: it is shown from then on."""
    world = World(skus=(*SKUS, "ONLY-SHOP"))
    world.warehouse.drop("ONLY-SHOP")
    async with running(world, planned=SKUS) as desk:
        answer = await desk.mark("ONLY-SHOP")
        assert [result.code for result in answer.results] == [Code.DONE]
        assert desk.gauge("ONLY-SHOP").chip.kind is ChipKind.HELD


async def test_several_products_are_marked_together() -> None:
    """Each is tried; the code is the worst."""
    world = World()
    async with running(world) as desk:
        answer = await desk.ask(MarkSoldOut(who=ME, skus=("EAR-01", "EAR-02", "NOPE"), minutes=5))
        codes = {result.sku: result.code for result in answer.results}
        assert codes == {"EAR-01": Code.DONE, "EAR-02": Code.DONE, "NOPE": Code.UNKNOWN_SKU}
        assert world.shop.is_sold_out("EAR-02")


async def test_nothing_is_sent_when_it_can_t_be_recorded() -> None:
    """A full disk is said before anything leaves. F128."""
    world = World()
    async with running(world) as desk:
        world.journal.fail(JournalFull("the disk is full"), on="add_holds")
        answer = await desk.mark()
        assert answer.results[0].code is Code.NO_RECORD
        assert "the disk is full" in answer.results[0].text
        assert not world.shop.sent


async def test_what_a_shop_did_is_kept_when_the_journal_recovers(logs: object) -> None:
    """The confirmation waits for the disk; the desk shows nothing that is not kept. F129."""
    world = World()
    async with running(world) as desk:
        world.journal.fail(JournalFull("the disk is full"), on="save_holds", times=3)
        expect(logs, "journal_in_trouble", logging.ERROR)
        await desk.mark()
        await desk.pass_time(10)
        assert [hold.state for hold in desk.holds()] == [HoldState.ACTIVE]
        assert len(world.shop.sent) == 1


async def test_a_broadcast_does_not_end_over_open_holds() -> None:
    """Restored first, or it stays. F103."""
    world = World()
    async with running(world) as desk:
        await desk.mark()
        assert [r.code for r in (await desk.ask(EndBroadcast(who=ME))).results] == [Code.HOLDS_OPEN]
        await desk.ask(Restore(who=ME, skus=("EAR-01",)))
        assert (await desk.ask(EndBroadcast(who=ME))).ok


@pytest.mark.parametrize(
    "jump", [lambda world: world.clock.jump_wall(7200), lambda world: world.clock.jump_wall(-7200)]
)
async def test_a_changed_clock_does_not_keep_a_product_off_sale(
    jump: Callable[[World], None], logs: object
) -> None:
    """Either clock ends a hold; when they disagree everything is read first. F073."""
    world = World()
    async with running(world) as desk:
        await desk.mark(minutes=2)
        expect(logs, "clocks_disagree")
        jump(world)
        await desk.pass_time(125)
        assert not world.shop.is_sold_out("EAR-01")


async def test_commands_wait_until_overdue_holds_were_looked_at() -> None:
    """Nothing else goes before a restore."""
    world = World()
    async with running(world) as desk:
        await desk.mark(minutes=1)
    world.clock.advance(600)
    world.shop.does.hang()
    async with running(world, start=False) as desk:
        answer = await desk.engine.carry_out(MarkSoldOut(who=ME, skus=("EAR-02",)))
        assert [result.code for result in answer.results] == [Code.STARTING]
        world.shop.does.let_go()
        await desk.pass_time(1)
        assert not world.shop.is_sold_out("EAR-01")


async def test_restore_all_ends_holds_but_not_stops() -> None:
    """Closing the desk restores what has a deadline; a stop is a person's to release."""
    world = World()
    async with running(world) as desk:
        await desk.mark("EAR-01")
        await desk.ask(EmergencyStop(who=ME, skus=("EAR-02",)))
        restoring = asyncio.create_task(desk.engine.restore_all(8.0))
        await desk.pass_time(3)
        await restoring
        assert (world.shop.is_sold_out("EAR-01"), world.shop.is_sold_out("EAR-02")) == (False, True)


def expect(logs: object, event: str, level: int = logging.WARNING) -> None:
    """This log line is expected."""
    logs.expect(event, level)  # type: ignore[attr-defined]  # tests.guards.Logs


__all__ = ["Desk"]
