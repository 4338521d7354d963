"""The desk's own replenishment as a policy of the simulated warehouse: what it proposes is accepted."""

from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal

from app.domain.catalogue import Leg, Product, StorageCost, Warehouse
from app.domain.orders import Coming
from app.domain.outlooks import outlook_of
from app.domain.proposals import propose
from app.domain.shelving import Shelf
from app.domain.standings import House
from app.domain.stock_policy import StockPolicy
from tests.benchmarks.stock_world import HISTORY, WAYS, Good, Known, Order, World

_FIRST = date(2026, 1, 1)
_LEGS = tuple(
    Leg(
        name=way.name,
        days=way.days,
        days_max=round(way.days * 1.5),
        cost_per_unit=Decimal(str(way.cost)),
        instead_of="" if place == 0 else WAYS[0].name,
    )
    for place, way in enumerate(WAYS)
)


class DeskPolicy:
    """Looks every `every` days, as a person would, and accepts all."""

    def __init__(self, world: World, *, cover_days: float = 15.0, every: int = 1) -> None:
        self._cover = cover_days
        self._every = every
        self._place = Warehouse(
            id="la", name="LA", short="L", cost=StorageCost(storage_per_l_day=Decimal(str(world.storage)))
        )
        self._products = [_product(number, good) for number, good in enumerate(world.goods)]

    def orders(self, known: Known) -> list[Order]:
        """What the desk proposes this morning."""
        if known.day % self._every:
            return []
        today = _FIRST + timedelta(days=known.day)
        house = House(policy=StockPolicy(), cover_days=self._cover, today=today)
        found = propose(self._shelves(known, today), house)
        return [
            Order(int(row.shelf.product.sku), batch.units, batch.route, batch.order_in)
            for place, row in enumerate(found.rows)
            for batch in found.plan(place).batches
        ]

    def _shelves(self, known: Known, today: date) -> list[Shelf]:
        coming: dict[int, list[tuple[int, int]]] = defaultdict(list)
        for good, units, days in known.coming:
            coming[good].append((max(1, days), units))
        shelves = []
        for number, product in enumerate(self._products):
            outlook = outlook_of(known.sold[number, -HISTORY:].tolist(), today, product.sku)
            if outlook is not None:
                ordered: Coming = tuple(sorted(coming[number]))
                shelves.append(
                    Shelf(
                        product=product,
                        warehouse=self._place,
                        available=int(known.stock[number]),
                        inbound=0,
                        outlook=outlook,
                        ordered=ordered,
                    )
                )
        return shelves


def _product(number: int, good: Good) -> Product:
    return Product(
        sku=str(number),
        title=str(number),
        price=Decimal(str(good.price)),
        cost=Decimal(str(good.cost)),
        legs=_LEGS,
        volume_l=good.litres,
    )
