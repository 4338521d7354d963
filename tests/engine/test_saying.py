"""Texts to say, two people, a platform's own label: what an operator is told and asked at a mark."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from app.domain.hold import Reason, Who
from app.domain.truth import Audience, Moment, Template
from app.engine import saying
from app.engine.parts import RoomPlan
from app.intents import Code, EmergencyStop, MarkSoldOut, NextRound, Release, Restore, StartRound
from app.views.texts import TextsView
from tests.engine import desk_under_test
from tests.engine.desk_under_test import ME, Desk, World, running
from tests.engine.test_rounds import sell, start
from tests.fakes.storefronts import FakeStorefront

TWO = Who(account="lin", through="test", initials="LX")


def texts(desk: Desk) -> dict[Audience, str]:
    """The newest texts by audience."""
    return {line.audience: line.text for line in newest(desk).lines}


def newest(desk: Desk) -> TextsView:
    """The newest occasion as last told."""
    told = desk.told().texts
    assert told
    return told[0]


async def test_after_a_mark_and_a_restore_there_are_texts_to_copy(monkeypatch: pytest.MonkeyPatch) -> None:
    """For the host, for buyers and for customer service; each says what is so and when it comes back."""
    async with running(World()) as desk:
        await desk.mark(minutes=5, reason=Reason.INCIDENT)
        await desk.pass_time(1)
        said = texts(desk)
        assert said[Audience.HOST].startswith("The sale of Product EAR-01 is paused. It is back on sale at ")
        assert said[Audience.SERVICE].startswith("Product EAR-01 (EAR-01) was taken off sale at Web shop at ")
        assert said[Audience.BUYERS] in said[Audience.SERVICE]
        await desk.ask(Restore(who=ME, skus=("EAR-01",)))
        await desk.pass_time(1)
        assert newest(desk).moment is Moment.RESTORE
        assert texts(desk)[Audience.HOST] == "Product EAR-01 is on sale again."
        told = desk.told().texts
        assert told is not None
        assert [view.moment for view in told] == [Moment.RESTORE, Moment.MARK]
        monkeypatch.setattr(saying, "SHOWN", timedelta(seconds=20))
        await desk.pass_time(20)
        assert desk.told().texts == ()


async def test_a_round_is_called_sold_only_when_every_unit_is() -> None:
    """Closed before, it is over, with the true figures; the next one is named with what it releases."""
    world = World()
    async with running(world) as desk:
        await start(desk, 20)
        await sell(desk, 15)
        await desk.mark(reason=Reason.ROUND)
        await desk.pass_time(1)
        assert texts(desk)[Audience.HOST].startswith(
            "Round 1 of Product EAR-01 is over: 15 of 20 units sold. It is back on sale at "
        )
        await desk.ask(NextRound(who=ME, sku="EAR-01"))
        await desk.pass_time(1)
        assert texts(desk)[Audience.HOST] == "Product EAR-01 is on sale again: round 2 with 20 units."
        await sell(desk, 20)
        await desk.mark(reason=Reason.ROUND)
        await desk.pass_time(1)
        assert texts(desk)[Audience.HOST].startswith("Round 2 of Product EAR-01 is sold: 20 units. ")


async def test_the_rooms_own_text_is_said_where_its_figures_are_known(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """One for a round that is sold is kept for that; else the built-in one is said."""
    host, mark = Audience.HOST, Moment.MARK
    sold = Template(moment=mark, audience=host, reason=Reason.ROUND, text="第${round}轮${units}件已售完")
    back = Template(moment=mark, audience=host, text="${product}: back at ${back_at}!")
    whole = desk_under_test.plan

    def with_texts(*args: Any, **more: Any) -> RoomPlan:  # noqa: ANN401 - what the plan takes
        return replace(whole(*args, **more), texts=(sold, back))

    monkeypatch.setattr(desk_under_test, "plan", with_texts)
    async with running(World()) as desk:
        await desk.mark("CUP-01", reason=Reason.ERROR)
        await desk.pass_time(1)
        assert texts(desk)[Audience.HOST].startswith("Product CUP-01: back at ")
        await start(desk, 20)
        await sell(desk, 20)
        await desk.mark(reason=Reason.ROUND)
        await desk.pass_time(1)
        assert texts(desk)[Audience.HOST] == "第1轮20件已售完"


async def test_what_to_say_of_a_product_can_be_asked_for_at_any_time() -> None:
    """Off sale, restored, or on sale all along; of what is not here there is nothing to say."""
    async with running(World()) as desk:
        view = desk.engine.texts("EAR-02")
        assert view is not None
        assert view.lines[0].text == "Product EAR-02 is on sale."
        assert view.lines[2].text == "Product EAR-02 (EAR-02) is on sale."
        desk.world.shop.set_by_others("CUP-01", sold_out=True)
        await desk.pass_time(16)
        view = desk.engine.texts("CUP-01")
        assert view is not None
        assert view.lines[0].text == "Product CUP-01 is not available now."
        assert "and not by this desk" in view.lines[2].text
        await desk.mark()
        view = desk.engine.texts("EAR-01")
        assert view is not None
        assert view.moment is Moment.MARK
        assert desk.engine.texts("nobody") is None


async def test_a_time_that_was_said_is_not_moved() -> None:
    """Marked again before it has come, the product is not said to come back later; afterwards it may be."""
    async with running(World()) as desk:
        await desk.mark(minutes=0.5)
        await desk.ask(Restore(who=ME, skus=("EAR-01",)))
        await desk.mark(minutes=1)
        await desk.pass_time(1)
        assert texts(desk)[Audience.HOST] == "Product EAR-01 is not available now."
        await desk.pass_time(70)
        await desk.mark(minutes=5)
        await desk.pass_time(1)
        assert "It is back on sale at " in texts(desk)[Audience.HOST]


async def test_two_shops_that_confirm_one_mark_are_one_occasion() -> None:
    """The text for customer service names both."""
    world = World()
    world.more_shops = (FakeStorefront(world.skus, clock=world.clock, storefront="other"),)
    async with running(world) as desk:
        await desk.mark()
        await desk.pass_time(1)
        told = desk.told().texts
        assert told is not None
        assert len(told) == 1
        assert "Web shop, other" in texts(desk)[Audience.SERVICE]


async def test_some_reasons_take_the_initials_of_two_people() -> None:
    """Nothing is sent without; both are in the audit as claimed. An emergency stop never waits for them."""
    second = frozenset({Reason.ERROR, Reason.INCIDENT})
    async with running(World(), second_initials=second) as desk:  # type: ignore[arg-type] # a threshold by name
        mark = MarkSoldOut(who=TWO, skus=("EAR-01",), reason=Reason.ERROR)
        for second_one in ("", " lx "):
            refused = await desk.ask(replace(mark, second=second_one))
            assert [result.code for result in refused.results] == [Code.SECOND_NEEDED]
        nobody = await desk.ask(replace(mark, who=ME, second="WY"))
        assert [result.code for result in nobody.results] == [Code.SECOND_NEEDED]
        assert desk.world.shop.sent == []
        assert (await desk.ask(replace(mark, second="WY"))).ok
        lines = desk.world.journal.kept.lines
        assert "second=WY" in next(line for line in lines if line.what == "hold").detail
        assert (await desk.mark("EAR-02")).ok
        assert (await desk.ask(EmergencyStop(who=ME, skus=("CUP-01",)))).ok
        release = Release(who=TWO, skus=("CUP-01",), reason=Reason.INCIDENT, note="checked")
        assert [r.code for r in (await desk.ask(release)).results] == [Code.SECOND_NEEDED]
        assert (await desk.ask(replace(release, second="WY"))).ok
        note = next(line for line in lines if line.what == "release_asked")
        assert note.detail == "reason=incident second=WY note=checked"


async def test_a_platform_that_writes_all_sold_is_left_on_sale_unless_that_is_so() -> None:
    """The other shop is marked; the round that is really sold may be marked at both."""
    world = World()
    label = FakeStorefront(world.skus, clock=world.clock, storefront="label")
    label.label = "已抢光"
    world.more_shops = (label,)
    async with running(world) as desk:
        answer = await desk.mark()
        found = {result.storefront: result for result in answer.results}
        assert (found["shop"].code, found["label"].code) == (Code.DONE, Code.LABEL_UNTRUE)
        assert "“已抢光”" in found["label"].text
        assert label.sent == []
        await desk.ask(Restore(who=ME, skus=("EAR-01",)))
        await start(desk, 10)
        early = {r.storefront: r.code for r in (await desk.mark(reason=Reason.ROUND)).results}
        assert early["label"] is Code.LABEL_UNTRUE
        await desk.ask(NextRound(who=ME, sku="EAR-01"))
        await sell(desk, 10)
        assert (await desk.mark(reason=Reason.ROUND)).ok


async def test_a_trial_before_the_broadcast_is_ended_by_a_mark_that_belongs_to_none() -> None:
    """For the trial alone: any other mark needs a broadcast, and so does one where no trial is on sale."""
    async with running(World(), start=False) as desk:
        trial = MarkSoldOut(who=ME, skus=("EAR-01",), reason=Reason.TRIAL)
        assert [r.code for r in (await desk.ask(trial)).results] == [Code.NO_BROADCAST]
        assert (await desk.ask(StartRound(who=ME, sku="EAR-01", units=5, trial=True))).ok
        stage = replace(trial, reason=Reason.STAGE)
        assert [r.code for r in (await desk.ask(stage)).results] == [Code.NO_BROADCAST]
        assert (await desk.ask(trial)).ok
        await desk.pass_time(1)
        (hold,) = desk.holds()
        assert hold.broadcast is None
        assert desk.world.journal.kept.rounds[1].closed_by == hold.id
        assert texts(desk)[Audience.HOST].startswith(
            "The trial of Product EAR-01 is over: 0 of 5 units sold."
        )
