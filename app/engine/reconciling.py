"""Brings storefronts to what should be: one task an open hold, one step at a time, until shop and wish agree.

A crash, a lost answer, somebody else's edit and a second desk are all the same case here: what was last read
is not what should be. Which step is next is decided in the domain; this module carries it out.
"""

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime

import structlog

from app.domain.clocks import Instant, deadline_passed
from app.domain.hold import Hold, HoldState
from app.domain.hold_events import (
    Answered,
    ClockJumped,
    CloseAsked,
    Command,
    CommandSent,
    Event,
    Outcome,
    Read,
    ReadFailed,
    Restarted,
)
from app.domain.hold_steps import Act, Sight, Step, next_step
from app.domain.readings import Scalar, ShopAnswer, ShopReading
from app.engine.hold_book import HoldBook
from app.engine.journalling import Keeper
from app.engine.shop_reads import Look, ShopReads
from app.engine.strays import Strays
from app.ports import Clock, CommandAnswer, Fenced, RestoreCommand, SellOutCommand, SourceError, Storefront
from app.words import _

log = structlog.get_logger("stockcue.reconciling")

LONGEST_WAIT_S = 1.0
"""Clocks may jump while we wait, so no wait is longer."""
FIRST_LOOKS_S = 10.0
"""How long buttons wait for the first reads after a start or a clock event."""
LATEST_MARK_S = 15.0
"""A mark that could not leave within this time of the press is not sent at all: nobody expects it now."""
LATEST_STOP_S = 1.0
"""An emergency stop waits this long for a command in flight to the same product, no longer."""


@dataclass(slots=True)
class _Memory:
    """What this process knows of one hold beyond the journal."""

    may_send: bool = False
    asked_at: datetime | None = None
    read: Read | None = None
    looked: bool = False
    """Whether a read was tried since the start or the last clock event."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What the reconciler is told about the rest of the desk."""

    clock: Clock
    boot: str
    last_stock: Callable[[str, Storefront], int | None]
    """Last known units of the warehouses that feed that shop, however old."""
    may_act: Callable[[], bool]
    """Whether the lease is ours; checked before each command."""
    read_back: Callable[[ShopAnswer], None]
    """Hears of every answer, so that the room knows what the shop says."""


