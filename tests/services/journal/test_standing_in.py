"""A record that its desk, frozen inside a commit, keeps locked: its guardian restores all the same."""

import asyncio
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from app.domain.audit import AuditNote, verify
from app.domain.hold import Hold, HoldState
from app.engine.guarding import Ending, Guarded, Guarding, Signals
from app.ports import Lease
from services.clock import SystemClock
from services.journal.database import Waits
from services.journal.sql_journal import SqlJournal
from services.journal.standing_in import StandingIn
from tests.fakes.awake import FakeAwake
from tests.fakes.storefronts import FakeStorefront
from tests.guards import Logs
from tests.services.journal.builders import LIN, ended, new_hold, on_air, opened

CLOCK = SystemClock()
FILLED = """
    WITH RECURSIVE many(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM many WHERE n < 5000)
    INSERT INTO hold_state (hold, at, state, needs_attention, error)
    SELECT 1, n, 'active', 0, printf('%.500c', 'x') FROM many
"""
"""More than a small cache takes: half of it is in the file before anything is committed."""


@pytest.fixture
def record(path: Path, empty_file: Path) -> Path:
    """A record with tables."""
    path.parent.mkdir(mode=0o700)
    shutil.copy(empty_file, path)
    return path


@contextmanager
def _in_a_commit(record: Path) -> Iterator[sqlite3.Connection]:
    """Its desk stands still amid a commit; `COMMIT` lets it go on, the end of the block is its death."""
    with closing(sqlite3.connect(record, isolation_level=None)) as desk:
        desk.execute("PRAGMA cache_size = 1")
        desk.execute("BEGIN IMMEDIATE")
        desk.execute("UPDATE hold SET note = 'half a commit'")
        desk.execute(FILLED)
        yield desk


def _standing_in(record: Path) -> StandingIn:
    return StandingIn(record, CLOCK, Waits(locked=0.05), patience_s=0.3)


async def _overdue(record: Path, *, lease_s: float = 4.0) -> tuple[Hold, Lease]:
    """A hold whose time is over, by a desk that had the lease a moment ago."""
    now = CLOCK.now()
    async with opened(SqlJournal(record, CLOCK)) as journal:
        broadcast = await on_air(journal)
        new = new_hold(
            broadcast.id,
            started_at=now - timedelta(seconds=90),
            deadline=now - timedelta(seconds=1),
            key_sell_out="1-off",
            key_restore="1-on",
        )
        (hold,) = await journal.add_holds([new])
        then = now - timedelta(seconds=80)
        active = replace(hold, state=HoldState.ACTIVE, sent_at=then, confirmed_at=then)
        await journal.save_holds([active])
        return active, await journal.take_lease("desk", now, now + timedelta(seconds=lease_s))


async def test_what_stood_before_the_commit_is_known_and_what_was_done_follows_into_the_record(
    record: Path, logs: Logs
) -> None:
    """The lease of a desk that is known to be dead is assumed at once; everything is written in its order."""
    logs.expect("record_is_locked")
    hold, before = await _overdue(record)
    restored = ended(hold, at=CLOCK.now())
    with _in_a_commit(record):
        journal = _standing_in(record)
        assert (await journal.open()).holds == (hold,)
        now = CLOCK.now()
        lease = await journal.take_lease("desk/1", now, now + timedelta(seconds=4), seize=before.fence)
        assert (lease.owner, lease.fence) == ("desk/1", before.fence + 1)
        await journal.save_holds([restored], [AuditNote(at=now, what="restored", who=LIN)], fence=lease.fence)
        await journal.audit(AuditNote(at=now, what="guardian_took_over", who=LIN))
        await journal.add_facts()
    await journal.close()
    async with opened(SqlJournal(record, CLOCK)) as after:
        assert (await after.recall()).holds == (restored,)
        assert await after.lease() == lease
        lines = await after.audit_lines()
    assert [line.what for line in lines[-2:]] == ["restored", "guardian_took_over"]
    assert verify(lines) is None


async def test_a_desk_that_goes_on_keeps_its_lease_and_its_own_word(record: Path, logs: Logs) -> None:
    """What its guardian did is for it to read back; only the audit says who it was."""
    logs.expect("record_is_locked")
    hold, _before = await _overdue(record, lease_s=0.0)
    with _in_a_commit(record) as desk:
        journal = _standing_in(record)
        await journal.open()
        now = CLOCK.now()
        lease = await journal.take_lease("desk/1", now, now + timedelta(seconds=4))
        await journal.save_holds([ended(hold)], fence=lease.fence)
        await journal.audit(AuditNote(at=now, what="guardian_took_over", who=LIN))
        desk.execute("DELETE FROM hold_state WHERE length(error) = 500")
        desk.execute("UPDATE lease SET until = until + 60000000")
        desk.execute("COMMIT")
        await journal.close()
    async with opened(SqlJournal(record, CLOCK)) as after:
        (kept,) = (await after.recall()).holds
        assert (kept.state, kept.note) == (HoldState.ACTIVE, "half a commit")
        held = await after.lease()
        assert held is not None
        assert held.owner == "desk"
        assert (await after.audit_lines())[-1].what == "guardian_took_over"


async def test_a_lock_of_a_moment_is_waited_for(record: Path) -> None:
    """Nothing is assumed where the record can be had."""
    hold, before = await _overdue(record)
    with _in_a_commit(record) as desk:
        journal = StandingIn(record, CLOCK, Waits(locked=0.05), patience_s=30.0)
        opening = asyncio.create_task(journal.open())
        await asyncio.sleep(0.2)
        desk.execute("ROLLBACK")
        assert (await opening).holds == (hold,)
    now = CLOCK.now()
    assert (await journal.take_lease("desk/1", now, now + timedelta(seconds=4))) == before
    await journal.close()


async def test_a_guardian_restores_while_the_record_is_locked(record: Path, logs: Logs) -> None:
    """The product is on sale before the lock is gone; then the record says so."""
    logs.expect("record_is_locked")
    _hold, before = await _overdue(record)
    shop = FakeStorefront(("EAR-01",), clock=CLOCK)
    shop.shelves["EAR-01"].sold_out = True
    with _in_a_commit(record):
        outside = Guarded(
            clock=CLOCK,
            journal=(journal := _standing_in(record)),
            storefronts=(shop,),
            awake=FakeAwake(),
            boot="boot-1",
            owner="desk/1",
        )
        acting = asyncio.create_task(Guarding(outside, Signals()).run(before.fence))
        assert await asyncio.wait_for(acting, 20) is Ending.NOTHING_OPEN
        assert not shop.is_sold_out("EAR-01")
    await journal.close()
    async with opened(SqlJournal(record, CLOCK)) as after:
        assert [hold.state for hold in (await after.recall()).holds] == [HoldState.RESTORED]
    assert [sent.key for sent in shop.sent] == ["1-on"]
