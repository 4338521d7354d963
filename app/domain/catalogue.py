"""What a room sells and where it lies: products and warehouses as the settings file names them.

Not for figures that move; those are readings.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class WarehouseMode(StrEnum):
    """Who runs a warehouse."""

    OWN = "own"
    THIRD_PARTY = "third_party"
    PLATFORM = "platform"


@dataclass(frozen=True, slots=True, kw_only=True)
class Leg:
    """One part of the way from order to shelf."""

    name: str
    days: float
    days_max: float | None = None
    cost_per_unit: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Product:
    """One article (SKU). Only `sku` is always known; `title` falls back to it."""

    sku: str
    title: str
    price: Decimal | None = None
    cost: Decimal | None = None
    substitute: str | None = None
    legs: tuple[Leg, ...] = ()
    daily_sales: float | None = None
    daily_sales_max: float | None = None
    pack_size: int = 1
    min_order: int = 0
    volume_l: float | None = None
    listed: bool = True
    """False for a SKU that a warehouse reports and the settings file does not name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Warehouse:
    """One place that holds stock; a source may report several."""

    id: str
    name: str
    short: str
    mode: WarehouseMode = WarehouseMode.THIRD_PARTY
    source: str = ""
    """Id of the source that reports it."""
