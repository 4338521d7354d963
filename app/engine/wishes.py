"""What people ask for besides holds, carried out: broadcast, on air, calls, alerts, cues, sources."""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from app.domain.audit import AuditNote
from app.domain.broadcast import Mark, MarkKind, Phase, Showing
from app.domain.cue_stories import CueStep
from app.domain.hold import CallState, HoldKind, StockCall, Who
from app.domain.hold_events import LetGo
from app.domain.hold_steps import keeps_off
from app.domain.limits import may_end_broadcast, may_start_broadcast
from app.domain.room import Alert, Cue, CueKind, RoomDecision
from app.engine.acting import Acting
from app.engine.hearing import Hearing
from app.engine.journalling import Keeper
from app.engine.parts import Ports
from app.engine.room import Room
from app.intents import (
    AcknowledgeAlert,
    ActOnCue,
    AllowUnguarded,
    CallStock,
    Code,
    EndBroadcast,
    FreezeAutomation,
    Intent,
    ReadHoldAgain,
    RefreshSource,
    ResetOpening,
    Restore,
    SayNext,
    SayOnAir,
    SetPhase,
    ShelveAlert,
    SnoozeCue,
    StartBroadcast,
    TargetResult,
    UpdateCall,
)
from app.ports import JournalError, Limit, LimitReached
from app.views.answers import Circumstances, answer_words
from app.words import plain

Done = tuple[TargetResult, ...]
CUE_REST = timedelta(minutes=10)


