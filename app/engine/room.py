"""Everything known of the room now, the engine's one mutable place; touched products are judged anew.

Holds facts and hands them out frozen. Judges nothing; `judging` does.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from app.domain.away import Away
from app.domain.broadcast import Broadcast, Mark, Phase, Showing
from app.domain.by_hand import HandTask
from app.domain.catalogue import Product
from app.domain.hold import Hold, StockCall
from app.domain.notices import Untold
from app.domain.places import NO_LINE_UP, LineUp
from app.domain.plan import Announcement
from app.domain.readings import Scalar, ShopAnswer, ShopReading, SourceState
from app.domain.recollection import Recollection
from app.domain.room import (
    ProductFacts,
    RoomFacts,
    ShopFacts,
    SourceFacts,
    TradeFacts,
    TrafficFacts,
)
from app.domain.rounds import Round
from app.domain.trade import Belief
from app.engine.clicks import Clicks
from app.engine.hold_book import HoldBook
from app.engine.parts import RoomPlan
from app.engine.prospects import Prospects
from app.engine.selling import Selling
from app.engine.shelves import Shelves
from app.ports import SourceInfo, Storefront
from app.views.room import TrafficPoint


@dataclass(slots=True)
class Counter:
    """One storefront as last read: a reading a product, and how it answers."""

    shop: Storefront
    readings: dict[str, ShopReading] = field(default_factory=dict)
    read_at: dict[str, datetime] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)
    reachable: bool = True
    told: dict[str, tuple[object, ShopFacts]] = field(default_factory=dict)
    """Facts as last handed out, beside what they were made of: a shop is read far less often than stock."""

    def facts(self, sku: str, task: HandTask | None = None) -> ShopFacts:
        """This storefront's side of a product; `task` is what a person is to do there."""
        reading, read_at, gone = self.readings.get(sku), self.read_at.get(sku), sku in self.gone
        known = (reading, read_at, gone, self.reachable, task)
        before = self.told.get(sku)
        if before is not None and before[0] == known:
            return before[1]
        facts = ShopFacts(
            storefront=self.shop.info.id,
            sold_out=None if reading is None else reading.sold_out,
            quantity=None if reading is None else reading.quantity,
            read_at=read_at,
            stale_after_s=self.shop.info.stale_after_seconds,
            enforces_quantity=self.shop.enforces_quantity,
            fed_by=self.shop.warehouses,
            gone=gone,
            reachable=self.reachable,
            label=self.shop.label,
            label_means=self.shop.label_means,
            task=task,
        )
        self.told[sku] = (known, facts)
        return facts


