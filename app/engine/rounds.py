"""Rounds carried out and counted: units set aside, sold as one wave, closed by the hold of their reason.

What is set aside is committed before it is shown. Counts follow the sales that sources tell; what a crash
lost of them is counted again from the journal. What may be done is the domain's to judge.
"""

import asyncio
from collections.abc import Iterable, Sequence
from datetime import datetime

from app.domain import rounds
from app.domain.audit import AuditNote
from app.domain.decision import Verdict
from app.domain.hold import Hold, HoldKind, Who
from app.domain.rounds import Release, Round, RoundState
from app.domain.stock import product_stock
from app.engine.acting import Acting
from app.engine.hearing import Hearing
from app.engine.journalling import Keeper
from app.engine.parts import Ports
from app.engine.room import Room
from app.intents import Code, EndRound, Intent, NextRound, StartRound, TargetResult
from app.ports import JournalError, LimitReached, SoldUnits
from app.views.answers import Circumstances, answer_words
from app.words import plain

Done = tuple[TargetResult, ...]


class Rounds:
    """Carries out intents about rounds and keeps their counts. `run` commits what follows from holds."""

    def __init__(self, ports: Ports, room: Room, acting: Acting, keeper: Keeper, hearing: Hearing) -> None:
        self._ports = ports
        self._room = room
        self._acting = acting
        self._keeper = keeper
        self._unsaved: set[int] = set()
        """Rounds that are over and whose figures changed since."""
        self._look = asyncio.Event()
        self._watched_at: datetime | None = None
        self._to_recount: frozenset[int] = frozenset()
        hearing.counted, hearing.seen = self.counted, self.seen

    @staticmethod
    def knows(intent: Intent) -> bool:
        """Whether this is an intent about rounds."""
        return isinstance(intent, StartRound | NextRound | EndRound)

    async def carry_out(self, intent: Intent, wait_s: float) -> Done:
        """Do what an intent about rounds asks; what the journal refuses is said in words."""
        if not isinstance(intent, StartRound | NextRound | EndRound):
            raise TypeError(type(intent).__name__)
        try:
            return await self._done(intent, wait_s)
        except LimitReached:
            return self._said(Code.ROUND_RUNNING, intent.sku)
        except JournalError as error:
            return self._said(Code.NO_RECORD, intent.sku, detail=str(error))

    async def _done(self, intent: StartRound | NextRound | EndRound, wait_s: float) -> Done:
        match intent:
            case StartRound():
                return await self._start(intent, wait_s)
            case NextRound():
                return await self._next(intent, wait_s)
            case EndRound():
                return await self._end(intent)

    # What people ask for

    async def _start(self, intent: StartRound, wait_s: float) -> Done:
        refused = self._refused(intent.sku)
        if refused is not None:
            return self._said(refused, intent.sku)
        if intent.group:
            return await self._open_slice(intent, wait_s)
        release = Release(sku=intent.sku, units=intent.units, slices=intent.slices, trial=intent.trial)
        return await self._release(release, intent.who, wait_s, instead_of=None)

    async def _next(self, intent: NextRound, wait_s: float) -> Done:
        refused = self._refused(intent.sku)
        if refused is not None:
            return self._said(refused, intent.sku)
        mine = self._of(intent.sku)
        before = rounds.last(one for one in mine if not one.group)
        if before is None:
            return self._said(Code.NO_ROUND, intent.sku)
        units = before.units if intent.units is None else intent.units
        release = Release(sku=intent.sku, units=units, trial=before.trial)
        return await self._release(release, intent.who, wait_s, instead_of=rounds.on_sale(mine))

    async def _release(self, release: Release, who: Who, wait_s: float, *, instead_of: Round | None) -> Done:
        room, now, mine = self._room, self._ports.clock.now(), self._of(release.sku)
        verdict = rounds.may_release(
            release,
            mine,
            available_live=self._live(release.sku),
            broadcast=room.broadcast,
            instead_of=instead_of,
        )
        if not verdict.allowed:
            return self._against(verdict, release.sku, instead_of=instead_of)
        closing = None if instead_of is None else self._closing(instead_of)
        closed_by = None if closing is None else closing.id
        over = () if instead_of is None else (rounds.ended(instead_of, now, closed_by),)
        new = rounds.opened(release, mine, at=now, broadcast=room.broadcast, who=who)
        await self._keep((*over, *new), who, "round_started", now)
        return await self._back_on_sale(release.sku, wait_s)

    async def _open_slice(self, intent: StartRound, wait_s: float) -> Done:
        now, mine = self._ports.clock.now(), self._of(intent.sku)
        waiting = next((one for one in rounds.kept(mine) if one.group == intent.group), None)
        verdict = rounds.may_open(waiting, mine, self._live(intent.sku))
        if waiting is None or not verdict.allowed:
            return self._against(verdict, intent.sku)
        await self._keep((rounds.put_on_sale(waiting, now),), intent.who, "round_started", now)
        return await self._back_on_sale(intent.sku, wait_s)

    async def _end(self, intent: EndRound) -> Done:
        mine, now = self._of(intent.sku), self._ports.clock.now()
        ending = [one for one in mine if one.is_on_sale or (intent.slices and one.state is RoundState.KEPT)]
        verdict = rounds.may_end(ending)
        if not verdict.allowed:
            return self._against(verdict, intent.sku)
        await self._keep([rounds.ended(one, now) for one in ending], intent.who, "round_ended", now)
        return (TargetResult(sku=intent.sku),)

    async def _back_on_sale(self, sku: str, wait_s: float) -> Done:
        """End the holds that closed earlier rounds; each of them where it is held."""
        closing = [hold.id for hold in self._holds(sku) if _closes_a_round(hold)]
        done = await self._acting.undo(closing, wait_s) if closing else ()
        return done or (TargetResult(sku=sku),)

    def _refused(self, sku: str) -> Code | None:
        """Why nothing can be sold as a round now, whatever its size."""
        if sku not in self._room.products:
            return Code.UNKNOWN_SKU
        standing = self._holds(sku)
        if any(hold.kind is HoldKind.STOP for hold in standing):
            return Code.STOPPED
        return Code.ALREADY_HELD if any(not _closes_a_round(hold) for hold in standing) else None

    def _holds(self, sku: str) -> list[Hold]:
        return [hold for hold in self._room.book.of_product(sku, None) if hold.state.is_open]

    # What sources and holds say

    def put(self, known: Iterable[Round]) -> None:
        """Take over rounds that the journal keeps."""
        for one in known:
            others = (other for other in self._of(one.sku) if other.id != one.id)
            self._room.rounds[one.sku] = tuple(sorted((*others, one), key=lambda each: each.id))
        self._room.touch({one.sku for one in known})

    def recall(self, known: Iterable[Round]) -> None:
        """Take over rounds at a start; those on sale are counted again by `recount`."""
        known = tuple(known)
        self._to_recount = frozenset(one.id for one in known if one.is_on_sale)
        self.put(known)

    async def recount(self) -> None:
        """Count again what an earlier run of the desk counted for rounds on sale. Raises JournalError."""
        mine = [one for one in self._all() if one.id in self._to_recount]
        since = min((one.started_at for one in mine if one.started_at is not None), default=None)
        if since is not None:
            for sale in await self._ports.journal.sold_since(since):
                self._count(sale, self._to_recount)
            for sample in await self._ports.journal.traffic_since(since):
                self.seen(sample.at, sample.viewers)
        self._to_recount = frozenset()
        self._watched_at = None
        self.look()

    def counted(self, sold: Sequence[SoldUnits]) -> None:
        """Sales were counted: each belongs to the round of its product that was on sale at that time."""
        for sale in sold:
            if sale.sku in self._room.rounds:
                self._count(sale, None)

    def _count(self, sale: SoldUnits, only: frozenset[int] | None) -> None:
        for one in self._of(sale.sku):
            after = self._counted(one, sale) if only is None or one.id in only else one
            if after == one:
                continue
            self.put((after,))
            if not after.is_on_sale:
                self._unsaved.add(after.id)
                self._look.set()

    def _counted(self, one: Round, sale: SoldUnits) -> Round:
        over = one.ended_at is not None and sale.at >= one.ended_at
        latest = rounds.last(self._of(sale.sku))
        if over and latest is not None and latest.id != one.id:
            return one  # a newer round began since
        return rounds.sale_counted(one, sale.units, sale.at)

    def seen(self, at: datetime, viewers: int | None) -> None:
        """Viewers were heard: what is on trial has been in front of them since the last time."""
        before, self._watched_at = self._watched_at, at
        minutes = 0.0 if before is None else (at - before).total_seconds() / 60
        on_trial = [one for one in self._all() if one.trial and one.is_on_sale]
        for one in on_trial:
            after = rounds.watched(one, viewers, minutes)
            if after != one:
                self._room.rounds[one.sku] = tuple(
                    after if each.id == one.id else each for each in self._of(one.sku)
                )
                self._room.touch((one.sku,))

    def look(self) -> None:
        """A hold changed or a broadcast ended: see whether a round is over."""
        if self._room.rounds:
            self._look.set()

    async def run(self) -> None:
        """Commit what follows from holds and broadcasts, until cancelled."""
        while True:
            await self._look.wait()
            self._look.clear()
            for sku in tuple(self._room.rounds):
                for known in tuple(self._of(sku)):
                    await self._settle(sku, known.id)

    async def _settle(self, sku: str, round_id: int) -> None:
        one = next(each for each in self._of(sku) if each.id == round_id)
        now = self._ports.clock.now()
        after = self._as_it_should_be(one, now)
        if after == one and one.id not in self._unsaved:
            return
        self._unsaved.discard(one.id)
        notes = [] if after == one else [self._note(after, "round_ended", one.who, now)]
        await self._keeper.insist("rounds", lambda: self._keeper.journal.save_rounds((after,), notes))
        self.put((after,))
        self._room.wake()

    def _as_it_should_be(self, one: Round, now: datetime) -> Round:
        running = None if self._room.broadcast is None else self._room.broadcast.id
        if one.broadcast is not None and one.broadcast != running:
            return rounds.ended(one, now)
        if not one.is_on_sale:
            return one
        closing = self._closing(one)
        return one if closing is None else rounds.ended(one, now, closing.id)

    def _closing(self, one: Round) -> Hold | None:
        """The hold that closes a round on sale; one that closed an earlier round does not."""
        taken = {each.closed_by for each in self._of(one.sku)}
        holds = self._room.book.of_product(one.sku, one.broadcast)
        return rounds.closing_hold(one, [hold for hold in holds if hold.id not in taken])

    # Small things

    async def _keep(self, changed: Sequence[Round], who: Who, what: str, at: datetime) -> None:
        notes = [
            self._note(one, "round_ended" if one.state is RoundState.ENDED else what, who, at)
            for one in changed
        ]
        self.put(await self._ports.journal.save_rounds(changed, notes))
        self._room.wake()

    def _note(self, one: Round, what: str, who: Who, at: datetime) -> AuditNote:
        said = [f"round={one.number}", f"units={one.units}", f"sold={one.sold}"]
        said += [f"group={one.group}"] if one.group else []
        said += ["trial"] if one.trial else []
        said += ["kept"] if one.state is RoundState.KEPT else []
        stock = self._room.true_stock(one.sku)
        return AuditNote(
            at=at,
            what=what,
            who=who,
            sku=one.sku,
            hold=one.closed_by,
            true_stock=stock,
            detail=" ".join(said),
        )

    def _of(self, sku: str) -> tuple[Round, ...]:
        return self._room.rounds.get(sku, ())

    def _all(self) -> Iterable[Round]:
        return (one for mine in tuple(self._room.rounds.values()) for one in mine)

    def _live(self, sku: str) -> int | None:
        shelves = self._room.shelves
        return product_stock(shelves.stock(sku), shelves.missing(), self._ports.clock.now()).available_live

    def _against(self, verdict: Verdict, sku: str, *, instead_of: Round | None = None) -> Done:
        free = rounds.free_units(self._of(sku), self._live(sku), instead_of=instead_of)
        return self._said(Code(verdict.code.value), sku, units=free)

    def _said(self, code: Code, sku: str, *, units: int | None = None, detail: str = "") -> Done:
        names = self._room.plan.names
        about = Circumstances(zone=names.zone, product=names.title(sku), units=units, detail=plain(detail))
        return (TargetResult(sku=sku, code=code, text=answer_words(code, about)),)


def _closes_a_round(hold: Hold) -> bool:
    return hold.kind is HoldKind.HOLD and hold.reason in rounds.CLOSING_REASONS
