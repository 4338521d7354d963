"""Holds in the journal: numbers, limits and stops; the same rules in memory, SQLite and PostgreSQL."""

from dataclasses import fields, replace
from datetime import timedelta

import pytest

from app.domain.audit import AuditNote
from app.domain.hold import Hold, HoldKind, HoldState, Reason, Who
from app.ports import Limit, LimitReached
from tests.fakes.clock import START
from tests.services.journal.builders import LIN, SCRIPT, Make, ended, new_hold, new_stop, on_air, opened


async def test_a_committed_hold_has_an_id_and_a_number_and_stands_after_a_restart(make: Make) -> None:
    """What was answered is what the next start finds, open holds first of all."""
    async with opened(make()) as journal:
        broadcast = await on_air(journal)
        first, second = await journal.add_holds([new_hold(broadcast.id), new_hold(broadcast.id, "EAR-02")])
    async with opened(make()) as journal:
        remembered = await journal.recall()
    assert (first.number, second.number) == (1, 1)
    assert first.id != second.id
    assert remembered.holds == (first, second)


async def test_every_field_of_a_hold_comes_back_as_it_was(make: Make) -> None:
    """To the microsecond, with what was read before the mark, of every JSON kind."""
    later = START + timedelta(seconds=90, microseconds=1)
    async with opened(make()) as journal:
        broadcast = await on_air(journal)
        new = new_hold(
            broadcast.id, "耳机 'ü\"\\", note="手滑\n两行", reason=Reason.ERROR,
            who=Who(account="林", through="命令行", initials="L"), started_monotonic=1234.000001, boot="b-1",
            deadline=START + timedelta(minutes=29, microseconds=999_999), true_stock=-3, key_sell_out="k1",
            key_restore="k2", found_off=True,
            remembered={"qty": 50, "big": 2**60, "part": 1.5, "on": True, "none": None, "text": "文"},
        )  # fmt: skip
        (hold,) = await journal.add_holds([new])
        full = replace(
            hold, state=HoldState.CLOSING, needs_attention=True, sent_at=later, uncertain_until=later,
            confirmed_at=later, closing_at=later, ended_at=later, restore_attempts=7, restore_sent_at=later,
            restore_accepted=True,
            contradicted_at=later, error="boom", boot="b-2", started_monotonic=2.0, key_sell_out="k3",
            key_restore="k4", remembered={"qty": 51},
        )  # fmt: skip
        recalled = (await journal.recall()).holds
        await journal.save_holds([full])
        recalled_full = (await journal.recall()).holds
    unset = [field.name for field in fields(Hold) if getattr(full, field.name) in (None, "", {}, False)]
    assert unset == [], "the test no longer fills every field"
    assert recalled == (hold,)
    assert recalled_full == (full,)


async def test_numbers_run_to_three_and_the_fourth_hold_is_refused(make: Make) -> None:
    """Three a broadcast, product and storefront; other products and shops count for themselves."""
    async with opened(make()) as journal:
        broadcast = await on_air(journal)
        for number in (1, 2, 3):
            (hold,) = await journal.add_holds([new_hold(broadcast.id)])
            assert hold.number == number
            await journal.save_holds([ended(hold)])
        with pytest.raises(LimitReached) as refused:
            await journal.add_holds([new_hold(broadcast.id)])
        (elsewhere,) = await journal.add_holds([new_hold(broadcast.id, storefront="other")])
        (another,) = await journal.add_holds([new_hold(broadcast.id, "EAR-02")])
        kept = (await journal.recall()).holds
    assert refused.value.limit is Limit.NUMBER
    assert (elsewhere.number, another.number) == (1, 1)
    assert len(kept) == 5


async def test_a_new_broadcast_counts_from_one(make: Make) -> None:
    """Counts are per broadcast."""
    async with opened(make()) as journal:
        for _broadcast in range(2):
            broadcast = await on_air(journal)
            (hold,) = await journal.add_holds([new_hold(broadcast.id)])
            assert hold.number == 1
            await journal.save_holds([ended(hold)])
            await journal.end_broadcast(broadcast.id, START, LIN)


