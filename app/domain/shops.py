"""One storefront's side of a product: what it says, what we hold there, and what may be done."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from app.domain.decision import ProductStock, ShopDecision, ShopState, StockPart
from app.domain.facts import RoomFacts, ShopFacts
from app.domain.freshness import freshness
from app.domain.hold import Hold, HoldKind, HoldState
from app.domain.hold_steps import keeps_off
from app.domain.limits import holds_used, may_mark, may_restore, may_stop, open_hold
from app.domain.policy import Policy
from app.domain.readings import Freshness
from app.domain.stock import fed, total

_HELD = {
    HoldState.SENDING: ShopState.SELLING_OUT,
    HoldState.ACTIVE: ShopState.SOLD_OUT,
    HoldState.UNKNOWN: ShopState.UNKNOWN,
    HoldState.CLOSING: ShopState.RESTORING,
}


def decide_shop(
    shop: ShopFacts,
    holds: Iterable[Hold],
    parts: Sequence[StockPart],
    room: RoomFacts,
    policy: Policy,
    now: datetime,
) -> ShopDecision:
    """What one shop does with a product; `holds` are the product's, open ones and this broadcast's."""
    here = [hold for hold in holds if hold.storefront == shop.storefront]
    hold = open_hold(here)
    used = holds_used(here, room.broadcast)
    fresh = freshness(shop.read_at, now, shop.stale_after_s)
    return ShopDecision(
        storefront=shop.storefront,
        state=_state(shop, hold, fresh),
        quantity=shop.quantity,
        hold=hold,
        holds_used=used,
        holds_left=max(0, policy.holds_per_broadcast - used),
        mark=may_mark(room, shop, here, policy),
        restore=may_restore(here),
        stop=may_stop(shop, here),
        freshness=fresh,
        gone=shop.gone,
        kept_off=_waits_for_stock(shop, hold, parts),
    )


def fed_units(shop: ShopFacts, parts: Sequence[StockPart]) -> int | None:
    """The last known units of the warehouses that feed the shop; of all of them where none are named."""
    return fed(parts, shop.fed_by) if shop.fed_by else total(parts)


def is_on_offer(shops: Sequence[ShopFacts], judged: Sequence[ShopDecision], stock: ProductStock) -> bool:
    """Whether buyers can get the product somewhere, as far as is known: doubt counts as yes, a hold as no."""
    listed = [(s, j) for s, j in zip(shops, judged, strict=True) if s.listed]
    if not listed:
        return stock.available != 0
    return any(_may_sell(shop, decision, stock.parts) for shop, decision in listed)


def is_surely_off(shops: Sequence[ShopFacts], judged: Sequence[ShopDecision], stock: ProductStock) -> bool:
    """Whether it is certain that buyers can get the product nowhere; doubt counts as no."""
    listed = [(s, j) for s, j in zip(shops, judged, strict=True) if s.listed]
    if not listed:
        return stock.available == 0
    return all(_surely_off(shop, decision, stock.parts) for shop, decision in listed)


def _may_sell(shop: ShopFacts, decision: ShopDecision, parts: Sequence[StockPart]) -> bool:
    if shop.gone or decision.hold is not None or shop.sold_out is True:
        return False
    return not (shop.enforces_quantity and fed_units(shop, parts) == 0)


def _surely_off(shop: ShopFacts, decision: ShopDecision, parts: Sequence[StockPart]) -> bool:
    if decision.state in (ShopState.ON_SALE, ShopState.UNKNOWN) and not shop.gone:
        return shop.enforces_quantity and fed_units(shop, parts) == 0
    return True


def _waits_for_stock(shop: ShopFacts, hold: Hold | None, parts: Sequence[StockPart]) -> bool:
    closing = hold is not None and hold.state is HoldState.CLOSING
    return closing and keeps_off(fed_units(shop, parts), enforces_quantity=shop.enforces_quantity)


def _state(shop: ShopFacts, hold: Hold | None, fresh: Freshness) -> ShopState:
    if hold is not None:
        stopped = hold.kind is HoldKind.STOP and hold.state is HoldState.ACTIVE
        return ShopState.STOPPED if stopped else _HELD[hold.state]
    if shop.sold_out is None or shop.gone or fresh in (Freshness.STALE, Freshness.UNKNOWN):
        return ShopState.UNKNOWN
    return ShopState.SOLD_OUT if shop.sold_out else ShopState.ON_SALE
