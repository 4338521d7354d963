"""Trials of variants of a mark, carried out: the next variant proposed, marks linked, measured, ended.

What was measured is kept at once, because readings are thinned. The rules are the domain's; how a mark is
made is `acting`'s, and a trial changes nothing about its limits.
"""

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial

import structlog

from app.domain.audit import AuditNote
from app.domain.effects import WINDOW, Window, compared
from app.domain.evidence import Span
from app.domain.hold import Hold, Who
from app.domain.trials import (
    Assignment,
    BadTrial,
    Ending,
    Outcome,
    Result,
    Trial,
    Variant,
    Wrong,
    checked,
    counting,
    ending_of,
    next_number,
    over_at,
    result_of,
    variant_of,
)
from app.engine.acting import Acting
from app.engine.comparing import evidence_of
from app.engine.journalling import Keeper
from app.engine.parts import Ports
from app.engine.room import Room
from app.engine.waiting import happened
from app.intents import Code, EndTrial, MarkSoldOut, StartTrial, TargetResult
from app.ports import JournalError
from app.records import TrialRecord
from app.views.answers import Circumstances, answer_words
from app.views.build_trials import proposal_view, trial_view, wrong_words
from app.views.trials import ProposalView, TrialView
from app.words import _, plain

log = structlog.get_logger("stockcue.trials")

LOOK_S = 30.0
GRACE = timedelta(seconds=60)
"""How long after the ten minutes late orders are waited for."""
SEEDS = 2**31
STILL_SEEN = 5
"""Trials that are over and stay in sight."""
NOTHING = Window(minutes=0.0, units=0, viewer_minutes=None)

Done = tuple[TargetResult, ...]


@dataclass(slots=True)
class _Running:
    """A trial that runs, and what it came to when something of it last changed."""

    record: TrialRecord
    result: Result


