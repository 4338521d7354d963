"""What the windows and status are told: views of what was judged, only those that changed, one delta a beat.

Judges nothing and says nothing itself; the judgement and the views do.
"""

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TypeVar

from app.domain.alarm import alarm_of
from app.domain.broadcast import Broadcast, Mark
from app.domain.drafts import completed
from app.domain.hold import Hold
from app.domain.places import LineUp
from app.domain.plan import Plan
from app.domain.room import Alert, RoomDecision, TrafficDecision
from app.domain.stock import product_stock
from app.engine.by_hand import ByHand
from app.engine.judging import Judging
from app.engine.room import Room
from app.engine.saying import Saying
from app.intents import Code, Intent, TargetResult
from app.ports import Clock
from app.views.alarm import NO_ALARM, AlarmView, alarm_view
from app.views.away import away_view
from app.views.build_alerts import alert_view
from app.views.build_cues import cue_view
from app.views.build_gauge import Told, gauge_changes_at, gauge_view
from app.views.build_line_up import line_up_view
from app.views.build_plans import plan_view, planned_bars, prompts
from app.views.build_room import (
    broadcast_view,
    call_view,
    mark_view,
    plan_bars,
    source_view,
    traffic_view,
    undo_view,
)
from app.views.build_status import Picture, status
from app.views.comparison import ComparisonView
from app.views.delta import ViewDelta
from app.views.gauge import GaugeView
from app.views.line_up import LineUpView
from app.views.panel import panel_order
from app.views.phone import PageState
from app.views.plans import PlanView, PromptView
from app.views.product import StudyView
from app.views.rehearsal import Calibrating, RehearsalView
from app.views.replenishment import ReplenishmentView
from app.views.room import (
    AlertView,
    BroadcastView,
    CallView,
    CueView,
    MarkView,
    PlanBar,
    ReadyView,
    SourceView,
    TrafficView,
    UndoView,
)
from app.views.status import RunState, encoded
from app.views.tasks import TaskView, task_view
from app.views.texts import TextsView
from app.views.trials import TrialView

AWAY_SHOWN = timedelta(minutes=2)
SIGN_OF_LIFE = timedelta(seconds=2)
"""After so long without news an empty delta goes out: windows can tell a calm desk from a dead one."""


@dataclass(slots=True)
class _Shown:
    """What the windows were last told; a part is told again only when it differs."""

    order: tuple[str, ...] = ()
    broadcast: BroadcastView | None = None
    sources: tuple[SourceView, ...] | None = None
    cues: tuple[CueView, ...] | None = None
    alerts: tuple[AlertView, ...] | None = None
    undo: tuple[UndoView, ...] = ()
    alarm: AlarmView = NO_ALARM
    tasks: tuple[TaskView, ...] = ()
    calls: tuple[CallView, ...] | None = None
    texts: tuple[TextsView, ...] = ()
    criticals: int | None = None
    traffic: tuple[TrafficDecision, ...] = ()
    marks: tuple[Mark, ...] = ()
    plan: tuple[PlanBar, ...] | None = None
    plans: tuple[PlanView, ...] = ()
    prompts: tuple[PromptView, ...] = ()
    trials: tuple[TrialView, ...] = ()
    line_up: LineUpView | None = None
    templates: tuple[str, ...] = ()


