"""Plans and templates in the journal; the same in memory, SQLite and PostgreSQL."""

from dataclasses import fields, replace
from datetime import timedelta

import pytest

from app.domain.hold import Reason
from app.domain.plan import Draft, Plan, PlanState, When, WhenKind, Why
from tests.fakes.clock import START
from tests.services.journal.builders import LIN, SCRIPT, Make, ended, new_hold, on_air, opened

LATER = START + timedelta(minutes=40, microseconds=1)


def draft(sku: str = "EAR-01") -> Draft:
    """Six minutes at a clock time."""
    return Draft(skus=(sku,), when=When(kind=WhenKind.AT, at=LATER), minutes=6.0)


def plan(of: Draft | None = None) -> Plan:
    """A plan that is not kept yet."""
    return Plan(id=0, draft=of or draft(), who=LIN, made_at=START)


async def test_a_plan_has_an_id_and_stands_after_a_restart(make: Make) -> None:
    """What was prepared before the broadcast is there when it begins."""
    async with opened(make()) as journal:
        first, second = await journal.save_plans([plan(), plan(draft("EAR-02"))], "made", START, LIN)
    async with opened(make()) as journal:
        remembered = await journal.recall()
    assert first.id != second.id
    assert remembered.plans == (first, second)


async def test_every_field_of_a_plan_comes_back_as_it_was(make: Make) -> None:
    """To the microsecond, whatever its words are made of."""
    async with opened(make()) as journal:
        broadcast = await on_air(journal)
        (hold,) = await journal.add_holds([new_hold(broadcast.id)])
        when = When(kind=WhenKind.AT, at=LATER, clock="20:15", minutes=40.5, amount=80)
        full = Draft(
            skus=("耳机 'ü\"", "EAR-02"), when=when, minutes=0.5, storefronts=("shop", "店"),
            reason=Reason.ROUND, note="两行\n手滑", announce_minutes=2.5, asks=False,
        )  # fmt: skip
        (kept,) = await journal.save_plans([plan(full)], "made", START, LIN)
        changed = replace(
            kept, state=PlanState.ASKING, broadcast=broadcast.id, live_at=LATER, announced_at=LATER,
            called_off_at=LATER, asked_at=LATER, fired_at=LATER, ended_at=LATER, why=Why.LEFT, error="文",
            holds=(hold.id,),
        )  # fmt: skip
        await journal.save_plans([changed], "changed", LATER, SCRIPT)
        recalled = (await journal.recall()).plans
    unset = [field.name for field in fields(Plan) if getattr(changed, field.name) in (None, "", ())]
    assert unset == [], "the test no longer fills every field"
    assert recalled == (changed,)


async def test_what_is_over_is_remembered_as_long_as_its_broadcast(make: Make) -> None:
    """A list of this evening's plans says what became of each; the next evening begins with an empty one."""
    async with opened(make()) as journal:
        (kept,) = await journal.save_plans([plan()], "made", START, LIN)
        broadcast = await on_air(journal)
        done = replace(kept, state=PlanState.DONE, ended_at=LATER)
        await journal.save_plans([done], "done", LATER, LIN)
        during = (await journal.recall()).plans
        await journal.end_broadcast(broadcast.id, LATER, LIN)
        afterwards = (await journal.recall()).plans
    assert during == (done,)
    assert afterwards == ()


async def test_a_plan_is_linked_to_its_holds_once(make: Make) -> None:
    """Saying it again changes nothing, and the links stay."""
    async with opened(make()) as journal:
        broadcast = await on_air(journal)
        (hold,) = await journal.add_holds([new_hold(broadcast.id)])
        (kept,) = await journal.save_plans([replace(plan(), holds=(hold.id,))], "fired", START, LIN)
        await journal.save_holds([ended(hold)])
        await journal.save_plans([kept], "done", LATER, LIN)
        recalled = (await journal.recall()).plans
    assert recalled[0].holds == (hold.id,)


async def test_the_audit_has_a_line_for_each_act_on_a_plan(make: Make) -> None:
    """What, which plan, and who; in codes that no language changes."""
    async with opened(make()) as journal:
        (kept,) = await journal.save_plans([plan()], "made", START, LIN)
        await journal.save_plans([replace(kept, state=PlanState.ARMED)], "armed", START, SCRIPT)
        lines = await journal.audit_lines()
    assert [(line.what, line.who.through, line.sku) for line in lines] == [
        ("plan_made", "desk", "EAR-01"),
        ("plan_armed", "command", "EAR-01"),
    ]
    assert f"plan={kept.id} when=2026-11-22T13:40:00+00:00 minutes=6" in lines[0].detail


async def test_a_plan_that_was_never_kept_is_not_changed(make: Make) -> None:
    """It would be a mistake of ours."""
    async with opened(make()) as journal:
        with pytest.raises(KeyError):
            await journal.save_plans([replace(plan(), id=7)], "armed", START, LIN)


async def test_a_template_takes_the_place_of_what_had_its_name(make: Make) -> None:
    """Its lines keep their order; one without lines is gone."""
    wall = replace(draft(), when=When(kind=WhenKind.AFTER_START, minutes=40, clock="20:15"))
    async with opened(make()) as journal:
        await journal.save_plan_template("夜场", [draft(), wall], START, LIN)
        await journal.save_plan_template("day", [wall], START, LIN)
        await journal.save_plan_template("夜场", [wall, draft(), wall], START, LIN)
    async with opened(make()) as journal:
        both = await journal.plan_templates()
        await journal.save_plan_template("day", [], START, LIN)
        one = await journal.plan_templates()
    assert dict(both) == {"day": (wall,), "夜场": (wall, draft(), wall)}
    assert list(one) == ["夜场"]