class Trials:
    """The trials of one room. `say` tells everyone in a sentence that one is over."""

    def __init__(
        self, ports: Ports, room: Room, acting: Acting, keeper: Keeper, say: Callable[[str], None]
    ) -> None:
        self._ports = ports
        self._room = room
        self._acting = acting
        self._keeper = keeper
        self._say = say
        self._running: dict[int, _Running] = {}
        self._ended: tuple[TrialView, ...] = ()
        """Those that ended last, still to be seen."""
        self._look_now = asyncio.Event()

    async def run(self) -> None:
        """Learn which trials run, then measure what is over again and again."""
        ended = []
        for record in await self._ports.journal.trials(ended=True):
            if record.trial.ended_at is None:
                self._take(record)
            else:
                ended.append(trial_view(record.trial, self._result(record), self._room.plan.names))
        self._ended = tuple(ended[-STILL_SEEN:])
        self._room.room_touched = True
        while True:
            await self._look()
            await happened(self._look_now, self._ports.clock, LOOK_S)
            self._look_now.clear()

    # What people ask for

    async def start(self, intent: StartTrial) -> Done:
        """Begin a trial."""
        room, now = self._room, self._ports.clock.now()
        unknown = [sku for sku in intent.skus if sku not in room.products]
        if unknown:
            return tuple(self._said(Code.UNKNOWN_SKU, sku=sku) for sku in unknown)
        trial = Trial(
            id=0,
            name=plain(intent.name, 60),
            skus=tuple(dict.fromkeys(intent.skus)),
            variants=intent.variants,
            marks=intent.marks,
            seed=int(self._ports.jitter.full(SEEDS)) if intent.seed is None else intent.seed,
            started_at=now,
        )
        try:
            checked(trial, most_minutes=room.plan.policy.hold_seconds / 60, running=self._trials())
            kept = await self._ports.journal.add_trial(trial, intent.who, _begun(trial, intent.who))
        except BadTrial as error:
            return (self._said(Code.BAD_VALUE, detail=wrong_words(Wrong(str(error)))),)
        except JournalError as error:
            return (self._said(Code.NO_RECORD, detail=str(error)),)
        self._take(TrialRecord(trial=kept, assignments=(), holds=(), outcomes=()))
        room.room_touched = True
        return tuple(TargetResult(sku=sku, text=self._proposed(sku)) for sku in kept.skus)

    async def end(self, intent: EndTrial) -> Done:
        """End a trial before it ends by itself."""
        found = next((one for one in self._running.values() if one.record.trial.name == intent.name), None)
        if found is None:
            return (self._said(Code.UNKNOWN_TARGET, detail=plain(intent.name, 60)),)
        try:
            await self._end(found, Ending.STOPPED, intent.who)
        except JournalError as error:
            return (self._said(Code.NO_RECORD, detail=str(error)),)
        return (TargetResult(),)

    async def mark(self, intent: MarkSoldOut, wait_s: float) -> Done:
        """Mark each product by the next variant of its trial."""
        each = (self._mark(replace(intent, skus=(sku,), by_trial=False), sku, wait_s) for sku in intent.skus)
        return tuple(result for results in await asyncio.gather(*each) for result in results)

    async def _mark(self, intent: MarkSoldOut, sku: str, wait_s: float) -> Done:
        proposed = self._next(sku)
        if proposed is None:
            detail = _("no trial runs for {sku}").format(sku=plain(sku, 40))
            return (self._said(Code.UNKNOWN_TARGET, sku=sku, detail=detail),)
        running, number, variant = proposed
        trial = running.record.trial
        said = f"trial={trial.name} variant={variant.name}"
        wish = replace(
            intent,
            minutes=variant.minutes,
            reason=variant.reason or intent.reason,
            note=f"{said} {intent.note}".strip(),
        )
        results = await self._acting.mark(wish, wait_s)
        holds = tuple(result.hold for result in results if result.hold is not None)
        assignment = Assignment(trial=trial.id, sku=sku, number=number, variant=variant.name, holds=holds)
        words = proposal_view(trial, sku, variant, None).text
        if holds and not await self._link(trial.id, assignment):
            words = _("{words}; it could not be recorded and does not count").format(words=words)
        return tuple(replace(one, text=words) if one.code is Code.DONE else one for one in results)

    async def _link(self, trial: int, assignment: Assignment) -> bool:
        """Keep whose mark it was; whether that succeeded."""
        try:
            await self._ports.journal.assign(assignment)
        except JournalError as error:
            log.warning("trial_mark_not_kept", trial=trial, why=str(error))
            return False
        running = self._running.get(trial)
        if running is not None:
            book = self._room.book
            more = tuple(book[hold] for hold in assignment.holds if hold in book)
            record = running.record
            self._take(
                replace(record, assignments=(*record.assignments, assignment), holds=(*record.holds, *more))
            )
        return True

    # What is shown

    def views(self) -> tuple[TrialView, ...]:
        """Trials that run, each with the next mark of its products, and those that ended last."""
        running = tuple(
            trial_view(
                one.record.trial, one.result, self._room.plan.names, self._proposals(one.record.trial.skus)
            )
            for one in self._running.values()
        )
        return running + self._ended

    async def listed(self) -> tuple[TrialView, ...]:
        """Every trial there was, oldest first. Raises JournalError."""
        running = {view.name: view for view in self.views() if view.ended_at is None}
        found = await self._ports.journal.trials(ended=True)
        return tuple(
            running[record.trial.name]
            if record.trial.ended_at is None and record.trial.name in running
            else trial_view(record.trial, self._result(record), self._room.plan.names)
            for record in found
        )

    def _proposals(self, skus: Iterable[str]) -> tuple[ProposalView, ...]:
        return tuple(view for sku in skus if (view := self._proposal(sku)) is not None)

    def _proposal(self, sku: str) -> ProposalView | None:
        proposed, on_air = self._next(sku), self._room.on_air
        if proposed is None:
            return None
        running, _number, variant = proposed
        since = on_air.since if on_air is not None and on_air.sku == sku else None
        return proposal_view(running.record.trial, sku, variant, since)

    def _proposed(self, sku: str) -> str:
        view = self._proposal(sku)
        return "" if view is None else view.text

    def _next(self, sku: str) -> tuple[_Running, int, Variant] | None:
        """The trial a product is on, the number of its next mark, and by which variant."""
        for running in self._running.values():
            trial = running.record.trial
            if sku in trial.skus and running.result.used < trial.marks:
                number = next_number(self._counting(running.record), sku)
                return running, number, variant_of(trial, sku, number)
        return None

    # Measuring

    async def _look(self) -> None:
        """Measure every mark whose ten minutes are over, and end trials that are."""
        for running in tuple(self._running.values()):
            try:
                await self._measure_all(running.record.trial.id)
            except JournalError as error:
                log.warning("trial_not_measured", trial=running.record.trial.name, why=str(error))

    async def _measure_all(self, trial: int) -> None:
        now = self._ports.clock.now()
        record = self._running[trial].record
        done = {(one.sku, one.number) for one in record.outcomes}
        holds = self._holds(record)
        waiting = 0
        for assignment in self._counting(record):
            if (assignment.sku, assignment.number) in done:
                continue
            ended = over_at(assignment, holds)
            if ended is None or now < ended + WINDOW + GRACE:
                waiting += 1
                continue
            await self._measure(trial, assignment, holds, ended)
        running = self._running.get(trial)
        if running is None:
            return
        # a hold that was refused or undone since gives its mark back
        self._take(running.record)
        ending = ending_of(running.record.trial, self._running[trial].result, waiting)
        if ending is not None:
            await self._end(self._running[trial], ending, Who(account="", through="desk"))

    async def _measure(
        self, trial: int, assignment: Assignment, holds: dict[int, Hold], ended: datetime
    ) -> None:
        outcome = Outcome(
            trial=trial, sku=assignment.sku, number=assignment.number, before=NOTHING, after=NOTHING
        )
        mine = [holds[hold] for hold in assignment.holds]
        windows = await self._windows(assignment, mine, ended)
        if windows is not None:
            outcome = replace(outcome, before=windows[0], after=windows[1])
        await self._ports.journal.add_outcome(outcome)
        record = self._running[trial].record
        self._take(replace(record, outcomes=(*record.outcomes, outcome)))
        self._room.room_touched = True

    async def _windows(
        self, assignment: Assignment, holds: list[Hold], ended: datetime
    ) -> tuple[Window, Window] | None:
        """Selling time before and after the mark; None where it never took effect in a broadcast."""
        clock, broadcast = self._ports.clock, holds[0].broadcast
        await self._keeper.flush()
        outline = None if broadcast is None else await self._ports.journal.outline(broadcast)
        if outline is None:
            return None
        started, over = outline.broadcast.started_at, outline.broadcast.ended_at or clock.now()
        first = min(hold.started_at for hold in holds)
        # neighbours twenty minutes away cut the ten minutes, too
        span = Span(max(started, first - 2 * WINDOW), min(over, ended + WINDOW))
        if span.start >= span.end:
            return None
        breathe = partial(clock.sleep, 0)
        room, (evidence,) = await evidence_of(self._ports.journal, outline, span, [assignment.sku], breathe)
        effects = compared(evidence, room).effects
        found = (each for each in effects if set(each.episode.holds) & set(assignment.holds))
        effect = next(found, None)
        return None if effect is None else (effect.before, effect.after)

    async def _end(self, running: _Running, ending: Ending, who: Who) -> None:
        now, result = self._ports.clock.now(), running.result
        trial = replace(
            running.record.trial,
            ended_at=now,
            ending=ending,
            winner=result.winner if ending is Ending.CLEAR else "",
        )
        await self._ports.journal.end_trial(trial, _over(trial, who, now))
        self._running.pop(trial.id, None)
        self._room.room_touched = True
        view = trial_view(trial, result, self._room.plan.names)
        self._ended = (*self._ended, view)[-STILL_SEEN:]
        self._say(_("Trial {trial} is over: {verdict}").format(trial=view.name, verdict=view.verdict))

    # Small things

    def _take(self, record: TrialRecord) -> None:
        self._running[record.trial.id] = _Running(record, self._result(record))

    def _result(self, record: TrialRecord) -> Result:
        return result_of(record.trial, self._counting(record), record.outcomes)

    def _counting(self, record: TrialRecord) -> tuple[Assignment, ...]:
        return counting(record.assignments, self._holds(record), self._room.plan.policy.cancel_seconds)

    def _holds(self, record: TrialRecord) -> dict[int, Hold]:
        """The trial's holds as they are now."""
        known = ((hold, hold.id in self._room.book) for hold in record.holds)
        return {hold.id: self._room.book[hold.id] if fresh else hold for hold, fresh in known}

    def _trials(self) -> tuple[Trial, ...]:
        return tuple(one.record.trial for one in self._running.values())

    def _said(self, code: Code, *, sku: str = "", detail: str = "") -> TargetResult:
        names = self._room.plan.names
        about = Circumstances(zone=names.zone, product=names.title(sku) if sku else "", detail=plain(detail))
        return TargetResult(sku=sku, code=code, text=answer_words(code, about))


def _begun(trial: Trial, who: Who) -> tuple[AuditNote, ...]:
    variants = " ".join(
        f"{each.name}:minutes={each.minutes:g},delay={each.delay_minutes},reason={each.reason}"
        for each in trial.variants
    )
    detail = (
        f"trial={trial.name} skus={','.join(trial.skus)} marks={trial.marks} seed={trial.seed} {variants}"
    )
    return (AuditNote(at=trial.started_at, what="trial_started", who=who, detail=detail),)


def _over(trial: Trial, who: Who, now: datetime) -> tuple[AuditNote, ...]:
    detail = f"trial={trial.name} ending={trial.ending} winner={trial.winner}"
    return (AuditNote(at=now, what="trial_ended", who=who, detail=detail),)
