"""Viewers: the head, the graph and the holds below it on the same time axis, in a panel of any size."""

from typing import Final

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QMenu, QWidget
from typing_extensions import override

from app.views.room import TrafficView
from app.words import _, number
from widgets.choices import Choices
from widgets.desk import sizes
from widgets.desk.parts import Panel
from widgets.desk.traffic.header import SPANS, TrafficHeader, span_words
from widgets.desk.traffic.history import TrafficHistory
from widgets.desk.traffic.plan_lanes import PlanLanes
from widgets.desk.traffic.plan_legend import PlanLegend
from widgets.desk.traffic.plot import LARGE, SMALL, TrafficPlot
from widgets.desk.traffic.series import Rows
from widgets.kit import text, theme
from widgets.kit.text import Style
from widgets.store import RoomStore

_SPAN_KEY: Final = "traffic/minutes"
_SOURCE_KEY: Final = "traffic/source"
_WHOLE_STEPS_MIN: Final = (15, 30, 60, 120, 180, 240, 360, 480, 720, 1440)
"""The whole broadcast is shown in one of these lengths, so that the axis does not crawl."""
_NOTE: Final = Style(theme.NOTE.size, theme.T3)
_NAME: Final = Style(theme.NOTE.size, theme.T2)
_FIGURES_PX: Final = 80


class FiguresBeside(QWidget):
    """The parts of the figure, right of a graph that has no room for words."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._view: TrafficView | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.resize(_FIGURES_PX, 56)

    def show_view(self, view: TrafficView) -> None:
        """Say these figures."""
        self._view = view
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if self._view is None:
            return
        view, painter = self._view, QPainter(self)
        lines = (
            (view.paid, _("paid {viewers}"), _NAME),
            (view.organic, _("organic {viewers}"), _NAME),
            (_whole(view.baseline), _("base {viewers}"), _NOTE),
        )
        said = [
            (words.format(viewers=number(value)), style) for value, words, style in lines if value is not None
        ]
        for row, (words, style) in enumerate(said):
            text.draw_right(painter, (self.width(), 16 * row), 16, words, style, self.width())
        painter.end()


class TrafficPanel(Panel):
    """The panel. `choices` remember the span and the source."""

    def __init__(
        self, store: RoomStore, history: TrafficHistory, choices: Choices, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._store, self._history, self._choices = store, history, choices
        self._source = choices.text(_SOURCE_KEY)
        self._span = _known_span(choices.whole(_SPAN_KEY, 60))
        self._height: sizes.Heights | None = None
        self._make()
        self._listen()
        self._show_span()
        self._pick(self._source)

    def _make(self) -> None:
        self.head = TrafficHeader(self._store)
        self.plot = TrafficPlot(self._store.now, self._store.zone)
        self.legend = PlanLegend()
        self.plan = PlanLanes(self._store)
        self._beside = FiguresBeside(self.plot)
        self.rows.addWidget(self.head)
        inner = Panel(flat=True)
        inner.rows.setContentsMargins(theme.SPACE_S, 0, theme.SPACE_S, 0)
        inner.rows.addWidget(self.plot, 1)
        inner.rows.addWidget(self.legend)
        inner.rows.addWidget(self.plan)
        self.rows.addWidget(inner, 1)
        self._inner = inner

    def _listen(self) -> None:
        self.head.span_chosen.connect(self.choose_span)
        self.head.source_chosen.connect(self.choose_source)
        self.head.menu_wished.connect(lambda: self._open_menu(QPoint(self.plot.width(), 0)))
        self.plot.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.plot.customContextMenuRequested.connect(self._open_menu)
        self.plot.axis_moved.connect(self._show_plan)
        self.plot.axis_moved.connect(self._place_figures)
        self._store.traffic_changed.connect(self._show_sources)
        self._store.broadcast_changed.connect(self._show_span)
        self.plan.refused.connect(self.legend.say)
        self._history.extended.connect(self._extend)
        self._history.replaced.connect(self._replace)

    def set_heights(self, heights: sizes.Heights) -> None:
        """Be as large as the column has room for."""
        if heights == self._height:
            return
        self._height = heights
        large = heights.lane > 0
        self.legend.setVisible(large)
        self.plan.setVisible(large)
        if large:
            self.plan.set_lane(heights.lane, past_words=heights.lane >= 20)  # noqa: PLR2004 - the full lane
        self._inner.rows.setContentsMargins(theme.SPACE_S, 0, theme.SPACE_S, theme.SPACE_S if large else 4)
        self._beside.setVisible(not large)
        self.plot.setMinimumHeight(heights.plot)
        self.plot.set_frame(LARGE if large else SMALL)
        self.setMinimumHeight(heights.traffic)
        self._show_span()

    def choose_span(self, minutes: int) -> None:
        """Show so many minutes of the past, 0 for all."""
        self._span = _known_span(minutes)
        self._choices.keep(_SPAN_KEY, self._span)
        self._show_span()

    def choose_source(self, source: str) -> None:
        """Draw another source."""
        self._choices.keep(_SOURCE_KEY, source)
        self._pick(source)

    def tick(self) -> None:
        """A second went by."""
        self.head.tick()
        self.plot.step_on()
        if self.plan.isVisible():
            self.plan.tick()
            self.legend.tick(self._store.now())

    def _pick(self, source: str) -> None:
        known = self._store.traffic
        self._source = source if source in known or not known else next(iter(known))
        view = known.get(self._source)
        if view is not None:
            self._show_view(view)
            self.plot.show_series(self._history.series(self._source), view)
            self._show_plan()

    def _show_sources(self) -> None:
        if self.head.show_sources(tuple(self._store.traffic.values()), self._source):
            self.head.be_wide(self.width())

    def _extend(self, source: str, rows: Rows) -> None:
        if source == self._source:
            view = self._store.traffic[source]
            self._show_view(view)
            self.plot.extend(rows, view)
            self._show_plan()

    def _replace(self, source: str) -> None:
        if source == self._source or self._source not in self._store.traffic:
            self._pick(self._source)

    def _show_view(self, view: TrafficView) -> None:
        self.head.show_view(view)
        self._beside.show_view(view)

    def _show_plan(self) -> None:
        view = self._store.traffic.get(self._source)
        if self.plan.isVisibleTo(self):
            self.plan.show_bars(view.plan if view else (), self.plot.axis, self.plot.ticks)

    def _place_figures(self) -> None:
        self._beside.move(self.plot.width() - _FIGURES_PX, 4)

    def _show_span(self) -> None:
        self.head.show_span(self._span)
        self.plot.set_past(60.0 * (self._span or self._whole_minutes()))

    def _whole_minutes(self) -> int:
        broadcast = self._store.broadcast
        if broadcast is None or broadcast.started_at is None:
            return 60
        ran = (self._store.now() - broadcast.started_at).total_seconds() / 60
        return next((step for step in _WHOLE_STEPS_MIN if step >= ran), _WHOLE_STEPS_MIN[-1])

    def _open_menu(self, at: QPoint) -> None:
        menu = QMenu(self)
        for minutes in SPANS:
            action = menu.addAction(span_words(minutes))
            action.setCheckable(True)
            action.setChecked(minutes == self._span)
            action.triggered.connect(lambda _on, minutes=minutes: self.choose_span(minutes))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.plot.mapToGlobal(at))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.head.be_wide(self.width())
        self._show_span()

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(sizes.LEAST_RIGHT, 0 if self._height is None else self._height.traffic)


def _known_span(minutes: int) -> int:
    return minutes if minutes in SPANS else 60


def _whole(value: float | None) -> int | None:
    return None if value is None else round(value)
