"""From answers to what windows and status are told: figures, ages, sales, viewers, lamps, alerts, deltas."""

import json
from datetime import timedelta

import jsonschema
import pytest
from structlog.testing import capture_logs

from app.domain.broadcast import MarkKind
from app.domain.readings import RejectedRow, SalesCount
from app.engine.judging import SLICE
from app.intents import MarkSoldOut, RefreshSource, Who
from app.ports import AnswerRejected, LoginRefused, NotAllowed, SourceError, Throttled, Unavailable
from app.views.gauge import ChipKind, Freshness
from app.views.room import SourceState
from tests.architecture.tree import ROOT
from tests.engine.desk_under_test import ME, SKUS, World, running
from tests.fakes.clock import settle
from tests.fakes.sources import FakeSalesSource, FakeStockSource

SCHEMA = json.loads((ROOT / "resources/status.schema.json").read_text("utf-8"))


async def test_a_changed_figure_is_told_and_an_unchanged_one_is_not() -> None:
    """One delta a poll, with the gauges that changed and no others."""
    world = World()
    async with running(world) as desk:
        await desk.pass_time(10)
        told = len(desk.deltas)
        world.warehouse.put("EAR-02", 42)
        await desk.pass_time(2.2)
        changed = [gauge.sku for delta in desk.deltas[told:] for gauge in delta.gauges]
        assert changed == ["EAR-02"]
        assert desk.gauge("EAR-02").available == 42


async def test_revisions_count_up_by_one() -> None:
    """A window that missed one would know."""
    async with running(World()) as desk:
        await desk.pass_time(5)
        assert [delta.revision for delta in desk.deltas] == list(range(1, len(desk.deltas) + 1))


async def test_the_products_are_shown_before_anything_answers() -> None:
    """The wall has its places from the first moment, with no figure in them."""
    world = World()
    world.warehouse.does.hang()
    async with running(world, start=False) as desk:
        assert desk.deltas[0].order == SKUS
        assert desk.gauge("EAR-01").available is None
        world.warehouse.does.let_go()


async def test_a_product_that_only_a_warehouse_names_is_shown() -> None:
    """By its SKU; it is on the wall from then on."""
    world = World()
    async with running(world) as desk:
        world.warehouse.put("NEW-01", 9)
        await desk.pass_time(3)
        assert desk.told().order == (*SKUS, "NEW-01")
        assert (desk.gauge("NEW-01").title, desk.gauge("NEW-01").available) == ("NEW-01", 9)


async def test_one_dead_warehouse_ages_alone() -> None:
    """Its part goes stale with its age and units at risk; the other's stays live; one alert. F153."""
    world = World()
    other = FakeStockSource("nj", clock=world.clock)
    for sku in SKUS:
        other.put(sku, 50)
    world.more_stock = (other,)
    async with running(world) as desk:
        for _minute in range(3):
            world.sales.sell("EAR-01", 20)
            await desk.pass_time(20)
        with capture_logs() as said:
            other.does.fail(Unavailable("no answer"))
            await desk.pass_time(40)
            gauge = desk.gauge("EAR-01")
            assert [part.freshness for part in gauge.segments] == [Freshness.LIVE, Freshness.STALE]
            assert gauge.available == 150
            lamp = desk.source("nj")
            assert (lamp.state, lamp.text, (lamp.units_at_risk or 0) > 0) == (
                SourceState.STALE,
                "no answer",
                True,
            )
            assert desk.source("la").state is SourceState.LIVE
            assert [alert for alert in desk.alerts() if "nj" in alert] == ["source:nj"]
            other.does.heal()
            await desk.pass_time(60)
        assert desk.source("nj").state is SourceState.LIVE
        assert desk.alerts() == ()
    events = [line["event"] for line in said if line["event"].startswith("source")]
    assert events == ["source_went_quiet", "source_recovered"]


