"""The holds' tables: numbers are given here, limits are kept by the database's own constraints."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import count

from sqlalchemy import Connection, bindparam, insert, or_, select, update

from app.domain.audit import AuditNote
from app.domain.hold import OPEN_STATES, Hold, HoldKind, HoldState
from app.ports import NewHold
from services.journal import audits, notes, rows
from services.journal.tables import found_off, hold_state
from services.journal.tables import hold as table

# made once: a press should wait for the disk alone
_ADD = insert(table).returning(table.c.id)
_SAVE = update(table).where(table.c.id == bindparam("hold_id"))
_REMEMBER = insert(hold_state)
ROWS = select(table, found_off.c.hold.is_not(None).label("found_off")).outerjoin(found_off)
"""Holds with all that a row of theirs needs."""
_NUMBERS = select(table.c.number).where(
    table.c.broadcast == bindparam("of"),
    table.c.sku == bindparam("product"),
    table.c.storefront == bindparam("shop"),
)


def add(connection: Connection, new: Sequence[NewHold], at: datetime) -> tuple[Hold, ...]:
    """Add them all; a constraint that refuses one is raised as the database's own error."""
    return tuple(_add(connection, each, at) for each in new)


def save(connection: Connection, holds: Sequence[Hold], audit: Sequence[AuditNote], at: datetime) -> None:
    """Keep new states, their history, and the audit. Raises KeyError for a hold that was never added."""
    if holds:
        before = _states(connection, [hold.id for hold in holds])
        if unknown := [hold.id for hold in holds if hold.id not in before]:
            raise KeyError(unknown)
        connection.execute(_SAVE, [rows.changes_of_hold(hold) for hold in holds])
        _remember(connection, [hold for hold in holds if _look(hold) != before[hold.id]], at)
    audits.add(connection, *audit)


def find(connection: Connection, broadcast: int | None, *, open_ones: bool = True) -> tuple[Hold, ...]:
    """The holds of a broadcast, and every open one unless told otherwise, in the order they were added."""
    of_it = table.c.broadcast == broadcast if broadcast is not None else table.c.id.is_(None)
    wanted = or_(table.c.state.in_(OPEN_STATES), of_it) if open_ones else of_it
    found = connection.execute(ROWS.where(wanted).order_by(table.c.id))
    return tuple(rows.hold(row) for row in found.mappings())


def any_open(connection: Connection, broadcast: int) -> bool:
    """Whether a hold of it is open; an emergency stop does not count."""
    mine = (table.c.broadcast == broadcast) & (table.c.kind == HoldKind.HOLD)
    wanted = select(table.c.id).where(mine, table.c.state.in_(OPEN_STATES)).limit(1)
    return connection.execute(wanted).first() is not None


def _add(connection: Connection, new: NewHold, at: datetime) -> Hold:
    hold = replace(new.hold, number=None)
    if hold.kind is HoldKind.HOLD:
        hold = replace(hold, number=_free_number(connection, hold))
        handed_over: tuple[Hold, ...] = ()
    else:
        handed_over = _open_holds_at(connection, hold)
        given = [replace(old, state=HoldState.HANDED_OVER, ended_at=hold.started_at) for old in handed_over]
        save(connection, given, (), at)
    hold = replace(hold, id=_insert(connection, new, hold))
    if hold.found_off:
        connection.execute(insert(found_off), {"hold": hold.id})
    _remember(connection, [hold], at)
    said = (notes.of_handed_over(old, hold) for old in handed_over)
    audits.add(connection, notes.of_new_hold(new, hold), *said)
    return hold


def _insert(connection: Connection, new: NewHold, hold: Hold) -> int:
    limits = {
        "number_limit": new.number_limit,
        "seconds_limit": new.seconds_limit,
        "override_reason": new.override_reason or None,
    }
    identity: int = connection.execute(_ADD, rows.of_hold(hold) | limits).scalar_one()
    return identity


def _free_number(connection: Connection, hold: Hold) -> int:
    """The lowest number not in use; one that is too high is refused by the table itself."""
    if hold.broadcast is None:
        return 1  # a trial, which is counted nowhere
    place = {"of": hold.broadcast, "product": hold.sku, "shop": hold.storefront}
    taken = set(connection.scalars(_NUMBERS, place))
    return next(number for number in count(1) if number not in taken)


def _open_holds_at(connection: Connection, stop: Hold) -> tuple[Hold, ...]:
    place = (table.c.storefront == stop.storefront) & (table.c.sku == stop.sku)
    wanted = place & (table.c.kind == HoldKind.HOLD) & table.c.state.in_(OPEN_STATES)
    found = connection.execute(ROWS.where(wanted))
    return tuple(rows.hold(row) for row in found.mappings())


def _look(hold: Hold) -> tuple[HoldState, bool, str]:
    """What the history keeps of a hold."""
    return hold.state, hold.needs_attention, hold.error


def _states(connection: Connection, ids: Sequence[int]) -> dict[int, tuple[HoldState, bool, str]]:
    columns = (table.c.id, table.c.state, table.c.needs_attention, table.c.error)
    found = connection.execute(select(*columns).where(table.c.id.in_(ids)))
    return {row.id: (row.state, row.needs_attention, row.error) for row in found}


def _remember(connection: Connection, holds: Sequence[Hold], at: datetime) -> None:
    if holds:
        connection.execute(_REMEMBER, list(_history(holds, at)))


def _history(holds: Sequence[Hold], at: datetime) -> Iterator[rows.Values]:
    for hold in holds:
        state, needs_attention, error = _look(hold)
        yield {
            "hold": hold.id,
            "at": at,
            "state": state,
            "needs_attention": needs_attention,
            "error": error,
        }
