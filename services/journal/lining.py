"""The table of what people said of the line-up: kept whole, found again at a start."""

from sqlalchemy import Connection, delete, insert, select

from app.domain.audit import AuditNote
from app.domain.places import Wishes
from services.journal import audits
from services.journal.tables import line_up_wish as table


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
