"""Plans keep the limits when they are made, count down once, and are carried out on time or never."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import combinations, count

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.domain.broadcast import Broadcast
from app.domain.hold import Reason, Who
from app.domain.plan import Draft, Place, Plan, PlanState, When, WhenKind, noted
from app.domain.plans import (
    PlanCode,
    Stage,
    Step,
    announce_minutes,
    announcements,
    may_plan,
    places,
    starts_at,
    step,
    turns_at,
    unfit,
)
from app.domain.policy import Policy
from tests.fakes.clock import START

LIN = Who(account="lin", through="desk")
ON_AIR = Broadcast(id=1, started_at=START)
LISTING = {"shop": frozenset({"A", "B"}), "web": frozenset({"A"})}
POLICY = Policy()


def at(minutes: float) -> datetime:
    """An instant after the start."""
    return START + timedelta(minutes=minutes)


def plan(number: int, when: When, *skus: str, state: PlanState = PlanState.ARMED, **draft: object) -> Plan:
    """An armed plan of five minutes for A."""
    given = Draft(skus=skus or ("A",), when=when, **draft)  # type: ignore[arg-type] # fields by name
    return Plan(id=number, draft=given, state=state, who=LIN, made_at=START)


def timed(number: int, begins: float, /, *skus: str, **more: object) -> Plan:
    """A plan for a clock time, so many minutes after the start."""
    return plan(number, When(kind=WhenKind.AT, at=at(begins)), *skus, **more)  # type: ignore[arg-type] # by name


def stage(*plans: Plan, **more: object) -> Stage:
    """A broadcast that has just started."""
    given: dict[str, object] = {"now": START, "policy": POLICY, "broadcast": ON_AIR, "listing": LISTING}
    return Stage(plans=plans, **(given | more))  # type: ignore[arg-type] # fields by name


def code(one: Plan, on: Stage) -> PlanCode | None:
    """Why it is refused."""
    refusal = may_plan(one, on)
    return None if refusal is None else refusal.code


@pytest.mark.parametrize(
    ("minutes", "expected"),
    [(30, None), (30.01, PlanCode.LIMIT_TIME), (0, PlanCode.BAD_VALUE), (float("nan"), PlanCode.BAD_VALUE)],
)
def test_a_plan_is_as_long_as_a_mark_may_be(minutes: float, expected: PlanCode | None) -> None:
    """It is refused when it is made, not when it fails on air."""
    assert code(timed(1, 10, minutes=minutes), stage()) == expected


def test_plans_count_with_what_was_used() -> None:
    """One used and two planned: a fourth is refused, at the storefront where it is one too many."""
    two = (timed(1, 10), timed(2, 20))
    fourth = timed(4, 30)
    assert code(fourth, stage(*two)) is None
    refusal = may_plan(fourth, stage(*two, used={("A", "web"): 1}))
    assert refusal is not None
    assert (refusal.code, refusal.storefront) == (PlanCode.LIMIT_COUNT, "web")
    assert code(timed(4, 30, storefronts=("shop",)), stage(*two, used={("A", "web"): 1})) is None


def test_disarmed_plans_count_for_nothing() -> None:
    """They may never be carried out."""
    three = [timed(number, 10 * number, state=PlanState.DISARMED) for number in (1, 2, 3)]
    assert code(timed(4, 15), stage(*three)) is None


def test_plans_may_touch_but_not_overlap() -> None:
    """The next mark may begin the minute the last one ends; both names of the clash are told."""
    first = timed(1, 10, minutes=6)
    assert code(timed(2, 16), stage(first)) is None
    refusal = may_plan(timed(2, 15.9), stage(first))
    assert refusal is not None
    assert (refusal.code, refusal.plan, refusal.sku) == (PlanCode.OVERLAP, 1, "A")
    assert code(timed(2, 12, "B"), stage(first)) is None


def test_a_plan_does_not_begin_while_a_hold_is_open() -> None:
    """The mark would be refused then."""
    held = stage(open_until={("A", "shop"): at(5)})
    refusal = may_plan(timed(1, 4), held)
    assert refusal is not None
    assert (refusal.code, refusal.until) == (PlanCode.OVERLAP, at(5))
    assert code(timed(1, 5), held) is None


def test_a_plan_is_not_in_its_own_way() -> None:
    """It is moved by five minutes."""
    one = timed(1, 10, minutes=10)
    assert code(replace(one, draft=timed(1, 15).draft), stage(one)) is None


def test_what_is_over_can_t_be_planned() -> None:
    """A time that has passed, and a live phase that has begun."""
    assert code(timed(1, 0), stage()) is PlanCode.TOO_LATE
    after = plan(1, When(kind=WhenKind.AFTER_START, minutes=5))
    assert code(after, stage(now=at(5))) is PlanCode.TOO_LATE
    live = plan(1, When(kind=WhenKind.LIVE))
    assert code(live, stage(live=True)) is PlanCode.TOO_LATE
    assert code(live, stage()) is None


def test_before_the_broadcast_times_after_its_start_are_compared() -> None:
    """Nobody knows yet how they lie against the clock."""
    first = plan(1, When(kind=WhenKind.AFTER_START, minutes=40), minutes=6)
    second = plan(2, When(kind=WhenKind.AFTER_START, minutes=44))
    by_clock = timed(3, 41)
    before = stage(first, broadcast=None)
    assert code(second, before) is PlanCode.OVERLAP
    assert code(by_clock, before) is None
    assert code(by_clock, stage(first)) is PlanCode.OVERLAP


def test_when_the_start_is_known_the_earlier_plan_stays() -> None:
    """Two that could not be compared before turn out to overlap: the later one no longer fits."""
    first, by_clock = plan(1, When(kind=WhenKind.AFTER_START, minutes=40), minutes=6), timed(3, 41)
    assert list(unfit(stage(first, by_clock, broadcast=None))) == []
    assert [(one.id, why.code) for one, why in unfit(stage(by_clock, first))] == [(3, PlanCode.OVERLAP)]


def test_marks_made_by_hand_take_the_place_of_the_last_plan() -> None:
    """A person's press comes first; the plan that no longer fits is known at once, not on air."""
    plans = (timed(2, 30), timed(1, 10), plan(3, When(kind=WhenKind.STOCK, amount=20)))
    out = [one.id for one, _why in unfit(stage(*plans, used={("A", "shop"): 1}))]
    assert out == [3], "what waits for something to happen goes before what has its time"


