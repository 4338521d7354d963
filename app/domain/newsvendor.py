"""How much to have where what is over is worth less and what is short is lost: the newsvendor's answer.

For stock that can't be sold on at its price: a product in decline, a season's last order, a promotion. Costs
are a unit's: `over` for one left, `short` for one missing. Quantiles and losses, no history and no calendar.
"""

from dataclasses import dataclass
from math import ceil, exp, log, sqrt

from scipy.special import gdtr, gdtrc, ndtr, ndtri, pdtr, pdtrik

_ROOT_2PI = 2.5066282746310002
_WHOLE = 1e-9
"""So near to a whole number counts as it."""


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
    return demand.mean + demand.deviation * float(ndtri(stake.ratio))


def expected_cost(demand: Normal, stock: float, stake: Stake) -> float:
    """What is expected to be lost on units left over and missing together."""
    missing, left = normal_loss(stock, demand)
    return stake.over * left + stake.short * missing


def normal_loss(stock: float, demand: Normal) -> tuple[float, float]:
    """Units expected to be missing, and to be left over."""
    if demand.deviation <= 0:
        return max(0.0, demand.mean - stock), max(0.0, stock - demand.mean)
    z = (stock - demand.mean) / demand.deviation
    missing = demand.deviation * (exp(-z * z / 2) / _ROOT_2PI - z * float(ndtr(-z)))
    return missing, missing + stock - demand.mean


def lognormal_loss(stock: float, mu: float, sigma: float) -> tuple[float, float]:
    """The same where the logarithm of demand is normal: bursts, and never less than nothing."""
    mean = exp(mu + sigma * sigma / 2)
    z = (log(stock) - mu) / sigma
    missing = mean * float(ndtr(sigma - z)) - stock * float(ndtr(-z))
    return missing, missing + stock - mean


def best_lognormal(mu: float, sigma: float, stake: Stake) -> float:
    """The stock with the least expected cost where the logarithm of demand is normal."""
    return exp(mu + sigma * float(ndtri(stake.ratio)))


def gamma_loss(stock: float, shape: float, scale: float) -> tuple[float, float]:
    """The same where demand is gamma distributed, as a sum of waits is."""
    mean = shape * scale
    above = mean * float(gdtrc(1 / scale, shape + 1, stock)) - stock * float(gdtrc(1 / scale, shape, stock))
    left = stock * float(gdtr(1 / scale, shape, stock)) - mean * float(gdtr(1 / scale, shape + 1, stock))
    return above, left


def best_poisson(mean: float, stake: Stake) -> int:
    """The whole units with the least expected cost where units are bought one by one: for slow sellers."""
    return max(0, ceil(float(pdtrik(stake.ratio, mean)) - _WHOLE))


def poisson_loss(stock: int, mean: float) -> tuple[float, float]:
    """Units expected to be missing, and to be left over, where units are bought one by one."""
    below = float(pdtr(stock - 1, mean)) if stock >= 1 else 0.0
    lower = float(pdtr(stock - 2, mean)) if stock > 1 else 0.0
    left = stock * below - mean * lower
    return left + mean - stock, left
