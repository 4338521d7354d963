"""Reordering: safety stock, reorder point, days of cover, how much and by when. Days and units, no money."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import floor, sqrt

from app.domain.catalogue import Leg, Product
from app.domain.chances import normal_quantile
from app.domain.facts import Demand
from app.domain.need import Need, whole_up
from app.domain.signals import Reorder
from app.domain.stock_policy import SafetyRule

LEAST_DAYS = 7
"""A mean from less than a week says more about the week than about the product."""
_HIGH = 0.95
"""The share of days that a burst day stands out of."""
_FAR_DAYS = 3650
"""Beyond ten years no date is named."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lead:
    """Days from ordering to selling; `most` is the slowest that is reckoned with."""

    days: float
    most: float

    @property
    def deviation(self) -> float:
        """Standard deviation, taking the slowest for two of them above the mean."""
        return (self.most - self.days) / 2


def lead_of(legs: Sequence[Leg]) -> Lead | None:
    """The legs of the usual way one after another; None without any."""
    usual = [leg for leg in legs if not leg.instead_of]
    if not usual:
        return None
    return Lead(
        days=sum(leg.days for leg in usual),
        most=sum(leg.days if leg.days_max is None else max(leg.days, leg.days_max) for leg in usual),
    )


def demand_of(product: Product, counted: Demand | None) -> Demand | None:
    """What one day sells: as counted where it was, else as the settings say; None where neither tells."""
    if counted is not None:
        return counted
    if product.daily_sales is None:
        return None
    return Demand(per_day=product.daily_sales, most_per_day=product.daily_sales_max)


def counted_demand(days: Sequence[float]) -> Demand | None:
    """What one day sells, from whole days of counted or imported sales, days without a sale included as 0.

    None from fewer than LEAST_DAYS: then the settings' own figures say more.
    """
    if len(days) < LEAST_DAYS:
        return None
    mean = sum(days) / len(days)
    variance = sum((day - mean) ** 2 for day in days) / (len(days) - 1)
    return Demand(
        per_day=mean, deviation=sqrt(variance), most_per_day=max(days), high_per_day=quantile(days, _HIGH)
    )


def quantile(days: Sequence[float], share: float) -> float:
    """What that share of the days stays under, between the two nearest days."""
    ordered = sorted(days)
    place = share * (len(ordered) - 1)
    below = floor(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (place - below) * (ordered[above] - ordered[below])


def service_factor(level: float) -> float:
    """The standard normal quantile of a service level: 0.95 is 1.645."""
    return normal_quantile(level)


def days_of_cover(available: int | None, demand: Demand | None) -> float | None:
    """Days the stock lasts at the mean daily sales."""
    if available is None or demand is None or demand.per_day <= 0:
        return None
    return available / demand.per_day


def need_of(demand: Demand, lead: Lead, service_factor: float, rule: SafetyRule = SafetyRule.AUTO) -> Need:
    """What to keep back so that a shortage during the lead time stays rare, by the house's rule.

    Where the figure a rule asks for is not known, the spread serves, and without it the lead time's alone.
    """
    high = _high_day(demand, rule)
    if high is not None:
        safety = safety_from_most(demand.per_day, high, lead)
    else:
        safety = safety_from_spread(demand.per_day, demand.deviation or 0.0, lead, service_factor)
    return Need(per_day=demand.per_day, lead_days=lead.days, safety=safety)


def _high_day(demand: Demand, rule: SafetyRule) -> float | None:
    """The high day the rule reckons with; None: it reckons with the spread."""
    if rule is SafetyRule.HIGHEST:
        return demand.most_per_day
    if rule is SafetyRule.QUANTILE:
        return demand.most_per_day if demand.high_per_day is None else demand.high_per_day
    return demand.most_per_day if rule is SafetyRule.AUTO and demand.deviation is None else None


def safety_from_most(per_day: float, most_per_day: float, lead: Lead) -> float:
    """Highest day times slowest lead, less mean times mean: one outlier drives it."""
    return max(0.0, most_per_day * lead.most - per_day * lead.days)


def safety_from_spread(per_day: float, deviation: float, lead: Lead, service_factor: float) -> float:
    """Demand and lead time both random and independent: z·√(L·σd² + d²·σL²).

    `service_factor` is a quantile of cycle service, not a fill rate.
    """
    return service_factor * sqrt(lead.days * deviation**2 + per_day**2 * lead.deviation**2)


def packed(units: float, pack_size: int, min_order: int) -> int:
    """Whole packs of at least `units` and `min_order`; nothing where nothing is needed."""
    if units <= 0:
        return 0
    pack = max(1, pack_size)
    return whole_up(max(units, min_order) / pack) * pack


def reorder(product: Product, need: Need, position: int, cover_days: float, today: date) -> Reorder:
    """When to order and how much, so that `cover_days` last once the order has come in.

    `position` is available and inbound together. `by` is the last day on which the position is still above
    the reorder point at the mean daily sales; None where nothing sells.
    """
    up_to = need.per_day * (need.lead_days + cover_days) + need.safety
    return Reorder(
        point=need.reorder_point,
        quantity=packed(up_to - position, product.pack_size, product.min_order),
        position=position,
        by=_order_by(position - need.reorder_point, need.per_day, today),
    )


def _order_by(spare: int, per_day: float, today: date) -> date | None:
    if spare <= 0:
        return today
    if spare > _FAR_DAYS * per_day:
        return None
    return today + timedelta(days=floor(spare / per_day))
