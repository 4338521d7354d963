"""The line-up beside the beat: settled every few seconds, at once when it says what is no longer so.

Keeps what people say of it, and what became of that when a product was shown. The rules are the domain's.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from app.domain import places
from app.domain.audit import AuditNote
from app.domain.places import NO_WISHES, Wishes
from app.domain.prices import PriceSaid
from app.domain.running_order import PLACES, lined_up
from app.domain.turns import barred
from app.engine.journalling import Keeper
from app.engine.judging import Judging
from app.engine.parts import Ports
from app.engine.room import Room
from app.intents import Code, Intent, PlaceInLineUp, SayPrice, SkipInLineUp, TargetResult, Who
from app.ports import JournalError
from app.views.answers import Circumstances, answer_words
from app.words import _, plain

Done = tuple[TargetResult, ...]
EVERY = timedelta(seconds=4)


class LiningUp:
    """Keeps the room's line-up."""

    def __init__(self, ports: Ports, room: Room, judging: Judging, keeper: Keeper) -> None:
        self._ports = ports
        self._room = room
        self._judging = judging
        self._keeper = keeper
        self._settled_at: datetime | None = None
        self._on_air: str | None = None
        self.told: Mapping[str, Decimal] = {}
        """What products cost as sources say; set by the engine."""
        self._fulfilled = asyncio.Event()
        """A pin was, and the record does not know it yet."""
        self.ways: Mapping[type[Intent], Callable[[Any], Awaitable[Done]]] = {
            PlaceInLineUp: self._place,
            SkipInLineUp: self._skip,
            SayPrice: self._say_price,
        }

    def recall(self, wishes: Wishes, prices: Iterable[PriceSaid]) -> None:
        """What people said before this start; what is on air was shown then."""
        self._on_air = self._shown()
        for said in prices:
            self.cost(said.sku, said.price)
        self._room.line_up = replace(self._room.line_up, wishes=wishes)

    def settle(self) -> None:
        """Settle the line-up where it is time or it can't stand; cheap where it is neither."""
        now = self._ports.clock.now()
        if self._shown() != self._on_air:
            self._follow_air()
        elif not (self._is_due(now) or self._is_untrue()):
            return
        room, judging = self._room, self._judging
        before = room.line_up
        room.line_up = lined_up(judging.products, judging.facts, room.room_facts(), room.plan.policy, now)
        self._settled_at = now
        room.touched |= places.moved(before, room.line_up)
        room.room_touched = room.room_touched or room.line_up != before

    def end(self) -> None:
        """The broadcast is over: what was said of its line-up and its prices is, too."""
        listed = {product.sku: product.price for product in self._room.plan.products}
        for sku in tuple(self._room.products):
            self.cost(sku, self.told.get(sku, listed.get(sku)))
        if self._room.line_up.wishes != NO_WISHES:
            self._wish(NO_WISHES)
            self._fulfilled.set()

    async def run(self) -> None:
        """Record what airing does to pins, until cancelled."""
        while True:
            await self._fulfilled.wait()
            self._fulfilled.clear()
            await self._keeper.insist(
                "line-up", lambda: self._ports.journal.save_wishes(self._room.line_up.wishes, None)
            )

    def _shown(self) -> str | None:
        return None if self._room.on_air is None else self._room.on_air.sku

    def _is_due(self, now: datetime) -> bool:
        return self._settled_at is None or not timedelta() <= now - self._settled_at < EVERY

    def _is_untrue(self) -> bool:
        """Whether something stands in line that may not be shown."""
        products = self._judging.products
        return any(barred(products[sku], 0.0) is not None for sku in self._room.line_up.order)

    def _follow_air(self) -> None:
        """What is shown is no longer in line, and its pin is fulfilled."""
        self._on_air = self._shown()
        line = self._room.line_up
        if self._on_air is not None:
            wishes = places.shown(line.wishes, line.order, self._on_air)
            if wishes != line.wishes:
                self._wish(wishes)
                self._fulfilled.set()

    def _wish(self, wishes: Wishes) -> None:
        self._room.line_up = replace(self._room.line_up, wishes=wishes)
        self._settled_at = None

    # What people ask for

    async def _place(self, intent: PlaceInLineUp) -> Done:
        sku, place, wishes = intent.sku, intent.place, self._room.line_up.wishes
        if place is not None and not 1 <= place <= PLACES:
            return self._said(Code.BAD_VALUE, sku=sku)
        said = places.unpin(wishes, sku) if place is None else places.pin(wishes, sku, place)
        return await self._keep(
            said, sku, intent.who, "unpinned" if place is None else f"pinned place={place}"
        )

    async def _skip(self, intent: SkipInLineUp) -> Done:
        sku, wishes = intent.sku, self._room.line_up.wishes
        said = places.skip(wishes, sku) if intent.skipped else places.admit(wishes, sku)
        return await self._keep(said, sku, intent.who, "skipped" if intent.skipped else "admitted")

    async def _keep(self, wishes: Wishes, sku: str, who: Who, what: str) -> Done:
        if sku not in self._room.products:
            return self._said(Code.UNKNOWN_SKU, sku=sku)
        note = AuditNote(at=self._ports.clock.now(), what="line_up", who=who, sku=sku, detail=what)
        try:
            await self._ports.journal.save_wishes(wishes, note)
        except JournalError as error:
            return self._said(Code.NO_RECORD, detail=str(error))
        self._wish(wishes)
        return (TargetResult(sku=sku),)

    async def _say_price(self, intent: SayPrice) -> Done:
        """The line-up reckons with it; what buyers make of it is told after the broadcast."""
        sku, now = intent.sku, self._ports.clock.now()
        if sku not in self._room.products:
            return self._said(Code.UNKNOWN_SKU, sku=sku)
        if self._room.broadcast is None:
            text = _("No broadcast is running, and a price is said for one. Start one first.")
            return (TargetResult(sku=sku, code=Code.NO_BROADCAST, text=text),)
        if not intent.price.is_finite() or intent.price <= 0:
            return self._said(Code.BAD_VALUE, sku=sku)
        note = AuditNote(at=now, what="price", who=intent.who, sku=sku, detail=f"price={intent.price}")
        try:
            await self._ports.journal.add_price(PriceSaid(at=now, sku=sku, price=intent.price), note)
        except JournalError as error:
            return self._said(Code.NO_RECORD, detail=str(error))
        self.cost(sku, intent.price)
        return (TargetResult(sku=sku),)

    def cost(self, sku: str, price: Decimal | None) -> None:
        """From now on the product costs that; None: nobody knows."""
        product = self._room.products.get(sku)
        if product is not None and product.price != price:
            self._room.products[sku] = replace(product, price=price)
            self._room.touch((sku,))

    def _said(self, code: Code, *, sku: str = "", detail: str = "") -> Done:
        names = self._room.plan.names
        product = names.title(sku) if sku in self._room.products else sku
        about = Circumstances(zone=names.zone, product=product, detail=plain(detail))
        return (TargetResult(sku=sku, code=code, text=answer_words(code, about)),)
