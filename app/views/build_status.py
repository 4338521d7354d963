"""From facts and decisions to the status object. Pure; rounds, names and orders, judges nothing."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from app.domain.broadcast import Phase
from app.domain.catalogue import Product
from app.domain.decision import StockPart
from app.domain.facts import ProductFacts, RoomFacts, SourceFacts, StockAt
from app.domain.hold import Hold
from app.domain.plan import Plan
from app.domain.policy import Policy
from app.domain.readings import Freshness
from app.domain.room import (
    Alert,
    Cue,
    ProductDecision,
    Reorder,
    RoomDecision,
    SellOut,
    ShopDecision,
    ShopState,
    SourceDecision,
    TrafficDecision,
    VerdictCode,
)
from app.domain.rounds import RoundState, TrialDemand
from app.views.build_alerts import alert_view
from app.views.build_cues import cue_view
from app.views.build_plans import plan_status
from app.views.names import Names
from app.views.rounds import RoundView, round_view
from app.views.status import (
    AlertStatus,
    BroadcastStatus,
    CueStatus,
    ForecastStatus,
    HoldStatus,
    KeptStatus,
    LevelStatus,
    PlanStatus,
    ProductStatus,
    ReorderStatus,
    RoundStatus,
    RunState,
    SellOutStatus,
    SourceStatus,
    Status,
    StorefrontStatus,
    TaskStatus,
    TrafficStatus,
    TrialStatus,
    UnitsAheadStatus,
    instant,
)
from app.views.tasks import TaskView
from app.views.trial_status import trial_status
from app.views.trials import TrialView
from app.words import plain

__all__ = ["Picture", "status"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """What the engine knows when it is asked. While it starts, `facts`, `decisions` and `decided` are empty.

    `products` are all there are, those of the settings file first and in its order. `listings` gives the SKUs
    that each storefront lists. `room` None: the journal has not been read yet.
    """

    products: tuple[Product, ...]
    sources: tuple[SourceFacts, ...]
    listings: Mapping[str, frozenset[str]]
    room: RoomFacts | None = None
    decided: RoomDecision | None = None
    facts: Mapping[str, ProductFacts] = field(default_factory=dict)
    decisions: Mapping[str, ProductDecision] = field(default_factory=dict)
    tasks: tuple[TaskView, ...] = ()
    plans: tuple[Plan, ...] = ()
    policy: Policy = field(default_factory=Policy)
    trials: tuple[TrialView, ...] = ()


def status(picture: Picture, *, names: Names, now: datetime, state: RunState) -> Status:
    """The status object as of `now`, its texts in the language spoken now."""
    decided = picture.decided
    return Status(
        at=instant(now),
        state=state,
        room=names.room,
        broadcast=_broadcast(picture.room),
        products=tuple(_product(product, picture, names, now) for product in picture.products),
        traffic=() if decided is None else tuple(_traffic(one, now) for one in decided.traffic),
        cues=() if decided is None else tuple(_cue(cue, names) for cue in _by_slot(decided)),
        alerts=() if decided is None else tuple(_alert(alert, names) for alert in decided.alerts),
        sources=_sources(picture, now),
        tasks=tuple(_task(task) for task in picture.tasks),
        plans=_plans(picture, names, now),
        trials=tuple(trial_status(trial) for trial in picture.trials),
    )


def _plans(picture: Picture, names: Names, now: datetime) -> tuple[PlanStatus, ...]:
    broadcast = None if picture.room is None else picture.room.broadcast
    return tuple(plan_status(plan, broadcast, picture.policy, names=names, now=now) for plan in picture.plans)


def _broadcast(room: RoomFacts | None) -> BroadcastStatus:
    if room is None:
        return BroadcastStatus(id=None, phase=Phase.DAILY, started_at=None, on_air=None, next=None)
    running = room.broadcast
    return BroadcastStatus(
        id=None if running is None else running.id,
        phase=room.phase,
        started_at=None if running is None else instant(running.started_at),
        on_air=None if room.on_air is None else room.on_air.sku,
        next=room.next_sku,
    )


def _product(product: Product, picture: Picture, names: Names, now: datetime) -> ProductStatus:
    facts, decision = picture.facts.get(product.sku), picture.decisions.get(product.sku)
    if facts is None or decision is None:
        return _unread(product, picture.listings, names)
    stock = decision.stock
    return ProductStatus(
        sku=product.sku,
        title=plain(product.title),
        available=stock.available,
        available_live=stock.available_live,
        oversold=stock.oversold if stock.parts else None,
        missing=stock.missing,
        freshness=stock.freshness,
        age_s=_age(stock.age_from, now),
        warehouses=_levels(facts, decision, now),
        units_per_minute=_rounded(decision.units_per_minute),
        per_1000_viewers=_rounded(decision.per_1000_viewers),
        sell_out_minutes=_sell_out(decision.sell_out),
        tier=decision.tier,
        days_of_cover=_rounded(decision.days_of_cover),
        level=decision.level,
        reorder=_reorder(decision.reorder),
        forecast=_forecast(facts, decision),
        storefronts=_storefronts(decision, now),
        round=_round(round_view(facts.rounds, stock.available, now)),
    )


def _round(view: RoundView | None) -> RoundStatus | None:
    if view is None:
        return None
    return RoundStatus(
        number=view.number,
        state=RoundState.ON_SALE if view.on_sale else RoundState.ENDED,
        units=view.units,
        sold=view.sold,
        left=view.left,
        buyers_left=view.buyers_left,
        group=view.group,
        trial=None if view.demand is None else _trial(view.demand),
        started_at=None if view.started_at is None else instant(view.started_at),
        kept=tuple(KeptStatus(group=each.group, units=each.units) for each in view.kept),
    )


def _trial(demand: TrialDemand) -> TrialStatus:
    return TrialStatus(
        sold=demand.sold,
        asked_after=demand.asked_after,
        per_minute=_rounded(demand.per_minute),
        per_1000_viewers=_rounded(demand.per_1000_viewers),
        minutes_to_go=_rounded(demand.minutes_to_go),
    )


def _unread(product: Product, listings: Mapping[str, frozenset[str]], names: Names) -> ProductStatus:
    """A product of which nothing is known yet but its name, where it is sold and who has not answered."""
    unknown = StorefrontStatus(
        state=ShopState.UNKNOWN, quantity=None, hold=None, holds_used=None, holds_left=None
    )
    return ProductStatus(
        sku=product.sku,
        title=plain(product.title),
        available=None,
        available_live=None,
        oversold=None,
        missing=tuple(names.warehouses),
        freshness=Freshness.UNKNOWN,
        age_s=None,
        warehouses={},
        units_per_minute=None,
        per_1000_viewers=None,
        sell_out_minutes=None,
        tier=None,
        days_of_cover=None,
        level=None,
        reorder=None,
        storefronts={shop: unknown for shop, skus in listings.items() if product.sku in skus},
    )


def _levels(facts: ProductFacts, decision: ProductDecision, now: datetime) -> dict[str, LevelStatus]:
    pairs = zip(facts.stock, decision.stock.parts, strict=True)
    return {part.warehouse: _level(at, part, now) for at, part in pairs}


def _level(at: StockAt, part: StockPart, now: datetime) -> LevelStatus:
    reading = at.reading
    return LevelStatus(
        available=part.available,
        on_hand=reading.on_hand,
        reserved=reading.reserved,
        inbound=reading.inbound,
        unsellable=reading.unsellable,
        freshness=part.freshness,
        age_s=_age(part.age_from, now),
    )


def _sell_out(judged: SellOut | None) -> SellOutStatus | None:
    if judged is None:
        return None
    return SellOutStatus(p10=round(judged.p10, 1), p50=round(judged.p50, 1), p90=round(judged.p90, 1))


def _forecast(facts: ProductFacts, decision: ProductDecision) -> ForecastStatus | None:
    judged = decision.outlook
    if judged is None:
        return None
    ahead = judged.by_end
    return ForecastStatus(
        units_per_minute=round(judged.per_minute, 3),
        ads_off_per_minute=round(judged.ads_off, 3),
        until_end=None
        if ahead is None
        else UnitsAheadStatus(p10=round(ahead.p10, 1), p50=round(ahead.p50, 1), p90=round(ahead.p90, 1)),
        planned=_rounded(facts.planned),
    )


def _reorder(judged: Reorder | None) -> ReorderStatus | None:
    if judged is None:
        return None
    by = None if judged.by is None else judged.by.isoformat()
    return ReorderStatus(point=judged.point, quantity=judged.quantity, by=by)


def _storefronts(decision: ProductDecision, now: datetime) -> dict[str, StorefrontStatus]:
    listing = (shop for shop in decision.shops if shop.mark.code is not VerdictCode.NOT_LISTED)
    return {shop.storefront: _storefront(shop, now) for shop in listing}


def _storefront(shop: ShopDecision, now: datetime) -> StorefrontStatus:
    return StorefrontStatus(
        state=shop.state,
        quantity=shop.quantity,
        # scripts are told of a hold once it is recorded and has a number they can name
        hold=None if shop.hold is None or not shop.hold.id else _hold(shop.hold, now),
        holds_used=shop.holds_used,
        holds_left=shop.holds_left,
    )


def _hold(hold: Hold, now: datetime) -> HoldStatus:
    deadline = hold.deadline
    left = None if deadline is None else max(0.0, round((deadline - now).total_seconds(), 1))
    return HoldStatus(
        id=hold.id,
        state=hold.state,
        reason=hold.reason,
        started_at=instant(hold.started_at),
        deadline=None if deadline is None else instant(deadline),
        seconds_left=left,
        needs_attention=hold.needs_attention,
    )


def _traffic(judged: TrafficDecision, now: datetime) -> TrafficStatus:
    return TrafficStatus(
        id=judged.source,
        viewers=judged.viewers,
        organic=judged.organic,
        paid=judged.paid,
        baseline=_rounded(judged.baseline),
        surge=judged.surge_from is not None,
        freshness=judged.freshness,
        age_s=_age(judged.age_from, now),
    )


def _by_slot(decided: RoomDecision) -> list[Cue]:
    return sorted(decided.cues, key=lambda cue: cue.slot)


def _cue(cue: Cue, names: Names) -> CueStatus:
    view = cue_view(cue, names)
    return CueStatus(kind=cue.kind, sku=view.sku, text=view.text, reason=view.reason)


def _alert(alert: Alert, names: Names) -> AlertStatus:
    return AlertStatus(
        id=alert.id,
        level=alert.cause.level,
        cause=alert_view(alert, names).text,
        since=instant(alert.since),
        state=alert.state,
    )


def _task(view: TaskView) -> TaskStatus:
    return TaskStatus(
        hold=view.hold,
        sku=view.sku,
        storefront=view.storefront,
        act=view.act,
        text=view.text,
        since=instant(view.since),
        reminders=view.reminders,
        overdue=view.overdue,
        page=view.page or None,
    )


def _sources(picture: Picture, now: datetime) -> tuple[SourceStatus, ...]:
    judged = () if picture.decided is None else picture.decided.sources
    lamps = {lamp.id: lamp for lamp in judged}
    return tuple(_source(source, lamps.get(source.id), now) for source in picture.sources)


def _source(facts: SourceFacts, lamp: SourceDecision | None, now: datetime) -> SourceStatus:
    return SourceStatus(
        id=facts.id,
        role=facts.role,
        kind=facts.kind,
        state=facts.state if lamp is None else lamp.state,
        last_ok_age_s=_age(facts.age_from, now),
        units_at_risk=None if lamp is None else lamp.units_at_risk,
        error=plain(facts.error) or None,
    )


def _age(since: datetime | None, now: datetime) -> float | None:
    """Seconds, one decimal; what is from ahead of our clock is of age 0."""
    return None if since is None else max(0.0, round((now - since).total_seconds(), 1))


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 1)
