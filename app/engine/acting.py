"""What people ask for about holds, carried out: judged first, committed, then driven until read back.

Marks, restores, stops, releases, undo. Everything else a person can ask for lives in `wishes`.
"""

import asyncio
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import count
from typing import TypeAlias

from app.domain import rounds
from app.domain.audit import AuditNote
from app.domain.decision import Verdict, VerdictCode
from app.domain.facts import ShopFacts
from app.domain.hold import Hold, HoldKind, HoldState, Reason, Who
from app.domain.hold_events import Happened
from app.domain.limits import (
    Asked,
    may_mark,
    may_release,
    may_restore,
    may_stop,
    needs_second,
    two_people,
)
from app.engine.hold_book import HoldBook
from app.engine.journalling import Keeper
from app.engine.parts import Ports
from app.engine.reconciling import Reconciler
from app.engine.room import Room
from app.intents import (
    Code,
    EmergencyStop,
    Intent,
    MarkSoldOut,
    Reach,
    Release,
    Restore,
    TargetResult,
    UndoMark,
)
from app.ports import JournalError, Limit, LimitReached, NewHold
from app.views.answers import Circumstances, answer_words
from app.words import _, plain


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """One product at one storefront."""

    sku: str
    storefront: str


_Together: TypeAlias = asyncio.Task[Mapping[Target, Hold]]
"""Holds on their way into the record in one transaction, by target."""
_SEVERAL = 2

_LIMIT_CODES = {
    Limit.NUMBER: Code.LIMIT_COUNT,
    Limit.TIME: Code.LIMIT_TIME,
    Limit.OPEN: Code.ALREADY_HELD,
    Limit.RUNNING: Code.BROADCAST_RUNNING,
    Limit.HOLDS_OPEN: Code.HOLDS_OPEN,
    Limit.ROUND: Code.ROUND_RUNNING,
}


