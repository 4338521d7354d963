"""Carries plans out: begins count-downs, marks on time or never, watches triggers, asks and acts.

The engine's beat looks in; when nothing is due that costs a few comparisons. Deadlines are those of the
journal's plans on the desk's clock. Every step is committed before it is done, and a plan that was begun is
never begun again. Marks are ordinary marks, made through `acting` under the same limits.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import TypeAlias

import structlog

from app.domain.hold import Hold, Who
from app.domain.plan import Plan, PlanState, WhenKind, Why
from app.domain.plans import Step, starts_at, step, turns_at, unfit
from app.domain.triggers import Outcome
from app.engine.journalling import Keeper
from app.engine.parts import Ports
from app.engine.plan_book import PlanBook
from app.engine.plan_wishes import PlanWishes, called_off
from app.engine.room import Room
from app.engine.trigger_watch import TriggerWatch
from app.intents import Code, Intent, MarkSoldOut, NextRound, Restore, TargetResult
from app.ports import JournalError
from app.views.plan_words import plan_line
from app.words import _

log = structlog.get_logger("stockcue.planning")

DESK = Who(account="", through="desk")
"""Who does what time alone brings about."""
SAID_FOR = timedelta(minutes=2)
LOOK_EVERY = timedelta(seconds=0.5)
MARK_WAIT_S = 15.0
REST_S = 1.0
"""After a step that could not be recorded."""

Results: TypeAlias = tuple[TargetResult, ...]
Act: TypeAlias = Callable[[Intent, float], Awaitable[Results]]
"""Marks, restores and rounds, as they are carried out for a person."""
Work: TypeAlias = Callable[[], Awaitable[object]]
Situation: TypeAlias = tuple[object, ...]


class Planning:
    """The plans of one room.

    `may_act` tells whether this desk acts for the room, `told` takes what became of marks, `notice` what a
    person must know.
    """

    def __init__(  # noqa: PLR0913, PLR0917 - it joins what acts with what tells
        self,
        ports: Ports,
        room: Room,
        act: Act,
        keeper: Keeper,
        may_act: Callable[[], bool],
        told: Callable[[Intent, Results], None],
        notice: Callable[[str, str, timedelta], None],
    ) -> None:
        self._ports = ports
        self._room = room
        self._act = act
        self._keeper = keeper
        self._may_act = may_act
        self._told = told
        self._notice = notice
        self.book = PlanBook(ports.journal, room)
        self.triggers = TriggerWatch(room)
        self.wishes = PlanWishes(ports, room, self.book, self.triggers, self._carry_out)
        self._since: datetime | None = None
        self._broadcast: int | None = None
        self._live = False
        self._seen: Situation = ()
        self._next: datetime | None = None
        self._looked_at = ports.clock.now()
        self._has_learnt = False
        self._is_out = False
        """Another desk acts for the room; what it did to plans stands in the journal."""
        self._to_fit = True
        self._holds = 0
        self._working: asyncio.Task[None] | None = None
        self._marking: set[asyncio.Task[object]] = set()

    # Life

    def begin(self, plans: tuple[Plan, ...]) -> None:
        """Take over what the journal remembers; nothing is done before `watch`."""
        self.book.put(plans)
        self.book.show(self._now())
        room = self._room
        self._broadcast = None if room.broadcast is None else room.broadcast.id
        self._live = self.book.is_live()

    def watch(self) -> None:
        """From now on plans are carried out; those whose time passed before are missed."""
        self._since = self._now()

    async def close(self) -> None:
        """Leave what is being waited for; what was committed goes on with the next start."""
        tasks = [*self._marking, *(() if self._working is None else (self._working,))]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def hold_changed(self, _hold: Hold) -> None:
        """A mark was made or ended: plans may no longer fit."""
        self._holds += 1

    def beat(self) -> None:
        """Look whether something may be due, and if so let it be seen to beside the beat."""
        if self._since is None or self._working is not None:
            return
        if self._is_due(self._now()):
            self._working = asyncio.create_task(self._at_work(), name="planning")

    def _is_due(self, now: datetime) -> bool:
        situation = self._situation()
        timed = self._next is not None and now >= self._next
        if situation == self._seen and not timed and not self._watches(now):
            return False
        if situation != self._seen:
            self.book.show(now)
            self._to_fit = True
        self._seen = situation
        self._looked_at = now
        self._next = self._turns(now)
        return True

    def _situation(self) -> Situation:
        room = self._room
        broadcast = None if room.broadcast is None else room.broadcast.id
        return (
            broadcast, room.phase, room.hands_off, room.reconciling, self._may_act(), self.book.revision,
            self._holds,
        )  # fmt: skip

    def _watches(self, now: datetime) -> bool:
        """Whether triggers are to be looked at again; polls bring no news more often."""
        if self._room.broadcast is None or timedelta() <= now - self._looked_at < LOOK_EVERY:
            return False
        return any(_is_watched(plan) for plan in self.book.all())

    def _turns(self, now: datetime) -> datetime | None:
        room = self._room
        turns = (turns_at(plan, room.broadcast, room.plan.policy, now) for plan in self.book.all())
        return min((each for each in turns if each is not None), default=None)

    async def _at_work(self) -> None:
        """Step by step until nothing is due; a step that fails is tried again in a while."""
        try:
            while await self._stepped():
                self._seen = ()
        except JournalError as error:
            log.warning("plan_not_recorded", why=str(error))
            await self._rest()
        except Exception:
            log.exception("planning_failed")
            await self._rest()
        finally:
            self._working = None

    async def _rest(self) -> None:
        self._seen = ()
        await self._ports.clock.sleep(REST_S)

    async def _stepped(self) -> bool:
        async with self.book.lock:
            work = self._work(self._now())
            if work is not None:
                await work()
        return work is not None

    # What is due

    def _work(self, now: datetime) -> Work | None:
        """The next thing to be done; None where nothing is."""
        if not self._may_act():
            self.triggers.forget()
            self._is_out = True
            return None
        return next(self._works(now), None)

    def _works(self, now: datetime) -> Iterator[Work]:
        if self._is_out:
            yield self._take_over
        if not self._has_learnt:
            yield self._learn
        yield from self._interrupted(now)
        yield from self._broadcast_turned(now)
        yield from self._live_begun(now)
        yield from self._no_longer_fitting(now)
        yield from self._timed(now)
        yield from self._triggers(now)

    async def _take_over(self) -> None:
        self.book.put((await self._ports.journal.recall()).plans)
        self._is_out = False

    async def _learn(self) -> None:
        await self.wishes.learn_templates()
        self._has_learnt = True

    def _interrupted(self, now: datetime) -> Iterator[Work]:
        """Begun by an earlier run of the desk: its marks tell how far it came; it is not begun again."""
        for plan in self.book.all():
            begun_before = (
                plan.fired_at is not None and self._since is not None and plan.fired_at < self._since
            )
            if plan.state is PlanState.FIRED and begun_before and not self._is_marking(plan):
                holds = self.book.marks_of(plan)
                state = PlanState.DONE if holds else PlanState.MISSED
                why = Why.NONE if holds else Why.DESK_OFF
                over = replace(plan, state=state, why=why, holds=holds, ended_at=now)
                yield partial(self.book.keep, [over], state.value, now, DESK)

    def _broadcast_turned(self, now: datetime) -> Iterator[Work]:
        """What waits for a broadcast belongs to the one that begins, and does not outlive it by surprise."""
        room = self._room
        runs = None if room.broadcast is None else room.broadcast.id
        if runs != self._broadcast and runs is not None:
            self.book.forget_ended()
        self._broadcast = runs
        ended = [plan for plan in self.book.in_force() if self._is_left_over(plan, runs)]
        if ended:
            off = [
                replace(called_off(plan, now), why=Why.BROADCAST_ENDED, live_at=None, asked_at=None)
                for plan in ended
            ]
            yield partial(self.book.keep, off, "disarmed", now, DESK)
        unbound = [plan for plan in self.book.in_force() if runs is not None and _waits_for_a_broadcast(plan)]
        if unbound:
            bound = [replace(plan, broadcast=runs) for plan in unbound]
            yield partial(self.book.keep, bound, "bound", now, DESK)

    @staticmethod
    def _is_left_over(plan: Plan, runs: int | None) -> bool:
        if plan.state is PlanState.FIRED:
            return False
        of_another = plan.broadcast is not None and plan.broadcast != runs
        return of_another or (runs is None and plan.is_counting)

    def _live_begun(self, now: datetime) -> Iterator[Work]:
        live = self.book.is_live()
        waiting = [plan for plan in self.book.in_force() if _waits_for_live(plan)]
        if not live or not waiting:
            self._live = live
        elif not self._live:
            begun = [replace(plan, live_at=now) for plan in waiting]
            yield partial(self.book.keep, begun, "live", now, DESK)
        else:
            missed = [replace(p, state=PlanState.MISSED, why=Why.DESK_OFF, ended_at=now) for p in waiting]
            yield partial(self._missed, missed, now)

    def _no_longer_fitting(self, now: datetime) -> Iterator[Work]:
        out = list(unfit(self.book.stage(now))) if self._to_fit else []
        self._to_fit = bool(out)
        if not out:
            return
        off = []
        for plan, refusal in out:
            # why is said as a refusal of the same thing would be
            words = self.wishes.said_of(refusal, plan.id).text
            off.append(replace(called_off(self.book[plan.id], now), why=Why.NO_LONGER_FITS, error=words))
        yield partial(self._disarmed, off, now)

    def _timed(self, now: datetime) -> Iterator[Work]:
        room = self._room
        may_act = not room.hands_off and not room.reconciling
        for plan in self.book.in_force():
            due = step(plan, room.broadcast, room.plan.policy, now, may_act=may_act)
            if due is Step.ANNOUNCE:
                begun = replace(plan, announced_at=now)
                yield partial(self.book.keep, [begun], "announced", now, DESK)
            elif due is Step.FIRE:
                yield partial(self._fire, plan, DESK)
            elif due is Step.MISS:
                why = self._why_missed(plan, now)
                over = replace(plan, state=PlanState.MISSED, why=why, ended_at=now)
                yield partial(self._missed, [over], now)

    def _why_missed(self, plan: Plan, now: datetime) -> Why:
        start = starts_at(plan, self._room.broadcast) or now
        if self._since is not None and start < self._since:
            return Why.DESK_OFF
        return Why.HANDS_OFF if self._room.hands_off else Why.RECONCILING

    def _triggers(self, now: datetime) -> Iterator[Work]:
        room = self._room
        if room.broadcast is None or room.hands_off or room.reconciling:
            self.triggers.forget()
            return
        watched = [plan for plan in self.book.in_force() if _is_watched(plan)]
        self.triggers.watch_only(watched)
        for plan in watched:
            yield from self._trigger(plan, now)

    def _trigger(self, plan: Plan, now: datetime) -> Iterator[Work]:
        outcome = self.triggers.look(plan, now)
        if outcome is Outcome.ACT:
            yield partial(self._fire, plan, DESK)
        elif outcome is Outcome.ASK:
            asking = replace(plan, state=PlanState.ASKING, asked_at=now)
            yield partial(self.book.keep, [asking], "asked", now, DESK)
        elif outcome is Outcome.WITHDRAW:
            again = replace(plan, state=PlanState.ARMED, asked_at=None)
            yield partial(self.book.keep, [again], "withdrawn", now, DESK)

    # Doing it

    async def _fire(self, plan: Plan, who: Who) -> None:
        """Commit that it is begun, then begin it; the beat does not wait for the shop."""
        now = self._now()
        fired = replace(plan, state=PlanState.FIRED, fired_at=now, why=Why.NONE, error="")
        (kept,) = await self.book.keep([fired], "fired", now, who)
        task: asyncio.Task[object] = asyncio.create_task(self._carry_out(kept, who), name=kept.through)
        self._marking.add(task)
        task.add_done_callback(self._marked)

    def _marked(self, task: "asyncio.Task[object]") -> None:
        self._marking.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("plan_broke_off", plan=task.get_name(), exc_info=error)

    async def _carry_out(self, plan: Plan, who: Who) -> Results:
        """Do what it prepared, and keep what became of it."""
        results: Results = ()
        for intent in self._intents_of(plan, who):
            answers = await self._act(intent, MARK_WAIT_S)
            self._told(intent, answers)
            results += answers
        done = any(each.code in (Code.DONE, Code.UNCONFIRMED) for each in results)
        failures = [each.text for each in results if each.code is not Code.DONE and each.text]
        over = replace(
            plan,
            state=PlanState.DONE if done else PlanState.FAILED,
            why=Why.NONE if done else Why.REFUSED,
            error="; ".join(dict.fromkeys(failures))[:400],
            holds=self.book.marks_of(plan),
            ended_at=self._now(),
        )
        await self._over(over)
        return results

    def _intents_of(self, plan: Plan, who: Who) -> tuple[Intent, ...]:
        draft = plan.draft
        through = replace(who, account=who.account or plan.who.account, through=plan.through)
        if draft.when.kind is WhenKind.SURGE:
            return tuple(self._next_wave(sku, draft.storefronts, through) for sku in draft.skus)
        mark = MarkSoldOut(
            who=through,
            skus=draft.skus,
            storefronts=draft.storefronts,
            minutes=draft.minutes,
            reason=draft.reason,
            note=draft.note,
        )
        return (mark,)

    def _next_wave(self, sku: str, storefronts: tuple[str, ...], who: Who) -> Intent:
        """The next round of a product that is sold in rounds; else its hold ends."""
        if self._room.rounds.get(sku):
            return NextRound(who=who, sku=sku)
        return Restore(who=who, skus=(sku,), storefronts=storefronts)

    async def _over(self, plan: Plan) -> None:
        """Keep what became of it, however long the journal is in trouble: marks were made."""

        async def keep() -> None:
            async with self.book.lock:
                await self.book.keep([plan], plan.state.value, self._now(), DESK)

        await self._keeper.insist("plans", keep)

    async def _missed(self, plans: list[Plan], now: datetime) -> None:
        for plan in await self.book.keep(plans, "missed", now, DESK):
            log.info("plan_missed", plan=plan.id, why=plan.why.value)
            words = _("{plan}. It is not made up for.").format(plan=self._line(plan, now))
            self._notice(plan.through, words, SAID_FOR)

    async def _disarmed(self, plans: list[Plan], now: datetime) -> None:
        for plan in await self.book.keep(plans, "disarmed", now, DESK):
            log.info("plan_disarmed", plan=plan.id, why=plan.why.value)
            self._notice(plan.through, self._line(plan, now), SAID_FOR)

    def _line(self, plan: Plan, now: datetime) -> str:
        return plan_line(plan, self._room.plan.names, now)

    def _is_marking(self, plan: Plan) -> bool:
        return any(task.get_name() == plan.through for task in self._marking)

    def _now(self) -> datetime:
        return self._ports.clock.now()


def _is_watched(plan: Plan) -> bool:
    return plan.draft.when.kind.is_trigger and plan.state in (PlanState.ARMED, PlanState.ASKING)


def _waits_for_a_broadcast(plan: Plan) -> bool:
    return (
        plan.broadcast is None
        and plan.draft.when.kind is not WhenKind.AT
        and plan.state is not PlanState.FIRED
    )


def _waits_for_live(plan: Plan) -> bool:
    of_its_kind = plan.draft.when.kind is WhenKind.LIVE and plan.live_at is None
    return of_its_kind and plan.broadcast is not None and plan.state is PlanState.ARMED
