"""A start with a damaged, unwritable or misplaced file: mended or refused, in words, nothing thrown away."""

import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from app.domain.audit import verify
from app.ports import JournalBusy, JournalDamaged, JournalError
from services.journal import copies
from services.journal.database import Waits
from services.journal.sql_journal import SqlJournal
from tests.fakes.clock import START, FakeClock
from tests.guards import Logs
from tests.services.journal.builders import LIN, ended, new_hold, on_air, opened


def overwrite(path: Path) -> None:
    """Not a database any more."""
    path.write_bytes(b"\x00\x01stock" * 2000)


def cut_off(path: Path) -> None:
    """The end is missing."""
    os.truncate(path, path.stat().st_size // 2)


def empty(path: Path) -> None:
    """Nothing is left of it."""
    os.truncate(path, 0)


def scramble_a_page(path: Path) -> None:
    """The middle was written over, the head is sound."""
    with path.open("r+b") as file:
        for page in range(2, path.stat().st_size // 4096):
            file.seek(page * 4096)
            file.write(b"\xff" * 4096)


DAMAGES: list[Callable[[Path], None]] = [overwrite, cut_off, empty, scramble_a_page]


def mode(path: Path) -> int:
    """Who may do what with it."""
    return path.stat().st_mode & 0o777


def content(path: Path) -> bytes:
    """What is in it."""
    return path.read_bytes()


def open_to_all(path: Path) -> None:
    """As a careless backup leaves it."""
    path.chmod(0o644)


async def a_day(path: Path, clock: FakeClock) -> None:
    """A desk that started a broadcast, held a product, and was closed."""
    async with opened(SqlJournal(path, clock)) as journal:
        broadcast = await on_air(journal)
        await journal.add_holds([new_hold(broadcast.id)])
        clock.advance(3600)


@pytest.mark.parametrize("damage", DAMAGES)
async def test_a_damaged_file_is_set_aside_and_the_newest_copy_goes_on(
    path: Path, clock: FakeClock, damage: Callable[[Path], None]
) -> None:
    """The desk opens with the open hold, says what may be missing, keeps the damaged file. F132."""
    await a_day(path, clock)
    damage(path)
    broken = content(path)
    clock.advance(60)
    journal = SqlJournal(path, clock)
    remembered = await journal.open()
    lines = await journal.audit_lines()
    await journal.set_next("EAR-01", START, LIN)
    await journal.close()
    aside = path.with_name("room-damaged-20261122T140100Z.db")
    assert content(aside) == broken
    assert aside.name in remembered.repaired
    assert "2026-11-22 14:00 UTC" in remembered.repaired
    assert len(remembered.holds) == 1
    assert verify(lines) is None
    assert mode(path) == 0o600


async def test_a_damaged_copy_is_passed_over(path: Path, clock: FakeClock) -> None:
    """The newest one that is sound is taken."""
    await a_day(path, clock)
    clock.advance(60)
    async with opened(SqlJournal(path, clock)) as journal:
        await journal.set_next("EAR-09", START, LIN)
    newest = max(path.with_name("copies").iterdir())
    overwrite(newest)
    overwrite(path)
    journal = SqlJournal(path, clock)
    remembered = await journal.open()
    await journal.close()
    assert "2026-11-22 14:00 UTC" in remembered.repaired
    assert remembered.next_sku is None


async def test_without_a_copy_the_desk_begins_anew_and_says_so(path: Path, clock: FakeClock) -> None:
    """A desk without a past is better than none, and the past lies beside it."""
    await a_day(path, clock)
    shutil.rmtree(path.with_name("copies"))
    overwrite(path)
    journal = SqlJournal(path, clock)
    remembered = await journal.open()
    await journal.close()
    assert "no copy" in remembered.repaired
    assert remembered.holds == ()


def test_what_belongs_to_a_damaged_file_goes_with_it(tmp_path: Path) -> None:
    """What was written ahead of the old file must not be rolled into the new one."""
    for name in ("room.db", "room.db-wal", "room.db-shm", "other.db"):
        (tmp_path / name).write_text(name)
    aside = copies.set_aside(tmp_path / "room.db", START)
    assert aside == tmp_path / "room-damaged-20261122T130000Z.db"
    assert {file.name: file.read_text() for file in tmp_path.iterdir()} == {
        aside.name: "room.db",
        f"{aside.name}-wal": "room.db-wal",
        f"{aside.name}-shm": "room.db-shm",
        "other.db": "other.db",
    }


async def test_damage_that_shows_while_running_is_told(path: Path, clock: FakeClock, logs: Logs) -> None:
    """Something wrote over the file under us: the next start will mend it. F132."""
    logs.expect("journal_copy_failed")
    journal = SqlJournal(path, clock)
    await journal.open()
    await on_air(journal)
    scramble_a_page(path)
    with path.open("r+b") as file:  # its change counter moves on, so that nothing kept in memory is believed
        file.seek(24)
        file.write(b"\x00\x00\xff\xff")
    with pytest.raises(JournalDamaged, match="Start the desk again"):
        await journal.audit_lines()
    await journal.close()


async def test_a_large_record_is_checked_where_it_matters(
    path: Path, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Holds and audit at every start; readings are too many for a start within seconds."""
    monkeypatch.setattr(copies, "WHOLE_CHECK", 0)
    await a_day(path, clock)
    assert copies.is_sound(path)
    scramble_a_page(path)
    assert not copies.is_sound(path)


async def test_a_sound_file_is_opened_without_ado(path: Path, clock: FakeClock) -> None:
    """Nothing is said, nothing set aside; the file and its folder are ours alone."""
    await a_day(path, clock)
    open_to_all(path)
    journal = SqlJournal(path, clock)
    assert (await journal.open()).repaired == ""
    await journal.close()
    assert sorted(file.name for file in path.parent.iterdir()) == ["copies", "room.db", "room.db.reserve"]
    assert mode(path) == 0o600
    assert mode(path.parent) == 0o700


async def test_a_file_that_is_locked_at_the_start_is_not_taken_for_damaged(
    path: Path, clock: FakeClock
) -> None:
    """It is busy, and can be opened with the same journal when it is free."""
    await a_day(path, clock)
    journal = SqlJournal(path, clock, Waits(locked=0.05))
    with closing(sqlite3.connect(path, isolation_level=None)) as backup:
        backup.execute("BEGIN EXCLUSIVE")
        with pytest.raises(JournalBusy):
            await journal.open()
        backup.execute("ROLLBACK")
    assert len((await journal.open()).holds) == 1
    await journal.close()


async def test_a_place_that_cannot_be_written_is_refused(tmp_path: Path, clock: FakeClock) -> None:
    """A file where the folder should be; the desk does not run blind. F139."""
    (tmp_path / "data").write_text("a file")
    journal = SqlJournal(tmp_path / "data" / "room.db", clock)
    with pytest.raises(JournalError, match="no permission"):
        await journal.open()
    await journal.close()


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere")
async def test_a_folder_that_only_reads_is_refused(path: Path, clock: FakeClock) -> None:
    """Words, and the record untouched."""
    await a_day(path, clock)
    path.parent.chmod(0o500)
    journal = SqlJournal(path, clock)
    try:
        with pytest.raises(JournalError, match="no permission"):
            await journal.open()
    finally:
        path.parent.chmod(0o700)
        await journal.close()


async def test_each_broadcast_and_each_end_leave_a_small_copy(path: Path, clock: FakeClock) -> None:
    """Five of them, ours alone, with everything but the readings, still guarded."""
    for day in range(4):
        async with opened(SqlJournal(path, clock)) as journal:
            broadcast = await on_air(journal)
            (hold,) = await journal.add_holds([new_hold(broadcast.id)])
            await journal.save_holds([ended(hold)])
            clock.advance(3600)
            await journal.end_broadcast(broadcast.id, clock.now() + timedelta(0), LIN)
            clock.advance(86_400 * (day + 1))
    made = sorted(path.with_name("copies").iterdir())
    assert len(made) == copies.KEPT
    assert {mode(file) for file in made} == {0o600}
    with closing(sqlite3.connect(made[-1])) as copy:
        assert copy.execute("SELECT count(*) FROM hold").fetchone() == (4,)
        assert copy.execute("PRAGMA foreign_key_check").fetchall() == []
        with pytest.raises(sqlite3.IntegrityError, match="only added to"):
            copy.execute("DELETE FROM audit")


async def test_a_copy_that_fails_is_a_warning_and_not_a_refusal(
    path: Path, clock: FakeClock, logs: Logs
) -> None:
    """The record itself is sound; the desk goes on."""
    logs.expect("journal_copy_failed")
    async with opened(SqlJournal(path, clock)) as journal:
        path.with_name("copies").write_text("in the way")
        await on_air(journal)
        assert (await journal.recall()).broadcast is not None
