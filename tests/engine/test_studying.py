"""A page's wish to know one product: its broadcast, its holds, where it stands, and its life week by week."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from app.domain.catalogue import Leg, Warehouse
from app.domain.lifecycle import Stage
from app.domain.recollection import Recollection
from app.domain.trade import Belief
from app.engine.replenishing import SETTLED_S
from app.intents import Code, Restore, StudyProduct
from app.ports import DailySales, JournalBusy
from app.views.product import StudyView, Top
from app.views.room import Phase
from tests.engine import desk_under_test
from tests.engine.desk_under_test import ME, Desk, World, running
from tests.fakes.clock import START
from tests.sample_track_record import calibrated_sample

_MIDNIGHT = START.replace(hour=0, minute=0, second=0, microsecond=0)


@pytest.fixture(autouse=True)
def planned(monkeypatch: pytest.MonkeyPatch) -> None:
    """A room whose earphones have a way to the warehouse, and sell ten a day."""
    made = desk_under_test.plan

    def with_ways(skus: tuple[str, ...] = desk_under_test.SKUS, **policy: float) -> object:
        plan = made(skus, **policy)
        legs = (Leg(name="production", days=7), Leg(name="sea", days=22, days_max=30))
        products = tuple(
            replace(product, legs=legs, daily_sales=10) if product.sku == "EAR-01" else product
            for product in plan.products
        )
        la = Warehouse(id="la", name="Los Angeles", short="L")
        return replace(plan, products=products, names=replace(plan.names, warehouses={"la": la}))

    monkeypatch.setattr(desk_under_test, "plan", with_ways)


async def study(desk: Desk, sku: str = "EAR-01", *, again: bool = False) -> StudyView:
    """What is told of a product."""
    assert (await desk.ask_now(StudyProduct(who=ME, sku=sku, again=again))).ok
    view = desk.told().study
    assert view is not None
    assert view.sku == sku
    return view


def sold(days: int, units: int, until: int = 0, sku: str = "EAR-01") -> list[DailySales]:
    """So many a day, until so many days ago."""
    return [
        DailySales(day=_MIDNIGHT - timedelta(days=ago), sku=sku, units=Decimal(units))
        for ago in range(until + 1, until + days + 1)
    ]


async def test_the_broadcast_is_told_with_stock_viewers_and_what_a_hold_did() -> None:
    """Also the figure that stood before the start, and that what follows is not over."""
    async with running(World()) as desk:
        await desk.pass_time(60)
        desk.world.warehouse.put("EAR-01", 90)
        await desk.pass_time(30)
        assert (await desk.mark()).ok
        await desk.pass_time(30)
        assert (await desk.ask(Restore(who=ME, skus=("EAR-01",)))).ok
        await desk.pass_time(30)
        course = (await study(desk)).course
    assert course is not None
    assert (course.number, course.running, course.stock[0], course.stock[-1]) == (1, True, 100, 90)
    assert course.viewers[-1] == 1000
    (held,) = course.held
    assert (held.number, held.true_stock, held.is_open) == (1, 90, False)
    assert held.after_minutes < 1
    assert course.virtual == (held.span,)


async def test_before_the_first_broadcast_it_says_why_there_is_nothing() -> None:
    """And what there is is told all the same."""
    async with running(World(), start=False) as desk:
        view = await study(desk)
    assert view.course is None
    assert "no broadcast" in view.no_course
    assert view.tier is Phase.DAILY


async def test_it_stands_against_its_reorder_point_whether_anything_is_due_or_not() -> None:
    """Far above it no proposal is made; how far is told."""
    world = World()
    world.warehouse.put("EAR-01", 5000)
    async with running(world) as desk:
        await desk.pass_time(SETTLED_S + 1)
        supply = (await study(desk)).supply
        proposals = desk.told().replenishment
    assert proposals is not None
    assert proposals.pending == ()
    assert supply is not None
    assert (supply.position, supply.per_day, supply.cover, supply.lead_days) == (5000, 10, 500, 29)
    assert supply.point is not None
    assert supply.left_days is not None
    assert supply.left_days > 0
    assert [name for name, _days in supply.legs] == ["Production", "Sea"]


async def test_a_product_without_a_way_or_sales_says_what_is_missing() -> None:
    """Nothing is made up."""
    async with running(World()) as desk:
        await desk.pass_time(SETTLED_S + 1)
        view = await study(desk, desk.world.skus[1])
    assert view.supply is None
    assert "daily_sales" in view.no_supply
    assert view.life is None
    assert "import sales" in view.no_life


async def test_its_life_is_told_by_weeks() -> None:
    """From what was imported; growth a week, and how fast it turns over."""
    world = World()
    await world.journal.import_sales(sold(56, 5, until=28) + sold(28, 10) + sold(28, 99, sku="CUP-01"))
    async with running(world) as desk:
        life = (await study(desk)).life
    assert life is not None
    assert [week.units for week in life.weeks] == [35.0] * 8 + [70.0] * 4
    assert (life.stage, life.turnover_days) == (Stage.GROWTH, 10.0)
    assert life.growth == pytest.approx(2**0.25 - 1)


async def test_days_are_not_read_again_for_a_page_that_stays_open() -> None:
    """They change by the day; who opens a page anew sees what was imported meanwhile."""
    async with running(World()) as desk:
        assert (await study(desk)).life is None
        await desk.world.journal.import_sales(sold(14, 5))
        assert (await study(desk, again=True)).life is None
        life = (await study(desk)).life
    assert life is not None
    assert len(life.weeks) == 2


async def test_what_was_expected_before_the_start_is_a_line() -> None:
    """From the opening stock down by what earlier broadcasts say, and its rate now."""
    async with running(World(), planned_minutes=60) as desk:
        await desk.pass_time(120)
        past = Recollection(appeal={"EAR-01": Belief(shape=4.0, exposure=1.0)}, viewers=(1000.0,) * 6)
        desk.engine.room.expect(past, {"EAR-01": 60.0})
        course = (await study(desk)).course
    assert course is not None
    assert course.expected[0] == (course.span.start, 100.0)
    assert course.expected[-1][1] == pytest.approx(40.0)
    assert course.expected_per_minute == pytest.approx(1.0)


async def test_without_a_forecast_there_is_no_line() -> None:
    """Nothing is drawn that nobody said."""
    async with running(World()) as desk:
        await desk.pass_time(10)
        course = (await study(desk)).course
    assert course is not None
    assert (course.expected, course.expected_per_minute) == ((), None)


async def test_a_product_nobody_knows_and_a_record_that_fails_are_said() -> None:
    """In words, and the next wish is carried out."""
    async with running(World()) as desk:
        unknown = await desk.ask_now(StudyProduct(who=ME, sku="NONE"))
        desk.world.journal.fail(JournalBusy("locked"), on="outline")
        failed = await desk.ask_now(StudyProduct(who=ME, sku="EAR-01"))
        await study(desk)
    assert unknown.results[0].code is Code.UNKNOWN_TARGET
    assert failed.results[0].code is Code.NO_RECORD


async def test_how_often_its_ranges_held_is_told_out_of_what_was_kept() -> None:
    """Of this product alone, one fact a broadcast; nothing before any was judged."""
    world = World()
    async with running(world) as desk:
        assert (await study(desk)).hit is None
        for number in range(1, 7):
            await world.journal.keep_calibration(calibrated_sample(number))
        hit = (await study(desk)).hit
        assert hit is not None
        assert (hit.band.groups, hit.band.of) == (6, 6 * 9)
        assert hit.band.share is not None
        assert (await study(desk, "CUP-01")).hit is None


async def test_what_is_ahead_of_its_life_is_told() -> None:
    """A range of six weeks, and the top; the same while the day lasts."""
    world = World()
    await world.journal.import_sales(sold(112, 5) + sold(28, 12))
    async with running(world) as desk:
        life = (await study(desk)).life
        assert life is not None
        assert len(life.ahead) == 6
        assert all(week.p10 < week.p50 < week.p90 for week in life.ahead)
        assert life.top.top in (Top.AHEAD, Top.NOT_IN_SIGHT, Top.NOW)
        again = (await study(desk, again=True)).life
        assert again is not None
        assert again.ahead == life.ahead
