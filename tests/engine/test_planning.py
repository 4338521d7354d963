"""Plans on a whole engine: made, counted down, carried out in time or never, called off in time."""

import logging
from dataclasses import replace
from datetime import timedelta
from typing import cast

from app.domain.hold import HoldState, Reason
from app.domain.plan import Draft, Plan, PlanState, When, WhenKind, Why
from app.domain.readings import StockReading
from app.intents import (
    AddPlans,
    Answer,
    AnswerPlan,
    ArmPlans,
    CallOff,
    ChangePlan,
    Code,
    EmergencyStop,
    EndBroadcast,
    FreezeAutomation,
    MovePlan,
    Phase,
    RemovePlans,
    SaveTemplate,
    SetPhase,
    StartBroadcast,
    StartRound,
    UseTemplate,
)
from app.ports import JournalFull, Lease
from app.views.gauge import ChipKind
from app.views.plans import PromptKind
from app.views.room import PlanState as BarState
from tests.engine.desk_under_test import ME, Desk, World, running
from tests.guards import Logs

COUNTS = 0.25
"""Minutes of a count-down in these tests: a quarter."""


def at(clock: str) -> When:
    """A wall time; a broadcast here begins at 13:00:01."""
    return When(kind=WhenKind.AT, clock=clock)


def after(minutes: float) -> When:
    """So many minutes after the start."""
    return When(kind=WhenKind.AFTER_START, minutes=minutes)


def stock(units: int) -> When:
    """When the stock falls to so many."""
    return When(kind=WhenKind.STOCK, amount=units)


async def add(desk: Desk, when: When, *skus: str, armed: bool = True, **draft: object) -> Answer:
    """Make a plan of twelve seconds that counts down for fifteen, where it can."""
    timed = when.kind in (WhenKind.AT, WhenKind.AFTER_START)
    given = {"minutes": 0.2, "announce_minutes": COUNTS if timed else None} | draft
    drafts = (Draft(skus=skus or ("EAR-01",), when=when, **given),)  # type: ignore[arg-type] # fields by name
    return await desk.ask(AddPlans(who=ME, drafts=drafts, armed=armed))


def code(answer: Answer) -> Code:
    """What became of it."""
    return answer.results[0].code


def plan(desk: Desk, number: int = 1) -> Plan:
    """A plan as the record has it."""
    return desk.world.journal.kept.plans[number]


def said(desk: Desk) -> str:
    """What the notices bar says now."""
    broadcast = desk.told().broadcast
    return "" if broadcast is None else "\n".join(broadcast.notices)


def bars(desk: Desk) -> list[BarState]:
    """Bars under the graph, from the left."""
    return [bar.state for bar in (desk.told().traffic or ())[0].plan]


async def to(desk: Desk, clock: str) -> None:
    """Let time pass until then."""
    hour, minute, second = (int(part) for part in clock.split(":"))
    now = desk.world.clock.now()
    then = now.replace(hour=hour, minute=minute, second=second, microsecond=0)
    await desk.pass_time((then - now).total_seconds())


async def test_a_plan_marks_at_its_time_and_the_audit_says_so() -> None:
    """An ordinary mark: same limits, read back, restored by itself; made through `plan 1`."""
    async with running(World()) as desk:
        assert code(await add(desk, at("13:00:30"), reason=Reason.ROUND)) is Code.DONE
        await to(desk, "13:00:29")
        assert desk.holds() == ()
        await to(desk, "13:00:33")
        (hold,) = desk.holds()
        assert (hold.state, hold.reason, hold.who.through) == (HoldState.ACTIVE, Reason.ROUND, "plan 1")
        assert hold.started_at - desk.world.clock.now() < timedelta(seconds=1)
        assert (plan(desk).state, plan(desk).holds) == (PlanState.DONE, (hold.id,))
        await to(desk, "13:00:45")
        assert desk.holds()[0].state is HoldState.RESTORED
        lines = [line.what for line in desk.world.journal.kept.lines if line.what.startswith("plan_")]
        assert lines == ["plan_made", "plan_announced", "plan_fired", "plan_done"]


