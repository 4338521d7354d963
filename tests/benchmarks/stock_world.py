"""Half a year of a warehouse, day by day: buyers, ships that come late, stock that costs money while it lies.

It knows nothing of the program: a policy is told what a desk would know (what sold, what lies, what was
promised) and answers with orders. Buyers come in bursts with heavy tails, by weekday, with broadcasts, trends
and breaks; one shipment in eight is much later than promised. All policies meet the same buyers and the same
weather.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

WEEKS = 26
HISTORY = 60
"""Days that were sold before the first, with stock enough."""
_DAY_OF_WEEK = (0.8, 0.85, 0.9, 1.0, 1.2, 1.25, 1.0)
_LATE_SHARE = 0.125


class Course(StrEnum):
    """How demand goes over the half year."""

    FLAT = "flat"
    GROWTH = "growth"
    DECLINE = "decline"
    BREAK = "break"
    """Twice as much from some day on, as after a good review."""
    BURSTS = "bursts"
    """A broadcast a week sells eight days' worth in one."""


@dataclass(frozen=True, slots=True)
class Way:
    """A way from supplier to shelf, in days as promised, and what a unit pays."""

    name: str
    days: int
    cost: float


WAYS = (Way("sea", 34, 0.45), Way("fast_boat", 24, 0.9), Way("air", 16, 2.4))


@dataclass(frozen=True, slots=True)
class Good:
    """One product."""

    price: float
    cost: float
    litres: float
    per_day: float
    course: Course
    opening: int


@dataclass(frozen=True, slots=True)
class Order:
    """Units of a good by a way, sent off in so many days."""

    good: int
    units: int
    way: str
    later: int = 0


@dataclass(frozen=True, slots=True)
class Known:
    """What a desk knows in the morning. `sold` has a row a good and a column a day, the last one yesterday.

    `coming` are good, units and days until they were promised to arrive (0 or less: late).
    """

    day: int
    sold: NDArray[np.float64]
    stock: NDArray[np.int64]
    coming: tuple[tuple[int, int, int], ...]


class Policy(Protocol):
    """Who decides."""

    def orders(self, known: Known) -> Sequence[Order]:
        """What is ordered this morning."""
        ...


@dataclass(frozen=True, slots=True)
class Outcome:
    """By good: units sold and not had, money earned on what sold, and what freight and holding cost."""

    sold: NDArray[np.float64]
    lost: NDArray[np.float64]
    margin: NDArray[np.float64]
    freight: NDArray[np.float64]
    holding: NDArray[np.float64]

    @property
    def earned(self) -> NDArray[np.float64]:
        """Margin less freight and holding."""
        return self.margin - self.freight - self.holding


@dataclass(slots=True)
class World:
    """Goods and their half year; `play` lets a policy live through it."""

    seed: int
    goods: tuple[Good, ...]
    days: int = 7 * WEEKS
    storage: float = 0.004
    """A litre and day."""
    interest: float = 0.12
    """A year, on what lies, at cost."""
    demand: NDArray[np.int64] = field(init=False)

    def __post_init__(self) -> None:
        rng = np.random.default_rng(self.seed)
        self.demand = np.array([_buyers(good, HISTORY + self.days, rng) for good in self.goods])

    def play(self, policy: Policy) -> Outcome:
        """Live through all days."""
        count = len(self.goods)
        weather = np.random.default_rng((self.seed, 7))
        late = weather.random((self.days, count))
        drift = weather.gamma(60, 1 / 60, (self.days, count))
        stock = np.array([good.opening for good in self.goods], np.int64)
        sold = self.demand[:, :HISTORY].astype(float)
        afloat: list[tuple[int, int, int, int]] = []
        waiting: list[tuple[int, Order]] = []
        freight, lying = np.zeros(count), np.zeros(count)
        lost = np.zeros(count)
        ways = {way.name: way for way in WAYS}
        for day in range(self.days):
            for _arrives, _promised, good, units in [one for one in afloat if one[0] <= day]:
                stock[good] += units
            afloat = [one for one in afloat if one[0] > day]
            coming = [(good, units, promised - day) for _a, promised, good, units in afloat]
            coming += [(o.good, o.units, leaves + ways[o.way].days - day) for leaves, o in waiting]
            known = Known(day, sold, stock.copy(), tuple(coming))
            waiting += [(day + order.later, order) for order in policy.orders(known)]
            for _leaves, order in [one for one in waiting if one[0] <= day]:
                way = ways[order.way]
                takes = _takes(way, late[day, order.good], drift[day, order.good])
                afloat.append((day + takes, day + way.days, order.good, order.units))
                freight[order.good] += way.cost * order.units
            waiting = [one for one in waiting if one[0] > day]
            asked = self.demand[:, HISTORY + day]
            had = np.minimum(asked, stock)
            stock -= had
            lost += asked - had
            lying += stock
            sold = np.column_stack((sold, had))
        return self._counted(sold[:, HISTORY:].sum(axis=1), lost, freight, lying)

    def _counted(
        self,
        sold: NDArray[np.float64],
        lost: NDArray[np.float64],
        freight: NDArray[np.float64],
        lying: NDArray[np.float64],
    ) -> Outcome:
        price = np.array([good.price for good in self.goods])
        cost = np.array([good.cost for good in self.goods])
        litres = np.array([good.litres for good in self.goods])
        return Outcome(
            sold=sold,
            lost=lost,
            margin=sold * (price - cost),
            freight=freight,
            holding=lying * (litres * self.storage + cost * self.interest / 365),
        )