@pytest.mark.parametrize(
    ("when", "sound"),
    [
        (When(kind=WhenKind.SOLD, amount=80), True),
        (When(kind=WhenKind.SOLD), False),
        (When(kind=WhenKind.LEVEL, amount=30), True),
        (When(kind=WhenKind.LEVEL, amount=25), False),
        (When(kind=WhenKind.AT), False),
        (When(kind=WhenKind.SURGE), True),
        (When(kind=WhenKind.AFTER_START, minutes=-1), False),
        (When(kind=WhenKind.AFTER_START, minutes=float("inf")), False),
    ],
)
def test_a_moment_says_what_its_kind_needs(when: When, sound: bool) -> None:
    """What could never come about is refused."""
    assert (code(plan(1, when), stage()) is None) == sound


def test_a_reason_that_takes_two_people_is_not_for_plans() -> None:
    """Nobody stands by to give a second set of initials."""
    careful = replace(POLICY, second_initials=frozenset({Reason.ERROR}))
    assert code(timed(1, 10, reason=Reason.ERROR), stage(policy=careful)) is PlanCode.SECOND_NEEDED
    assert code(timed(1, 10, reason=Reason.ROUND), stage(policy=careful)) is None


def test_a_surge_uses_up_nothing() -> None:
    """It offers the next round; nothing is marked."""
    surge = plan(9, When(kind=WhenKind.SURGE))
    assert code(surge, stage(used={("A", "shop"): 3})) is None
    assert code(timed(1, 10), stage(surge, used={("A", "shop"): 2})) is None


def test_a_product_that_no_storefront_sells_can_t_be_planned() -> None:
    """The refusal names it."""
    refusal = may_plan(timed(1, 10, "A", "C"), stage())
    assert refusal is not None
    assert (refusal.code, refusal.sku) == (PlanCode.NOT_LISTED, "C")
    assert places(timed(1, 10, "A", "B").draft, LISTING) == (("A", "shop"), ("A", "web"), ("B", "shop"))


# Any set of plans