async def test_minutes_after_the_start_and_several_products_at_once() -> None:
    """Prepared before the broadcast; the batch has one state for each product."""
    async with running(World(), start=False) as desk:
        await add(desk, after(0.5), "EAR-01", "CUP-01")
        await desk.pass_time(10)
        await desk.ask(StartBroadcast(who=ME))
        await desk.pass_time(28)
        assert desk.holds() == ()
        await desk.pass_time(4)
        assert {hold.sku for hold in desk.holds()} == {"EAR-01", "CUP-01"}
        assert plan(desk).broadcast == 1


async def test_a_plan_waits_for_the_live_phase() -> None:
    """It marks when that begins, and not before."""
    async with running(World()) as desk:
        await desk.ask(SetPhase(who=ME, phase=Phase.WARM_UP))
        assert code(await add(desk, When(kind=WhenKind.LIVE))) is Code.DONE
        await desk.pass_time(10)
        assert desk.holds() == ()
        await desk.ask(SetPhase(who=ME, phase=Phase.LIVE))
        await desk.pass_time(2)
        assert len(desk.holds()) == 1
        assert code(await add(desk, When(kind=WhenKind.LIVE))) is Code.TOO_LATE


async def test_a_plan_that_would_break_a_limit_is_refused_when_it_is_made() -> None:
    """Minutes, number with what was used and planned, overlap, what can't be; each in words."""
    async with running(World()) as desk:
        assert code(await add(desk, at("13:15"), minutes=31.0)) is Code.LIMIT_TIME
        await add(desk, at("13:15"), minutes=3.0)
        overlap = await add(desk, at("13:17"))
        assert code(overlap) is Code.OVERLAP
        assert overlap.results[0].text == (
            "Product EAR-01 would be held twice at once: that overlaps plan 1. Choose another time."
        )
        await add(desk, at("13:20"))
        await desk.mark(minutes=5.0)
        assert code(await add(desk, at("13:40"))) is Code.LIMIT_COUNT
        assert code(await add(desk, at("12:00"), "CUP-01")) is Code.TOO_LATE
        assert code(await add(desk, at("13:15"), "NO-SUCH")) is Code.UNKNOWN_SKU
        assert code(await add(desk, at("13:15"), "CUP-01", storefronts=("nowhere",))) is Code.UNKNOWN_TARGET
        assert code(await add(desk, at("25:61"), "CUP-01")) is Code.BAD_VALUE
        assert len(desk.world.journal.kept.plans) == 2


async def test_a_plan_into_an_open_hold_is_refused() -> None:
    """The hold's end is named."""
    async with running(World()) as desk:
        await desk.mark(minutes=10.0)
        refused = await add(desk, at("13:05"))
        assert code(refused) is Code.OVERLAP
        assert "the hold that is open until 13:10" in refused.results[0].text


async def test_plans_made_together_are_kept_all_or_none() -> None:
    """They are in each other's way too."""
    first, second = (Draft(skus=("EAR-01",), when=at(clock), minutes=5.0) for clock in ("13:20", "13:22"))
    async with running(World()) as desk:
        assert code(await desk.ask(AddPlans(who=ME, drafts=(first, second), armed=True))) is Code.OVERLAP
        assert desk.world.journal.kept.plans == {}


async def test_a_moved_plan_is_judged_anew() -> None:
    """A drop that would break a limit changes nothing and says why; another moves it."""
    async with running(World()) as desk:
        await add(desk, at("13:20"), minutes=3.0)
        await add(desk, after(30))
        plans = desk.told().plans
        assert plans is not None
        assert plans[1].start is not None
        onto = await desk.ask(MovePlan(who=ME, plan=2, to=plans[1].start - timedelta(minutes=9)))
        assert code(onto) is Code.OVERLAP
        assert plan(desk, 2).draft.when == after(30)
        beside = await desk.ask(MovePlan(who=ME, plan=2, to=plans[1].start - timedelta(minutes=5)))
        assert code(beside) is Code.DONE
        assert plan(desk, 2).draft.when == after(25)


