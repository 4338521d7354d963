"""Draft orders: batches a person accepted, until the goods lie in the warehouse."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from app.domain.hold import Who


class OrderState(StrEnum):
    """How far an order is. A draft is ours alone; placed, the supplier has it."""

    DRAFT = "draft"
    PLACED = "placed"
    DONE = "done"
    """The warehouse counts it, on the way or on its shelves."""
    DROPPED = "dropped"

    @property
    def is_open(self) -> bool:
        """Whether it still has to come and nobody else counts it."""
        return self in (OrderState.DRAFT, OrderState.PLACED)


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftOrder:
    """One batch of one product for one warehouse.

    `unit_cost` is of the goods, None where it is not known; `freight` of the whole batch. `ready` units lie
    at the supplier. `proposed` is what had been proposed where a person changed it.
    """

    id: int
    sku: str
    warehouse: str
    route: str
    units: int
    unit_cost: Decimal | None
    freight: Decimal
    order_on: date
    due: date
    state: OrderState
    made_at: datetime
    who: Who
    ready: bool = False
    proposed: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rest:
    """A proposal that a person put aside until a day."""

    sku: str
    warehouse: str
    until: date


Destination = tuple[str, str]
"""SKU and warehouse."""


Coming = tuple[tuple[int, int], ...]
"""Days until arrival, and units."""


def still_coming(orders: Iterable[DraftOrder], today: date) -> Mapping[Destination, Coming]:
    """Days until arrival and units of every open order. One that is overdue is expected tomorrow."""
    found: dict[Destination, list[tuple[int, int]]] = defaultdict(list)
    for order in orders:
        if order.state.is_open:
            days = max(1, (order.due - today).days)
            found[order.sku, order.warehouse].append((days, order.units))
    return {key: tuple(sorted(coming)) for key, coming in found.items()}