@pytest.mark.parametrize(
    ("error", "state"),
    [
        (LoginRefused("wrong password", remedy="look at the password"), SourceState.LOGIN_REFUSED),
        (NotAllowed("no right"), SourceState.NOT_ALLOWED),
        (Throttled("slow down", retry_after_s=40.0), SourceState.THROTTLED),
    ],
)
async def test_a_lamp_says_why_there_is_no_answer(error: SourceError, state: SourceState) -> None:
    """And what to do, and when it is tried again. F112, F118."""
    world = World()
    async with running(world) as desk:
        world.warehouse.does.fail(error)
        await desk.pass_time(3)
        lamp = desk.source("la")
        assert (lamp.state, lamp.text, lamp.remedy) == (state, str(error), error.remedy)
        assert lamp.retry_at is not None
        world.warehouse.does.heal()
        await desk.ask_now(RefreshSource(who=ME, source="la"))
        assert desk.source("la").state is SourceState.LIVE


async def test_one_failed_poll_does_not_make_a_figure_old() -> None:
    """The age runs from the last accepted answer; a lamp does not flap. F016."""
    world = World()
    async with running(world) as desk:
        await desk.pass_time(5)
        world.warehouse.does.fail(AnswerRejected("no JSON"), times=1)
        await desk.pass_time(2.5)
        assert desk.gauge("EAR-01").segments[0].freshness is Freshness.LIVE
        assert desk.source("la").state is SourceState.LIVE


async def test_a_row_that_is_not_believed_is_that_products_alone() -> None:
    """The others update; the count of rejected rows is on the lamp. F032, F122."""
    world = World()
    async with running(world) as desk:
        await desk.pass_time(3)
        world.warehouse.drop("EAR-01")
        world.warehouse.put("EAR-02", 42)
        world.warehouse.rejected = (RejectedRow(where="EAR-01", why="available is no number"),)
        await desk.pass_time(3)
        assert desk.source("la").rejected_rows == 1
        assert (desk.gauge("EAR-01").available, desk.gauge("EAR-02").available) == (100, 42)
        await desk.pass_time(20)
        assert desk.gauge("EAR-01").segments[0].freshness is Freshness.STALE
        assert desk.gauge("EAR-02").segments[0].freshness is Freshness.LIVE


async def test_a_null_figure_is_unknown_and_never_none_left() -> None:
    """A dash, with its reason. F042."""
    world = World()
    async with running(world) as desk:
        world.warehouse.put("EAR-01", None)
        await desk.pass_time(3)
        assert (desk.gauge("EAR-01").available, desk.gauge("EAR-01").chip.kind) == (None, ChipKind.UNKNOWN)


async def test_a_negative_figure_is_none_left_and_said_once() -> None:
    """As oversold, with one alert. F045."""
    world = World()
    async with running(world) as desk:
        world.warehouse.put("EAR-01", 0, oversold=3)
        await desk.pass_time(5)
        assert desk.gauge("EAR-01").available == 0
        assert len([alert for alert in desk.alerts() if "EAR-01" in alert and "oversold" in alert]) == 1


async def test_a_figure_above_the_start_is_a_delivery() -> None:
    """A mark on the graph; the gauge stays full and says how much more. F052."""
    world = World()
    async with running(world) as desk:
        world.warehouse.put("EAR-01", 160)
        await desk.pass_time(3)
        marks = [mark for view in desk.told().traffic or () for mark in view.marks]
        assert [(mark.kind, mark.sku) for mark in marks if mark.kind is MarkKind.RESTOCK] == [
            (MarkKind.RESTOCK, "EAR-01")
        ]
        assert desk.gauge("EAR-01").share == pytest.approx(1.6) or desk.gauge("EAR-01").share == 1.0