async def test_disarmed_plans_do_nothing_and_arming_is_judged() -> None:
    """What could not be armed stays as it was."""
    async with running(World()) as desk:
        await add(desk, at("13:00:30"), armed=False)
        await add(desk, at("13:00:35"), armed=True)
        assert code(await desk.ask(ArmPlans(who=ME, plans=(1,)))) is Code.OVERLAP
        assert plan(desk).state is PlanState.DISARMED
        await desk.ask(ArmPlans(who=ME, plans=(2,), armed=False))
        assert code(await desk.ask(ArmPlans(who=ME, plans=(1, 1)))) is Code.DONE
        await to(desk, "13:00:40")
        assert [hold.who.through for hold in desk.holds()] == ["plan 1"]


async def test_a_mark_by_hand_takes_the_place_of_the_last_plan_and_that_is_said() -> None:
    """The press comes first; the plan that no longer fits is out of force at once."""
    async with running(World()) as desk:
        for clock in ("13:20", "13:30", "13:40"):
            assert code(await add(desk, at(clock))) is Code.DONE
        assert (await desk.mark()).ok
        await desk.pass_time(1)
        assert [plan(desk, number).state for number in (1, 2, 3)] == [
            PlanState.ARMED,
            PlanState.ARMED,
            PlanState.DISARMED,
        ]
        assert plan(desk, 3).why is Why.NO_LONGER_FITS
        assert "plan 3" in said(desk)


# Count-downs


async def test_before_its_mark_a_plan_counts_down_for_buyers() -> None:
    """On the tile, in the prompts, and as a bar of its own; then it is an ordinary hold."""
    async with running(World()) as desk:
        await add(desk, at("13:00:30"), reason=Reason.ROUND)
        await to(desk, "13:00:14")
        assert desk.gauge("EAR-01").announced is None
        assert bars(desk) == [BarState.PLANNED]
        await to(desk, "13:00:17")
        gauge = desk.gauge("EAR-01")
        assert gauge.announced is not None
        assert (gauge.chip.kind, gauge.announced.words) == (ChipKind.ANNOUNCED, "This round ends in {left}")
        assert gauge.chip.until == desk.world.clock.now().replace(second=30, microsecond=0)
        (prompt,) = desk.told().prompts or ()
        assert (prompt.kind, prompt.leave) == (PromptKind.COUNTING, "Call off")
        assert prompt.until == gauge.chip.until
        assert prompt.to_say == "Product EAR-01: this round ends at 13:00:30."
        assert bars(desk) == [BarState.ANNOUNCED]
        await to(desk, "13:00:33")
        assert desk.gauge("EAR-01").chip.kind is ChipKind.HELD
        assert desk.told().prompts == ()
        assert bars(desk) == [BarState.RUNNING]


async def test_a_count_down_is_called_off_until_the_last_second_and_never_begins_again() -> None:
    """Armed again, the plan marks at its new time without a count-down, and says so."""
    async with running(World()) as desk:
        await add(desk, at("13:00:30"))
        assert code(await desk.ask(CallOff(who=ME, plan=1))) is Code.NOT_ANNOUNCED
        await to(desk, "13:00:28")
        moved = await desk.ask_now(MovePlan(who=ME, plan=1, to=desk.world.clock.now() + timedelta(minutes=9)))
        assert code(moved) is Code.ANNOUNCED
        assert code(await desk.ask_now(CallOff(who=ME, plan=1))) is Code.DONE
        await to(desk, "13:00:40")
        assert desk.holds() == ()
        assert desk.gauge("EAR-01").announced is None
        anew = Draft(skus=("EAR-01",), when=at("13:01:00"), announce_minutes=COUNTS)
        assert code(await desk.ask(ChangePlan(who=ME, plan=1, draft=anew))) is Code.DONE
        again = await desk.ask(ArmPlans(who=ME, plans=(1,)))
        assert "without a count-down" in again.results[0].text
        await to(desk, "13:00:55")
        assert desk.gauge("EAR-01").announced is None
        await to(desk, "13:01:03")
        assert len(desk.holds()) == 1