class Acting:
    """Carries out intents about holds."""

    def __init__(
        self, ports: Ports, room: Room, book: HoldBook, reconciler: Reconciler, keeper: Keeper
    ) -> None:
        self._ports = ports
        self._room = room
        self._book = book
        self._reconciler = reconciler
        self._keeper = keeper
        self._made = count(1)
        """Two holds made in the same instant still have keys of their own."""

    @staticmethod
    def knows(intent: Intent) -> bool:
        """Whether this is an intent about holds."""
        return isinstance(intent, MarkSoldOut | Restore | UndoMark | EmergencyStop | Release)

    async def carry_out(self, intent: Intent, wait_s: float) -> tuple[TargetResult, ...]:
        """Do what an intent about holds asks."""
        match intent:
            case MarkSoldOut():
                return await self.mark(intent, wait_s)
            case Restore():
                return await self.restore(intent, wait_s)
            case UndoMark():
                return await self.undo(intent.holds, wait_s)
            case EmergencyStop():
                return await self.stop(intent, wait_s)
            case Release():
                return await self.release(intent, wait_s)
        raise TypeError(type(intent).__name__)

    async def mark(self, intent: MarkSoldOut, wait_s: float) -> tuple[TargetResult, ...]:
        """Virtual sold-out: judged for every target before anything is sent."""
        targets, wrong = self._targets(intent.skus, intent.storefronts)
        verdicts = {target: self._may_mark(target, intent) for target in targets}
        why = self._keeper.trouble
        refused = [self._result(t, None, _code(v), why) for t, v in verdicts.items() if not v.allowed]
        allowed = [target for target, verdict in verdicts.items() if verdict.allowed]
        new = [self._new_hold(target, intent) for target in allowed]
        self._show_asked([each.hold for each in new])
        batch: list[int] = []
        self._room.batches.append(batch)
        done = await self._begin_all(dict(zip(allowed, new, strict=True)), wait_s, batch)
        if not batch:
            self._room.batches.remove(batch)
        return (*wrong, *refused, *done)

    async def restore(self, intent: Restore, wait_s: float) -> tuple[TargetResult, ...]:
        """End the open holds of these products now."""
        targets, wrong = self._targets(intent.skus, intent.storefronts)
        held = [target for target in targets if self._open(target) is not None]
        if not held:
            return (*wrong, *(self._say(target, Code.NOT_HELD) for target in targets))
        return (*wrong, *await self._end(held, may_restore, wait_s))

    async def release(self, intent: Release, wait_s: float) -> tuple[TargetResult, ...]:
        """End the emergency stops of these products."""
        targets, wrong = self._targets(self._reached(intent.skus, intent.reach), ())
        stopped = [t for t in targets if (hold := self._open(t)) is not None and hold.kind is HoldKind.STOP]
        if not stopped:
            tried = targets if intent.reach is Reach.NAMED else ()
            return (*wrong, *(self._say(target, Code.NOT_HELD) for target in tried))
        second = needs_second(intent.reason, self._room.plan.policy)
        if second and not two_people(intent.who.initials, intent.second):
            return (*wrong, *(self._say(target, Code.SECOND_NEEDED) for target in stopped))
        await self._note_release(stopped, intent)
        return (*wrong, *await self._end(stopped, may_release, wait_s))

    async def _note_release(self, targets: Sequence[Target], intent: Release) -> None:
        """Why and by whom, for the audit; a record in trouble does not keep a product off sale."""
        said = f"reason={intent.reason}" + (f" second={plain(intent.second, 12)}" if intent.second else "")
        said += f" note={intent.note}" if intent.note else ""
        for target in targets:
            hold = self._open(target)
            note = AuditNote(
                at=self._ports.clock.now(),
                what="release_asked",
                who=intent.who,
                sku=target.sku,
                storefront=target.storefront,
                hold=None if hold is None else hold.id,
                true_stock=self._room.true_stock(target.sku),
                detail=said,
            )
            with suppress(JournalError):
                await self._ports.journal.audit(note)

    async def undo(self, holds: Sequence[int], wait_s: float) -> tuple[TargetResult, ...]:
        """Restore just these holds; their use still counts."""
        known = [self._book[hold] for hold in holds if hold in self._book]
        targets = [self._target_of(hold) for hold in known if hold.state.is_open]
        return await self._end(targets, may_restore, wait_s)

    async def stop(self, intent: EmergencyStop, wait_s: float) -> tuple[TargetResult, ...]:
        """Off sale until released: no limit, no count, no broadcast needed; all at once.

        What is on air leaves first. Of all products those that are stopped already are left as they are.
        """
        skus = self._reached(intent.skus, intent.reach)
        if intent.reach is Reach.ON_AIR and not skus:
            return (
                self._result(Target(sku="", storefront=""), None, Code.BAD_VALUE, _("nothing is on air")),
            )
        targets, wrong = self._targets(skus, intent.storefronts)
        verdicts = {target: may_stop(self._shop(target), self._holds(target)) for target in targets}
        refused = [
            self._say(target, _code(verdict))
            for target, verdict in verdicts.items()
            if not verdict.allowed
            and (intent.reach is Reach.NAMED or verdict.code is not VerdictCode.STOPPED)
        ]
        allowed = [target for target, verdict in verdicts.items() if verdict.allowed]
        new = [self._new_stop(target, intent) for target in allowed]
        self._show_asked([each.hold for each in new])
        done = await self._begin_all(dict(zip(allowed, new, strict=True)), wait_s, [])
        return (*wrong, *refused, *done)

    async def _begin_all(
        self, new: Mapping[Target, NewHold], wait_s: float, batch: list[int]
    ) -> tuple[TargetResult, ...]:
        """Begin all holds or stops of one act, side by side; `batch` gets the ids of those recorded."""
        together = self._add_together(new)
        return tuple(
            await asyncio.gather(
                *(self._begin(target, each, wait_s, batch, together) for target, each in new.items())
            )
        )

    def _add_together(self, new: Mapping[Target, NewHold]) -> _Together:
        """Commit those in whose way nothing stands at once: the first leaves after one commit, not all.

        What can't be committed so is tried by itself.
        """
        free = {target: each for target, each in new.items() if self._open(target) is None}

        async def added() -> Mapping[Target, Hold]:
            if len(free) < _SEVERAL:
                return {}
            with suppress(LimitReached):
                kept = await self._ports.journal.add_holds(tuple(free.values()), fence=self._keeper.fence)
                return dict(zip(free, kept, strict=True))
            return {}

        return asyncio.create_task(added(), name="recorded together")

    def _reached(self, skus: tuple[str, ...], reach: Reach) -> tuple[str, ...]:
        """The products that are meant, the one on air first."""
        on_air = self._room.on_air
        first = () if on_air is None else (on_air.sku,)
        if reach is Reach.ON_AIR:
            return first
        if reach is Reach.NAMED:
            return skus
        listed = frozenset[str]().union(*(counter.shop.skus for counter in self._room.counters.values()))
        known = (*first, *self._room.products, *sorted(listed))
        return tuple(sku for sku in dict.fromkeys(known) if sku in listed)

    def _targets(
        self, skus: Iterable[str], storefronts: Sequence[str]
    ) -> tuple[list[Target], list[TargetResult]]:
        """Where to act: every storefront that lists the SKU, or those named; and what can't be a target."""
        targets: list[Target] = []
        wrong = [
            self._result(Target(sku="", storefront=name), None, Code.UNKNOWN_TARGET, name)
            for name in storefronts
            if name not in self._room.counters
        ]
        for sku in skus:
            listing = [n for n, counter in self._room.counters.items() if sku in counter.shop.skus]
            chosen = [name for name in listing if not storefronts or name in storefronts]
            targets += [Target(sku=sku, storefront=name) for name in chosen]
            if listing:
                self._room.add_products((sku,))
            if sku not in self._room.products:
                wrong.append(self._wrong(sku, Code.UNKNOWN_SKU))
            elif not chosen and not wrong:
                wrong.append(self._wrong(sku, Code.NOT_LISTED))
        return targets, wrong

    def _wrong(self, sku: str, code: Code) -> TargetResult:
        return self._result(Target(sku=sku, storefront=""), None, code)

    def _may_mark(self, target: Target, intent: MarkSoldOut) -> Verdict:
        room, latest = self._room, rounds.last(self._room.rounds.get(target.sku, ()))
        asked = Asked(
            reason=intent.reason,
            on_trial=latest is not None and latest.trial and latest.is_on_sale,
            round_sold=latest is not None and latest.is_sold_out,
            available=room.true_stock(target.sku),
            initials=intent.who.initials,
            second=intent.second,
        )
        holds, policy = self._holds(target), room.plan.policy
        facts = replace(room.room_facts(), unguarded_reason=intent.override or room.unguarded_reason)
        return may_mark(facts, self._shop(target), holds, policy, intent.minutes, asked)

    def _new_hold(self, target: Target, intent: MarkSoldOut) -> NewHold:
        hold = self._blank(target, intent.reason, intent.note, intent.who)
        hold = replace(hold, deadline=hold.started_at + timedelta(minutes=intent.minutes))
        unguarded = "" if self._room.guarded else intent.override or self._room.unguarded_reason
        return self._within_limits(hold, second=plain(intent.second, 12), override=plain(unguarded))

    def _new_stop(self, target: Target, intent: EmergencyStop) -> NewHold:
        hold = self._blank(target, intent.reason, intent.note, intent.who)
        remembered = self._room.remembered(target.storefront, target.sku)
        found_off = self._is_off_already(target)
        return self._within_limits(
            replace(hold, kind=HoldKind.STOP, remembered=remembered, found_off=found_off)
        )

    def _is_off_already(self, target: Target) -> bool:
        """Whether it was off sale when last read, and not by us; what is old, or was ours, says nothing."""
        shop, now = self._shop(target), self._ports.clock.now()
        if not shop.sold_out or shop.read_at is None or self._open(target) is not None:
            return False
        ended = max((hold.ended_at for hold in self._holds(target) if hold.ended_at), default=None)
        is_fresh = now - shop.read_at <= timedelta(seconds=shop.stale_after_s)
        return is_fresh and (ended is None or ended < shop.read_at)

    def _within_limits(self, hold: Hold, second: str = "", override: str = "") -> NewHold:
        policy = self._room.plan.policy
        return NewHold(
            hold=hold,
            number_limit=policy.holds_per_broadcast,
            seconds_limit=int(policy.hold_seconds),
            override_reason="; ".join(filter(None, (override, self._room.plan.override_reason))),
            second=second,
        )

    def _blank(self, target: Target, reason: Reason, note: str, who: Who) -> Hold:
        now = self._ports.clock.now()
        key = f"{self._ports.boot[:8]}-{int(now.timestamp() * 1e6):x}-{next(self._made)}"
        return Hold(
            id=0,
            broadcast=None if self._room.broadcast is None else self._room.broadcast.id,
            sku=target.sku,
            storefront=target.storefront,
            number=None,
            state=HoldState.SENDING,
            reason=reason,
            note=note,
            who=who,
            started_at=now,
            started_monotonic=self._ports.clock.monotonic(),
            boot=self._ports.boot,
            true_stock=self._room.true_stock(target.sku),
            key_sell_out=f"{key}-off",
            key_restore=f"{key}-on",
        )

    def _show_asked(self, holds: Iterable[Hold]) -> None:
        """Let the person see that the press was taken; a slow disk must not look like a dead button."""
        for hold in holds:
            self._room.asked[hold.sku, hold.storefront] = hold
            self._room.touch((hold.sku,))
        self._room.wake()

    async def _begin(
        self,
        target: Target,
        new: NewHold,
        wait_s: float,
        batch: list[int],
        together: _Together,
    ) -> TargetResult:
        """Commit the intent, drive it, and wait until it is read back or refused."""
        try:
            kept = (await asyncio.shield(together)).get(target) or await self._commit(target, new)
        except LimitReached as error:
            return self._say(target, _LIMIT_CODES[error.limit])
        except JournalError as error:
            return self._result(target, None, Code.NO_RECORD, str(error))
        finally:
            self._room.asked.pop((target.sku, target.storefront), None)
            self._room.touch((target.sku,))
        self._book.put((kept,))
        batch.append(kept.id)
        self._reconciler.drive(kept, fresh=True)
        self._room.wake()
        kept = await self._settled(kept.id, _is_begun, wait_s)
        return self._begun(target, kept)

    async def _commit(self, target: Target, new: NewHold) -> Hold:
        before = self._open(target) if new.hold.kind is HoldKind.STOP else None
        if before is None:
            (kept,) = await self._ports.journal.add_holds((new,), fence=self._keeper.fence)
            return kept
        async with self._book.lock(before.id):
            (kept,) = await self._ports.journal.add_holds((new,), fence=self._keeper.fence)
            over = replace(self._book[before.id], state=HoldState.HANDED_OVER, ended_at=new.hold.started_at)
            self._book.replaced(over, (Happened.HANDED_OVER,))
        return kept

    def _begun(self, target: Target, hold: Hold) -> TargetResult:
        if hold.state is HoldState.ACTIVE:
            return self._result(target, hold, Code.DONE)
        if hold.state in (HoldState.REFUSED, HoldState.NOT_APPLIED):
            code = Code.UNREADABLE if hold.sent_at is None else Code.PLATFORM_REFUSED
            return self._result(target, hold, code, hold.error)
        return self._result(target, hold, Code.UNCONFIRMED if hold.state.is_open else Code.DONE)

    async def _end(
        self, targets: Sequence[Target], may: Callable[[Collection[Hold]], Verdict], wait_s: float
    ) -> tuple[TargetResult, ...]:
        verdicts = {target: may(self._holds(target)) for target in targets}
        refused = [self._say(target, _code(v)) for target, v in verdicts.items() if not v.allowed]
        holds = {target: hold for target, v in verdicts.items() if v.allowed and (hold := self._open(target))}
        await self._reconciler.close_holds([hold.id for hold in holds.values()])
        ended = await asyncio.gather(*(self._settled(hold.id, _is_over, wait_s) for hold in holds.values()))
        return (*refused, *(self._over(t, hold) for t, hold in zip(holds, ended, strict=True)))

    def _over(self, target: Target, hold: Hold) -> TargetResult:
        if hold.state is HoldState.HANDED_OVER:
            return self._result(target, hold, Code.NOT_OURS)
        return self._result(target, hold, Code.UNCONFIRMED if hold.state.is_open else Code.DONE)

    async def _settled(self, hold_id: int, enough: Callable[[Hold], bool], wait_s: float) -> Hold:
        clock = self._ports.clock
        end = clock.monotonic() + wait_s
        while not enough(self._book[hold_id]) and (left := end - clock.monotonic()) > 0:
            await self._book.changed(hold_id, left)
        return self._book[hold_id]

    def _say(self, target: Target, code: Code) -> TargetResult:
        """What is said of a target that was not tried."""
        return self._result(target, None, code)

    def _result(self, target: Target, hold: Hold | None, code: Code, detail: str = "") -> TargetResult:
        names, policy = self._room.plan.names, self._room.plan.policy
        standing = hold or (self._open(target) if target.storefront else None)
        about = Circumstances(
            zone=names.zone,
            product=names.title(target.sku) if target.sku else "",
            shop=names.storefront(target.storefront) if target.storefront else "",
            limit=policy.holds_per_broadcast,
            minutes=policy.hold_seconds / 60,
            label=self._shop(target).label if target.storefront in self._room.counters else "",
            until=None if standing is None or not standing.state.is_open else standing.deadline,
            detail=plain(detail),
        )
        return TargetResult(
            sku=target.sku,
            storefront=target.storefront,
            hold=None if hold is None else hold.id,
            state="" if hold is None else hold.state.value,
            code=code,
            text=answer_words(code, about),
        )

    def _shop(self, target: Target) -> ShopFacts:
        return self._room.counters[target.storefront].facts(target.sku)

    def _holds(self, target: Target) -> tuple[Hold, ...]:
        return tuple(h for h in self._room.holds(target.sku) if h.storefront == target.storefront)

    def _open(self, target: Target) -> Hold | None:
        return self._book.open_at(target.sku, target.storefront)

    def _target_of(self, hold: Hold) -> Target:
        return Target(sku=hold.sku, storefront=hold.storefront)


def _code(verdict: Verdict) -> Code:
    """Verdicts and answers share their codes by value."""
    return Code(verdict.code.value)


def _is_begun(hold: Hold) -> bool:
    return hold.state not in (HoldState.SENDING, HoldState.UNKNOWN)


def _is_over(hold: Hold) -> bool:
    return not hold.state.is_open
