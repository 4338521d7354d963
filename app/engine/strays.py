"""Marks that left although somebody else acted by then: what they took off sale is brought back.

A process that freezes with a mark in hand sends it when it thaws, and no fence can keep that back. If its
hold has ended meanwhile, nothing else would see to the product. Holds that are open are the reconciler's.
"""

import asyncio
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

import structlog

from app.domain.audit import AuditNote
from app.domain.hold import Hold
from app.domain.holds import next_key
from app.engine.hold_book import HoldBook
from app.engine.journalling import Keeper
from app.ports import Clock, Outcome, RestoreCommand, SourceError, Storefront

log = structlog.get_logger("stockcue.reconciling")


class Strays:
    """What this process has sent and does not know the end of. `may_act`: whether the lease is ours."""

    def __init__(
        self,
        book: HoldBook,
        keeper: Keeper,
        shops: Mapping[str, Storefront],
        clock: Clock,
        may_act: Callable[[], bool],
    ) -> None:
        self._book = book
        self._keeper = keeper
        self._shops = shops
        self._clock = clock
        self._may_act = may_act
        self._in_hand: set[int] = set()
        self._tasks: set[asyncio.Task[None]] = set()

    @contextmanager
    def in_hand(self, hold: Hold) -> Iterator[None]:
        """A mark of this hold leaves, and its answer is recorded; whoever is interrupted may have sent it."""
        self._in_hand.add(hold.id)
        yield
        self._in_hand.discard(hold.id)

    def look_after(self) -> None:
        """The lease is ours again, and what somebody else did is known: see to marks whose hold has ended."""
        holds = [self._book[hold] for hold in self._in_hand if hold in self._book]
        self._in_hand.clear()
        for hold in holds:
            if not hold.state.is_open and hold.storefront in self._shops:
                task = asyncio.create_task(self._bring_back(hold), name=f"stray {hold.id}")
                self._tasks.add(task)
                task.add_done_callback(self._tasks.discard)

    async def close(self) -> None:
        """End what is under way."""
        tasks = tuple(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _bring_back(self, hold: Hold) -> None:
        """Read for as long as its effect may come, and restore; a new hold of the product ends it."""
        rules, key = self._book.rules(hold), next_key(hold.key_restore)
        end = self._clock.monotonic() + rules.late_effect_s
        while self._book.open_at(hold.sku, hold.storefront) is None:
            off = await self._is_off(hold) if self._may_act() else None
            if off:
                key = await self._restore(hold, key)
            elif off is False and self._clock.monotonic() >= end:
                return
            await self._clock.sleep(rules.watch_s)

    async def _is_off(self, hold: Hold) -> bool | None:
        """Whether buyers can't buy it; None where that can't be told."""
        try:
            answer = await self._shops[hold.storefront].read((hold.sku,), urgent=True, restoring=True)
        except SourceError:
            return None
        return next((reading.sold_out for reading in answer.readings if reading.sku == hold.sku), None)

    async def _restore(self, hold: Hold, key: str) -> str:
        """Recorded, then sent; the key for the next time."""
        log.warning("stray_mark_restored", hold=hold.id, sku=hold.sku, storefront=hold.storefront)
        note = AuditNote(
            at=self._clock.now(),
            what="stray_mark_restored",
            who=hold.who,
            sku=hold.sku,
            storefront=hold.storefront,
            hold=hold.id,
        )
        await self._keeper.insist("audit", lambda: self._keeper.journal.audit(note))
        command = RestoreCommand(sku=hold.sku, key=key, remembered=hold.remembered)
        answer = await self._shops[hold.storefront].restore(command)
        return next_key(key) if answer.outcome is Outcome.REFUSED else key
