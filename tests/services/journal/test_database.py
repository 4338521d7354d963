"""The tables' own limits, SQLite's settings, and what happens when a disk, lock or server fails us."""

import asyncio
import sqlite3
import sys
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import Connection, text

from app.domain.audit import AuditNote, verify
from app.ports import JournalBusy, JournalError, JournalFull, LimitReached
from services.journal.database import Waits, wal_is_safe
from services.journal.sql_journal import SqlJournal
from tests.fakes.clock import START, FakeClock
from tests.guards import Logs
from tests.services.journal.builders import LIN, Make, behind_our_back, ended, new_hold, on_air, opened

REFUSALS = (sqlite3.IntegrityError, psycopg.errors.CheckViolation, psycopg.errors.UniqueViolation)
IMPATIENT = Waits(locked=0.05)


def full_at_this_size(connection: Connection) -> None:
    """As if the disk ended where the file does."""
    pages = connection.execute(text("PRAGMA page_count")).scalar_one()
    connection.execute(text(f"PRAGMA max_page_count = {pages}"))


def with_space_again(connection: Connection) -> None:
    """As if somebody had tidied up."""
    connection.execute(text("PRAGMA max_page_count = 1000000"))


async def poke(journal: SqlJournal, work: Callable[[Connection], None]) -> None:
    """Set something of the journal's own connection that only a fault would set."""
    await journal._read(work)


# One second past a limit, one too many: changes to a hold that was taken, each of which must be refused
BREAKS_A_LIMIT = {
    "31 minutes": "UPDATE hold SET deadline = started_at + 31 * CAST(60000000 AS BIGINT)",
    "ends before it begins": "UPDATE hold SET deadline = started_at - 1",
    "a longer limit without a reason": "UPDATE hold SET seconds_limit = 1801",
    "a fourth number": "UPDATE hold SET number = 4",
    "number nought": "UPDATE hold SET number = 0",
    "a higher limit without a reason": "UPDATE hold SET number_limit = 4",
    "a higher limit with an empty reason": "UPDATE hold SET number_limit = 4, override_reason = ''",
    "no number although it counts": "UPDATE hold SET number = NULL",
    "a number although it was refused": "UPDATE hold SET state = 'refused'",
    "no end": "UPDATE hold SET deadline = NULL",
    "no broadcast": "UPDATE hold SET broadcast = NULL",
    "a stop that uses a number": "UPDATE hold SET kind = 'stop'",
    "a state nobody knows": "UPDATE hold SET state = 'paused'",
    "the number of another": "UPDATE hold SET sku = 'EAR-01', state = 'restored'",
    "two open": "UPDATE hold SET sku = 'EAR-01', number = 2",
}


async def test_the_database_itself_keeps_the_limits(make_sql: Make) -> None:
    """Whatever the program believes: these rows can't be written by anyone."""
    journal = make_sql()
    assert isinstance(journal, SqlJournal)
    async with opened(journal):
        broadcast = await on_air(journal)
        holds = await journal.add_holds([new_hold(broadcast.id), new_hold(broadcast.id, "EAR-02")])
        taken = []
        for breach, change in BREAKS_A_LIMIT.items():
            try:
                behind_our_back(journal._where, f"{change} WHERE sku = 'EAR-02'")
            except REFUSALS:
                continue
            taken.append(breach)
        assert taken == []
        assert (await journal.recall()).holds == holds


async def test_the_fourth_hold_is_refused_by_the_database(make_sql: Make) -> None:
    """Not by the program: a row with a number past the limit, or one twice, never gets in."""
    columns = (
        "kind, broadcast, sku, storefront, number, number_limit, seconds_limit, override_reason, state, "
    )
    rest = (
        "reason, note, who_account, who_through, who_initials, started_at, started_monotonic, boot, "
        "deadline, true_stock, key_sell_out, key_restore, remembered, needs_attention, restore_attempts, "
        "restore_accepted, error"
    )
    journal = make_sql()
    assert isinstance(journal, SqlJournal)
    async with opened(journal):
        broadcast = await on_air(journal)
        for _use in range(3):
            (hold,) = await journal.add_holds([new_hold(broadcast.id)])
            await journal.save_holds([ended(hold)])
        for number in (1, 2, 3, 4):
            again = columns.replace("number,", f"{number},", 1)
            with pytest.raises(REFUSALS):
                behind_our_back(
                    journal._where,
                    f"INSERT INTO hold ({columns}{rest}) SELECT {again}{rest} FROM hold WHERE number = 1",  # noqa: S608 - all ours
                )