_WHENS = st.one_of(
    st.integers(1, 90).map(lambda minutes: When(kind=WhenKind.AT, at=at(minutes))),
    st.integers(0, 90).map(lambda minutes: When(kind=WhenKind.AFTER_START, minutes=float(minutes))),
    st.just(When(kind=WhenKind.LIVE)),
    st.just(When(kind=WhenKind.STOCK, amount=20)),
)
_DRAFTS = st.builds(
    Draft,
    skus=st.sampled_from((("A",), ("B",), ("A", "B"))),
    when=_WHENS,
    minutes=st.integers(1, 35).map(float),
    storefronts=st.sampled_from(((), ("shop",), ("web", "shop"))),
)
_USED = st.dictionaries(
    st.sampled_from((("A", "shop"), ("A", "web"), ("B", "shop"))), st.integers(0, 3), max_size=3
)


def armed_one_by_one(drafts: list[Draft], on: Stage) -> list[Plan]:
    """Those that were not refused."""
    numbers, kept = count(1), list[Plan]()
    for draft in drafts:
        one = Plan(id=next(numbers), draft=draft, state=PlanState.ARMED, who=LIN, made_at=START)
        if may_plan(one, replace(on, plans=tuple(kept))) is None:
            kept.append(one)
    return kept


def breaches(plans: list[Plan], on: Stage) -> Iterator[str]:
    """Every limit that these plans would break, counted independently of the rules."""
    for place in {place for one in plans for place in places(one.draft, LISTING)}:
        here = [one for one in plans if place in places(one.draft, LISTING)]
        if len(here) + on.used.get(place, 0) > POLICY.holds_per_broadcast:
            yield f"{place} is marked {len(here)} times more"
        yield from overlaps(place, here, on)


def overlaps(place: Place, here: list[Plan], on: Stage) -> Iterator[str]:
    """Pairs that would hold one product at once."""
    for one, other in combinations(here, 2):
        first, second = starts_at(one, on.broadcast), starts_at(other, on.broadcast)
        if first is None or second is None:
            continue
        ends = (first + timedelta(minutes=one.draft.minutes), second + timedelta(minutes=other.draft.minutes))
        if first < ends[1] and second < ends[0]:
            yield f"{place} is held twice by {one.id} and {other.id}"


@given(drafts=st.lists(_DRAFTS, max_size=12), used=_USED)
def test_no_set_of_armed_plans_breaks_a_limit(drafts: list[Draft], used: dict[Place, int]) -> None:
    """However many a person tries to make, and whatever this broadcast has used."""
    on = stage(used=used)
    kept = armed_one_by_one(drafts, on)
    assert all(0 < one.draft.minutes <= 30 for one in kept)
    assert list(breaches(kept, on)) == []


@given(drafts=st.lists(_DRAFTS, max_size=12), used=_USED)
def test_after_the_start_and_after_marks_by_hand_what_is_left_keeps_the_limits(
    drafts: list[Draft], used: dict[Place, int]
) -> None:
    """Plans made before the broadcast meet its clock and its counts; what no longer fits is let go."""
    prepared = armed_one_by_one(drafts, stage(broadcast=None))
    on = stage(*prepared, used=used)
    out = {one.id for one, _why in unfit(on)}
    left = [one for one in prepared if one.id not in out]
    within = [one for one in left if all(used.get(place, 0) <= 3 for place in places(one.draft, LISTING))]
    assert list(breaches(within, on)) == []
    assert list(unfit(replace(on, plans=tuple(left)))) == [], "what was kept fits still"


# Counting down and being due


def test_a_plan_counts_down_five_minutes_before_its_mark() -> None:
    """By default; each plan may have its own time, or none."""
    assert announce_minutes(timed(1, 10).draft, POLICY) == 5
    assert announce_minutes(timed(1, 10, announce_minutes=2).draft, POLICY) == 2
    assert announce_minutes(plan(1, When(kind=WhenKind.LIVE)).draft, POLICY) == 0
    one = timed(1, 10)
    seen = [step(one, ON_AIR, POLICY, at(minutes), may_act=True) for minutes in (4.9, 5, 9.9)]
    assert seen == [Step.NOTHING, Step.ANNOUNCE, Step.ANNOUNCE]
    begun = replace(one, announced_at=at(5))
    assert step(begun, ON_AIR, POLICY, at(6), may_act=True) is Step.NOTHING, "once"
    assert begun.is_counting
    assert code(timed(1, 10, announce_minutes=61), stage()) is PlanCode.BAD_VALUE
    assert code(plan(1, When(kind=WhenKind.LIVE), announce_minutes=5), stage()) is PlanCode.BAD_VALUE