class Reconciler:
    """Drives every open hold of this desk."""

    def __init__(
        self, book: HoldBook, keeper: Keeper, storefronts: Iterable[Storefront], around: Surroundings
    ) -> None:
        self._book = book
        self._keeper = keeper
        self._shops = {shop.info.id: shop for shop in storefronts}
        self._reads = {name: ShopReads(shop, restoring=False) for name, shop in self._shops.items()}
        self._restore_reads = {name: ShopReads(shop, restoring=True) for name, shop in self._shops.items()}
        self._around = around
        self._memory: dict[int, _Memory] = {}
        self._tasks: dict[int, asyncio.Task[None]] = {}
        self._busy: dict[tuple[str, str], asyncio.Lock] = {}
        self._strays = Strays(book, keeper, self._shops, around.clock, around.may_act)

    def instant(self) -> Instant:
        """Now, by both clocks."""
        clock = self._around.clock
        return Instant(wall=clock.now(), monotonic=clock.monotonic(), boot=self._around.boot)

    async def resume(self) -> None:
        """Every open hold is read, the most overdue first; returns when each was tried.

        After a start, or when somebody else acted meanwhile: what was in flight may or may not have arrived,
        and a mark that was not sent then is never sent.
        """
        await self._cancel_all()
        self._strays.look_after()
        holds = self._book.open()
        for hold in holds:
            self.drive(hold, fresh=False)
        # even on a lease that ran out while we stood still: it is renewed without our being told anew
        await self._tell_all(holds, self._events_of_start)
        await self._first_looks(holds)

    def _events_of_start(self, hold: Hold) -> tuple[Event, ...]:
        """What is overdue is closed in the same commit: two hundred of their own would keep it waiting."""
        now = self._around.clock.now()
        over = (CloseAsked(at=now),) if deadline_passed(hold, self.instant()) else ()
        return (Restarted(at=now), *over)

    async def clock_jumped(self) -> None:
        """Wall and monotonic clock disagreed: believe no instant, read everything open again."""
        holds = self._book.open()
        for hold in holds:
            self._memory[hold.id] = replace(self._memory[hold.id], asked_at=None, read=None, looked=False)
        await self._tell_all(holds, lambda _hold: (ClockJumped(at=self._around.clock.now()),))
        await asyncio.gather(*(self.look_now(hold.id) for hold in holds))
        await self._first_looks(holds)

    async def _tell_all(self, holds: Iterable[Hold], events: Callable[[Hold], Sequence[Event]]) -> None:
        with suppress(Fenced):
            await self._book.fold_together({hold.id: events(hold) for hold in holds})

    def drive(self, hold: Hold, *, fresh: bool) -> None:
        """Begin to drive an open hold; `fresh`: this process has just made it and may send it."""
        self._memory[hold.id] = _Memory(may_send=fresh, looked=hold.storefront not in self._shops)
        task = asyncio.create_task(self._drive(hold.id), name=f"hold {hold.id}")
        self._tasks[hold.id] = task
        task.add_done_callback(lambda done: self._ended(hold.id, done))

    async def close_holds(self, holds: Iterable[int]) -> None:
        """These are to end: restore them. Raises Fenced."""
        now = self._around.clock.now()
        await self._book.fold_together({hold: (CloseAsked(at=now),) for hold in holds})

    async def look_now(self, hold_id: int) -> None:
        """Read the product of an open hold now and fold in what it says; errors count as tried."""
        hold = self._book[hold_id]
        if hold.state.is_open:
            with suppress(Fenced):
                await self._look(hold, self._memory[hold_id])

    async def heard(self, answer: ShopAnswer) -> None:
        """A poll's answer speaks of open holds too."""
        if not self._around.may_act():
            return
        with suppress(Fenced):
            await self._heard(answer)

    async def _heard(self, answer: ShopAnswer) -> None:
        readings = {reading.sku: reading for reading in answer.readings}
        for hold in self._book.open():
            if hold.storefront != answer.source:
                continue
            if hold.sku in readings or hold.sku in answer.gone:
                await self._seen(hold, Look(answer=answer, reading=readings.get(hold.sku)))

    async def close(self) -> None:
        """End every task; what was in flight is read back at the next start."""
        await self._cancel_all()
        await self._strays.close()
        for reads in (*self._reads.values(), *self._restore_reads.values()):
            await reads.close()

    async def _cancel_all(self) -> None:
        tasks = tuple(self._tasks.values())
        self._tasks.clear()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _ended(self, hold_id: int, task: asyncio.Task[None]) -> None:
        if self._tasks.get(hold_id) is task:
            del self._tasks[hold_id]
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("hold_task_failed", hold=hold_id, exc_info=error)
            self._tasks[hold_id] = asyncio.create_task(self._drive_again(hold_id))

    async def _drive_again(self, hold_id: int) -> None:
        """After a bug of ours: as after a restart, so that the product does not stay off sale for it."""
        await self._around.clock.sleep(LONGEST_WAIT_S)
        await self._tell_all((self._book[hold_id],), self._events_of_start)
        hold = self._book[hold_id]
        if hold.state.is_open:
            self.drive(hold, fresh=False)

    async def _first_looks(self, holds: Iterable[Hold]) -> None:
        start = self._around.clock.monotonic()
        for hold in holds:
            while self._waits_for_look(hold.id) and self._around.clock.monotonic() - start < FIRST_LOOKS_S:
                await self._book.changed(hold.id, 0.05)

    def _waits_for_look(self, hold_id: int) -> bool:
        """Whether the hold's product must be read before anything new is done, and was not tried yet."""
        hold, memory = self._book[hold_id], self._memory.get(hold_id)
        calm = hold.state is HoldState.ACTIVE and not deadline_passed(hold, self.instant())
        waits = hold.state.is_open and not calm and memory is not None and not memory.looked
        return waits and self._around.may_act()

    async def _drive(self, hold_id: int) -> None:
        while True:
            hold = self._book[hold_id]
            step = next_step(hold, self._sight(hold), self._book.rules(hold))
            if step.act is Act.NOTHING:
                return
            try:
                await self._take_step(hold, step)
            except Fenced:
                log.warning("somebody_else_acts", hold=hold_id)
                await self._wait(hold, None)

    async def _take_step(self, hold: Hold, step: Step) -> None:
        if step.act is Act.WAIT:
            await self._wait(hold, step.until)
        elif not self._around.may_act():
            await self._wait(hold, None)
        elif step.act is Act.CLOSE:
            await self._book.fold(hold.id, CloseAsked(at=self._around.clock.now()))
        elif step.act is Act.READ:
            await self._look(hold, self._memory[hold.id])
        elif step.act is Act.SEND_SELL_OUT and self._is_too_late(hold):
            await self._refuse_late(hold)
        elif step.act is Act.SEND_SELL_OUT:
            await self._sell_out(hold)
        else:
            await self._restore(hold)

    async def _wait(self, hold: Hold, until: datetime | None) -> None:
        left = LONGEST_WAIT_S
        if until is not None:
            left = min(left, (until - self._around.clock.now()).total_seconds())
        await self._book.changed(hold.id, max(0.01, left))

    async def _look(self, hold: Hold, memory: _Memory) -> None:
        memory.asked_at = self._around.clock.now()
        if hold.storefront not in self._reads:
            memory.looked = True
            return
        try:
            reads = self._restore_reads if hold.state is HoldState.CLOSING else self._reads
            look = await reads[hold.storefront].look(hold.sku)
        except SourceError as error:
            memory.looked = True
            await self._book.fold(hold.id, ReadFailed(at=self._around.clock.now(), text=str(error)))
        else:
            memory.looked = True
            self._around.read_back(look.answer)
            await self._seen(hold, look)

    async def _seen(self, hold: Hold, look: Look) -> None:
        gone = look.reading is None
        read = Read(
            asked_at=look.answer.asked_at,
            at=self._around.clock.now(),
            sold_out=None if look.reading is None else look.reading.sold_out,
            gone=gone,
            text=_("the shop does not list the product any more") if gone else "",
        )
        memory = self._memory.get(hold.id)
        if memory is not None and (memory.read is None or memory.read.asked_at <= read.asked_at):
            memory.read = read
        await self._book.fold(hold.id, read)

    def _sight(self, hold: Hold) -> Sight:
        memory = self._memory.get(hold.id) or _Memory()
        shop = self._shops.get(hold.storefront)
        if shop is None:
            return Sight(now=self.instant(), busy=True)
        return Sight(
            now=self.instant(),
            asked_at=memory.asked_at,
            read=memory.read,
            last_stock=self._around.last_stock(hold.sku, shop),
            enforces_quantity=shop.enforces_quantity,
            may_send=memory.may_send,
        )

    async def _sell_out(self, hold: Hold) -> None:
        """Read, note what must be remembered, commit, send once. What can't be read first is refused."""
        shop = self._shops[hold.storefront]
        self._memory[hold.id].may_send = False
        remembered: Mapping[str, Scalar] | None = None
        if not _is_stop(hold):
            reading = await self._ready_to_mark(hold)
            if reading is None:
                return
            remembered = reading.remember
        sent = CommandSent(command=Command.SELL_OUT, at=self._around.clock.now())
        hold = await self._book.fold(hold.id, sent, remembered=remembered)
        if self._is_too_late(hold):
            await self._refuse_late(hold)
            return
        command = SellOutCommand(
            sku=hold.sku,
            key=hold.key_sell_out,
            until=hold.deadline,
            remembered=hold.remembered,
            urgent=_is_stop(hold),
        )
        with self._strays.in_hand(hold):
            async with _InTurn(self._lock_for(hold), LATEST_STOP_S if _is_stop(hold) else None):
                answer = _not_sent() if self._lost_its_turn(hold) else await shop.sell_out(command)
            await self._answered(hold, Command.SELL_OUT, answer)

    def _lost_its_turn(self, hold: Hold) -> bool:
        """Whether a mark waited for a command in flight until it was too late, or somebody else acted."""
        return not _is_stop(hold) and (self._is_too_late(hold) or not self._around.may_act())

    def _is_too_late(self, hold: Hold) -> bool:
        """Whether a mark has waited too long, for the record or for the lease; a stop never has."""
        waited = (self._around.clock.now() - hold.started_at).total_seconds()
        return not _is_stop(hold) and (waited > LATEST_MARK_S or deadline_passed(hold, self.instant()))

    async def _refuse_late(self, hold: Hold) -> None:
        await self._answered(hold, Command.SELL_OUT, _not_sent())

    async def _ready_to_mark(self, hold: Hold) -> ShopReading | None:
        """What the shop says right before a mark; None: the mark was refused, and why is kept."""
        try:
            reading = await self._read_before_mark(hold)
        except SourceError as error:
            reading, why = (
                None,
                _("Not marked, because the shop could not be read first: {why}").format(why=error),
            )
        else:
            why = _why_not(reading)
        if self._book[hold.id].closing_at is not None:
            why = _("Cancelled before it was sent.")
        if not why:
            return reading
        await self._answered(hold, Command.SELL_OUT, CommandAnswer(outcome=Outcome.REFUSED, text=why))
        return None

    async def _read_before_mark(self, hold: Hold) -> ShopReading | None:
        look = await self._reads[hold.storefront].look(hold.sku)
        self._around.read_back(look.answer)
        return look.reading

    async def _restore(self, hold: Hold) -> None:
        shop = self._shops[hold.storefront]
        hold = await self._book.fold(
            hold.id, CommandSent(command=Command.RESTORE, at=self._around.clock.now())
        )
        command = RestoreCommand(sku=hold.sku, key=hold.key_restore, remembered=hold.remembered)
        async with _InTurn(self._lock_for(hold), None):
            if not (self._book[hold.id].state.is_open and self._around.may_act()):
                return
            answer = await shop.restore(command)
        await self._answered(hold, Command.RESTORE, answer)

    async def _answered(self, hold: Hold, command: Command, answer: CommandAnswer) -> None:
        """Fold the answer in; what is accepted is read back at once."""
        event = Answered(
            command=command, outcome=answer.outcome, at=self._around.clock.now(), text=answer.text
        )
        hold = await self._book.fold(hold.id, event)
        if hold.state.is_open and answer.outcome is not Outcome.REFUSED:
            await self._look(hold, self._memory[hold.id])

    def _lock_for(self, hold: Hold) -> asyncio.Lock:
        return self._busy.setdefault((hold.storefront, hold.sku), asyncio.Lock())


