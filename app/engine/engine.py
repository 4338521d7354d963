"""One room's engine: senses, judges, acts, keeps, publishes, on one asyncio loop. No Qt, no vendor, no SQL.

`run` is its whole life. Everything a person asks for comes in through `carry_out`.
"""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import structlog

from app.domain.broadcast import Showing
from app.domain.by_hand import hand_rules
from app.domain.hold import Hold, HoldKind
from app.domain.hold_events import Happened
from app.domain.holds import HoldRules, rules_for
from app.domain.plan import Templates
from app.domain.readings import ShopAnswer
from app.engine.acting import Acting
from app.engine.by_hand import ByHand
from app.engine.comparing import Comparing
from app.engine.cue_log import CueLog
from app.engine.demand import learnt_outlooks
from app.engine.hearing import Hearing
from app.engine.hold_book import HoldBook
from app.engine.journalling import Keeper
from app.engine.judging import Judging
from app.engine.lining_up import LiningUp
from app.engine.looking_back import LookingBack
from app.engine.noticing import Noticing
from app.engine.parts import Ports, RoomPlan
from app.engine.past import Past
from app.engine.phoning import Phoning
from app.engine.plan_wishes import PLANNED
from app.engine.planning import Planning
from app.engine.publishing import AWAY_SHOWN, Publishing
from app.engine.readying import Readying
from app.engine.reconciling import Reconciler, Surroundings
from app.engine.replenishing import Replenishing
from app.engine.room import Room
from app.engine.rounds import Rounds
from app.engine.shelves import Shelves
from app.engine.studying import Studying
from app.engine.trials import Trials
from app.engine.upkeep import Upkeep, away_words, orphan_words, overdue_at
from app.engine.waiting import happened
from app.engine.watches import TOGETHER_S, Watches
from app.engine.wishes import Wishes
from app.intents import (
    Answer,
    CheckReady,
    Code,
    CompareBroadcast,
    ConfirmByHand,
    EndBroadcast,
    EndTrial,
    Intent,
    InvitePhone,
    MarkSoldOut,
    RevokePhones,
    StartTrial,
    StudyProduct,
    TargetResult,
)
from app.ports import Fenced, JournalError, Remembered
from app.views.answers import Circumstances, answer_words
from app.views.delta import ViewDelta
from app.views.status import RunState
from app.views.texts import TextsView

log = structlog.get_logger("stockcue.engine")

BEAT_S = 0.25
BREATH_S = 0.01
"""Between two slices of many products: else windows that share the interpreter with us would stand still."""
RESTART_S = 1.0
HISTORY = timedelta(hours=4)
"""How far back rates and graphs are learnt again after a start."""


