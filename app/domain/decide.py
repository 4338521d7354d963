"""Facts, policy, now → decisions: where the rules meet. Pure, so that live, rehearsal and tests agree.

`decide_product` costs what one product costs; `decide_room` looks only at the noteworthy ones.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.domain.ahead import backdrop_of, expected
from app.domain.alerts import Watch, over_budget, watch_turns_at, watched
from app.domain.backdrop import Backdrop
from app.domain.catalogue import Product
from app.domain.causes import causes_turn_at, product_causes
from app.domain.cues import Scene, order_shortage, proposed
from app.domain.decision import (
    ProductDecision,
    ProductStock,
    RoomDecision,
    ShopDecision,
    TrafficDecision,
    Urgency,
)
from app.domain.drafts import completed
from app.domain.facts import Demand, ProductFacts, RoomFacts, TrafficFacts
from app.domain.freshness import earliest, freshness, turns_at
from app.domain.lean import lean
from app.domain.levels import above_opening, level, share
from app.domain.lineup import line_up, urgency, urgency_rank
from app.domain.policy import Policy
from app.domain.readings import Freshness
from app.domain.replenishment import Need, days_of_cover, demand_of, lead_of, need_of, reorder
from app.domain.risk import product_at_risk, risks_by_source
from app.domain.shops import decide_shop, is_on_offer, is_surely_off
from app.domain.shortage import is_low, must_call
from app.domain.showtime import minutes_left
from app.domain.signals import Outlook, Reorder, SellOut
from app.domain.slots import seated, seats_turn_at
from app.domain.sources import decide_source, room_causes, sources_turn_at
from app.domain.stock import product_stock, stock_turns_at
from app.domain.trade import (
    TradeFacts,
    caught_up,
    is_known,
    per_1000_viewers,
    trend,
    units_per_minute,
)
from app.domain.traffic import is_surge, ratio

_SOON_MINUTES = 30.0
_PLAN_SECONDS = 120.0
"""How often what does not sell is held against what was planned of it."""
_STILL = 0.01
"""Units per minute below which a fading rate is not looked at again."""


def decide_product(
    facts: ProductFacts,
    room: RoomFacts,
    policy: Policy,
    now: datetime,
    previous: ProductDecision | None = None,
) -> ProductDecision:
    """Everything about one product, as of `now`.

    `previous` is its last decision: it keeps a level through its dead-band, and knows since when a product on
    air can't be bought.
    """
    stock = product_stock(facts.stock, facts.missing, now)
    shops = tuple(decide_shop(shop, facts.holds, stock.parts, room, policy, now) for shop in facts.shops)
    case = _Case(
        facts=facts,
        room=room,
        backdrop=backdrop_of(room, policy, now),
        policy=policy,
        now=now,
        previous=previous,
        stock=stock,
        shops=shops,
    )
    draft = _draft(case, caught_up(facts.trade, room.meter, policy))
    causes = product_causes(draft, facts, room, policy, now)
    renew_at = earliest((causes_turn_at(facts, policy, now), _rate_turns_at(draft, case)))
    return completed(
        draft,
        group=urgency(draft),
        rank=urgency_rank(draft),
        line_up=line_up(draft, facts.product),
        causes=causes,
        noteworthy=bool(causes) or _is_noteworthy(draft, policy),
        changes_at=earliest((_figures_turn_at(facts, now), renew_at)),
        renew_at=renew_at,
    )


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


def holds_until(decision: ProductDecision, facts: ProductFacts, now: datetime) -> datetime | None:
    """Until when a decision that is due still holds, because its figures were read again and are the same.

    Cheaper than deciding anew. `facts` are those of now, whose figures nobody reported as changed since the
    decision. None: it holds no longer.
    """
    if decision.renew_at is not None and now >= decision.renew_at:
        return None
    if not _is_as_fresh(decision, facts, now):
        return None
    return earliest((_figures_turn_at(facts, now), decision.renew_at))


# One product


@lean
@dataclass(frozen=True, slots=True, kw_only=True)
class _Case:
    """All that one product is judged by, gathered once."""

    facts: ProductFacts
    room: RoomFacts
    backdrop: Backdrop
    policy: Policy
    now: datetime
    previous: ProductDecision | None
    stock: ProductStock
    shops: tuple[ShopDecision, ...]

    @property
    def is_known(self) -> bool:
        """Whether no part of the stock is missing: a part is no ground to speak of levels or an end."""
        return self.stock.freshness is not Freshness.UNKNOWN


def _draft(case: _Case, trade: TradeFacts) -> ProductDecision:
    """The decision but for what is judged from the decision itself: order, alerts, and when it changes."""
    facts, stock, policy = case.facts, case.stock, case.policy
    rate = units_per_minute(trade)
    selling = is_on_offer(facts.shops, case.shops, stock)
    outlook = _outlook(case, trade) if selling or stock.available == 0 else None
    forecast = None if outlook is None else outlook.sell_out
    demand = demand_of(facts.product, facts.demand)
    need = _need(demand, facts.product, policy)
    of_opening = share(stock.available, facts.opening)
    return ProductDecision(
        sku=facts.product.sku,
        stock=stock,
        opening=facts.opening,
        share=of_opening,
        above_opening=above_opening(stock.available, facts.opening),
        level=level(of_opening, _level_before(case), policy) if case.is_known else None,
        safety_stock=None if need is None else need.safety_stock,
        units_per_minute=rate,
        trend=trend(trade),
        per_1000_viewers=per_1000_viewers(trade, policy),
        sell_out=forecast,
        lasts_the_show=_lasts(forecast, case.backdrop.prospect.left),
        units_at_risk=product_at_risk(stock.parts, case.now, rate) if selling else None,
        tier=case.backdrop.tier,
        days_of_cover=days_of_cover(stock.available, demand),
        reorder=_reorder(case, need),
        shops=case.shops,
        selling=selling,
        on_air_unbuyable_since=_unbuyable_since(case),
        group=Urgency.NORMAL,
        rank=0,
        line_up=0,
        causes=(),
        noteworthy=False,
        changes_at=None,
        renew_at=None,
        outlook=outlook,
    )


def _outlook(case: _Case, trade: TradeFacts) -> Outlook | None:
    units = case.stock.available
    if units is None or not case.is_known or not (is_known(trade) or case.facts.earlier):
        return None
    return expected(case.facts, trade, units, case.room, case.policy, case.now)


def _lasts(forecast: SellOut | None, left: float | None) -> bool:
    return forecast is not None and left is not None and forecast.p10 > left


def _level_before(case: _Case) -> int | None:
    return None if case.previous is None else case.previous.level


def _need(demand: Demand | None, product: Product, policy: Policy) -> Need | None:
    lead = None if demand is None else lead_of(product.legs)
    if demand is None or lead is None:
        return None
    return need_of(demand, lead, policy.service_factor, policy.safety)


def _reorder(case: _Case, need: Need | None) -> Reorder | None:
    available = case.stock.available
    if need is None or available is None or not case.is_known:
        return None
    position = available + (case.stock.inbound or 0)
    return reorder(case.facts.product, need, position, case.backdrop.cover_days, case.backdrop.today)


def _unbuyable_since(case: _Case) -> datetime | None:
    """Since when the product on air can't be bought, as far as is certain."""
    on_air = case.room.on_air
    if on_air is None or on_air.sku != case.facts.product.sku:
        return None
    if not is_surely_off(case.facts.shops, case.shops, case.stock):
        return None
    before = None if case.previous is None else case.previous.on_air_unbuyable_since
    return max(before or case.now, on_air.since)


