"""The port through which draft orders are kept: accepted proposals, and those put aside for some days."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Protocol

from app.domain.hold import Who
from app.domain.orders import DraftOrder, OrderState, Rest


class Orders(Protocol):
    """Draft orders. Every method returns after its transaction is committed, or raises JournalError."""

    async def add_orders(self, new: Sequence[DraftOrder]) -> tuple[DraftOrder, ...]:
        """Commit the orders of one proposal, all or none, giving ids. The audit says who accepted them."""
        ...

    async def set_order(self, order: int, state: OrderState, at: datetime, who: Who) -> DraftOrder:
        """Keep an order's new state. Raises KeyError for an order that was never added."""
        ...

    async def orders(self, since: datetime | None = None) -> tuple[DraftOrder, ...]:
        """Every open order and those made since then (None: all), in the order they were added."""
        ...

    async def rest_proposal(self, rest: Rest, who: Who, at: datetime) -> None:
        """Put a proposal aside until a day; a later word about the same one replaces the earlier."""
        ...

    async def rests(self, today: date) -> tuple[Rest, ...]:
        """Proposals that are put aside today."""
        ...
