"""The world by itself, ticked without waiting."""

from decimal import Decimal

import pytest

from services.demo.scenario import MINUTE
from services.demo.shop import Action, Command
from services.demo.snapshot import Snapshot, take_snapshot
from services.demo.world import World
from tests.fakes.clock import START
from tests.services.demo.site import EARBUDS, SCENARIO, world_at


def _share_left(world: World, sku: str) -> float:
    opening = sum(
        max(0, row.available) for figures in world.opening.values() for row in figures if row.sku == sku
    )
    return world.stock.held(sku) / opening


def _flip(world: World, action: Action) -> None:
    world.shop.obey(Command(action=action, product_id=EARBUDS, at=START))


def _sold(world: World, sku: str, since: float) -> int:
    lines = world.orders.changed_since(since, world.now)
    return sum(line.units for line in lines if line.sku == sku and line.paid_at >= since)


def _through_the_show(seed: int) -> Snapshot:
    return take_snapshot(world_at(40, seed=seed))


def test_the_same_seed_gives_the_same_world() -> None:
    """A run that showed something can be run again."""
    assert _through_the_show(5) == _through_the_show(5)
    assert _through_the_show(5) != _through_the_show(6)


def test_time_in_pieces_is_the_same_time() -> None:
    """How often somebody asks must not change what happens."""
    pieces = World(SCENARIO, seed=3)
    for _ in range(300):
        pieces.advance(0.1)
        pieces.advance(3.9)
    whole = World(SCENARIO, seed=3)
    whole.advance(1200)
    assert take_snapshot(whole) == take_snapshot(pieces)


def test_a_fresh_demo_looks_like_an_evening_in_full_swing() -> None:
    """About 2,000 viewers, some products low, some critical, one gone, most comfortable."""
    world = world_at(SCENARIO.start_minute)
    shares = {article.sku: _share_left(world, article.sku) for article in SCENARIO.articles}
    assert 1_900 <= world.audience.crowd.viewers <= 2_700
    assert world.audience.crowd.on_air == "EAR-01"
    assert [sku for sku, share in shares.items() if share == 0] == ["PRJ-01"]
    assert 2 <= sum(0 < share <= 0.1 for share in shares.values()) <= 4
    assert 4 <= sum(0.1 < share <= 0.3 for share in shares.values()) <= 8
    assert sum(share > 0.5 for share in shares.values()) >= 25


@pytest.mark.parametrize("seed", [1, 7, 11])
def test_other_seeds_give_other_evenings_of_the_same_kind(seed: int) -> None:
    """The picture must not hang on one lucky seed."""
    world = world_at(SCENARIO.start_minute, seed=seed)
    shares = [_share_left(world, article.sku) for article in SCENARIO.articles]
    assert sum(share <= 0.3 for share in shares) >= 5
    assert sum(share > 0.5 for share in shares) >= 25


def test_the_audience_follows_the_broadcast() -> None:
    """Few in the warm-up, a rise at the start, a surge when a product is shown, a slow end."""
    viewers = {minute: world_at(minute).audience.crowd.viewers for minute in (-10, 30, 90.0, 91.5, 170, 200)}
    assert viewers[-10] < 300
    assert 1_200 < viewers[30] < 2_200
    assert viewers[91.5] > 1.4 * viewers[90.0]
    assert viewers[200] < 200 < viewers[170]


def test_what_is_shown_sells_faster() -> None:
    """On air is the strongest reason to buy."""
    shown, other = world_at(20, seed=9), world_at(20, seed=9)
    shown.show("TBH-08", 1.0)
    for world in (shown, other):
        world.advance(240)
    start = 20 * MINUTE + 1
    assert _sold(shown, "TBH-08", start) > 2 * _sold(other, "TBH-08", start) > 0


def test_nobody_buys_what_is_off_sale() -> None:
    """The shop's word counts from the very second, and again when it is put back."""
    world = world_at(85)
    _flip(world, Action.OFF)
    off = world.now + 1
    world.advance(180)
    assert _sold(world, "EAR-01", off) == 0
    _flip(world, Action.ON)
    world.advance(60)
    assert _sold(world, "EAR-01", off) > 0


def test_nobody_buys_what_no_warehouse_holds() -> None:
    """No shelf goes below what other channels owe, and nothing is sold from an empty one."""
    world = world_at(0)
    for _ in range(200):
        world.advance(60)
        for site in world.sites:
            owed = {article.sku: article.owed.get(site, 0) for article in SCENARIO.articles}
            assert all(row.available >= -owed[row.sku] for row in world.stock.figures(site))
    assert world.stock.held("BLD-02") == 0
    assert _sold(world, "BLD-02", world.now - 60) == 0