class Engine:
    """Runs one room. `ended` is set when `run` is over; `revision` grows with every delta."""

    def __init__(self, ports: Ports, plan: RoomPlan, deliver: Callable[[ViewDelta], None]) -> None:
        self._ports = ports
        self._begin()
        shelves = Shelves((source.info, source.warehouses) for source in ports.stock)
        self.room = Room(plan, shelves, ports.storefronts, ports.clock.now())
        self.room.wake = self._wake
        self._keeper = Keeper(ports.journal, ports.clock, self._trouble_changed)
        self._book = HoldBook(self._keeper, ports.clock, self._rules_of, self._hold_changed)
        self.room.book = self._book
        self._reconciler = Reconciler(self._book, self._keeper, ports.storefronts, self._surroundings())
        self.by_hand = ByHand(ports, self.room, self._reconciler.look_now)
        self._hearing = Hearing(self.room, self._keeper, ports.clock, self._reconciler)
        self._hearing.sales_told = bool(ports.sales)
        self.watches = Watches(ports, self.room, self._hearing, self._woken.set)
        self._acting = Acting(ports, self.room, self._book, self._reconciler, self._keeper)
        self._rounds = Rounds(ports, self.room, self._acting, self._keeper, self._hearing)
        self._judging = Judging(self.room)
        self._wishes = Wishes(
            ports,
            self.room,
            self._keeper,
            self._hearing,
            self._acting,
            lambda: self._judging.decided,
        )
        self._wishes.refresh = self.watches.refresh
        self._wishes.look = self._reconciler.look_now
        self._readying = Readying(ports, self.room, self._keeper, self._acting)
        self._noticing = Noticing(ports, self.room)
        self.publishing = Publishing(
            self.room, self._judging, self.by_hand, self._noticing.saying, ports.clock, deliver
        )
        self.comparing, self.trials, self.phoning, self._cue_log = self._made_studies(ports)
        self.lining_up = LiningUp(ports, self.room, self._judging, self._keeper)
        self.lining_up.told = self._hearing.told.prices
        self._hearing.told.cost = self.lining_up.cost
        self.replenishing = Replenishing(ports, self.room, self.publishing.replenished)
        self._upkeep = Upkeep(ports, self.room, self._keeper, self.publishing)
        self._ways: Mapping[type[Intent], Callable[[Any], Awaitable[tuple[TargetResult, ...]]]] = {
            CheckReady: self._check_ready,
            InvitePhone: self.phoning.carry_out,
            RevokePhones: self.phoning.carry_out,
            ConfirmByHand: self.by_hand.confirm,
            CompareBroadcast: self.comparing.carry_out,
            StudyProduct: self._made_studying(ports).carry_out,
            **self.replenishing.ways,
            **self.lining_up.ways,
            **self._looking_back.ways,
            **dict.fromkeys(PLANNED, self._plan),
            StartTrial: self.trials.start,
            EndTrial: self.trials.end,
        }
        self.planning = self._made_planning()

    def _made_studies(self, ports: Ports) -> tuple[Comparing, Trials, Phoning, CueLog]:
        """Who compares what was kept, who tries variants of a mark, lets the host's phone in, notes cues."""
        comparing = Comparing(ports, self.room, self._keeper, self.publishing.compared)
        trials = Trials(ports, self.room, self._acting, self._keeper, self._say_of_trial)
        self.publishing.trials = trials.views
        cue_log = CueLog(self._keeper, ports.clock)
        self._wishes.cue_ended = cue_log.ended
        self._looking_back = LookingBack(ports, self.room, self._keeper, self.publishing.looked_back)
        return comparing, trials, Phoning(ports, self.room, self.publishing.page_changed), cue_log

    def _made_studying(self, ports: Ports) -> Studying:
        """Who studies one product for its page."""
        tell = self.publishing.studied
        return Studying(ports, self.room, self._keeper, self.replenishing, self._judging.tier, tell)

    def _begin(self) -> None:
        """Nothing runs yet."""
        self.opened = asyncio.Event()
        """The journal is open."""
        self.ready = asyncio.Event()
        """Overdue holds were looked at; commands are accepted."""
        self.ended = asyncio.Event()
        self._accepting = False
        self._stopping = False
        self._woken = asyncio.Event()
        self._at_once = False
        self._hurried = False
        """Somebody has done something; else it is an answer that woke the beat."""
        self._beaten = False
        self._tasks: set[asyncio.Task[None]] = set()

    # Life

    async def run(self) -> None:
        """Open the journal, restore what is overdue, then sense, judge and publish until cancelled."""
        try:
            self.watches.begin()
            self.publishing.first()
            self._spawn("guardian", self._upkeep.keep_guardian)
            opened = await self._ports.journal.open()
            await self._upkeep.leasing.begin()
            self._upkeep.say_lease()
            # what the guardian did until it lost the lease is told too
            now = await self._keeper.insist("recall", self._ports.journal.recall)
            self._recall(replace(now, repaired=opened.repaired))
            self.opened.set()
            self._spawn("resume", self._resume)
            self._spawn("rounds", self._rounds.run)
            self._spawn("notices", self._noticing.tell_all)
            self._spawn("trials", self.trials.run)
            self._spawn("line-up", self.lining_up.run)
            self._spawn("keeper", self._keeper.run)
            self._spawn(
                "clocks", partial(self._upkeep.watch_clocks, self._reconciler.instant, self._clock_jumped)
            )
            self._spawn("lease", partial(self._upkeep.keep_lease, self._came_back))
            self._spawn("awake", self._upkeep.stay_awake)
            self._spawn("login", self._upkeep.start_at_login)
            self._spawn("thinning", self._upkeep.thin)
            self._spawn("sensing", self._sense)
            self._spawn("track record", self._looking_back.track_record.run)
            self._spawn("past", Past(self._ports, self.room, self.room.plan.names.zone).run)
            await asyncio.Event().wait()
        finally:
            await asyncio.shield(self._close())

    async def see_to_holds(self, within_s: float) -> None:
        """The desk is to end: open holds are left to the guardian, or without one restored first."""
        self._stopping = True
        if not self._upkeep.guard.stands_in():
            await self.restore_all(within_s)

    async def restore_all(self, within_s: float) -> None:
        """End every open hold, emergency stops excepted, and wait until each is read back or time is up."""
        self._stopping = True
        holds = [hold.id for hold in self._book.open() if hold.kind is HoldKind.HOLD]
        restoring = asyncio.create_task(self._restore_and_wait(holds, within_s))
        alarm = asyncio.ensure_future(self._ports.clock.sleep(within_s))
        await asyncio.wait({restoring, alarm}, return_when=asyncio.FIRST_COMPLETED)
        for task in (restoring, alarm):
            task.cancel()
        await asyncio.gather(restoring, alarm, return_exceptions=True)

    async def _restore_and_wait(self, holds: Sequence[int], within_s: float) -> None:
        with suppress(Fenced):
            await self._reconciler.close_holds(holds)
        for hold in holds:
            while self._book[hold].state.is_open:
                await self._book.changed(hold, within_s)

    def refuse_new(self) -> None:
        """From now on every intent is refused in words: the desk is closing."""
        self._stopping = True

    @property
    def state(self) -> RunState:
        """Where the desk stands."""
        if self._stopping:
            return RunState.STOPPING
        return RunState.RUNNING if self._accepting else RunState.STARTING

    def open_holds(self) -> tuple[Hold, ...]:
        """Every open hold, the one due first at the front."""
        return self._book.open()

    def settings_changed(self, *, changed: bool) -> None:
        """The settings file differs from what was read at start, or does not any more."""
        if self.publishing.settings_changed != changed:
            self.publishing.settings_changed = changed
            self.room.room_touched = True
            self._wake()

    async def _close(self) -> None:
        self._stopping = True
        tasks = tuple(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self.planning.close()
        await self._looking_back.close()
        await self._reconciler.close()
        await self._keeper.flush()
        self._upkeep.guard.leave(to_guardian=bool(self._book.open()))
        await self._ports.awake.release()
        self.ended.set()

    def _spawn(self, name: str, work: Callable[[], Coroutine[Any, Any, None]]) -> None:
        """Run `work` for the engine's life; a bug in it is logged and it begins again."""

        async def supervised() -> None:
            while True:
                try:
                    await work()
                except Exception:
                    log.exception("task_failed", task=name)
                    await self._ports.clock.sleep(RESTART_S)
                else:
                    return

        task = asyncio.create_task(supervised(), name=name)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _recall(self, remembered: Remembered) -> None:
        room = self.room
        room.broadcast = remembered.broadcast
        room.phase = remembered.phase
        room.next_sku = remembered.next_sku
        if remembered.on_air is not None:
            sku, since = remembered.on_air
            room.put_on_air(Showing(sku=sku, since=since, said_by="journal"), since)
        if remembered.broadcast is not None:
            room.openings = dict(remembered.openings)
            room.marks = list(remembered.marks)
        room.calls = remembered.calls
        self.by_hand.recall(remembered.confirmations)
        self.lining_up.recall(remembered.wishes, remembered.prices)
        self._rounds.recall(remembered.rounds)
        self._book.put(remembered.holds)
        self.publishing.set_notice("orphans", orphan_words(self._book.open(), self.room.counters))
        if remembered.repaired:
            self.publishing.set_notice("repaired", remembered.repaired)
        room.add_products(hold.sku for hold in remembered.holds)
        room.add_products(one.sku for one in remembered.rounds)
        self.planning.begin(remembered.plans)
        room.touch_all()

    async def _sense(self) -> None:
        """Learn what was, then judge and ask every source. Overdue holds do not wait for it."""
        try:
            await self._recall_broadcast()
            zone = self.room.plan.names.zone
            occasions = self.room.plan.stock.occasions
            now = self._ports.clock.now()
            self.room.prospects.learn(await learnt_outlooks(self._ports.journal, now, zone, occasions))
        except JournalError as error:
            log.warning("history_not_read", why=str(error))
        self._spawn("beat", self._beat)
        self._spawn("time", self._keep_time)
        for name, run in self.watches.runs().items():
            self._spawn(name, run)
        self._spawn("replenishing", self.replenishing.run)

    async def _recall_broadcast(self) -> None:
        """Rates and graphs go on where an earlier run of this broadcast left them."""
        broadcast = self.room.broadcast
        if broadcast is not None:
            since = max(broadcast.started_at, self._ports.clock.now() - HISTORY)
            samples = await self._ports.journal.traffic_since(since)
            sold = await self._ports.journal.sold_since(since)
            told = await self._ports.journal.told(since, self._ports.clock.now())
            await self._hearing.recall(broadcast.started_at, samples, sold, told)
        await self._rounds.recount()

    async def _resume(self) -> None:
        """Overdue holds first of all; only then are commands accepted."""
        overdue = overdue_at(self._book.open(), self._ports.clock.now())
        for storefront in {hold.storefront for hold in self._book.open()}:
            self.watches.set_shop_pace(storefront, self._book.open())
        await self._upkeep.absence.learn()
        await self._reconciler.resume()
        await self._upkeep.guard.first_answer()
        self._upkeep.absence.report()
        if overdue:
            log.info("overdue_holds_at_start", count=len(overdue))
            words = away_words(overdue, self._ports.clock.now())
            self.publishing.set_notice("away", words, lasts=AWAY_SHOWN)
        self.room.reconciling = False
        self.room.touch_all()
        self._accepting = True
        self.planning.watch()
        self.ready.set()
        self._wake()

    async def _came_back(self) -> None:
        """The lease is ours again: take over what somebody else did, then read every open hold."""
        self.room.reconciling = True
        self._book.adopt((await self._keeper.insist("recall", self._ports.journal.recall)).holds)
        self._spawn("read back", self._read_all_back)

    async def _read_all_back(self) -> None:
        """What no hold speaks of any more is read by the next poll, and that is now."""
        await self._upkeep.absence.learn()
        for storefront in self.room.counters:
            self.watches.refresh(storefront)
        await self._reconciler.resume()
        self._upkeep.absence.report()
        self.room.reconciling = False
        self.room.touch_all()
        self._wake(at_once=True)

    # Judging and publishing

    def _wake(self, *, at_once: bool = False) -> None:
        self._at_once = self._at_once or at_once
        self._hurried = True
        self._woken.set()

    async def _beat(self) -> None:
        """Judge and publish what was touched at once, and what time alone changes four times a second."""
        while True:
            await self._woken.wait()
            await self._gather()
            self._woken.clear()
            self._hurried = False
            self.planning.beat()
            self._beaten = True
            self.lining_up.settle()
            at_once, self._at_once = self._at_once, False
            if self.publishing.publish(at_once=at_once):
                self._woken.set()
                await self._ports.clock.sleep(BREATH_S)
            self._noticing.judged(self._judging.decided)
            broadcast = self.room.broadcast
            self._cue_log.watch(self._judging.decided, None if broadcast is None else broadcast.id)

    async def _gather(self) -> None:
        """Let answers come that are about to, so that all are told in one go; a press can't wait for them."""
        clock = self._ports.clock
        until = clock.monotonic() + TOGETHER_S
        while not self._hurried and self.watches.more_to_come() and (left := until - clock.monotonic()) > 0:
            self._woken.clear()
            await happened(self._woken, clock, left)

    async def _keep_time(self) -> None:
        """Wake the beat where nothing else has for a while."""
        while True:
            await self._ports.clock.sleep(BEAT_S)
            if not self._beaten:
                self._woken.set()
            self._beaten = False

    def _hold_changed(self, hold: Hold, events: Sequence[Happened]) -> None:
        for what in events:
            log.info("hold", hold=hold.id, sku=hold.sku, storefront=hold.storefront, what=what.value)
        self.room.touch((hold.sku,))
        self._rounds.look()
        self.planning.hold_changed(hold)
        self._noticing.saying.hold_changed(hold, events)
        self.watches.set_shop_pace(hold.storefront, self._book.open())
        self._judging.hurry()
        self._wake()

    def _say_of_trial(self, words: str) -> None:
        self.publishing.set_notice("trial", words, lasts=AWAY_SHOWN)
        self._wake()

    def _trouble_changed(self) -> None:
        self.publishing.set_notice("journal", self._keeper.trouble)
        self.room.recordable = not self._keeper.trouble
        self.room.touch_all()
        self._wake(at_once=True)

    async def _clock_jumped(self, now: datetime) -> None:
        """Forget instants of the other clock, then read every open hold."""
        self.room.reconciling = True
        self._ports.cadence.count_anew()
        self.room.clock_jumped(now)
        self._hearing.clock_jumped(now)
        self._wake(at_once=True)
        await self._upkeep.renew_lease(self._came_back)
        await self._reconciler.clock_jumped()
        self.room.reconciling = False
        self.room.touch_all()
        self._wake(at_once=True)

    # What people ask for

    async def carry_out(self, intent: Intent, wait_s: float = 15.0) -> Answer:
        """Do what was asked and say what became of it, at the latest after `wait_s`."""
        results = await self._results(intent, wait_s)
        if isinstance(intent, EndBroadcast):
            self._rounds.look()
            if self.room.broadcast is None:
                self.lining_up.end()
        self._wake(at_once=True)
        self.publishing.answered(intent, results)
        return Answer(results=results, at=self._ports.clock.now())

    async def _results(self, intent: Intent, wait_s: float) -> tuple[TargetResult, ...]:
        refusal = self._refusal()
        if refusal is not None:
            return (refusal,)
        way = self._ways.get(type(intent))
        if way is not None:
            return await way(intent)
        if Acting.knows(intent) or Rounds.knows(intent):
            return await self._carry_out_now(intent, wait_s)
        return await self._wishes.carry_out(intent)

    async def _plan(self, intent: Intent) -> tuple[TargetResult, ...]:
        return await self.planning.wishes.carry_out(intent)

    async def _carry_out_now(self, intent: Intent, wait_s: float) -> tuple[TargetResult, ...]:
        """Marks, restores and rounds, for a person or a plan."""
        try:
            if isinstance(intent, MarkSoldOut) and intent.by_trial:
                return await self.trials.mark(intent, wait_s)
            if Rounds.knows(intent):
                return await self._rounds.carry_out(intent, wait_s)
            return await self._acting.carry_out(intent, wait_s)
        except Fenced as error:
            return (TargetResult(code=Code.NO_RECORD, text=str(error)),)

    def _refusal(self) -> TargetResult | None:
        if self._stopping:
            code = Code.STOPPING
        elif not self._accepting:
            code = Code.STARTING
        else:
            return None
        about = Circumstances(zone=self.room.plan.names.zone)
        return TargetResult(code=code, text=answer_words(code, about))

    async def _check_ready(self, intent: CheckReady) -> tuple[TargetResult, ...]:
        async for view in self._readying.check(intent.who, intent.test_sku):
            self.publishing.ready(view)
        return (TargetResult(),)

    # What others are told

    def status(self) -> bytes:
        """The status object of this moment, as JSON."""
        return self.publishing.status(self.state)

    async def templates(self) -> Templates:
        """Templates of plans by name. Raises JournalError."""
        return await self._ports.journal.plan_templates()

    def texts(self, sku: str) -> TextsView | None:
        """What is to be said of a product now; None where it is not known."""
        return self._noticing.saying.of(sku) if sku in self.room.products else None

    async def next_revision(self) -> int:
        """The revision of the next delta that goes out."""
        return await self.publishing.next_revision()

    # Wiring

    def _surroundings(self) -> Surroundings:
        return Surroundings(
            clock=self._ports.clock,
            boot=self._ports.boot,
            last_stock=self.room.last_stock,
            may_act=lambda: self._upkeep.leasing.may_act(),  # noqa: PLW0108 - made after this
            read_back=self._read_back,
        )

    def _made_planning(self) -> Planning:
        planning = Planning(
            self._ports,
            self.room,
            self._carry_out_now,
            self._keeper,
            self._upkeep.leasing.may_act,
            self.publishing.answered,
            lambda key, text, lasts: self.publishing.set_notice(key, text, lasts=lasts),
        )
        self.publishing.plans = planning.book.listed
        self.publishing.templates = lambda: planning.wishes.templates
        return planning

    def _read_back(self, answer: ShopAnswer) -> None:
        self.room.hear_shop(answer)
        self._wake(at_once=True)

    def _rules_of(self, storefront: str) -> HoldRules:
        counter = self.room.counters.get(storefront)
        late_s = 60.0 if counter is None else counter.shop.late_effect_seconds
        rules = rules_for(self.room.plan.policy, late_s)
        return hand_rules(rules) if storefront in self.by_hand else rules
