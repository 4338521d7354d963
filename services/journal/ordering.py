"""The tables of draft orders and of proposals put aside: added, changed, found again."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import Connection, bindparam, delete, insert, or_, select, update

from app.domain.hold import Who
from app.domain.orders import DraftOrder, OrderState, Rest
from services.journal import audits, notes, rows
from services.journal.tables import draft_order, proposal_rest

_ADD = insert(draft_order).returning(draft_order.c.id)
_SAME = (proposal_rest.c.sku == bindparam("a_sku")) & (proposal_rest.c.warehouse == bindparam("a_warehouse"))
_OPEN = draft_order.c.state.in_([state for state in OrderState if state.is_open])


def add(connection: Connection, new: Sequence[DraftOrder]) -> tuple[DraftOrder, ...]:
    """Keep orders, giving their ids."""
    kept = tuple(
        replace(order, id=connection.execute(_ADD, rows.of_order(order)).scalar_one()) for order in new
    )
    audits.add(connection, *(notes.of_order(order) for order in kept))
    return kept


def set_state(connection: Connection, order: int, state: OrderState, at: datetime, who: Who) -> DraftOrder:
    """Keep an order's new state. Raises KeyError for an order that was never added."""
    changed = update(draft_order).where(draft_order.c.id == order).values(state=state).returning(draft_order)
    row = connection.execute(changed).mappings().first()
    if row is None:
        raise KeyError(order)
    kept = rows.order(row)
    audits.add(connection, notes.of_order_state(kept, at, who))
    return kept


def find(connection: Connection, since: datetime | None) -> tuple[DraftOrder, ...]:
    """Every open order and those made since then, in the order they were added."""
    wanted = select(draft_order).order_by(draft_order.c.id)
    if since is not None:
        wanted = wanted.where(or_(_OPEN, draft_order.c.made_at >= since))
    return tuple(rows.order(row) for row in connection.execute(wanted).mappings())


def rest(connection: Connection, rest: Rest, who: Who, at: datetime) -> None:
    """Put a proposal aside; what was said of it before no longer counts."""
    same = {"a_sku": rest.sku, "a_warehouse": rest.warehouse}
    connection.execute(delete(proposal_rest).where(_SAME), same)
    connection.execute(insert(proposal_rest), rows.of_rest(rest))
    audits.add(connection, notes.of_rest(rest, at, who))


def resting(connection: Connection, today: date) -> tuple[Rest, ...]:
    """Proposals that are put aside today."""
    wanted = select(proposal_rest).where(proposal_rest.c.until > today)
    found = connection.execute(wanted.order_by(proposal_rest.c.sku, proposal_rest.c.warehouse))
    return tuple(rows.rest(row) for row in found.mappings())
