"""Every source of the room, asked again and again: who hears its answers, and how often it is asked.

One source's rhythm is sensing's, what an answer means hearing's.
"""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Coroutine, Mapping
from functools import partial
from typing import Any

from app.domain.hold import Hold
from app.domain.readings import SalesAnswer
from app.engine.hearing import Hearing
from app.engine.parts import Ports
from app.engine.room import Room
from app.engine.sensing import Contact, Ear, Rhythm, Watch
from app.ports import SalesSource, SourceError, SourceInfo

TOGETHER_S = 0.03
"""Answers that come within this time of the first are judged and shown together with it."""


class Watches:
    """Asks all sources. `wake` is called after each answer that can't wait, and each failure."""

    def __init__(self, ports: Ports, room: Room, hearing: Hearing, wake: Callable[[], None]) -> None:
        self._ports = ports
        self._room = room
        self._hearing = hearing
        self._wake = wake
        self._watches: dict[str, Watch[Any]] = {}
        self._waking: list[Watch[Any]] = []

    def begin(self) -> None:
        """Know every source from now on; none is asked before its run."""
        ports, room, hearing = self._ports, self._room, self._hearing
        for stock in ports.stock:
            room.add_source(stock.info, (warehouse.id for warehouse in stock.warehouses))
            self._watch(stock.info, stock.read, hearing.stock)
        for viewers in ports.traffic:
            room.add_source(viewers.info)
            # a graph of seconds can wait for the next beat
            self._watch(viewers.info, viewers.read, hearing.viewers, wakes=False)
        for sales in ports.sales:
            room.add_source(sales.info)
            self._watch(sales.info, partial(self._read_sales, sales), hearing.sales)
        for offers in ports.offers:
            room.add_source(offers.info)
            self._watch(offers.info, offers.read, hearing.offers)
        for shop in ports.storefronts:
            room.add_source(shop.info)
            self._watch(shop.info, partial(shop.read, tuple(shop.skus)), hearing.shop)

    def runs(self) -> Mapping[str, Callable[[], Coroutine[Any, Any, None]]]:
        """What asks each source until cancelled, by its name."""
        return {name: watch.run for name, watch in self._watches.items()}

    async def contact_all(self) -> tuple[Contact, ...]:
        """Ask every source now, all at the same time, and say what it came to."""
        return tuple(await asyncio.gather(*(watch.contact() for watch in self._watches.values())))

    def more_to_come(self) -> bool:
        """Whether an answer that wakes is about to come: its source was asked just now and is a quick one."""
        return any(watch.is_answering(TOGETHER_S) for watch in self._waking)

    def refresh(self, source: str) -> bool:
        """Ask that source now, within its limit; whether there is one."""
        watch = self._watches.get(source)
        if watch is not None:
            watch.refresh()
        return watch is not None

    def set_shop_pace(self, storefront: str, held: Collection[Hold]) -> None:
        """A storefront is read more often while a hold is open there; `held` are all open ones."""
        watch, counter = self._watches.get(storefront), self._room.counters.get(storefront)
        info = None if counter is None else counter.shop.info
        if watch is not None and info is not None and info.busy_poll_seconds is not None:
            busy = any(hold.storefront == storefront for hold in held)
            watch.set_pace(info.busy_poll_seconds if busy else info.poll_seconds)

    def _read_sales(self, source: SalesSource) -> Awaitable[SalesAnswer]:
        return source.read(self._hearing.sales_since(source.info.id))

    def _watch(
        self,
        info: SourceInfo,
        read: Callable[[], Awaitable[Any]],
        answered: Callable[[Any], Awaitable[None]],
        *,
        wakes: bool = True,
    ) -> None:
        async def heard(answer: Any) -> None:  # noqa: ANN401 - each source's own kind of answer
            await answered(answer)
            if wakes:
                self._wake()

        async def failed(error: SourceError, wait_s: float) -> None:
            await self._hearing.failed(info, error, wait_s)
            self._wake()

        rhythm = Rhythm(clock=self._ports.clock, cadence=self._ports.cadence, jitter=self._ports.jitter)
        watch = Watch(Ear(info=info, read=read, answered=heard, failed=failed), rhythm)
        self._watches[info.id] = watch
        if wakes:
            self._waking.append(watch)
