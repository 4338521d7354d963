"""Trials in the record: kept, linked to holds, measured, ended; found again by the next desk."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from app.domain.audit import AuditNote
from app.domain.effects import Window
from app.domain.hold import Reason
from app.domain.trials import Assignment, Ending, Outcome, Trial, Variant
from tests.fakes.clock import START
from tests.services.journal.builders import LIN, Make, ended, new_hold, on_air, opened

TRIAL = Trial(
    id=0,
    name="长度",
    skus=("EAR-01", "SPK-03"),
    variants=(
        Variant(name="A", minutes=4.5),
        Variant(name="B", minutes=8, delay_minutes=2, reason=Reason.ROUND),
    ),
    marks=12,
    seed=2**31 - 1,
    started_at=START,
)
NOTE = AuditNote(at=START, what="trial_started", who=LIN, detail="trial")
BEFORE = Window(minutes=10, units=20, viewer_minutes=10_000.5, on_air_minutes=3)
AFTER = Window(minutes=8.25, units=-1, viewer_minutes=None)


async def test_a_trial_comes_back_with_its_marks_and_what_they_came_to(make: Make) -> None:
    """By the next desk, whole; the holds as they are now."""
    async with opened(make()) as journal:
        broadcast = await on_air(journal)
        trial = await journal.add_trial(TRIAL, LIN, [NOTE])
        both = await journal.add_holds([new_hold(broadcast.id), new_hold(broadcast.id, storefront="web")])
        mark = Assignment(
            trial=trial.id, sku="EAR-01", number=0, variant="B", holds=tuple(hold.id for hold in both)
        )
        await journal.assign(mark)
        over = [ended(hold) for hold in both]
        await journal.save_holds(over)
        outcome = Outcome(trial=trial.id, sku="EAR-01", number=0, before=BEFORE, after=AFTER)
        await journal.add_outcome(outcome)
    async with opened(make()) as again:
        (record,) = await again.trials()
        lines = await again.audit_lines()
    assert record.trial == replace(TRIAL, id=trial.id)
    assert (record.assignments, record.outcomes) == ((mark,), (outcome,))
    assert record.holds == tuple(over)
    assert "trial_started" in [line.what for line in lines]


async def test_a_trial_that_is_over_is_found_only_when_asked_for(make: Make) -> None:
    """With its ending and its winner; its name is free again."""
    async with opened(make()) as journal:
        first = await journal.add_trial(TRIAL, LIN, [])
        done = replace(first, ended_at=START + timedelta(hours=1), ending=Ending.CLEAR, winner="B")
        await journal.end_trial(done, [replace(NOTE, what="trial_ended")])
        assert await journal.trials() == ()
        second = await journal.add_trial(TRIAL, LIN, [])
        every = await journal.trials(ended=True)
        running = await journal.trials()
    assert [record.trial for record in every] == [done, second]
    assert [record.trial for record in running] == [second]


async def test_two_trials_of_a_name_can_t_run_at_once_and_a_hold_has_one_trial(make_sql: Make) -> None:
    """Whatever the program believes."""
    async with opened(make_sql()) as journal:
        broadcast = await on_air(journal)
        trial = await journal.add_trial(TRIAL, LIN, [])
        (hold,) = await journal.add_holds([new_hold(broadcast.id)])
        mark = Assignment(trial=trial.id, sku="EAR-01", number=0, variant="A", holds=(hold.id,))
        await journal.assign(mark)
        with pytest.raises(IntegrityError):
            await journal.add_trial(TRIAL, LIN, [])
        with pytest.raises(IntegrityError):
            await journal.assign(replace(mark, number=1))
