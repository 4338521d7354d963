"""What to order for which warehouse: how many, at the latest when, in which batches. Orders nothing itself.

Each product is judged where it shall lie. The batches of a proposal are planned for all of them at once and
told one by one.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import ceil, inf, sqrt

from app.domain.batch_grid import Case, Holding
from app.domain.batches import BatchPlan, BatchPlans, plan_batches
from app.domain.catalogue import Product, StorageCost, Warehouse
from app.domain.lifecycle import Pace, Stage, pace_of, turnover_days
from app.domain.newsvendor import Normal, Stake, last_order
from app.domain.orders import Coming
from app.domain.replenishment import Lead, packed
from app.domain.routes import Route
from app.domain.shelving import Shelf
from app.domain.standings import House, Shared, expected_units, routes_to, standing_of
from app.domain.stock_policy import StockPolicy

SOON_DAYS = 7
"""So long before the last day to order a proposal is made."""
_YEAR = 365.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What to order for one shelf. `left_days` until the last day to order, negative where it is gone by.

    `money` is what the quantity ties up at cost, None where the cost is not known.
    """

    shelf: Shelf
    per_day: float
    lead: Lead
    safety_stock: int
    point: int
    cover_target: float
    quantity: int
    left_days: int
    turnover: float
    pace: Pace
    money: float | None

    @property
    def cover(self) -> float | None:
        """Days that what is there lasts."""
        return self.shelf.available / self.per_day if self.per_day > 0 else None


class Proposals:
    """Every proposal, the most pressing first, with its batches."""

    def __init__(self, rows: Sequence[Proposal], cases: Sequence[Case], house: House) -> None:
        self.rows = tuple(rows)
        self._cases = tuple(cases)
        self._house = house
        self._plans: BatchPlans = self._planned(self._cases)

    def plan(self, place: int) -> BatchPlan:
        """The batches of a proposal."""
        return self._plans[place]

    def resized(self, place: int, units: int) -> BatchPlan:
        """The batches of another quantity, in whole packs."""
        case = self._cases[place]
        want = packed(units, case.pack, 0)
        return self._planned((replace(case, want=want),))[0]

    def coming(self, place: int) -> Coming:
        """What is on its way already: days until it arrives, and units."""
        return self._cases[place].coming

    def elsewhere(self, place: int, warehouses: Sequence[Warehouse]) -> tuple[BatchPlan, ...]:
        """What the same order would cost in each of these warehouses."""
        case, row = self._cases[place], self.rows[place]
        moved = [_moved(case, row.shelf.product, one, self._house) for one in warehouses]
        return tuple(self._planned(moved))

    def _planned(self, cases: Sequence[Case]) -> BatchPlans:
        policy = self._house.policy
        return plan_batches(cases, most=policy.batches, days=policy.horizon_days)


def propose(shelves: Iterable[Shelf], house: House) -> Proposals:
    """What to order now or within a week; products without a lead time or a demand have no proposal."""
    known = _Known(house)
    found = [row for shelf in shelves if (row := _proposal(shelf, house, known)) is not None]
    found.sort(key=lambda row: (row.left_days, -(row.money or 0.0), row.shelf.product.sku))
    return Proposals(found, [_case(row, house, known) for row in found], house)


class _Known(Shared):
    """What many products share, with the rates of warehouses."""

    def __init__(self, house: House) -> None:
        super().__init__(house)
        self._policy = house.policy
        self._rates: dict[str, _Rates] = {}

    def holding(self, product: Product, warehouse: Warehouse) -> Holding:
        """What a unit of the product costs in the warehouse."""
        if warehouse.id not in self._rates:
            self._rates[warehouse.id] = _rates(warehouse.cost, self._policy)
        return self._rates[warehouse.id].of(product)