def test_units_are_neither_made_nor_lost() -> None:
    """Opening and deliveries are what is on the shelves and what was sold."""
    world = world_at(150)
    now = {row.sku: 0 for figures in world.opening.values() for row in figures}
    for site in world.sites:
        for row in world.stock.figures(site):
            now[row.sku] += row.available
    for article in SCENARIO.articles:
        came = sum(d.units for d in SCENARIO.deliveries if d.sku == article.sku and d.at <= world.now)
        had = sum(article.opening.values()) - sum(article.owed.values())
        lines = world.orders.changed_since(-1e9, world.now)
        sold = sum(line.units for line in lines if line.sku == article.sku and not line.cancelled)
        assert now[article.sku] == had + came - sold, article.sku


def test_some_lines_are_given_back_and_their_units_return() -> None:
    """Cancellations come after the order and before the goods leave."""
    world = world_at(60)
    lines = world.orders.changed_since(0, world.now)
    cancelled = [line for line in lines if line.cancelled]
    assert 0.005 < len(cancelled) / len(lines) < 0.05
    assert all(0 < line.changed_at - line.paid_at <= SCENARIO.habits.pick_after for line in cancelled)


def test_a_delivery_was_on_its_way_and_then_is_there() -> None:
    """Inbound turns into units on hand, and the shop hears of it."""
    world = world_at(96.9)
    before = next(row for row in world.stock.figures("la") if row.sku == "PRJ-01")
    assert (before.on_hand, before.inbound) == (0, 60)
    world.advance(10)
    after = next(row for row in world.stock.figures("la") if row.sku == "PRJ-01")
    assert (after.on_hand, after.inbound) == (60, 0)
    assert world.shop.offered("PRJ-01") > 0


def test_a_recount_finds_fewer_and_the_shop_does_not_hear_of_it() -> None:
    """So a shop comes to believe in units that are not there."""
    world = world_at(10)
    believed = world.shop.offered("HUM-04")
    held = world.stock.held("HUM-04")
    world.deliver("nj", "HUM-04", -5)
    assert (world.stock.held("HUM-04"), world.shop.offered("HUM-04")) == (held - 5, believed)


def test_a_product_that_was_never_there_cannot_be_shown() -> None:
    """A slip of the pen is told, not shown."""
    with pytest.raises(KeyError):
        world_at(0).show("NO-SUCH", 1.0)


def _clicks(world: World, sku: str) -> int:
    return next(one.clicks for one in world.interest.now(world.now) if one.sku == sku)


def test_clicks_come_before_orders() -> None:
    """Of what has just been put on air many are clicked before the first is sold."""
    world = world_at(20, seed=9)
    before = _clicks(world, "TBH-08")
    world.show("TBH-08", 1.0)
    world.advance(20)
    soon = _clicks(world, "TBH-08") - before
    world.advance(280)
    assert soon > 0
    sold = _sold(world, "TBH-08", 20 * MINUTE + 1)
    assert 4 * sold < _clicks(world, "TBH-08") - before < 25 * sold


def test_dearer_prices_convert_less_and_are_looked_at_as_often() -> None:
    """By half as much again it sells little more than half of what it did; the same at its usual price."""
    usual, dear = world_at(20, seed=9), world_at(20, seed=9)
    dear.reprice("TOW-01", dear.prices["TOW-01"] * Decimal("1.5"))
    for world in (usual, dear):
        world.advance(2400)
    start = 20 * MINUTE + 30
    assert _sold(dear, "TOW-01", start) < 0.75 * _sold(usual, "TOW-01", start)
    assert _clicks(dear, "TOW-01") > 0.85 * _clicks(usual, "TOW-01")
    assert dear.repriced[:1] == [(20 * MINUTE, "TOW-01", dear.prices["TOW-01"])]


def test_a_third_of_orders_are_by_regulars_at_the_price_of_the_moment() -> None:
    """As the scenario has it; the flash price of the evening is among them."""
    world = world_at(70)
    buyers = world.orders.buyers
    assert buyers.returning_share == pytest.approx(SCENARIO.habits.returning, abs=0.05)
    assert buyers.order_value is not None
    assert 15 < buyers.order_value < 40
    lines = world.orders.changed_since(0, world.now)
    assert {str(line.price) for line in lines if line.sku == "TEE-09"} == {"15.90", "13.90"}
