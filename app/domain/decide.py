"""Facts, policy, now → decisions: where the rules meet. Pure, so that live, rehearsal and tests agree.

`decide_product` costs what one product costs; `decide_room` looks only at the noteworthy ones.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from app.domain.ahead import backdrop_of
from app.domain.alerts import Watch, over_budget, watch_turns_at, watched
from app.domain.backdrop import Backdrop
from app.domain.catalogue import Product
from app.domain.causes import causes_turn_at, product_causes
from app.domain.cues import Scene, order_shortage, proposed
from app.domain.decision import (
    ProductDecision,
    RoomDecision,
    Stance,
    TrafficDecision,
    Urgency,
)
from app.domain.drafts import completed
from app.domain.facts import ProductFacts, RoomFacts, TrafficFacts
from app.domain.freshness import earliest, freshness, turns_at
from app.domain.lean import lean
from app.domain.lineup import line_up, urgency, urgency_rank
from app.domain.pace import Pace
from app.domain.paces import Asked, paces_of
from app.domain.policy import Policy
from app.domain.replenishment import reorder
from app.domain.risk import product_at_risk, risks_by_source
from app.domain.shortage import is_low, must_call
from app.domain.showtime import minutes_left
from app.domain.signals import Reorder, SellOut
from app.domain.slots import seated, seats_turn_at
from app.domain.sources import decide_source, room_causes, sources_turn_at
from app.domain.stance import stance_holds_until, stance_of
from app.domain.traffic import is_surge, ratio

_SOON_MINUTES = 30.0
_PLAN_SECONDS = 120.0
"""How often what does not sell is held against what was planned of it."""
_STILL = 0.01
"""Units per minute below which a fading rate is not looked at again."""


@lean
@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One product to be judged. `previous` is its last decision.

    `stance`: how it stands where nothing of its own has changed since, but the room around it or what it
    sells has.
    """

    facts: ProductFacts
    previous: ProductDecision | None = None
    stance: Stance | None = None


def decide_product(
    facts: ProductFacts,
    room: RoomFacts,
    policy: Policy,
    now: datetime,
    previous: ProductDecision | None = None,
) -> ProductDecision:
    """Everything about one product, as of `now`; see `stance_of` for what `previous` is for."""
    return decide_products((Case(facts=facts, previous=previous),), room, policy, now)[0]


def decide_products(
    cases: Sequence[Case], room: RoomFacts, policy: Policy, now: datetime
) -> list[ProductDecision]:
    """Everything about these products, as of `now`: what is the same for all is reckoned once."""
    backdrop = backdrop_of(room, policy, now)
    if room.backdrop is None:
        room = replace(room, backdrop=backdrop)
    scene = _Scene(room=room, backdrop=backdrop, policy=policy, now=now)
    stances = [case.stance or stance_of(case.facts, room, policy, now, case.previous) for case in cases]
    asked = [
        Asked(facts=case.facts, units=stance.stock.available if _foretells(stance) else None)
        for case, stance in zip(cases, stances, strict=True)
    ]
    paces = paces_of(asked, room, policy, now)
    return [
        _decided(case.facts, stance, pace, scene)
        for case, stance, pace in zip(cases, stances, paces, strict=True)
    ]


