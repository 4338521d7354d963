"""What gives reason for an alert: facts that are so now, one stable id each. `alerts` gives them a life."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from app.domain.by_hand import REMINDERS_S, HandAct, HandTask
from app.domain.decision import ProductDecision, ShopDecision, ShopState
from app.domain.expectation import done_share, parted
from app.domain.facts import ProductFacts, RoomFacts, ShopFacts
from app.domain.freshness import earliest
from app.domain.hold import Hold, HoldKind, HoldState
from app.domain.policy import Policy
from app.domain.readings import Freshness
from app.domain.shops import fed_units
from app.domain.showtime import minutes_left
from app.domain.signals import AlertCause, AlertKind, AlertLevel, Figures

_LOW = 30
_CRITICAL = 10
_CURRENT = (Freshness.LIVE, Freshness.AGING)


def product_causes(
    decision: ProductDecision, facts: ProductFacts, room: RoomFacts, policy: Policy, now: datetime
) -> tuple[AlertCause, ...]:
    """Everything about one product that deserves an alert. A stale figure alone does not: its source does."""
    return (
        *(_of_holds(decision, facts, policy, now) if facts.holds else ()),
        *_of_air(decision, room, policy),
        *_of_stock(decision, facts, room, policy, now),
        *_of_shops(decision, facts, policy),
        *_of_plan(decision, facts, room, policy, now),
    )


def causes_turn_at(facts: ProductFacts, policy: Policy, now: datetime) -> datetime | None:
    """When a cause ends by time alone: a hand-over is news for a while only."""
    ends = [_news_until(hold, policy) for hold in facts.holds]
    return earliest([end for end in ends if end is not None and end > now])


def _of_holds(
    decision: ProductDecision, facts: ProductFacts, policy: Policy, now: datetime
) -> Iterator[AlertCause]:
    by_hand = {shop.task.hold: shop.task for shop in facts.shops if shop.task is not None}
    for hold in facts.holds:
        if hold.state.is_open:
            yield from _of_open_hold(hold, by_hand.get(hold.id), policy)
        elif _is_news(hold, decision, policy, now):
            yield _handed_over(hold)


def _of_open_hold(hold: Hold, task: HandTask | None, policy: Policy) -> Iterator[AlertCause]:
    if task is not None:
        yield _of_task(hold, task)
    elif hold.needs_attention:
        yield _hold_cause(hold, AlertKind.HOLD_ATTENTION, AlertLevel.CRITICAL, hold.closing_at)
    elif hold.state is HoldState.UNKNOWN:
        yield _hold_cause(hold, AlertKind.OUTCOME_UNKNOWN, AlertLevel.WARNING, hold.sent_at)
    elif hold.contradicted_at is not None:
        cause = _hold_cause(hold, AlertKind.CONTRADICTED, AlertLevel.WARNING, hold.contradicted_at)
        yield replace(cause, after_s=policy.confirm_seconds)


def _of_task(hold: Hold, task: HandTask) -> AlertCause:
    """What a person is to do and nobody has confirmed; a product kept off sale so is critical."""
    kind = AlertKind.HAND_TAKE_OFF if task.act is HandAct.TAKE_OFF else AlertKind.HAND_PUT_BACK
    urgent = hold.needs_attention or task.urgent
    level = AlertLevel.CRITICAL if urgent else AlertLevel.WARNING
    cause = _hold_cause(hold, kind, level, task.since)
    return replace(cause, after_s=0.0 if urgent else REMINDERS_S[0])


def _handed_over(hold: Hold) -> AlertCause:
    if hold.kind is HoldKind.STOP and hold.closing_at is None:
        return _hold_cause(hold, AlertKind.STOP_OVERRULED, AlertLevel.CRITICAL, hold.ended_at)
    kind = AlertKind.LEFT_OFF if hold.found_off else AlertKind.HANDED_OVER
    return _hold_cause(hold, kind, AlertLevel.INFO, hold.ended_at)


def _hold_cause(hold: Hold, kind: AlertKind, level: AlertLevel, since: datetime | None) -> AlertCause:
    return AlertCause(
        id=f"{kind}:{hold.id}",
        kind=kind,
        level=level,
        sku=hold.sku,
        storefront=hold.storefront,
        figures=Figures(attempts=hold.restore_attempts, text=hold.error),
        since=since or hold.started_at,
    )


def _is_news(hold: Hold, decision: ProductDecision, policy: Policy, now: datetime) -> bool:
    """Handed over lately, and not to an emergency stop of ours."""
    until = _news_until(hold, policy)
    if until is None or now >= until:
        return False
    return all(shop.hold is None for shop in decision.shops if shop.storefront == hold.storefront)


def _news_until(hold: Hold, policy: Policy) -> datetime | None:
    if hold.state is not HoldState.HANDED_OVER or hold.ended_at is None:
        return None
    return hold.ended_at + timedelta(minutes=policy.handed_over_minutes)


def _of_air(decision: ProductDecision, room: RoomFacts, policy: Policy) -> Iterator[AlertCause]:
    since = decision.on_air_unbuyable_since
    if since is not None and room.on_air is not None:
        yield AlertCause(
            id=f"{AlertKind.ON_AIR_UNBUYABLE}:{decision.sku}",
            kind=AlertKind.ON_AIR_UNBUYABLE,
            level=AlertLevel.CRITICAL,
            sku=decision.sku,
            figures=Figures(units=decision.stock.available),
            since=since,
            after_s=policy.on_air_unbuyable_seconds,
        )


def _of_stock(
    decision: ProductDecision, facts: ProductFacts, room: RoomFacts, policy: Policy, now: datetime
) -> Iterator[AlertCause]:
    if facts.rejected:
        yield _cause(decision, AlertKind.REJECTED, AlertLevel.WARNING, Figures(text=facts.rejected))
    if decision.stock.oversold:
        figures = Figures(units=decision.stock.oversold)
        yield _cause(decision, AlertKind.OVERSOLD, AlertLevel.WARNING, figures)
    if decision.level is not None and decision.level <= _LOW:
        yield _low(decision, minutes_left(room, policy, now) if room.broadcast else None)


def _low(decision: ProductDecision, left: float | None) -> AlertCause:
    """Little stock is critical only where it will more likely than not be gone before the show is."""
    figures = Figures(units=decision.stock.available, share=decision.share, sell_out=decision.sell_out)
    if decision.stock.available == 0:
        return _cause(decision, AlertKind.SOLD_OUT, AlertLevel.WARNING, figures)
    if decision.level is not None and decision.level > _CRITICAL:
        return _cause(decision, AlertKind.LOW, AlertLevel.INFO, figures)
    runs_out = left is not None and decision.sell_out is not None and decision.sell_out.p50 <= left
    level = AlertLevel.CRITICAL if runs_out else AlertLevel.WARNING
    return _cause(decision, AlertKind.CRITICAL_LOW, level, figures)


def _of_plan(
    decision: ProductDecision, facts: ProductFacts, room: RoomFacts, policy: Policy, now: datetime
) -> Iterator[AlertCause]:
    """Sales that left what was expected: the warehouse is told, or the product no longer pushed."""
    if facts.planned is None or room.broadcast is None or policy.planned_minutes is None:
        return
    run = (now - room.broadcast.started_at).total_seconds() / 60
    done = done_share(room.curve, run, policy.planned_minutes)
    found = parted(facts.trade.ledger.total.units, facts.planned, done, policy)
    if found is None:
        return
    figures = Figures(units=decision.stock.available, ratio=found.ratio, share=found.share)
    kind, level = (
        (AlertKind.AHEAD, AlertLevel.WARNING) if found.ahead else (AlertKind.BEHIND, AlertLevel.INFO)
    )
    # what can't be bought does not sell too little
    if found.ahead or decision.selling:
        yield _cause(decision, kind, level, figures)


def _of_shops(decision: ProductDecision, facts: ProductFacts, policy: Policy) -> Iterator[AlertCause]:
    for shop, judged in zip(facts.shops, decision.shops, strict=True):
        if judged.kept_off:
            yield _shop_cause(decision, judged, AlertKind.KEPT_OFF, Figures(units=0))
        elif judged.gone and judged.hold is None:
            yield _shop_cause(decision, judged, AlertKind.SHOP_GONE, Figures())
        elif decision.stock.freshness in _CURRENT and judged.freshness in _CURRENT:
            yield from _of_shop_figures(decision, shop, judged, policy)


def _of_shop_figures(
    decision: ProductDecision, shop: ShopFacts, judged: ShopDecision, policy: Policy
) -> Iterator[AlertCause]:
    """The shop against its warehouses; both are current, but their polls do not meet, so it must last."""
    units = fed_units(shop, decision.stock.parts)
    if units is None:
        return
    if judged.state is ShopState.SOLD_OUT and judged.hold is None and units > 0:
        yield _mismatch(decision, judged, AlertKind.SHOP_OFF, units, policy)
    spare = max(policy.mismatch_units, policy.mismatch_share * units)
    if judged.quantity is not None and judged.quantity > units + spare:
        yield _mismatch(decision, judged, AlertKind.SHOP_MISMATCH, units, policy)


def _mismatch(
    decision: ProductDecision, judged: ShopDecision, kind: AlertKind, units: int, policy: Policy
) -> AlertCause:
    figures = Figures(units=units, quantity=judged.quantity)
    return _shop_cause(decision, judged, kind, figures, policy.mismatch_seconds)


def _cause(decision: ProductDecision, kind: AlertKind, level: AlertLevel, figures: Figures) -> AlertCause:
    return AlertCause(id=f"{kind}:{decision.sku}", kind=kind, level=level, sku=decision.sku, figures=figures)


def _shop_cause(
    decision: ProductDecision, shop: ShopDecision, kind: AlertKind, figures: Figures, after_s: float = 0.0
) -> AlertCause:
    return AlertCause(
        id=f"{kind}:{decision.sku}:{shop.storefront}",
        kind=kind,
        level=AlertLevel.WARNING,
        sku=decision.sku,
        storefront=shop.storefront,
        figures=figures,
        after_s=after_s,
    )