def _proposal(shelf: Shelf, house: House, known: _Known) -> Proposal | None:
    product, standing = shelf.product, standing_of(shelf, house, known)
    if standing is None or standing.left_days > SOON_DAYS:
        return None
    need, lead = standing.need, standing.lead
    days = lead.days + house.cover_days
    fill = expected_units(need.per_day, days, known.factors(product.sku)) + need.safety + standing.burst
    if shelf.outlook.stage is Stage.DECLINE:
        fill = min(fill, _last_stock(shelf, days, known.ways(shelf)[0], house.policy))
    quantity = packed(fill - shelf.position, product.pack_size, product.min_order)
    if quantity <= 0:
        return None
    turnover = turnover_days(shelf.available, need.per_day)
    pace = pace_of(turnover, house.policy)
    if pace is Pace.SLOW and turnover > days:
        # what lies too long is cleared, whatever its highest day once was
        return None
    return Proposal(
        shelf=shelf,
        per_day=need.per_day,
        lead=lead,
        safety_stock=need.safety_stock,
        point=standing.point,
        cover_target=house.cover_days,
        quantity=quantity,
        left_days=standing.left_days,
        turnover=turnover,
        pace=pace,
        money=None if product.cost is None else quantity * float(product.cost),
    )


def _last_stock(shelf: Shelf, days: float, ways: Sequence[Route], policy: StockPolicy) -> float:
    """What to have of a product in decline: what is over is cleared below its cost.

    No more than is there already where ordering once more saves less than its freight.
    """
    product, demand = shelf.product, shelf.outlook.demand
    if product.price is None or product.cost is None or product.price <= product.cost:
        return inf
    salvage = policy.salvage_share * float(product.price)
    stake = Stake(over=max(0.01, float(product.cost) - salvage), short=float(product.price - product.cost))
    deviation = demand.deviation if demand.deviation is not None else sqrt(demand.per_day)
    spread = Normal(mean=demand.per_day, deviation=deviation).over_days(days)
    last = last_order(spread, shelf.position, stake)
    units = max(0.0, last.stock - shelf.position)
    freight = min(way.cost_per_unit * units + way.cost_per_order for way in ways)
    return last.stock if last.saves > freight else float(shelf.position)


def _case(row: Proposal, house: House, known: _Known) -> Case:
    shelf, product = row.shelf, row.shelf.product
    ways = known.ways(shelf)[0]
    deviation = shelf.outlook.demand.deviation or 0.0
    return Case(
        per_day=row.per_day,
        available=shelf.available,
        want=row.quantity,
        routes=ways,
        factors=known.factors(product.sku),
        coming=_coming(shelf, row.lead, ways),
        pack=product.pack_size,
        least=product.min_order,
        ready=product.supplier_ready or 0,
        weekly=product.supplier_weekly,
        margin=_margin(product),
        buffer=house.factor * deviation,
        holding=known.holding(product, shelf.warehouse),
    )


def _coming(shelf: Shelf, lead: Lead, ways: Sequence[Route]) -> Coming:
    """Warehouses say how many are on their way and not since when: half of the way is taken to be left."""
    if shelf.inbound <= 0:
        return shelf.ordered
    making = max(way.making_days for way in ways)
    return (*shelf.ordered, (ceil((lead.days - making) / 2), shelf.inbound))


def _margin(product: Product) -> float:
    """What a unit earns; a product whose price or cost is not known is not worth a dearer way."""
    if product.price is None or product.cost is None:
        return 0.0
    return max(0.0, float(product.price - product.cost))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rates:
    """What a warehouse costs as plain numbers: a litre a day and what each step adds, and a unit."""

    litre: float
    steps: tuple[tuple[int, float], ...]
    handling: float
    delivery: float
    capital: float

    def of(self, product: Product) -> Holding:
        litres = product.volume_l or 0.0
        return Holding(
            storage=litres * self.litre,
            capital=float(product.cost or 0) * self.capital,
            handling=self.handling,
            delivery=self.delivery,
            aged=tuple((days, litres * more) for days, more in self.steps) if self.steps else (),
        )


def _rates(cost: StorageCost | None, policy: StockPolicy) -> _Rates:
    cost = cost or StorageCost()
    prices = [float(cost.storage_per_l_day), *(float(step.per_l_day) for step in cost.aged)]
    dearer = (after - before for before, after in pairwise(prices))
    return _Rates(
        litre=prices[0],
        steps=tuple((step.days, more) for step, more in zip(cost.aged, dearer, strict=True)),
        handling=float(cost.handling),
        delivery=float(cost.last_mile) + policy.return_share * float(cost.returns),
        capital=policy.capital_rate / _YEAR,
    )


def _moved(case: Case, product: Product, warehouse: Warehouse, house: House) -> Case:
    return replace(
        case,
        routes=routes_to(product, warehouse),
        holding=_rates(warehouse.cost, house.policy).of(product),
    )
