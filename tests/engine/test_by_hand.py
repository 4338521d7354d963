"""A storefront that only people can work, under a whole engine: asked, confirmed, reminded, escalated."""

from dataclasses import replace

from app.domain.by_hand import HandAct
from app.domain.hold import Hold, HoldState, Reason
from app.intents import Code, ConfirmByHand, EmergencyStop, EndBroadcast, MarkSoldOut, Release, Restore
from app.views.tasks import TaskView
from services.storefronts.manual import HandSteps, ManualStorefront, build
from tests.engine.desk_under_test import ME, Desk, World, running
from tests.fakes.by_hand import FakeManualStorefront

XET = ManualStorefront(
    id="xet",
    kind="manual",
    name="小鹅通",
    product_ids={"EAR-01": "p_5f1", "EAR-02": "p_5f2"},
    page="https://admin.example/goods",
    pages={"EAR-02": "https://admin.example/goods/p_5f2"},
    steps=HandSteps(take_off="Goods, Off shelf", put_back="Goods, On shelf"),
)
HER = replace(ME, through="panel", initials="MEI")


def world() -> World:
    """A room with a shop worked by hand beside the usual one."""
    made = World()
    made.more_shops = (build(XET, made.clock, skus=made.skus),)
    return made


def tasks(desk: Desk) -> tuple[TaskView, ...]:
    """What the windows were told to ask for, last."""
    return desk.told().tasks or ()


def of_hand(desk: Desk) -> Hold:
    """The newest hold at the shop worked by hand."""
    return [hold for hold in desk.holds() if hold.storefront == "xet"][-1]


async def mark(desk: Desk, sku: str = "EAR-01", minutes: float = 5.0) -> Hold:
    """Mark a product there, as somebody who does not wait."""
    answer = await desk.ask(
        MarkSoldOut(who=ME, skus=(sku,), storefronts=("xet",), minutes=minutes), wait_s=0.5
    )
    assert [result.code for result in answer.results] == [Code.UNCONFIRMED]
    return of_hand(desk)


async def say(desk: Desk, *, sold_out: bool) -> Code:
    """A person says what the shop is now."""
    answer = await desk.ask(ConfirmByHand(who=HER, hold=of_hand(desk).id, sold_out=sold_out))
    return answer.results[0].code


async def test_a_mark_becomes_a_task_and_is_active_once_confirmed() -> None:
    """Never shown as confirmed before; the deadline counts from the press, the audit knows who said so."""
    async with running(world()) as desk:
        hold = await mark(desk)
        assert hold.state is HoldState.SENDING
        (task,) = tasks(desk)
        assert (task.act, task.hold, task.page, task.steps) == (
            HandAct.TAKE_OFF, hold.id, "https://admin.example/goods", "Goods, Off shelf",
        )  # fmt: skip
        assert "p_5f1" in task.text
        await desk.pass_time(20)
        assert of_hand(desk).state is HoldState.SENDING
        assert await say(desk, sold_out=True) is Code.DONE
        active = of_hand(desk)
        assert active.state is HoldState.ACTIVE
        assert active.deadline == hold.deadline
        assert tasks(desk) == ()
        line = next(line for line in desk.world.journal.kept.lines if line.what == "said_off_sale")
        assert (line.who.initials, line.who.through, line.hold) == ("MEI", "panel", hold.id)


async def test_a_mark_that_could_not_be_done_gives_its_number_back() -> None:
    """Nothing was off sale, so nothing is used up."""
    async with running(world()) as desk:
        await mark(desk)
        assert await say(desk, sold_out=False) is Code.DONE
        await desk.pass_time(3)
        assert of_hand(desk).state is HoldState.NOT_APPLIED
        assert of_hand(desk).number is None
        assert tasks(desk) == ()


