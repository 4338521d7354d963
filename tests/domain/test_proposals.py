"""What is proposed: how many, when, for which warehouse, in which batches."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from app.domain.catalogue import AgedStep, Leg, Product, StorageCost, Warehouse, WarehouseMode
from app.domain.facts import Demand
from app.domain.lifecycle import Pace, Stage
from app.domain.proposals import Proposals, propose
from app.domain.seasons import Promotion, Season
from app.domain.shelving import Lying, Outlook, Shelf, shelves_of
from app.domain.standings import House
from app.domain.stock_policy import SafetyRule, StockPolicy

_TODAY = date(2026, 11, 22)
_HOUSE = House(policy=StockPolicy(), cover_days=15, today=_TODAY)
_LA = Warehouse(id="la", name="Los Angeles", short="L", cost=StorageCost(storage_per_l_day=Decimal("0.004")))
_NJ = Warehouse(id="nj", name="New Jersey", short="N")
_PLACES = {"la": _LA, "nj": _NJ}
_EAR = Product(
    sku="EAR-01",
    title="Earphones",
    price=Decimal("29.90"),
    cost=Decimal("11.20"),
    legs=(
        Leg(name="production", days=7),
        Leg(name="sea", days=22, cost_per_unit=Decimal("0.45")),
        Leg(name="air", days=4, cost_per_unit=Decimal("2.4"), instead_of="sea"),
        Leg(name="customs", days=3),
        Leg(name="receiving", days=2),
    ),
    pack_size=20,
    min_order=200,
    volume_l=0.8,
)
_OUTLOOK = Outlook(demand=Demand(per_day=86, deviation=20))
_SHELF = Shelf(product=_EAR, warehouse=_LA, available=182, inbound=1200, outlook=_OUTLOOK)


def proposed(shelf: Shelf, house: House = _HOUSE) -> Proposals:
    """What is proposed for one shelf."""
    return propose([shelf], house)


def test_a_proposal_fills_up_to_lead_cover_and_safety() -> None:
    """86 a day for 34 + 15 days and the safety stock, less 1382 on hand and on the way, in whole packs."""
    (row,) = proposed(_SHELF).rows
    assert row.safety_stock == 192
    assert row.point == 86 * 34 + 192
    assert row.quantity == 3040
    assert row.quantity >= 86 * 49 + 192 - 1382 > row.quantity - 20
    assert row.left_days == -21
    assert row.money == pytest.approx(3040 * 11.2)
    assert row.pace is Pace.FAST
    assert row.turnover == pytest.approx(182 / 86)
    assert row.cover == pytest.approx(182 / 86)


@pytest.mark.parametrize(("available", "days"), [(3116 + 86 * 7, 7), (3116 + 86 * 3 + 20, 3), (3116, 0)])
def test_it_is_made_a_week_before_the_last_day_to_order(available: int, days: int) -> None:
    """The last day is when the position falls to the reorder point."""
    shelf = replace(_SHELF, available=available, inbound=0)
    assert [row.left_days for row in proposed(shelf).rows] == [days]
    assert proposed(replace(shelf, available=3116 + 86 * 8)).rows == ()


def test_our_own_orders_count_as_on_the_way() -> None:
    """What was accepted is not proposed again."""
    assert proposed(replace(_SHELF, ordered=((34, 3040),))).rows == ()
    (row,) = proposed(replace(_SHELF, ordered=((34, 1000),))).rows
    assert row.quantity == 2040


def test_the_most_pressing_comes_first() -> None:
    """Then what ties up most."""
    late = replace(_SHELF, available=0, inbound=0)
    cheap = replace(_SHELF, product=replace(_EAR, sku="CUP-07", cost=Decimal(1)))
    order = [row.shelf.product.sku for row in propose([cheap, _SHELF], _HOUSE).rows]
    assert order == ["EAR-01", "CUP-07"]
    assert propose([_SHELF, late], _HOUSE).rows[0].shelf is late


def test_without_lead_time_or_sales_nothing_is_proposed() -> None:
    """Nothing is made up."""
    assert proposed(replace(_SHELF, product=replace(_EAR, legs=()))).rows == ()
    assert proposed(replace(_SHELF, outlook=Outlook(demand=Demand(per_day=0)))).rows == ()


def test_the_batches_come_with_the_proposal() -> None:
    """The gap until the ship is flown."""
    found = proposed(_SHELF)
    plan = found.plan(0)
    assert [batch.route for batch in plan.batches] == ["air", "sea", "sea"]
    assert sum(batch.units for batch in plan.batches) == found.rows[0].quantity
    assert plan.costs.total < plan.costs_one.total


def test_seasons_and_promotions_are_stocked_for() -> None:
    """A promotion of three days at thrice within the lead time asks for six days more."""
    party = Promotion(name="sale", first=date(2026, 11, 27), last=date(2026, 11, 29), factor=3.0)
    later = Season(name="summer", first=(7, 1), last=(8, 1), factor=5.0)
    house = replace(_HOUSE, policy=replace(_HOUSE.policy, promotions=(party,), seasons=(later,)))
    quiet, loud = proposed(_SHELF).rows[0], proposed(_SHELF, house).rows[0]
    assert loud.point - quiet.point == 6 * 86
    assert loud.quantity - quiet.quantity == pytest.approx(6 * 86, abs=20)
    others = replace(party, skus=frozenset({"CUP-07"}))
    house = replace(_HOUSE, policy=replace(_HOUSE.policy, promotions=(others,)))
    assert proposed(_SHELF, house).rows[0].point == quiet.point


def test_a_broadcast_is_stocked_for_on_top_of_a_usual_day() -> None:
    """500 expected in it, 86 of them would sell anyway."""
    shelf = replace(_SHELF, outlook=replace(_OUTLOOK, broadcast_units=500))
    assert proposed(shelf).rows[0].point == proposed(_SHELF).rows[0].point + 414


def test_a_product_in_decline_is_ordered_as_far_as_its_leftovers_pay() -> None:
    """Cleared at a third of its price below cost, with a thin margin: less than the mean."""
    thin = replace(_EAR, price=Decimal(14))
    shelf = replace(_SHELF, product=thin)
    usual = proposed(shelf).rows[0].quantity
    last = proposed(replace(shelf, outlook=replace(_OUTLOOK, stage=Stage.DECLINE))).rows[0].quantity
    assert last < 86 * 49 - 1382 < usual


def test_what_lies_too_long_is_not_ordered() -> None:
    """One a day, once twelve; a hundred on hand last longer than the way and the aim together."""
    outlook = Outlook(demand=Demand(per_day=1, most_per_day=12))
    shelf = replace(_SHELF, outlook=outlook, available=100, inbound=0)
    assert proposed(shelf).rows == ()
    assert proposed(replace(shelf, available=80)).rows != ()


def test_a_last_order_must_save_more_than_its_freight() -> None:
    """A few units of a slow product in decline are not worth a shipment of their own."""
    outlook = Outlook(demand=Demand(per_day=0.3, deviation=0.5), stage=Stage.DECLINE)
    dear = replace(_EAR.legs[1], cost_per_order=Decimal(900))
    product = replace(_EAR, legs=(_EAR.legs[0], dear), min_order=0, pack_size=1)
    shelf = replace(_SHELF, product=product, outlook=outlook, available=5, inbound=0)
    assert proposed(shelf).rows == ()
    cheap = replace(shelf, product=replace(product, legs=_EAR.legs))
    assert 0 < proposed(cheap).rows[0].quantity < 20


def test_the_house_rule_of_safety_is_followed() -> None:
    """110 on the highest day over the slowest lead."""
    outlook = Outlook(demand=Demand(per_day=40, most_per_day=110))
    legs = (Leg(name="sea", days=34, days_max=47),)
    shelf = replace(_SHELF, product=replace(_EAR, legs=legs), outlook=outlook)
    house = replace(_HOUSE, policy=replace(_HOUSE.policy, safety=SafetyRule.HIGHEST))
    assert proposed(shelf, house).rows[0].safety_stock == 110 * 47 - 40 * 34


def test_what_the_warehouse_takes_to_shelve_is_part_of_the_lead_time() -> None:
    """Five days from its gate to being sellable."""
    slow = replace(_LA, cost=StorageCost(inbound_days=5))
    assert proposed(replace(_SHELF, warehouse=slow)).rows[0].lead.days == 39


def test_the_same_order_is_priced_in_other_warehouses() -> None:
    """Storage with its dearer steps, handling, delivery and returns are those of each."""
    dear = Warehouse(
        id="fba",
        name="FBA",
        short="F",
        mode=WarehouseMode.PLATFORM,
        cost=StorageCost(
            storage_per_l_day=Decimal("0.009"),
            handling=Decimal("1.1"),
            last_mile=Decimal("2.9"),
            returns=Decimal("2.6"),
            aged=(AgedStep(days=30, per_l_day=Decimal("0.09")),),
        ),
    )
    here, there = proposed(_SHELF).elsewhere(0, (_LA, dear))
    assert here.costs == proposed(_SHELF).plan(0).costs
    assert there.costs.storage > here.costs.storage
    assert there.costs.delivery > here.costs.delivery == 0


# where it lies


def test_a_product_is_replenished_where_most_of_it_lies() -> None:
    """What lies elsewhere serves the same buyers."""
    lying = (Lying(warehouse="nj", available=10), Lying(warehouse="la", available=40, inbound=5))
    (shelf,) = shelves_of(_EAR, lying, _OUTLOOK, _PLACES, {("EAR-01", "la"): ((3, 7),)})
    assert (shelf.warehouse.id, shelf.available, shelf.inbound, shelf.position) == ("la", 50, 5, 62)
    assert shelf.outlook == _OUTLOOK


def test_the_settings_may_share_it_out() -> None:
    """Each warehouse has its share of the demand, and of what lies in others; chance weighs more there."""
    product = replace(_EAR, ship_to=(("la", 0.75), ("nj", 0.25)))
    lying = (Lying(warehouse="la", available=10), Lying(warehouse="dal", available=100))
    la, nj = shelves_of(product, lying, _OUTLOOK, _PLACES, {})
    assert (la.available, nj.available) == (85, 25)
    assert (la.outlook.demand.per_day, nj.outlook.demand.per_day) == (64.5, 21.5)
    assert nj.outlook.demand.deviation == pytest.approx(10)


def test_what_lies_nowhere_known_is_not_proposed() -> None:
    """A warehouse that only an answer names has no costs and no name."""
    assert shelves_of(_EAR, (), _OUTLOOK, _PLACES, {}) == ()
    assert shelves_of(_EAR, (Lying(warehouse="x", available=1),), _OUTLOOK, _PLACES, {}) == ()