@pytest.mark.parametrize("state", [HoldState.REFUSED, HoldState.NOT_APPLIED])
async def test_a_hold_that_never_was_gives_its_number_back(make: Make, state: HoldState) -> None:
    """Refused by the shop, or proven not applied: the use does not count, and the number is free again."""
    async with opened(make()) as journal:
        broadcast = await on_air(journal)
        (hold,) = await journal.add_holds([new_hold(broadcast.id)])
        await journal.save_holds([ended(hold, state)])
        (again,) = await journal.add_holds([new_hold(broadcast.id)])
        first, _second = (await journal.recall()).holds
    assert (first.number, first.state) == (None, state)
    assert again.number == 1


@pytest.mark.parametrize("state", [HoldState.UNKNOWN, HoldState.RESTORED, HoldState.HANDED_OVER])
async def test_every_other_hold_keeps_its_number(make: Make, state: HoldState) -> None:
    """Unknown ones count, and undone ones that were confirmed."""
    async with opened(make()) as journal:
        broadcast = await on_air(journal)
        (hold,) = await journal.add_holds([new_hold(broadcast.id)])
        await journal.save_holds([ended(hold, state)])
        (kept,) = (await journal.recall()).holds
    assert kept.number == 1


async def test_one_open_hold_a_product_and_storefront(make: Make) -> None:
    """A second press, or a second desk, can't take the same product off sale twice."""
    async with opened(make()) as journal:
        broadcast = await on_air(journal)
        await journal.add_holds([new_hold(broadcast.id)])
        with pytest.raises(LimitReached) as refused:
            await journal.add_holds([new_hold(broadcast.id)])
    assert refused.value.limit is Limit.OPEN


@pytest.mark.parametrize(
    ("seconds", "limit"), [(31 * 60, 1800), (1800.000001, 1800), (601, 600)], ids=["31min", "1us", "lowered"]
)
async def test_a_hold_longer_than_its_limit_is_refused(make: Make, seconds: float, limit: int) -> None:
    """Thirty minutes, or less where the room's own limit is lower; to the microsecond."""
    async with opened(make()) as journal:
        broadcast = await on_air(journal)
        new = new_hold(broadcast.id, deadline=START + timedelta(seconds=seconds))
        with pytest.raises(LimitReached) as refused:
            await journal.add_holds([replace(new, seconds_limit=limit)])
        fits = new_hold(broadcast.id, deadline=START + timedelta(seconds=limit))
        (hold,) = await journal.add_holds([replace(fits, seconds_limit=limit)])
    assert refused.value.limit is Limit.TIME
    assert hold.number == 1


async def test_higher_limits_need_a_reason(make: Make) -> None:
    """Four holds or forty minutes: refused as they are, taken with an override that says why."""
    async with opened(make()) as journal:
        broadcast = await on_air(journal)
        many = replace(new_hold(broadcast.id), number_limit=4)
        long = replace(new_hold(broadcast.id, deadline=START + timedelta(minutes=40)), seconds_limit=2400)
        for new, limit in ((many, Limit.NUMBER), (long, Limit.TIME)):
            with pytest.raises(LimitReached) as refused:
                await journal.add_holds([new])
            assert refused.value.limit is limit
            (hold,) = await journal.add_holds([replace(new, override_reason="总监批准")])
            await journal.save_holds([ended(hold)])
        lines = await journal.audit_lines()
    assert sum("override=总监批准" in line.detail for line in lines) == 2


async def test_several_holds_are_committed_all_or_none(make: Make) -> None:
    """One that is refused takes the others, their numbers and their audit with it."""
    async with opened(make()) as journal:
        broadcast = await on_air(journal)
        await journal.add_holds([new_hold(broadcast.id, "EAR-02")])
        before = await journal.audit_lines()
        with pytest.raises(LimitReached):
            await journal.add_holds([new_hold(broadcast.id), new_hold(broadcast.id, "EAR-02")])
        assert await journal.audit_lines() == before
        (hold,) = await journal.add_holds([new_hold(broadcast.id)])
    assert hold.number == 1


async def test_a_stop_hands_over_the_open_hold_at_once(make: Make) -> None:
    """It needs no broadcast, uses no number, and the hold that it ends still counts."""
    async with opened(make()) as journal:
        broadcast = await on_air(journal)
        (hold,) = await journal.add_holds([new_hold(broadcast.id)])
        stopped_at = START + timedelta(minutes=2)
        (stop,) = await journal.add_holds([new_stop(started_at=stopped_at, who=SCRIPT)])
        holds = {each.id: each for each in (await journal.recall()).holds}
        lines = await journal.audit_lines()
    assert (stop.kind, stop.number, stop.deadline) == (HoldKind.STOP, None, None)
    assert holds[hold.id] == replace(hold, state=HoldState.HANDED_OVER, ended_at=stopped_at)
    assert [(line.what, line.hold, line.who) for line in lines[-2:]] == [
        ("stop", stop.id, SCRIPT),
        ("handed_over", hold.id, SCRIPT),
    ]


