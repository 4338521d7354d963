"""What the guardian does once its desk is gone: takes the lease, reads every held product, restores in time.

The same holds, book and reconciler as the desk's. It makes no hold, and gives way to a desk at once.
"""

import asyncio
from collections.abc import Coroutine, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import structlog

from app.domain.audit import AuditNote
from app.domain.away import TOOK_OVER
from app.domain.clocks import clocks_disagree
from app.domain.hold import Hold, HoldKind, HoldState, Who
from app.domain.hold_events import Happened
from app.domain.holds import HoldRules, rules_for
from app.domain.policy import Policy
from app.domain.readings import ShopAnswer
from app.engine.hold_book import HoldBook
from app.engine.journalling import Keeper
from app.engine.leasing import Leasing, is_kin
from app.engine.reconciling import Reconciler, Surroundings
from app.engine.waiting import happened
from app.ports import Awake, Clock, Fenced, Journal, Lease, StockChange, Storefront

log = structlog.get_logger("stockcue.guarding")

TRY_S = 0.25
LOOK_S = 1.0
"""How often it renews the lease, and learns that a desk has taken it."""
GUARDIAN = Who(account="", through="guardian")


class Ending(StrEnum):
    """Why the guardian stopped acting."""

    NOTHING_OPEN = "nothing_open"
    """Every product is back on sale, or was never held."""
    GAVE_WAY = "gave_way"
    """A desk acts again."""
    CALLED_OFF = "called_off"
    """The desk lives after all; it takes the lease back by itself."""
    GAVE_UP = "gave_up"
    """No shop has answered for as long as we were told to wait."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Guarded:
    """The outside, as the guardian knows it. `owner` is the desk's with a slash and a name of its own."""

    clock: Clock
    journal: Journal
    storefronts: Sequence[Storefront]
    awake: Awake
    boot: str
    owner: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Signals:
    """What may be said to it meanwhile, from the same loop.

    `called_off`: the desk lives after all. `hurried`: this process is asked to end, so everything is restored
    now, for nobody will be there later. `give_up_s`: how long no shop may answer while a hold is overdue
    before it ends all the same; None: it never does.
    """

    called_off: asyncio.Event = field(default_factory=asyncio.Event)
    hurried: asyncio.Event = field(default_factory=asyncio.Event)
    give_up_s: float | None = None


