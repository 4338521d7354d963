"""The audit's table: lines are chained as they are added, and only ever added."""

from datetime import datetime

from sqlalchemy import Connection, insert, select

from app.domain.audit import BEGINNING, AuditLine, AuditNote, chained
from app.domain.away import TOOK_BACK, TOOK_OVER
from services.journal import rows
from services.journal.tables import audit

_NEWEST = select(audit.c.number, audit.c.digest).order_by(audit.c.number.desc()).limit(1)
_ADD = insert(audit)
_LAST_CHANGE = (
    select(audit.c.what, audit.c.at)
    .where(audit.c.what.in_((TOOK_OVER, TOOK_BACK)))
    .order_by(audit.c.number.desc())
    .limit(1)
)


def add(connection: Connection, *notes: AuditNote) -> tuple[AuditLine, ...]:
    """Chain the notes to the newest line. The transaction must be one that writers wait for."""
    if not notes:
        return ()
    last, previous = _newest(connection)
    lines: list[AuditLine] = []
    for number, note in enumerate(notes, start=last + 1):
        lines.append(chained(note, number=number, previous=previous))
        previous = lines[-1].digest
    connection.execute(_ADD, [rows.of_line(line) for line in lines])
    return tuple(lines)


def lines(connection: Connection) -> tuple[AuditLine, ...]:
    """The whole audit, in order."""
    return tuple(
        rows.line(row) for row in connection.execute(select(audit).order_by(audit.c.number)).mappings()
    )


def head(connection: Connection) -> str:
    """The digest of the newest line."""
    return _newest(connection)[1]


def stood_in(connection: Connection) -> datetime | None:
    """When the guardian took over, if that is the last of such changes."""
    row = connection.execute(_LAST_CHANGE).first()
    return row.at if row is not None and row.what == TOOK_OVER else None


def _newest(connection: Connection) -> tuple[int, str]:
    row = connection.execute(_NEWEST).first()
    return (0, BEGINNING) if row is None else (row.number, row.digest)