def decide_room(  # noqa: PLR0913 - what a room is judged by comes from different hands
    decisions: Mapping[str, ProductDecision],
    facts: Mapping[str, ProductFacts],
    room: RoomFacts,
    policy: Policy,
    now: datetime,
    previous: RoomDecision | None = None,
    *,
    changed: Collection[str] | None = None,
) -> RoomDecision:
    """Cues, alerts, lamps and traffic, as of `now`.

    `changed` names the products decided since `previous`; without it all are looked at once.
    """
    flagged = _flagged(decisions, previous, changed)
    to_order = _to_order(decisions, previous, changed)
    risks = risks_by_source([decisions[sku] for sku in flagged])
    lamps = tuple(decide_source(source, risks.get(source.id), now) for source in room.sources)
    surge = is_surge(room.traffic, now)
    scene = Scene(
        decisions=decisions,
        facts=facts,
        room=room,
        lamps=lamps,
        risks=risks,
        flagged=flagged,
        to_order=to_order,
        surge=surge,
        minutes_left=minutes_left(room, policy, now),
        policy=policy,
        now=now,
    )
    causes = [*room_causes(room, lamps, facts, policy, now)]
    causes += [cause for sku in flagged for cause in decisions[sku].causes]
    watch = watched(_memory(previous), causes, room, policy, now)
    seats = previous.cues if previous is not None else ()
    cues = seated(seats, proposed(scene), room.snoozed, policy, now)
    return RoomDecision(
        cues=cues,
        alerts=watch.alerts,
        traffic=tuple(_traffic(one, policy, now) for one in room.traffic),
        sources=lamps,
        surge=surge,
        criticals=watch.criticals,
        over_budget=over_budget(watch, policy),
        flagged=flagged,
        to_order=to_order,
        pending=watch.pending,
        changes_at=earliest(
            (
                watch_turns_at(watch, causes, room, policy, now),
                seats_turn_at(cues, room.snoozed, policy, now),
                sources_turn_at(room.sources, now),
                earliest(turns_at(one.age_from, now, one.stale_after_s) for one in room.traffic),
            )
        ),
    )


def confirmed(decision: ProductDecision, facts: ProductFacts, now: datetime) -> ProductDecision | None:
    """A decision that is due, as it stands on because its figures were read again and are the same.

    Cheaper than deciding anew. `facts` are those of now, whose figures nobody reported as changed since the
    decision. None: it holds no longer.
    """
    if decision.renew_at is not None and now >= decision.renew_at:
        return None
    turns_at = stance_holds_until(decision.stance, facts, now)
    if turns_at is None:
        return None
    changes_at = earliest((turns_at, decision.renew_at))
    return replace(decision, stance=replace(decision.stance, turns_at=turns_at), changes_at=changes_at)


# One product


@lean
@dataclass(frozen=True, slots=True, kw_only=True)
class _Scene:
    """What all products are judged by."""

    room: RoomFacts
    backdrop: Backdrop
    policy: Policy
    now: datetime


def _foretells(stance: Stance) -> bool:
    """Whether an end can be spoken of: the stock is known, and buyers get it or it is gone."""
    stock = stance.stock
    return stock.available is not None and stance.is_known and (stance.selling or stock.available == 0)


def _decided(facts: ProductFacts, stance: Stance, pace: Pace, scene: _Scene) -> ProductDecision:
    room, policy, now = scene.room, scene.policy, scene.now
    draft = _draft(facts, stance, pace, scene)
    causes = product_causes(draft, facts, room, policy, now)
    renew_at = earliest((causes_turn_at(facts, policy, now), _rate_turns_at(draft, facts, scene)))
    return completed(
        draft,
        group=urgency(draft),
        rank=urgency_rank(draft),
        line_up=line_up(draft, facts.product),
        causes=causes,
        noteworthy=bool(causes) or _is_noteworthy(draft, policy),
        changes_at=earliest((stance.turns_at, renew_at)),
        renew_at=renew_at,
    )


def _draft(facts: ProductFacts, stance: Stance, pace: Pace, scene: _Scene) -> ProductDecision:
    """The decision but for what is judged from the decision itself: order, alerts, and when it changes."""
    stock, backdrop = stance.stock, scene.backdrop
    forecast = None if pace.outlook is None else pace.outlook.sell_out
    at_risk = product_at_risk(stock.parts, scene.now, pace.per_minute) if stance.selling else None
    return ProductDecision(
        sku=facts.product.sku,
        stance=stance,
        stock=stock,
        opening=facts.opening,
        share=stance.share,
        above_opening=stance.above_opening,
        level=stance.level,
        safety_stock=None if stance.need is None else stance.need.safety_stock,
        units_per_minute=pace.per_minute,
        trend=pace.trend,
        per_1000_viewers=pace.per_1000_viewers,
        sell_out=forecast,
        lasts_the_show=_lasts(forecast, backdrop.prospect.left),
        units_at_risk=at_risk,
        tier=backdrop.tier,
        days_of_cover=stance.days_of_cover,
        reorder=_reorder(facts.product, stance, backdrop),
        shops=stance.shops,
        selling=stance.selling,
        on_air_unbuyable_since=stance.on_air_unbuyable_since,
        group=Urgency.NORMAL,
        rank=0,
        line_up=0,
        causes=(),
        noteworthy=False,
        changes_at=None,
        renew_at=None,
        outlook=pace.outlook,
    )


