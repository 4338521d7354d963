"""The lease's table: who may act on the storefronts, and the fence that keeps out whoever lost it."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, insert, select, update

from app.ports import Fenced, Lease
from app.words import _
from services.journal.tables import lease

_CURRENT = select(lease)
# by far the commonest, once a second: one statement, made once
_RENEWED = (
    update(lease)
    .where(lease.c.owner == bindparam("renewed_by"))
    .values(until=bindparam("until"))
    .returning(lease.c.fence)
)


def take(
    connection: Connection, owner: str, at: datetime, until: datetime, seize: int | None = None
) -> Lease:
    """Take or renew the lease where it is free, over, ours or of the fence `seize`; returns the one in force.

    The fence grows with every new owner, and with every seizure.
    """
    if seize is None:
        fence = connection.execute(_RENEWED, {"renewed_by": owner, "until": until}).scalar()
        if fence is not None:
            return Lease(owner=owner, fence=fence, until=until)
    held = current(connection)
    if held is None:
        connection.execute(insert(lease).values(id=1, owner=owner, fence=1, until=until))
        return Lease(owner=owner, fence=1, until=until)
    seized = held.fence == seize
    if held.owner != owner and held.until > at and not seized:
        return held
    fence = held.fence if held.owner == owner and not seized else held.fence + 1
    connection.execute(update(lease).values(owner=owner, fence=fence, until=until))
    return Lease(owner=owner, fence=fence, until=until)


def current(connection: Connection) -> Lease | None:
    """The last lease taken, over or not."""
    row = connection.execute(_CURRENT).first()
    return None if row is None else _lease(row)


def check(connection: Connection, fence: int | None) -> None:
    """Raise Fenced where somebody has taken the lease since it had this fence; None: nothing is checked."""
    if fence is None:
        return
    held = current(connection)
    if held is not None and held.fence != fence:
        raise Fenced(_("Another process acts for this room now; nothing was recorded."))


def _lease(row: Row[Any]) -> Lease:
    return Lease(owner=row.owner, fence=row.fence, until=row.until)
