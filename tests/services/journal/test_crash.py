"""The record after kill -9 and on a full disk: whole transactions, each of them or none."""

import asyncio
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from app.domain.audit import verify
from app.domain.hold import HoldState
from services.journal.sql_journal import SqlJournal
from tests.fakes.clock import FakeClock
from tests.services.journal.builders import opened

ROOT = Path(__file__).resolve().parents[3]


def run(module: str, *arguments: str) -> list[str]:
    """How a program of ours is started."""
    return [sys.executable, "-m", f"tests.services.journal.{module}", *arguments]


async def check_whole(path: Path, clock: FakeClock, told: set[int]) -> int:
    """Every hold that was told stands, with its audit, in a sound file; returns how many stand."""
    async with opened(SqlJournal(path, clock)) as journal:
        remembered = await journal.recall()
        lines = await journal.audit_lines()
    with closing(sqlite3.connect(path)) as file:
        assert file.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert file.execute("SELECT count(*) FROM hold_state").fetchone() == (len(remembered.holds),)
    kept = {hold.id for hold in remembered.holds}
    assert remembered.repaired == ""
    assert told <= kept
    assert len(kept) % 10 == 0, "ten were asked for at a time, all or none"
    assert [line.hold for line in lines[1:]] == sorted(kept)
    assert verify(lines) is None
    return len(kept)


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is a signal of Unix")
@pytest.mark.parametrize(("how", "kept"), [("before", 30), ("after", 40)])
def test_a_death_at_the_commit_leaves_a_whole_transaction_or_none(
    path: Path, clock: FakeClock, how: str, kept: int
) -> None:
    """Before it: half-written pages are taken back. After it: the holds stand, though unheard of. F076."""
    dead = subprocess.run(
        run("dying_writer", str(path), how), cwd=ROOT, capture_output=True, text=True, timeout=30, check=False
    )
    told = {int(line) for line in dead.stdout.split()}
    assert dead.returncode == -9, dead.stderr
    if how == "before":
        assert any(path.with_name(f"room.db-{side}").exists() for side in ("journal", "wal"))
    assert len(told) == 30
    assert asyncio.run(check_whole(path, clock, told)) == kept


def test_a_kill_at_any_moment_loses_nothing_that_was_told(path: Path, clock: FakeClock) -> None:
    """The writer is killed while it records as fast as it can, and the next desk finds all of it."""
    with subprocess.Popen(
        run("dying_writer", str(path), "whenever"), cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as writer:
        assert writer.stdout is not None
        told = {int(writer.stdout.readline()) for _hold in range(95)}
        writer.kill()
        told |= {int(line) for line in writer.stdout.read().split()}
    assert asyncio.run(check_whole(path, clock, told)) >= 95


def test_a_disk_that_is_really_full_still_takes_the_outcome(tmp_path: Path) -> None:
    """The next intent is refused; what the shop has done with the last one is recorded from the reserve."""
    mount = 'mount -t tmpfs -o size=3m none "$0" && exec "$@"'
    command = ["unshare", "--user", "--map-root-user", "--mount", "sh", "-c", mount, str(tmp_path)]
    if shutil.which("unshare") is None or subprocess.run([*command, "true"], check=False).returncode:
        pytest.skip("no small file system can be mounted here (unshare with user namespaces)")
    result = subprocess.run(
        [*command, *run("full_disk", str(tmp_path))],
        cwd=ROOT, capture_output=True, text=True, timeout=30, check=False,
    )  # fmt: skip
    said = [line for line in result.stdout.splitlines() if "journal_reserve_spent" not in line]
    assert said == ["intent refused", f"outcome {HoldState.RESTORED}", "intent taken"], result.stderr
