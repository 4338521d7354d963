"""What a room sells and where it lies: products and warehouses as the settings file names them.

Not for figures that move; those are readings.
"""

from dataclasses import dataclass
from datetime import date
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
    cost_per_order: Decimal | None = None
    """What a shipment costs however small it is."""
    capacity: int | None = None
    """Units of booked space for one shipment."""
    instead_of: str = ""
    """Another way for the leg of that name; empty: a leg of the usual way."""


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
    supplier_ready: int | None = None
    """Units that lie ready at the supplier and skip the leg named `production`."""
    supplier_weekly: int | None = None
    """Units a week the supplier can make; None: as many as are asked for."""
    custom: bool = False
    """Made or finished to order: kept where our own hands are."""
    launched: date | None = None
    ship_to: tuple[tuple[str, float], ...] = ()
    """Warehouses that are replenished with their shares of the demand; empty: the one that holds most."""
    listed: bool = True
    """False for a SKU that a warehouse reports and the settings file does not name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AgedStep:
    """From this many days on a litre costs so much a day."""

    days: int
    per_l_day: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class StorageCost:
    """What a warehouse costs, in the room's currency: per litre and day, or per unit.

    `aged` are dearer steps for what lies long, by days. `inbound_days` pass from the gate to being sellable.
    """

    storage_per_l_day: Decimal = Decimal(0)
    handling: Decimal = Decimal(0)
    returns: Decimal = Decimal(0)
    last_mile: Decimal = Decimal(0)
    aged: tuple[AgedStep, ...] = ()
    inbound_days: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Warehouse:
    """One place that holds stock; a source may report several."""

    id: str
    name: str
    short: str
    mode: WarehouseMode = WarehouseMode.THIRD_PARTY
    source: str = ""
    """Id of the source that reports it."""
    cost: StorageCost | None = None
    """None: the settings say nothing of its costs."""
