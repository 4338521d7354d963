"""Sales as the sources tell them, each unit counted once: totals, intervals or orders come out as units sold.

So does their money, and whose orders they were, where that is told. Not for rates; the domain learns those.
"""

from collections import OrderedDict
from datetime import datetime, timedelta
from decimal import Decimal

from app.domain.readings import Sale, SalesAnswer, SalesCount
from app.domain.told import OrdersTold, risen
from app.ports import SoldUnits

MOST_ORDERS = 100_000
"""Order lines remembered; the oldest are forgotten first."""


class Takings:
    """What one sales source has told so far. Orders paid before `since` are not this run's to count."""

    def __init__(self, source: str, since: datetime) -> None:
        self.source = source
        self._since = since
        self._totals: dict[str, int] = {}
        self._money: dict[str, Decimal] = {}
        """Running totals of what each product brought."""
        self._orders: OrderedDict[str, int | None] = OrderedDict()
        """Units counted of each order; None: not ours to count."""
        self._ahead = timedelta()
        self._started = False
        self.told: tuple[OrdersTold, ...] = ()
        """Money and returning buyers of what was counted last, where they are told."""

    def take(self, answer: SalesAnswer) -> tuple[SoldUnits, ...]:
        """Units sold since the last answer; negative where an order was cancelled.

        The first running total is where counting starts, and so are orders of the first answer that do not
        say when they were paid.
        """
        self._ahead = answer.clock_offset or timedelta()
        counted = {
            SalesCount.SINCE_START: self._since_total,
            SalesCount.INTERVAL: self._as_told,
            SalesCount.ORDERS: self._once,
        }[answer.counts]
        found = [(sale, units) for sale in answer.sales if (units := counted(sale))]
        running = answer.counts is SalesCount.SINCE_START
        told = (self._told(sale, units, answer.seen_at, running=running) for sale, units in found)
        self.told = tuple(one for one in told if one is not None)
        if running:
            self._money |= {sale.sku: sale.value for sale in answer.sales if sale.value is not None}
        self._started = True
        return tuple(self._sold(sale, units, answer.seen_at) for sale, units in found)

    def _told(self, sale: Sale, units: int, seen_at: datetime, *, running: bool) -> OrdersTold | None:
        """What else is known of them; a row that is no order tells of as many as it has units."""
        if sale.value is None and sale.repeat is None:
            return None
        orders = units if sale.order is None else 1 if units > 0 else -1
        return OrdersTold(
            at=sale.at or seen_at,
            source=self.source,
            sku=sale.sku,
            orders=orders,
            value=self._brought(sale, units, running=running),
            repeats=None if sale.repeat is None else orders * sale.repeat,
        )

    def _brought(self, sale: Sale, units: int, *, running: bool) -> Decimal | None:
        if sale.value is None:
            return None
        if not running:
            return sale.value * units / sale.units if sale.units else None
        before = self._money.get(sale.sku, Decimal())
        return sale.value if sale.value < before / 2 else sale.value - before

    def _sold(self, sale: Sale, units: int, seen_at: datetime) -> SoldUnits:
        return SoldUnits(at=sale.at or seen_at, sku=sale.sku, units=units, source=self.source)

    def _since_total(self, sale: Sale) -> int:
        before = self._totals.get(sale.sku, 0 if self._started else sale.units)
        self._totals[sale.sku] = sale.units
        return risen(before, sale.units)

    def _as_told(self, sale: Sale) -> int:
        return -sale.units if sale.cancelled else sale.units

    def _once(self, sale: Sale) -> int:
        """An order line counts once; told again as cancelled it is taken back once."""
        if sale.order is None:
            return self._as_told(sale)
        before = self._orders.pop(sale.order, None if self._is_of_before(sale) else 0)
        units = None if before is None else 0 if sale.cancelled else sale.units
        self._orders[sale.order] = units
        if len(self._orders) > MOST_ORDERS:
            self._orders.popitem(last=False)
        return 0 if units is None or before is None else units - before

    def _is_of_before(self, sale: Sale) -> bool:
        """Paid before this run began, by the source's own clock: an earlier run has counted it, or nobody."""
        return not self._started if sale.at is None else sale.at < self._since + self._ahead
