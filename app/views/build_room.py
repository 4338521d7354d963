"""From what was judged about the room to what stands beside the wall. Pure; says, and judges nothing."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from app.domain.broadcast import Mark, MarkKind, Phase
from app.domain.by_hand import MANUAL
from app.domain.facts import RoomFacts, SourceFacts, TrafficFacts
from app.domain.hold import Hold, HoldKind, HoldState, StockCall
from app.domain.room import AlertKind, RoomDecision, SourceDecision, TrafficDecision
from app.views.build_alerts import alert_view
from app.views.forms import say
from app.views.names import Names
from app.views.room import (
    BroadcastView,
    CallView,
    MarkView,
    PlanBar,
    PlanState,
    SourceState,
    SourceView,
    TrafficPoint,
    TrafficView,
    UndoView,
)
from app.words import N_, _, n_, number, p_, plain

__all__ = [
    "broadcast_view", "call_view", "mark_view", "plan_bars", "source_view", "traffic_point", "traffic_view",
    "undo_view",
]  # fmt: skip


def broadcast_view(
    room: RoomFacts,
    decision: RoomDecision | None,
    names: Names,
    *,
    open_holds: int,
    notices: tuple[str, ...] = (),
    settings_changed: bool = False,
) -> BroadcastView:
    """The broadcast bar; `decision` None while the desk starts."""
    broadcast, on_air = room.broadcast, room.on_air
    return BroadcastView(
        room=names.room,
        number=None if broadcast is None else broadcast.id,
        host="" if broadcast is None else plain(broadcast.host),
        phase=room.phase,
        started_at=None if broadcast is None else broadcast.started_at,
        on_air=None if on_air is None else on_air.sku,
        on_air_since=None if on_air is None else on_air.since,
        next_sku=room.next_sku,
        open_holds=open_holds,
        hands_off=room.hands_off,
        starting=decision is None,
        settings_changed=settings_changed,
        clock_warning="" if decision is None else _clock_warning(decision, names),
        guarded=room.guarded,
        max_minutes=names.hold_minutes,
        notices=(*notices, *_unguarded(room)),
        second_reasons=names.second_reasons,
    )


def _unguarded(room: RoomFacts) -> tuple[str, ...]:
    if not room.unguarded_reason:
        return ()
    return (_("Marks are made without a guardian: {reason}").format(reason=plain(room.unguarded_reason)),)


def _clock_warning(decision: RoomDecision, names: Names) -> str:
    wrong = (alert for alert in decision.alerts if alert.cause.kind is AlertKind.CLOCK_SKEW)
    return next((alert_view(alert, names).text for alert in wrong), "")


def source_view(facts: SourceFacts, decision: SourceDecision) -> SourceView:
    """One source's lamp."""
    return SourceView(
        id=facts.id,
        name=facts.name,
        role=facts.role,
        state=decision.state,
        age_from=decision.age_from,
        units_at_risk=decision.units_at_risk,
        rejected_rows=len(facts.rejected),
        standing_still_since=facts.standing_still_since,
        retry_at=facts.retry_at,
        text=_source_text(facts, decision.state),
        remedy=plain(facts.remedy),
        reading=facts.reading,
        by_hand=facts.kind == MANUAL,
    )


def _source_text(facts: SourceFacts, state: SourceState) -> str:
    if facts.error and state is not SourceState.LIVE:
        return plain(facts.error)
    if facts.rejected:
        first = facts.rejected[0]
        return _("{where}: {why}").format(where=plain(first.where, 40), why=plain(first.why))
    return _("Waiting for the first answer") if state is SourceState.CONNECTING else ""


def traffic_point(facts: TrafficFacts, at: datetime) -> TrafficPoint:
    """The newest point of a graph."""
    return TrafficPoint(
        at=at, viewers=facts.viewers, organic=facts.organic, paid=facts.paid, baseline=facts.baseline
    )


def traffic_view(
    decision: TrafficDecision,
    names: Names,
    *,
    added: tuple[TrafficPoint, ...],
    marks: tuple[MarkView, ...],
    plan: tuple[PlanBar, ...],
    reset: bool = False,
) -> TrafficView:
    """One traffic source: its figures of now, and the points that are new since the last view."""
    return TrafficView(
        source=decision.source,
        name=names.source(decision.source),
        reset=reset,
        added=added,
        viewers=decision.viewers,
        organic=decision.organic,
        paid=decision.paid,
        baseline=decision.baseline,
        surge_ratio=decision.surge_ratio,
        surge_from=decision.surge_from,
        surge_line=decision.surge_line,
        freshness=SourceState(decision.freshness.value),
        age_from=decision.age_from,
        marks=marks,
        plan=plan,
    )


