"""Which kind of warehouse suits a product, and what a unit costs in each from gate to buyer."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from app.domain.catalogue import Product, StorageCost, Warehouse, WarehouseMode
from app.domain.lifecycle import Pace
from app.domain.stock_policy import StockPolicy


class Why(StrEnum):
    """What makes a kind of warehouse suit."""

    CUSTOM = "custom"
    HIGH_MARGIN = "high_margin"
    FAST = "fast"
    ORDINARY = "ordinary"


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitCost:
    """What one unit costs from gate to buyer in a warehouse, in the room's currency."""

    warehouse: str
    mode: WarehouseMode
    cost: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Suits:
    """The kind that suits, why, and what a unit costs in each warehouse whose costs are known."""

    mode: WarehouseMode
    why: Why
    costs: tuple[UnitCost, ...]


def suits(
    product: Product, pace: Pace, days_held: float, warehouses: Iterable[Warehouse], policy: StockPolicy
) -> Suits:
    """The kind for a product that lies so many days: the house's own for what is custom or earns much."""
    mode, why = _rule(product, pace, policy)
    costs = [
        UnitCost(warehouse=one.id, mode=one.mode, cost=unit_cost(product, one.cost, days_held, policy))
        for one in warehouses
        if one.cost is not None
    ]
    return Suits(mode=mode, why=why, costs=tuple(sorted(costs, key=lambda each: (each.cost, each.warehouse))))


def _rule(product: Product, pace: Pace, policy: StockPolicy) -> tuple[WarehouseMode, Why]:
    if product.custom:
        return WarehouseMode.OWN, Why.CUSTOM
    share = margin_share(product)
    if share is not None and share >= policy.high_margin_share:
        return WarehouseMode.OWN, Why.HIGH_MARGIN
    if pace is Pace.FAST:
        return WarehouseMode.PLATFORM, Why.FAST
    return WarehouseMode.THIRD_PARTY, Why.ORDINARY


def margin_share(product: Product) -> float | None:
    """Of the price, what is left after the goods' cost; None where either is not known."""
    if product.price is None or product.cost is None or product.price <= 0:
        return None
    return float((product.price - product.cost) / product.price)


def unit_cost(product: Product, cost: StorageCost, days_held: float, policy: StockPolicy) -> float:
    """What a unit costs that lies for so many days, its share of returns included."""
    lying = (product.volume_l or 0.0) * litre_days(cost, days_held)
    once = cost.handling + cost.last_mile
    return lying + float(once) + policy.return_share * float(cost.returns)


def litre_days(cost: StorageCost, days: float) -> float:
    """What a litre costs that lies for so many days, at the dearer steps where it lies long."""
    total, since, price = 0.0, 0.0, float(cost.storage_per_l_day)
    for step in cost.aged:
        if days <= step.days:
            break
        total += price * (step.days - since)
        since, price = float(step.days), float(step.per_l_day)
    return total + price * (days - since)
