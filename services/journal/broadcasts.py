"""The room's tables: broadcasts, phase, what is on air and next, 100 % marks, calls for stock."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection, delete, func, insert, or_, select, update

from app.domain.broadcast import Broadcast, Mark, Phase
from app.domain.hold import CallState, StockCall, Who
from app.ports import Limit, Remembered
from services.journal import audits, confirming, holding, lining, notes, planning, rounds, rows
from services.journal.tables import broadcast as table
from services.journal.tables import mark, opening, room, stock_call
from services.journal.troubles import limit_reached


def recall(connection: Connection, repaired: str = "") -> Remembered:
    """What stands in the journal."""
    now = connection.execute(select(room)).one()
    runs = running(connection)
    return Remembered(
        broadcast=runs,
        phase=now.phase,
        on_air=None if now.on_air_sku is None else (now.on_air_sku, now.on_air_since),
        next_sku=now.next_sku,
        openings={row.sku: row.units for row in connection.execute(select(opening))},
        holds=holding.find(connection, runs.id if runs else None),
        calls=_calls_to_remember(connection, runs),
        marks=marks_of(connection, runs.id) if runs else (),
        confirmations=confirming.last_words(connection),
        rounds=rounds.find(connection, runs.id if runs else None),
        plans=planning.find(connection, runs),
        wishes=lining.find(connection),
        prices=lining.prices(connection, runs),
        last_broadcast=connection.execute(select(func.max(table.c.id))).scalar(),
        repaired=repaired,
    )


def running(connection: Connection) -> Broadcast | None:
    """The broadcast that runs."""
    row = connection.execute(select(table).where(table.c.ended_at.is_(None))).mappings().first()
    return None if row is None else rows.broadcast(row)


def find(connection: Connection, broadcast: int) -> Broadcast | None:
    """The broadcast of that id."""
    row = connection.execute(select(table).where(table.c.id == broadcast)).mappings().first()
    return None if row is None else rows.broadcast(row)


def start(
    connection: Connection, at: datetime, host: str, openings: Mapping[str, int], who: Who
) -> Broadcast:
    """Begin one; a second one at a time is refused by the table's own constraint."""
    row = insert(table).values(started_at=at, host=host).returning(table.c.id)
    begun = Broadcast(id=connection.execute(row).scalar_one(), started_at=at, host=host)
    connection.execute(delete(opening))
    set_openings(connection, openings, at)
    audits.add(connection, notes.of_broadcast("broadcast_started", begun.id, at, who, host))
    return begun


def end(connection: Connection, broadcast: int, at: datetime, who: Who) -> None:
    """End it. Raises LimitReached while a hold of it is open."""
    if holding.any_open(connection, broadcast):
        raise limit_reached(Limit.HOLDS_OPEN)
    connection.execute(update(table).where(table.c.id == broadcast).values(ended_at=at))
    audits.add(connection, notes.of_broadcast("broadcast_ended", broadcast, at, who))


def set_phase(connection: Connection, phase: Phase, at: datetime, who: Who) -> None:
    """Keep the phase."""
    connection.execute(update(room).values(phase=phase))
    audits.add(connection, notes.of_phase(phase, at, who))


def set_on_air(connection: Connection, sku: str | None, at: datetime, who: Who) -> None:
    """Keep what is on air."""
    connection.execute(update(room).values(on_air_sku=sku, on_air_since=None if sku is None else at))
    audits.add(connection, notes.of_showing("on_air", sku, at, who))


def set_next(connection: Connection, sku: str | None, at: datetime, who: Who) -> None:
    """Keep what comes next."""
    connection.execute(update(room).values(next_sku=sku))
    audits.add(connection, notes.of_showing("next", sku, at, who))


def set_openings(connection: Connection, openings: Mapping[str, int], at: datetime) -> None:
    """Keep 100 % marks; those of other products stay."""
    if openings:
        connection.execute(delete(opening).where(opening.c.sku.in_(list(openings))))
        connection.execute(
            insert(opening), [{"sku": sku, "units": units, "at": at} for sku, units in openings.items()]
        )


def add_call(connection: Connection, call: StockCall) -> StockCall:
    """Keep a call for stock, giving its id."""
    row = insert(stock_call).values(rows.of_call(call)).returning(stock_call.c.id)
    kept = replace(call, id=connection.execute(row).scalar_one())
    audits.add(connection, notes.of_call(kept))
    return kept


def set_call(connection: Connection, call: int, state: CallState, at: datetime, who: Who) -> None:
    """Keep a call's new state. Raises KeyError for a call that was never added."""
    changed = update(stock_call).where(stock_call.c.id == call).values(state=state).returning(stock_call)
    row = connection.execute(changed).mappings().first()
    if row is None:
        raise KeyError(call)
    audits.add(connection, notes.of_call_state(rows.call(row), state, at, who))


def marks_of(connection: Connection, broadcast: int) -> tuple[Mark, ...]:
    """The marks of a broadcast, oldest first."""
    wanted = select(mark).where(mark.c.broadcast == broadcast).order_by(mark.c.at, mark.c.id)
    return tuple(rows.mark(row) for row in connection.execute(wanted).mappings())


def _calls_to_remember(connection: Connection, runs: Broadcast | None) -> tuple[StockCall, ...]:
    waiting = stock_call.c.state != CallState.ON_ITS_WAY
    wanted = waiting if runs is None else or_(waiting, stock_call.c.asked_at >= runs.started_at)
    found = connection.execute(select(stock_call).where(wanted).order_by(stock_call.c.id))
    return tuple(rows.call(row) for row in found.mappings())
