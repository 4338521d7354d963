"""Sales as the sources tell them, each unit counted once: totals, intervals or orders come out as units sold.

Not for rates; those are learnt in the domain.
"""

from collections import OrderedDict
from datetime import datetime, timedelta

from app.domain.readings import Sale, SalesAnswer, SalesCount
from app.ports import SoldUnits

MOST_ORDERS = 100_000
"""Order lines remembered; the oldest are forgotten first."""


class Takings:
    """What one sales source has told so far. Orders paid before `since` are not this run's to count."""

    def __init__(self, source: str, since: datetime) -> None:
        self.source = source
        self._since = since
        self._totals: dict[str, int] = {}
        self._orders: OrderedDict[str, int | None] = OrderedDict()
        """Units counted of each order; None: not ours to count."""
        self._ahead = timedelta()
        self._started = False

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
        sold = [self._sold(sale, units, answer.seen_at) for sale in answer.sales if (units := counted(sale))]
        self._started = True
        return tuple(sold)

    def _sold(self, sale: Sale, units: int, seen_at: datetime) -> SoldUnits:
        return SoldUnits(at=sale.at or seen_at, sku=sale.sku, units=units, source=self.source)

    def _since_total(self, sale: Sale) -> int:
        before = self._totals.get(sale.sku, 0 if self._started else sale.units)
        self._totals[sale.sku] = sale.units
        restarted = sale.units < before and sale.units >= 0 and before - sale.units > before // 2
        return sale.units if restarted else sale.units - before

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
