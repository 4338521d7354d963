"""Where a product is replenished, with what lies there and what is expected to sell from there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import floor, sqrt

from app.domain.catalogue import Product, Warehouse
from app.domain.facts import Demand
from app.domain.lifecycle import Stage
from app.domain.orders import Coming


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """What is expected to sell: on a day without occasions, and in the next broadcast as a whole."""

    demand: Demand
    broadcast_units: float = 0.0
    stage: Stage | None = None

    def part(self, share: float) -> "Outlook":
        """The outlook of one warehouse that serves this share of the buyers, each choosing by chance."""
        demand = self.demand
        return replace(
            self,
            demand=Demand(
                per_day=demand.per_day * share,
                deviation=_times(demand.deviation, sqrt(share)),
                most_per_day=_times(demand.most_per_day, share),
                high_per_day=_times(demand.high_per_day, share),
            ),
            broadcast_units=self.broadcast_units * share,
        )


def _times(value: float | None, factor: float) -> float | None:
    return None if value is None else value * factor


@dataclass(frozen=True, slots=True, kw_only=True)
class Lying:
    """What a warehouse has of a product, and what it says is on its way."""

    warehouse: str
    available: int
    inbound: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """One product in the warehouse it is replenished in. `ordered` are our own orders still to come."""

    product: Product
    warehouse: Warehouse
    available: int
    inbound: int
    outlook: Outlook
    ordered: Coming = ()

    @property
    def position(self) -> int:
        """What is there and what will be."""
        return self.available + self.inbound + sum(units for _days, units in self.ordered)


def shelves_of(
    product: Product,
    lying: Sequence[Lying],
    outlook: Outlook,
    warehouses: Mapping[str, Warehouse],
    ordered: Mapping[tuple[str, str], Coming],
) -> tuple[Shelf, ...]:
    """Where the product is replenished: as the settings say, else where most of it lies.

    What lies elsewhere serves the same buyers, and is shared out likewise.
    """
    shares = dict(product.ship_to) or _where_most_lies(lying)
    elsewhere = [one for one in lying if one.warehouse not in shares]
    return tuple(
        Shelf(
            product=product,
            warehouse=warehouses[name],
            available=sum(o.available for o in lying if o.warehouse == name)
            + floor(share * sum(o.available for o in elsewhere)),
            inbound=sum(o.inbound for o in lying if o.warehouse == name)
            + floor(share * sum(o.inbound for o in elsewhere)),
            outlook=outlook if share >= 1 else outlook.part(share),
            ordered=ordered.get((product.sku, name), ()),
        )
        for name, share in shares.items()
        if name in warehouses
    )


def _where_most_lies(lying: Sequence[Lying]) -> dict[str, float]:
    if not lying:
        return {}
    most = max(lying, key=lambda one: (one.available + one.inbound, -lying.index(one)))
    return {most.warehouse: 1.0}
