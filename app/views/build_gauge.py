"""From what was judged about a product to its gauge. Pure; judges nothing itself, only says and arranges."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.domain.catalogue import Product
from app.domain.decision import ProductStock, StockPart
from app.domain.facts import ProductFacts, RoomFacts, StockAt
from app.domain.lean import lean
from app.domain.readings import Freshness
from app.domain.room import ProductDecision, Reorder, SellOut, ShopDecision, ShopState, VerdictCode
from app.views.answers import Circumstances, cannot_words
from app.views.build_chips import chips, refusal_shown_until, worst_hold
from app.views.build_plans import announced_view
from app.views.build_shops import cannot, circumstances, shop_line
from app.views.gauge import GaugeView, HoldView, Segment, SellOutView, ShopLine, Urgency
from app.views.names import Names
from app.views.rounds import round_view
from app.words import _, day, money, number, plain

__all__ = ["Told", "gauge_changes_at", "gauge_view"]

_RESTOCK_SHOWS = timedelta(minutes=10)
_IN_LINE = 2 * 10**9
"""Before every rank that a product has at a glance."""


@lean
@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A gauge as it was told, and what it was made from."""

    facts: ProductFacts
    decision: ProductDecision
    view: GaugeView


def gauge_view(
    facts: ProductFacts,
    decision: ProductDecision,
    room: RoomFacts,
    *,
    names: Names,
    now: datetime,
    before: Told | None = None,
) -> GaugeView:
    """The gauge of one product as of `now`; its texts are in the language spoken now.

    `before` is its last one, by the same names: stock moves far more often than a shop does, and what has not
    changed there is not said anew.
    """
    product, stock = facts.product, decision.stock
    same_stock = None if before is None or before.decision.stock is not stock else before.view
    note = _note(facts, decision, names)
    chip, second = chips(facts, decision, names, now, note)
    at_shops = _at_shops(facts, decision, names, before)
    restocked = facts.restocked if _recent(facts.restocked_at, now) else None
    return GaugeView(
        sku=product.sku,
        title=plain(product.title),
        available=stock.available,
        opening=decision.opening,
        share=decision.share,
        oversold=stock.oversold,
        freshness=stock.freshness,
        age_from=stock.age_from,
        segments=_segments(facts, stock, names) if same_stock is None else same_stock.segments,
        missing=tuple([names.warehouse(warehouse) for warehouse in stock.missing]),
        safety_stock=decision.safety_stock,
        units_per_minute=decision.units_per_minute,
        trend=decision.trend,
        per_1000_viewers=decision.per_1000_viewers,
        sell_out=_sell_out(decision.sell_out),
        lasts_the_show=decision.lasts_the_show,
        units_at_risk=decision.units_at_risk,
        chip=chip,
        second_chip=second,
        hold=at_shops.hold,
        holds_used=at_shops.holds_used,
        holds_limit=at_shops.holds_limit,
        shops=at_shops.shops,
        on_air=room.on_air is not None and room.on_air.sku == product.sku,
        is_next=room.next_sku == product.sku,
        substitute="" if product.substitute is None else names.title(product.substitute),
        restocked=restocked,
        restocked_at=None if restocked is None else facts.restocked_at,
        inbound=stock.inbound,
        group=Urgency(decision.group.value),
        rank=decision.rank,
        line_up=_line_up(decision, room),
        cannot_mark=at_shops.cannot_mark,
        cannot_restore=at_shops.cannot_restore,
        cannot_stop=at_shops.cannot_stop,
        price=_price(product, names),
        margin=_margin(product, names),
        note=note,
        days_of_cover=decision.days_of_cover,
        reorder=_reorder(decision.reorder),
        selling_round=round_view(facts.rounds, stock.available, now) if facts.rounds else None,
        announced=announced_view(facts.announced),
    )


def gauge_changes_at(facts: ProductFacts, decision: ProductDecision, now: datetime) -> datetime | None:
    """When time alone changes this gauge, what is judged included; None: never."""
    restock_gone = None if facts.restocked_at is None else facts.restocked_at + _RESTOCK_SHOWS
    instants = (decision.changes_at, refusal_shown_until(facts, now), restock_gone)
    return min((instant for instant in instants if instant is not None and instant > now), default=None)


def _recent(at: datetime | None, now: datetime) -> bool:
    return at is not None and now < at + _RESTOCK_SHOWS


def _line_up(decision: ProductDecision, room: RoomFacts) -> int:
    """What stands in line comes first, in its order; behind it what is worth most at a glance."""
    place = room.line_up.place_of(decision.sku)
    return decision.line_up if place is None else place - _IN_LINE


@lean
@dataclass(frozen=True, slots=True, kw_only=True)
class _AtShops:
    """A product's storefronts together, as a gauge says them."""

    shops: tuple[ShopLine, ...]
    hold: HoldView | None
    holds_used: int
    holds_limit: int
    cannot_mark: str
    cannot_restore: str
    cannot_stop: str


