"""Replenishment beside the broadcast: proposals made anew now and then, off the loop, and what people say.

Nothing here hurries: figures are looked at every minute, and at once when a person accepted or put something
aside. The arithmetic runs in a thread; the room is read in slices, so that polls and restores go before.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import structlog

from app.domain.batches import BatchPlan
from app.domain.broadcast import Phase
from app.domain.catalogue import Product
from app.domain.facts import StockAt
from app.domain.freshness import freshness
from app.domain.orders import Coming, Destination, DraftOrder, OrderState, Rest, still_coming
from app.domain.proposals import Proposal, Proposals, propose
from app.domain.readings import Freshness
from app.domain.shelving import Lying, Shelf, shelves_of
from app.domain.slow_movers import Stocked, slow_movers
from app.domain.standings import House
from app.domain.tiers import cover_days
from app.engine.demand import learnt_outlooks
from app.engine.parts import Ports
from app.engine.room import Room
from app.engine.waiting import happened
from app.intents import AcceptProposal, Code, Intent, RestProposal, TargetResult, UpdateOrder, Who
from app.ports import JournalError
from app.views.answers import Circumstances, answer_words
from app.views.build_replenishment import Outcome, replenishment_view
from app.views.replenishment import ReplenishmentView
from app.words import plain

log = structlog.get_logger("stockcue.engine")

Done = tuple[TargetResult, ...]
EVERY_S = 60.0
SETTLED_S = 5.0
"""After a start: until most sources have answered."""
SLICE = 200
"""Products read from the room in one go."""
BREATH_S = 0.005
ORDERS_BACK = timedelta(days=120)
MOST_REST_DAYS = 90
_OLD = (Freshness.STALE, Freshness.UNKNOWN)


@dataclass(slots=True)
class _Gathered:
    shelves: list[Shelf] = field(default_factory=list)
    stocked: list[Stocked] = field(default_factory=list)
    stale: dict[Destination, datetime] = field(default_factory=dict)
    unknown: int = 0


class Replenishing:
    """Keeps the proposals of one room. `deliver` is handed each new view; `view` is the last one."""

    def __init__(self, ports: Ports, room: Room, deliver: Callable[[ReplenishmentView], None]) -> None:
        self._ports = ports
        self._room = room
        self._deliver = deliver
        self._asked = asyncio.Event()
        self._one_at_a_time = asyncio.Lock()
        self._orders: tuple[DraftOrder, ...] = ()
        self._rests: tuple[Rest, ...] = ()
        self._proposals: Proposals | None = None
        self._learnt_on: date | None = None
        self.view: ReplenishmentView | None = None
        self.ways: Mapping[type[Intent], Callable[[Any], Awaitable[Done]]] = {
            AcceptProposal: self._accept,
            RestProposal: self._rest,
            UpdateOrder: self._update,
        }

    async def run(self) -> None:
        """Propose anew until cancelled."""
        await self._ports.clock.sleep(SETTLED_S)
        while True:
            try:
                await self._recall()
                await self.refresh()
            except JournalError as error:
                log.info("orders_not_read", why=str(error))
            await happened(self._asked, self._ports.clock, self._rest_s())
            self._asked.clear()

    def shelves(self, product: Product) -> tuple[Shelf, ...]:
        """Where the product is replenished; nowhere while its demand or a part of its stock is not known."""
        outlook, stock = self._room.prospects.of(product), self._room.shelves.stock(product.sku)
        lying = None if self._room.shelves.missing() else _lying(stock)
        if outlook is None or lying is None:
            return ()
        coming = still_coming(self._orders, self._today())
        return shelves_of(product, lying, outlook, self._room.plan.names.warehouses, coming)

    def _rest_s(self) -> float:
        """While a warehouse has not answered it is looked at again soon."""
        waits = self.view is None or self.view.unknown > 0
        return SETTLED_S if waits else EVERY_S

    async def refresh(self) -> ReplenishmentView:
        """Propose anew and tell the windows."""
        async with self._one_at_a_time:
            house, coming = self.house(), still_coming(self._orders, self._today())
            gathered = await self._gathered(coming)
            self._proposals, view = await asyncio.to_thread(self._worked_out, gathered, house)
            if self.view is None or replace(self.view, at=view.at) != view:
                self._deliver(view)
            self.view = view
            return view

    # What is known

    def _today(self) -> date:
        return self._ports.clock.now().astimezone(self._room.plan.names.zone).date()

    def house(self) -> House:
        """What a broadcast asks for is what has to be there, whatever the phase is now."""
        cover = cover_days(Phase.LIVE, self._room.plan.policy)[1]
        return House(policy=self._room.plan.stock, cover_days=cover, today=self._today())

    async def _recall(self) -> None:
        today, keeping = self._today(), self._ports.orders
        if keeping is not None:
            self._orders = await keeping.orders(self._ports.clock.now() - ORDERS_BACK)
            self._rests = await keeping.rests(today)
        if self._learnt_on != today:
            names, stock = self._room.plan.names, self._room.plan.stock
            outlooks = await learnt_outlooks(
                self._ports.journal, self._ports.clock.now(), names.zone, stock.occasions
            )
            self._room.prospects.learn(outlooks)
            self._room.touch_all()
            self._learnt_on = today

    async def _gathered(self, coming: Mapping[Destination, Coming]) -> _Gathered:
        """The room's stock where it is replenished; products of which a part is not known are left out."""
        gathered, missing = _Gathered(), self._room.shelves.missing()
        for number, product in enumerate(tuple(self._room.products.values())):
            if number % SLICE == SLICE - 1:
                await self._ports.clock.sleep(BREATH_S)
            self._gather(product, coming, gathered, known=not missing)
        return gathered

    def _gather(
        self, product: Product, coming: Mapping[Destination, Coming], gathered: _Gathered, *, known: bool
    ) -> None:
        stock, outlook = self._room.shelves.stock(product.sku), self._room.prospects.of(product)
        if outlook is None or not product.listed:
            return
        lying = _lying(stock) if known else None
        if lying is None:
            gathered.unknown += 1
            return
        shelves = shelves_of(product, lying, outlook, self._room.plan.names.warehouses, coming)
        gathered.shelves += shelves
        gathered.stocked.append(
            Stocked(product=product, units=sum(one.available for one in lying), outlook=outlook)
        )
        now = self._ports.clock.now()
        old = [at.age_from for at in stock if freshness(at.age_from, now, at.stale_after_s) in _OLD]
        if old:
            gathered.stale |= {(product.sku, one.warehouse.id): min(old) for one in shelves}

    def _worked_out(self, gathered: _Gathered, house: House) -> tuple[Proposals, ReplenishmentView]:
        """In a thread: nothing of the room is touched here."""
        proposals = propose(gathered.shelves, house)
        wanted = {row.shelf.product.sku for row in proposals.rows}
        others = (one for one in gathered.stocked if one.product.sku not in wanted)
        outcome = Outcome(
            proposals=proposals,
            resting={(rest.sku, rest.warehouse): rest.until for rest in self._rests},
            orders=self._orders,
            slow=slow_movers(others, house.policy),
            stale=gathered.stale,
            unknown=gathered.unknown,
        )
        return proposals, replenishment_view(outcome, house, self._room.plan.names, self._ports.clock.now())

    # What people say

    async def _accept(self, intent: AcceptProposal) -> Done:
        found = self._found(intent.sku, intent.warehouse)
        keeping = self._ports.orders
        if found is None or self._proposals is None or keeping is None:
            return self._said(Code.UNKNOWN_TARGET, intent.sku)
        place, row = found
        if intent.units is not None and intent.units <= 0:
            return self._said(Code.BAD_VALUE, intent.sku)
        plan = self._proposals.plan(place)
        if intent.units is not None and intent.units != row.quantity:
            plan = self._proposals.resized(place, intent.units)
        try:
            await keeping.add_orders(self._drafts(row, plan, intent.who))
            return await self._heard(intent.sku)
        except JournalError as error:
            return self._said(Code.NO_RECORD, intent.sku, str(error))

    async def _rest(self, intent: RestProposal) -> Done:
        keeping, now = self._ports.orders, self._ports.clock.now()
        if self._found(intent.sku, intent.warehouse) is None or keeping is None:
            return self._said(Code.UNKNOWN_TARGET, intent.sku)
        if not 0 <= intent.days <= MOST_REST_DAYS:
            return self._said(Code.BAD_VALUE, intent.sku)
        until = self._today() + timedelta(days=intent.days)
        try:
            await keeping.rest_proposal(
                Rest(sku=intent.sku, warehouse=intent.warehouse, until=until), intent.who, now
            )
            return await self._heard(intent.sku)
        except JournalError as error:
            return self._said(Code.NO_RECORD, intent.sku, str(error))

    async def _update(self, intent: UpdateOrder) -> Done:
        keeping = self._ports.orders
        if keeping is None or all(order.id != intent.order for order in self._orders):
            return self._said(Code.UNKNOWN_TARGET, detail=str(intent.order))
        try:
            order = await keeping.set_order(intent.order, intent.state, self._ports.clock.now(), intent.who)
            return await self._heard(order.sku)
        except JournalError as error:
            return self._said(Code.NO_RECORD, detail=str(error))

    async def _heard(self, sku: str) -> Done:
        """What was said is kept: read it back and propose anew at once."""
        await self._recall()
        await self.refresh()
        return (TargetResult(sku=sku),)

    def _found(self, sku: str, warehouse: str) -> tuple[int, Proposal] | None:
        rows = () if self._proposals is None else self._proposals.rows
        for place, row in enumerate(rows):
            if (row.shelf.product.sku, row.shelf.warehouse.id) == (sku, warehouse):
                return place, row
        return None

    def _drafts(self, row: Proposal, plan: BatchPlan, who: Who) -> list[DraftOrder]:
        today, product = self._today(), row.shelf.product
        changed = sum(batch.units for batch in plan.batches) != row.quantity - plan.unplaced
        return [
            DraftOrder(
                id=0,
                sku=product.sku,
                warehouse=row.shelf.warehouse.id,
                route=batch.route,
                units=batch.units,
                unit_cost=product.cost,
                freight=Decimal(str(round(batch.freight, 2))),
                order_on=today + timedelta(days=batch.order_in),
                due=today + timedelta(days=batch.arrives_in),
                state=OrderState.DRAFT,
                made_at=self._ports.clock.now(),
                who=who,
                ready=batch.ready,
                proposed=row.quantity if changed else None,
            )
            for batch in plan.batches
        ]

    def _said(self, code: Code, sku: str = "", detail: str = "") -> Done:
        names = self._room.plan.names
        about = Circumstances(zone=names.zone, product=names.title(sku) if sku else "", detail=plain(detail))
        return (TargetResult(sku=sku, code=code, text=answer_words(code, about)),)


def _lying(stock: Sequence[StockAt]) -> list[Lying] | None:
    """What lies where; None while a warehouse gives no figure."""
    lying = [
        Lying(warehouse=at.warehouse, available=at.reading.available, inbound=at.reading.inbound or 0)
        for at in stock
        if at.reading.available is not None
    ]
    return lying if len(lying) == len(stock) else None