async def test_two_desks_on_one_record_share_one_count(make_sql: Make) -> None:
    """Each presses twice at once: three holds in all, whoever was first."""
    async with opened(make_sql()) as one, opened(make_sql()) as other:
        broadcast = await on_air(one)

        async def press(desk: object) -> int:
            assert isinstance(desk, SqlJournal)
            (hold,) = await desk.add_holds([new_hold(broadcast.id)])
            await desk.save_holds([ended(hold)])
            assert hold.number is not None
            return hold.number

        numbers = [await press(desk) for desk in (one, other, one)]
        with pytest.raises(LimitReached):
            await press(other)
        both = await asyncio.gather(
            one.add_holds([new_hold(broadcast.id, "EAR-02")]),
            other.add_holds([new_hold(broadcast.id, "EAR-02")]),
            return_exceptions=True,
        )
    assert numbers == [1, 2, 3]
    assert sum(isinstance(result, LimitReached) for result in both) == 1


async def test_reading_and_then_writing_never_fails_for_a_writer_in_between(make_sql: Make) -> None:
    """Two desks that write the audit at once: each line reads the newest first, and all get in."""
    note = AuditNote(at=START, what="trial", who=LIN)
    async with opened(make_sql()) as one, opened(make_sql()) as other:
        for _turn in range(20):
            await asyncio.gather(one.audit(note), other.audit(note))
        lines = await one.audit_lines()
    assert [line.number for line in lines] == list(range(1, 41))
    assert verify(lines) is None


async def test_a_writer_takes_the_lock_before_it_reads(path: Path, clock: FakeClock) -> None:
    """A transaction that reads first fails at once when another has written: ours begin as writers. F131."""
    said: list[str] = []

    def listen(connection: Connection) -> None:
        sqlite = connection.connection.dbapi_connection
        assert isinstance(sqlite, sqlite3.Connection)
        sqlite.set_trace_callback(said.append)

    journal = SqlJournal(path, clock)
    async with opened(journal):
        await poke(journal, listen)
        said.clear()
        await journal.set_next("EAR-01", START, LIN)
        await journal.recall()
    assert [line for line in said if line.startswith(("BEGIN", "COMMIT"))] == [
        "BEGIN IMMEDIATE",
        "COMMIT",
        "BEGIN",
        "COMMIT",
    ]


@pytest.mark.parametrize(
    ("version", "safe"),
    [
        ((3, 40, 1), False), ((3, 44, 5), False), ((3, 44, 6), True), ((3, 45, 9), False),
        ((3, 50, 4), False), ((3, 50, 7), True), ((3, 51, 2), False), ((3, 51, 3), True),
        ((3, 53, 1), True), ((4, 0, 0), True),
    ],
)  # fmt: skip
def test_write_ahead_logging_only_where_it_is_mended(version: tuple[int, int, int], *, safe: bool) -> None:
    """Older SQLites can damage a file when two connections write and checkpoint at once. F135."""
    assert wal_is_safe(version) is safe


async def settings_of(journal: SqlJournal) -> list[object]:
    """How its connection is set."""
    found: list[object] = []

    def look(connection: Connection) -> None:
        for pragma in ("journal_mode", "synchronous", "foreign_keys", "trusted_schema", "busy_timeout"):
            found.append(connection.execute(text(f"PRAGMA {pragma}")).scalar_one())  # noqa: PERF401 - five answers

    await poke(journal, look)
    return found