class _InTurn:
    """One command at a time to one product; waits its turn, a stop only so long."""

    def __init__(self, lock: asyncio.Lock, patience_s: float | None) -> None:
        self._lock = lock
        self._patience_s = patience_s
        self._mine = False

    async def __aenter__(self) -> None:
        try:
            async with asyncio.timeout(self._patience_s):
                await self._lock.acquire()
            self._mine = True
        except TimeoutError:
            log.warning("stop_goes_ahead_of_a_command_in_flight")

    async def __aexit__(self, *_error: object) -> None:
        if self._mine:
            self._lock.release()


def _not_sent() -> CommandAnswer:
    why = _("Not marked: it could not be sent in time. Mark the product again if it is still wanted.")
    return CommandAnswer(outcome=Outcome.REFUSED, text=why)


def _is_stop(hold: Hold) -> bool:
    return hold.deadline is None


def _why_not(reading: ShopReading | None) -> str:
    """Why a product that was just read is not marked; empty when it may be."""
    if reading is None:
        return _("Not marked: the shop does not list this product any more.")
    if reading.sold_out is None:
        return _("Not marked: the shop's answer does not say whether the product is on sale.")
    if reading.sold_out:
        return _("Not marked: the product is off sale at the shop already, and not because of us.")
    if any(value is None for value in reading.remember.values()):
        return _("Not marked: a value that the restore needs is missing in the shop's answer.")
    return ""