def _lasts(forecast: SellOut | None, left: float | None) -> bool:
    return forecast is not None and left is not None and forecast.p10 > left


def _reorder(product: Product, stance: Stance, backdrop: Backdrop) -> Reorder | None:
    stock = stance.stock
    if stance.need is None or stock.available is None or not stance.is_known:
        return None
    position = stock.available + (stock.inbound or 0)
    return reorder(product, stance.need, position, backdrop.cover_days, backdrop.today)


def _is_noteworthy(decision: ProductDecision, policy: Policy) -> bool:
    held = any(shop.hold is not None for shop in decision.shops)
    scarce = is_low(decision) or must_call(decision, policy)
    return scarce or held or bool(decision.units_at_risk)


def _rate_turns_at(decision: ProductDecision, facts: ProductFacts, scene: _Scene) -> datetime | None:
    """When to look again at a rate that time alone wears down, or that the first sales do not give yet."""
    waits = decision.units_per_minute is None and facts.trade.units.steady > 0
    if not waits and (decision.units_per_minute or 0.0) <= _STILL:
        watched = facts.planned is not None and scene.room.broadcast is not None
        return scene.now + timedelta(seconds=_PLAN_SECONDS) if watched else None
    soon = decision.sell_out is not None and decision.sell_out.p50 <= _SOON_MINUTES
    wait_s = scene.policy.hurried_refresh_seconds if soon else scene.policy.refresh_seconds
    return scene.now + timedelta(seconds=wait_s)


# The room


def _flagged(
    decisions: Mapping[str, ProductDecision], previous: RoomDecision | None, changed: Collection[str] | None
) -> frozenset[str]:
    """The noteworthy products: those known before, and of the changed ones those that are now."""
    if previous is None or changed is None:
        return frozenset(sku for sku, decision in decisions.items() if decision.noteworthy)
    now_noteworthy = {sku for sku in changed if sku in decisions and decisions[sku].noteworthy}
    return frozenset((previous.flagged - set(changed)) | now_noteworthy)


def _to_order(
    decisions: Mapping[str, ProductDecision], previous: RoomDecision | None, changed: Collection[str] | None
) -> str | None:
    """The product that most needs ordering; looked for among all only when the last one no longer does."""
    among: Iterable[str] = decisions
    best = None if previous is None else previous.to_order
    if changed is not None and best is not None and best in decisions and order_shortage(decisions[best]):
        among = (best, *(sku for sku in changed if sku in decisions))
    elif previous is not None and changed is not None and best is None:
        among = [sku for sku in changed if sku in decisions]
    worst = max(among, key=lambda sku: (order_shortage(decisions[sku]), sku), default=None)
    return worst if worst is not None and order_shortage(decisions[worst]) else None


def _memory(previous: RoomDecision | None) -> Watch:
    if previous is None:
        return Watch()
    return Watch(alerts=previous.alerts, pending=previous.pending, criticals=previous.criticals)


def _traffic(one: TrafficFacts, policy: Policy, now: datetime) -> TrafficDecision:
    return TrafficDecision(
        source=one.source,
        viewers=one.viewers,
        organic=one.organic,
        paid=one.paid,
        baseline=one.baseline,
        surge_ratio=ratio(one),
        surge_line=None if one.baseline is None else one.baseline * policy.surge_ratio,
        surge_from=one.surge_from,
        freshness=freshness(one.age_from, now, one.stale_after_s),
        age_from=one.age_from,
    )