class Guarding:
    """One taking over."""

    def __init__(self, outside: Guarded, signals: Signals, policy: Policy | None = None) -> None:
        self._outside = outside
        self._signals = signals
        self._policy = policy or Policy()
        self._heard_at = outside.clock.monotonic()
        self._shops = {shop.info.id: shop for shop in outside.storefronts}
        self._stock: dict[tuple[str, str], StockChange] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._keeper = Keeper(outside.journal, outside.clock, lambda: None)
        self._leasing = Leasing(self._keeper, outside.clock, outside.owner)
        self._book = HoldBook(self._keeper, outside.clock, self._rules_of, _told)
        self._reconciler = Reconciler(self._book, self._keeper, outside.storefronts, self._surroundings())

    async def run(self, fence: int | None) -> Ending:
        """Restore what is open, each hold at its deadline, until nothing is left or somebody else acts.

        Args:
            fence: The lease of the desk that is known to be dead, taken from it at once; None where it may
                only be hung: then the lease has to be over.

        Raises:
            JournalError: The record can't be opened.
        """
        await self._outside.journal.open()
        try:
            ending = await self._take_lease(fence)
            return ending or await self._restore()
        except Fenced:
            return Ending.GAVE_WAY
        finally:
            await self._end()

    async def _take_lease(self, fence: int | None) -> Ending | None:
        """None once the lease is ours."""
        while not self._signals.called_off.is_set():
            if not self._work((await self._keeper.insist("recall", self._outside.journal.recall)).holds):
                return Ending.NOTHING_OPEN
            await self._leasing.take(fence)
            if self._leasing.is_ours():
                return None
            if fence is not None and self._is_new_desk(self._leasing.lease):
                return Ending.GAVE_WAY
            await happened(self._signals.called_off, self._outside.clock, TRY_S)
        return Ending.CALLED_OFF

    def _is_new_desk(self, lease: Lease | None) -> bool:
        """Whether our dead desk has a successor already."""
        return lease is not None and is_kin(lease.owner, self._outside.owner)

    async def _restore(self) -> Ending:
        holds = (await self._keeper.insist("recall", self._outside.journal.recall)).holds
        await self._recall_stock(holds)
        self._book.put(holds)
        work = self._work(holds)
        log.info("guardian_took_over", holds=len(work), fence=self._leasing.fence)
        now = self._outside.clock.now()
        note = AuditNote(at=now, what=TOOK_OVER, who=GUARDIAN, detail=f"holds={len(work)}")
        await self._keeper.insist("audit", lambda: self._outside.journal.audit(note))
        await self._outside.awake.hold()
        self._beside(self._reconciler.resume())
        ending = await self._until_nothing_is_open()
        log.info("guardian_ends", why=ending.value)
        return ending

    async def _until_nothing_is_open(self) -> Ending:
        before = self._reconciler.instant()
        while self._work(self._book.open()):
            if self._signals.called_off.is_set():
                return Ending.CALLED_OFF
            if self._is_hopeless():
                return Ending.GAVE_UP
            if self._signals.hurried.is_set():
                await self._reconciler.close_holds([hold.id for hold in self._work(self._book.open())])
            await happened(self._signals.called_off, self._outside.clock, LOOK_S)
            await self._leasing.take(None)
            if not self._leasing.is_ours():
                return Ending.GAVE_WAY
            now = self._reconciler.instant()
            if clocks_disagree(before, now, self._policy.clock_jump_seconds):
                self._beside(self._reconciler.clock_jumped())
            before = self._reconciler.instant()
        return Ending.NOTHING_OPEN

    def _is_hopeless(self) -> bool:
        """Whether nobody answers, nor ever will: the simulated shop of a demo ends with its desk."""
        if all(hold.state is not HoldState.CLOSING for hold in self._book.open()):
            self._heard_at = self._outside.clock.monotonic()
        silent_s = self._outside.clock.monotonic() - self._heard_at
        return self._signals.give_up_s is not None and silent_s > self._signals.give_up_s

    def _heard(self, _answer: ShopAnswer) -> None:
        self._heard_at = self._outside.clock.monotonic()

    def _beside(self, work: Coroutine[Any, Any, None]) -> None:
        """Do that while the lease goes on being renewed."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._over)

    def _over(self, task: "asyncio.Task[None]") -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("task_failed", exc_info=error)

    async def _end(self) -> None:
        tasks = tuple(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self._reconciler.close()
        with suppress(Fenced):
            await self._keeper.flush()
        await self._outside.awake.release()

    def _work(self, holds: Sequence[Hold]) -> list[Hold]:
        """What somebody must bring back: open holds, and emergency stops that a person has released."""
        return [
            hold
            for hold in holds
            if hold.state.is_open
            and hold.storefront in self._shops
            and (hold.kind is HoldKind.HOLD or hold.state is HoldState.CLOSING)
        ]

    async def _recall_stock(self, holds: Sequence[Hold]) -> None:
        """What the warehouses last said, where a shop would sell what is not there."""
        skus = {hold.sku for hold in self._work(holds) if not self._shops[hold.storefront].enforces_quantity}
        if skus:
            changes = await self._keeper.insist("recall", lambda: self._outside.journal.last_stock(skus))
            self._stock = {(change.warehouse, change.sku): change for change in changes}

    def _last_stock(self, sku: str, shop: Storefront) -> int | None:
        feeds = [
            change.available
            for (warehouse, of), change in self._stock.items()
            if of == sku and (not shop.warehouses or warehouse in shop.warehouses)
        ]
        known = [units for units in feeds if units is not None]
        return sum(known) if known else None

    def _surroundings(self) -> Surroundings:
        return Surroundings(
            clock=self._outside.clock,
            boot=self._outside.boot,
            last_stock=self._last_stock,
            may_act=self._leasing.may_act,
            read_back=self._heard,
        )

    def _rules_of(self, storefront: str) -> HoldRules:
        shop = self._shops.get(storefront)
        return rules_for(self._policy, 60.0 if shop is None else shop.late_effect_seconds)


def _told(hold: Hold, events: Sequence[Happened]) -> None:
    for what in events:
        log.info("hold", hold=hold.id, sku=hold.sku, storefront=hold.storefront, what=what.value)
