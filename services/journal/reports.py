"""All that is kept of one broadcast, gathered for an export."""

from sqlalchemy import Connection, select

from app.domain.audit import AuditLine
from app.domain.broadcast import Broadcast
from app.domain.hold import StockCall
from app.ports import BroadcastReport
from services.journal import audits, broadcasts, facts, holding, rounds, rows
from services.journal.tables import audit, stock_call


def report(connection: Connection, broadcast: int) -> BroadcastReport | None:
    """The report; None when there is no such broadcast."""
    found = broadcasts.find(connection, broadcast)
    if found is None:
        return None
    return BroadcastReport(
        broadcast=found,
        holds=holding.find(connection, broadcast, open_ones=False),
        sold=facts.units_sold(connection, found.started_at, found.ended_at),
        traffic=facts.traffic_between(connection, found.started_at, found.ended_at),
        marks=broadcasts.marks_of(connection, broadcast),
        calls=_calls(connection, found),
        rounds=rounds.of_broadcast(connection, broadcast),
        audit=_lines(connection, found),
        audit_head=audits.head(connection),
    )


def _calls(connection: Connection, of: Broadcast) -> tuple[StockCall, ...]:
    wanted = select(stock_call).where(stock_call.c.asked_at >= of.started_at).order_by(stock_call.c.id)
    wanted = wanted if of.ended_at is None else wanted.where(stock_call.c.asked_at < of.ended_at)
    return tuple(rows.call(row) for row in connection.execute(wanted).mappings())


def _lines(connection: Connection, of: Broadcast) -> tuple[AuditLine, ...]:
    """Its end is a line of its own, so the last instant belongs to it."""
    wanted = select(audit).where(audit.c.at >= of.started_at).order_by(audit.c.number)
    wanted = wanted if of.ended_at is None else wanted.where(audit.c.at <= of.ended_at)
    return tuple(rows.line(row) for row in connection.execute(wanted).mappings())
