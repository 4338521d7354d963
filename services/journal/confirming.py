"""What people said at shops that only they can work; of each product the last word is what counts."""

from dataclasses import replace

from sqlalchemy import Connection, func, insert, select

from app.domain.by_hand import Confirmation
from services.journal import audits, notes, rows
from services.journal.tables import confirmation as table
from services.journal.tables import hold


def add(connection: Connection, confirmation: Confirmation) -> Confirmation:
    """Keep it and its line of the audit, giving its id."""
    row = insert(table).values(rows.of_confirmation(confirmation)).returning(table.c.id)
    kept = replace(confirmation, id=connection.execute(row).scalar_one())
    audits.add(connection, notes.of_confirmation(kept))
    return kept


def last_words(connection: Connection) -> tuple[Confirmation, ...]:
    """What was said last of each product at each shop, in the order in which it was said."""
    of_each = (
        select(func.max(table.c.id))
        .join(hold, hold.c.id == table.c.hold)
        .group_by(hold.c.storefront, hold.c.sku)
    )
    wanted = (
        select(table, hold.c.sku, hold.c.storefront)
        .join(hold, hold.c.id == table.c.hold)
        .where(table.c.id.in_(of_each))
        .order_by(table.c.id)
    )
    return tuple(rows.confirmation(row) for row in connection.execute(wanted).mappings())
