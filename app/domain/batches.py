"""Orders in batches: which way each goes, when, and what it costs against one big order. Many cases at once.

The most units go the cheapest way, cut into parts ordered one after the other where cutting pays. Not for how
many to order; that is `replenishment`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.domain.batch_grid import (
    NOISE,
    WEEK,
    Case,
    Floats,
    Grid,
    Whole,
    allotted,
    cheapest,
    followed,
    grid_of,
)
from app.domain.lot_size import economic_units

_YEAR = 365


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """One batch: its way, its units, in how many days it is ordered and arrives, and its freight."""

    route: str
    units: int
    order_in: int
    arrives_in: int
    freight: float
    ready: bool = False
    """It lies at the supplier and needs no making."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Costs:
    """What a plan costs to the end of the days looked at.

    `storage` is with handling, `delivery` the last mile and returns of what is sold, `capital` what the money
    tied up costs, `short` the margin not earned on `short_units`.
    """

    freight: float
    storage: float
    delivery: float
    capital: float
    short: float
    short_units: float
    short_days: int

    @property
    def total(self) -> float:
        """All of it."""
        return self.freight + self.storage + self.delivery + self.capital + self.short


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchPlan:
    """The batches, soonest first, and both plans day by day.

    `unplaced` are units no way had room for. `stock` and `stock_one` are what lies at the end of each day.
    """

    batches: tuple[Batch, ...]
    costs: Costs
    one: Batch
    costs_one: Costs
    unplaced: int
    stock: Floats
    stock_one: Floats


class BatchPlans(Sequence[BatchPlan]):
    """The plans of all cases; each is put into words of its own only when it is asked for."""

    def __init__(self, grid: Grid, split: "_Judged", whole: "_Judged", cut: NDArray[np.bool_]) -> None:
        self._grid = grid
        self._split = split
        self._whole = whole
        self.cut = cut
        """Which are better cut than ordered at once."""

    def __len__(self) -> int:
        """How many cases there are."""
        return len(self._grid.cases)

    def __getitem__(self, place: int) -> BatchPlan:  # type: ignore[override]  # a slice of plans is no plan
        """The plan of that case."""
        judged = self._split if self.cut[place] else self._whole
        batches = tuple(self._batches(judged.sent, place))
        return BatchPlan(
            batches=batches,
            costs=judged.costs(place),
            one=next(self._batches(self._whole.sent, place)),
            costs_one=self._whole.costs(place),
            unplaced=max(0, self._grid.cases[place].want - sum(batch.units for batch in batches)),
            stock=judged.stock[place],
            stock_one=self._whole.stock[place],
        )

    def _batches(self, sent: "_Sent", place: int) -> Iterator[Batch]:
        grid = self._grid
        first, end = np.searchsorted(sent.rows, (place, place + 1))
        for each in range(first, end):
            column, units, later = int(sent.ways[each]), int(sent.units[each]), int(sent.later[each])
            route = grid.cases[place].routes[int(grid.route[place, column])]
            yield Batch(
                route=route.name,
                units=units,
                order_in=later,
                arrives_in=int(grid.arrive[place, column]) + later,
                freight=route.cost_per_unit * units + route.cost_per_order,
                ready=bool(grid.ready[place, column]),
            )


def plan_batches(cases: Sequence[Case], *, most: int, days: int) -> BatchPlans:
    """The cheaper of batches and one big order for each case; each must have a way. `most` batches a case.

    `days` are looked at, or more where a way takes longer.
    """
    grid = grid_of(cases, days)
    units, unplaced = allotted(grid)
    split = _judged(grid, _sent(grid, _merged(units, most), unplaced, most))
    usual = cheapest(grid, _last(grid), ~grid.ready & (grid.space > 0))
    whole = _judged(grid, _at_once(grid, usual))
    rows = np.arange(len(cases))
    has_room = grid.want <= np.minimum(grid.space[rows, usual], grid.pools[:, 0])
    placed = np.bincount(split.sent.rows, minlength=len(cases)) > 0
    return BatchPlans(grid, split, whole, placed & ((split.total < whole.total - NOISE) | ~has_room))


def _last(grid: Grid) -> Whole:
    return np.full(len(grid.cases), grid.cost.shape[1] - 1)


# when: what is sent, as arrays over all batches of all cases


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sent:
    rows: Whole
    ways: Whole
    units: Floats
    later: Whole


def _at_once(grid: Grid, way: Whole) -> _Sent:
    count = len(grid.cases)
    return _Sent(rows=np.arange(count), ways=way, units=grid.want, later=np.zeros(count, np.int64))


def _merged(units: Floats, most: int) -> Floats:
    """No more than `most` batches: the smallest join a faster one, so that none comes later than planned."""
    many = np.flatnonzero((units > 0).sum(axis=1) > most)
    if not many.size:
        return units
    merged = units.copy()
    merged[many] = [_merge(ways, most) for ways in units[many].tolist()]
    return merged


def _merge(ways: list[float], most: int) -> list[float]:
    used = [place for place, units in enumerate(ways) if units > 0]
    while len(used) > most:
        smallest = min(range(len(used)), key=lambda place: ways[used[place]])
        # where the fastest is the smallest, the next one joins it
        gone = max(1, smallest)
        ways[used[gone - 1]] += ways[used[gone]]
        ways[used.pop(gone)] = 0.0
    return ways