async def test_every_commit_is_on_the_disk_in_either_mode(
    path: Path, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """EXTRA where the journal is deleted, FULL where it is written ahead; each opens the other's file."""
    versions = [((3, 51, 3), "wal", 2), ((3, 40, 1), "delete", 3), ((3, 53, 0), "wal", 2)]
    for turn, (version, mode, synchronous) in enumerate(versions, start=1):
        monkeypatch.setattr(sqlite3, "sqlite_version_info", version)
        journal = SqlJournal(path, clock)
        async with opened(journal):
            assert await settings_of(journal) == [mode, synchronous, 1, 0, 2000]
            await journal.set_next(mode, START, LIN)
            assert len(await journal.audit_lines()) == turn


async def test_a_full_disk_refuses_the_intent_and_keeps_nothing_of_it(path: Path, clock: FakeClock) -> None:
    """The hold is not recorded, so nothing is sent; reading goes on, and with space again so does writing."""
    journal = SqlJournal(path, clock)
    async with opened(journal):
        broadcast = await on_air(journal)
        before = await journal.recall()
        await poke(journal, full_at_this_size)
        many = [new_hold(broadcast.id, f"EAR-{number:03}", note="x" * 400) for number in range(50)]
        with pytest.raises(JournalFull, match="nothing was recorded"):
            await journal.add_holds(many)
        assert await journal.recall() == before
        await poke(journal, with_space_again)
        assert len(await journal.add_holds(many)) == 50


async def test_a_full_disk_gives_its_reserve_for_what_the_shop_has_done(
    path: Path, clock: FakeClock, logs: Logs
) -> None:
    """The state of a hold that was sent is tried once more with the reserved space given free."""
    logs.expect("journal_reserve_spent")
    reserve = path.with_name("room.db.reserve")
    journal = SqlJournal(path, clock)
    async with opened(journal):
        broadcast = await on_air(journal)
        (hold,) = await journal.add_holds([new_hold(broadcast.id)])
        assert reserve.stat().st_size == 2**20
        await poke(journal, full_at_this_size)
        large = replace(ended(hold), error="x" * 100_000)
        for _try in range(2):
            with pytest.raises(JournalFull):
                await journal.save_holds([large])
            assert not reserve.exists()
        await poke(journal, with_space_again)
        await journal.save_holds([large])
    async with opened(SqlJournal(path, clock)):
        assert reserve.stat().st_size == 2**20


async def test_a_lock_that_does_not_end_is_told_and_nothing_is_skipped(path: Path, clock: FakeClock) -> None:
    """A backup holds the file: after a bounded wait the caller hears so, then all goes on. F130."""
    journal = SqlJournal(path, clock, IMPATIENT)
    async with opened(journal):
        with closing(sqlite3.connect(path, isolation_level=None)) as backup:
            backup.execute("BEGIN EXCLUSIVE")
            begun = time.monotonic()
            with pytest.raises(JournalBusy, match="busy"):
                await journal.set_next("EAR-01", START, LIN)
            with pytest.raises(JournalBusy):
                await journal.recall()
            waited = time.monotonic() - begun
            backup.execute("ROLLBACK")
        await journal.set_next("EAR-02", START, LIN)
        assert (await journal.recall()).next_sku == "EAR-02"
    assert waited < 2


async def test_a_reader_elsewhere_delays_a_commit_but_loses_none(path: Path, clock: FakeClock) -> None:
    """An export in another program reads while we commit: busy, in words, and whole afterwards."""
    journal = SqlJournal(path, clock, IMPATIENT)
    async with opened(journal):
        with closing(sqlite3.connect(path, isolation_level=None)) as export:
            export.execute("BEGIN")
            export.execute("SELECT count(*) FROM audit").fetchall()
            if not wal_is_safe(sqlite3.sqlite_version_info):
                with pytest.raises(JournalBusy):
                    await journal.set_next("EAR-01", START, LIN)
            export.execute("COMMIT")
        await journal.set_next("EAR-02", START, LIN)
        lines = await journal.audit_lines()
    assert lines[-1].sku == "EAR-02"


async def test_a_lock_on_the_server_is_told_too(server_url: str, clock: FakeClock) -> None:
    """Somebody's open transaction on the server: the same word, the same bounded wait."""
    journal = SqlJournal(server_url, clock, IMPATIENT)
    async with opened(journal):
        with psycopg.connect(server_url.replace("+psycopg", "")) as somebody:
            somebody.execute("SELECT * FROM room FOR UPDATE")
            with pytest.raises(JournalBusy):
                await journal.set_next("EAR-01", START, LIN)
            somebody.rollback()
        await journal.set_next("EAR-02", START, LIN)
        assert (await journal.recall()).next_sku == "EAR-02"


async def test_a_server_that_drops_us_is_found_again(server_url: str, clock: FakeClock) -> None:
    """After the connection was ended, the next call makes a new one."""
    journal = SqlJournal(server_url, clock)
    async with opened(journal):
        with psycopg.connect(server_url.replace("+psycopg", ""), autocommit=True) as administrator:
            administrator.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        await journal.set_next("EAR-01", START, LIN)
        assert (await journal.recall()).next_sku == "EAR-01"


@pytest.mark.parametrize(
    "url",
    [
        "postgresql+psycopg://desk:canary-password@127.0.0.1:1/room",
        "postgresql+psycopg://desk:canary-password@/room?host=/nonexistent",
    ],
)
async def test_a_server_that_is_not_there_is_told_without_the_password(url: str, clock: FakeClock) -> None:
    """What happened and what to do, in our words; the address stays with us."""
    journal = SqlJournal(url, clock)
    with pytest.raises(JournalError, match="can't be reached") as told:
        await journal.open()
    await journal.close()
    assert "canary" not in str(told.value)


async def test_a_user_the_server_does_not_know_is_told(server_url: str, clock: FakeClock) -> None:
    """A person must look at the settings."""
    journal = SqlJournal(server_url.replace("postgres@", "nobody@"), clock)
    with pytest.raises(JournalError, match="does not let us in"):
        await journal.open()
    await journal.close()


async def test_a_missing_driver_is_named(clock: FakeClock, monkeypatch: pytest.MonkeyPatch) -> None:
    """PostgreSQL is an extra; without it the message says what to install."""
    monkeypatch.setitem(sys.modules, "psycopg", None)
    journal = SqlJournal("postgresql+psycopg://desk@127.0.0.1/room", clock)
    with pytest.raises(JournalError, match="pip install"):
        await journal.open()
    await journal.close()


async def test_deadlines_count_from_the_intent_across_a_night(make_sql: Make) -> None:
    """Microseconds in, microseconds out, before 1970 and after 2038 too."""
    for at in (START.replace(year=1969), START.replace(year=2039, microsecond=1)):
        async with opened(make_sql()) as journal:
            await journal.set_on_air("EAR-01", at, LIN)
            assert (await journal.recall()).on_air == ("EAR-01", at)
            assert (await journal.audit_lines())[-1].at == at + timedelta(0)
