"""Old readings made few: of each hour the last figure of each series, of sales the sum.

Holds, audit, marks and calls are not readings and are never touched.
"""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, Table, delete, func, insert, select, update

from services.journal import telling
from services.journal.tables import (
    click_total,
    crowd_told,
    orders_told,
    room,
    sold_units,
    stock_change,
    traffic_sample,
)

HOUR = timedelta(hours=1)
_READINGS = (stock_change, traffic_sample, sold_units, click_total, crowd_told, orders_told)


def thin_an_hour(connection: Connection, before: datetime) -> int | None:
    """Thin the oldest hour that is over by `before` and still thick; returns rows removed, None for none."""
    start = _oldest(connection)
    if start is None or start + HOUR > before:
        return None
    removed = (
        _keep_last(connection, stock_change, ("warehouse", "sku"), start)
        + _keep_last(connection, traffic_sample, ("source",), start)
        + _keep_last(connection, click_total, ("source", "sku"), start)
        + _keep_last(connection, crowd_told, ("source",), start)
        + _sum_up(connection, start)
        + telling.sum_up(connection, start, start + HOUR)
    )
    connection.execute(update(room).values(thinned_until=start + HOUR))
    return removed


def _oldest(connection: Connection) -> datetime | None:
    """The beginning of the hour of the oldest reading that may still be thick."""
    done = connection.execute(select(room.c.thinned_until)).scalar_one()
    found = [_first_since(connection, table, done) for table in _READINGS]
    first = min((at for at in found if at is not None), default=None)
    return None if first is None else first.replace(minute=0, second=0, microsecond=0)


def _first_since(connection: Connection, table: Table, done: datetime | None) -> datetime | None:
    wanted = select(func.min(table.c.at))
    first: datetime | None = connection.execute(
        wanted if done is None else wanted.where(table.c.at >= done)
    ).scalar()
    return first


def _within(table: Table, start: datetime) -> ColumnElement[bool]:
    return (table.c.at >= start) & (table.c.at < start + HOUR)


def _keep_last(connection: Connection, table: Table, series: tuple[str, ...], start: datetime) -> int:
    newest_first = func.row_number().over(
        partition_by=[table.c[name] for name in series], order_by=[table.c.at.desc(), table.c.id.desc()]
    )
    ranked = select(table.c.id, newest_first.label("place")).where(_within(table, start)).subquery()
    superseded = select(ranked.c.id).where(ranked.c.place > 1)
    return connection.execute(delete(table).where(table.c.id.in_(superseded))).rowcount


def _sum_up(connection: Connection, start: datetime) -> int:
    series = (sold_units.c.sku, sold_units.c.source)
    total = func.sum(sold_units.c.units).label("units")
    sums = connection.execute(
        select(*series, total).where(_within(sold_units, start)).group_by(*series)
    ).all()
    if not sums:
        return 0
    removed = connection.execute(delete(sold_units).where(_within(sold_units, start))).rowcount
    connection.execute(
        insert(sold_units),
        [{"at": start, "sku": row.sku, "source": row.source, "units": int(row.units)} for row in sums],
    )
    return removed - len(sums)
