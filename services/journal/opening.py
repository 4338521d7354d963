"""From an address to tables that can be used: the place, the file's soundness, the schema.

A damaged file is set aside and the newest sound copy takes its place, told in words; nothing is thrown away.
"""

import sqlite3
from datetime import datetime
from pathlib import Path

from app.ports import JournalDamaged
from app.words import _
from services.journal import copies, places, reserve
from services.journal.database import Database, Waits, open_postgresql, open_sqlite
from services.journal.migrating import OURS, Schema, migrate, needs_work, stored_version
from services.journal.troubles import in_words


def open_file(path: Path, waits: Waits, at: datetime, schema: Schema = OURS) -> tuple[Database, str]:
    """The database in that file, made or mended if need be, and words about what was mended.

    Raises JournalError: the place is refused, not ours or not writable, the file is locked, from a newer
    program, or damaged and can't be set aside.
    """
    is_new = not path.exists()
    places.prepare(path)
    reserve.keep(path)
    repaired = "" if is_new else _mend(path, waits, at)
    database = open_sqlite(path, waits)
    try:
        _bring_up_to_date(database, path, at, schema)
    except BaseException:
        database.close()
        raise
    return database, repaired


def open_server(url: str, waits: Waits, at: datetime, schema: Schema = OURS) -> Database:
    """The database on that server, its tables made if need be. Raises JournalError."""
    database = open_postgresql(url, waits)
    try:
        _bring_up_to_date(database, None, at, schema)
    except BaseException:
        database.close()
        raise
    return database


def _bring_up_to_date(database: Database, path: Path | None, at: datetime, schema: Schema) -> None:
    version = database.read(stored_version)
    if not needs_work(version, schema):
        return
    if version is not None and path is not None:
        with in_words():
            copies.whole_copy(path, at, f"before-{schema.newest}")
    with database.transaction() as connection:
        migrate(connection, schema)


def _mend(path: Path, waits: Waits, at: datetime) -> str:
    with in_words():
        if _is_usable(path, waits):
            return ""
    try:
        aside = copies.set_aside(path, at)
        copied_at = copies.adopt_newest(path)
        places.prepare(path)
    except (OSError, sqlite3.Error) as error:
        raise JournalDamaged(
            _(
                "The record {path} is damaged and could not be replaced by a copy: {why}. Move that file "
                "away by hand, then start again."
            ).format(path=path, why=error)
        ) from error
    return _told(aside, copied_at)


def _is_usable(path: Path, waits: Waits) -> bool:
    """Whether the file is sound; an empty one is new, unless there are copies of what it once held."""
    if path.stat().st_size == 0:
        return not copies.exist(path)
    return copies.is_sound(path, waits.locked)


def _told(aside: Path, copied_at: datetime | None) -> str:
    if copied_at is None:
        return _(
            "The record was damaged and there was no copy of it. It lies as {name} in the data directory; "
            "the desk begins a new one. Holds, counts and history are missing: look at every product."
        ).format(name=aside.name)
    return _(
        "The record was damaged. It lies as {name} in the data directory; the desk goes on with the copy of "
        "{when} UTC. What was recorded after that, and old readings, are missing: look at every product."
    ).format(name=aside.name, when=f"{copied_at:%Y-%m-%d %H:%M}")