async def test_another_count_down_after_one_that_was_called_off_is_said_to_be_new() -> None:
    """Even where the plan itself is another."""
    async with running(World()) as desk:
        await add(desk, at("13:00:30"))
        await to(desk, "13:00:20")
        await desk.ask(RemovePlans(who=ME, plans=(1,)))
        await add(desk, at("13:00:34"), reason=Reason.ROUND)
        await to(desk, "13:00:25")
        announced = desk.gauge("EAR-01").announced
        assert announced is not None
        assert announced.words == "New time: this round ends in {left}"


async def test_a_restarted_desk_goes_on_with_the_same_count_down() -> None:
    """To the same instant; it does not begin anew."""
    world = World()
    async with running(world) as desk:
        await add(desk, at("13:00:30"))
        await to(desk, "13:00:20")
    async with running(world) as desk:
        await desk.pass_time(2)
        announced = desk.gauge("EAR-01").announced
        assert announced is not None
        assert announced.until == world.clock.now().replace(second=30, microsecond=0)
        await to(desk, "13:00:33")
        assert len(desk.holds()) == 1


# Never late, never twice


async def test_hands_off_means_no_plan_and_what_was_missed_is_said() -> None:
    """The freeze key stops every automatic act but restores; nothing is made up for afterwards."""
    async with running(World()) as desk:
        await add(desk, at("13:00:30"))
        await to(desk, "13:00:20")
        await desk.ask(FreezeAutomation(who=ME, frozen=True))
        await to(desk, "13:00:25")
        assert desk.gauge("EAR-01").announced is None, "buyers are promised nothing meanwhile"
        await to(desk, "13:00:37")
        assert (plan(desk).state, plan(desk).why) == (PlanState.MISSED, Why.HANDS_OFF)
        await desk.ask(FreezeAutomation(who=ME, frozen=False))
        await to(desk, "13:00:45")
        assert desk.holds() == ()
        assert "hands were off at its time. It is not made up for." in said(desk)


async def test_hands_that_come_back_within_the_grace_are_in_time() -> None:
    """Five seconds."""
    async with running(World()) as desk:
        await add(desk, at("13:00:30"), announce_minutes=0.0)
        await desk.ask(FreezeAutomation(who=ME, frozen=True))
        await to(desk, "13:00:34")
        await desk.ask(FreezeAutomation(who=ME, frozen=False))
        await to(desk, "13:00:40")
        assert len(desk.holds()) == 1


async def test_a_plan_whose_time_passed_while_the_desk_was_off_is_missed() -> None:
    """It is said at the next start, and not carried out late."""
    world = World()
    async with running(world) as desk:
        await add(desk, at("13:00:30"))
    world.clock.advance(60)
    async with running(world) as desk:
        await desk.pass_time(2)
        assert (plan(desk).state, plan(desk).why) == (PlanState.MISSED, Why.DESK_OFF)
        assert desk.holds() == ()
        assert "the desk was off at its time" in said(desk)


