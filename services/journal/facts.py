"""The readings' and sales' tables: kept as changes, read back for graphs and rates."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Connection,
    Table,
    bindparam,
    delete,
    func,
    insert,
    select,
    type_coerce,
)

from app.domain.broadcast import Mark
from app.domain.cue_stories import CueNote
from app.domain.told import Told
from app.ports import DailySales, SoldUnits, StockChange, TrafficSample
from services.journal import broadcasts, rows, telling
from services.journal.columns import EPOCH, MICROSECOND
from services.journal.days import by_day, day_of
from services.journal.tables import cue_note, daily_sales, mark, sold_units, stock_change, traffic_sample

_QUARTER = 15 * 60 * 1_000_000
"""Microseconds; the zones of the world differ by whole quarters of an hour."""


# made once: the same statement some times a second
_ADD_STOCK = insert(stock_change)
_ADD_TRAFFIC = insert(traffic_sample)
_ADD_SOLD = insert(sold_units)


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What one poll, or a few, brought."""

    stock: Sequence[StockChange] = ()
    traffic: Sequence[TrafficSample] = ()
    sold: Sequence[SoldUnits] = ()
    marks: Sequence[Mark] = ()
    cues: Sequence[CueNote] = ()
    told: Sequence[Told] = ()


def add(connection: Connection, facts: Facts) -> None:
    """Keep them, one statement for each kind."""
    if facts.stock:
        connection.execute(_ADD_STOCK, [rows.of_stock(change) for change in facts.stock])
    if facts.traffic:
        connection.execute(_ADD_TRAFFIC, [rows.of_traffic(sample) for sample in facts.traffic])
    if facts.sold:
        connection.execute(_ADD_SOLD, [rows.of_sold(sale) for sale in facts.sold])
    telling.add(connection, facts.told)
    if facts.marks or facts.cues:
        runs = broadcasts.running(connection)
        _add_of_broadcast(connection, facts, runs.id if runs else None)


def _add_of_broadcast(connection: Connection, facts: Facts, of: int | None) -> None:
    """What belongs to a broadcast; a cue outside of one is nothing to look back on."""
    if facts.marks:
        connection.execute(insert(mark), [rows.of_mark(each, of) for each in facts.marks])
    if facts.cues and of is not None:
        connection.execute(insert(cue_note), [rows.of_cue_note(each, of) for each in facts.cues])


def traffic_between(
    connection: Connection, since: datetime, until: datetime | None = None
) -> tuple[TrafficSample, ...]:
    """Viewers from `since` to before `until`, oldest first."""
    at = traffic_sample.c.at
    wanted = select(traffic_sample).where(at >= since).order_by(at, traffic_sample.c.id)
    wanted = wanted if until is None else wanted.where(at < until)
    return tuple(rows.traffic(row) for row in connection.execute(wanted).mappings())


def sold_since(connection: Connection, since: datetime) -> tuple[SoldUnits, ...]:
    """Counted sales from `since` on, oldest first."""
    at = sold_units.c.at
    wanted = select(sold_units).where(at >= since).order_by(at, sold_units.c.id)
    return tuple(rows.sold(row) for row in connection.execute(wanted).mappings())


def units_sold(connection: Connection, since: datetime, until: datetime | None) -> dict[str, int]:
    """Counted units per SKU from `since` to before `until`."""
    counted = select(sold_units.c.sku, func.sum(sold_units.c.units).label("units"))
    wanted = counted.where(sold_units.c.at >= since).group_by(sold_units.c.sku).order_by(sold_units.c.sku)
    wanted = wanted if until is None else wanted.where(sold_units.c.at < until)
    return {row.sku: int(row.units) for row in connection.execute(wanted)}


def last_stock(connection: Connection, skus: Sequence[str]) -> tuple[StockChange, ...]:
    """The newest change of each of these SKUs in each warehouse."""
    newest = (
        select(func.max(stock_change.c.id))
        .where(stock_change.c.sku.in_(skus))
        .group_by(stock_change.c.warehouse, stock_change.c.sku)
    )
    found = connection.execute(select(stock_change).where(stock_change.c.id.in_(newest)))
    return tuple(rows.stock(row) for row in found.mappings())


def import_sales(connection: Connection, imported: Sequence[DailySales]) -> int:
    """Keep imported days in place of what stood for the same day and SKU; the last one given wins."""
    kept = list({(row.day, row.sku): row for row in imported}.values())
    if kept:
        same = (daily_sales.c.day == bindparam("a_day")) & (daily_sales.c.sku == bindparam("a_sku"))
        connection.execute(delete(daily_sales).where(same), [{"a_day": r.day, "a_sku": r.sku} for r in kept])
        connection.execute(insert(daily_sales), [rows.of_daily(row) for row in kept])
    return len(kept)


def sales_by_day(
    connection: Connection, since: datetime, until: datetime | None = None, sku: str | None = None
) -> tuple[DailySales, ...]:
    """Imported and counted sales from the day on that holds `since`, in its zone, by product.

    `until`: to before the day that holds it; `sku`: of one product alone.
    """
    first = day_of(since, since.tzinfo)
    end = None if until is None else day_of(until, since.tzinfo)
    imported = select(daily_sales).where(*_part_of(daily_sales, daily_sales.c.day, first, end, sku))
    quarter = (type_coerce(sold_units.c.at, BigInteger) // _QUARTER).label("quarter")
    counted = (
        select(quarter, sold_units.c.sku, func.sum(sold_units.c.units).label("units"))
        .where(*_part_of(sold_units, sold_units.c.at, first, end, sku))
        .group_by(quarter, sold_units.c.sku)
    )
    sums = (
        (EPOCH + row.quarter * _QUARTER * MICROSECOND, row.sku, int(row.units))
        for row in connection.execute(counted)
    )
    rows_of_days = connection.execute(imported).mappings()
    return by_day(sums, [rows.daily(row) for row in rows_of_days], since.tzinfo)


def _part_of(
    table: Table, at: Column[datetime], first: datetime, end: datetime | None, sku: str | None
) -> list[ColumnElement[bool]]:
    wanted: list[ColumnElement[bool]] = [at >= first]
    if end is not None:
        wanted.append(at < end)
    if sku is not None:
        wanted.append(table.c.sku == sku)
    return wanted