def _at_shops(
    facts: ProductFacts, decision: ProductDecision, names: Names, before: Told | None
) -> _AtShops | GaugeView:
    """What is said of the storefronts; the last gauge itself where nothing changed at any of them."""
    if before is not None and before.decision.shops == decision.shops and _answer(before.facts, facts):
        return before.view
    hold = worst_hold(decision)
    listing = _listing(facts, decision, names)
    lines = tuple(shop_line(shop, about, names, facts.product.sku) for shop, about in listing)
    return _AtShops(
        shops=lines,
        hold=next((line.hold for line in lines if line.hold and hold and line.hold.id == hold.id), None),
        holds_used=max((line.holds_used for line in lines), default=0),
        holds_limit=max((line.holds_limit for line in lines), default=names.holds_per_broadcast),
        cannot_mark=cannot([line.cannot_mark for line in lines]),
        cannot_restore=cannot([line.cannot_restore for line in lines]),
        cannot_stop=cannot([cannot_words(shop.stop.code, about) for shop, about in listing]),
    )


def _answer(*several: ProductFacts) -> bool:
    """Whether all storefronts answer: then what is said of them hangs on what was judged alone."""
    return all(shop.reachable for facts in several for shop in facts.shops)


def _segments(facts: ProductFacts, stock: ProductStock, names: Names) -> tuple[Segment, ...]:
    return tuple([_segment(part, at, names) for part, at in zip(stock.parts, facts.stock, strict=True)])


def _segment(part: StockPart, at: StockAt, names: Names) -> Segment:
    return Segment(
        warehouse=part.warehouse,
        name=names.warehouse(part.warehouse),
        short=names.short(part.warehouse),
        available=part.available,
        freshness=part.freshness,
        age_from=part.age_from,
        source=part.source if part.shares_age else "",
        on_hand=at.reading.on_hand,
        inbound=at.reading.inbound,
    )


def _sell_out(judged: SellOut | None) -> SellOutView | None:
    return None if judged is None else SellOutView(p10=judged.p10, p50=judged.p50, p90=judged.p90)


def _listing(
    facts: ProductFacts, decision: ProductDecision, names: Names
) -> tuple[tuple[ShopDecision, Circumstances], ...]:
    """Each storefront that lists the product, with what its refusals may name."""
    known = {shop.storefront: shop for shop in facts.shops}
    return tuple(
        (shop, circumstances(facts.product, known.get(shop.storefront), shop, names))
        for shop in decision.shops
        if shop.mark.code is not VerdictCode.NOT_LISTED
    )


def _price(product: Product, names: Names) -> str:
    return "" if product.price is None else money(product.price, names.currency)


def _margin(product: Product, names: Names) -> str:
    if product.price is None or product.cost is None:
        return ""
    return money(product.price - product.cost, names.currency)


def _reorder(reorder: Reorder | None) -> str:
    if reorder is None:
        return ""
    if reorder.due:
        return _("Reorder {units} now").format(units=number(reorder.quantity))
    if reorder.by is None:
        return _("Reorder at {units}").format(units=number(reorder.point))
    return _("Reorder {units} by {day}").format(units=number(reorder.quantity), day=day(reorder.by))


def _note(facts: ProductFacts, decision: ProductDecision, names: Names) -> str:
    """Why a figure is unknown or doubtful, else what is odd at a shop; empty when all is well."""
    return _doubt(facts, decision, names) or _shop_note(decision, names)


def _doubt(facts: ProductFacts, decision: ProductDecision, names: Names) -> str:
    stock = decision.stock
    if facts.rejected:
        return _("Reading rejected: {why}").format(why=plain(facts.rejected))
    if stock.missing:
        return _("No answer yet from {places}").format(places=_places(stock.missing, names))
    without = [part.warehouse for part in stock.parts if part.available is None]
    if without:
        return _("{places} gives no figure").format(places=_places(without, names))
    if not stock.parts:
        return _("No warehouse lists it")
    stale = [part.warehouse for part in stock.parts if part.freshness is Freshness.STALE]
    return _("No new data from {places}").format(places=_places(stale, names)) if stale else ""


def _places(warehouses: Iterable[str], names: Names) -> str:
    return _(", ").join(names.warehouse(warehouse) for warehouse in warehouses)


def _shop_note(decision: ProductDecision, names: Names) -> str:
    for shop in decision.shops:
        name = names.storefront(shop.storefront)
        if shop.gone:
            return _("{shop} no longer knows it").format(shop=name)
        if shop.kept_off:
            return _("Stays off sale at {shop}: no stock left, and the shop does not check").format(shop=name)
        if shop.hold is None and shop.state is ShopState.SOLD_OUT and decision.stock.available:
            return _("Off sale at {shop}, and not by us").format(shop=name)
    return ""
