"""What a database can answer instead of doing its work, told in words a person can act on.

`in_words` is the one door through which the database's own errors leave this package: weather (full, locked,
damaged, unreachable) becomes a JournalError; anything else is a fault of ours and passes as it is.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, IntegrityError

from app.ports import (
    JournalBusy,
    JournalDamaged,
    JournalError,
    JournalFull,
    Limit,
    LimitReached,
)
from app.words import _

_SQLITE_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
_SQLITE_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
_SQLITE_CLOSED_TO_US = {sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM}

_POSTGRESQL_BUSY = {"55P03", "57014", "40P01", "40001"}
_POSTGRESQL_FULL = {"53100"}
_POSTGRESQL_DAMAGED = {"XX001", "XX002"}
_POSTGRESQL_CLOSED_TO_US = {"25006", "42501"}
_POSTGRESQL_GONE = ("08", "53", "57P")

_LIMITS = {
    "hold_number": Limit.NUMBER,
    "hold_number_limit": Limit.NUMBER,
    "hold_once": Limit.NUMBER,
    "hold.broadcast, hold.sku, hold.storefront, hold.number": Limit.NUMBER,
    "hold_seconds": Limit.TIME,
    "hold_seconds_limit": Limit.TIME,
    "hold_one_open": Limit.OPEN,
    "hold.storefront, hold.sku": Limit.OPEN,
    "broadcast_one_running": Limit.RUNNING,
    "index 'broadcast_one_running'": Limit.RUNNING,
    "selling_round_one_on_sale": Limit.ROUND,
    "selling_round.sku": Limit.ROUND,
}
"""Names of constraints; SQLite names the columns of a unique one instead."""


@contextmanager
def in_words() -> Iterator[None]:
    """Turn the database's weather into JournalError."""
    try:
        yield
    except (DBAPIError, sqlite3.Error) as error:
        trouble = _trouble_of(error)
        if trouble is None:
            raise
        raise trouble from error


def is_damage(error: sqlite3.Error) -> bool:
    """Whether SQLite says that the file is no sound database."""
    return _primary(error) in _SQLITE_DAMAGED


def limit_reached(limit: Limit) -> LimitReached:
    """The refusal in words."""
    return LimitReached(_sentence(limit), limit=limit)


def full() -> JournalFull:
    """No space left."""
    return JournalFull(_("The disk is full: nothing was recorded. Free some space, then try again."))


def damaged() -> JournalDamaged:
    """Damage found while running."""
    return JournalDamaged(
        _(
            "The record on disk is damaged. Start the desk again: it sets the damaged file aside and goes on "
            "with the newest sound copy."
        )
    )


def unreadable() -> JournalError:
    """No right to write where the record should lie."""
    return JournalError(
        _("The record can't be written: no permission. Allow writing to its folder, then start again.")
    )


def _sentence(limit: Limit) -> str:
    return {
        Limit.NUMBER: _("This product's holds on that shop are used up for this broadcast."),
        Limit.TIME: _("That is longer than a hold may last."),
        Limit.OPEN: _("This product is already off sale on that shop because of us."),
        Limit.RUNNING: _("A broadcast is running already. End it first."),
        Limit.ROUND: _("A round of this product is on sale already. End it first."),
        Limit.HOLDS_OPEN: _("Some holds are still open. Restore those products, then end the broadcast."),
    }[limit]


def _trouble_of(error: DBAPIError | sqlite3.Error) -> JournalError | None:
    if isinstance(error, IntegrityError):
        limit = _LIMITS.get(_constraint_of(error))
        return None if limit is None else limit_reached(limit)
    cause = error.orig if isinstance(error, DBAPIError) else error
    if isinstance(cause, sqlite3.Error):
        return _of_sqlite(cause)
    return _of_postgresql(getattr(cause, "sqlstate", None), type(cause).__name__)


def _constraint_of(error: IntegrityError) -> str:
    diagnosis = getattr(error.orig, "diag", None)
    if diagnosis is not None:
        return str(diagnosis.constraint_name)
    return str(error.orig).partition(" failed: ")[2]


def _of_sqlite(error: sqlite3.Error) -> JournalError | None:
    code = _primary(error)
    if code in _SQLITE_BUSY:
        return _busy()
    if code == sqlite3.SQLITE_FULL:
        return full()
    if code in _SQLITE_DAMAGED:
        return damaged()
    if code in _SQLITE_CLOSED_TO_US:
        return unreadable()
    return _unreliable_disk() if code == sqlite3.SQLITE_IOERR else None


def _of_postgresql(state: str | None, kind: str) -> JournalError | None:
    if state in _POSTGRESQL_BUSY:
        return _busy()
    if state in _POSTGRESQL_FULL:
        return full()
    if state in _POSTGRESQL_DAMAGED:
        return _damaged_server()
    if state in _POSTGRESQL_CLOSED_TO_US:
        return _not_allowed()
    gone = kind == "OperationalError" if state is None else state.startswith(_POSTGRESQL_GONE)
    return _unreachable() if gone else None


def _primary(error: sqlite3.Error) -> int:
    """The primary result code; extended ones carry it in their lowest byte."""
    code: int = getattr(error, "sqlite_errorcode", 0)
    return code & 0xFF


def _busy() -> JournalBusy:
    return JournalBusy(
        _(
            "The record is busy: another program (a backup, a virus scanner, a second desk) holds it. "
            "Nothing was recorded. Try again in a moment."
        )
    )


def _unreliable_disk() -> JournalError:
    return JournalError(
        _("The disk did not take the record (input/output error): nothing was recorded. Check the disk.")
    )


def _damaged_server() -> JournalDamaged:
    return JournalDamaged(
        _("The PostgreSQL server reports damaged data. Ask its administrator to restore a backup.")
    )


def _not_allowed() -> JournalError:
    return JournalError(
        _("The PostgreSQL server does not let us write. Give the user in the settings file that right.")
    )


def _unreachable() -> JournalError:
    return JournalError(
        _(
            "The PostgreSQL server can't be reached or does not let us in: nothing was recorded. Check that "
            "it runs, and user, password and database in the settings file."
        )
    )