async def test_a_plan_that_was_begun_is_never_begun_again() -> None:
    """A crash after the commit: what stands in the record tells how far it came."""
    world = World()
    async with running(world) as desk:
        await add(desk, at("13:00:30"), "EAR-01")
        await add(desk, at("13:00:30"), "EAR-02")
        world.shop.commands_do.hang()
        await to(desk, "13:00:31")
        fired = {number: plan(desk, number) for number in (1, 2)}
        assert {one.state for one in fired.values()} == {PlanState.FIRED}
    del world.journal.kept.holds[2]
    async with running(world) as desk:
        await desk.pass_time(1)
        assert (plan(desk, 1).state, plan(desk, 1).holds) == (PlanState.DONE, (1,))
        assert (plan(desk, 2).state, plan(desk, 2).why) == (PlanState.MISSED, Why.DESK_OFF)
        assert len(desk.holds()) == 1


async def test_without_a_broadcast_a_plan_says_so_and_is_over() -> None:
    """Marks are counted per broadcast."""
    async with running(World(), start=False) as desk:
        await add(desk, at("13:00:30"))
        await to(desk, "13:00:33")
        assert plan(desk).state is PlanState.FAILED
        assert "No broadcast is running" in plan(desk).error


async def test_while_another_desk_acts_this_one_only_shows(logs: Logs) -> None:
    """Neither marks nor says that anything was missed; what the other did is read when it is gone."""
    logs.expect("lease_came_back")
    async with running(World()) as desk:
        await add(desk, at("13:00:30"))
        now = desk.world.clock.now()
        desk.world.journal.kept.lease = Lease(owner="another", fence=9, until=now + timedelta(seconds=40))
        await to(desk, "13:00:38")
        assert (plan(desk).state, desk.holds()) == (PlanState.ARMED, ())
        done = replace(plan(desk), state=PlanState.DONE, ended_at=desk.world.clock.now())
        desk.world.journal.kept.plans[1] = done
        await to(desk, "13:01:00")
        assert plan(desk) == done
        assert desk.engine.planning.book[1] == done


async def test_what_the_shop_refuses_is_said_and_not_tried_again() -> None:
    """The plan is over; its words are the refusal's."""
    async with running(World()) as desk:
        await add(desk, at("13:00:30"))
        await desk.ask(EmergencyStop(who=ME, skus=("EAR-01",)))
        await to(desk, "13:00:34")
        assert (plan(desk).state, plan(desk).why) == (PlanState.FAILED, Why.REFUSED)
        assert "under an emergency stop" in plan(desk).error


async def test_a_plan_that_can_t_be_recorded_is_not_carried_out(logs: Logs) -> None:
    """No mark without its record; within the grace it is tried again."""
    logs.expect("plan_not_recorded")
    async with running(World()) as desk:
        await add(desk, at("13:00:30"), announce_minutes=0.0)
        desk.world.journal.fail(JournalFull("full"), on="save_plans", times=2)
        await to(desk, "13:00:31")
        assert desk.holds() == ()
        await to(desk, "13:00:36")
        assert len(desk.holds()) == 1
    async with running(World()) as desk:
        desk.world.journal.fail(JournalFull("full"), on="save_plans", times=1)
        assert code(await add(desk, at("13:00:30"))) is Code.NO_RECORD


async def test_a_fault_in_planning_does_not_stop_the_desk(logs: Logs) -> None:
    """It is logged, the gauges go on, and what is due is tried again within the grace."""
    logs.expect("planning_failed", logging.ERROR)
    async with running(World()) as desk:
        await add(desk, at("13:00:30"), announce_minutes=0.0)
        desk.world.journal.fail(cast("JournalFull", ValueError("a bug of ours")), on="save_plans")
        await to(desk, "13:00:29")
        desk.world.warehouse.put("CUP-01", 33)
        await to(desk, "13:00:34")
        assert desk.gauge("CUP-01").available == 33
        assert len(desk.holds()) == 1