def _is_noteworthy(decision: ProductDecision, policy: Policy) -> bool:
    held = any(shop.hold is not None for shop in decision.shops)
    scarce = is_low(decision) or must_call(decision, policy)
    return scarce or held or bool(decision.units_at_risk)


def _figures_turn_at(facts: ProductFacts, now: datetime) -> datetime | None:
    """When a figure of the product will look older by time alone."""
    shops = [turns_at(shop.read_at, now, shop.stale_after_s) for shop in facts.shops]
    return earliest([*shops, stock_turns_at(facts.stock, now)])


def _is_as_fresh(decision: ProductDecision, facts: ProductFacts, now: datetime) -> bool:
    were = [part.freshness for part in decision.stock.parts]
    are = [part.freshness for part in product_stock(facts.stock, facts.missing, now).parts]
    shops_were = [shop.freshness for shop in decision.shops]
    return were == are and shops_were == [freshness(s.read_at, now, s.stale_after_s) for s in facts.shops]


def _rate_turns_at(decision: ProductDecision, case: _Case) -> datetime | None:
    """When to look again at a rate that time alone wears down, or that the first sales do not give yet."""
    waits = decision.units_per_minute is None and case.facts.trade.units.steady > 0
    if not waits and (decision.units_per_minute or 0.0) <= _STILL:
        watched = case.facts.planned is not None and case.room.broadcast is not None
        return case.now + timedelta(seconds=_PLAN_SECONDS) if watched else None
    soon = decision.sell_out is not None and decision.sell_out.p50 <= _SOON_MINUTES
    wait_s = case.policy.hurried_refresh_seconds if soon else case.policy.refresh_seconds
    return case.now + timedelta(seconds=wait_s)


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
