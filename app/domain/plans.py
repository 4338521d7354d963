"""The rules of plans: whether one keeps the limits, when its count-down begins, when it is due or missed.

Every plan in force counts as a mark to come: minutes, number per product, storefront and broadcast, overlap.
Not for what a mark does once it is made (`holds`), nor for what triggers watch (`triggers`).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from math import isfinite

from app.domain.broadcast import Broadcast
from app.domain.limits import needs_second
from app.domain.plan import Announcement, Draft, Place, Plan, PlanState, WhenKind
from app.domain.policy import Policy

LONGEST_AFTER_MINUTES = 24 * 60.0
LONGEST_ANNOUNCE_MINUTES = 60.0


class PlanCode(StrEnum):
    """Why a plan can't be; the values agree with the codes of answers to intents."""

    BAD_VALUE = "bad_value"
    NOT_LISTED = "not_listed"
    LIMIT_TIME = "limit_time"
    LIMIT_COUNT = "limit_count"
    OVERLAP = "overlap"
    """It would run into another plan, or into a hold that is open."""
    TOO_LATE = "too_late"
    ANNOUNCED = "announced"
    """Its count-down runs: it can only be called off."""
    PLAN_OVER = "plan_over"
    SECOND_NEEDED = "second_needed"
    """Its reason takes two people at the moment of the mark; a plan is alone then."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Why, at which product and storefront, and against which plan, or hold that lasts `until`."""

    code: PlanCode
    sku: str = ""
    storefront: str = ""
    plan: int | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """What plans are judged against.

    `live`: a broadcast runs and its live phase has begun. `listing` names the SKUs of each storefront.
    `used` counts the numbers of this broadcast that are used up, `open_until` when open holds end. `plans`
    are all there are.
    """

    now: datetime
    policy: Policy
    broadcast: Broadcast | None = None
    live: bool = False
    listing: Mapping[str, frozenset[str]] = field(default_factory=dict)
    used: Mapping[Place, int] = field(default_factory=dict)
    open_until: Mapping[Place, datetime] = field(default_factory=dict)
    plans: Sequence[Plan] = ()


class Step(StrEnum):
    """What is to be done about a plan now."""

    NOTHING = "nothing"
    ANNOUNCE = "announce"
    FIRE = "fire"
    MISS = "miss"


# Times


def starts_at(plan: Plan, broadcast: Broadcast | None) -> datetime | None:
    """The instant of its mark; None while nobody can know it."""
    when = plan.draft.when
    if when.kind is WhenKind.AT:
        return when.at
    if when.kind is WhenKind.AFTER_START and broadcast is not None:
        return broadcast.started_at + timedelta(minutes=when.minutes)
    return plan.live_at if when.kind is WhenKind.LIVE else None


def announce_minutes(draft: Draft, policy: Policy) -> float:
    """How long before its mark a plan counts down; 0: it does not."""
    if draft.announce_minutes is not None:
        return draft.announce_minutes
    return policy.announce_minutes if _can_announce(draft) else 0.0


def step(plan: Plan, broadcast: Broadcast | None, policy: Policy, now: datetime, *, may_act: bool) -> Step:
    """What is due about an armed plan for a time; a mark is made within the grace or never.

    `may_act` False: hands are off, or the shops must be read first.
    """
    start = starts_at(plan, broadcast)
    if plan.state is not PlanState.ARMED or start is None:
        return Step.NOTHING
    if now > start + timedelta(seconds=policy.plan_grace_seconds):
        return Step.MISS
    if not may_act:
        return Step.NOTHING
    if now >= start:
        return Step.FIRE
    begins = _countdown_from(plan, start, policy)
    return Step.ANNOUNCE if broadcast and begins is not None and begins <= now else Step.NOTHING


def turns_at(plan: Plan, broadcast: Broadcast | None, policy: Policy, now: datetime) -> datetime | None:
    """When there may be something to do about it next; None: not by time alone. A past instant: now."""
    start = starts_at(plan, broadcast)
    if plan.state is not PlanState.ARMED or start is None:
        return None
    begins = _countdown_from(plan, start, policy)
    return begins if begins is not None and begins > now else start


