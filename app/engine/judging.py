"""When products and the room are judged anew: what was touched now, what only time changes when it is due.

The judgement itself is the domain's; this keeps its results and never walks the catalogue for one change.
"""

import heapq
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import islice

from app.domain.broadcast import Phase
from app.domain.decide import Case, confirmed, decide_products, decide_room
from app.domain.room import ProductDecision, ProductFacts, RoomDecision
from app.engine.room import Room

SLICE = 40
"""Products judged in one go; more wait for the next beat, so that the loop is never held for long."""
STIRRED_SLICE = 120
"""The same of those whose own figures stand: they cost a quarter of it."""
ROOM_EVERY = timedelta(seconds=0.5)
ROOM_HURRIED = timedelta(seconds=0.1)
"""The same where a hold has changed: soon, but of a hundred marks not a hundred times."""


class Judging:
    """The decisions in force. `decided` is None before the first judgement of the room."""

    def __init__(self, room: Room) -> None:
        self._room = room
        self.products: dict[str, ProductDecision] = {}
        self.decided: RoomDecision | None = None
        self.facts: dict[str, ProductFacts] = {}
        """What each product was last judged by."""
        self._changed: set[str] = set()
        self._due: list[tuple[datetime, str]] = []
        self._due_at: dict[str, datetime] = {}
        self._surely: set[str] = set()
        self._room_at: datetime | None = None
        self._hurried = False
        """A hold has changed since the room was judged."""

    def tier(self, sku: str) -> Phase | None:
        """Which tier of stock a product is in; None before it was judged."""
        decision = self.products.get(sku)
        return None if decision is None else decision.tier

    def judge_products(self, now: datetime) -> tuple[tuple[str, ...], bool]:
        """Judge a slice of what is touched, stirred or due; the SKUs judged, and whether more wait."""
        room = self._room
        if turned := room.shelves.turned(now):
            room.touch(turned)
        for sku in self._overdue(now):
            self._look_again(sku, now)
        cases = [self._touched(sku) for sku in self._slice()]
        cases += self._stirred(STIRRED_SLICE - len(cases) * STIRRED_SLICE // SLICE)
        if cases:
            self._judge(cases, now)
        return tuple([case.facts.product.sku for case in cases]), bool(room.touched or room.stirred)

    def judge_room(self, now: datetime, *, at_once: bool) -> bool:
        """Judge the room when it is touched or due; not more often than need be. Whether it was."""
        due = (
            self.decided is not None
            and self.decided.changes_at is not None
            and now >= self.decided.changes_at
        )
        if not (self._room.room_touched or due):
            return False
        pause = ROOM_HURRIED if self._hurried else ROOM_EVERY
        if self._room_at is not None and not at_once and timedelta() <= now - self._room_at < pause:
            return False
        self._hurried = False
        self.decided = decide_room(
            self.products,
            self.facts,
            self._room.room_facts(),
            self._room.plan.policy,
            now,
            self.decided,
            changed=self._changed,
        )
        self._changed = set()
        self._room_at = now
        self._room.room_touched = False
        return True

    def hurry(self) -> None:
        """Judge the room soon."""
        self._hurried = True

    def schedule(self, sku: str, at: datetime | None, *, surely: bool = False) -> None:
        """Look at this product again at that instant; `surely`: judge it even if its decision still holds."""
        if at is not None and self._due_at.get(sku) != at:
            self._due_at[sku] = at
            heapq.heappush(self._due, (at, sku))
            if surely:
                self._surely.add(sku)

    def _slice(self) -> tuple[str, ...]:
        touched = self._room.touched
        pressed = (sku for sku, _storefront in self._room.asked)
        leading = (*pressed, self._on_air(), self._room.next_sku)
        first = [sku for sku in dict.fromkeys(leading) if sku is not None and sku in touched][:SLICE]
        rest = islice((sku for sku in touched if sku not in first), SLICE - len(first))
        chosen = tuple(dict.fromkeys((*first, *rest)))
        touched.difference_update(chosen)
        for sku in chosen:
            self._room.stirred.pop(sku, None)
        return chosen

    def _on_air(self) -> str | None:
        return None if self._room.on_air is None else self._room.on_air.sku

    def _touched(self, sku: str) -> Case:
        return Case(facts=self._room.facts(sku), previous=self.products.get(sku))

    def _stirred(self, most: int) -> list[Case]:
        """Products that stand as they did, in another room."""
        waiting = self._room.stirred
        chosen = tuple(islice(waiting, max(0, most)))
        for sku in chosen:
            del waiting[sku]
        return [
            Case(
                facts=self._room.facts_again(self.facts[sku]),
                previous=decision,
                stance=decision.stance,
            )
            for sku in chosen
            if sku not in self._room.touched and (decision := self.products.get(sku)) is not None
        ]

    def _judge(self, cases: Sequence[Case], now: datetime) -> None:
        room, policy = self._room, self._room.plan.policy
        decisions = decide_products(cases, room.room_facts(), policy, now)
        for case, decision in zip(cases, decisions, strict=True):
            sku = decision.sku
            self.facts[sku] = case.facts
            room.selling.watch(sku, selling=decision.selling)
            self.products[sku] = decision
            self._changed.add(sku)
            self.schedule(sku, decision.changes_at)

    def _look_again(self, sku: str, now: datetime) -> None:
        """Time is up for a decision: polls may have confirmed its figures meanwhile, then it stands on."""
        decision = self.products.get(sku)
        if decision is None or sku in self._surely:
            self._surely.discard(sku)
            self._room.touched.add(sku)
            return
        turns_at = decision.stance.turns_at
        if turns_at is None or turns_at > now:
            # none of its figures looks older yet, so it can only be what it sells
            self._room.stirred[sku] = None
            return
        stands_on = confirmed(decision, self._room.facts(sku), now)
        if stands_on is None:
            self._room.touched.add(sku)
        else:
            self.products[sku] = stands_on
            self.schedule(sku, stands_on.changes_at)

    def _overdue(self, now: datetime) -> Iterator[str]:
        while self._due and self._due[0][0] <= now:
            at, sku = heapq.heappop(self._due)
            if self._due_at.get(sku) == at:
                del self._due_at[sku]
                yield sku
