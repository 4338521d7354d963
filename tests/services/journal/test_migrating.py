"""The schema: made, upgraded after a copy, whole or not at all, and never one that is newer than we are."""

import asyncio
import shutil
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine, text
from sqlalchemy.exc import OperationalError

from app.domain.audit import verify
from app.domain.hold import HoldKind, HoldState
from app.ports import JournalError, JournalNewer
from services.journal.database import Waits
from services.journal.migrating import OURS, Schema
from services.journal.opening import open_file
from services.journal.sql_journal import SqlJournal
from services.journal.tables import metadata
from tests.fakes.clock import START, FakeClock
from tests.services.journal.builders import LIN, Make, behind_our_back, opened
from tests.services.journal.store_schema import STORED

NEXT = f"{int(OURS.newest) + 1:04}"
ADDS_A_COLUMN = """
import sqlalchemy as sa
from alembic import op
revision = "NEXT"
down_revision = "NEWEST"
def upgrade():
    op.add_column("broadcast", sa.Column("title", sa.Text))
    op.execute("UPDATE broadcast SET title = host")
""".replace("NEXT", NEXT).replace("NEWEST", OURS.newest)
FAILS_HALF_WAY = ADDS_A_COLUMN.replace("SET title = host", "SET nonsense = 1")


def next_schema(folder: Path, change: str) -> Schema:
    """A program that is one schema further."""
    shutil.copytree(OURS.folder, folder, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "versions" / f"schema_{NEXT}.py").write_text(change)
    return Schema(folder=folder, revisions=(*OURS.revisions, NEXT))


def ask(path: Path, question: str) -> Sequence[tuple[object, ...]]:
    """What stands in a file."""
    with closing(sqlite3.connect(path)) as file:
        answer: list[tuple[object, ...]] = file.execute(question).fetchall()
        return answer


def statements(path: Path) -> dict[str, str]:
    """How each table and index was made, without blanks and line breaks, which vary."""
    with closing(sqlite3.connect(path)) as file:
        found = file.execute(
            "SELECT name, sql FROM sqlite_schema WHERE type <> 'trigger' AND tbl_name <> 'alembic_version'"
        )
        return {name: "".join((sql or "").split()) for name, sql in found}


async def filled(path: Path, clock: FakeClock) -> None:
    """A record that holds something."""
    async with opened(SqlJournal(path, clock)) as journal:
        await journal.start_broadcast(START, "Mei", {}, LIN)
    shutil.rmtree(path.with_name("copies"))


def stored(path: Path, revision: str) -> None:
    """A file as that release left it."""
    path.parent.mkdir(parents=True)
    with closing(sqlite3.connect(path)) as file:
        file.executescript((STORED / f"{revision}.sql").read_text(encoding="utf-8"))


def test_every_change_is_numbered_known_and_stored() -> None:
    """One line of changes, as the program lists them; and a filled file of each schema."""
    script = ScriptDirectory(str(OURS.folder))
    changes = [change.revision for change in reversed(list(script.walk_revisions()))]
    assert tuple(changes) == OURS.revisions
    assert sorted(file.stem for file in STORED.glob("*.sql")) == list(OURS.revisions)


@pytest.mark.parametrize("revision", OURS.revisions)
async def test_a_file_of_every_released_schema_can_be_opened(
    path: Path, clock: FakeClock, revision: str
) -> None:
    """What an older desk recorded is found by this one: open holds, counts, audit, readings."""
    stored(path, revision)
    journal = SqlJournal(path, clock)
    remembered = await journal.open()
    lines = await journal.audit_lines()
    days = await journal.daily_sales(START - timedelta(days=2))
    report = await journal.broadcast_report(1)
    await journal.close()
    assert remembered.broadcast is not None
    assert (remembered.on_air, remembered.next_sku) == (("EAR-01", START), "EAR-02")
    assert [(hold.kind, hold.number, hold.state) for hold in remembered.holds] == [
        (HoldKind.HOLD, 1, HoldState.RESTORED),
        (HoldKind.HOLD, 2, HoldState.SENDING),
        (HoldKind.STOP, None, HoldState.SENDING),
    ]
    assert dict(remembered.holds[1].remembered) == {"qty": 50}
    assert verify(lines) is None
    assert [(row.sku, str(row.units)) for row in days] == [("EAR-01", "40.5"), ("EAR-01", "3")]
    assert report is not None
    assert (len(report.traffic), len(report.marks), len(report.calls)) == (1, 1, 1)


