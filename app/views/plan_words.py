"""How plans are said: moments, what became of them, what a trigger asks. Not for whether they may be."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta, tzinfo

from app.domain.hold import Reason
from app.domain.plan import Draft, Plan, PlanState, When, WhenKind, Why
from app.domain.plans import Refusal
from app.domain.truth import Moment, Template, filled
from app.views.names import Names
from app.views.wording import reason_label
from app.words import N_, _, clock_time, day, n_, number, plain

__all__ = [
    "announced_words", "asked_words", "clash_words", "moment_words", "plan_line", "products_words",
    "said_before", "state_words", "why_words",
]  # fmt: skip

_NAMED = 2
"""Products that are named; more are counted."""

_STATES: Mapping[PlanState, str] = {
    PlanState.DISARMED: N_("not armed"),
    PlanState.ARMED: N_("armed"),
    PlanState.ASKING: N_("asks"),
    PlanState.FIRED: N_("being marked"),
    PlanState.DONE: N_("done"),
    PlanState.MISSED: N_("missed"),
    PlanState.FAILED: N_("not carried out"),
    PlanState.REMOVED: N_("removed"),
}
_WHYS: Mapping[Why, str] = {
    Why.DESK_OFF: N_("the desk was off at its time"),
    Why.HANDS_OFF: N_("hands were off at its time"),
    Why.RECONCILING: N_("the computer slept, or the shops were being read"),
    Why.BROADCAST_ENDED: N_("the broadcast ended first"),
    Why.NO_LONGER_FITS: N_("it no longer keeps the limits"),
    Why.LEFT: N_("somebody left it"),
}
_COMING: Mapping[Reason, tuple[str, str]] = {
    Reason.STAGE: (N_("Not available in {left}"), N_("New time: not available in {left}")),
    Reason.ROUND: (N_("This round ends in {left}"), N_("New time: this round ends in {left}")),
    Reason.ERROR: (N_("Sale pauses in {left}"), N_("New time: sale pauses in {left}")),
    Reason.INCIDENT: (N_("Sale pauses in {left}"), N_("New time: sale pauses in {left}")),
    Reason.RESERVE: (N_("Not available in {left}"), N_("New time: not available in {left}")),
    Reason.TRIAL: (N_("Not available in {left}"), N_("New time: not available in {left}")),
}
"""What is true before a mark; the second form where an earlier count-down was called off."""

_TO_SAY: Mapping[Reason, str] = {
    Reason.STAGE: N_("{product}: not available from {time}, for {minutes} minutes."),
    Reason.ROUND: N_("{product}: this round ends at {time}."),
    Reason.ERROR: N_("{product}: the sale pauses at {time}, for {minutes} minutes."),
    Reason.INCIDENT: N_("{product}: the sale pauses at {time}, for {minutes} minutes."),
    Reason.RESERVE: N_("{product}: not available from {time}, for {minutes} minutes."),
    Reason.TRIAL: N_("{product}: not available from {time}, for {minutes} minutes."),
}
"""The same as a sentence to say, with the time instead of what is left."""


def moment_words(when: When, zone: tzinfo, now: datetime) -> str:
    """The moment as people read it: `20:15`, `40 min after the start`, `when 80 of the round are sold`."""
    forms = {
        WhenKind.LIVE: lambda: _("when the live phase begins"),
        WhenKind.AFTER_START: lambda: _("{minutes} min after the start").format(minutes=f"{when.minutes:g}"),
        WhenKind.SOLD: lambda: _("when {units} of the round are sold").format(units=number(when.amount)),
        WhenKind.STOCK: lambda: _("when {units} are left").format(units=number(when.amount)),
        WhenKind.LEVEL: lambda: _("when the stock falls to {share} %").format(share=when.amount),
        WhenKind.SURGE: lambda: _("when viewers rise again"),
    }
    form = forms.get(when.kind)
    return form() if form is not None else _clock_words(when, zone, now)


def _clock_words(when: When, zone: tzinfo, now: datetime) -> str:
    if when.at is None:
        return when.clock
    said = clock_time(when.at, zone, seconds=bool(when.at.second))
    theirs, ours = when.at.astimezone(zone).date(), now.astimezone(zone).date()
    return said if theirs == ours else f"{day(theirs)} {said}"


def products_words(skus: tuple[str, ...], names: Names) -> str:
    """The products by title; several are counted."""
    if len(skus) <= _NAMED:
        return ", ".join(names.title(sku) for sku in skus)
    more = len(skus) - 1
    rest = n_("{title} and {count} more", "{title} and {count} more", more)
    return rest.format(title=names.title(skus[0]), count=more)


def state_words(plan: Plan) -> str:
    """Where it stands, and why it stands there where that is not what a person asked."""
    if plan.is_counting:
        return _("counting down")
    said = _(_STATES[plan.state])
    if plan.state is PlanState.ARMED and plan.called_off_at is not None:
        said = _("armed, without a count-down: one was called off")
    why = why_words(plan)
    return _("{state}: {why}").format(state=said, why=why) if why else said


def why_words(plan: Plan) -> str:
    """Why it was disarmed, missed or not carried out; empty where nothing is to be said."""
    return plan.error or (_(_WHYS[plan.why]) if plan.why in _WHYS else "")


def plan_line(plan: Plan, names: Names, now: datetime) -> str:
    """A plan on one line: which, what, when, how long, how it stands."""
    draft = plan.draft
    return _("plan {number}: {products}, {moment}, {minutes} min, {state}").format(
        number=plan.id,
        products=products_words(draft.skus, names),
        moment=moment_words(draft.when, names.zone, now),
        minutes=f"{draft.minutes:g}",
        state=state_words(plan),
    )


def clash_words(refusal: Refusal, names: Names) -> str:
    """What a plan would run into."""
    if refusal.plan is not None:
        return _("plan {number}").format(number=refusal.plan)
    if refusal.until is not None:
        return _("the hold that is open until {time}").format(time=names.clock(refusal.until, seconds=False))
    return ""


def asked_words(draft: Draft, names: Names) -> str:
    """What came about, as a trigger says it when it asks."""
    title, amount = products_words(draft.skus, names), number(draft.when.amount)
    if draft.when.kind is WhenKind.SOLD:
        return _("{title}: {units} of the round are sold").format(title=title, units=amount)
    if draft.when.kind is WhenKind.STOCK:
        return _("{title}: down to {units}").format(title=title, units=amount)
    if draft.when.kind is WhenKind.LEVEL:
        return _("{title}: down to {share} %").format(title=title, share=amount)
    return _("Viewers rise again: offer the next round of {title}?").format(title=title)


def announced_words(reason: Reason, *, renewed: bool) -> str:
    """What may be said before a mark; `{left}` in it is the time that is left."""
    return _(_COMING[reason][renewed])


def said_before(draft: Draft, start: datetime, names: Names, texts: Sequence[Template] = ()) -> str:
    """What may be said to buyers before a mark: a template, filled with what the plan says.

    `texts` are the room's own; one for that reason goes before one for every reason.
    """
    end = start + timedelta(minutes=draft.minutes)
    figures = {
        "product": products_words(draft.skus, names),
        "sku": ", ".join(plain(sku, 60) for sku in draft.skus),
        "reason": reason_label(draft.reason),
        "starts_at": names.clock(start, seconds=bool(start.second)),
        "back_at": names.clock(end, seconds=bool(end.second)),
        "minutes": f"{draft.minutes:g}",
    }
    announced = [one for one in texts if one.moment is Moment.ANNOUNCE]
    for reason in (draft.reason, None):
        for template in announced:
            said = filled(template.text, figures) if template.reason is reason else None
            if said:
                return said
    return _(_TO_SAY[draft.reason]).format(
        product=products_words(draft.skus, names),
        time=names.clock(start, seconds=bool(start.second)),
        minutes=f"{draft.minutes:g}",
    )
