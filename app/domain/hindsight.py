"""A quarter looked back on: what was missing, what was too much, and what the policy would have ordered.

Days on which nothing lay at the end tell no demand; what they would have sold is taken from the others. The
replay meets the same buyers, begins with the same stock, orders by the usual way, and knows each morning only
what was sold until then.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from math import ceil

from app.domain.catalogue import Product, Warehouse
from app.domain.orders import Coming
from app.domain.outlooks import outlook_of
from app.domain.proposals import propose
from app.domain.shelving import Outlook, Shelf
from app.domain.standings import House

_HISTORY = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Quarter:
    """A quarter of a year."""

    year: int
    number: int

    @property
    def first(self) -> date:
        """Its first day."""
        return date(self.year, 3 * self.number - 2, 1)

    @property
    def after(self) -> date:
        """The day after its last."""
        return date(self.year + self.number // 4, 3 * (self.number % 4) + 1, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductDays:
    """One product's days: `sold` on each of the history and the quarter, `closing` stock on the quarter's.

    `closing` is None where nothing is known of a day. `ordered` are units of accepted orders in the quarter.
    """

    product: Product
    warehouse: Warehouse
    sold: tuple[float, ...]
    closing: tuple[int | None, ...]
    ordered: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """How a quarter went: units missing, days without stock, units ordered, stock at the end and mean."""

    missing: float
    days_out: int
    ordered: int
    closing: int | None
    mean_stock: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Hindsight:
    """One product's quarter. `over` are units at its end beyond what the policy would keep.

    `missing_money` is margin, `over_money` cost; None where price or cost is not known. `policy` is the
    replay, None where there was nothing to replay with.
    """

    sku: str
    sold: float
    actual: Course
    over: int
    missing_money: float | None
    over_money: float | None
    policy: Course | None


def potential(sold: Sequence[float], out: Sequence[bool]) -> list[float]:
    """What each day would have sold with stock: on days without, at least the mean of the others."""
    told = [units for units, empty in zip(sold, out, strict=True) if not empty]
    mean = sum(told) / len(told) if told else 0.0
    return [max(units, mean) if empty else units for units, empty in zip(sold, out, strict=True)]


def looked_back(days: Iterable[ProductDays], quarter: Quarter, house: House) -> tuple[Hindsight, ...]:
    """Every product's quarter, the dearest mistakes first."""
    every = tuple(days)
    replayed = _replayed(every, quarter, house)
    found = [_hindsight(one, replayed.get(place), quarter, house) for place, one in enumerate(every)]
    return tuple(sorted(found, key=lambda one: -((one.missing_money or 0.0) + (one.over_money or 0.0))))


def _out(days: ProductDays) -> list[bool]:
    """Days of history and quarter that ended without stock; of the history nothing is known."""
    before = len(days.sold) - len(days.closing)
    return [False] * before + [units == 0 for units in days.closing]


def _hindsight(days: ProductDays, policy: Course | None, quarter: Quarter, house: House) -> Hindsight:
    count = len(days.closing)
    wanted, sold = potential(days.sold, _out(days))[-count:], days.sold[-count:]
    missing = sum(wanted) - sum(sold)
    known = [units for units in days.closing if units is not None]
    closing = days.closing[-1] if days.closing else None
    keep = _kept(days, quarter, house)
    over = 0 if closing is None or keep is None else max(0, closing - keep)
    product = days.product
    margin = None if product.price is None or product.cost is None else float(product.price - product.cost)
    return Hindsight(
        sku=product.sku,
        sold=sum(sold),
        actual=Course(
            missing=missing,
            days_out=sum(_out(days)),
            ordered=days.ordered,
            closing=closing,
            mean_stock=sum(known) / len(known) if known else None,
        ),
        over=over,
        missing_money=None if margin is None else missing * margin,
        over_money=None if product.cost is None else over * float(product.cost),
        policy=policy,
    )


def _kept(days: ProductDays, quarter: Quarter, house: House) -> int | None:
    """The most the policy would have at the quarter's end: what it fills up to."""
    outlook = _outlook(days, len(days.sold), quarter.after, house)
    if outlook is None:
        return None
    shelf = Shelf(product=days.product, warehouse=days.warehouse, available=0, inbound=0, outlook=outlook)
    rows = propose([shelf], replace(house, today=quarter.after)).rows
    return rows[0].quantity if rows else ceil(outlook.demand.per_day * house.cover_days)


def _outlook(days: ProductDays, known: int, today: date, house: House) -> Outlook | None:
    sold = potential(days.sold, _out(days))[max(0, known - _HISTORY) : known]
    return outlook_of(sold, today, days.product.sku, house.policy.occasions, days.product.launched)


@dataclass(slots=True)
class _Run:
    stock: int
    coming: list[tuple[date, int]]
    ordered: int = 0
    missing: float = 0.0
    days_out: int = 0
    lying: float = 0.0


def _replayed(every: Sequence[ProductDays], quarter: Quarter, house: House) -> Mapping[int, Course]:
    """The policy day by day for all products that have a way, a history and a first figure."""
    runs = {
        place: _Run(stock=first, coming=[])
        for place, one in enumerate(every)
        if (first := next((units for units in one.closing if units is not None), None)) is not None
    }
    wanted = {place: potential(every[place].sold, _out(every[place])) for place in runs}
    count = max((len(one.closing) for one in every), default=0)
    for number in range(count):
        today = quarter.first + timedelta(days=number)
        _order(every, runs, today, number, house)
        for place, run in runs.items():
            one = every[place]
            _live(run, wanted[place][len(one.sold) - len(one.closing) + number], today)
    return {place: _course(run, max(1, count)) for place, run in runs.items()}


def _live(run: _Run, asked: float, today: date) -> None:
    run.stock += sum(units for due, units in run.coming if due <= today)
    run.coming = [(due, units) for due, units in run.coming if due > today]
    had = min(round(asked), run.stock)
    run.stock -= had
    run.missing += max(0.0, round(asked) - had)
    run.days_out += run.stock == 0
    run.lying += run.stock


def _order(
    every: Sequence[ProductDays], runs: Mapping[int, _Run], today: date, number: int, house: House
) -> None:
    shelves: list[Shelf] = []
    places: dict[str, int] = {}
    for place, run in runs.items():
        one = every[place]
        outlook = _outlook(one, len(one.sold) - len(one.closing) + number, today, house)
        if outlook is not None:
            ordered: Coming = tuple(((due - today).days, units) for due, units in run.coming)
            places[one.product.sku] = place
            shelves.append(
                Shelf(
                    product=one.product,
                    warehouse=one.warehouse,
                    available=run.stock,
                    inbound=0,
                    outlook=outlook,
                    ordered=ordered,
                )
            )
    for row in propose(shelves, replace(house, today=today)).rows:
        run = runs[places[row.shelf.product.sku]]
        run.coming.append((today + timedelta(days=ceil(row.lead.days)), row.quantity))
        run.ordered += row.quantity


def _course(run: _Run, days: int) -> Course:
    return Course(
        missing=run.missing,
        days_out=run.days_out,
        ordered=run.ordered,
        closing=run.stock,
        mean_stock=run.lying / days,
    )