def announcements(
    plans: Iterable[Plan], broadcast: Broadcast | None, now: datetime
) -> Mapping[str, Announcement]:
    """The count-down that each product shows, the nearest one where there are several."""
    known = tuple(plans)
    counting = [
        (start, plan)
        for plan in known
        if plan.is_counting and (start := starts_at(plan, broadcast)) is not None and now <= start
    ]
    shown: dict[str, Announcement] = {}
    for start, plan in sorted(counting, key=lambda each: (each[0], each[1].id)):
        for sku in plan.draft.skus:
            shown.setdefault(
                sku, _announcement(plan, sku, start, renewed=_was_called_off(sku, plan, known, broadcast))
            )
    return shown


def _announcement(plan: Plan, sku: str, start: datetime, *, renewed: bool) -> Announcement:
    draft = plan.draft
    return Announcement(
        plan=plan.id, sku=sku, until=start, minutes=draft.minutes, reason=draft.reason, renewed=renewed
    )


def _was_called_off(sku: str, plan: Plan, plans: Iterable[Plan], broadcast: Broadcast | None) -> bool:
    """Whether buyers of this broadcast have seen another count-down for the product that came to nothing."""
    return broadcast is not None and any(
        other.id != plan.id
        and sku in other.draft.skus
        and other.called_off_at is not None
        and other.called_off_at >= broadcast.started_at
        for other in plans
    )


def _countdown_from(plan: Plan, start: datetime, policy: Policy) -> datetime | None:
    minutes = announce_minutes(plan.draft, policy)
    # one count-down a plan, whatever became of it
    if minutes <= 0 or plan.announced_at is not None:
        return None
    return start - timedelta(minutes=minutes)


def _can_announce(draft: Draft) -> bool:
    return draft.when.kind in (WhenKind.AT, WhenKind.AFTER_START)


# Limits


def places(draft: Draft, listing: Mapping[str, frozenset[str]]) -> tuple[Place, ...]:
    """Where it will mark: every storefront that lists the SKU, or those named."""
    chosen = draft.storefronts or tuple(listing)
    return tuple(
        (sku, name) for sku in draft.skus for name in chosen if sku in listing.get(name, frozenset())
    )


def may_plan(plan: Plan, stage: Stage) -> Refusal | None:
    """Why this plan can't be kept or armed; None: it can.

    It is judged as if it were armed, against every other plan in force and what this broadcast has used.
    """
    against = _against_draft(plan.draft, stage.policy) or _against_time(plan, stage)
    if against is not None:
        return Refusal(code=against)
    missing = _not_listed(plan.draft, stage.listing)
    if missing is not None:
        return missing
    others = [other for other in stage.plans if other.id != plan.id and other.state.is_in_force]
    refused = (_against_place(plan, place, others, stage) for place in _marks(plan, stage))
    return next((each for each in refused if each is not None), None)


def unfit(stage: Stage) -> Iterator[tuple[Plan, Refusal]]:
    """Armed plans that no longer keep the limits, because marks were made meanwhile or a time became known.

    The earliest stay; open holds are left out, for a person may end them before the plan's time.
    """
    kept: list[Plan] = []
    judged = Stage(
        now=stage.now,
        policy=stage.policy,
        broadcast=stage.broadcast,
        live=stage.live,
        listing=stage.listing,
        used=stage.used,
    )
    for plan in sorted(stage.plans, key=lambda plan: _order(plan, stage.broadcast)):
        if not plan.state.is_in_force:
            continue
        refused = (_against_place(plan, place, kept, judged) for place in _marks(plan, stage))
        refusal = next((each for each in refused if each is not None), None)
        if refusal is None or plan.state is PlanState.FIRED:
            kept.append(plan)
        else:
            yield plan, refusal


def _order(plan: Plan, broadcast: Broadcast | None) -> tuple[bool, bool, bool, float, int]:
    start = starts_at(plan, broadcast)
    return (
        plan.state is not PlanState.FIRED,
        plan.draft.when.kind.is_trigger,
        start is None,
        plan.draft.when.minutes if start is None else start.timestamp(),
        plan.id,
    )


