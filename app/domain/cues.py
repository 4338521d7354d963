"""Which suggestions the room could use now, each with its reasons in figures. Not for how many are shown."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from math import ceil

from app.domain.decision import ProductDecision, ShopState, SourceDecision
from app.domain.facts import ProductFacts, RoomFacts
from app.domain.hold import HoldKind, HoldState, Reason
from app.domain.policy import Policy
from app.domain.readings import Freshness, SourceState
from app.domain.replenishment import lead_of, packed
from app.domain.risk import SourceRisk
from app.domain.shops import is_surely_off
from app.domain.shortage import is_low, must_call, runs_short
from app.domain.signals import Cue, CueKind, Figures
from app.domain.traffic import ratio

_CRITICAL = 10
_WELL = (SourceState.LIVE, SourceState.AGING)
_LEAST_SHORTAGE = 0.001
_NOTICE_MINUTES = 3.0
"""A switch is proposed this long before the earliest likely end of stock."""
_WEIGHTS = {
    CueKind.SUBSTITUTE: 100.0,
    CueKind.SHOW_NEXT: 90.0,
    CueKind.PRE_SALE: 70.0,
    CueKind.CALL_STOCK: 60.0,
    CueKind.RESTORE_EARLY: 50.0,
    CueKind.HOLD_BACK: 40.0,
    CueKind.REORDER: 30.0,
}
_FOR_SHOW = (Reason.STAGE, Reason.ROUND, Reason.RESERVE, Reason.TRIAL)
"""Reasons after which selling on early is a matter of business, not of safety."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """Everything cues are made from.

    `flagged` are the noteworthy SKUs, `to_order` the one that most needs ordering, `minutes_left` those of
    the broadcast.
    """

    decisions: Mapping[str, ProductDecision]
    facts: Mapping[str, ProductFacts]
    room: RoomFacts
    lamps: tuple[SourceDecision, ...]
    risks: Mapping[str, SourceRisk]
    flagged: Collection[str]
    to_order: str | None
    surge: bool
    minutes_left: float | None
    policy: Policy
    now: datetime


def proposed(scene: Scene) -> Iterator[Cue]:
    """All cues that are true now, in no order."""
    yield from _of_air(scene)
    for sku in scene.flagged:
        yield from _of_product(scene, scene.decisions[sku])
    if scene.to_order is not None:
        yield _reorder(scene.decisions[scene.to_order])
    yield from _of_sources(scene)


def order_shortage(decision: ProductDecision) -> float:
    """How far the stock position lies under the reorder point, 0…1; 0 where no order is due."""
    order = decision.reorder
    if order is None or not order.due or order.quantity <= 0 or order.point <= 0:
        return 0.0
    return max(_LEAST_SHORTAGE, 1.0 - max(0, order.position) / order.point)


# What is on air, and next


def _of_air(scene: Scene) -> Iterator[Cue]:
    on_air = scene.room.on_air
    shown = [on_air.sku if on_air else None, scene.room.next_sku]
    for place, sku in enumerate(shown):
        decision = None if sku is None else scene.decisions.get(sku)
        if decision is not None:
            yield from _instead(scene, decision, is_on_air=place == 0)


def _instead(scene: Scene, shown: ProductDecision, *, is_on_air: bool) -> Iterator[Cue]:
    """Something else to show: now, if this can't be bought; soon, if it will be gone before long.

    Also where a tenth is left of it: then a plan B is to be ready.
    """
    gone = is_surely_off(scene.facts[shown.sku].shops, shown.shops, shown.stock)
    ends = is_on_air and (_ends_soon(scene, shown) or _is_nearly_out(shown))
    if not gone and not ends:
        return
    substitute = _substitute(scene, shown)
    other = substitute or _best(scene, shown.sku)
    if other is None:
        return
    kind = CueKind.SUBSTITUTE if gone and substitute else CueKind.SHOW_NEXT
    first = 0.0 if shown.sell_out is None else shown.sell_out.p10
    figures = Figures(
        units=shown.stock.available,
        sell_out=shown.sell_out,
        minutes=0.0 if gone else max(1.0, first - _NOTICE_MINUTES),
        other_units=other.stock.available,
        other_lasts=other.lasts_the_show,
    )
    yield _cue(kind, shown.sku, figures, other=other.sku, extra=9.0 if gone else 0.0)


def _ends_soon(scene: Scene, decision: ProductDecision) -> bool:
    forecast = decision.sell_out
    if forecast is None or decision.lasts_the_show:
        return False
    return forecast.p50 <= scene.policy.show_next_minutes


def _is_nearly_out(decision: ProductDecision) -> bool:
    return runs_short(decision) and decision.level is not None and decision.level <= _CRITICAL


def _substitute(scene: Scene, decision: ProductDecision) -> ProductDecision | None:
    """The product's own substitute, where it can take over now."""
    sku = scene.facts[decision.sku].product.substitute
    other = None if sku is None else scene.decisions.get(sku)
    return other if other is not None and _can_take_over(scene, other) else None


def _best(scene: Scene, but: str) -> ProductDecision | None:
    """The first in line that can be shown; where none stands there, the first at a glance."""
    order = scene.room.line_up.order
    lined = (scene.decisions[sku] for sku in order if sku in scene.decisions and sku != but)
    first = next((one for one in lined if _can_take_over(scene, one)), None)
    if first is not None:
        return first
    others = (one for one in scene.decisions.values() if one.sku != but and _can_take_over(scene, one))
    return min(others, key=lambda one: (one.line_up, one.sku), default=None)


