"""Copies of a database file, so that a damaged one is not the end of the record.

Two kinds: the whole file before its schema changes; for every day, a small one of all but the readings.
Nothing here decides when; and nothing here is for PostgreSQL, whose server has its own backups.
"""

import os
import re
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from services.journal.places import DIRECTORY_MODE, FILE_MODE
from services.journal.tables import VITAL
from services.journal.troubles import is_damage

KEPT = 5
"""How many small copies stay; those made before a change of schema are never removed."""

WAIT_S = 2.0
"""How long a lock of another program is waited for."""

WHOLE_CHECK = 64 * 2**20
"""Bytes up to which all of a file is checked (some 0.1 s); of a larger one, the vital tables."""

_STAMP = "%Y%m%dT%H%M%SZ"
_CREATE = re.compile(r"CREATE (?:UNIQUE )?(?:TABLE|INDEX|TRIGGER) ")
_SIDE_FILES = ("-journal", "-wal", "-shm")


def is_sound(path: Path, wait_s: float = WAIT_S) -> bool:
    """Whether SQLite finds the file in order. Raises sqlite3.Error when it can't look at it in that time."""
    try:
        with _connected(path, wait_s) as connection:
            return all(
                connection.execute(check).fetchall() == [("ok",)] for check in _checks(path, connection)
            )
    except sqlite3.DatabaseError as error:
        if is_damage(error):
            return False
        raise


def whole_copy(path: Path, at: datetime, why: str) -> Path:
    """Copy the whole file to a name that says `why`; returns that. Raises sqlite3.Error, OSError."""
    target = _folder(path) / f"{path.stem}-{at.astimezone(UTC):{_STAMP}}-{why}.db"
    with _made_whole(target) as part, _connected(path) as connection:
        connection.execute("VACUUM INTO ?", (str(part),))
    return target


def small_copy(path: Path, at: datetime) -> Path:
    """Copy everything but the readings, and let the oldest small copies go. Raises sqlite3.Error, OSError."""
    target = _folder(path) / f"{path.stem}-{at.astimezone(UTC):{_STAMP}}.db"
    with _made_whole(target) as part, _connected(path) as connection:
        connection.execute("ATTACH ? AS copy", (str(part),))
        connection.execute("BEGIN")
        for statement in list(_copying(connection)):
            connection.execute(statement)
        connection.execute("COMMIT")
    for old in _small_copies(path)[KEPT:]:
        old.unlink()
    return target


def set_aside(path: Path, at: datetime) -> Path:
    """Give a damaged file, and what belongs to it, a name that says so; returns it."""
    aside = path.with_name(f"{path.stem}-damaged-{at.astimezone(UTC):{_STAMP}}{path.suffix}")
    for side in ("", *_SIDE_FILES):
        part = Path(f"{path}{side}")
        if part.exists():
            part.replace(f"{aside}{side}")
    return aside


def adopt_newest(path: Path) -> datetime | None:
    """Put the newest sound copy in the place of the file; returns when it was made, None without one."""
    for copy in sorted(_folder(path).glob(f"{path.stem}-*.db"), reverse=True):
        if is_sound(copy):
            with _made_whole(path) as part:
                shutil.copyfile(copy, part)
            return _made_at(path, copy)
    return None


def exist(path: Path) -> bool:
    """Whether there are copies of that file, sound or not."""
    return any(_folder(path).glob(f"{path.stem}-*.db"))


def _checks(path: Path, connection: sqlite3.Connection) -> list[str]:
    if path.stat().st_size <= WHOLE_CHECK:
        return ["PRAGMA quick_check(1)"]
    tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
    return [f"PRAGMA quick_check('{name}')" for name in VITAL if name in tables]


def _copying(connection: sqlite3.Connection) -> Iterator[str]:
    """The statements that make the tables in `copy` and fill the vital ones; triggers come after the rows."""
    made = connection.execute(
        "SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL"
        " ORDER BY type = 'trigger', type = 'index', rowid"
    ).fetchall()
    tables = [name for kind, name, _sql in made if kind == "table"]
    creations = [(kind, _CREATE.sub(r"\g<0>copy.", sql, count=1)) for kind, _name, sql in made]
    yield from (sql for kind, sql in creations if kind != "trigger")
    for name in VITAL:
        if name in tables:
            yield f"INSERT INTO copy.{name} SELECT * FROM main.{name}"  # noqa: S608 - a name of our own
    yield from (sql for kind, sql in creations if kind == "trigger")


def _small_copies(path: Path) -> list[Path]:
    """Newest first."""
    stamp = "[0-9]" * 8 + "T" + "[0-9]" * 6 + "Z"
    return sorted(_folder(path).glob(f"{path.stem}-{stamp}.db"), reverse=True)


def _made_at(path: Path, copy: Path) -> datetime:
    stamp = copy.name.removeprefix(f"{path.stem}-")[:16]
    return datetime.strptime(stamp, _STAMP).replace(tzinfo=UTC)


def _folder(path: Path) -> Path:
    return path.with_name("copies")


@contextmanager
def _made_whole(target: Path) -> Iterator[Path]:
    """A file to fill, ours alone, which gets its name only once it is complete and on disk."""
    target.parent.mkdir(DIRECTORY_MODE, exist_ok=True)
    part = target.with_name(f"{target.name}.part")
    part.unlink(missing_ok=True)
    os.close(os.open(part, os.O_RDWR | os.O_CREAT | os.O_EXCL, FILE_MODE))
    try:
        yield part
        with part.open("rb+") as written:
            os.fsync(written.fileno())
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


@contextmanager
def _connected(path: Path, wait_s: float = WAIT_S) -> Iterator[sqlite3.Connection]:
    """The file through a connection of its own, which never makes one that is not there."""
    address = f"{path.absolute().as_uri()}?mode=rw"
    with closing(sqlite3.connect(address, uri=True, isolation_level=None, timeout=wait_s)) as connection:
        connection.execute("PRAGMA trusted_schema = OFF")
        yield connection
