"""Which products lie too long, the money they tie up, and what would get them sold."""

from collections.abc import Iterable
from dataclasses import dataclass

from app.domain.catalogue import Product
from app.domain.lifecycle import Pace, SlowMover, clearing_of, over_units, pace_of, turnover_days
from app.domain.shelving import Outlook
from app.domain.stock_policy import StockPolicy

MOST = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Stocked:
    """A product, its units in all warehouses, and what it is expected to sell."""

    product: Product
    units: int
    outlook: Outlook


def slow_movers(stocked: Iterable[Stocked], policy: StockPolicy) -> tuple[SlowMover, ...]:
    """Products that take longer than the slow limit to sell, those that tie up most first.

    The partner to bundle with is the fast product that sells most.
    """
    every = tuple(one for one in stocked if one.units > 0)
    paced = [(one, turnover_days(one.units, one.outlook.demand.per_day)) for one in every]
    fast = [one for one, days in paced if pace_of(days, policy) is Pace.FAST]
    partner = max(fast, key=lambda one: one.outlook.demand.per_day, default=None)
    name = "" if partner is None else partner.product.sku
    slow = [_mover(one, days, name, policy) for one, days in paced if pace_of(days, policy) is Pace.SLOW]
    return tuple(sorted(slow, key=lambda one: (-(one.money or 0.0), -one.days, one.sku))[:MOST])


def _mover(one: Stocked, days: float, partner: str, policy: StockPolicy) -> SlowMover:
    cost = one.product.cost
    clearing = clearing_of(days, one.outlook.stage, partner, policy)
    return SlowMover(
        sku=one.product.sku,
        days=days,
        over_units=over_units(one.units, one.outlook.demand.per_day, policy),
        money=None if cost is None else one.units * float(cost),
        clearing=clearing,
        partner=partner,
    )
