"""How a product stands by its own figures: stock, storefronts, levels, need. Not for what it sells."""

from datetime import datetime

from app.domain.catalogue import Product
from app.domain.decision import ProductDecision, ProductStock, ShopDecision, Stance
from app.domain.facts import Demand, ProductFacts, RoomFacts
from app.domain.freshness import earliest, freshness, turns_at
from app.domain.levels import above_opening, level, share
from app.domain.need import Need
from app.domain.policy import Policy
from app.domain.readings import Freshness
from app.domain.replenishment import days_of_cover, demand_of, lead_of, need_of
from app.domain.shops import decide_shop, is_on_offer, is_surely_off
from app.domain.stock import product_stock, stock_turns_at


def stance_of(
    facts: ProductFacts, room: RoomFacts, policy: Policy, now: datetime, previous: ProductDecision | None
) -> Stance:
    """How the product stands as of `now`.

    `previous` is its last decision: it keeps a level through its dead-band, and knows since when a product on
    air can't be bought.
    """
    stock = product_stock(facts.stock, facts.missing, now)
    shops = tuple([decide_shop(shop, facts.holds, stock.parts, room, policy, now) for shop in facts.shops])
    demand = demand_of(facts.product, facts.demand)
    of_opening = share(stock.available, facts.opening)
    before = None if previous is None else previous.level
    return Stance(
        stock=stock,
        shops=shops,
        selling=is_on_offer(facts.shops, shops, stock),
        share=of_opening,
        above_opening=above_opening(stock.available, facts.opening),
        level=None if stock.freshness is Freshness.UNKNOWN else level(of_opening, before, policy),
        need=_need(demand, facts.product, policy),
        days_of_cover=days_of_cover(stock.available, demand),
        on_air_unbuyable_since=_unbuyable_since(facts, shops, stock, room, now, previous),
        turns_at=_turns_at(facts, now),
    )


def stance_holds_until(stance: Stance, facts: ProductFacts, now: datetime) -> datetime | None:
    """Until when this still holds because its figures were read again and are the same; None: no longer.

    Cheaper than judging anew. `facts` are those of now, whose figures nobody reported as changed.
    """
    were = [part.freshness for part in stance.stock.parts]
    are = [part.freshness for part in product_stock(facts.stock, facts.missing, now).parts]
    shops_were = [shop.freshness for shop in stance.shops]
    shops_are = [freshness(shop.read_at, now, shop.stale_after_s) for shop in facts.shops]
    return _turns_at(facts, now) if were == are and shops_were == shops_are else None


def _need(demand: Demand | None, product: Product, policy: Policy) -> Need | None:
    lead = None if demand is None else lead_of(product.legs)
    if demand is None or lead is None:
        return None
    return need_of(demand, lead, policy.service_factor, policy.safety)


def _unbuyable_since(
    facts: ProductFacts,
    shops: tuple[ShopDecision, ...],
    stock: ProductStock,
    room: RoomFacts,
    now: datetime,
    previous: ProductDecision | None,
) -> datetime | None:
    """Since when the product on air can't be bought, as far as is certain."""
    on_air = room.on_air
    if on_air is None or on_air.sku != facts.product.sku or not is_surely_off(facts.shops, shops, stock):
        return None
    before = None if previous is None else previous.on_air_unbuyable_since
    return max(before or now, on_air.since)


def _turns_at(facts: ProductFacts, now: datetime) -> datetime | None:
    """When a figure of the product will look older by time alone."""
    shops = [turns_at(shop.read_at, now, shop.stale_after_s) for shop in facts.shops]
    return earliest([*shops, stock_turns_at(facts.stock, now)])
