"""In what order products should be looked at (urgency) and shown (line-up); lower ranks come first."""

from app.domain.catalogue import Product
from app.domain.decision import ProductDecision, Urgency
from app.domain.readings import Freshness
from app.domain.turns import barred, margin_of

_LOW = 30
_CRITICAL = 10
_LATER = 10**9
"""Above every rank a product that can be shown may have."""
_SHOWING_MINUTES = 20.0
"""How long a product is shown, roughly; less stock than that sells counts for less."""


def urgency(decision: ProductDecision) -> Urgency:
    """The group on the wall."""
    holds = [shop.hold for shop in decision.shops if shop.hold is not None]
    if any(hold.needs_attention for hold in holds) or decision.on_air_unbuyable_since is not None:
        return Urgency.ACT_NOW
    if holds:
        return Urgency.OFF_SALE
    if decision.level is not None and decision.level <= _CRITICAL:
        return Urgency.ACT_NOW
    if decision.stock.freshness in (Freshness.STALE, Freshness.UNKNOWN):
        return Urgency.DOUBTFUL
    low = decision.level is not None and decision.level <= _LOW
    return Urgency.WATCH if low else Urgency.NORMAL


def urgency_rank(decision: ProductDecision) -> int:
    """The order inside a group: what runs out first, in tenths of a minute; without a forecast by share."""
    if decision.sell_out is not None:
        return round(decision.sell_out.p50 * 10)
    share = 1.0 if decision.share is None else decision.share
    return _LATER + round(share * 1000)


def line_up(decision: ProductDecision, product: Product) -> int:
    """At a glance: first what earns most per viewer and minute and has the stock for it.

    It is reckoned for every product at every change, so it is rough; the line-up looks closer at the first of
    them. What can't be bought, or whose figures are in doubt, comes after everything else.
    """
    earning = round(1000 * _sells(decision) * margin_of(product) * _stocked(decision))
    out = barred(decision, 0.0) is not None
    return _LATER * out - min(earning, _LATER - 1)


def _sells(decision: ProductDecision) -> float:
    if decision.per_1000_viewers is not None:
        return decision.per_1000_viewers
    return decision.units_per_minute or 0.0


def _stocked(decision: ProductDecision) -> float:
    rate = decision.units_per_minute
    if not rate:
        return 1.0
    return min(1.0, (decision.stock.available or 0) / (rate * _SHOWING_MINUTES))
