"""Clicks and prices that a source tells: kept as they change, used at once, learnt again after a restart."""

import json
from dataclasses import replace
from decimal import Decimal

from app.assembly.comparing import comparison_lines, comparison_object
from app.domain.told import ClickTotal, CrowdTold, PriceTold
from app.intents import CompareBroadcast, EndBroadcast, SayPrice, StartBroadcast, StudyProduct
from tests.engine.desk_under_test import ME, Desk, World, running


def kept_clicks(world: World, sku: str) -> list[int | None]:
    """The product's totals in the record."""
    return [one.clicks for one in world.journal.kept.told if isinstance(one, ClickTotal) and one.sku == sku]


def kept_prices(world: World) -> list[tuple[str, str]]:
    """Prices in the record that a source told."""
    return [(one.sku, str(one.price)) for one in world.journal.kept.told if isinstance(one, PriceTold)]


def expected_units(desk: Desk, sku: str) -> float:
    """What the product should sell a minute, as the status says."""
    products = json.loads(desk.engine.status())["products"]
    forecast = next(one["forecast"] for one in products if one["sku"] == sku)
    return 0.0 if forecast is None else float(forecast["units_per_minute"])


def cost(desk: Desk, sku: str) -> Decimal | None:
    """What the product costs as the desk knows."""
    return desk.engine.room.products[sku].price


async def test_counts_are_kept_as_they_change() -> None:
    """The first as it stands, and what stands when a broadcast begins; an unchanged one adds nothing."""
    world = World(tells_offers=True)
    world.offers.put("EAR-01", clicks=40, impressions=900)
    world.offers.put("STRANGER", clicks=5)
    async with running(world) as desk:
        await desk.pass_time(20)
        world.offers.click("EAR-01", 5)
        await desk.pass_time(10)
    assert kept_clicks(world, "EAR-01") == [40, 40, 45]
    assert kept_clicks(world, "STRANGER") == []
    assert desk.source("offers").state.value == "live"


async def test_counts_of_an_interval_are_added_up() -> None:
    """The record holds totals, whoever tells them and however."""
    world = World(tells_offers=True)
    world.offers.running = False
    world.offers.put("EAR-01", clicks=3)
    async with running(world) as desk:
        await desk.pass_time(6)
        world.offers.click("EAR-01", 4)
        await desk.pass_time(16)
    assert kept_clicks(world, "EAR-01") == [3, 3, 7]


async def test_a_forecast_moves_before_the_first_sale() -> None:
    """Many clicks, no orders yet: the product is expected to sell; one without clicks is not."""
    world = World(tells_offers=True)
    world.offers.put("EAR-01", clicks=0)
    async with running(world) as desk:
        await desk.pass_time(120)
        before = expected_units(desk, "EAR-01")
        for _minute in range(5):
            world.offers.click("EAR-01", 40)
            await desk.pass_time(60)
        assert expected_units(desk, "EAR-01") > 1.5 * before
        assert expected_units(desk, "EAR-01") > 2 * expected_units(desk, "EAR-02")


async def test_a_restart_goes_on_where_the_record_ends() -> None:
    """What was clicked while the desk was away counts, too."""
    world = World(tells_offers=True)
    world.offers.put("EAR-01", clicks=0)
    async with running(world) as desk:
        for _minute in range(5):
            world.offers.click("EAR-01", 40)
            await desk.pass_time(60)
        before = expected_units(desk, "EAR-01")
    world.offers.click("EAR-01", 40)
    async with running(world) as desk:
        await desk.pass_time(60)
        assert 0.7 * before < expected_units(desk, "EAR-01") < 1.4 * before
    assert kept_clicks(world, "EAR-01")[-1] == 240


async def test_a_price_that_a_source_changes_is_a_new_price() -> None:
    """It stands until a person says another, and theirs until the source changes its own again."""
    world = World(tells_offers=True)
    world.offers.put("EAR-01", price=Decimal("29.90"))
    async with running(world) as desk:
        await desk.pass_time(6)
        assert cost(desk, "EAR-01") == Decimal("29.90")
        world.offers.put("EAR-01", price=Decimal("24.90"))
        await desk.pass_time(6)
        assert cost(desk, "EAR-01") == Decimal("24.90")
        await desk.ask_now(SayPrice(who=ME, sku="EAR-01", price=Decimal("19.90")))
        await desk.pass_time(12)
        assert cost(desk, "EAR-01") == Decimal("19.90")
        outline = await world.journal.outline(None)
        assert outline is not None
        assert [str(each.price) for each in outline.prices] == ["29.90", "24.90", "19.90"]
        await desk.ask_now(EndBroadcast(who=ME))
        assert cost(desk, "EAR-01") == Decimal("24.90")
    assert kept_prices(world) == [("EAR-01", "29.90"), ("EAR-01", "29.90"), ("EAR-01", "24.90")]