def _sent(grid: Grid, units: Floats, unplaced: Floats, most: int) -> _Sent:
    """Each way's batch; the largest in parts; what had no room today the same way a week later or more."""
    rows = np.arange(len(units))
    big = np.argmax(units, axis=1)
    size, used = units[rows, big], (units > 0).sum(axis=1)
    times = _times(grid, size, grid.fixed[rows, big], most - used + 1)
    part = np.floor(size / times / grid.pack) * grid.pack
    today = units.copy()
    today[rows, big] = size - part * (times - 1)
    gap = np.ceil(part / np.maximum(grid.demand[:, 0], NOISE)).clip(1, grid.days).astype(np.int64)
    first, ways = np.nonzero(today)
    found = [_Sent(rows=first, ways=ways, units=today[first, ways], later=np.zeros(len(first), np.int64))]
    for time in range(1, most):
        on = np.flatnonzero((times > time) & (part > 0))
        found.append(_Sent(rows=on, ways=big[on], units=part[on], later=gap[on] * time))
    on = np.flatnonzero((unplaced >= grid.pack) & (used + times - 1 < most) & (used > 0))
    more = np.ceil(unplaced[on] / grid.pack[on]) * grid.pack[on]
    room = np.floor(grid.space[on, big[on]] / grid.pack[on]) * grid.pack[on]
    later = np.maximum(WEEK, (gap * times)[on])
    found.append(_Sent(rows=on, ways=big[on], units=np.minimum(more, room), later=later))
    return _by_arrival(grid, found)


def _by_arrival(grid: Grid, found: Sequence[_Sent]) -> _Sent:
    rows = np.concatenate([one.rows for one in found])
    ways = np.concatenate([one.ways for one in found])
    later = np.concatenate([one.later for one in found])
    order = np.lexsort((grid.arrive[rows, ways] + later, rows))
    units = np.concatenate([one.units for one in found])
    return _Sent(rows=rows[order], ways=ways[order], units=units[order], later=later[order])


def _times(grid: Grid, size: Floats, fixed: Floats, most: Whole) -> Whole:
    """Into how many parts a batch is cut: as its economic lot, the least order and a week's sales allow."""
    yearly = _YEAR * (grid.storage + grid.capital)
    lies = (yearly > 0) & (grid.demand[:, 0] > 0)
    lot = economic_units(fixed, np.where(lies, yearly, 1.0), _YEAR * grid.demand[:, 0])
    least = np.maximum.reduce((lot, grid.least, grid.pack, WEEK * grid.demand[:, 0]))
    return np.where(lies, np.clip(np.floor(size / least), 1, np.maximum(1, most)), 1).astype(np.int64)


# what it comes to


@dataclass(frozen=True, slots=True, kw_only=True)
class _Judged:
    sent: _Sent
    stock: Floats
    freight: Floats
    storage: Floats
    delivery: Floats
    capital: Floats
    short: Floats
    short_units: Floats
    short_days: Whole

    @property
    def total(self) -> Floats:
        return self.freight + self.storage + self.delivery + self.capital + self.short

    def costs(self, place: int) -> Costs:
        return Costs(
            freight=float(self.freight[place]),
            storage=float(self.storage[place]),
            delivery=float(self.delivery[place]),
            capital=float(self.capital[place]),
            short=float(self.short[place]),
            short_units=float(self.short_units[place]),
            short_days=int(self.short_days[place]),
        )


def _judged(grid: Grid, sent: _Sent) -> _Judged:
    arrive = grid.arrive[sent.rows, sent.ways] + sent.later
    seen = arrive < grid.days
    arrivals, count = grid.coming.copy(), len(grid.cases)
    np.add.at(arrivals, (sent.rows[seen], arrive[seen]), sent.units[seen])
    freight: Floats = grid.cost[sent.rows, sent.ways] * sent.units + grid.fixed[sent.rows, sent.ways]
    stock, missing = followed(grid, arrivals)
    lying = stock.sum(axis=1)
    received = np.bincount(sent.rows[seen], sent.units[seen], count)
    lacking = missing.sum(axis=1)
    return _Judged(
        sent=sent,
        stock=stock,
        freight=np.bincount(sent.rows, freight, count).astype(float),
        storage=lying * grid.storage + _aged(grid, stock, arrivals) + received * grid.handling,
        delivery=(grid.demand.sum(axis=1) - lacking) * grid.delivery,
        capital=lying * grid.capital,
        short=lacking * grid.margin,
        short_units=lacking,
        short_days=(missing > NOISE).sum(axis=1),
    )


def _aged(grid: Grid, stock: Floats, arrivals: Floats) -> Floats:
    """What the dearer steps add for what has lain long; what came first is sold first."""
    extra = np.zeros(len(grid.cases))
    steps = {days for case in grid.cases for days, _more in case.holding.aged if 0 < days < grid.days}
    came = arrivals.cumsum(axis=1) if steps else arrivals
    for days in sorted(steps):
        more = np.array([dict(case.holding.aged).get(days, 0.0) for case in grid.cases])
        young = came[:, days:] - came[:, :-days]
        extra += more * np.maximum(0.0, stock[:, days:] - young).sum(axis=1)
    return extra
