"""From plans to what windows and the status show of them. Pure; judges nothing."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from app.domain.broadcast import Broadcast
from app.domain.plan import Announcement, Plan, PlanState, WhenKind
from app.domain.plans import announce_minutes, starts_at
from app.domain.policy import Policy
from app.domain.truth import Template
from app.views.names import Names
from app.views.plan_times import write_moment
from app.views.plan_words import (
    announced_words,
    asked_words,
    moment_words,
    plan_line,
    products_words,
    said_before,
    state_words,
)
from app.views.plans import AnnouncedView, PlanView, PromptKind, PromptView
from app.views.room import PlanBar
from app.views.room import PlanState as BarState
from app.views.status import PlanStatus, instant
from app.words import _, p_, plain

__all__ = ["announced_view", "plan_status", "plan_view", "planned_bars", "prompts"]

_SHOWN = (PlanState.DISARMED, PlanState.ARMED)
_MOVABLE = (WhenKind.AT, WhenKind.AFTER_START)


def plan_view(
    plan: Plan, broadcast: Broadcast | None, policy: Policy, *, names: Names, now: datetime
) -> PlanView:
    """One plan as of `now`."""
    start = starts_at(plan, broadcast)
    return PlanView(
        id=plan.id,
        draft=plan.draft,
        state=plan.state,
        products=products_words(plan.draft.skus, names),
        moment=moment_words(plan.draft.when, names.zone, now),
        told=plain(state_words(plan)),
        start=start,
        announce_minutes=announce_minutes(plan.draft, policy),
        counting=plan.is_counting,
        movable=start is not None
        and plan.state in _SHOWN
        and not plan.is_counting
        and plan.draft.when.kind in _MOVABLE,
        typed=write_moment(plan.draft.when, names.zone),
    )


def plan_status(
    plan: Plan, broadcast: Broadcast | None, policy: Policy, *, names: Names, now: datetime
) -> PlanStatus:
    """One plan as scripts read it."""
    start, draft = starts_at(plan, broadcast), plan.draft
    return PlanStatus(
        id=plan.id,
        kind=draft.when.kind,
        when=write_moment(draft.when, names.zone),
        at=None if start is None else instant(start),
        skus=draft.skus,
        storefronts=draft.storefronts,
        minutes=draft.minutes,
        reason=draft.reason,
        announce_minutes=announce_minutes(draft, policy),
        asks=draft.when.kind.is_trigger and draft.asks,
        state=plan.state,
        counting=plan.is_counting,
        why=plan.why.value or None,
        holds=plan.holds,
        text=plain(plan_line(plan, names, now)),
    )


def planned_bars(views: Iterable[PlanView]) -> tuple[PlanBar, ...]:
    """Plans with a known time on the axis of the graph; what has come is shown by its holds."""
    return tuple(
        PlanBar(
            hold=0,
            plan=view.id,
            title=view.products,
            start=view.start,
            end=view.start + timedelta(minutes=view.draft.minutes),
            state=_bar_state(view),
            movable=view.movable,
        )
        for view in views
        if view.start is not None and view.state in _SHOWN
    )


def _bar_state(view: PlanView) -> BarState:
    if view.counting:
        return BarState.ANNOUNCED
    return BarState.PLANNED if view.state is PlanState.ARMED else BarState.DISARMED


def prompts(
    views: Sequence[PlanView], names: Names, texts: Sequence[Template] = ()
) -> tuple[PromptView, ...]:
    """What waits for a press: questions of triggers first, then count-downs, the nearest first.

    `texts` are the room's own.
    """
    asked = tuple(_asked(view, names) for view in views if view.state is PlanState.ASKING)
    counting = [(view.start, view) for view in views if view.counting and view.start is not None]
    nearest = sorted(counting, key=lambda each: (each[0], each[1].id))
    return (*asked, *(_counting(view, start, names, texts) for start, view in nearest))


def _asked(view: PlanView, names: Names) -> PromptView:
    draft = view.draft
    if draft.when.kind is WhenKind.SURGE:
        act = p_("prompt", "Next round")
    else:
        minutes = f"{draft.minutes:g}"
        act = p_("prompt", "Mark {minutes} min").format(minutes=minutes)
    return PromptView(
        plan=view.id,
        kind=PromptKind.ASKED,
        text=plain(asked_words(draft, names)),
        act=act,
        leave=p_("prompt", "Leave it"),
    )


def _counting(view: PlanView, start: datetime, names: Names, texts: Sequence[Template]) -> PromptView:
    minutes = f"{view.draft.minutes:g}"
    return PromptView(
        plan=view.id,
        kind=PromptKind.COUNTING,
        text=_("{products} is announced: sold out for {minutes} min").format(
            products=view.products, minutes=minutes
        ),
        act="",
        leave=p_("prompt", "Call off"),
        until=start,
        to_say=said_before(view.draft, start, names, texts),
    )


def announced_view(announced: Announcement | None) -> AnnouncedView | None:
    """The count-down of a product."""
    if announced is None:
        return None
    return AnnouncedView(
        plan=announced.plan,
        until=announced.until,
        minutes=announced.minutes,
        words=announced_words(announced.reason, renewed=announced.renewed),
    )
