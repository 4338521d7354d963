"""The connection: SQLite as safely as its version allows, or PostgreSQL, behind the same two doors.

`Database.write` and `read` run a piece of work in one transaction in the calling thread. Not for what is in
the tables, and not thread-safe: whoever uses it does so from one thread at a time.
"""

import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from sqlalchemy import URL, Connection, Engine, StaticPool, create_engine, event, update
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry

from app.ports import JournalError
from app.words import _
from services.journal.tables import room
from services.journal.troubles import in_words

T = TypeVar("T")

READS = "journal_reads"

_COUNTED_UP = update(room).values(revision=room.c.revision + 1).returning(room.c.revision)

_WAL_IS_SAFE_FROM = (3, 51, 3)
_BACK_PORTS = ((3, 44, 6), (3, 50, 7))


@dataclass(frozen=True, slots=True, kw_only=True)
class Waits:
    """How long the database may keep us waiting, in seconds.

    `for_disk` False: a commit in a file does not wait until it is on the disk, and may be lost with the
    computer. For a record that nobody needs after this process; never a room's.
    """

    locked: float = 2.0
    connect: float = 5.0
    for_disk: bool = True


def wal_is_safe(version: tuple[int, int, int]) -> bool:
    """Whether this SQLite has the mend of the WAL-reset fault, by which two connections can damage a file."""
    ported = any(version[:2] == port[:2] and version >= port for port in _BACK_PORTS)
    return ported or version >= _WAL_IS_SAFE_FROM


class Database:
    """One writer's connection to the journal's tables."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._reader = engine.execution_options(**{READS: True})

    @property
    def is_sqlite(self) -> bool:
        """Whether it is a file of ours."""
        return self.engine.dialect.name == "sqlite"

    def write(self, work: Callable[[Connection], T]) -> tuple[T, int]:
        """Do `work` in one transaction; returns its result and the committed revision. Raises JournalError.

        Counting the revision up comes first: on PostgreSQL it makes writers wait for one another, as BEGIN
        IMMEDIATE does on SQLite.
        """
        with in_words(), self.engine.begin() as connection:
            revision: int = connection.execute(_COUNTED_UP).scalar_one()
            return work(connection), revision

    def read(self, work: Callable[[Connection], T]) -> T:
        """Do `work` on one unchanging picture of the tables. Raises JournalError."""
        with in_words(), self._reader.begin() as connection:
            return work(connection)

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """A transaction that counts no revision, for making the tables."""
        with in_words(), self.engine.begin() as connection:
            yield connection

    def close(self) -> None:
        """Give the file or the connection back."""
        self.engine.dispose()


def open_sqlite(path: Path, waits: Waits) -> Database:
    """The database in that file; it must be there. Errors come with the first transaction."""
    engine = create_engine(
        URL.create("sqlite", database=str(path)),
        poolclass=StaticPool,
        hide_parameters=True,
        connect_args={"timeout": waits.locked, "isolation_level": None, "check_same_thread": False},
    )
    event.listen(engine, "connect", _set_up_sqlite)
    if not waits.for_disk:
        event.listen(engine, "connect", _wait_for_no_disk)
    event.listen(engine, "begin", _begin_sqlite)
    return Database(engine)


def open_postgresql(url: str, waits: Waits) -> Database:
    """The database at that address. Errors come with the first transaction, a missing driver now."""
    milliseconds = round(waits.locked * 1000)
    try:
        engine = create_engine(
            url,
            pool_size=1,
            max_overflow=0,
            pool_pre_ping=True,
            hide_parameters=True,
            connect_args={
                "connect_timeout": round(waits.connect),
                "options": f"-c lock_timeout={milliseconds} -c statement_timeout={30 * milliseconds}",
            },
        )
    except ModuleNotFoundError as error:
        raise JournalError(
            _("PostgreSQL needs a driver that is not installed: pip install 'stockcue[postgresql]'")
        ) from error
    event.listen(engine, "begin", _begin_postgresql)
    return Database(engine)


def _set_up_sqlite(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    cursor = connection.cursor()
    for pragma in _pragmas(sqlite3.sqlite_version_info):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _wait_for_no_disk(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA synchronous = OFF")
    cursor.close()


def _pragmas(version: tuple[int, int, int]) -> Iterator[str]:
    yield "foreign_keys = ON"
    yield "trusted_schema = OFF"
    if sys.platform == "darwin":
        # an ordinary fsync there leaves the data in the drive's own memory
        yield from ("fullfsync = ON", "checkpoint_fullfsync = ON")
    if wal_is_safe(version):
        yield from ("journal_mode = WAL", "synchronous = FULL")
    else:
        yield from ("journal_mode = DELETE", "synchronous = EXTRA")


def _begin_sqlite(connection: Connection) -> None:
    # a transaction that reads first and then writes would fail at once when another has written in between
    reads = connection.get_execution_options().get(READS, False)
    connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")


def _begin_postgresql(connection: Connection) -> None:
    if connection.get_execution_options().get(READS, False):
        connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