def test_a_count_down_that_was_called_off_never_begins_again() -> None:
    """Armed again, the plan marks at its time without one: buyers would read a second for the same thing."""
    again = replace(timed(1, 10), announced_at=at(5), called_off_at=at(6))
    assert step(again, ON_AIR, POLICY, at(7), may_act=True) is Step.NOTHING
    assert step(again, ON_AIR, POLICY, at(10), may_act=True) is Step.FIRE
    assert not again.is_counting
    assert announcements([again], ON_AIR, at(7)) == {}


def test_another_count_down_for_the_same_product_says_that_it_is_a_new_one() -> None:
    """Buyers saw the first come to nothing."""
    first = replace(timed(1, 10), announced_at=at(5), called_off_at=at(6), state=PlanState.DISARMED)
    second = replace(timed(2, 12, "A", "B"), announced_at=at(7))
    shown = announcements([first, second], ON_AIR, at(8))
    assert {sku: (one.plan, one.until, one.renewed) for sku, one in shown.items()} == {
        "A": (2, at(12), True),
        "B": (2, at(12), False),
    }
    earlier = replace(first, called_off_at=at(-60))
    assert not announcements([earlier, second], ON_AIR, at(8))["A"].renewed, "an earlier broadcast's"


def test_without_a_broadcast_nothing_counts_down() -> None:
    """There are no buyers to tell."""
    assert step(timed(1, 10), None, POLICY, at(6), may_act=True) is Step.NOTHING


@pytest.mark.parametrize(
    ("seconds", "may_act", "expected"),
    [
        (-0.1, True, Step.ANNOUNCE),
        (0, True, Step.FIRE),
        (5, True, Step.FIRE),
        (5.1, True, Step.MISS),
        (0, False, Step.NOTHING),
        (5, False, Step.NOTHING),
        (5.1, False, Step.MISS),
        (-0.1, False, Step.NOTHING),
    ],
)
def test_a_plan_is_carried_out_on_time_or_never(seconds: float, may_act: bool, expected: Step) -> None:
    """Five seconds of grace; hands off beyond them is a miss."""
    now = at(10) + timedelta(seconds=seconds)
    assert step(timed(1, 10), ON_AIR, POLICY, now, may_act=may_act) is expected


def test_what_is_not_armed_is_never_due() -> None:
    """Whatever its time."""
    for state in set(PlanState) - {PlanState.ARMED}:
        one = timed(1, 10, state=state)
        assert step(one, ON_AIR, POLICY, at(11), may_act=True) is Step.NOTHING
        assert turns_at(one, ON_AIR, POLICY, START) is None


@given(
    minutes=st.integers(-10, 60),
    announce=st.integers(0, 60),
    now=st.floats(-20, 90),
    announced=st.booleans(),
    frozen=st.booleans(),
)
@example(minutes=0, announce=0, now=-5.96e-08, announced=False, frozen=False)
def test_nothing_is_due_before_the_instant_that_was_named(
    minutes: int, announce: int, now: float, announced: bool, frozen: bool
) -> None:
    """So the beat may sleep on a plan until then, at no cost."""
    one = replace(
        timed(1, minutes, announce_minutes=float(announce)), announced_at=at(-30) if announced else None
    )
    turns = turns_at(one, ON_AIR, POLICY, at(now))
    assert turns is not None
    if at(now) < turns and step(one, ON_AIR, POLICY, at(now), may_act=not frozen) is not Step.ANNOUNCE:
        for part in (0.0, 0.5, 0.99):
            then = min(at(now) + (turns - at(now)) * part, turns - timedelta(microseconds=1))
            assert step(one, ON_AIR, POLICY, then, may_act=not frozen) is Step.NOTHING


def test_the_audit_names_a_plan_in_codes() -> None:
    """Which one, when, how long, why; the same in every language."""
    one = replace(plan(3, When(kind=WhenKind.SOLD, amount=80), "A", "B", reason=Reason.ROUND), holds=(7, 8))
    note = noted("done", one, START, LIN)
    assert (note.what, note.sku) == ("plan_done", "")
    assert note.detail == "plan=3 when=sold:80 minutes=5 skus=A,B reason=round holds=7,8"