async def test_what_was_left_of_a_broadcast_does_not_act_in_the_next_by_surprise() -> None:
    """Plans after its start and triggers are out of force when it ends, and can be armed again."""
    async with running(World()) as desk:
        await add(desk, after(0.4), announce_minutes=0.0)
        await add(desk, stock(50), "CUP-01")
        await desk.ask(EndBroadcast(who=ME))
        await desk.pass_time(1)
        assert [plan(desk, number).why for number in (1, 2)] == [Why.BROADCAST_ENDED] * 2
        await desk.ask(StartBroadcast(who=ME))
        desk.world.warehouse.put("CUP-01", 40)
        await desk.pass_time(30)
        assert desk.holds() == ()
        assert desk.told().prompts in (None, ())


# Triggers


async def test_a_trigger_asks_first_and_a_press_does_it() -> None:
    """Asking is the default; the question stands where anyone can press it."""
    async with running(World()) as desk:
        await add(desk, stock(20))
        desk.world.warehouse.put("EAR-01", 18)
        await desk.pass_time(3)
        (prompt,) = desk.told().prompts or ()
        assert (prompt.kind, prompt.text) == (PromptKind.ASKED, "Product EAR-01: down to 20")
        assert (prompt.act, prompt.leave) == ("Mark 0.2 min", "Leave it")
        assert desk.holds() == ()
        assert code(await desk.ask(AnswerPlan(who=ME, plan=1, do=True))) is Code.DONE
        (hold,) = desk.holds()
        assert (hold.who.account, hold.who.through) == ("lin", "plan 1")
        assert plan(desk).state is PlanState.DONE
        assert code(await desk.ask(AnswerPlan(who=ME, plan=1, do=True))) is Code.NOT_ASKED


async def test_a_trigger_for_what_is_so_already_is_refused_when_it_is_armed() -> None:
    """It would ask about nothing that came about."""
    async with running(World()) as desk:
        assert code(await add(desk, stock(500))) is Code.TOO_LATE
        assert code(await add(desk, stock(500), armed=False)) is Code.DONE
        assert code(await desk.ask(ArmPlans(who=ME, plans=(1,)))) is Code.TOO_LATE
        assert code(await add(desk, stock(99))) is Code.DONE


async def test_a_question_can_be_left_and_is_taken_back_when_it_is_void() -> None:
    """Left, the trigger is out of force; after a delivery there is nothing to ask."""
    async with running(World()) as desk:
        await add(desk, stock(20))
        await add(desk, stock(20), "CUP-01")
        desk.world.warehouse.put("EAR-01", 18)
        desk.world.warehouse.put("CUP-01", 18)
        await desk.pass_time(3)
        assert len(desk.told().prompts or ()) == 2
        await desk.ask(AnswerPlan(who=ME, plan=1, do=False))
        assert (plan(desk).state, plan(desk).why) == (PlanState.DISARMED, Why.LEFT)
        desk.world.warehouse.put("CUP-01", 180)
        await desk.pass_time(3)
        assert plan(desk, 2).state is PlanState.ARMED
        assert desk.told().prompts == ()


async def test_a_trigger_that_may_acts_by_itself_on_what_it_saw_come_about() -> None:
    """From above the level to below it, on live figures."""
    async with running(World()) as desk:
        await add(desk, When(kind=WhenKind.LEVEL, amount=30), asks=False)
        await desk.pass_time(2)
        desk.world.warehouse.put("EAR-01", 30)
        await desk.pass_time(4)
        assert [hold.who.through for hold in desk.holds()] == ["plan 1"]


async def test_what_came_about_while_hands_were_off_asks_first() -> None:
    """Nobody watched it; a person decides."""
    async with running(World()) as desk:
        await add(desk, stock(20), asks=False)
        await desk.pass_time(1)
        await desk.ask(FreezeAutomation(who=ME, frozen=True))
        desk.world.warehouse.put("EAR-01", 18)
        await desk.pass_time(3)
        assert (desk.holds(), plan(desk).state) == ((), PlanState.ARMED)
        await desk.ask(FreezeAutomation(who=ME, frozen=False))
        await desk.pass_time(2)
        assert (desk.holds(), plan(desk).state) == ((), PlanState.ASKING)


