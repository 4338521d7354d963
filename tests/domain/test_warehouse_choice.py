"""Which kind of warehouse suits, and what a unit costs."""

from dataclasses import replace
from decimal import Decimal

import pytest

from app.domain.catalogue import AgedStep, Product, StorageCost, Warehouse, WarehouseMode
from app.domain.lifecycle import Pace
from app.domain.stock_policy import StockPolicy
from app.domain.warehouse_choice import Why, litre_days, suits, unit_cost

_POLICY = StockPolicy(return_share=0.1)
_PLAIN = Product(sku="A", title="A", price=Decimal(20), cost=Decimal(12), volume_l=2.0)
_COST = StorageCost(
    storage_per_l_day=Decimal("0.01"),
    handling=Decimal("0.8"),
    returns=Decimal("1.5"),
    last_mile=Decimal("3.2"),
    aged=(AgedStep(days=90, per_l_day=Decimal("0.03")),),
)


@pytest.mark.parametrize(
    ("product", "pace", "mode", "why"),
    [
        (_PLAIN, Pace.FAST, WarehouseMode.PLATFORM, Why.FAST),
        (_PLAIN, Pace.NORMAL, WarehouseMode.THIRD_PARTY, Why.ORDINARY),
        (_PLAIN, Pace.SLOW, WarehouseMode.THIRD_PARTY, Why.ORDINARY),
        (replace(_PLAIN, custom=True), Pace.FAST, WarehouseMode.OWN, Why.CUSTOM),
        (replace(_PLAIN, cost=Decimal(5)), Pace.FAST, WarehouseMode.OWN, Why.HIGH_MARGIN),
        (replace(_PLAIN, cost=None), Pace.FAST, WarehouseMode.PLATFORM, Why.FAST),
    ],
)
def test_each_kind_has_its_products(product: Product, pace: Pace, mode: WarehouseMode, why: Why) -> None:
    """Fast to the platform, ordinary to a third party, custom and high margins to our own."""
    found = suits(product, pace, 20, (), _POLICY)
    assert (found.mode, found.why) == (mode, why)


def test_a_unit_pays_for_lying_handling_delivery_and_its_share_of_returns() -> None:
    """2 litres for 20 days at 0.01, 0.8, 3.2 and a tenth of 1.5."""
    assert unit_cost(_PLAIN, _COST, 20, _POLICY) == pytest.approx(0.4 + 0.8 + 3.2 + 0.15)


def test_what_lies_long_pays_the_dearer_step() -> None:
    """90 days at the first price, 10 at the second."""
    assert litre_days(_COST, 100) == pytest.approx(90 * 0.01 + 10 * 0.03)
    assert litre_days(_COST, 90) == pytest.approx(0.9)


def test_warehouses_are_told_cheapest_first_and_without_a_cost_not_at_all() -> None:
    """Nothing is made up for a warehouse whose costs nobody wrote down."""
    places = (
        Warehouse(id="fba", name="FBA", short="F", mode=WarehouseMode.PLATFORM, cost=_COST),
        Warehouse(id="own", name="Own", short="O", mode=WarehouseMode.OWN, cost=StorageCost()),
        Warehouse(id="nj", name="NJ", short="N"),
    )
    assert [each.warehouse for each in suits(_PLAIN, Pace.FAST, 20, places, _POLICY).costs] == ["own", "fba"]
