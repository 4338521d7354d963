"""Rounds from end to end: set aside, counted from sales, closed by a hold, followed by the next."""

from datetime import timedelta

import pytest

from app.domain.hold import Reason
from app.domain.rounds import Round, RoundState
from app.intents import (
    Answer,
    Code,
    EmergencyStop,
    EndBroadcast,
    EndRound,
    Intent,
    NextRound,
    Restore,
    Slice,
    StartRound,
)
from app.ports import JournalFull
from app.views.rounds import RoundView, kept_words, round_words
from tests.engine.desk_under_test import ME, Desk, World, running


def view(desk: Desk, sku: str = "EAR-01") -> RoundView:
    """The product's round as the windows show it."""
    shown = desk.gauge(sku).selling_round
    assert shown is not None
    return shown


def kept(desk: Desk) -> list[Round]:
    """Every round in the record."""
    return list(desk.world.journal.kept.rounds.values())


async def start(desk: Desk, units: int = 50, *slices: Slice, **more: object) -> Answer:
    """Start a round of EAR-01."""
    return await desk.ask(
        StartRound(who=ME, sku="EAR-01", units=units, slices=slices, **more)  # type: ignore[arg-type] # by name
    )


async def sell(desk: Desk, units: int) -> None:
    """So many units of EAR-01 are sold now, and the desk has heard."""
    desk.world.sales.sell("EAR-01", units, at=desk.world.clock.now())
    await desk.pass_time(6)


async def test_a_round_counts_what_is_sold_while_it_is_on_sale() -> None:
    """The count of what is left is made of sales, and the warehouse's figure bounds what buyers are told."""
    world = World()
    async with running(world) as desk:
        await sell(desk, 9)
        assert (await start(desk, 50)).ok
        await sell(desk, 30)
        assert (view(desk).sold, view(desk).left, view(desk).buyers_left) == (30, 20, 20)
        assert round_words(view(desk)) == "Round 1: 20 of 50 left"
        world.warehouse.put("EAR-01", 12)
        await desk.pass_time(3)
        assert (view(desk).left, view(desk).buyers_left) == (20, 12)


async def test_a_round_releases_no_more_than_is_live_and_free() -> None:
    """The refusal says how much is free, and nothing is kept."""
    async with running(World()) as desk:
        (result,) = (await start(desk, 101)).results
        assert result.code is Code.NOT_ENOUGH
        assert "only 100 units are free" in result.text
        assert (await start(desk, 60, Slice(group="club", units=30))).ok
        (result,) = (await desk.ask(NextRound(who=ME, sku="EAR-01", units=71))).results
        assert result.code is Code.NOT_ENOUGH
        assert "only 70 units are free" in result.text
        assert [one.units for one in kept(desk)] == [60, 30]


async def test_a_mark_for_the_round_closes_it_and_one_press_sells_the_next() -> None:
    """The hold ends, the next has the same size, and what was sold in the first stays there."""
    world = World()
    async with running(world) as desk:
        await start(desk, 40)
        await sell(desk, 40)
        assert (await desk.mark(reason=Reason.ROUND)).ok
        await desk.pass_time(1)
        first = kept(desk)[0]
        assert (first.state, first.sold, first.closed_by) == (RoundState.ENDED, 40, 1)
        assert round_words(view(desk)) == "Round 1 over: 40 of 40 sold"
        world.warehouse.put("EAR-01", 60)
        await desk.pass_time(3)
        answer = await desk.ask(NextRound(who=ME, sku="EAR-01"))
        assert [(result.code, result.state) for result in answer.results] == [(Code.DONE, "restored")]
        assert world.shop.is_sold_out("EAR-01") is False
        await sell(desk, 5)
        assert (view(desk).number, view(desk).left, view(desk).units) == (2, 35, 40)
        assert kept(desk)[0].sold == 40


async def test_a_mark_for_another_reason_only_pauses_a_round() -> None:
    """Its count goes on where it stood; an incident is not restored by asking for the next round."""
    async with running(World()) as desk:
        await start(desk, 40)
        await desk.mark(reason=Reason.STAGE)
        await desk.pass_time(1)
        assert view(desk).on_sale
        (result,) = (await desk.ask(NextRound(who=ME, sku="EAR-01"))).results
        assert result.code is Code.ALREADY_HELD
        assert len(kept(desk)) == 1
        await desk.ask(Restore(who=ME, skus=("EAR-01",)))
        await desk.ask(EmergencyStop(who=ME, skus=("EAR-01",)))
        assert [r.code for r in (await start(desk, 5)).results] == [Code.STOPPED]


