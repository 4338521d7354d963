"""What the replenishment page shows and `stockcue replenish` prints: frozen figures, days and sentences.

Money is in the room's currency; None is not known. Days are those of the room's zone.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from app.domain.catalogue import WarehouseMode
from app.domain.lifecycle import Clearing, Pace, Stage
from app.domain.orders import OrderState

__all__ = [
    "BatchView",
    "Clearing",
    "CostView",
    "ElsewhereView",
    "OrderState",
    "OrderView",
    "Pace",
    "Press",
    "ProposalView",
    "ReplenishmentView",
    "SlowView",
    "Stage",
    "WarehouseMode",
]


class Press(StrEnum):
    """How urgent an order is."""

    LATE = "late"
    """So late that stock is likely to run out before it comes."""
    DUE = "due"
    SOON = "soon"


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchView:
    """One batch: its way, units, when to order it and when it arrives. `short` names the way in a letter."""

    route: str
    short: str
    units: int
    order_on: date
    due: date
    arrives_in: int
    freight: float
    ready: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CostView:
    """What a plan costs, part by part."""

    freight: float
    storage: float
    delivery: float
    capital: float
    short: float
    total: float
    short_days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ElsewhereView:
    """What the same order costs in a warehouse: in batches and at once."""

    name: str
    mode: WarehouseMode
    batches: float
    one: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalView:
    """One proposal. `left_days` until the last day to order, negative when it has gone by.

    `stock` and `stock_one` are the coming days' ends, in batches and with one big order; `coming` what is
    ordered already, by day. `suits` says which kind of warehouse suits and why. `stale_from` is set where a
    figure it is made from is no longer live.
    """

    sku: str
    title: str
    warehouse: str
    place: str
    mode: WarehouseMode
    press: Press
    available: int
    inbound: int
    on_order: int
    position: int
    cover: float | None
    cover_target: float
    per_day: float
    lead_days: float
    legs: tuple[tuple[str, float], ...]
    safety_stock: int
    point: int
    quantity: int
    left_days: int
    order_by: date
    money: float | None
    batches: tuple[BatchView, ...]
    one: BatchView
    costs: CostView
    costs_one: CostView
    stock: tuple[int, ...]
    stock_one: tuple[int, ...]
    coming: tuple[tuple[int, int], ...]
    unplaced: int
    pace: Pace
    stage: Stage | None
    suits: str
    suits_mode: WarehouseMode
    elsewhere: tuple[ElsewhereView, ...]
    stale_from: datetime | None = None
    rests_until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SlowView:
    """A product that lies: how long it lasts (None: nothing sells), the money it ties up, and what to do."""

    sku: str
    title: str
    days: float | None
    units: int
    money: float | None
    clearing: Clearing
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderView:
    """A draft order."""

    id: int
    sku: str
    title: str
    warehouse: str
    place: str
    route: str
    units: int
    order_on: date
    due: date
    state: OrderState
    money: float | None
    freight: float
    overdue: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplenishmentView:
    """Everything. `more` proposals are not listed; `unknown` products could not be judged.

    `units` and `money` are all pending proposals together, the unlisted included. `days` are looked at.
    """

    at: datetime
    today: date
    days: int
    currency: str
    pending: tuple[ProposalView, ...]
    resting: tuple[ProposalView, ...]
    orders: tuple[OrderView, ...]
    slow: tuple[SlowView, ...]
    more: int
    unknown: int
    units: int
    money: float