def _marks(plan: Plan, stage: Stage) -> tuple[Place, ...]:
    """Where it uses up a number; a plan that was carried out is counted by its holds."""
    if plan.draft.when.kind is WhenKind.SURGE or plan.holds:
        return ()
    return places(plan.draft, stage.listing)


def _against_draft(draft: Draft, policy: Policy) -> PlanCode | None:
    if not draft.skus or not isfinite(draft.minutes) or draft.minutes <= 0:
        return PlanCode.BAD_VALUE
    if draft.minutes * 60 > policy.hold_seconds:
        return PlanCode.LIMIT_TIME
    if draft.when.kind is not WhenKind.SURGE and needs_second(draft.reason, policy):
        return PlanCode.SECOND_NEEDED
    announce = draft.announce_minutes or 0.0
    if not 0 <= announce <= LONGEST_ANNOUNCE_MINUTES or (announce and not _can_announce(draft)):
        return PlanCode.BAD_VALUE
    return None if _is_sound(draft, policy) else PlanCode.BAD_VALUE


def _is_sound(draft: Draft, policy: Policy) -> bool:
    """Whether its moment says what its kind needs."""
    when = draft.when
    if when.kind is WhenKind.AT:
        return when.at is not None
    if when.kind is WhenKind.AFTER_START:
        return 0 <= when.minutes <= LONGEST_AFTER_MINUTES
    if when.kind is WhenKind.LEVEL:
        return when.amount in policy.levels
    return when.kind in (WhenKind.LIVE, WhenKind.SURGE) or when.amount > 0


def _against_time(plan: Plan, stage: Stage) -> PlanCode | None:
    start = starts_at(plan, stage.broadcast)
    waits_in_vain = plan.draft.when.kind is WhenKind.LIVE and stage.live
    passed = start is not None and start <= stage.now
    return PlanCode.TOO_LATE if passed or waits_in_vain else None


def _not_listed(draft: Draft, listing: Mapping[str, frozenset[str]]) -> Refusal | None:
    found = {sku for sku, _storefront in places(draft, listing)}
    missing = next((sku for sku in draft.skus if sku not in found), None)
    return None if missing is None else Refusal(code=PlanCode.NOT_LISTED, sku=missing)


def _against_place(plan: Plan, place: Place, others: Iterable[Plan], stage: Stage) -> Refusal | None:
    sku, storefront = place
    here = [other for other in others if place in _marks(other, stage)]
    if stage.used.get(place, 0) + len(here) >= stage.policy.holds_per_broadcast:
        return Refusal(code=PlanCode.LIMIT_COUNT, sku=sku, storefront=storefront)
    clash = next((other for other in here if _overlap(plan, other, stage.broadcast)), None)
    if clash is not None:
        return Refusal(code=PlanCode.OVERLAP, sku=sku, storefront=storefront, plan=clash.id)
    start, until = starts_at(plan, stage.broadcast), stage.open_until.get(place)
    if start is not None and until is not None and start < until:
        return Refusal(code=PlanCode.OVERLAP, sku=sku, storefront=storefront, until=until)
    return None


def _overlap(plan: Plan, other: Plan, broadcast: Broadcast | None) -> bool:
    """Whether both would hold the product at once, as far as their times can be compared yet."""
    mine, theirs = _span(plan, broadcast), _span(other, broadcast)
    if mine is None or theirs is None or mine[0] != theirs[0]:
        return False
    return mine[1] < theirs[1] + other.draft.minutes * 60 and theirs[1] < mine[1] + plan.draft.minutes * 60


def _span(plan: Plan, broadcast: Broadcast | None) -> tuple[str, float] | None:
    """Which axis it lies on, and where it starts there in seconds; None for a trigger."""
    start = starts_at(plan, broadcast)
    if start is not None:
        return "clock", start.timestamp()
    if plan.draft.when.kind is WhenKind.AFTER_START:
        return "start", plan.draft.when.minutes * 60
    return ("live", 0.0) if plan.draft.when.kind is WhenKind.LIVE else None