async def test_a_product_that_begins_with_nothing_has_no_percentage() -> None:
    """Its units are shown all the same. F051."""
    world = World()
    world.warehouse.put("EAR-01", 0)
    async with running(world) as desk:
        world.warehouse.put("EAR-01", 5)
        await desk.pass_time(3)
        assert (desk.gauge("EAR-01").available, desk.gauge("EAR-01").share) == (5, None)


async def test_sales_are_counted_once_and_kept() -> None:
    """Units per minute come from them; the record has each line once."""
    world = World()
    async with running(world) as desk:
        world.sales.sell("EAR-01", 30, order="L1")
        await desk.pass_time(30)
        assert desk.gauge("EAR-01").units_per_minute is None
        await desk.pass_time(90)
        assert (desk.gauge("EAR-01").units_per_minute or 0) > 0
        assert [(sale.sku, sale.units) for sale in world.journal.kept.sold] == [("EAR-01", 30)]


async def test_without_a_sales_source_falls_of_stock_are_sales() -> None:
    """A rise is none."""
    world = World(tells_sales=False)
    async with running(world) as desk:
        await desk.pass_time(5)
        world.warehouse.put("EAR-01", 92)
        await desk.pass_time(3)
        world.warehouse.put("EAR-01", 150)
        await desk.pass_time(3)
        assert [(sale.sku, sale.units) for sale in world.journal.kept.sold] == [("EAR-01", 8)]


async def test_a_running_total_begins_where_the_desk_came_in() -> None:
    """Not with all that was ever sold."""
    world = World()
    world.sales = FakeSalesSource(clock=world.clock, counts=SalesCount.SINCE_START)
    world.sales.sell("EAR-01", 5000)
    async with running(world) as desk:
        await desk.pass_time(12)
        assert world.journal.kept.sold == []


async def test_viewers_make_points_and_are_kept() -> None:
    """One a poll; a figure that can't be believed is a gap, not 0. F054."""
    world = World()
    async with running(world) as desk:
        world.traffic.viewers = None
        await desk.pass_time(2.1)
        (view,) = desk.told().traffic or ()
        assert view.added[-1].viewers is None
        assert world.journal.kept.traffic[0].viewers == 1000


async def test_what_a_source_shows_is_on_air_until_a_person_says_otherwise() -> None:
    """A source's word is news when it changes there."""
    world = World()
    async with running(world) as desk:
        world.traffic.on_air = "EAR-02"
        await desk.pass_time(3)
        assert desk.engine.room.on_air is not None
        assert desk.engine.room.on_air.sku == "EAR-02"
        assert world.journal.kept.on_air is not None


async def test_a_broadcast_goes_on_where_the_last_desk_left_it() -> None:
    """Opening stock, on air, phase, viewers and rates are learnt again from the record."""
    world = World()
    async with running(world) as desk:
        world.traffic.on_air = "EAR-02"
        world.sales.sell("EAR-01", 30)
        world.warehouse.put("EAR-01", 70)
        await desk.pass_time(120)
        before = desk.gauge("EAR-01").units_per_minute
    async with running(world) as desk:
        await desk.pass_time(8)
        told = desk.told()
        assert told.broadcast is not None
        assert (told.broadcast.number, told.broadcast.on_air) == (1, "EAR-02")
        assert desk.gauge("EAR-01").share == pytest.approx(0.7)
        assert desk.gauge("EAR-01").units_per_minute == pytest.approx(before, rel=0.3)
        assert len((told.traffic or ())[0].added) > 50


async def test_an_act_is_shown_at_once() -> None:
    """Not with the next poll."""
    world = World()
    async with running(world) as desk:
        world.shop.commands_do.hang()
        told = len(desk.deltas)
        desk.ask_later(MarkSoldOut(who=ME, skus=("EAR-01",)))
        await settle()
        shown = [gauge.chip.kind for delta in desk.deltas[told:] for gauge in delta.gauges]
        assert ChipKind.SENDING in shown
        assert [view.holds for delta in desk.deltas[told:] for view in delta.undo or ()] == [(1,)]
        world.shop.commands_do.let_go()
        await desk.pass_time(1)


