"""What a full recomputation of replenishment costs: five thousand products, all of them due."""

from datetime import date
from decimal import Decimal
from time import process_time

import pytest

from app.domain.catalogue import Leg, Product, StorageCost, Warehouse
from app.domain.facts import Demand
from app.domain.proposals import propose
from app.domain.seasons import Season
from app.domain.shelving import Outlook, Shelf
from app.domain.standings import House
from app.domain.stock_policy import StockPolicy
from tests.benchmarks.figures import Figures, milliseconds

pytestmark = pytest.mark.bench

_PRODUCTS = 5000
_LA = Warehouse(id="la", name="LA", short="L", cost=StorageCost(storage_per_l_day=Decimal("0.004")))
_LEGS = (
    Leg(name="production", days=7, days_max=12),
    Leg(name="sea", days=22, days_max=30, cost_per_unit=Decimal("0.45")),
    Leg(name="fast_boat", days=12, cost_per_unit=Decimal("0.9"), instead_of="sea"),
    Leg(name="air", days=4, cost_per_unit=Decimal("2.4"), instead_of="sea"),
    Leg(name="receiving", days=2),
)


def test_5000_products_are_recomputed_in_250_ms(figures: Figures) -> None:
    """Every one due to be ordered by three ways, with a season; the processor's time, best of five."""
    season = Season(name="winter", first=(11, 1), last=(1, 31), factor=1.4)
    house = House(policy=StockPolicy(seasons=(season,)), cover_days=15, today=date(2026, 11, 22))
    shelves = [_shelf(number) for number in range(_PRODUCTS)]
    assert len(propose(shelves, house).rows) == _PRODUCTS
    times = []
    for _ in range(5):
        begun = process_time()
        propose(shelves, house)
        times.append(process_time() - begun)
    figures.add(milliseconds("5,000 products proposed anew, all due", min(times), 250, slack=1.5))


def _shelf(number: int) -> Shelf:
    product = Product(
        sku=f"S{number:04}",
        title="x",
        price=Decimal("29.90"),
        cost=Decimal("11.20"),
        legs=_LEGS,
        pack_size=20,
        volume_l=0.8,
        supplier_ready=480 if number % 3 else None,
    )
    demand = Demand(per_day=5 + number % 97, deviation=4.0)
    return Shelf(
        product=product, warehouse=_LA, available=number % 60, inbound=0, outlook=Outlook(demand=demand)
    )
