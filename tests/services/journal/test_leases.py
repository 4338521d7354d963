"""The lease: one owner at a time, and a fence that keeps out who lost it. In memory, SQLite, PostgreSQL."""

from dataclasses import replace
from datetime import timedelta

import pytest

from app.domain.audit import AuditNote
from app.domain.away import TOOK_BACK, TOOK_OVER
from app.domain.hold import HoldState
from app.ports import Fenced
from tests.fakes.clock import START
from tests.services.journal.builders import LIN, Make, ended, new_hold, on_air, opened

LATER = START + timedelta(hours=2, microseconds=7)


async def test_a_lease_is_one_owner_at_a_time(make: Make) -> None:
    """Free or over: it can be taken, and the fence grows with the owner; held by another: it can't."""
    until = START + timedelta(seconds=10)
    async with opened(make()) as journal:
        assert await journal.lease() is None
        desk = await journal.take_lease("desk", START, until)
        refused = await journal.take_lease("guardian", START, LATER)
        renewed = await journal.take_lease("desk", START, until + timedelta(seconds=1))
        taken = await journal.take_lease("guardian", renewed.until, LATER)
        current = await journal.lease()
    assert (desk.owner, desk.fence, desk.until) == ("desk", 1, until)
    assert refused == desk
    assert renewed == replace(desk, until=until + timedelta(seconds=1))
    assert (taken.owner, taken.fence) == ("guardian", 2)
    assert current == taken


async def test_a_lease_that_runs_is_seized_by_its_fence(make: Make) -> None:
    """By who knows that its holder is gone; the fence grows for the same owner too; an old one is nothing."""
    async with opened(make()) as journal:
        desk = await journal.take_lease("desk", START, LATER)
        guardian = await journal.take_lease("desk/1", START, LATER, seize=desk.fence)
        late = await journal.take_lease("desk/2", START, LATER, seize=desk.fence)
        back = await journal.take_lease("desk", START, LATER, seize=guardian.fence)
        again = await journal.take_lease("desk", START, LATER, seize=back.fence)
    assert (guardian.owner, guardian.fence) == ("desk/1", 2)
    assert late == guardian
    assert (back.owner, back.fence) == ("desk", 3)
    assert (again.owner, again.fence) == ("desk", 4)


async def test_it_is_known_whether_the_guardian_acted_last(make: Make) -> None:
    """Until a desk has taken back, and again after."""
    async with opened(make()) as journal:
        assert await journal.stood_in() is None
        for what, at, known in (
            (TOOK_OVER, START, START),
            (TOOK_BACK, LATER, None),
            (TOOK_OVER, LATER, LATER),
        ):
            await journal.audit(AuditNote(at=at, what=what, who=LIN))
            assert await journal.stood_in() == known


async def test_who_lost_the_lease_writes_over_nothing(make: Make) -> None:
    """Neither an intent nor a state nor a line of the audit: all or none, looked at in the transaction."""
    async with opened(make()) as journal:
        broadcast = await on_air(journal)
        old = (await journal.take_lease("desk", START, START)).fence
        (hold,) = await journal.add_holds([new_hold(broadcast.id)], fence=old)
        new = (await journal.take_lease("desk/1", START, LATER)).fence
        await journal.save_holds([ended(hold)], fence=new)
        lines = len(await journal.audit_lines())
        note = AuditNote(at=START, what="confirmed", who=LIN)
        with pytest.raises(Fenced):
            await journal.save_holds([replace(hold, state=HoldState.ACTIVE)], [note], fence=old)
        with pytest.raises(Fenced):
            await journal.add_holds([new_hold(broadcast.id, "EAR-02")], fence=old)
        await journal.save_holds([], fence=None)
        assert (await journal.recall()).holds == (ended(hold),)
        assert len(await journal.audit_lines()) == lines