class Publishing:
    """Builds and sends deltas. `deliver` takes them at once, from the engine's thread."""

    def __init__(
        self,
        room: Room,
        judging: Judging,
        by_hand: ByHand,
        saying: Saying,
        clock: Clock,
        deliver: Callable[[ViewDelta], None],
    ) -> None:
        self._room = room
        self._by_hand = by_hand
        self._saying = saying
        self._judging = judging
        self._clock = clock
        self._deliver = deliver
        self._gauges: dict[str, GaugeView] = {}
        self._told: dict[str, Told] = {}
        self._shown = _Shown()
        self._marks: tuple[MarkView, ...] = ()
        self._lined: tuple[LineUp, Broadcast | None, LineUpView] | None = None
        """The view of the line-up, with what it was made from."""
        self._alert_views: dict[str, tuple[Alert, AlertView]] = {}
        self._notices: dict[str, tuple[str, datetime | None]] = {}
        self._revised = asyncio.Event()
        self._sent_at = clock.now()
        self.revision = 0
        self.settings_changed = False
        self.plans: Callable[[], Sequence[Plan]] = tuple
        """The plans that people see; set by the engine, as the names of templates are."""
        self.templates: Callable[[], tuple[str, ...]] = tuple
        self.trials: Callable[[], tuple[TrialView, ...]] = lambda: ()
        """Trials that run, as they are shown; set by the engine."""

    def first(self) -> None:
        """What is known before anything was asked: the products, the sources, an empty room."""
        order = tuple(self._room.products)
        self._shown.order = order
        self._shown.broadcast = self._broadcast(None)
        panel = panel_order(order, None, None)
        self._send(
            ViewDelta(revision=0, at=self._now(), order=order, panel=panel, broadcast=self._shown.broadcast)
        )

    def set_notice(self, key: str, text: str, *, lasts: timedelta | None = None) -> None:
        """Say this in the notices bar, until it is taken back with an empty text or its time is over."""
        if text:
            self._notices[key] = (text, None if lasts is None else self._now() + lasts)
        else:
            self._notices.pop(key, None)
        self._room.room_touched = True

    def publish(self, *, at_once: bool) -> bool:
        """Judge what was touched and tell what changed; whether more waits to be judged."""
        now = self._now()
        skus, more = self._judging.judge_products(now)
        gauges = tuple(self._changed_gauges(skus, now))
        judged = self._judging.judge_room(now, at_once=at_once)
        delta = self._delta(now, gauges, judged=judged)
        if delta is None and not timedelta() <= now - self._sent_at < SIGN_OF_LIFE:
            delta = ViewDelta(revision=0, at=now)
        if delta is not None:
            self._send(delta)
        return more

    def answered(self, intent: Intent, results: Sequence[TargetResult]) -> None:
        """Tell the person at a window what could not be done; a command's answer goes back to the command."""
        texts = tuple(
            dict.fromkeys(result.text for result in results if result.code is not Code.DONE and result.text)
        )
        if texts and intent.who.through not in ("command", "phone"):
            self._send(ViewDelta(revision=0, at=self._now(), answers=texts))

    def page_changed(self, page: PageState) -> None:
        """Tell where the host's page is and who is paired."""
        self._send(ViewDelta(revision=0, at=self._now(), page=page))

    @property
    def gauges(self) -> Mapping[str, GaugeView]:
        """Every gauge as last told, by SKU."""
        return self._gauges

    @property
    def cues(self) -> tuple[CueView, ...]:
        """The cues as last told."""
        return self._shown.cues or ()

    @property
    def broadcast(self) -> BroadcastView | None:
        """The broadcast as last told."""
        return self._shown.broadcast

    @property
    def alive_at(self) -> datetime:
        """When the windows were told something last, if only that the desk lives."""
        return self._sent_at

    def now(self) -> datetime:
        """The clock's now."""
        return self._clock.now()

    def ready(self, view: ReadyView) -> None:
        """Tell how far the ready-for-air check is."""
        self._send(ViewDelta(revision=0, at=self._now(), ready=view))

    def replenished(self, view: ReplenishmentView) -> None:
        """Tell the windows what to order now."""
        self._send(ViewDelta(revision=0, at=self._now(), replenishment=view))

    def compared(self, view: ComparisonView) -> None:
        """Tell what was worked out of a broadcast."""
        self._send(ViewDelta(revision=0, at=self._now(), comparison=view))

    def studied(self, view: StudyView) -> None:
        """Tell what was read back of a product."""
        self._send(ViewDelta(revision=0, at=self._now(), study=view))

    def line_up(self, now: datetime) -> LineUpView:
        """What to show next, as last settled."""
        room, names = self._room, self._room.plan.names
        made_from = (room.line_up, room.broadcast)
        if self._lined is None or self._lined[0] is not made_from[0] or self._lined[1] is not made_from[1]:
            view = line_up_view(room.room_facts(), room.plan.policy, names, now)
            self._lined = (*made_from, view)
        return self._lined[2]

    def looked_back(
        self, *, calibrating: Calibrating | None = None, rehearsal: RehearsalView | None = None
    ) -> None:
        """Tell how far a calibration or a rehearsal is."""
        self._send(ViewDelta(revision=0, at=self._now(), calibrating=calibrating, rehearsal=rehearsal))

    async def next_revision(self) -> int:
        """The revision of the next delta that goes out."""
        await self._revised.wait()
        return self.revision

    def status(self, state: RunState) -> bytes:
        """The status object of this moment, as JSON; ages are those of the newest answers."""
        room, judging = self._room, self._judging
        now = self._now()
        missing = room.shelves.missing()
        picture = Picture(
            products=tuple(room.products.values()),
            sources=tuple(room.sources.values()),
            listings={name: counter.shop.skus for name, counter in room.counters.items()},
            room=None if state is RunState.STARTING else room.room_facts(),
            decided=judging.decided,
            plans=tuple(self.plans()),
            policy=room.plan.policy,
            facts={sku: room.facts(sku) for sku in judging.products},
            decisions={
                sku: replace(decision, stock=product_stock(room.shelves.stock(sku), missing, now))
                for sku, decision in judging.products.items()
            },
            tasks=self._tasks(now),
            trials=self.trials(),
        )
        return encoded(status(picture, names=room.plan.names, now=now, state=state))

    def _now(self) -> datetime:
        return self._clock.now()

    def _send(self, delta: ViewDelta) -> None:
        """Give a delta, made for this alone, its revision, and hand it over."""
        self._sent_at = delta.at
        self.revision += 1
        self._deliver(completed(delta, revision=self.revision))
        revised, self._revised = self._revised, asyncio.Event()
        revised.set()

    def _changed_gauges(self, skus: Iterable[str], now: datetime) -> Iterable[GaugeView]:
        names, room = self._room.plan.names, self._room.room_facts()
        for sku in skus:
            facts, decision = self._judging.facts[sku], self._judging.products[sku]
            view = gauge_view(facts, decision, room, names=names, now=now, before=self._told.get(sku))
            at = gauge_changes_at(facts, decision, now)
            self._judging.schedule(sku, at, surely=at != decision.changes_at)
            self._told[sku] = Told(facts=facts, decision=decision, view=view)
            if self._gauges.get(sku) != view:
                self._gauges[sku] = view
                yield view

    def _delta(self, now: datetime, gauges: tuple[GaugeView, ...], *, judged: bool) -> ViewDelta | None:
        delta = self._wall(now, gauges)
        decided = self._judging.decided
        if decided is not None and judged:
            delta = delta.then(self._prepared(now))
            delta = delta.then(self._graphs(decided, now)).then(self._panels(decided, now))
        return None if delta.is_empty else delta

    def _wall(self, now: datetime, gauges: tuple[GaugeView, ...]) -> ViewDelta:
        order = tuple(self._room.products)
        grown = len(order) != len(self._shown.order)
        self._shown.order = order
        undo = self._undo(now)
        undone = undo != self._shown.undo
        self._shown.undo = undo
        alarm = self._alarm()
        rung = alarm != self._shown.alarm
        self._shown.alarm = alarm
        tasks = self._tasks(now)
        asked = tasks != self._shown.tasks
        self._shown.tasks = tasks
        return ViewDelta(
            revision=0,
            at=now,
            gauges=gauges,
            order=order if grown else None,
            panel=self._panel(order) if grown else None,
            undo=undo if undone else None,
            tasks=tasks if asked else None,
            alarm=alarm if rung else None,
        )

    def _panel(self, order: tuple[str, ...]) -> tuple[str, ...]:
        on_air = self._room.on_air
        return panel_order(order, None if on_air is None else on_air.sku, self._room.next_sku)

    def _prepared(self, now: datetime) -> ViewDelta:
        """Plans and what waits for a press, each only when it differs from what is shown."""
        room, shown = self._room, self._shown
        names, policy = room.plan.names, room.plan.policy
        plans = tuple(plan_view(one, room.broadcast, policy, names=names, now=now) for one in self.plans())
        asked = prompts(plans, names, self._room.plan.texts)
        delta = ViewDelta(
            revision=0,
            at=now,
            plans=_if_new(plans, shown.plans),
            prompts=_if_new(asked, shown.prompts),
            plan_templates=_if_new(self.templates(), shown.templates),
        )
        shown.plans, shown.prompts, shown.templates = plans, asked, self.templates()
        return delta

    def _graphs(self, decided: RoomDecision, now: datetime) -> ViewDelta:
        """Traffic of each source that has news: a new point, other figures, a mark, a change of the plan."""
        shown, names, marks = self._shown, self._room.plan.names, tuple(self._room.marks)
        plan = (*plan_bars(self._broadcast_holds(), names), *planned_bars(shown.plans))
        for_all = plan != shown.plan or marks != shown.marks
        if for_all:
            self._marks = tuple(mark_view(mark, names) for mark in marks)
        news = [one for one in decided.traffic if for_all or self._has_news(one)]
        shown.plan, shown.marks, shown.traffic = plan, marks, decided.traffic
        graphs = tuple(self._graph(one, self._marks, plan) for one in news)
        return ViewDelta(revision=0, at=now, traffic=graphs or None)

    def _has_news(self, decided: TrafficDecision) -> bool:
        return bool(self._room.points.get(decided.source)) or decided not in self._shown.traffic

    def _graph(
        self, decided: TrafficDecision, marks: tuple[MarkView, ...], plan: tuple[PlanBar, ...]
    ) -> TrafficView:
        added = tuple(self._room.points.pop(decided.source, ()))
        reset = decided.source in self._room.forgotten
        self._room.forgotten.discard(decided.source)
        return traffic_view(decided, self._room.plan.names, added=added, marks=marks, plan=plan, reset=reset)

    def _broadcast_holds(self) -> tuple[Hold, ...]:
        broadcast = self._room.broadcast
        return tuple(
            hold
            for hold in self._room.book.all()
            if hold.state.is_open or (broadcast is not None and hold.broadcast == broadcast.id)
        )

    def _panels(self, decided: RoomDecision, now: datetime) -> ViewDelta:
        """Bars and lists beside the wall, each only when it differs from what is shown."""
        names, shown = self._room.plan.names, self._shown
        fresh = _Shown(
            broadcast=self._broadcast(decided),
            sources=tuple(source_view(self._room.sources[one.id], one) for one in decided.sources),
            cues=tuple(cue_view(cue, names) for cue in decided.cues),
            alerts=self._alerts(decided),
            calls=tuple(call_view(call, names) for call in self._room.calls),
            texts=self._saying.views(),
            trials=self.trials(),
            line_up=self.line_up(now),
        )
        delta = ViewDelta(
            revision=0,
            at=now,
            broadcast=_if_new(fresh.broadcast, shown.broadcast),
            sources=_if_new(fresh.sources, shown.sources),
            cues=_if_new(fresh.cues, shown.cues),
            alerts=_if_new(fresh.alerts, shown.alerts),
            calls=_if_new(fresh.calls, shown.calls),
            texts=_if_new(fresh.texts, shown.texts),
            criticals_in_ten_minutes=_if_new(len(decided.criticals), shown.criticals),
            trials=_if_new(fresh.trials, shown.trials),
            line_up=_if_new(fresh.line_up, shown.line_up),
        )
        shown.broadcast, shown.sources, shown.cues = fresh.broadcast, fresh.sources, fresh.cues
        shown.trials, shown.line_up = fresh.trials, fresh.line_up
        shown.alerts, shown.calls, shown.criticals = fresh.alerts, fresh.calls, len(decided.criticals)
        shown.texts = fresh.texts
        return delta

    def _alerts(self, decided: RoomDecision) -> tuple[AlertView, ...]:
        """Of many alerts few change at a time; the others keep the view they have."""
        before, names = self._alert_views, self._room.plan.names
        self._alert_views = {
            alert.id: before[alert.id]
            if alert.id in before and before[alert.id][0] == alert
            else (alert, alert_view(alert, names))
            for alert in decided.alerts
        }
        return tuple(view for _alert, view in self._alert_views.values())

    def _broadcast(self, decided: RoomDecision | None) -> BroadcastView:
        now = self._now()
        for key, (_text, until) in tuple(self._notices.items()):
            if until is not None and until <= now:
                del self._notices[key]
        view = broadcast_view(
            self._room.room_facts(),
            decided,
            self._room.plan.names,
            open_holds=len(self._room.book.open()),
            notices=tuple(text for text, _until in self._notices.values()),
            settings_changed=self.settings_changed,
        )
        return replace(view, away=away_view(self._room.away, self._room.plan.names))

    def _alarm(self) -> AlarmView:
        """What does not come back by itself."""
        by_hand = [name for name in self._room.counters if name in self._by_hand]
        alarm = alarm_of(self._room.book.open(), by_hand, self._room.acknowledged)
        return alarm_view(alarm, self._room.plan.names)

    def _tasks(self, now: datetime) -> tuple[TaskView, ...]:
        """What people are to do at shops that only they can work; told again with every reminder."""
        names, by_hand = self._room.plan.names, self._by_hand
        return tuple(task_view(task, by_hand.guide(task.storefront), names, now) for task in by_hand.tasks())

    def _undo(self, now: datetime) -> tuple[UndoView, ...]:
        """One strip for each act of marking, for as long as it can be cancelled."""
        lasts = timedelta(seconds=self._room.plan.policy.cancel_seconds)
        views = []
        for batch in tuple(self._room.batches):
            holds = [self._room.book[hold] for hold in batch]
            if holds and (now >= holds[-1].started_at + lasts or not any(h.state.is_open for h in holds)):
                self._room.batches.remove(batch)
            elif holds:
                views.append(undo_view(holds, self._room.plan.names, cancel_seconds=lasts.total_seconds()))
        return tuple(views)


T = TypeVar("T")


def _if_new(value: T, shown: T | None) -> T | None:
    return None if value == shown else value