async def test_stale_stock_never_triggers() -> None:
    """A figure below the mark that is no longer live counts for nothing."""
    async with running(World()) as desk:
        await add(desk, stock(20), asks=False)
        await desk.pass_time(2)
        old = desk.world.clock.now() - timedelta(minutes=5)
        figure = StockReading(sku="EAR-01", warehouse="la", available=18, as_of=old)
        desk.world.warehouse.put_reading(figure)
        await desk.pass_time(5)
        assert desk.gauge("EAR-01").available == 18
        assert (desk.holds(), plan(desk).state) == ((), PlanState.ARMED)


async def test_viewers_or_interaction_that_rise_again_offer_the_next_round() -> None:
    """Here the product is held, and a press ends that; a surge that ran before is none that rises."""
    async with running(World(), baseline_least_seconds=4.0, surge_seconds=2.0) as desk:
        desk.world.traffic.interactions = 100
        await desk.pass_time(25)
        await desk.mark(minutes=5.0)
        await add(desk, When(kind=WhenKind.SURGE))
        await desk.pass_time(2)
        assert plan(desk).state is PlanState.ARMED
        desk.world.traffic.interactions = 400
        await desk.pass_time(6)
        (prompt,) = desk.told().prompts or ()
        assert (prompt.act, plan(desk).state) == ("Next round", PlanState.ASKING)
        assert code(await desk.ask(AnswerPlan(who=ME, plan=1, do=True))) is Code.DONE
        assert desk.holds()[0].state is HoldState.RESTORED


async def test_a_trigger_counts_units_of_the_round() -> None:
    """100 released, marked at 80; without a round there is nothing to count."""
    async with running(World()) as desk:
        await desk.ask(StartRound(who=ME, sku="EAR-01", units=90))
        await add(desk, When(kind=WhenKind.SOLD, amount=80), asks=False, reason=Reason.ROUND)
        for units in (79, 1):
            await desk.pass_time(3)
            assert desk.holds() == ()
            desk.world.sales.sell("EAR-01", units)
        await desk.pass_time(4)
        assert [(hold.who.through, hold.reason) for hold in desk.holds()] == [("plan 1", Reason.ROUND)]


async def test_a_surge_that_is_taken_up_sells_the_next_round() -> None:
    """By one press, and the hold that closed the last one ends with it."""
    async with running(World(), baseline_least_seconds=4.0, surge_seconds=2.0) as desk:
        await desk.pass_time(25)
        await desk.ask(StartRound(who=ME, sku="EAR-01", units=40))
        await desk.mark(minutes=5.0, reason=Reason.ROUND)
        await add(desk, When(kind=WhenKind.SURGE))
        await desk.pass_time(2)
        desk.world.traffic.viewers = 4000
        await desk.pass_time(6)
        assert code(await desk.ask(AnswerPlan(who=ME, plan=1, do=True))) is Code.DONE
        assert desk.holds()[0].state is HoldState.RESTORED
        assert [one.number for one in desk.world.journal.kept.rounds.values() if one.is_on_sale] == [2]


# Templates


async def test_a_template_makes_plans_again() -> None:
    """Clock times are those of the day it is used on."""
    async with running(World()) as desk:
        await add(desk, at("13:20"))
        await add(desk, stock(20), "CUP-01")
        assert code(await desk.ask(SaveTemplate(who=ME, name="夜场", plans=(1, 2)))) is Code.DONE
        await desk.ask(RemovePlans(who=ME, plans=(1, 2)))
        made = await desk.ask(UseTemplate(who=ME, name="夜场", armed=True))
        assert [result.plan for result in made.results] == [3, 4]
        assert plan(desk, 3).draft.when.at == plan(desk, 1).draft.when.at
        assert code(await desk.ask(UseTemplate(who=ME, name="none"))) is Code.UNKNOWN_TARGET
