"""The tables of what people said of the line-up and of prices: kept, found again at a start."""

from sqlalchemy import Connection, Table, delete, insert, select

from app.domain.audit import AuditNote
from app.domain.broadcast import Broadcast
from app.domain.places import Wishes
from app.domain.prices import PriceSaid
from services.journal import audits
from services.journal.tables import line_up_wish as table
from services.journal.tables import price_said, price_told


def save(connection: Connection, wishes: Wishes, note: AuditNote | None) -> None:
    """Keep the wishes in place of those before."""
    connection.execute(delete(table))
    rows: list[dict[str, object]] = [
        {"sku": sku, "place": place} for sku, place in sorted(wishes.pins.items())
    ]
    rows += [{"sku": sku, "place": None} for sku in sorted(wishes.skips)]
    if rows:
        connection.execute(insert(table), rows)
    if note is not None:
        audits.add(connection, note)


def find(connection: Connection) -> Wishes:
    """What was said last."""
    said = {row.sku: row.place for row in connection.execute(select(table))}
    return Wishes(
        pins={sku: place for sku, place in said.items() if place is not None},
        skips=frozenset(sku for sku, place in said.items() if place is None),
    )


def add_price(connection: Connection, said: PriceSaid, note: AuditNote) -> None:
    """Keep a price from its instant on."""
    connection.execute(insert(price_said).values(at=said.at, sku=said.sku, price=said.price))
    audits.add(connection, note)


def prices(connection: Connection, broadcast: Broadcast | None) -> tuple[PriceSaid, ...]:
    """Prices that people and sources said since the broadcast began, and before its end; none without one."""
    if broadcast is None:
        return ()
    said = (*_prices_in(connection, price_told, broadcast), *_prices_in(connection, price_said, broadcast))
    return tuple(sorted(said, key=lambda each: each.at))


def _prices_in(connection: Connection, table_: Table, broadcast: Broadcast) -> tuple[PriceSaid, ...]:
    wanted = select(table_).where(table_.c.at >= broadcast.started_at)
    if broadcast.ended_at is not None:
        wanted = wanted.where(table_.c.at < broadcast.ended_at)
    found = connection.execute(wanted.order_by(table_.c.at, table_.c.id))
    return tuple(PriceSaid(at=row.at, sku=row.sku, price=row.price) for row in found)
