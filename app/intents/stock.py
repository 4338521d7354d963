"""Calls for stock, proposals to order, draft orders."""

from dataclasses import dataclass

from app.domain.orders import OrderState
from app.intents.wish import Intent


@dataclass(frozen=True, slots=True, kw_only=True)
class CallStock(Intent):
    """Call for stock: ask the warehouse for `units`."""

    sku: str
    units: int
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class UpdateCall(Intent):
    """The warehouse has seen a call (`seen`), or the stock is on its way (`on_its_way`)."""

    call: int
    on_its_way: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptProposal(Intent):
    """Make draft orders of what is proposed for a product and warehouse; of `units` where they are given."""

    sku: str
    warehouse: str
    units: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RestProposal(Intent):
    """Put a proposal aside for so many days; 0 days bring it back."""

    sku: str
    warehouse: str
    days: int = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class UpdateOrder(Intent):
    """A draft order is placed, counted in by the warehouse, or dropped."""

    order: int
    state: OrderState