async def test_sales_told_late_belong_to_the_round_they_were_made_in() -> None:
    """The record is mended, too."""
    async with running(World()) as desk:
        await start(desk, 40)
        then = desk.world.clock.now()
        await desk.pass_time(2)
        await desk.mark(reason=Reason.ROUND)
        await desk.pass_time(1)
        assert kept(desk)[0].sold == 0
        desk.world.sales.sell("EAR-01", 7, at=then + timedelta(seconds=1))
        await desk.pass_time(6)
        assert kept(desk)[0].sold == 7


async def test_a_slice_is_kept_for_its_group_and_sold_in_its_turn() -> None:
    """Its count is as true as the round's."""
    async with running(World()) as desk:
        await start(desk, 40, Slice(group="club", units=20))
        assert kept_words(view(desk)) == "club 20"
        busy = await desk.ask(StartRound(who=ME, sku="EAR-01", group="club"))
        assert [result.code for result in busy.results] == [Code.ROUND_RUNNING]
        assert (await desk.ask(EndRound(who=ME, sku="EAR-01"))).ok
        nobody = await desk.ask(StartRound(who=ME, sku="EAR-01", group="crew"))
        assert [result.code for result in nobody.results] == [Code.NO_ROUND]
        assert (await desk.ask(StartRound(who=ME, sku="EAR-01", group="club"))).ok
        await sell(desk, 3)
        assert round_words(view(desk)) == "For club: 17 of 20 left"
        assert (await desk.ask(EndRound(who=ME, sku="EAR-01", slices=True))).ok
        again = await desk.ask(EndRound(who=ME, sku="EAR-01", slices=True))
        assert [result.code for result in again.results] == [Code.NO_ROUND]


async def test_counts_outlive_the_desk() -> None:
    """What an earlier run counted is counted again from its record; what is sold meanwhile, once."""
    world = World()
    async with running(world) as desk:
        await start(desk, 50, Slice(group="club", units=10))
        await sell(desk, 8)
    async with running(world) as desk:
        await desk.pass_time(3)
        assert (view(desk).sold, kept_words(view(desk))) == (8, "club 10")
        await sell(desk, 4)
        assert view(desk).left == 38


async def test_a_broadcast_that_ends_gives_everything_back() -> None:
    """Rounds are counted per broadcast, and so is what they set aside."""
    async with running(World()) as desk:
        await start(desk, 50, Slice(group="club", units=10))
        assert (await desk.ask(EndBroadcast(who=ME))).ok
        await desk.pass_time(1)
        assert [one.state for one in kept(desk)] == [RoundState.ENDED] * 2


async def test_a_trial_before_any_broadcast_tells_the_demand_it_met() -> None:
    """Units per viewer, how fast they went, and what was ordered beyond them."""
    async with running(World(), start=False) as desk:
        refused = await start(desk, 10)
        assert [result.code for result in refused.results] == [Code.NO_BROADCAST]
        assert (await start(desk, 10, trial=True)).ok
        await desk.pass_time(60)
        await sell(desk, 12)
        demand = view(desk).demand
        assert demand is not None
        assert (demand.sold, demand.asked_after) == (12, 2)
        assert demand.minutes_to_go == pytest.approx(1.0, abs=0.1)
        assert demand.per_1000_viewers == pytest.approx(12, rel=0.15)


async def test_what_can_not_be_recorded_is_not_set_aside() -> None:
    """The words say so."""
    world = World()
    async with running(world) as desk:
        world.journal.fail(JournalFull("the disk is full"), on="save_rounds")
        (result,) = (await start(desk)).results
        assert result.code is Code.NO_RECORD
        assert desk.gauge("EAR-01").selling_round is None


@pytest.mark.parametrize(
    "intent",
    [
        StartRound(who=ME, sku="nobody", units=1),
        NextRound(who=ME, sku="nobody"),
    ],
)
async def test_a_round_of_what_is_not_here_is_refused(intent: Intent) -> None:
    """And so is a next one where none was."""
    async with running(World()) as desk:
        assert [result.code for result in (await desk.ask(intent)).results] == [Code.UNKNOWN_SKU]
        first = await desk.ask(NextRound(who=ME, sku="EAR-01"))
        assert [result.code for result in first.results] == [Code.NO_ROUND]