async def test_the_deadline_asks_for_the_way_back_until_it_is_confirmed() -> None:
    """Reminders after 10, 30, 60 s; critical after a minute; restored only when somebody says so."""
    async with running(world()) as desk:
        await mark(desk, minutes=1)
        await say(desk, sold_out=True)
        await desk.pass_time(61)
        assert of_hand(desk).state is HoldState.CLOSING
        (task,) = tasks(desk)
        assert (task.act, task.reminders, task.overdue) == (HandAct.PUT_BACK, 0, False)
        await desk.pass_time(31)
        (task,) = tasks(desk)
        assert task.reminders == 2
        assert f"hand_put_back:{task.hold}" in desk.alerts()
        await desk.pass_time(35)
        (task,) = tasks(desk)
        assert task.overdue
        alert = next(view for view in desk.told().alerts or () if view.id == f"hand_put_back:{task.hold}")
        assert alert.level.value == "critical"
        assert of_hand(desk).state is HoldState.CLOSING
        assert await say(desk, sold_out=False) is Code.DONE
        await desk.pass_time(1)
        assert of_hand(desk).state is HoldState.RESTORED
        assert tasks(desk) == ()


async def test_a_restore_that_could_not_be_done_is_asked_for_again() -> None:
    """It is never given up, and the minute does not begin anew."""
    async with running(world()) as desk:
        await mark(desk)
        await say(desk, sold_out=True)
        await desk.ask(Restore(who=ME, skus=("EAR-01",)), wait_s=0.5)
        await desk.pass_time(1)
        since = tasks(desk)[0].since
        await say(desk, sold_out=True)
        await desk.pass_time(5)
        (task,) = tasks(desk)
        assert (task.act, task.since, task.refused) == (HandAct.PUT_BACK, since, True)
        await say(desk, sold_out=False)
        await desk.pass_time(1)
        assert of_hand(desk).state is HoldState.RESTORED


async def test_an_unconfirmed_mark_that_is_undone_still_asks_to_make_sure() -> None:
    """Somebody may have been quicker at the shop than at the desk."""
    async with running(world()) as desk:
        await mark(desk)
        await desk.ask(Restore(who=ME, skus=("EAR-01",)), wait_s=0.5)
        await desk.pass_time(1)
        assert tasks(desk)[0].act is HandAct.PUT_BACK
        await say(desk, sold_out=False)
        await desk.pass_time(1)
        assert of_hand(desk).state is HoldState.RESTORED


async def test_tasks_outlive_the_desk() -> None:
    """After a crash the same tasks stand, in whatever state the hold was."""
    room = world()
    async with running(room) as desk:
        await mark(desk, "EAR-01", minutes=1)
        await mark(desk, "EAR-02")
        await say(desk, sold_out=True)
    async with running(room) as desk:
        (task,) = tasks(desk)
        assert (task.sku, task.act) == ("EAR-01", HandAct.TAKE_OFF)
        held = {hold.sku: hold.state for hold in desk.holds()}
        assert held == {"EAR-01": HoldState.UNKNOWN, "EAR-02": HoldState.ACTIVE}
        await desk.pass_time(75)
        (task,) = tasks(desk)
        assert (task.sku, task.act) == ("EAR-01", HandAct.PUT_BACK)
        assert (await desk.ask(ConfirmByHand(who=ME, sku="EAR-01"))).ok
        await desk.pass_time(1)
        assert next(h for h in desk.holds() if h.sku == "EAR-01").state is HoldState.RESTORED


async def test_a_person_is_asked_once_for_each_act() -> None:
    """A mark is one act, and so is a restore nobody has said anything about."""
    room = World()
    shop = FakeManualStorefront(room.skus, clock=room.clock, storefront="xet")
    room.more_shops = (shop,)
    async with running(room) as desk:
        await mark(desk, minutes=1)
        await desk.pass_time(10)
        await say(desk, sold_out=True)
        await desk.pass_time(120)
        assert shop.asked == ("take off EAR-01", "put back EAR-01")