_MARKS = {
    MarkKind.ON_AIR: (N_("{product} on air"), N_("Nothing on air")),
    MarkKind.HOLD: (N_("{product} held"),),
    MarkKind.RESTORE: (N_("{product} restored"),),
    MarkKind.STOP: (N_("{product} stopped"),),
    MarkKind.SOLD_OUT: (N_("{product} sold out"),),
    MarkKind.RESTOCK: (N_("{product} restocked: {note}"), N_("{product} restocked")),
    MarkKind.CUE: (N_("Cue followed: {product}"), N_("Cue followed")),
    MarkKind.CALL: (N_("{product} called for: {note}"), N_("{product} called for")),
    MarkKind.PHASE: (N_("Phase: {phase}"), N_("Phase changed")),
}
_PHASES = {
    Phase.DAILY.value: lambda: p_("phase", "daily"),
    Phase.WARM_UP.value: lambda: p_("phase", "warm-up"),
    Phase.LIVE.value: lambda: p_("phase", "live"),
}


def mark_view(mark: Mark, names: Names) -> MarkView:
    """One mark above the graph."""
    known = {
        "product": names.title(mark.sku) if mark.sku else "",
        "note": plain(mark.note),
        "phase": _PHASES[mark.note]() if mark.kind is MarkKind.PHASE and mark.note in _PHASES else "",
    }
    return MarkView(kind=mark.kind, at=mark.at, sku=mark.sku, text=say(_MARKS[mark.kind], known))


_NEVER_THERE = (HoldState.REFUSED, HoldState.NOT_APPLIED)


def plan_bars(holds: Iterable[Hold], names: Names) -> tuple[PlanBar, ...]:
    """The holds of this broadcast on the time axis, oldest first; what never took effect is left out."""
    shown = [hold for hold in holds if hold.kind is HoldKind.HOLD and hold.state not in _NEVER_THERE]
    return tuple(_plan_bar(hold, names) for hold in sorted(shown, key=lambda hold: hold.id))


def _plan_bar(hold: Hold, names: Names) -> PlanBar:
    state = PlanState.RUNNING if hold.state.is_open else PlanState.PAST
    return PlanBar(
        hold=hold.id,
        title=names.title(hold.sku),
        start=hold.started_at,
        end=hold.ended_at or hold.deadline,
        state=PlanState.NOT_RESTORED if hold.state.is_open and hold.needs_attention else state,
    )


_HOW_FAR = {
    HoldState.SENDING: lambda: p_("undo", "marking"),
    HoldState.ACTIVE: lambda: p_("undo", "read back"),
    HoldState.UNKNOWN: lambda: p_("undo", "no answer yet"),
    HoldState.CLOSING: lambda: p_("undo", "restoring"),
    HoldState.REFUSED: lambda: p_("undo", "refused"),
    HoldState.NOT_APPLIED: lambda: p_("undo", "did not take effect"),
    HoldState.RESTORED: lambda: p_("undo", "restored"),
    HoldState.HANDED_OVER: lambda: p_("undo", "handed over"),
}
_UNSURE_FIRST = (
    HoldState.REFUSED, HoldState.NOT_APPLIED, HoldState.UNKNOWN, HoldState.SENDING, HoldState.CLOSING,
    HoldState.ACTIVE, HoldState.HANDED_OVER, HoldState.RESTORED,
)  # fmt: skip
"""Of several, the one that matters most is said."""


def undo_view(holds: Sequence[Hold], names: Names, *, cancel_seconds: float = 10.0) -> UndoView:
    """The strip after one mark or several made together.

    Raises:
        ValueError: No holds.
    """
    if not holds:
        raise ValueError("nothing was marked")
    at = max(hold.started_at for hold in holds)
    return UndoView(
        holds=tuple(hold.id for hold in holds),
        text=_undo_text(holds, names),
        at=at,
        until=at + timedelta(seconds=cancel_seconds),
    )


def _undo_text(holds: Sequence[Hold], names: Names) -> str:
    how_far = _HOW_FAR[min((hold.state for hold in holds), key=_UNSURE_FIRST.index)]()
    skus = list(dict.fromkeys(hold.sku for hold in holds))
    if len(skus) > 1:
        words = n_("{count} product held, {state}", "{count} products held, {state}", len(skus))
        return words.format(count=number(len(skus)), state=how_far)
    first = holds[0]
    minutes = _length_minutes(first)
    return _("{product} held {minutes} min, {state}").format(
        product=names.title(first.sku), minutes=minutes, state=how_far
    )


def _length_minutes(hold: Hold) -> str:
    if hold.deadline is None:
        return ""
    return f"{(hold.deadline - hold.started_at).total_seconds() / 60:.3g}"


def call_view(call: StockCall, names: Names) -> CallView:
    """A call for stock and how far it is."""
    return CallView(
        id=call.id,
        sku=call.sku,
        title=names.title(call.sku),
        units=call.units,
        state=call.state.value,
        asked_at=call.asked_at,
    )
