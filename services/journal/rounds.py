"""The table of rounds: added, changed, found again. Its constraints allow a product one on sale."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import Connection, bindparam, insert, or_, select, update

from app.domain.audit import AuditNote
from app.domain.rounds import Round, RoundState
from services.journal import audits, rows
from services.journal.tables import selling_round as table

_ADD = insert(table).returning(table.c.id)
_SAVE = update(table).where(table.c.id == bindparam("round_id"))


def save(connection: Connection, rounds: Sequence[Round], audit: Sequence[AuditNote]) -> tuple[Round, ...]:
    """Keep rounds as they are now, those that end before those that begin; new ones are given ids."""
    for one in rounds:
        if one.id:
            connection.execute(_SAVE, rows.of_round(one) | {"round_id": one.id})
    kept = tuple(one if one.id else _added(connection, one) for one in rounds)
    audits.add(connection, *audit)
    return kept


def find(connection: Connection, broadcast: int | None) -> tuple[Round, ...]:
    """Every round that is not over, and all of a broadcast, in the order they were added."""
    standing = table.c.state != RoundState.ENDED
    wanted = standing if broadcast is None else or_(standing, table.c.broadcast == broadcast)
    found = connection.execute(select(table).where(wanted).order_by(table.c.id))
    return tuple(rows.selling_round(row) for row in found.mappings())


def of_broadcast(connection: Connection, broadcast: int) -> tuple[Round, ...]:
    """All rounds of a broadcast."""
    found = connection.execute(select(table).where(table.c.broadcast == broadcast).order_by(table.c.id))
    return tuple(rows.selling_round(row) for row in found.mappings())


def _added(connection: Connection, one: Round) -> Round:
    return replace(one, id=connection.execute(_ADD, rows.of_round(one)).scalar_one())
