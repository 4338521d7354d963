"""A whole engine on fakes: warehouses, a shop with a ledger, a journal in memory, a clock moved by hand."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC
from functools import reduce

from app.assembly.plan_files import read_plan_table, write_plan_table
from app.domain.catalogue import Product
from app.domain.hold import Hold, Who
from app.domain.policy import Policy
from app.engine.engine import Engine
from app.engine.parts import Ports, RoomPlan
from app.intents import Answer, Intent, MarkSoldOut, StartBroadcast
from app.ports import HostPage, Storefront
from app.views.delta import ViewDelta
from app.views.gauge import GaugeView
from app.views.names import Names
from app.views.room import SourceView
from tests.fakes.autostart import FakeAutostart
from tests.fakes.awake import FakeAwake
from tests.fakes.beside import FakeBeside
from tests.fakes.clock import FakeClock, settle
from tests.fakes.guardian import FakeGuardian
from tests.fakes.jitter import FakeJitter
from tests.fakes.journal import FakeJournal
from tests.fakes.sources import FakeOffersSource, FakeSalesSource, FakeStockSource, FakeTrafficSource
from tests.fakes.storefronts import FakeStorefront

ME = Who(account="lin", through="test")
SKUS = ("EAR-01", "EAR-02", "CUP-01")


class ClockCadence:
    """A cadence that follows the clock under test."""

    def __init__(self, clock: FakeClock) -> None:
        self._clock = clock
        self._tasks: set[asyncio.Task[None]] = set()

    def every(self, seconds: float, what: Callable[[], None], *, name: str) -> Callable[[], None]:
        """Call `what` each time so many seconds have been ticked."""

        async def beat() -> None:
            while True:
                await self._clock.sleep(seconds)
                what()

        task = asyncio.create_task(beat(), name=f"cadence {name}")
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

        def end() -> None:
            task.cancel()

        return end

    def count_anew(self) -> None:
        """It counts by the clock that nobody changes."""

    async def close(self) -> None:
        """End every beat."""
        tasks = tuple(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


@dataclass(slots=True)
class World:
    """What outlives a desk: the shop, the warehouse, the record and the clock."""

    clock: FakeClock = field(default_factory=FakeClock)
    journal: FakeJournal = field(default_factory=FakeJournal)
    shop: FakeStorefront = field(init=False)
    warehouse: FakeStockSource = field(init=False)
    traffic: FakeTrafficSource = field(init=False)
    sales: FakeSalesSource = field(init=False)
    offers: FakeOffersSource = field(init=False)
    tells_offers: bool = False
    more_shops: tuple[Storefront, ...] = ()
    more_stock: tuple[FakeStockSource, ...] = ()
    tells_sales: bool = True
    host_page: HostPage | None = None
    beside: FakeBeside = field(default_factory=FakeBeside)
    boot: str = "boot-1"
    skus: tuple[str, ...] = SKUS

    @classmethod
    def with_products(cls, count: int) -> "World":
        """A world with so many products."""
        return cls(skus=tuple(f"SKU-{number:03}" for number in range(count)))

    def __post_init__(self) -> None:
        self.shop = FakeStorefront(self.skus, clock=self.clock)
        self.warehouse = FakeStockSource("la", clock=self.clock)
        for sku in self.skus:
            self.warehouse.put(sku, 100)
        self.traffic = FakeTrafficSource(clock=self.clock)
        self.traffic.viewers = 1000
        self.sales = FakeSalesSource(clock=self.clock)
        self.offers = FakeOffersSource(clock=self.clock)


@dataclass(slots=True)
class Desk:
    """A running engine and what it told the windows."""

    engine: Engine
    world: World
    deltas: list[ViewDelta]
    awake: FakeAwake
    asking: set[asyncio.Task[Answer]] = field(default_factory=set)

    async def ask(self, intent: Intent, seconds: float = 3.0, wait_s: float = 15.0) -> Answer:
        """Ask and let time pass until the answer is there, `seconds` at most."""
        asked = asyncio.create_task(self.engine.carry_out(intent, wait_s))
        await settle()
        passed = 0.0
        while not asked.done() and passed < seconds:
            await self.world.clock.tick(0.05)
            passed += 0.05
        if not asked.done():
            await self.world.clock.tick(wait_s)
        return await asked

    async def ask_now(self, intent: Intent) -> Answer:
        """Ask for what needs no time."""
        answer = await self.engine.carry_out(intent)
        await self.world.clock.tick(1)
        return answer

    def ask_later(self, intent: Intent) -> None:
        """Ask and look at the answer never."""
        task = asyncio.create_task(self.engine.carry_out(intent))
        self.asking.add(task)
        task.add_done_callback(self.asking.discard)

    async def mark(self, *skus: str, minutes: float = 5.0, **more: object) -> Answer:
        """Mark products sold out, EAR-01 where none is named."""
        wanted = skus or ("EAR-01",)
        return await self.ask(MarkSoldOut(who=ME, skus=wanted, minutes=minutes, **more))  # type: ignore[arg-type] # by name

    async def pass_time(self, seconds: float) -> None:
        """Let so many seconds pass."""
        await self.world.clock.tick(seconds)

    def gauge(self, sku: str) -> GaugeView:
        """The product's gauge as last told."""
        views = [view for delta in self.deltas for view in delta.gauges if view.sku == sku]
        return views[-1]

    def told(self) -> ViewDelta:
        """All that was told, as one delta."""
        return reduce(ViewDelta.then, self.deltas)

    def source(self, source: str) -> SourceView:
        """A source's lamp as last told."""
        return next(view for view in self.told().sources or () if view.id == source)

    def alerts(self) -> tuple[str, ...]:
        """Every alert as last told."""
        return tuple(view.id for view in self.told().alerts or ())

    def holds(self) -> tuple[Hold, ...]:
        """Every hold in the record."""
        return tuple(self.world.journal.kept.holds.values())