def _takes(way: Way, late: float, drift: float) -> int:
    """Days a shipment takes: about what was promised, and now and then half as long again or more."""
    extra = 0.5 + 4 * late if late < _LATE_SHARE else 0.0
    return max(1, round(way.days * (drift + extra)))


def _buyers(good: Good, days: int, rng: np.random.Generator) -> NDArray[np.int64]:
    mean = np.full(days, good.per_day)
    mean *= np.resize(_DAY_OF_WEEK, days)
    along = np.linspace(0, 1, days)
    if good.course is Course.GROWTH:
        mean *= 0.6 + 1.2 * along
    elif good.course is Course.DECLINE:
        mean *= 1.3 - 1.0 * along
    elif good.course is Course.BREAK:
        mean[int(days * rng.uniform(0.4, 0.7)) :] *= 2.0
    # what moves buyers lasts some days, and its tail is heavy
    mood = np.exp(0.35 * _lasting(rng.standard_t(4, days)))
    mean *= mood / mood.mean()
    if good.course is Course.BURSTS:
        on = np.arange(days) % 7 == int(rng.integers(7))
        mean = np.where(on, 5.0 * mean, 0.4 * mean)
    buyers: NDArray[np.int64] = rng.poisson(rng.gamma(3.0, np.maximum(mean, 1e-9) / 3.0))
    return buyers


def _lasting(noise: NDArray[np.float64]) -> NDArray[np.float64]:
    kept = np.empty_like(noise)
    level = 0.0
    for day, shock in enumerate(noise):
        level = 0.8 * level + 0.4 * float(shock)
        kept[day] = level
    return np.clip(kept, -3, 3)


def goods(seed: int, count: int) -> tuple[Good, ...]:
    """A shop's range: few fast, many slow; prices and margins as they come."""
    rng = np.random.default_rng((seed, 11))
    found = []
    for number in range(count):
        price = float(np.round(rng.lognormal(3.2, 0.5), 2))
        per_day = float(rng.lognormal(2.2, 0.9))
        found.append(
            Good(
                price=price,
                cost=float(np.round(price * rng.uniform(0.3, 0.6), 2)),
                litres=float(rng.uniform(0.3, 3.0)),
                per_day=per_day,
                course=tuple(Course)[number % len(Course)],
                opening=int(60 * per_day) + 5,
            )
        )
    return tuple(found)


class ReorderAtTenPerCent:
    """The habit it is measured against: at a tenth of what was there at first, order it all again, by sea."""

    def __init__(self, world: World) -> None:
        self._full = [good.opening for good in world.goods]

    def orders(self, known: Known) -> list[Order]:
        """Fill up what has fallen to a tenth, counting what is on its way."""
        coming = [0] * len(self._full)
        for good, units, _days in known.coming:
            coming[good] += units
        found = []
        for good, full in enumerate(self._full):
            position = int(known.stock[good]) + coming[good]
            if position <= 0.1 * full:
                found.append(Order(good, full - position, "sea"))
        return found


def interval(values: NDArray[np.float64], seed: int = 1, draws: int = 2000) -> tuple[float, float, float]:
    """The mean and its 95 % interval, by drawing again from the values."""
    rng = np.random.default_rng(seed)
    means = rng.choice(values, (draws, len(values))).mean(axis=1)
    low, high = np.quantile(means, (0.025, 0.975))
    return float(low), float(values.mean()), float(high)
