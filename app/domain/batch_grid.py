"""Many stocks and ways as arrays, a row a case, a column a way or a day: which way how many units go.

The stock is followed day by day at the expected demand; what can't be had is lost, not waited for. A faster
way carries only what would be missing before a cheaper one arrives, and only where the margin pays for it.
Bounds of booked space, the supplier's ready units and weekly making are kept. `batches` says when, and what
it comes to.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from app.domain.routes import Route

Floats: TypeAlias = NDArray[np.float64]
Whole: TypeAlias = NDArray[np.int64]

_AFTER = 15
"""Days that are still looked at after the last arrival."""
WEEK = 7
NOISE = 1e-6
_MANY = 1e12
"""Stands for no bound."""
_PASSES = 3
"""How many ways in turn are tried for what one has no room for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """What a unit costs while it lies, a day, once it comes in (`handling`) and once it goes (`delivery`).

    `aged` are the days from which on a day costs so much more, and how much.
    """

    storage: float = 0.0
    capital: float = 0.0
    handling: float = 0.0
    delivery: float = 0.0
    aged: tuple[tuple[int, float], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One product for one warehouse, as of today.

    `factors` say by how much each of the coming days sells more than `per_day`; the last one goes on.
    `coming` are units already ordered, by the day they arrive. `want` is what shall be ordered. `buffer` are
    units kept against the spread of one day, growing with the root of days. `margin` is earned on a unit.
    """

    per_day: float
    available: int
    want: int
    routes: tuple[Route, ...]
    factors: tuple[float, ...] = ()
    coming: tuple[tuple[int, int], ...] = ()
    pack: int = 1
    least: int = 0
    ready: int = 0
    weekly: int | None = None
    margin: float = 0.0
    buffer: float = 0.0
    holding: Holding = Holding()


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """The cases as arrays. `pools` are units the supplier can give: made, ready. `days` are looked at."""

    cases: Sequence[Case]
    days: int
    demand: Floats
    available: Floats
    coming: Floats
    want: Floats
    pack: Floats
    margin: Floats
    buffer: Floats
    arrive: Whole
    cost: Floats
    fixed: Floats
    space: Floats
    ready: NDArray[np.bool_]
    pools: Floats
    route: Whole
    storage: Floats
    capital: Floats
    handling: Floats
    delivery: Floats
    least: Floats


def grid_of(cases: Sequence[Case], days: int) -> Grid:
    """The cases as arrays, over `days` or until after the last arrival."""
    ways = max((len(case.routes) for case in cases), default=1)
    longest = max((ceil(route.days) for case in cases for route in case.routes), default=0)
    days = max(days, longest + _AFTER)
    columns = _columns(cases, 2 * ways)
    return Grid(
        cases=cases,
        days=days,
        demand=_demand(cases, days),
        available=np.array([case.available for case in cases], float),
        coming=_coming(cases, days),
        want=np.array([case.want for case in cases], float),
        pack=np.array([max(1, case.pack) for case in cases], float),
        margin=np.array([case.margin for case in cases], float),
        buffer=np.array([case.buffer for case in cases], float),
        pools=np.array([(_made(case), case.ready) for case in cases], float).reshape(len(cases), 2),
        storage=np.array([case.holding.storage for case in cases], float),
        capital=np.array([case.holding.capital for case in cases], float),
        handling=np.array([case.holding.handling for case in cases], float),
        delivery=np.array([case.holding.delivery for case in cases], float),
        least=np.array([case.least for case in cases], float),
        arrive=columns[:, :, 0].astype(np.int64),
        cost=columns[:, :, 1],
        fixed=columns[:, :, 2],
        space=columns[:, :, 3],
        ready=columns[:, :, 4] > 0,
        route=columns[:, :, 5].astype(np.int64),
    )


def _columns(cases: Sequence[Case], width: int) -> Floats:
    """The ways of each case by arrival, each once for what is made and once for what lies ready."""
    nothing = (1e6, _MANY, 0.0, 0.0, 0.0, -1.0)
    known: dict[tuple[int, bool], list[tuple[float, ...]]] = {}
    rows = []
    for case in cases:
        # products of one supplier share their ways
        key = (id(case.routes), case.ready > 0)
        if key not in known:
            known[key] = sorted(_ways(case))
        rows.append(known[key] + [nothing] * (width - len(known[key])))
    return np.array(rows, float).reshape(len(rows), width, len(nothing))


def _ways(case: Case) -> list[tuple[float, ...]]:
    found: list[tuple[float, ...]] = []
    for place, route in enumerate(case.routes):
        space = _MANY if route.capacity is None else float(route.capacity)
        told = (route.cost_per_unit, route.cost_per_order, space)
        found.append((float(ceil(route.days)), *told, 0.0, float(place)))
        if case.ready > 0 and route.making_days > 0:
            found.append((float(ceil(route.ready_days)), *told, 1.0, float(place)))
    return found


def _made(case: Case) -> float:
    """Units the supplier makes until the first batch leaves."""
    if case.weekly is None:
        return _MANY
    making = max(route.making_days for route in case.routes)
    return case.weekly * max(1.0, making / WEEK)


def _demand(cases: Sequence[Case], days: int) -> Floats:
    rows: dict[tuple[float, ...], int] = {}
    places = [rows.setdefault(case.factors, len(rows)) for case in cases]
    factors = np.ones((len(rows), days))
    for row, given in zip(factors, rows, strict=True):
        if given:
            row[: len(given)] = given[:days]
            row[len(given) :] = given[-1]
    return np.array([case.per_day for case in cases])[:, None] * factors[places]


def _coming(cases: Sequence[Case], days: int) -> Floats:
    arrivals = np.zeros((len(cases), days))
    for row, case in zip(arrivals, cases, strict=True):
        for day, units in case.coming:
            if day < days:
                row[max(0, day)] += units
    return arrivals


# how many go which way


def allotted(grid: Grid) -> tuple[Floats, Floats]:
    """Units by way, and those no way had room for."""
    missing = followed(grid, grid.coming)[1].cumsum(axis=1)
    base = cheapest(grid, np.full(grid.want.shape, grid.cost.shape[1] - 1), grid.space > 0)
    units, left, pools = np.zeros(grid.cost.shape), grid.space.copy(), grid.pools.copy()
    for window in range(grid.cost.shape[1] - 1):
        need = _bridged(grid, missing, window, base)
        for _again in range(_PASSES):
            way = cheapest(grid, np.full(need.shape, window), _roomy(grid, left, pools))
            dearer = _at(grid.cost, way) - _at(grid.cost, base)
            # where no way has room the answer is the last one, which arrives too late
            pays = (way <= window) & (dearer < grid.margin - grid.delivery)
            need -= _take(grid, np.where(pays, need, 0.0), way, units, (left, pools))
    rest = np.maximum(0.0, grid.want - units.sum(axis=1))
    last = np.full(rest.shape, grid.cost.shape[1] - 1)
    for _again in range(_PASSES):
        way = cheapest(grid, last, _roomy(grid, left, pools))
        rest -= _take(grid, rest, way, units, (left, pools))
    return units, np.maximum(0.0, rest)


def _bridged(grid: Grid, missing: Floats, window: int, base: Whole) -> Floats:
    """What is missing between the arrival of this way and the next, with a buffer; whole packs."""
    begins, ends = grid.arrive[:, window], np.minimum(grid.arrive[:, window + 1], grid.days)
    counted = (window < base) & (begins < ends)
    need = np.where(counted, _until(missing, ends) - _until(missing, begins), 0.0)
    span = np.sqrt(np.maximum(0, ends - begins))
    need = np.where(need > NOISE, need + grid.buffer * span, 0.0)
    return np.minimum(np.ceil(need / grid.pack - NOISE) * grid.pack, grid.want)


def _until(summed: Floats, day: Whole) -> Floats:
    """A running sum before that day."""
    before = np.take_along_axis(summed, np.clip(day - 1, 0, summed.shape[1] - 1)[:, None], axis=1)[:, 0]
    return np.where(day > 0, before, 0.0)


def _roomy(grid: Grid, left: Floats, pools: Floats) -> NDArray[np.bool_]:
    """Ways with room for a pack, on board and at the supplier."""
    given = np.where(grid.ready, pools[:, 1:2], pools[:, 0:1])
    return np.minimum(left, given) >= grid.pack[:, None]


def cheapest(grid: Grid, last: Whole, allowed: NDArray[np.bool_]) -> Whole:
    """The cheapest of the ways up to `last`; of equal ones the latest, whose units lie less."""
    columns = np.arange(grid.cost.shape[1])
    cost = np.where(allowed & (columns <= last[:, None]), grid.cost, np.inf)
    latest: Whole = cost.shape[1] - 1 - np.argmin(cost[:, ::-1], axis=1)
    return latest


def _take(grid: Grid, need: Floats, way: Whole, units: Floats, room: tuple[Floats, Floats]) -> Floats:
    """Put units on a way as far as there is room; returns how many."""
    left, pools = room
    rows = np.arange(len(need))
    pool = np.where(grid.ready[rows, way], 1, 0)
    space = np.minimum(left[rows, way], pools[rows, pool])
    packs = np.floor(space / grid.pack + NOISE) * grid.pack
    taken = np.minimum(np.ceil(need / grid.pack - NOISE) * grid.pack, packs)
    units[rows, way] += taken
    left[rows, way] -= taken
    pools[rows, pool] -= taken
    return np.minimum(taken, need)


def _at(values: Floats, way: Whole) -> Floats:
    return np.take_along_axis(values, way[:, None], axis=1)[:, 0]


def followed(grid: Grid, arrivals: Floats) -> tuple[Floats, Floats]:
    """What lies at the end of each day, and what could not be had on it."""
    stock, missing = np.empty(grid.demand.shape), np.empty(grid.demand.shape)
    # by days in memory order: a loop over days, whatever number of cases
    demand, came = np.ascontiguousarray(grid.demand.T), np.ascontiguousarray(arrivals.T)
    levels, lacks = np.empty(demand.shape), np.empty(demand.shape)
    level = grid.available.copy()
    for day in range(grid.days):
        level += came[day]
        level -= demand[day]
        np.maximum(-level, 0.0, out=lacks[day])
        np.maximum(level, 0.0, out=level)
        levels[day] = level
    stock[:], missing[:] = levels.T, lacks.T
    return stock, missing