def plan(skus: tuple[str, ...] = SKUS, **policy: float) -> RoomPlan:
    """A room with these products."""
    return RoomPlan(
        names=Names(
            room="Test room",
            zone=UTC,
            titles={sku: f"Product {sku}" for sku in skus},
            storefronts={"shop": "Web shop"},
            sources={"la": "Los Angeles"},
        ),
        products=tuple(Product(sku=sku, title=f"Product {sku}") for sku in skus),
        policy=Policy(**policy),  # type: ignore[arg-type] # thresholds by name
    )


@asynccontextmanager
async def running(
    world: World,
    *,
    start: bool = True,
    awake_possible: bool = True,
    planned: tuple[str, ...] | None = None,
    guardian: FakeGuardian | None = None,
    autostart: FakeAutostart | None = None,
    **policy: float,
) -> AsyncIterator[Desk]:
    """An engine on `world`, ready for commands; with `start`, a broadcast runs.

    `planned` are the products that the settings name, all where they are left out.
    """
    awake = FakeAwake(possible=awake_possible)
    cadence = ClockCadence(world.clock)
    ports = Ports(
        clock=world.clock,
        cadence=cadence,
        jitter=FakeJitter(0.0),
        journal=world.journal,
        awake=awake,
        stock=(world.warehouse, *world.more_stock),
        traffic=(world.traffic,),
        sales=(world.sales,) if world.tells_sales else (),
        offers=(world.offers,) if world.tells_offers else (),
        storefronts=(world.shop, *world.more_shops),
        host_page=world.host_page,
        beside=world.beside,
        scenarios=("calm", "evening"),
        boot=world.boot,
        orders=world.journal,
        guardian=guardian,
        read_text=read_plan_table,
        write_table=write_plan_table,
        autostart=autostart,
    )
    deltas: list[ViewDelta] = []
    engine = Engine(ports, plan(planned or world.skus, **policy), deltas.append)
    life = asyncio.create_task(engine.run())
    desk = Desk(engine, world, deltas, awake)
    try:
        await settle()
        await world.clock.tick(1.0)
        if start and engine.room.broadcast is None:
            assert (await desk.ask(StartBroadcast(who=ME))).ok
        yield desk
    finally:
        life.cancel()
        with suppress(asyncio.CancelledError):
            await life
        await cadence.close()
