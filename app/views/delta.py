"""What travels from the engine to the windows: one delta per poll, with a revision.

A part that is None has not changed. Deltas of one frame are joined with `then`.
"""

from dataclasses import dataclass, fields
from datetime import datetime

from app.domain.lean import lean
from app.views.alarm import AlarmView
from app.views.comparison import ComparisonView
from app.views.gauge import GaugeView
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

__all__ = ["ViewDelta"]


@lean
@dataclass(frozen=True, slots=True, kw_only=True)
class ViewDelta:
    """Changes of what the windows show. `gauges` holds only those that changed, keyed by their SKU inside.

    `order` lists every SKU in settings order and is sent when products appear. `panel` is the fixed order of
    the operator panel's cards. `answers` are sentences for the person who just pressed something (refusals).
    """

    revision: int
    at: datetime
    gauges: tuple[GaugeView, ...] = ()
    order: tuple[str, ...] | None = None
    panel: tuple[str, ...] | None = None
    broadcast: BroadcastView | None = None
    sources: tuple[SourceView, ...] | None = None
    traffic: tuple[TrafficView, ...] | None = None
    cues: tuple[CueView, ...] | None = None
    alerts: tuple[AlertView, ...] | None = None
    alarm: AlarmView | None = None
    criticals_in_ten_minutes: int | None = None
    undo: tuple[UndoView, ...] | None = None
    calls: tuple[CallView, ...] | None = None
    texts: tuple[TextsView, ...] | None = None
    """Texts to say, of the newest occasions, the newest first."""
    tasks: tuple[TaskView, ...] | None = None
    plans: tuple[PlanView, ...] | None = None
    prompts: tuple[PromptView, ...] | None = None
    plan_templates: tuple[str, ...] | None = None
    ready: ReadyView | None = None
    page: PageState | None = None
    comparison: ComparisonView | None = None
    study: StudyView | None = None
    calibrating: Calibrating | None = None
    rehearsal: RehearsalView | None = None
    trials: tuple[TrialView, ...] | None = None
    replenishment: ReplenishmentView | None = None
    line_up: LineUpView | None = None
    answers: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether it tells no more than that the desk lives."""
        return not (self.gauges or self.answers) and all(getattr(self, part) is None for part in _PARTS)

    def then(self, later: "ViewDelta") -> "ViewDelta":
        """This delta followed by `later`, as one."""
        gauges = {view.sku: view for view in self.gauges} | {view.sku: view for view in later.gauges}
        return ViewDelta(
            revision=later.revision,
            at=later.at,
            gauges=tuple(gauges.values()),
            order=self.order if later.order is None else later.order,
            panel=self.panel if later.panel is None else later.panel,
            broadcast=later.broadcast or self.broadcast,
            sources=self.sources if later.sources is None else later.sources,
            traffic=_joined(self.traffic, later.traffic),
            cues=self.cues if later.cues is None else later.cues,
            alerts=self.alerts if later.alerts is None else later.alerts,
            alarm=self.alarm if later.alarm is None else later.alarm,
            criticals_in_ten_minutes=(
                self.criticals_in_ten_minutes
                if later.criticals_in_ten_minutes is None
                else later.criticals_in_ten_minutes
            ),
            undo=self.undo if later.undo is None else later.undo,
            calls=self.calls if later.calls is None else later.calls,
            texts=self.texts if later.texts is None else later.texts,
            tasks=self.tasks if later.tasks is None else later.tasks,
            plans=self.plans if later.plans is None else later.plans,
            prompts=self.prompts if later.prompts is None else later.prompts,
            plan_templates=self.plan_templates if later.plan_templates is None else later.plan_templates,
            ready=later.ready or self.ready,
            page=later.page or self.page,
            comparison=later.comparison or self.comparison,
            study=later.study or self.study,
            calibrating=later.calibrating or self.calibrating,
            rehearsal=later.rehearsal or self.rehearsal,
            trials=self.trials if later.trials is None else later.trials,
            replenishment=later.replenishment or self.replenishment,
            line_up=later.line_up or self.line_up,
            answers=self.answers + later.answers,
        )


_PARTS = tuple(part.name for part in fields(ViewDelta) if part.default is None)
"""What is None where it has not changed."""


def _joined(
    earlier: tuple[TrafficView, ...] | None, later: tuple[TrafficView, ...] | None
) -> tuple[TrafficView, ...] | None:
    if earlier is None or later is None:
        return earlier if later is None else later
    views = {view.source: view for view in earlier}
    for view in later:
        before = views.get(view.source)
        views[view.source] = view if before is None or view.reset else _appended(before, view)
    return tuple(views.values())


def _appended(before: TrafficView, after: TrafficView) -> TrafficView:
    return TrafficView(
        source=after.source,
        name=after.name,
        reset=before.reset,
        added=before.added + after.added,
        viewers=after.viewers,
        organic=after.organic,
        paid=after.paid,
        baseline=after.baseline,
        surge_ratio=after.surge_ratio,
        surge_from=after.surge_from,
        surge_line=after.surge_line,
        freshness=after.freshness,
        age_from=after.age_from,
        marks=after.marks,
        plan=after.plan,
    )