class Room:
    """Facts of the room. `touched` are SKUs to be judged anew; `room_touched` says the room itself is."""

    def __init__(self, plan: RoomPlan, shelves: Shelves, shops: Iterable[Storefront], now: datetime) -> None:
        self.plan = plan
        self.shelves = shelves
        self.book: HoldBook
        self.products: dict[str, Product] = {product.sku: product for product in plan.products}
        self.counters = {shop.info.id: Counter(shop) for shop in shops}
        self.sources: dict[str, SourceFacts] = {}
        self.traffic: dict[str, TrafficFacts] = {}
        self.interaction: dict[str, TrafficFacts] = {}
        """Interactions where a source tells them, judged as viewers are."""
        self.selling = Selling(plan.policy, now)
        self.clicks = Clicks(plan.policy)
        self.openings: dict[str, int] = {}
        self.restocks: dict[str, tuple[int, datetime]] = {}
        self.rejected: dict[str, str] = {}
        self.prospects = Prospects()
        self.rounds: dict[str, tuple[Round, ...]] = {}
        """Rounds by product: of this broadcast, and every one that is not over."""
        self.earlier: dict[str, Belief] = {}
        """What earlier broadcasts say of each product, per organic viewer-minute."""
        self.curve: tuple[float, ...] = ()
        """Their viewers, in every ten minutes from the start."""
        self.planned: dict[str, float] = {}
        """Units this broadcast, or the next, should sell of each."""
        self._begin()
        self._judge_all()
        self.hand_task: Callable[[str, str], HandTask | None] = lambda _storefront, _sku: None
        """What a person is to do about a product at a shop; set by the engine."""
        self.wake: Callable[[], None] = lambda: None
        """Asks for a judgement now instead of at the next beat; set by the engine."""

    def _begin(self) -> None:
        """What a person says of the room, before anybody has said anything."""
        self.broadcast: Broadcast | None = None
        self.phase = Phase.DAILY
        self.next_sku: str | None = None
        self.calls: tuple[StockCall, ...] = ()
        self.marks: list[Mark] = []
        self.points: dict[str, list[TrafficPoint]] = {}
        """Points of the graphs that were not told yet, by source."""
        self.forgotten: set[str] = set()
        """Graphs that begin anew with the next points."""
        self.asked: dict[tuple[str, str], Hold] = {}
        """Holds a person asked for a moment ago and the journal does not keep yet, by SKU and storefront."""
        self.batches: list[list[int]] = []
        """Holds marked together, while they can be cancelled."""
        self.announced: dict[str, Announcement] = {}
        """Count-downs that run before planned marks, by SKU."""
        self.untold: dict[str, Untold] = {}
        """Who could not be told, by the id of the notice."""
        self.hands_off = False
        self.reconciling = True
        self.guarded = True
        self.recordable = True
        self.unguarded_reason = ""
        self.away: Away | None = None
        """What became of holds the last time that the desk was away."""
        self.line_up: LineUp = NO_LINE_UP
        """What to show next, as last settled, with what people said of it."""
        self.snoozed: dict[str, datetime] = {}
        self.acknowledged: dict[str, datetime] = {}
        self.shelved: dict[str, datetime] = {}

    def _judge_all(self) -> None:
        """Nothing is judged yet."""
        self.touched: set[str] = set(self.products)
        self.stirred: dict[str, None] = {}
        """SKUs whose own figures are as they were judged, while the room or what they sell has changed."""
        self.room_touched = True

    @property
    def on_air(self) -> Showing | None:
        """What is being shown."""
        return self.selling.air.now

    def put_on_air(self, showing: Showing | None, at: datetime) -> None:
        """Something else is shown from now on, or nothing."""
        self.selling.put_on_air(showing, at, products=len(self.products))

    def expect(self, past: Recollection, planned: Mapping[str, float]) -> None:
        """What earlier broadcasts say of this one, or of the next."""
        self.earlier, self.curve, self.planned = dict(past.appeal), past.viewers, dict(planned)
        least = self.plan.policy.prepare_factors[0]
        self.prospects.broadcast = {sku: least * units for sku, units in planned.items()}
        self.selling.expect(past)
        self.touch_all()

    def touch(self, skus: Iterable[str]) -> None:
        """These products are to be judged anew; a shop may speak of some that are not shown."""
        self.touched.update(sku for sku in skus if sku in self.products)
        self.room_touched = True

    def touch_all(self) -> None:
        """Something about the room changed that every product is judged by."""
        self.touch(self.products)

    def stir_all(self) -> None:
        """The room changed for every product, and none in itself: that is judged anew with less effort."""
        self.stirred = dict.fromkeys(self.products)
        self.room_touched = True

    def add_products(self, skus: Iterable[str]) -> tuple[str, ...]:
        """Products that a warehouse reports and the settings do not name; returns those that are new."""
        new = tuple(sku for sku in skus if sku not in self.products)
        for sku in new:
            self.products[sku] = Product(sku=sku, title=sku, listed=False)
        return new

    def facts_again(self, before: ProductFacts) -> ProductFacts:
        """What a product of which nothing was heard is judged by: as before, but for what it sells."""
        return replace(before, trade=self.trade(before.product.sku))

    def trade(self, sku: str) -> TradeFacts:
        """The product's sales evidence."""
        return self.selling.trade(sku)

    def facts(self, sku: str) -> ProductFacts:
        """Everything the product is judged by, as of now."""
        restock, trade = self.restocks.get(sku), self.trade(sku)
        return ProductFacts(
            product=self.products[sku],
            stock=self.shelves.stock(sku),
            missing=self.shelves.missing(),
            opening=self.openings.get(sku),
            trade=trade,
            shops=tuple(
                counter.facts(sku, self.hand_task(name, sku))
                for name, counter in self.counters.items()
                if sku in counter.shop.skus
            ),
            holds=self.holds(sku),
            restocked=None if restock is None else restock[0],
            restocked_at=None if restock is None else restock[1],
            rejected=self.rejected.get(sku, ""),
            demand=self.prospects.demand(sku),
            rounds=self.rounds.get(sku, ()),
            announced=self.announced.get(sku),
            earlier=self.clicks.earlier(sku, trade, self.selling.meter, self.earlier.get(sku)),
            planned=self.planned.get(sku),
        )

    def holds(self, sku: str) -> tuple[Hold, ...]:
        """The product's holds of this broadcast, every open one, and those being recorded just now."""
        kept = self.book.of_product(sku, None if self.broadcast is None else self.broadcast.id)
        if not self.asked:
            return kept
        return (*kept, *(hold for (asked, _storefront), hold in self.asked.items() if asked == sku))

    def room_facts(self) -> RoomFacts:
        """The room as a whole."""
        return RoomFacts(
            meter=self.selling.meter,
            broadcast=self.broadcast,
            phase=self.phase,
            on_air=self.on_air,
            next_sku=self.next_sku,
            traffic=tuple(self.traffic.values()),
            sources=tuple(self.sources.values()),
            hands_off=self.hands_off,
            calls=self.calls,
            reconciling=self.reconciling,
            guarded=self.guarded,
            recordable=self.recordable,
            unguarded_reason=self.unguarded_reason,
            untold=tuple(self.untold.values()),
            snoozed=dict(self.snoozed),
            acknowledged=dict(self.acknowledged),
            shelved=dict(self.shelved),
            air=self.selling.air,
            curve=self.curve,
            line_up=self.line_up,
        )

    def add_source(self, info: SourceInfo, warehouses: Iterable[str] = ()) -> None:
        """A source from the settings, before it was ever asked."""
        self.sources[info.id] = SourceFacts(
            id=info.id,
            name=info.name,
            role=info.role,
            kind=info.kind,
            state=SourceState.CONNECTING,
            poll_seconds=info.poll_seconds,
            stale_after_s=info.stale_after_seconds,
            warehouses=tuple(warehouses),
        )

    def set_source(self, source: str, **changes: object) -> None:
        """New facts of a source, by field."""
        self.sources[source] = replace(self.sources[source], **changes)  # type: ignore[arg-type] # fields by name
        self.room_touched = True

    def hear_shop(self, answer: ShopAnswer) -> None:
        """Take over what a storefront said, from a poll or from a read for a hold."""
        counter = self.counters[answer.source]
        for reading in answer.readings:
            before = counter.readings.get(reading.sku)
            if counter.read_at.get(reading.sku, answer.asked_at) > answer.asked_at:
                continue
            counter.readings[reading.sku] = reading
            counter.read_at[reading.sku] = answer.asked_at
            back = reading.sku in counter.gone
            counter.gone.discard(reading.sku)
            if before is None or back or _state(before) != _state(reading):
                self.touch((reading.sku,))
        new = set(answer.gone) - counter.gone
        counter.gone |= new
        self.touch(new)

    def set_reachable(self, storefront: str, *, reachable: bool) -> None:
        """Whether the storefront answers."""
        counter = self.counters[storefront]
        if counter.reachable != reachable:
            counter.reachable = reachable
            self.touch(counter.shop.skus)

    def clock_jumped(self, now: datetime) -> None:
        """The clock was set or the computer slept: forget instants ahead of it, judge everything anew."""
        self.shelves.clock_jumped(now)
        self.selling.meter = replace(self.selling.meter, at=now)
        for counter in self.counters.values():
            counter.read_at = {sku: min(at, now) for sku, at in counter.read_at.items()}
        for name, facts in self.sources.items():
            if facts.age_from is not None:
                self.sources[name] = replace(facts, age_from=min(facts.age_from, now))
        self.touch_all()

    def last_stock(self, sku: str, shop: Storefront) -> int | None:
        """Last known units of the warehouses that feed a shop, however old; None: never known."""
        known = [
            at.reading.available
            for at in self.shelves.stock(sku)
            if at.reading.available is not None and (not shop.warehouses or at.warehouse in shop.warehouses)
        ]
        return sum(known) if known else None

    def true_stock(self, sku: str) -> int | None:
        """Last known units over all warehouses."""
        known = [at.reading.available for at in self.shelves.stock(sku) if at.reading.available is not None]
        return sum(known) if known else None

    def remembered(self, storefront: str, sku: str) -> Mapping[str, Scalar]:
        """What the last read of a product said that a later restore may need."""
        reading = self.counters[storefront].readings.get(sku)
        return {} if reading is None else reading.remember


def _state(reading: ShopReading) -> tuple[bool | None, int | None]:
    return (reading.sold_out, reading.quantity)