async def test_a_stop_of_what_was_off_sale_before_is_known_as_one_for_ever(make: Make) -> None:
    """Also to whoever starts after a crash; the audit says so."""
    async with opened(make()) as journal:
        (found,) = await journal.add_holds([new_stop(found_off=True)])
        (ours,) = await journal.add_holds([new_stop("EAR-02")])
        await journal.save_holds([replace(found, state=HoldState.ACTIVE)])
        details = [line.detail for line in await journal.audit_lines()]
    async with opened(make()) as journal:
        holds = (await journal.recall()).holds
    assert holds == (replace(found, state=HoldState.ACTIVE), ours)
    assert [hold.found_off for hold in holds] == [True, False]
    assert details[-2:] == ["reason=incident off_sale_before", "reason=incident"]


async def test_a_second_stop_is_refused_and_a_hold_under_a_stop_too(make: Make) -> None:
    """What is stopped is off sale already; only a release ends it."""
    async with opened(make()) as journal:
        broadcast = await on_air(journal)
        await journal.add_holds([new_stop()])
        for new in (new_stop(), new_hold(broadcast.id)):
            with pytest.raises(LimitReached) as refused:
                await journal.add_holds([new])
            assert refused.value.limit is Limit.OPEN


async def test_a_stop_outlives_its_broadcast_and_a_hold_does_not(make: Make) -> None:
    """Ending is refused while a hold is open; a stop waits for a person, however long."""
    async with opened(make()) as journal:
        broadcast = await on_air(journal)
        (hold,) = await journal.add_holds([new_hold(broadcast.id)])
        (stop,) = await journal.add_holds([new_stop("EAR-02", broadcast=broadcast.id)])
        with pytest.raises(LimitReached) as refused:
            await journal.end_broadcast(broadcast.id, START, LIN)
        await journal.save_holds([ended(hold)])
        await journal.end_broadcast(broadcast.id, START, LIN)
        remembered = await journal.recall()
    assert refused.value.limit is Limit.HOLDS_OPEN
    assert remembered.broadcast is None
    assert remembered.holds == (stop,)


async def test_a_trial_before_the_broadcast_is_counted_nowhere(make: Make) -> None:
    """The flip of the ready-for-air check has a deadline but no broadcast, and can be done at will."""
    async with opened(make()) as journal:
        for _flip in range(4):
            (hold,) = await journal.add_holds([new_hold(None, reason=Reason.TRIAL)])
            await journal.save_holds([ended(hold)])
        (hold,) = await journal.add_holds([new_hold((await on_air(journal)).id)])
    assert hold.number == 1


async def test_a_hold_and_what_the_audit_says_of_it_are_one_commit(make: Make) -> None:
    """The note is chained to the lines before; who, why and the true stock stand in the first of them."""
    async with opened(make()) as journal:
        broadcast = await on_air(journal)
        (hold,) = await journal.add_holds([new_hold(broadcast.id, note="主播说要等")])
        note = AuditNote(at=START, what="restored", who=LIN, sku=hold.sku, hold=hold.id)
        await journal.save_holds([ended(hold)], [note])
        begun, marked, restored = await journal.audit_lines()
    assert (begun.what, marked.what, restored.what) == ("broadcast_started", "hold", "restored")
    assert (marked.hold, marked.sku, marked.storefront, marked.true_stock) == (hold.id, "EAR-01", "shop", 182)
    assert marked.detail == "reason=stage number=1/3 seconds=300/1800 note=主播说要等"


async def test_a_hold_that_was_never_added_is_a_fault_of_ours(make: Make) -> None:
    """It is not made up, and nothing else of that call is kept."""
    async with opened(make()) as journal:
        broadcast = await on_air(journal)
        (hold,) = await journal.add_holds([new_hold(broadcast.id)])
        with pytest.raises(KeyError):
            await journal.save_holds([ended(hold), replace(hold, id=999)])
        assert (await journal.recall()).holds == (hold,)
