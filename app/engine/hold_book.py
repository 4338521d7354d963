"""Every hold this desk knows, each changed by one event at a time and kept before it is shown.

What to do about a hold is the reconciler's business.
"""

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import replace

from app.domain.audit import AuditNote
from app.domain.broadcast import Mark, MarkKind
from app.domain.hold import Hold, HoldKind, HoldState
from app.domain.hold_events import Event, Happened
from app.domain.holds import HoldRules, after
from app.domain.readings import Scalar
from app.engine.journalling import Keeper
from app.engine.waiting import happened
from app.ports import Clock

_QUIET = frozenset({Happened.SELL_OUT_SENT, Happened.RESTORE_SENT})

HoldChanged = Callable[[Hold, Sequence[Happened]], None]


class HoldBook:
    """Holds by id. `rules_of` names a storefront's waits; `on_change` hears of every kept change."""

    def __init__(
        self, keeper: Keeper, clock: Clock, rules_of: Callable[[str], HoldRules], on_change: HoldChanged
    ) -> None:
        self._keeper = keeper
        self._clock = clock
        self._rules_of = rules_of
        self._on_change = on_change
        self._holds: dict[int, Hold] = {}
        self._by_product: dict[str, dict[int, None]] = {}
        self._locks: dict[int, asyncio.Lock] = {}
        self._bells: dict[int, asyncio.Event] = {}

    def __getitem__(self, hold: int) -> Hold:
        return self._holds[hold]

    def __contains__(self, hold: int) -> bool:
        return hold in self._holds

    def put(self, holds: Iterable[Hold]) -> None:
        """Take over holds that the journal already keeps."""
        for hold in holds:
            self._holds[hold.id] = hold
            self._by_product.setdefault(hold.sku, {})[hold.id] = None
            self._ring(hold.id)

    def adopt(self, holds: Iterable[Hold]) -> None:
        """Know what the journal says now: somebody else acted meanwhile. What it tells no more has ended."""
        told = {hold.id: hold for hold in holds}
        ended = [hold for hold in self.open() if hold.id not in told]
        now = self._clock.now()
        for hold in (*told.values(), *(replace(h, state=HoldState.RESTORED, ended_at=now) for h in ended)):
            if self._holds.get(hold.id) != hold:
                self.put((hold,))
                self._on_change(hold, ())

    def of_product(self, sku: str, broadcast: int | None) -> tuple[Hold, ...]:
        """The product's holds of that broadcast, and every open one."""
        mine = (self._holds[hold] for hold in self._by_product.get(sku, ()))
        return tuple(hold for hold in mine if hold.state.is_open or hold.broadcast == broadcast)

    def all(self) -> tuple[Hold, ...]:
        """Every hold known here."""
        return tuple(self._holds.values())

    def open(self) -> tuple[Hold, ...]:
        """Every open hold, the one due first at the front; stops last."""
        still = [hold for hold in self._holds.values() if hold.state.is_open]
        return tuple(
            sorted(still, key=lambda hold: (hold.deadline is None, hold.deadline or hold.started_at))
        )

    def open_at(self, sku: str, storefront: str) -> Hold | None:
        """The open hold of a product at a storefront; there is at most one."""
        mine = (self._holds[hold] for hold in self._by_product.get(sku, ()))
        return next((hold for hold in mine if hold.state.is_open and hold.storefront == storefront), None)

    def rules(self, hold: Hold) -> HoldRules:
        """The waits of the hold's storefront."""
        return self._rules_of(hold.storefront)

    def lock(self, hold: int) -> asyncio.Lock:
        """Held while an event is folded in; also by who replaces the hold altogether."""
        return self._locks.setdefault(hold, asyncio.Lock())

    async def fold(
        self, hold_id: int, event: Event, *, remembered: Mapping[str, Scalar] | None = None
    ) -> Hold:
        """Let `event` happen to the hold: committed first, then known here and told.

        `remembered` is what was read before the mark, kept with it.

        Raises:
            Fenced: Somebody else acts now; nothing happened here.
        """
        async with self.lock(hold_id):
            before = self._holds[hold_id]
            hold, events = after(before, event, self.rules(before))
            if remembered and hold.state.is_open:
                hold = replace(hold, remembered=remembered)
            if hold != before:
                await self._keeper.save((hold,), self._notes(hold, events))
                self._take(hold, events)
            return hold

    async def fold_together(self, events: Mapping[int, Sequence[Event]]) -> None:
        """Let these events happen to their holds, each in turn, in one commit for all.

        Raises:
            Fenced: Somebody else acts now; nothing happened here.
        """
        async with AsyncExitStack() as locks:
            for hold_id in events:
                await locks.enter_async_context(self.lock(hold_id))
            told = [self._after_all(hold_id, coming) for hold_id, coming in events.items()]
            changed = [each for each in told if each[0] != self._holds[each[0].id]]
            if changed:
                notes = [note for each in changed for note in self._notes(*each)]
                await self._keeper.save([hold for hold, _happened in changed], notes)
            for each in changed:
                self._take(*each)

    def replaced(self, hold: Hold, happened: Sequence[Happened]) -> None:
        """The journal changed this hold in a transaction of its own (a stop took over): know it here too."""
        self._take(hold, happened)

    async def changed(self, hold_id: int, within_s: float) -> None:
        """Return at the hold's next change, or after that time."""
        bell = self._bells.setdefault(hold_id, asyncio.Event())
        await happened(bell, self._clock, within_s)

    def _after_all(self, hold_id: int, events: Sequence[Event]) -> tuple[Hold, tuple[Happened, ...]]:
        hold, told = self._holds[hold_id], tuple[Happened, ...]()
        for event in events:
            hold, more = after(hold, event, self.rules(hold))
            told += more
        return hold, told

    def _take(self, hold: Hold, happened: Sequence[Happened]) -> None:
        self._holds[hold.id] = hold
        self._ring(hold.id)
        self._keeper.note(marks=_marks(hold, happened, self._clock))
        self._on_change(hold, happened)

    def _ring(self, hold_id: int) -> None:
        bell = self._bells.pop(hold_id, None)
        if bell is not None:
            bell.set()

    def _notes(self, hold: Hold, happened: Sequence[Happened]) -> tuple[AuditNote, ...]:
        return tuple(
            AuditNote(
                at=self._clock.now(),
                what=what.value,
                who=hold.who,
                sku=hold.sku,
                storefront=hold.storefront,
                hold=hold.id,
                true_stock=hold.true_stock,
                detail=hold.error,
            )
            for what in happened
        )


def _marks(hold: Hold, happened: Sequence[Happened], clock: Clock) -> tuple[Mark, ...]:
    kinds = {
        Happened.CONFIRMED: MarkKind.STOP if hold.kind is HoldKind.STOP else MarkKind.HOLD,
        Happened.RESTORED: MarkKind.RESTORE,
    }
    return tuple(Mark(kind=kinds[what], at=clock.now(), sku=hold.sku) for what in happened if what in kinds)
