"""How a product stands against its reorder point, for any shelf: whether there is something to order or not.

How much to order, and in which batches, is `proposals`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from math import ceil, floor

from app.domain.catalogue import Product, Warehouse
from app.domain.need import Need
from app.domain.replenishment import Lead, need_of, service_factor
from app.domain.routes import Route, routes_of
from app.domain.seasons import Occasion, factors
from app.domain.shelving import Shelf
from app.domain.stock_policy import StockPolicy

_NOISE = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """What products are judged by, the same for all: rules, target cover, and what day it is."""

    policy: StockPolicy
    cover_days: float
    today: date
    factor: float = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "factor", service_factor(self.policy.service_level))


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """One shelf against its reorder point. `left_days` until the last day to order, negative once gone by.

    `burst` are units of a broadcast beyond a usual day.
    """

    shelf: Shelf
    need: Need
    lead: Lead
    burst: float
    point: int
    left_days: int

    @property
    def cover(self) -> float | None:
        """Days that what is there lasts."""
        return self.shelf.available / self.need.per_day if self.need.per_day > 0 else None


class Shared:
    """What many products share, worked out once: the factors of the coming days, and the ways."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._rows: dict[tuple[Occasion, ...], tuple[float, ...]] = {}
        self._own = frozenset[str]().union(*(one.skus for one in house.policy.occasions))
        self._common = tuple(one for one in house.policy.occasions if not one.skus)
        self._ways: dict[tuple[int, str], tuple[tuple[Route, ...], Lead | None]] = {}

    def factors(self, sku: str) -> tuple[float, ...]:
        """By how much each coming day sells more; empty where none does."""
        occasions = self._common
        if sku in self._own:
            occasions = tuple(one for one in self._house.policy.occasions if not one.skus or sku in one.skus)
        if not occasions:
            return ()
        if occasions not in self._rows:
            days = 2 * self._house.policy.horizon_days
            self._rows[occasions] = factors(self._house.today, days, sku, occasions)
        return self._rows[occasions]

    def ways(self, shelf: Shelf) -> tuple[tuple[Route, ...], Lead | None]:
        """Every way to the shelf, and how long the usual one takes."""
        legs, warehouse = shelf.product.legs, shelf.warehouse
        # products of one supplier share their legs; shelves keep them alive
        key = (id(legs), warehouse.id)
        if key not in self._ways:
            ways = routes_to(shelf.product, warehouse)
            usual = next((way for way in ways if all(not leg.instead_of for leg in way.legs)), None)
            self._ways[key] = (ways, None if usual is None else usual.lead)
        return self._ways[key]


def routes_to(product: Product, warehouse: Warehouse) -> tuple[Route, ...]:
    """Every way of the product to that warehouse."""
    return routes_of(product.legs, 0.0 if warehouse.cost is None else warehouse.cost.inbound_days)


def standing_of(shelf: Shelf, house: House, shared: Shared) -> Standing | None:
    """How the shelf stands; None without a lead time or a demand."""
    demand, lead = shelf.outlook.demand, shared.ways(shelf)[1]
    if lead is None or demand.per_day <= 0:
        return None
    need = need_of(demand, lead, house.factor, house.policy.safety)
    # a broadcast sells its units on one day, which then is no usual one
    burst = max(0.0, shelf.outlook.broadcast_units - demand.per_day)
    of_days = shared.factors(shelf.product.sku)
    point = ceil(expected_units(need.per_day, lead.days, of_days) + need.safety + burst - _NOISE)
    return Standing(
        shelf=shelf,
        need=need,
        lead=lead,
        burst=burst,
        point=point,
        left_days=_left_days(shelf.position - point, need.per_day),
    )


def expected_units(per_day: float, days: float, of_days: Sequence[float]) -> float:
    """What so many coming days sell."""
    if not of_days:
        return per_day * days
    whole = min(floor(days), len(of_days))
    after = of_days[whole] if whole < len(of_days) else of_days[-1]
    return per_day * (sum(of_days[:whole]) + (days - whole) * after)


def _left_days(spare: int, per_day: float) -> int:
    return floor(spare / per_day + _NOISE) if spare > 0 else -ceil(-spare / per_day - _NOISE)