async def test_a_price_told_before_the_start_is_the_broadcast_s_first() -> None:
    """And one that was told outlives a restart; what is given away costs what the settings say."""
    world = World(tells_offers=True)
    world.offers.put("EAR-01", price=Decimal("24.90"))
    world.offers.put("CUP-01", price=Decimal(0))
    async with running(world, start=False) as desk:
        await desk.pass_time(6)
        assert (await desk.ask(StartBroadcast(who=ME))).ok
        await desk.pass_time(6)
    async with running(world) as desk:
        assert cost(desk, "EAR-01") == Decimal("24.90")
        assert cost(desk, "CUP-01") is None
        outline = await world.journal.outline(None)
        assert outline is not None
        assert [(each.sku, str(each.price)) for each in outline.prices] == [("EAR-01", "24.90")]


async def test_what_is_told_of_the_crowd_and_of_orders_is_kept() -> None:
    """As it changes; money and regulars with the orders they belong to."""
    world = World()
    world.traffic.reservations = 1200
    async with running(world) as desk:
        await desk.pass_time(10)
        world.traffic.repeat_share = 0.4
        world.sales.sell("EAR-01", 2)
        world.sales.sales[-1] = replace(world.sales.sales[-1], value=Decimal("59.80"), repeat=True)
        world.sales.sales[-1] = replace(world.sales.sales[-1], at=world.clock.now())
        await desk.pass_time(10)
    crowd = [one for one in world.journal.kept.told if isinstance(one, CrowdTold)]
    assert [(one.reservations, one.repeat_share) for one in crowd] == [
        (1200, None),
        (1200, None),
        (1200, 0.4),
    ]
    (orders,) = [one for one in world.journal.kept.told if not isinstance(one, CrowdTold)]
    assert (orders.orders, orders.value, orders.repeats) == (1, Decimal("59.80"), 1)  # type: ignore[union-attr]  # an order's


async def test_clicks_and_prices_are_compared_and_studied() -> None:
    """Product by product, and at each price the source told; while it can be bought."""
    world = World(tells_offers=True)
    world.offers.put("EAR-01", clicks=0, price=Decimal(30))
    async with running(world) as desk:
        for minute in range(16):
            if minute == 8:
                world.offers.put("EAR-01", clicks=world.offers.offers["EAR-01"].clicks, price=Decimal(20))
            world.offers.click("EAR-01", 30)
            world.sales.sell("EAR-01", 2 if minute < 8 else 4, at=world.clock.now())
            await desk.pass_time(60)
        await desk.ask_now(CompareBroadcast(who=ME))
        await desk.ask_now(StudyProduct(who=ME, sku="EAR-01"))
        compared, studied = desk.told().comparison, desk.told().study
    assert compared is not None
    whole, low, high = compared.funnels
    assert (whole.sku, whole.units) == ("EAR-01", 48)
    assert 440 <= whole.clicks <= 480
    assert (low.price, high.price) == (Decimal(20), Decimal(30))
    assert low.per_click is not None
    assert low.per_click.low < 4 / 30 < low.per_click.high
    told = comparison_object(compared)["clicks"]
    assert [one["price"] for one in told] == [None, "20", "30"]
    assert any("of 100 clicks" in line for line in comparison_lines(compared))
    assert studied is not None
    assert studied.course is not None
    assert [one.clicks for one in studied.course.clicked] == [whole.clicks, low.clicks, high.clicks]


async def test_a_count_is_kept_every_ten_seconds_at_most_and_the_last_one_always() -> None:
    """A source that is asked often fills no record; what changed a moment after is kept by and by."""
    world = World(tells_offers=True)
    world.offers.put("EAR-01", clicks=0)
    async with running(world) as desk:
        await desk.pass_time(20)
        before = len(kept_clicks(world, "EAR-01"))
        for _poll in range(8):
            world.offers.click("EAR-01")
            await desk.pass_time(5)
        assert len(kept_clicks(world, "EAR-01")) <= before + 5
        await desk.pass_time(20)
    assert kept_clicks(world, "EAR-01")[-1] == 8
