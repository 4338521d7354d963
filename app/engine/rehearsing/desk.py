"""A desk without the outside: told what happened, it makes the facts that decisions are made from.

The decisions are the domain's, the same as live. Not for what anybody does about them.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from app.domain import traffic
from app.domain.ahead import backdrop_of, expected, paid_now, room_prospect
from app.domain.broadcast import Broadcast, Phase, Showing
from app.domain.catalogue import Product
from app.domain.decide import Case, decide_products, decide_room
from app.domain.hold import Hold, StockCall
from app.domain.places import NO_LINE_UP, LineUp
from app.domain.policy import Policy
from app.domain.prospect import Prospect
from app.domain.readings import SourceRole, SourceState, StockReading
from app.domain.recollection import Recollection
from app.domain.room import (
    ProductDecision,
    ProductFacts,
    RoomDecision,
    RoomFacts,
    ShopFacts,
    SourceFacts,
    StockAt,
    TrafficFacts,
)
from app.domain.running_order import lined_up
from app.domain.signals import Outlook
from app.domain.trade import caught_up
from app.engine.clicks import Clicks
from app.engine.selling import Selling

STALE_S = 30.0
_SOURCES = {"stock": SourceRole.WAREHOUSE, "traffic": SourceRole.TRAFFIC, "sales": SourceRole.SALES}
_SHOP = "shop"


@dataclass(slots=True)
class _Shelf:
    """One product as last heard."""

    product: Product
    units: int
    opening: int
    inbound: int = 0
    holds: tuple[Hold, ...] = ()

    def is_held(self) -> bool:
        """Whether it is off sale by our own hand."""
        return any(hold.state.is_open for hold in self.holds)


class RehearsedDesk:
    """One broadcast's desk.

    Args:
        products: What is on sale.
        stock: Units of each at the start, which is its 100 %.
        policy: The house rules; its planned minutes are the length of the broadcast.
        started_at: Start of the broadcast.
        past: What earlier broadcasts say.
    """

    def __init__(
        self,
        products: Sequence[Product],
        stock: Mapping[str, int],
        policy: Policy,
        started_at: datetime,
        past: Recollection,
    ) -> None:
        self.policy = policy
        self.broadcast = Broadcast(id=1, started_at=started_at)
        self.past = past
        self.selling = Selling(policy, started_at)
        self.selling.expect(past)
        self.selling.begin(products=len(products))
        self.clicks = Clicks(policy)
        self.decisions: dict[str, ProductDecision] = {}
        self.decided: RoomDecision | None = None
        self.calls: tuple[StockCall, ...] = ()
        self.line_up: LineUp = NO_LINE_UP
        self._facts: dict[str, ProductFacts] = {}
        self._shelves = {p.sku: _Shelf(product=p, units=stock[p.sku], opening=stock[p.sku]) for p in products}
        self._track = traffic.begun(started_at)
        self._heard_at = dict.fromkeys(_SOURCES, started_at)
        self._touched: set[str] = set(self._shelves)
        self._judged: set[str] = set()

    # What it is told

    def viewers(self, at: datetime, organic: int, paid: int) -> None:
        """The audience of now."""
        sample = traffic.Sample(at=at, viewers=organic + paid, organic=organic, paid=paid)
        self._track = traffic.observed(self._track, sample, self.policy)
        self._heard_at["traffic"] = at

    def sales(self, at: datetime, units: Iterable[tuple[str, int]]) -> None:
        """Units sold since sales were last told; products that sold none need not be named."""
        now = self._traffic(at)
        viewers = traffic.viewers_now(now, at)
        self.selling.advance(at, viewers, paid_now(now, at))
        self._heard_at["sales"] = at
        sold = tuple(units)
        self.selling.count(sold)
        self._touched.update(sku for sku, _units in sold)

    def clicked(self, clicks: Iterable[tuple[str, int]]) -> None:
        """Clicks since they were last told, on every product that viewers can see."""
        for sku, times in clicks:
            if self.clicks.hear(sku, times, self.selling.trade(sku), self.selling.meter):
                self._touched.add(sku)

    def stock(self, at: datetime, units: Iterable[tuple[str, int]], inbound: Mapping[str, int]) -> None:
        """What there is, and of what more could come."""
        self._heard_at["stock"] = at
        for sku, there in units:
            shelf = self._shelves[sku]
            coming = inbound.get(sku, 0)
            if (there, coming) != (shelf.units, shelf.inbound):
                shelf.units, shelf.inbound = there, coming
                self._touched.add(sku)
            self.selling.watch(sku, selling=there > 0 and not shelf.is_held())

    def show(self, at: datetime, sku: str | None) -> None:
        """Something else is on air, or nothing."""
        before = self.selling.air.now
        if sku != (None if before is None else before.sku):
            showing = None if sku is None else Showing(sku=sku, since=at, said_by="rehearsal")
            self.selling.put_on_air(showing, at, products=len(self._shelves))
            self._touched |= {one for one in (sku, before.sku if before else None) if one is not None}

    def hold(self, hold: Hold) -> None:
        """A hold in its state of now."""
        shelf = self._shelves[hold.sku]
        shelf.holds = (*(one for one in shelf.holds if one.id != hold.id), hold)
        self.selling.watch(hold.sku, selling=shelf.units > 0 and not shelf.is_held())
        self._touched.add(hold.sku)

    # What it says

    def outlook(self, sku: str, now: datetime, ahead: Prospect | None = None) -> Outlook:
        """What the product is expected to sell, whatever is said about the rest."""
        trade = caught_up(self.selling.trade(sku), self.selling.meter, self.policy)
        room = self._room(now) if ahead is None else self._facing(ahead, now)
        return expected(self._product(sku, now), trade, self._shelves[sku].units, room, self.policy, now)

    def _facing(self, ahead: Prospect, now: datetime) -> RoomFacts:
        """The room with another audience ahead of it."""
        room = self._room(now)
        return replace(room, backdrop=replace(backdrop_of(room, self.policy, now), prospect=ahead))

    def ahead(self, now: datetime) -> Prospect:
        """Who will watch from now on."""
        return room_prospect(self._room(now), self.policy, now)

    def lined_up(self, now: datetime) -> LineUp:
        """What to show next, as far as was decided, settled anew."""
        self.line_up = lined_up(self.decisions, self._facts, self._room(now), self.policy, now)
        return self.line_up

    def decide(self, now: datetime) -> RoomDecision:
        """Judge what was touched or is due, and the room."""
        room = self._room(now)
        due = {sku for sku, one in self.decisions.items() if one.changes_at and one.changes_at <= now}
        changed = self._touched | due
        self._facts |= {sku: self._product(sku, now) for sku in changed}
        cases = [Case(facts=self._facts[sku], previous=self.decisions.get(sku)) for sku in changed]
        self.decisions |= {one.sku: one for one in decide_products(cases, room, self.policy, now)}
        self._touched = set()
        self.decided = decide_room(
            self.decisions, self._facts, room, self.policy, now, self.decided, changed=changed
        )
        return self.decided

    def _room(self, now: datetime) -> RoomFacts:
        return RoomFacts(
            meter=self.selling.meter,
            broadcast=self.broadcast,
            phase=Phase.LIVE,
            on_air=self.selling.air.now,
            traffic=self._traffic(now),
            sources=tuple(self._source(name, role) for name, role in _SOURCES.items()),
            calls=self.calls,
            air=self.selling.air,
            curve=self.past.viewers,
            line_up=self.line_up,
        )

    def _traffic(self, now: datetime) -> tuple[TrafficFacts, ...]:
        return (traffic.facts(self._track, "traffic", min(now, self._heard_at["traffic"]), STALE_S),)

    def _source(self, name: str, role: SourceRole) -> SourceFacts:
        return SourceFacts(
            id=name,
            name=name,
            role=role,
            state=SourceState.LIVE,
            age_from=self._heard_at[name],
            stale_after_s=STALE_S,
        )

    def _product(self, sku: str, now: datetime) -> ProductFacts:
        shelf, trade = self._shelves[sku], self.selling.trade(sku)
        reading = StockReading(sku=sku, warehouse="stock", available=shelf.units, inbound=shelf.inbound)
        shop = ShopFacts(
            storefront=_SHOP,
            sold_out=shelf.is_held() or shelf.units == 0,
            quantity=shelf.units,
            read_at=now - timedelta(seconds=1),
            fed_by=frozenset({"stock"}),
        )
        return ProductFacts(
            product=shelf.product,
            stock=(
                StockAt(
                    warehouse="stock",
                    source="stock",
                    reading=reading,
                    age_from=self._heard_at["stock"],
                    stale_after_s=STALE_S,
                    shares_age=True,
                ),
            ),
            opening=shelf.opening,
            trade=trade,
            shops=(shop,),
            holds=shelf.holds,
            earlier=self.clicks.earlier(sku, trade, self.selling.meter, self.past.appeal.get(sku)),
        )