def _can_take_over(scene: Scene, other: ProductDecision) -> bool:
    current = other.stock.freshness in (Freshness.LIVE, Freshness.AGING)
    stocked = bool(other.stock.available) and (other.level is None or other.level > _CRITICAL)
    skipped = other.sku in scene.room.line_up.wishes.skips
    return current and stocked and other.selling and not skipped


# One product


def _of_product(scene: Scene, decision: ProductDecision) -> Iterator[Cue]:
    yield from _of_shortage(scene, decision)
    yield from _of_hold(scene, decision)


def _of_shortage(scene: Scene, decision: ProductDecision) -> Iterator[Cue]:
    """Stock that ends before the show: called for in time where some could come, else sold ahead."""
    if scene.room.broadcast is None or not runs_short(decision):
        return
    if (is_low(decision) or must_call(decision, scene.policy)) and _elsewhere(scene, decision):
        yield from _call(scene, decision)
    elif is_low(decision) and _ahead(scene, decision):
        yield _pre_sale(scene, decision)


def _elsewhere(scene: Scene, decision: ProductDecision) -> bool:
    """Whether there is stock that no shop sells: on its way, or in a warehouse that feeds none."""
    if decision.stock.inbound:
        return True
    shops = [shop for shop in scene.facts[decision.sku].shops if shop.listed]
    if not shops or any(not shop.fed_by for shop in shops):
        return False
    feeding = frozenset[str]().union(*(shop.fed_by for shop in shops))
    return any(part.available and part.warehouse not in feeding for part in decision.stock.parts)


def _call(scene: Scene, decision: ProductDecision) -> Iterator[Cue]:
    units = _missing_units(scene, decision)
    if units <= 0 or any(call.sku == decision.sku for call in scene.room.calls):
        return
    figures = Figures(
        units=decision.stock.available, sell_out=decision.sell_out, quantity=units, share=decision.share
    )
    yield _cue(CueKind.CALL_STOCK, decision.sku, figures, extra=_hurry(decision))


def _missing_units(scene: Scene, decision: ProductDecision) -> int:
    """What the rest of the show would sell beyond what is there, in whole packs."""
    rate, minutes = decision.units_per_minute, scene.minutes_left
    if rate is None or minutes is None:
        return 0
    product = scene.facts[decision.sku].product
    return packed(ceil(rate * minutes) - (decision.stock.available or 0), product.pack_size, 0)


def _ahead(scene: Scene, decision: ProductDecision) -> bool:
    forecast = decision.sell_out
    soon = forecast is not None and forecast.p50 <= scene.policy.pre_sale_minutes
    return soon and _substitute(scene, decision) is None


def _pre_sale(scene: Scene, decision: ProductDecision) -> Cue:
    lead = lead_of(scene.facts[decision.sku].product.legs)
    figures = Figures(
        units=decision.stock.available,
        sell_out=decision.sell_out,
        share=decision.share,
        lead_days=None if lead is None else lead.days,
    )
    return _cue(CueKind.PRE_SALE, decision.sku, figures, extra=_hurry(decision))


def _hurry(decision: ProductDecision) -> float:
    """0…9: the sooner it is gone, the more."""
    return 9.0 / (1.0 + decision.sell_out.p50 / 10) if decision.sell_out else 0.0


def _reorder(decision: ProductDecision) -> Cue:
    order = decision.reorder
    figures = Figures(
        units=decision.stock.available, reorder=order, quantity=None if order is None else order.quantity
    )
    return _cue(CueKind.REORDER, decision.sku, figures, extra=9.0 * order_shortage(decision))


def _of_hold(scene: Scene, decision: ProductDecision) -> Iterator[Cue]:
    """Sell on early: a surge is here, the stock is, and only our own show keeps the product off."""
    share = decision.share
    if not scene.surge or share is None or share <= scene.policy.restore_early_share:
        return
    if decision.stock.freshness in (Freshness.LIVE, Freshness.AGING) and _held_for_show(decision):
        times = max((r for one in scene.room.traffic if (r := ratio(one)) is not None), default=None)
        viewers = sum(one.viewers or 0 for one in scene.room.traffic)
        figures = Figures(units=decision.stock.available, viewers=viewers, ratio=times, share=share)
        yield _cue(CueKind.RESTORE_EARLY, decision.sku, figures, extra=9.0 * share)


def _held_for_show(decision: ProductDecision) -> bool:
    return any(
        shop.state is ShopState.SOLD_OUT
        and shop.hold is not None
        and shop.hold.kind is HoldKind.HOLD
        and shop.hold.state is HoldState.ACTIVE
        and shop.hold.reason in _FOR_SHOW
        for shop in decision.shops
    )


# Silent sources


def _of_sources(scene: Scene) -> Iterator[Cue]:
    """Do not push what may be gone unseen: one cue per silent source, naming its riskiest product."""
    for lamp in scene.lamps:
        risk, at_risk = scene.risks.get(lamp.id), lamp.units_at_risk or 0
        if risk is not None and at_risk >= scene.policy.hold_back_units and lamp.state not in _WELL:
            figures = Figures(at_risk=at_risk, count=risk.products, age_from=lamp.age_from)
            yield _cue(CueKind.HOLD_BACK, risk.riskiest, figures, source=lamp.id)


def _cue(
    kind: CueKind, sku: str, figures: Figures, *, other: str = "", source: str = "", extra: float = 0.0
) -> Cue:
    return Cue(
        key=f"{kind}:{source or sku}",
        kind=kind,
        sku=sku,
        other=other,
        source=source,
        figures=figures,
        weight=_WEIGHTS[kind] + extra,
    )
