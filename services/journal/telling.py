"""The tables of what platforms tell of buyers: kept as changes, read back a slice of time at a time."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import fields, replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, RowMapping, Table, delete, insert, select

from app.domain.told import ClickTotal, CrowdTold, OrdersTold, PriceTold, Told
from services.journal.tables import click_total, crowd_told, orders_told, price_told

_TABLES: Mapping[type[Told], Table] = {
    ClickTotal: click_total,
    PriceTold: price_told,
    CrowdTold: crowd_told,
    OrdersTold: orders_told,
}
_FIELDS = {kind: tuple(field.name for field in fields(kind)) for kind in _TABLES}
"""A field and its column have the same name."""


def add(connection: Connection, told: Sequence[Told]) -> None:
    """Keep them, one statement for each kind."""
    for kind, table in _TABLES.items():
        rows = [_row(one) for one in told if isinstance(one, kind)]
        if rows:
            connection.execute(insert(table), rows)


def between(
    connection: Connection, since: datetime, until: datetime, skus: Collection[str] | None
) -> tuple[Told, ...]:
    """What was told from `since` to before `until`, of these products (None: all), oldest first."""
    found: list[Told] = []
    for kind, table in _TABLES.items():
        wanted = select(table).where(table.c.at >= since, table.c.at < until)
        if skus is not None and "sku" in table.c:
            wanted = wanted.where(table.c.sku.in_(skus))
        rows = connection.execute(wanted.order_by(table.c.at, table.c.id)).mappings()
        found += [kind(**{name: row[name] for name in _FIELDS[kind]}) for row in rows]
    return tuple(sorted(found, key=lambda one: one.at))


def sum_up(connection: Connection, start: datetime, end: datetime) -> int:
    """Make one line a product and source of the orders in that time; returns rows removed.

    Amounts are kept as text, to the last digit, so that no database adds them up.
    """
    within = (orders_told.c.at >= start) & (orders_told.c.at < end)
    told = [
        OrdersTold(**_picked(row)) for row in connection.execute(select(orders_told).where(within)).mappings()
    ]
    sums: dict[tuple[str, str], OrdersTold] = {}
    for one in told:
        place = (one.source, one.sku)
        sums[place] = _plus(sums[place], one) if place in sums else replace(one, at=start)
    if len(sums) < len(told):
        connection.execute(delete(orders_told).where(within))
        connection.execute(insert(orders_told), [_row(one) for one in sums.values()])
    return len(told) - len(sums)


def _plus(one: OrdersTold, other: OrdersTold) -> OrdersTold:
    values = [value for value in (one.value, other.value) if value is not None]
    repeats = [count for count in (one.repeats, other.repeats) if count is not None]
    return replace(
        one,
        orders=one.orders + other.orders,
        value=sum(values, Decimal()) if values else None,
        repeats=sum(repeats) if repeats else None,
    )


def _picked(row: RowMapping) -> dict[str, Any]:
    return {name: row[name] for name in _FIELDS[OrdersTold]}


def _row(one: Told) -> dict[str, Any]:
    return {name: getattr(one, name) for name in _FIELDS[type(one)]}
