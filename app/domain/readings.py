"""What a source said, typed: the only form in which figures from outside travel past the door.

A reading carries three instants: `as_of` (when the figure was true, as the source says), `changed_at`
(when its row last changed; never makes a figure stale) and `seen_at` (when our answer arrived).
Missing is None, never 0.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import TypeAlias

from app.domain.lean import lean

Scalar: TypeAlias = str | int | float | bool | None


class SourceRole(StrEnum):
    """What a source is asked for."""

    WAREHOUSE = "warehouse"
    TRAFFIC = "traffic"
    SALES = "sales"
    OFFERS = "offers"
    STOREFRONT = "storefront"


class Freshness(StrEnum):
    """How old a figure is against its source's `stale_after_seconds`."""

    LIVE = "live"
    AGING = "aging"
    STALE = "stale"
    UNKNOWN = "unknown"


class SourceState(StrEnum):
    """A source's lamp: a freshness, or why there is none."""

    LIVE = "live"
    AGING = "aging"
    STALE = "stale"
    UNKNOWN = "unknown"
    CONNECTING = "connecting"
    LOGIN_REFUSED = "login_refused"
    NOT_ALLOWED = "not_allowed"
    THROTTLED = "throttled"


@dataclass(frozen=True, slots=True, kw_only=True)
class RejectedRow:
    """A row that was not believed; `where` names it (SKU or position), `why` in plain words."""

    where: str
    why: str


@lean
@dataclass(frozen=True, slots=True, kw_only=True)
class StockReading:
    """One SKU in one warehouse. `available` None: the source listed it without a figure."""

    sku: str
    warehouse: str
    available: int | None
    oversold: int = 0
    on_hand: int | None = None
    reserved: int | None = None
    inbound: int | None = None
    unsellable: int | None = None
    as_of: datetime | None = None
    changed_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What every complete, accepted answer of a source carries.

    `asked_at` is the start of the fetch, from which ages run where the source gives no stamp.
    `clock_offset` is the server's Date minus our clock at that moment, None without a Date.
    """

    source: str
    asked_at: datetime
    seen_at: datetime
    as_of: datetime | None = None
    clock_offset: timedelta | None = None
    rejected: tuple[RejectedRow, ...] = ()
    unchanged: bool = False
    """True for a 304: the rows are those of the previous answer and are not repeated here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StockAnswer(Answer):
    """All rows of one warehouse source, every page of it."""

    readings: tuple[StockReading, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TrafficAnswer(Answer):
    """Viewers of one room. `on_air` is a SKU when the platform tells."""

    viewers: int | None
    organic: int | None = None
    paid: int | None = None
    interactions: int | None = None
    on_air: str | None = None
    reservations: int | None = None
    """People who asked to be reminded."""
    order_value: Decimal | None = None
    repeat_share: float | None = None
    """The part of orders by buyers who have bought before, 0…1."""


class SalesCount(StrEnum):
    """How a sales source counts."""

    SINCE_START = "since_start"
    INTERVAL = "interval"
    ORDERS = "orders"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sale:
    """Units of one SKU. `order` is the line's id where lines are counted once each.

    `value` is what they brought, `repeat` whether the buyer has bought before; None: not told.
    """

    sku: str
    units: int
    order: str | None = None
    at: datetime | None = None
    cancelled: bool = False
    value: Decimal | None = None
    repeat: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SalesAnswer(Answer):
    """What a sales source reported; how to add it up depends on `counts`."""

    counts: SalesCount
    sales: tuple[Sale, ...]


@lean
@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """One product as buyers meet it: how often it was put before them and clicked, and what they pay now."""

    sku: str
    clicks: int | None = None
    impressions: int | None = None
    price: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OffersAnswer(Answer):
    """Every product on offer. `running`: counts are totals that grow, else those since the last answer."""

    running: bool = True
    offers: tuple[Offer, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShopReading:
    """What a storefront says of one product. `sold_out` None: it could not be told."""

    sku: str
    sold_out: bool | None
    quantity: int | None = None
    remember: Mapping[str, Scalar] = field(default_factory=dict)
    """Values read before a mark and kept with the hold, by the name given in the settings."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShopAnswer(Answer):
    """What a storefront says of the products asked for; those it did not find are in `gone`."""

    readings: tuple[ShopReading, ...]
    gone: tuple[str, ...] = ()
