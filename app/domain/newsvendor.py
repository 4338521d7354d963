"""How much to have where what is over is worth less and what is short is lost: the newsvendor's answer.

For stock that can't be sold on at its price: a product in decline, a season's last order, a promotion. Costs
are a unit's: `over` for one left, `short` for one missing. Quantiles and losses, no history and no calendar.
"""

from dataclasses import dataclass
from math import exp, sqrt

from app.domain.chances import normal_below, normal_quantile, poisson_below, poisson_quantile

_ROOT_2PI = 2.5066282746310002
_FEW = 30
"""Below so many units the spread about a mean would reach below nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stake:
    """What is lost on a unit left over, and on one that is missing."""

    over: float
    short: float

    @property
    def ratio(self) -> float:
        """The share of cases that stock should suffice for; under one half it lies below the mean."""
        return self.short / (self.short + self.over)


@dataclass(frozen=True, slots=True, kw_only=True)
class Normal:
    """Demand spread evenly about its mean."""

    mean: float
    deviation: float

    def over_days(self, days: float) -> "Normal":
        """The demand of so many days, each independent of the others."""
        return Normal(mean=self.mean * days, deviation=self.deviation * sqrt(days))


def best_stock(demand: Normal, stake: Stake) -> float:
    """The stock with the least expected cost."""
    return demand.mean + demand.deviation * normal_quantile(stake.ratio)


def expected_cost(demand: Normal, stock: float, stake: Stake) -> float:
    """What is expected to be lost on units left over and missing together."""
    return _cost(normal_loss(stock, demand), stake)


def normal_loss(stock: float, demand: Normal) -> tuple[float, float]:
    """Units expected to be missing, and to be left over."""
    if demand.deviation <= 0:
        return max(0.0, demand.mean - stock), max(0.0, stock - demand.mean)
    z = (stock - demand.mean) / demand.deviation
    missing = demand.deviation * (exp(-z * z / 2) / _ROOT_2PI - z * normal_below(-z))
    return missing, missing + stock - demand.mean


def best_poisson(mean: float, stake: Stake) -> int:
    """The whole units with the least expected cost where units are bought one by one: for slow sellers."""
    return poisson_quantile(stake.ratio, mean)


def poisson_loss(stock: int, mean: float) -> tuple[float, float]:
    """Units expected to be missing, and to be left over, where units are bought one by one."""
    left = stock * poisson_below(stock - 1, mean) - mean * poisson_below(stock - 2, mean)
    return left + mean - stock, left


@dataclass(frozen=True, slots=True, kw_only=True)
class LastOrder:
    """The best stock for demand that ends, and what having it saves against having what is there."""

    stock: float
    saves: float


def last_order(demand: Normal, have: float, stake: Stake) -> LastOrder:
    """What to fill up to once more; bought one by one where few sell, else as a spread about the mean."""
    if demand.mean < _FEW:
        units = best_poisson(demand.mean, stake)
        saves = _cost(poisson_loss(round(have), demand.mean), stake)
        return LastOrder(stock=units, saves=saves - _cost(poisson_loss(units, demand.mean), stake))
    stock = best_stock(demand, stake)
    return LastOrder(
        stock=stock, saves=expected_cost(demand, have, stake) - expected_cost(demand, stock, stake)
    )


def _cost(loss: tuple[float, float], stake: Stake) -> float:
    missing, left = loss
    return stake.over * left + stake.short * missing