async def test_the_limits_hold_there_too() -> None:
    """Three marks a broadcast; the fourth is refused."""
    async with running(world()) as desk:
        for _number in range(3):
            await mark(desk)
            await say(desk, sold_out=True)
            await desk.ask(Restore(who=ME, skus=("EAR-01",)), wait_s=0.5)
            await desk.pass_time(1)
            await say(desk, sold_out=False)
            await desk.pass_time(1)
        answer = await desk.ask(MarkSoldOut(who=ME, skus=("EAR-01",), storefronts=("xet",)))
        assert [result.code for result in answer.results] == [Code.LIMIT_COUNT]


async def test_an_emergency_stop_stands_first_and_is_released_by_hand() -> None:
    """It interrupts whatever else a person is asked."""
    async with running(world()) as desk:
        await mark(desk, "EAR-02")
        await desk.ask(EmergencyStop(who=ME, skus=("EAR-01",), storefronts=("xet",)), wait_s=0.5)
        await desk.pass_time(1)
        assert [(task.sku, task.urgent) for task in tasks(desk)] == [("EAR-01", True), ("EAR-02", False)]
        await say(desk, sold_out=True)
        assert desk.gauge("EAR-01").shops[-1].state.value == "stopped"
        await desk.ask(Release(who=ME, skus=("EAR-01",), reason=Reason.ERROR), wait_s=0.5)
        await desk.pass_time(1)
        back = next(task for task in tasks(desk) if task.sku == "EAR-01")
        assert back.act is HandAct.PUT_BACK
        assert (await desk.ask(ConfirmByHand(who=ME, hold=back.hold, sold_out=False))).ok


async def test_a_confirmation_without_a_task_is_refused() -> None:
    """Nothing may be confirmed that nobody asked for."""
    async with running(world()) as desk:
        answer = await desk.ask(ConfirmByHand(who=ME, sku="EAR-01"))
        assert [result.code for result in answer.results] == [Code.NO_TASK]
        assert answer.exit_code == 3
        wrong = await desk.ask(ConfirmByHand(who=ME, sku="EAR-01", storefronts=("shop",)))
        assert [result.code for result in wrong.results] == [Code.UNKNOWN_TARGET]
        assert desk.world.journal.kept.confirmations == []


async def test_a_shop_that_cannot_be_kept_from_overselling_is_left_off_until_somebody_says_more() -> None:
    """With nothing left, and a shop that does not check, the product stays off; a word brings it back."""
    room = World()
    shop = ManualStorefront(id="xet", kind="manual", enforces_quantity=False)
    room.more_shops = (build(shop, room.clock, skus=room.skus),)
    async with running(room) as desk:
        await mark(desk)
        await say(desk, sold_out=True)
        room.warehouse.put("EAR-01", 0)
        await desk.pass_time(3)
        await desk.ask(Restore(who=ME, skus=("EAR-01",)), wait_s=0.5)
        await desk.pass_time(1)
        assert tasks(desk) == ()
        assert (await desk.ask(EndBroadcast(who=ME))).ok
        (task,) = tasks(desk)
        assert (task.act, task.reminders) == (HandAct.LEFT_OFF, 0)
        assert (await desk.ask(ConfirmByHand(who=ME, sku="EAR-01"))).ok
        await desk.pass_time(1)
        assert tasks(desk) == ()


async def test_what_waits_for_a_person_never_says_that_an_answer_was_lost() -> None:
    """Neither before nor after a restart; the lamp tells no age where nothing is read."""
    room = world()
    async with running(room) as desk:
        await mark(desk)
        assert desk.gauge("EAR-01").chip.kind.value == "sending"
        assert desk.source("xet").by_hand
    async with running(room) as desk:
        assert of_hand(desk).state is HoldState.UNKNOWN
        assert desk.gauge("EAR-01").chip.kind.value == "sending"
        assert not any(alert.startswith("outcome_unknown") for alert in desk.alerts())