async def test_a_refusal_is_said_to_a_window_and_not_to_the_desk_for_a_command() -> None:
    """A command has its own answer."""
    async with running(World()) as desk:
        await desk.mark(minutes=31)
        assert [
            "30 minutes at most" in " ".join(delta.answers) for delta in desk.deltas if delta.answers
        ] == [True]
        command = Who(account="lin", through="command")
        await desk.ask(MarkSoldOut(who=command, skus=("EAR-01",), minutes=31))
        assert len([delta for delta in desk.deltas if delta.answers]) == 1


async def test_a_large_catalogue_is_judged_in_slices() -> None:
    """No delta holds the loop for a thousand products. F125."""
    world = World.with_products(300)
    async with running(world) as desk:
        assert {gauge.sku for gauge in desk.told().gauges} == set(world.skus)
        assert max(len(delta.gauges) for delta in desk.deltas) <= SLICE


async def test_a_changed_settings_file_is_announced() -> None:
    """And taken back when it is as it was."""
    async with running(World()) as desk:
        for changed in (True, False):
            desk.engine.settings_changed(changed=changed)
            await desk.pass_time(1)
            told = desk.told().broadcast
            assert told is not None
            assert told.settings_changed is changed


async def test_status_keeps_to_its_schema_from_the_first_moment() -> None:
    """Starting, with null figures; running; with a hold, a stale source and an alert."""
    world = World()
    world.shop.does.hang()
    async with running(world, start=False) as desk:
        desk.world.shop.does.let_go()
        jsonschema.validate(json.loads(desk.engine.status()), SCHEMA)
    async with running(world) as desk:
        await desk.mark()
        world.warehouse.does.fail(Unavailable("no answer"))
        await desk.pass_time(60)
        status = json.loads(desk.engine.status())
        jsonschema.validate(status, SCHEMA)
        assert status["sources"][0]["state"] == "stale"
        hold = status["products"][0]["storefronts"]["shop"]["hold"]
        assert hold["seconds_left"] == pytest.approx(240, abs=2)
        assert status["alerts"][0]["state"] == "active"


async def test_figures_that_stand_still_while_sales_run_are_marked() -> None:
    """Ten minutes without a movement, beside a lamp that is live. F028."""
    world = World()
    async with running(world) as desk:
        for _half_minute in range(24):
            world.sales.sell("EAR-01", 3)
            await desk.pass_time(30)
        lamp = desk.source("la")
        assert lamp.state is SourceState.LIVE
        assert lamp.standing_still_since is not None


async def test_old_stamps_make_figures_old_however_fresh_the_answer() -> None:
    """The age is that of the figure, not of the request. F069."""
    world = World()
    async with running(world) as desk:
        world.warehouse.as_of = world.clock.now() - timedelta(minutes=20)
        await desk.pass_time(30)
        assert desk.source("la").state is SourceState.STALE
        assert desk.gauge("EAR-01").segments[0].freshness is Freshness.STALE


async def test_a_server_whose_clock_is_far_off_raises_one_alert() -> None:
    """However many servers say so: most likely it is ours. F068."""
    world = World()
    async with running(world) as desk:
        world.warehouse.clock_offset = timedelta(seconds=90)
        world.traffic.clock_offset = timedelta(seconds=91)
        await desk.pass_time(6)
        assert desk.alerts() == ("clock_skew",)


async def test_everything_silent_is_one_alert_for_the_network() -> None:
    """Not one a source. F002."""
    world = World()
    async with running(world) as desk:
        await desk.pass_time(10)
        for source in (world.warehouse, world.traffic, world.sales, world.shop):
            source.does.fail(Unavailable("no route"))
        await desk.pass_time(120)
        assert desk.alerts() == ("offline",)
        assert desk.gauge("EAR-01").cannot_mark