class Wishes:
    """Carries out every intent that is not about holds. `refresh` and `look` are handed in by the engine."""

    def __init__(
        self,
        ports: Ports,
        room: Room,
        keeper: Keeper,
        hearing: Hearing,
        acting: Acting,
        decided: Callable[[], RoomDecision | None],
    ) -> None:
        self._ports = ports
        self._room = room
        self._book = room.book
        self._keeper = keeper
        self._hearing = hearing
        self._acting = acting
        self._decided = decided
        self.refresh: Callable[[str], bool] = lambda _source: False
        self.look: Callable[[int], Awaitable[None]]
        self.cue_ended: Callable[[Cue, CueStep], None] = lambda _cue, _step: None
        """Hears which cue was followed or put aside; set by the engine."""
        self._ways: Mapping[type[Intent], Callable[[Any], Awaitable[Done]]] = {
            StartBroadcast: self._start,
            EndBroadcast: self._end,
            SetPhase: self._set_phase,
            SayOnAir: self._say_on_air,
            SayNext: self._say_next,
            CallStock: self._call,
            UpdateCall: self._update_call,
            RefreshSource: self._refresh,
            ResetOpening: self._reset_opening,
            AcknowledgeAlert: self._acknowledge,
            ShelveAlert: self._shelve,
            ActOnCue: self._act_on_cue,
            SnoozeCue: self._snooze,
            FreezeAutomation: self._freeze,
            AllowUnguarded: self._allow_unguarded,
            ReadHoldAgain: self._read_again,
        }

    async def carry_out(self, intent: Intent) -> Done:
        """Do it; what the journal refuses is said in words."""
        try:
            return await self._ways[type(intent)](intent)
        except LimitReached as error:
            running = Code.HOLDS_OPEN if error.limit is Limit.HOLDS_OPEN else Code.BROADCAST_RUNNING
            return self._said(running)
        except JournalError as error:
            return self._said(Code.NO_RECORD, detail=str(error))

    # The broadcast

    async def _start(self, intent: StartBroadcast) -> Done:
        room, now = self._room, self._ports.clock.now()
        verdict = may_start_broadcast(room.broadcast)
        if not verdict.allowed:
            return self._said(Code(verdict.code.value))
        openings = {sku: units for sku in room.products if (units := room.true_stock(sku)) is not None}
        room.broadcast = await self._ports.journal.start_broadcast(now, intent.host, openings, intent.who)
        room.openings = dict(openings)
        room.marks.clear()
        room.restocks.clear()
        self._hearing.begin_broadcast(now)
        room.selling.begin(products=len(room.products))
        await self._enter(Phase.LIVE, intent.who, now)
        return self._done()

    async def _end(self, intent: EndBroadcast) -> Done:
        room, now = self._room, self._ports.clock.now()
        waiting = [hold.id for hold in self._book.open() if self._kept_off(hold.sku, hold.storefront)]
        verdict = may_end_broadcast(room.broadcast, self._book.all(), waiting)
        if not verdict.allowed or room.broadcast is None:
            return self._said(Code(verdict.code.value))
        for hold in self._book.open():
            if hold.id in waiting and hold.kind is HoldKind.HOLD:
                await self._book.fold(hold.id, LetGo(at=now))
        await self._keeper.flush()  # what waits belongs to this broadcast
        await self._ports.journal.end_broadcast(room.broadcast.id, now, intent.who)
        room.broadcast = None
        room.put_on_air(None, now)
        room.next_sku = None
        await self._enter(Phase.DAILY, intent.who, now)
        return self._done()

    async def _set_phase(self, intent: SetPhase) -> Done:
        await self._enter(intent.phase, intent.who, self._ports.clock.now())
        return self._done()

    async def _enter(self, phase: Phase, who: Who, now: datetime) -> None:
        await self._ports.journal.set_phase(phase, now, who)
        self._room.phase = phase
        self._mark(MarkKind.PHASE, "", phase.value)
        self._room.touch_all()

    def _kept_off(self, sku: str, storefront: str) -> bool:
        if storefront not in self._room.counters:
            return False
        shop = self._room.counters[storefront].shop
        return keeps_off(self._room.last_stock(sku, shop), enforces_quantity=shop.enforces_quantity)

    # What is shown

    async def _say_on_air(self, intent: SayOnAir) -> Done:
        room, now = self._room, self._ports.clock.now()
        if intent.sku is not None and intent.sku not in room.products:
            return self._said(Code.UNKNOWN_SKU, sku=intent.sku)
        await self._ports.journal.set_on_air(intent.sku, now, intent.who)
        before = room.on_air
        shown = None if intent.sku is None else Showing(sku=intent.sku, since=now, said_by=intent.who.through)
        room.put_on_air(shown, now)
        if room.next_sku is not None and room.next_sku == intent.sku:
            await self._ports.journal.set_next(None, now, intent.who)
            room.next_sku = None
        if intent.sku is not None:
            self._mark(MarkKind.ON_AIR, intent.sku)
        self._touch((intent.sku, None if before is None else before.sku))
        return self._done(intent.sku)

    async def _say_next(self, intent: SayNext) -> Done:
        room, now = self._room, self._ports.clock.now()
        if intent.sku is not None and intent.sku not in room.products:
            return self._said(Code.UNKNOWN_SKU, sku=intent.sku)
        await self._ports.journal.set_next(intent.sku, now, intent.who)
        before, room.next_sku = room.next_sku, intent.sku
        self._touch((intent.sku, before))
        return self._done(intent.sku)

    # Stock

    async def _call(self, intent: CallStock) -> Done:
        room = self._room
        if intent.sku not in room.products:
            return self._said(Code.UNKNOWN_SKU, sku=intent.sku)
        if intent.units <= 0:
            return self._said(Code.BAD_VALUE, sku=intent.sku)
        call = StockCall(
            id=0,
            sku=intent.sku,
            units=intent.units,
            state=CallState.ASKED,
            asked_at=self._ports.clock.now(),
            who=intent.who,
            reason=plain(intent.reason),
        )
        kept = await self._ports.journal.add_call(call)
        room.calls = (*room.calls, kept)
        self._mark(MarkKind.CALL, intent.sku, str(intent.units))
        self._touch((intent.sku,))
        return self._done(intent.sku)

    async def _update_call(self, intent: UpdateCall) -> Done:
        state = CallState.ON_ITS_WAY if intent.on_its_way else CallState.SEEN
        found = [call for call in self._room.calls if call.id == intent.call]
        if not found:
            return self._said(Code.UNKNOWN_TARGET, detail=str(intent.call))
        await self._ports.journal.set_call(intent.call, state, self._ports.clock.now(), intent.who)
        self._room.calls = tuple(
            replace(call, state=state) if call.id == intent.call else call for call in self._room.calls
        )
        self._touch((found[0].sku,))
        return self._done(found[0].sku)

    async def _reset_opening(self, intent: ResetOpening) -> Done:
        known = {sku: units for sku in intent.skus if (units := self._room.true_stock(sku)) is not None}
        await self._ports.journal.set_openings(known, self._ports.clock.now())
        self._room.openings |= known
        self._touch(intent.skus)
        return self._done()

    # Sources, alerts, cues

    async def _refresh(self, intent: RefreshSource) -> Done:
        if not self.refresh(intent.source):
            return self._said(Code.UNKNOWN_TARGET, detail=intent.source)
        return self._done()

    async def _acknowledge(self, intent: AcknowledgeAlert) -> Done:
        if self._alert(intent.alert) is None:
            return self._said(Code.UNKNOWN_TARGET)
        self._room.acknowledged[intent.alert] = self._ports.clock.now()
        self._room.room_touched = True
        return self._done()

    async def _shelve(self, intent: ShelveAlert) -> Done:
        alert = self._alert(intent.alert)
        if alert is None:
            return self._said(Code.UNKNOWN_TARGET)
        if not alert.shelvable:
            return await self._acknowledge(AcknowledgeAlert(who=intent.who, alert=intent.alert))
        self._room.shelved[intent.alert] = self._ports.clock.now() + timedelta(minutes=intent.minutes)
        self._room.room_touched = True
        return self._done()

    async def _snooze(self, intent: SnoozeCue) -> Done:
        self._room.snoozed[intent.cue] = self._ports.clock.now() + timedelta(minutes=intent.minutes)
        self._room.room_touched = True
        cue = self._cue(intent.cue)
        if cue is not None:
            self.cue_ended(cue, CueStep.SNOOZED)
        return self._done()

    async def _act_on_cue(self, intent: ActOnCue) -> Done:
        cue = self._cue(intent.cue)
        if cue is None:
            return self._said(Code.UNKNOWN_TARGET)
        done = await self._follow(cue, intent.who)
        if all(result.code is Code.DONE for result in done):
            self._room.snoozed[cue.key] = self._ports.clock.now() + CUE_REST
            self._mark(MarkKind.CUE, cue.sku, cue.kind.value)
            self.cue_ended(cue, CueStep.FOLLOWED)
        return done

    async def _follow(self, cue: Cue, who: Who) -> Done:
        """Do what the cue proposes; where only people can, following it is noted and that is all."""
        if cue.kind in (CueKind.SHOW_NEXT, CueKind.SUBSTITUTE):
            return await self._say_next(SayNext(who=who, sku=cue.other or cue.sku))
        if cue.kind is CueKind.RESTORE_EARLY:
            return await self._acting.restore(Restore(who=who, skus=(cue.sku,)), 0.0)
        if cue.kind is CueKind.CALL_STOCK:
            units = cue.figures.quantity or cue.figures.units or 1
            return await self._call(CallStock(who=who, sku=cue.sku, units=max(1, units)))
        return self._done(cue.sku)

    async def _allow_unguarded(self, intent: AllowUnguarded) -> Done:
        """New holds are made without a guardian, or no longer; who let them is on record before they are."""
        reason, what = plain(intent.reason), "unguarded_allowed" if intent.reason else "unguarded_ended"
        note = AuditNote(at=self._ports.clock.now(), what=what, who=intent.who, detail=reason)
        await self._ports.journal.audit(note)
        if not self._room.guarded:
            self._room.unguarded_reason = reason
            self._room.touch_all()
        return self._done()

    async def _freeze(self, intent: FreezeAutomation) -> Done:
        self._room.hands_off = intent.frozen
        self._room.room_touched = True
        return self._done()

    async def _read_again(self, intent: ReadHoldAgain) -> Done:
        known = [hold for hold in intent.holds if hold in self._book]
        for hold in known:
            await self.look(hold)
        if len(known) < len(intent.holds):
            return self._said(Code.UNKNOWN_TARGET)
        return self._done()

    # Small things

    def _mark(self, kind: MarkKind, sku: str, note: str = "") -> None:
        mark = Mark(kind=kind, at=self._ports.clock.now(), sku=sku, note=note)
        self._room.marks.append(mark)
        self._keeper.note(marks=(mark,))

    def _touch(self, skus: Iterable[str | None]) -> None:
        self._room.touch(sku for sku in skus if sku is not None)

    def _alert(self, alert: str) -> Alert | None:
        decided = self._decided()
        return next((a for a in decided.alerts if a.id == alert), None) if decided else None

    def _cue(self, key: str) -> Cue | None:
        decided = self._decided()
        return next((c for c in decided.cues if c.key == key), None) if decided else None

    def _done(self, sku: str | None = None) -> Done:
        return (TargetResult(sku=sku or ""),)

    def _said(self, code: Code, *, sku: str = "", detail: str = "") -> Done:
        names = self._room.plan.names
        about = Circumstances(zone=names.zone, product=names.title(sku) if sku else "", detail=plain(detail))
        return (TargetResult(sku=sku, code=code, text=answer_words(code, about)),)
