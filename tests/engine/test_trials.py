"""A trial on a running desk: proposed, used by one press, measured when its ten minutes are over, ended."""

import pytest

from app.domain.hold import Reason
from app.domain.trials import Ending, Variant, variant_of
from app.engine.trials import GRACE
from app.intents import (
    Answer,
    Code,
    EndBroadcast,
    EndTrial,
    MarkSoldOut,
    Restore,
    SayOnAir,
    StartTrial,
    UndoMark,
)
from app.ports import JournalBusy
from app.views.trials import TrialView
from tests.engine.desk_under_test import ME, Desk, World, running
from tests.fakes.storefronts import Fate
from tests.guards import Logs

A = Variant(name="A", minutes=4)
B = Variant(name="B", minutes=8, delay_minutes=2, reason=Reason.ROUND)
UNTIL_MEASURED_S = 600 + GRACE.total_seconds() + 31


async def begin(desk: Desk, **more: object) -> Answer:
    """A trial of four minutes against eight on the earbuds."""
    wish = {"name": "length", "skus": ("EAR-01",), "variants": (A, B), "seed": 3} | more
    return await desk.ask_now(StartTrial(who=ME, **wish))  # type: ignore[arg-type] # by name


async def by_trial(desk: Desk, *skus: str) -> Answer:
    """One press: whatever is proposed."""
    return await desk.ask(MarkSoldOut(who=ME, skus=skus or ("EAR-01",), by_trial=True))


async def back_on_sale(desk: Desk) -> None:
    """Restored later than a slip would be undone."""
    await desk.pass_time(15)
    assert (await desk.ask(Restore(who=ME, skus=("EAR-01",)))).ok
    await desk.pass_time(1)


def trial(desk: Desk) -> TrialView:
    """The one trial that runs, as last told."""
    (view,) = [each for each in desk.told().trials or () if each.ended_at is None]
    return view


async def test_the_next_variant_is_proposed_and_one_press_uses_it() -> None:
    """Its minutes and its reason; then the other one is next, and the block is whole."""
    async with running(World()) as desk:
        assert (await begin(desk)).ok
        used = []
        for _mark in range(2):
            (proposal,) = trial(desk).proposals
            answer = await by_trial(desk)
            assert answer.results[0].text == proposal.text
            hold = desk.holds()[-1]
            assert hold.deadline is not None
            assert (hold.deadline - hold.started_at).total_seconds() == proposal.minutes * 60
            assert hold.reason is (proposal.reason or Reason.STAGE)
            assert hold.note == f"trial=length variant={proposal.variant}"
            used.append(proposal.variant)
            await back_on_sale(desk)
        assert sorted(used) == ["A", "B"]
        assert trial(desk).used == 2
        kept = desk.world.journal.kept.assignments
    assert [(one.number, one.variant, one.holds) for one in kept] == [(0, used[0], (1,)), (1, used[1], (2,))]


async def test_timing_is_proposed_from_when_the_product_went_on_air() -> None:
    """And without being on air there is no time to propose."""
    seed = next(seed for seed in range(20) if _first(seed) == "B")
    async with running(World()) as desk:
        await begin(desk, seed=seed)
        assert trial(desk).proposals[0].due_at is None
        await desk.ask_now(SayOnAir(who=ME, sku="EAR-01"))
        await desk.pass_time(1)
        since = desk.engine.room.on_air
        assert since is not None
        due = trial(desk).proposals[0].due_at
        assert due is not None
        assert (due - since.since).total_seconds() == 120


def _first(seed: int) -> str:
    """The variant that this seed deals first."""
    from app.domain.trials import Trial
    from tests.fakes.clock import START

    dealt = Trial(id=0, name="", skus=(), variants=(A, B), marks=2, seed=seed, started_at=START)
    return variant_of(dealt, "EAR-01", 0).name


async def test_a_mark_is_measured_when_its_ten_minutes_are_over_and_kept() -> None:
    """Not before; by the sales that were counted and the viewers that were there."""
    async with running(World()) as desk:
        await begin(desk)
        await desk.pass_time(180)
        await by_trial(desk)
        await back_on_sale(desk)
        await desk.pass_time(500)
        assert desk.world.journal.kept.outcomes == []
        await desk.pass_time(UNTIL_MEASURED_S - 500)
        (outcome,) = desk.world.journal.kept.outcomes
    assert (outcome.sku, outcome.number) == ("EAR-01", 0)
    assert 3 < outcome.before.minutes < 3.2
    assert outcome.after.minutes == pytest.approx(10, abs=0.1)
    assert outcome.after.viewer_minutes == pytest.approx(10_000, abs=100)


async def test_a_trial_goes_on_where_the_last_desk_left_it() -> None:
    """What was marked, what is next, what is still to be measured."""
    world = World()
    async with running(world) as desk:
        await begin(desk)
        await desk.pass_time(300)
        await by_trial(desk)
        await back_on_sale(desk)
        (before,) = trial(desk).proposals
    async with running(world, start=False) as desk:
        await desk.pass_time(1)
        assert trial(desk).used == 1
        assert trial(desk).proposals[0].text == before.text
        await desk.pass_time(UNTIL_MEASURED_S)
        assert len(world.journal.kept.outcomes) == 1


