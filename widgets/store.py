"""The one copy of what the windows show: takes deltas from the engine and tells each window what changed.

Lives in the Qt thread. Judges nothing; it only remembers the last view of each part.
"""

from collections.abc import Callable
from datetime import datetime, tzinfo

from PySide6.QtCore import QObject, Signal

from app.intents import Intent, Who
from app.views.alarm import NO_ALARM, AlarmView
from app.views.comparison import ComparisonView
from app.views.delta import ViewDelta
from app.views.gauge import GaugeView, Segment
from app.views.line_up import LineUpView
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
    ReadyView,
    SourceView,
    TrafficView,
    UndoView,
)
from app.views.tasks import TaskView
from app.views.texts import TextsView
from app.views.trials import TrialView


class RoomStore(QObject):
    """Latest views and the door for intents.

    Signals:
        gauges_changed: SKUs whose gauge changed (tuple of str).
        order_changed: Products appeared or the panel's order was set.
        broadcast_changed, sources_changed, cues_changed, alerts_changed, undo_changed, calls_changed,
            plans_changed, prompts_changed, tasks_changed, alarm_changed, ready_changed, comparison_changed,
            study_changed, calibrating_changed, rehearsal_changed, trials_changed, texts_changed,
            page_changed, line_up_changed: That part has a new view, found in the attribute of the same name.
        traffic_changed: New TrafficViews (tuple); each holds the points added since the last one.
        answered: Sentences for the person who just acted (tuple of str).
        intended: An Intent leaves for the engine.
        revised: A delta was applied; carries its revision.
    """

    gauges_changed = Signal(object)
    order_changed = Signal()
    broadcast_changed = Signal()
    sources_changed = Signal()
    traffic_changed = Signal(object)
    cues_changed = Signal()
    alerts_changed = Signal()
    undo_changed = Signal()
    calls_changed = Signal()
    plans_changed = Signal()
    prompts_changed = Signal()
    tasks_changed = Signal()
    alarm_changed = Signal()
    ready_changed = Signal()
    page_changed = Signal()
    replenishment_changed = Signal()
    line_up_changed = Signal()
    comparison_changed = Signal()
    study_changed = Signal()
    calibrating_changed = Signal()
    rehearsal_changed = Signal()
    trials_changed = Signal()
    texts_changed = Signal()
    answered = Signal(object)
    intended = Signal(object)
    revised = Signal(int)

    def __init__(self, *, now: Callable[[], datetime], zone: tzinfo, account: str) -> None:
        super().__init__()
        self.now = now
        """The clock's now, aware UTC; the only way a widget learns the time."""
        self.zone = zone
        self.account = account
        self.initials = ""
        self.gauges: dict[str, GaugeView] = {}
        self.order: tuple[str, ...] = ()
        self.panel: tuple[str, ...] = ()
        self.broadcast: BroadcastView | None = None
        self.sources: tuple[SourceView, ...] = ()
        self.traffic: dict[str, TrafficView] = {}
        self.cues: tuple[CueView, ...] = ()
        self.alerts: tuple[AlertView, ...] = ()
        self.criticals_in_ten_minutes = 0
        self.undo: tuple[UndoView, ...] = ()
        self.calls: tuple[CallView, ...] = ()
        self.plans: tuple[PlanView, ...] = ()
        self.prompts: tuple[PromptView, ...] = ()
        self.plan_templates: tuple[str, ...] = ()
        self.tasks: tuple[TaskView, ...] = ()
        self.alarm: AlarmView = NO_ALARM
        self.ready: ReadyView | None = None
        self.page: PageState | None = None
        self.texts: tuple[TextsView, ...] = ()
        self.last_delta_at: datetime | None = None
        self._begin_studies()

    def _begin_studies(self) -> None:
        """Nothing was worked out yet."""
        self.comparison: ComparisonView | None = None
        self.study: StudyView | None = None
        self.trials: tuple[TrialView, ...] = ()
        self.calibrating = Calibrating()
        self.rehearsal = RehearsalView()
        self.replenishment: ReplenishmentView | None = None
        self.line_up: LineUpView | None = None

    def who(self, through: str) -> Who:
        """Who is acting, through which window; recorded as claimed."""
        return Who(account=self.account, through=through, initials=self.initials)

    def age_from(self, segment: Segment) -> datetime | None:
        """From when a warehouse's figure is true, as of its source's last answer."""
        lamps = (view.age_from for view in self.sources if view.id == segment.source)
        return next(lamps, None) or segment.age_from

    def intend(self, intent: Intent) -> None:
        """Send a wish to the engine."""
        self.intended.emit(intent)

    def apply(self, delta: ViewDelta) -> None:
        """Take over a delta and tell everyone what changed."""
        self.last_delta_at = delta.at
        self._apply_wall(delta)
        self._apply_panels(delta)
        if delta.answers:
            self.answered.emit(delta.answers)
        self.revised.emit(delta.revision)

    def _apply_wall(self, delta: ViewDelta) -> None:
        for view in delta.gauges:
            self.gauges[view.sku] = view
        if delta.order is not None or delta.panel is not None:
            self.order = self.order if delta.order is None else delta.order
            self.panel = self.panel if delta.panel is None else delta.panel
            self.order_changed.emit()
        if delta.gauges:
            self.gauges_changed.emit(tuple(view.sku for view in delta.gauges))
        if delta.broadcast is not None:
            self.broadcast = delta.broadcast
            self.broadcast_changed.emit()

    def _apply_panels(self, delta: ViewDelta) -> None:
        if delta.sources is not None:
            self.sources = delta.sources
            self.sources_changed.emit()
        if delta.traffic is not None:
            self.traffic.update({view.source: view for view in delta.traffic})
            self.traffic_changed.emit(delta.traffic)
        if delta.cues is not None:
            self.cues = delta.cues
            self.cues_changed.emit()
        self._apply_alerts(delta)
        self._apply_asked(delta)
        self._apply_plans(delta)
        if delta.ready is not None:
            self.ready = delta.ready
            self.ready_changed.emit()
        self._apply_studies(delta)

    def _apply_studies(self, delta: ViewDelta) -> None:
        if delta.comparison is not None:
            self.comparison = delta.comparison
            self.comparison_changed.emit()
        if delta.study is not None:
            self.study = delta.study
            self.study_changed.emit()
        if delta.calibrating is not None:
            self.calibrating = delta.calibrating
            self.calibrating_changed.emit()
        if delta.rehearsal is not None:
            self.rehearsal = delta.rehearsal
            self.rehearsal_changed.emit()
        if delta.trials is not None:
            self.trials = delta.trials
            self.trials_changed.emit()
        if delta.line_up is not None:
            self.line_up = delta.line_up
            self.line_up_changed.emit()
        if delta.replenishment is not None:
            self.replenishment = delta.replenishment
            self.replenishment_changed.emit()

    def _apply_asked(self, delta: ViewDelta) -> None:
        """What a person may take back, has called for, or is asked to do; and who else may act."""
        if delta.page is not None:
            self.page = delta.page
            self.page_changed.emit()
        if delta.undo is not None:
            self.undo = delta.undo
            self.undo_changed.emit()
        if delta.calls is not None:
            self.calls = delta.calls
            self.calls_changed.emit()
        if delta.alarm is not None:
            self.alarm = delta.alarm
            self.alarm_changed.emit()
        if delta.tasks is not None:
            self.tasks = delta.tasks
            self.tasks_changed.emit()
        if delta.texts is not None:
            self.texts = delta.texts
            self.texts_changed.emit()

    def _apply_plans(self, delta: ViewDelta) -> None:
        if delta.plan_templates is not None:
            self.plan_templates = delta.plan_templates
        if delta.plans is not None:
            self.plans = delta.plans
        if delta.plans is not None or delta.plan_templates is not None:
            self.plans_changed.emit()
        if delta.prompts is not None:
            self.prompts = delta.prompts
            self.prompts_changed.emit()

    def _apply_alerts(self, delta: ViewDelta) -> None:
        if delta.criticals_in_ten_minutes is not None:
            self.criticals_in_ten_minutes = delta.criticals_in_ten_minutes
        if delta.alerts is not None:
            self.alerts = delta.alerts
            self.alerts_changed.emit()
