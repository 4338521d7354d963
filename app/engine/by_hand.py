"""Shops that only people can work: keeps what people said, tells the shops' reads, knows what is asked.

What a confirmation means for a hold is the hold machine's business; it reads, as it does everywhere.
"""

from collections.abc import Awaitable, Callable, Iterable
from functools import partial

from app.domain.by_hand import Confirmation, HandGuide, HandTask, task_of, told
from app.domain.hold import Hold
from app.engine.parts import Ports
from app.engine.room import Room
from app.intents import Code, ConfirmByHand, TargetResult
from app.ports import JournalError, ManualStorefront
from app.views.answers import Circumstances, answer_words
from app.words import plain


class ByHand:
    """The manual storefronts of one desk. `look` reads the product of an open hold at once."""

    def __init__(self, ports: Ports, room: Room, look: Callable[[int], Awaitable[None]]) -> None:
        self._shops = {shop.info.id: shop for shop in ports.storefronts if isinstance(shop, ManualStorefront)}
        self._journal = ports.journal
        self._clock = ports.clock
        self._room = room
        self._look = look
        self._last: dict[tuple[str, str], Confirmation] = {}
        room.hand_task = self.task
        for name, shop in self._shops.items():
            shop.believe(partial(self._told, name))

    def __contains__(self, storefront: str) -> bool:
        return storefront in self._shops

    def recall(self, confirmations: Iterable[Confirmation]) -> None:
        """Take over what the journal keeps."""
        self._last |= {(said.storefront, said.sku): said for said in confirmations}

    def guide(self, storefront: str) -> HandGuide:
        """How that shop is worked."""
        return self._shops[storefront].guide

    def task(self, storefront: str, sku: str) -> HandTask | None:
        """What a person is to do there about the product; None: nothing, or the shop needs nobody."""
        if storefront not in self._shops:
            return None
        return task_of(self._room.book.open_at(sku, storefront), self._last.get((storefront, sku)))

    def tasks(self) -> tuple[HandTask, ...]:
        """Everything people are to do, stops first, then what has waited longest."""
        if not self._shops:
            return ()
        places = {(hold.storefront, hold.sku) for hold in self._room.book.open()} | self._last.keys()
        found = [task for place in places if (task := self.task(*place)) is not None]
        return tuple(sorted(found, key=lambda task: (not task.urgent, task.since, task.hold)))

    async def confirm(self, intent: ConfirmByHand) -> tuple[TargetResult, ...]:
        """Keep what was said, and read the hold with it at once."""
        if intent.hold is None:
            return await self._confirm_product(intent)
        task = next((task for task in self.tasks() if task.hold == intent.hold), None)
        if task is None:
            return (self._result(intent.sku, "", Code.NO_TASK),)
        return (await self._keep(task, intent, sold_out=intent.sold_out),)

    async def _confirm_product(self, intent: ConfirmByHand) -> tuple[TargetResult, ...]:
        named = intent.storefronts or tuple(self._shops)
        wrong = [name for name in named if name not in self._shops]
        if wrong:
            return tuple(self._result(intent.sku, name, Code.UNKNOWN_TARGET, name) for name in wrong)
        tasks = [task for name in named if (task := self.task(name, intent.sku)) is not None]
        if not tasks:
            return (self._result(intent.sku, "", Code.NO_TASK),)
        wanted = [task.act.sold_out is intent.done for task in tasks]
        return tuple(
            [await self._keep(t, intent, sold_out=off) for t, off in zip(tasks, wanted, strict=True)]
        )

    async def _keep(self, task: HandTask, intent: ConfirmByHand, *, sold_out: bool) -> TargetResult:
        hold = self._room.book.open_at(task.sku, task.storefront)
        said = Confirmation(
            hold=task.hold,
            sku=task.sku,
            storefront=task.storefront,
            attempt=0 if hold is None else hold.restore_attempts,
            sold_out=sold_out,
            at=self._clock.now(),
            who=intent.who,
        )
        try:
            kept = await self._journal.add_confirmation(said)
        except JournalError as error:
            return self._result(task.sku, task.storefront, Code.NO_RECORD, str(error))
        self._last[task.storefront, task.sku] = kept
        self._room.touch((task.sku,))
        if hold is not None and hold.state.is_open:
            await self._look(hold.id)
            hold = self._room.book[hold.id]
        return self._result(task.sku, task.storefront, Code.DONE, hold=hold)

    def _told(self, storefront: str, sku: str) -> bool | None:
        return told(self._room.book.open_at(sku, storefront), self._last.get((storefront, sku)))

    def _result(
        self, sku: str, storefront: str, code: Code, detail: str = "", *, hold: Hold | None = None
    ) -> TargetResult:
        names = self._room.plan.names
        about = Circumstances(
            zone=names.zone,
            product=names.title(sku) if sku else "",
            shop=names.storefront(storefront) if storefront else "",
            detail=plain(detail),
        )
        return TargetResult(
            sku=sku,
            storefront=storefront,
            hold=None if hold is None else hold.id,
            state="" if hold is None else hold.state.value,
            code=code,
            text=answer_words(code, about),
        )