async def test_a_trial_ends_by_itself_when_its_marks_are_used_up_and_measured() -> None:
    """Nothing more is proposed after the last mark, and everybody is told that it is over."""
    async with running(World()) as desk:
        await begin(desk, marks=2)
        for _mark in range(2):
            await desk.pass_time(180)
            assert (await by_trial(desk)).ok
            await back_on_sale(desk)
        assert trial(desk).proposals == ()
        refused = await by_trial(desk)
        assert refused.results[0].code is Code.UNKNOWN_TARGET
        await desk.pass_time(UNTIL_MEASURED_S)
        (kept,) = desk.world.journal.kept.trials.values()
        (over,) = desk.told().trials or ()
        assert (over.ending, over.proposals) == (Ending.USED_UP, ())
        broadcast = desk.told().broadcast
    assert (kept.ending, kept.winner) == (Ending.USED_UP, "")
    assert broadcast is not None
    assert "Trial length is over: marks used up, no clear difference" in broadcast.notices


async def test_what_did_not_count_gives_the_mark_back() -> None:
    """A refusal, and a slip that was undone at once: the same variant is proposed again."""
    async with running(World()) as desk:
        await begin(desk)
        (first,) = trial(desk).proposals
        desk.world.shop.next_fates = [Fate.REFUSED]
        assert (await by_trial(desk)).results[0].code is Code.PLATFORM_REFUSED
        await desk.pass_time(31)
        assert trial(desk).proposals == (first,)
        await by_trial(desk)
        await desk.ask(UndoMark(who=ME, holds=(desk.holds()[-1].id,)))
        await desk.pass_time(31)
        assert trial(desk).proposals == (first,)
        assert trial(desk).used == 0


async def test_limits_apply_to_a_trial_as_to_any_mark() -> None:
    """The fourth mark of a broadcast is refused, and uses up nothing of the trial."""
    async with running(World()) as desk:
        await begin(desk)
        for _mark in range(3):
            await by_trial(desk)
            await back_on_sale(desk)
        fourth = await by_trial(desk)
        assert fourth.results[0].code is Code.LIMIT_COUNT
        await desk.pass_time(1)
        assert trial(desk).used == 3


async def test_a_trial_that_can_t_be_is_refused_in_words() -> None:
    """Unknown product, same variants, a length beyond the limit, a product on trial already."""
    async with running(World()) as desk:
        unknown = await begin(desk, skus=("NOPE",))
        same = await begin(desk, variants=(A, Variant(name="B", minutes=4)))
        long = await begin(desk, variants=(A, Variant(name="B", minutes=31)))
        assert (await begin(desk)).ok
        twice = await begin(desk, name="again")
    assert unknown.results[0].code is Code.UNKNOWN_SKU
    assert "two variants do the same" in same.results[0].text
    assert "none that a mark may have" in long.results[0].text
    assert "not on trial already" in twice.results[0].text
    assert {answer.exit_code for answer in (unknown, same, long, twice)} == {2}


async def test_a_person_can_end_a_trial() -> None:
    """It stays in the record, and its product is free for another."""
    async with running(World()) as desk:
        await begin(desk)
        assert (await desk.ask_now(EndTrial(who=ME, name="length"))).ok
        wrong = await desk.ask_now(EndTrial(who=ME, name="length"))
        assert wrong.results[0].code is Code.UNKNOWN_TARGET
        assert (await begin(desk)).ok
        listed = await desk.engine.trials.listed()
    assert [(view.ending, view.verdict) for view in listed] == [
        (Ending.STOPPED, "ended by a person before it was clear"),
        (None, "too little yet: 0 of at least 6 complete blocks"),
    ]


async def test_a_mark_that_could_not_be_linked_says_so_and_does_not_count(logs: Logs) -> None:
    """The product is off sale all the same, and comes back."""
    logs.expect("trial_mark_not_kept")
    async with running(World()) as desk:
        await begin(desk)
        desk.world.journal.fail(JournalBusy("locked"), on="assign")
        answer = await by_trial(desk)
        assert answer.ok
        assert answer.results[0].text.endswith("it could not be recorded and does not count")
        assert trial(desk).used == 0


async def test_the_end_of_a_broadcast_cuts_the_ten_minutes() -> None:
    """What is left is measured; with less than two minutes it is no outcome, and the trial goes on."""
    async with running(World()) as desk:
        await begin(desk)
        await desk.pass_time(300)
        await by_trial(desk)
        await back_on_sale(desk)
        await desk.pass_time(60)
        assert (await desk.ask_now(EndBroadcast(who=ME))).ok
        await desk.pass_time(UNTIL_MEASURED_S)
        (outcome,) = desk.world.journal.kept.outcomes
        assert outcome.after.minutes < 1.1
        assert trial(desk).variants[0].measured + trial(desk).variants[1].measured == 0
