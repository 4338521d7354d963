"""Rounds in the journal: the same in memory, SQLite and PostgreSQL."""

from dataclasses import fields, replace
from datetime import timedelta

import pytest

from app.domain.audit import AuditNote, verify
from app.domain.rounds import Round, RoundState
from app.ports import Journal, Limit, LimitReached
from tests.fakes.clock import START
from tests.services.journal.builders import LIN, Make, new_hold, on_air, opened


def a_round(broadcast: int | None, sku: str = "EAR-01", **more: object) -> Round:
    """A round on sale, not committed."""
    one = Round(
        sku=sku,
        broadcast=broadcast,
        number=1,
        units=100,
        state=RoundState.ON_SALE,
        kept_at=START,
        started_at=START,
        who=LIN,
    )
    return replace(one, **more)  # type: ignore[arg-type] # fields by name


async def standing(journal: Journal) -> tuple[Round, ...]:
    """The rounds that a start finds."""
    return (await journal.recall()).rounds


async def test_every_field_of_a_round_comes_back_as_it_was(make: Make) -> None:
    """To the microsecond, over a restart."""
    later = START + timedelta(seconds=90, microseconds=1)
    async with opened(make()) as journal:
        broadcast = await on_air(journal)
        (hold,) = await journal.add_holds([new_hold(broadcast.id)])
        (one,) = await journal.save_rounds([a_round(broadcast.id, group="社群 'ü\"")])
        assert await standing(journal) == (one,)
        full = replace(
            one, trial=True, state=RoundState.ENDED, ended_at=later, closed_by=hold.id, sold=101,
            gone_at=later, viewer_minutes=1234.5, asked_after=7,
        )  # fmt: skip
        await journal.save_rounds([full])
    unset = [field.name for field in fields(Round) if getattr(full, field.name) in (None, "", 0, False)]
    assert unset == [], "the test no longer fills every field"
    async with opened(make()) as journal:
        assert await standing(journal) == (full,)
        report = await journal.broadcast_report(broadcast.id)
        assert report is not None
        assert report.rounds == (full,)


async def test_a_product_has_one_round_on_sale(make: Make) -> None:
    """The second is refused and nothing of the call is kept, unless the first ends with it."""
    async with opened(make()) as journal:
        broadcast = await on_air(journal)
        (first,) = await journal.save_rounds([a_round(broadcast.id)])
        note = AuditNote(at=START, what="round_started", who=LIN, sku="EAR-01")
        with pytest.raises(LimitReached) as refused:
            await journal.save_rounds([a_round(broadcast.id, number=2)], [note])
        assert refused.value.limit is Limit.ROUND
        assert await standing(journal) == (first,)
        assert "round_started" not in [line.what for line in await journal.audit_lines()]
        over = replace(first, state=RoundState.ENDED, ended_at=START)
        kept = await journal.save_rounds([over, a_round(broadcast.id, number=2)], [note])
        assert [one.number for one in kept] == [1, 2]
        await journal.save_rounds([a_round(broadcast.id, "EAR-02")])
        lines = await journal.audit_lines()
    assert lines[-1].what == "round_started"
    assert verify(lines) is None


async def test_a_start_finds_what_is_not_over_and_all_of_the_running_broadcast(make: Make) -> None:
    """A trial before any broadcast belongs to none; ended rounds of an earlier broadcast are history."""
    async with opened(make()) as journal:
        (trial,) = await journal.save_rounds([a_round(None, trial=True)])
        earlier = await on_air(journal)
        (old,) = await journal.save_rounds([a_round(earlier.id, "CUP-01")])
        await journal.save_rounds([replace(old, state=RoundState.ENDED, ended_at=START)])
        assert [one.sku for one in await standing(journal)] == ["EAR-01", "CUP-01"]
        await journal.end_broadcast(earlier.id, START, LIN)
        now = await on_air(journal)
        slice_ = a_round(now.id, "EAR-02", state=RoundState.KEPT, started_at=None, group="club")
        (kept,) = await journal.save_rounds([slice_])
        assert await standing(journal) == (trial, kept)
