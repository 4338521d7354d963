"""The line-up of a running desk: told to the windows, as people said, over a restart."""

from decimal import Decimal
from typing import Any

from app.domain.places import NO_WISHES
from app.engine.serving import Serving
from app.intents import Code, EndBroadcast, PlaceInLineUp, SayOnAir, SayPrice, SkipInLineUp
from app.ports import JournalError
from app.views.line_up import LineUpView
from tests.engine.desk_under_test import ME, Desk, World, running


def _line(desk: Desk) -> LineUpView:
    view = desk.told().line_up
    assert view is not None
    return view


def _order(desk: Desk) -> list[str]:
    return [one.sku for one in _line(desk).places]


async def test_every_product_that_may_be_shown_stands_in_line() -> None:
    """And what is on air apart from it, with a reason each."""
    async with running(World()) as desk:
        await desk.pass_time(5)
        assert sorted(_order(desk)) == ["CUP-01", "EAR-01", "EAR-02"]
        await desk.ask(SayOnAir(who=ME, sku="EAR-01"))
        line = _line(desk)
        assert sorted(_order(desk)) == ["CUP-01", "EAR-02"]
        assert line.on_air is not None
        assert line.on_air.sku == "EAR-01"
        assert all(one.why for one in line.places)


async def test_the_wall_can_be_sorted_as_the_line_stands() -> None:
    """A pin counts there, too; what is out of line comes behind it."""
    async with running(World()) as desk:
        await desk.pass_time(5)
        last = _order(desk)[-1]
        await desk.ask_now(PlaceInLineUp(who=ME, sku=last, place=1))
        await desk.ask_now(SkipInLineUp(who=ME, sku=_order(desk)[1], skipped=True))
        await desk.pass_time(1)
        skipped = _line(desk).left_out[0].sku
        by_rank = sorted(("CUP-01", "EAR-01", "EAR-02"), key=lambda sku: desk.gauge(sku).line_up)
        assert by_rank == [*_order(desk), skipped]


async def test_what_is_held_is_out_of_line_at_once() -> None:
    """Named with its reason."""
    async with running(World()) as desk:
        await desk.pass_time(5)
        await desk.mark("EAR-02")
        assert "EAR-02" not in _order(desk)
        assert [(one.sku, one.why) for one in _line(desk).left_out] == [("EAR-02", "marked sold out")]


async def test_a_pin_and_a_skip_are_done_and_survive_a_restart() -> None:
    """They are in the record before they are seen."""
    world = World()
    async with running(world) as desk:
        await desk.pass_time(5)
        last = _order(desk)[-1]
        assert (await desk.ask_now(PlaceInLineUp(who=ME, sku=last, place=1))).ok
        assert _order(desk)[0] == last
        assert _line(desk).places[0].pinned
        skipped = _order(desk)[1]
        assert (await desk.ask_now(SkipInLineUp(who=ME, sku=skipped, skipped=True))).ok
        assert [(one.sku, one.skipped) for one in _line(desk).left_out] == [(skipped, True)]
    async with running(world) as desk:
        await desk.pass_time(5)
        assert _order(desk)[0] == last
        assert skipped not in _order(desk)
        assert (await desk.ask_now(SkipInLineUp(who=ME, sku=skipped, skipped=False))).ok
        assert (await desk.ask_now(PlaceInLineUp(who=ME, sku=last, place=None))).ok
        assert skipped in _order(desk)
        assert not any(one.pinned for one in _line(desk).places)


async def test_showing_a_pinned_product_fulfils_its_pin() -> None:
    """Shown again later it has the place its worth gives it; the record knows."""
    world = World()
    async with running(world) as desk:
        await desk.ask_now(PlaceInLineUp(who=ME, sku="CUP-01", place=1))
        await desk.ask_now(PlaceInLineUp(who=ME, sku="EAR-02", place=2))
        await desk.ask(SayOnAir(who=ME, sku="CUP-01"))
        await desk.pass_time(1)
        assert world.journal.kept.wishes.pins == {"EAR-02": 1}
        assert _order(desk)[0] == "EAR-02"


