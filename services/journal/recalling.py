"""Readings of a broadcast read back for comparisons: slices of time, only the products asked for."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import BigInteger, ColumnElement, Connection, Table, func, select, type_coerce

from app.domain.broadcast import Broadcast
from app.domain.cue_stories import CueNote
from app.domain.evidence import Audience, Sale, StockLevel
from app.records import Outline
from services.journal import broadcasts, facts, holding, lining, rows
from services.journal.columns import EPOCH, MICROSECOND
from services.journal.tables import broadcast as broadcast_table
from services.journal.tables import cue_note, sold_units, stock_change, traffic_sample

_STEP = 10 * 1_000_000
"""Microseconds of a step of the audience: fine enough for windows of minutes, and a tenth of the rows."""


def outline(connection: Connection, broadcast: int | None) -> Outline | None:
    """The broadcast of that id, for None the one that runs, else the last."""
    found = _newest(connection) if broadcast is None else broadcasts.find(connection, broadcast)
    if found is None:
        return None
    return Outline(
        broadcast=found,
        holds=holding.find(connection, found.id, open_ones=False),
        marks=broadcasts.marks_of(connection, found.id),
        sold=facts.units_sold(connection, found.started_at, found.ended_at),
        prices=lining.prices(connection, found),
    )


def cue_notes(connection: Connection, broadcast: int) -> tuple[CueNote, ...]:
    """The steps of cues in a broadcast, oldest first."""
    wanted = select(cue_note).where(cue_note.c.broadcast == broadcast).order_by(cue_note.c.at, cue_note.c.id)
    return tuple(rows.cue_note(row) for row in connection.execute(wanted).mappings())


def levels(
    connection: Connection, since: datetime, until: datetime, skus: Collection[str]
) -> tuple[StockLevel, ...]:
    """True stock of these products as it changed, oldest first."""
    table = stock_change.c
    wanted = (
        select(table.at, table.warehouse, table.sku, table.available)
        .where(_within(stock_change, since, until), table.sku.in_(skus))
        .order_by(table.at, table.id)
    )
    return tuple(StockLevel(**row) for row in connection.execute(wanted).mappings())


def levels_before(
    connection: Connection, since: datetime, until: datetime, skus: Collection[str]
) -> tuple[StockLevel, ...]:
    """The last figure of each warehouse and product in that time, oldest first."""
    table = stock_change.c
    last = (
        select(func.max(table.id))
        .where(_within(stock_change, since, until), table.sku.in_(skus))
        .group_by(table.warehouse, table.sku)
    )
    wanted = (
        select(table.at, table.warehouse, table.sku, table.available)
        .where(table.id.in_(last))
        .order_by(table.at, table.id)
    )
    return tuple(StockLevel(**row) for row in connection.execute(wanted).mappings())


def sales(
    connection: Connection, since: datetime, until: datetime, skus: Collection[str]
) -> tuple[Sale, ...]:
    """Counted sales of these products, oldest first."""
    table = sold_units.c
    wanted = (
        select(table.at, table.sku, table.units)
        .where(_within(sold_units, since, until), table.sku.in_(skus))
        .order_by(table.at, table.id)
    )
    return tuple(Sale(**row) for row in connection.execute(wanted).mappings())


def audience(connection: Connection, since: datetime, until: datetime) -> tuple[Audience, ...]:
    """What traffic sources told, each the mean of ten seconds, oldest first."""
    table = traffic_sample.c
    figures = (table.viewers, table.interactions, table.organic, table.paid)
    step = (type_coerce(table.at, BigInteger) // _STEP).label("step")
    wanted = (
        select(step, table.source, *(func.avg(figure) for figure in figures))
        .where(_within(traffic_sample, since, until))
        .group_by(step, table.source)
        .order_by(step, table.source)
    )
    return tuple(
        Audience(
            at=_instant(place),
            source=source,
            viewers=_whole(viewers),
            interactions=_whole(told),
            organic=_whole(organic),
            paid=_whole(paid),
        )
        for place, source, viewers, told, organic, paid in connection.execute(wanted)
    )


def recent(connection: Connection, most: int) -> tuple[Broadcast, ...]:
    """The newest broadcasts, the newest first."""
    wanted = select(broadcast_table).order_by(broadcast_table.c.id.desc()).limit(most)
    return tuple(rows.broadcast(row) for row in connection.execute(wanted).mappings())


def _newest(connection: Connection) -> Broadcast | None:
    return next(iter(recent(connection, 1)), None)


def _instant(step: int) -> datetime:
    return EPOCH + step * _STEP * MICROSECOND


def _whole(mean: float | None) -> int | None:
    """A mean of whole numbers; PostgreSQL gives it as a decimal."""
    return None if mean is None else round(float(mean))


def _within(table: Table, since: datetime, until: datetime) -> ColumnElement[bool]:
    return (table.c.at >= since) & (table.c.at < until)
