"""Warehouses, traffic and sales that say what a test tells them; not for the program, which has services.

Each may be made to fail (`fail`, `heal`), to hang (`hang`, `let_go`) and to answer "unchanged". Reads are
counted in `reads` by the instant they began. They run on a FakeClock, or on any clock given.
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from decimal import Decimal

from app.domain.catalogue import Warehouse
from app.domain.readings import (
    Offer,
    OffersAnswer,
    RejectedRow,
    Sale,
    SalesAnswer,
    SalesCount,
    SourceRole,
    StockAnswer,
    StockReading,
    TrafficAnswer,
)
from app.ports import Clock, SourceInfo


def source_info(
    source: str, role: SourceRole, *, poll_seconds: float = 2.0, stale_after_seconds: float = 15.0
) -> SourceInfo:
    """What the engine knows of a fake source, named by its id in capitals."""
    return SourceInfo(
        id=source,
        name=source.upper(),
        role=role,
        kind="fake",
        poll_seconds=poll_seconds,
        stale_after_seconds=stale_after_seconds,
    )


@dataclass(slots=True)
class Behaviour:
    """How a fake answers: well, with an error, or not until it is let go."""

    clock: Clock
    reads: list[datetime] = field(default_factory=list)
    error: Exception | None = None
    failures_left: int | None = None
    closed: bool = False
    _gate: asyncio.Event | None = None

    async def step(self) -> datetime:
        """Begin a read: note it, wait while hung, raise what was asked for; the instant it began."""
        began = self.clock.now()
        self.reads.append(began)
        if self._gate is not None:
            await self._gate.wait()
        if self.error is not None and self._takes_a_failure():
            raise self.error
        return began

    def fail(self, error: Exception, times: int | None = None) -> None:
        """Raise `error` from now on, or only so many times."""
        self.error = error
        self.failures_left = times

    def heal(self) -> None:
        """Answer well again."""
        self.error = None

    def hang(self) -> None:
        """Do not answer until `let_go`."""
        self._gate = asyncio.Event()

    def let_go(self) -> None:
        """Answer all who wait, and everyone after them."""
        if self._gate is not None:
            self._gate.set()
        self._gate = None

    def _takes_a_failure(self) -> bool:
        if self.failures_left is None:
            return True
        self.failures_left -= 1
        return self.failures_left >= 0


class _FakeSource:
    """What the three kinds of source share; `does` programs it."""

    info: SourceInfo

    def __init__(self, info: SourceInfo, clock: Clock) -> None:
        self.info = info
        self.clock = clock
        self.does = Behaviour(clock)
        self.as_of: datetime | None = None
        self.clock_offset: timedelta | None = None
        self.rejected: tuple[RejectedRow, ...] = ()
        self.unchanged = False

    @property
    def reads(self) -> list[datetime]:
        """When each read began."""
        return self.does.reads

    @property
    def closed(self) -> bool:
        """Whether `close` was awaited."""
        return self.does.closed

    async def close(self) -> None:
        """Note that it was closed."""
        self.does.closed = True


class FakeStockSource(_FakeSource):
    """The port `StockSource` for tests: `put` figures, then `read` them."""

    def __init__(
        self,
        source: str = "la",
        *,
        clock: Clock,
        warehouses: Sequence[Warehouse] | None = None,
        info: SourceInfo | None = None,
    ) -> None:
        super().__init__(info or source_info(source, SourceRole.WAREHOUSE), clock)
        alone = Warehouse(id=source, name=source.upper(), short=source[:1].upper(), source=source)
        self.warehouses: tuple[Warehouse, ...] = tuple(warehouses) if warehouses is not None else (alone,)
        self.figures: dict[tuple[str, str], StockReading] = {}

    def put(self, sku: str, available: int | None, warehouse: str | None = None, **more: int) -> None:
        """Set a figure; `more` are on_hand, reserved, inbound, unsellable, oversold."""
        where = warehouse or self.warehouses[0].id
        reading = StockReading(sku=sku, warehouse=where, available=available)
        self.figures[sku, where] = replace(reading, **more)  # type: ignore[arg-type]  # names of figures

    def put_reading(self, reading: StockReading) -> None:
        """Set a whole reading, stamps included."""
        self.figures[reading.sku, reading.warehouse] = reading

    def drop(self, sku: str, warehouse: str | None = None) -> None:
        """Do not list that SKU any more."""
        del self.figures[sku, warehouse or self.warehouses[0].id]

    async def read(self) -> StockAnswer:
        """All figures as they stand when the answer leaves."""
        began = await self.does.step()
        return StockAnswer(
            source=self.info.id,
            asked_at=began,
            seen_at=self.clock.now(),
            as_of=self.as_of,
            clock_offset=self.clock_offset,
            rejected=self.rejected,
            unchanged=self.unchanged,
            readings=() if self.unchanged else tuple(self.figures.values()),
        )


class FakeTrafficSource(_FakeSource):
    """The port `TrafficSource` for tests: set `viewers`, `organic`, `paid`, `interactions`, `on_air`."""

    def __init__(self, source: str = "live", *, clock: Clock, info: SourceInfo | None = None) -> None:
        super().__init__(info or source_info(source, SourceRole.TRAFFIC), clock)
        self.viewers: int | None = 0
        self.organic: int | None = None
        self.paid: int | None = None
        self.interactions: int | None = None
        self.on_air: str | None = None
        self.reservations: int | None = None
        self.order_value: Decimal | None = None
        self.repeat_share: float | None = None

    async def read(self) -> TrafficAnswer:
        """The viewers as they were set."""
        began = await self.does.step()
        return TrafficAnswer(
            source=self.info.id,
            asked_at=began,
            seen_at=self.clock.now(),
            as_of=self.as_of,
            clock_offset=self.clock_offset,
            unchanged=self.unchanged,
            viewers=self.viewers,
            organic=self.organic,
            paid=self.paid,
            interactions=self.interactions,
            on_air=self.on_air,
            reservations=self.reservations,
            order_value=self.order_value,
            repeat_share=self.repeat_share,
        )


class FakeSalesSource(_FakeSource):
    """The port `SalesSource` for tests: `sell` what is then read; `asked_since` says what was asked for."""

    def __init__(
        self,
        source: str = "orders",
        *,
        clock: Clock,
        counts: SalesCount = SalesCount.ORDERS,
        info: SourceInfo | None = None,
    ) -> None:
        super().__init__(info or source_info(source, SourceRole.SALES, poll_seconds=5.0), clock)
        self.counts = counts
        self.sales: list[Sale] = []
        self.totals: Mapping[str, int] = {}
        self.asked_since: list[datetime] = []

    def sell(
        self, sku: str, units: int = 1, *, order: str | None = None, at: datetime | None = None, **more: bool
    ) -> None:
        """Add a sale; for orders an id is given where none is named. `more` is `cancelled`."""
        named = order or (f"line-{len(self.sales) + 1}" if self.counts is SalesCount.ORDERS else None)
        self.sales.append(
            Sale(sku=sku, units=units, order=named, at=at, cancelled=more.get("cancelled", False))
        )

    async def read(self, since: datetime) -> SalesAnswer:
        """Everything since the start (orders, running totals), or since the last answer (interval)."""
        self.asked_since.append(since)
        began = await self.does.step()
        sales = tuple(self._summed() if self.counts is SalesCount.SINCE_START else self.sales)
        if self.counts is SalesCount.INTERVAL:
            self.sales.clear()
        return SalesAnswer(
            source=self.info.id,
            asked_at=began,
            seen_at=self.clock.now(),
            as_of=self.as_of,
            clock_offset=self.clock_offset,
            rejected=self.rejected,
            unchanged=self.unchanged,
            counts=self.counts,
            sales=() if self.unchanged else sales,
        )

    def _summed(self) -> list[Sale]:
        totals: dict[str, int] = {}
        for sale in self.sales:
            totals[sale.sku] = totals.get(sale.sku, 0) + sale.units
        return [Sale(sku=sku, units=units) for sku, units in totals.items()]


class FakeOffersSource(_FakeSource):
    """The port `OffersSource` for tests: `put` what is told of a product, `click` it some times more."""

    def __init__(
        self,
        source: str = "offers",
        *,
        clock: Clock,
        running: bool = True,
        info: SourceInfo | None = None,
    ) -> None:
        super().__init__(info or source_info(source, SourceRole.OFFERS, poll_seconds=5.0), clock)
        self.running = running
        self.offers: dict[str, Offer] = {}

    def put(
        self,
        sku: str,
        clicks: int | None = None,
        impressions: int | None = None,
        price: Decimal | None = None,
    ) -> None:
        """Tell this of a product from now on."""
        self.offers[sku] = Offer(sku=sku, clicks=clicks, impressions=impressions, price=price)

    def click(self, sku: str, times: int = 1) -> None:
        """Viewers click the product."""
        before = self.offers.get(sku, Offer(sku=sku))
        self.offers[sku] = replace(before, clicks=(before.clicks or 0) + times)

    async def read(self) -> OffersAnswer:
        """Totals so far, or what came since the last answer."""
        began = await self.does.step()
        offers = tuple(self.offers.values())
        if not self.running:
            self.offers = {sku: replace(offer, clicks=0) for sku, offer in self.offers.items()}
        return OffersAnswer(
            source=self.info.id,
            asked_at=began,
            seen_at=self.clock.now(),
            as_of=self.as_of,
            clock_offset=self.clock_offset,
            rejected=self.rejected,
            unchanged=self.unchanged,
            running=self.running,
            offers=() if self.unchanged else offers,
        )