async def test_with_the_broadcast_ends_what_was_said_of_its_line_up() -> None:
    """The next one begins without."""
    world = World()
    async with running(world) as desk:
        await desk.ask_now(SkipInLineUp(who=ME, sku="CUP-01", skipped=True))
        assert world.journal.kept.wishes != NO_WISHES
        assert (await desk.ask(EndBroadcast(who=ME))).ok
        await desk.pass_time(1)
        assert world.journal.kept.wishes == NO_WISHES


async def test_a_place_that_is_none_and_a_product_nobody_knows_are_refused() -> None:
    """In words."""
    async with running(World()) as desk:
        for intent, code in (
            (PlaceInLineUp(who=ME, sku="EAR-01", place=0), Code.BAD_VALUE),
            (PlaceInLineUp(who=ME, sku="EAR-01", place=99), Code.BAD_VALUE),
            (SkipInLineUp(who=ME, sku="NO-1", skipped=True), Code.UNKNOWN_SKU),
        ):
            answer = await desk.ask_now(intent)
            assert [result.code for result in answer.results] == [code]
            assert answer.results[0].text


async def test_what_the_record_does_not_keep_does_not_count() -> None:
    """The person is told."""
    world = World()
    async with running(world) as desk:
        await desk.pass_time(5)
        before = _order(desk)
        world.journal.fail(JournalError("disk full"), on="save_wishes")
        answer = await desk.ask_now(PlaceInLineUp(who=ME, sku=before[-1], place=1))
        assert [result.code for result in answer.results] == [Code.NO_RECORD]
        assert _order(desk) == before


async def test_a_price_counts_from_when_it_is_said_until_the_broadcast_ends() -> None:
    """Over a restart; what the settings say stands again after it."""
    world = World()
    async with running(world) as desk:
        await desk.pass_time(5)
        assert (await desk.ask_now(SayPrice(who=ME, sku="CUP-01", price=Decimal("19.90")))).ok
        await desk.pass_time(3)
        assert _margins(desk) == {"CUP-01"}
    async with running(world) as desk:
        await desk.pass_time(5)
        assert _margins(desk) == {"CUP-01"}
        assert desk.engine.room.products["CUP-01"].price == Decimal("19.90")
        assert (await desk.ask(EndBroadcast(who=ME))).ok
        assert desk.engine.room.products["CUP-01"].price is None


async def test_a_price_that_is_none_is_refused() -> None:
    """And one that no broadcast would tell anything of."""
    async with running(World()) as desk:
        for price in ("0", "-1", "NaN", "Infinity"):
            answer = await desk.ask_now(SayPrice(who=ME, sku="CUP-01", price=Decimal(price)))
            assert [result.code for result in answer.results] == [Code.BAD_VALUE]
        unknown = await desk.ask_now(SayPrice(who=ME, sku="NO-1", price=Decimal(5)))
        assert [result.code for result in unknown.results] == [Code.UNKNOWN_SKU]
    async with running(World(), start=False) as desk:
        early = await desk.ask_now(SayPrice(who=ME, sku="CUP-01", price=Decimal(5)))
        assert [result.code for result in early.results] == [Code.NO_BROADCAST]
        assert "a price is said for one" in early.results[0].text


def _margins(desk: Desk) -> set[str]:
    """Products whose margin is known."""
    return {one.sku for one in _line(desk).places if one.per_minute is not None}


async def test_a_command_prints_the_line_up_and_after_a_broadcast_what_it_teaches() -> None:
    """As an object for scripts and as lines for a person."""
    async with running(World()) as desk:
        await desk.ask(SayOnAir(who=ME, sku="EAR-01"))
        during = await _printed(desk)
        assert during["object"]["on_air"]["sku"] == "EAR-01"
        assert [one["place"] for one in during["object"]["places"]] == [1, 2]
        assert during["object"]["next_broadcast"] is None
        assert len(during["lines"]) == 3
        desk.world.sales.sell("EAR-01", 12)
        await desk.pass_time(60)
        assert (await desk.ask(EndBroadcast(who=ME))).ok
        after = await _printed(desk)
        assert [one["choice"] for one in after["object"]["next_broadcast"]] == ["try"]


async def _printed(desk: Desk) -> dict[str, Any]:
    (reply,) = [each async for each in Serving(desk.engine).handle({"command": "line-up"})]
    assert reply["exit"] == 0
    return dict(reply)