async def test_the_tables_are_what_the_migrations_make(path: Path, clock: FakeClock) -> None:
    """Statement by statement on SQLite, limits and all."""
    async with opened(SqlJournal(path, clock)):
        pass
    drawn = create_engine(f"sqlite:///{path.with_name('drawn.db')}")
    metadata.create_all(drawn)
    drawn.dispose()
    made, wanted = statements(path), statements(path.with_name("drawn.db"))
    assert set(wanted) >= set(metadata.tables)
    assert made == wanted


async def test_the_tables_are_what_the_migrations_make_on_a_server(
    postgresql_url: str, clock: FakeClock
) -> None:
    """As far as Alembic compares: tables, columns, types, keys, indexes."""
    async with opened(SqlJournal(postgresql_url, clock)):
        pass
    engine = create_engine(postgresql_url)
    with engine.connect() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), metadata)
    engine.dispose()
    assert differences == []


async def test_an_upgrade_makes_a_copy_first(path: Path, clock: FakeClock, tmp_path: Path) -> None:
    """The file goes on with the new schema; the old one lies beside it, whole and ours alone."""
    await filled(path, clock)
    database, repaired = open_file(path, Waits(), START, next_schema(tmp_path / "next", ADDS_A_COLUMN))
    database.close()
    (copy,) = path.with_name("copies").iterdir()
    assert repaired == ""
    assert ask(path, "SELECT title FROM broadcast") == [("Mei",)]
    assert copy.name == f"room-20261122T130000Z-before-{NEXT}.db"
    assert copy.stat().st_mode & 0o777 == 0o600
    async with opened(SqlJournal(copy, clock)) as journal:
        assert len(await journal.audit_lines()) == 1


async def test_an_upgrade_that_fails_changes_nothing(path: Path, clock: FakeClock, tmp_path: Path) -> None:
    """The column that was added is taken back with the rest, and the old program still works."""
    await filled(path, clock)
    with pytest.raises(OperationalError, match="nonsense"):
        open_file(path, Waits(), START, next_schema(tmp_path / "next", FAILS_HALF_WAY))
    columns = [row[1] for row in ask(path, "PRAGMA table_info(broadcast)")]
    assert "title" not in columns
    async with opened(SqlJournal(path, clock)) as journal:
        await journal.set_next("EAR-01", START, LIN)


async def test_a_newer_record_is_refused_in_words_and_left_alone(make_sql: Make) -> None:
    """Nothing is upgraded downwards, nothing set aside."""
    journal = make_sql()
    assert isinstance(journal, SqlJournal)
    async with opened(journal):
        await journal.set_next("EAR-01", START, LIN)
    behind_our_back(journal._where, "UPDATE alembic_version SET version_num = '9999'")
    newer = make_sql()
    with pytest.raises(JournalNewer, match=f"9999.*{OURS.newest}"):
        await newer.open()
    await newer.close()
    behind_our_back(
        journal._where, "UPDATE alembic_version SET version_num = 'NEWEST'".replace("NEWEST", OURS.newest)
    )
    async with opened(make_sql()) as again:
        assert (await again.recall()).next_sku == "EAR-01"


async def test_somebody_elses_database_is_left_alone(make_sql: Make) -> None:
    """A settings file that points to the wrong database does not get our tables into it."""
    journal = make_sql()
    assert isinstance(journal, SqlJournal)
    behind_our_back(journal._where, "CREATE TABLE bookkeeping (id INTEGER)", "DROP TABLE alembic_version")
    with pytest.raises(JournalError, match="not a Stockcue record"):
        await journal.open()
    await journal.close()


async def test_two_desks_that_start_at_once_on_an_empty_server_make_one_schema(
    postgresql_url: str, clock: FakeClock
) -> None:
    """The second waits for the first and finds it done."""

    def versions(connection: Connection) -> int:
        found: int = connection.execute(text("SELECT count(*) FROM alembic_version")).scalar_one()
        return found

    one, other = SqlJournal(postgresql_url, clock), SqlJournal(postgresql_url, clock)
    await asyncio.gather(one.open(), other.open())
    assert await one._read(versions) == 1
    await one.close()
    await other.close()
