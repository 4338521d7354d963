"""The graph of viewers: takes readings and marks, keeps one point a pixel column, draws on new data only.

The scene is in pixels, so that a column is a point and nothing is scaled when painted; most seconds only what
follows the last points is painted anew. Not for choosing a source or a span (see panel).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from math import floor

import numpy as np
from PySide6.QtCore import QEvent, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from app.views.room import TrafficView
from app.words import _, clock_time, number
from widgets.desk.traffic.columns import Columns, TimeAxis, nearest, stretches
from widgets.desk.traffic.items import LAYERS, Hovered, Label, PlacedMark, Scene, Stretch, Tick, paint_hovered
from widgets.desk.traffic.marks import placed
from widgets.desk.traffic.scale import Heights, highest
from widgets.desk.traffic.series import AT, BASELINE, ORGANIC, TOTAL, Rows, Series
from widgets.kit import text, theme
from widgets.kit.text import Style

_TICK_MINUTES = (1, 2, 5, 10, 15, 30, 60, 120, 240)
_TICK_PX = 40
_NAMED = Style(12, theme.T1)
_SURGE = Style(12, theme.YELLOW)
_TOTAL = Style(14, theme.T1, bold=True)
_PART = Style(12, theme.T2)
_FUTURE = 1 / 3
"""The future is a quarter of what is seen."""


@dataclass(frozen=True, slots=True)
class Frame:
    """The edges of a plot, in pixels, and what it leaves out when it is small."""

    left: int
    right: int
    top: int
    bottom: int
    detailed: bool
    """Marks, axis and words; without them a plain shape of the last hour."""


LARGE = Frame(left=44, right=8, top=22, bottom=18, detailed=True)
SMALL = Frame(left=4, right=84, top=6, bottom=2, detailed=False)


class TrafficPlot(QWidget):
    """The graph. Arrow keys move what the pointer does.

    Signals:
        axis_moved: `axis` is another one; what stands on it must be painted again.
    """

    axis_moved = Signal()

    def __init__(self, now: Callable[[], datetime], zone: tzinfo, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._now, self._zone = now, zone
        self.frame = LARGE
        self.axis = TimeAxis(LARGE.left, 1, 0.0, 1.0)
        self._series = Series()
        self._columns = Columns(1.0)
        self._heights = Heights(0, 1, 500)
        self._view: TrafficView | None = None
        self._past_s = 3600.0
        self._visible: Rows = np.empty((0, 4))
        self._scene: Scene | None = None
        self.ticks: tuple[Tick, ...] = ()
        """The grid lines of time on the present axis."""
        self.hovered: Hovered | None = None
        """What the pointer, or an arrow key, is at."""
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAccessibleName(_("Viewers over time"))

    def show_series(self, series: Series, view: TrafficView) -> None:
        """Draw another source's readings, from scratch."""
        self._series, self._view = series, view
        self._scene = None
        self._columns = Columns.of(series, self.axis.step)
        self.redraw()

    def extend(self, rows: Rows, view: TrafficView) -> None:
        """Draw readings that came since."""
        self._view = view
        self._columns.extend(rows)
        self.redraw()

    def set_past(self, seconds: float) -> None:
        """Show so much of the past; a third of it is added as future."""
        if seconds != self._past_s:
            self._past_s = seconds
            self.redraw()

    def set_frame(self, frame: Frame) -> None:
        """Be large with words, or small without."""
        self.frame = frame
        self.redraw()

    def redraw(self) -> None:
        """Paint what is known now."""
        self._place_axis()
        self._visible = self._columns.visible(self.axis)
        self._place_heights()
        before, self._scene = self._scene, self._made_scene()
        left = 0
        if before is not None and before.lasting() == self._scene.lasting():
            left = max(0, floor(before.settled_x()) - 1)
        self.update(QRect(left, 0, self.width() - left, self.height()))

    def step_on(self) -> None:
        """Time went on without data: move when a column has passed."""
        if self._now().timestamp() - self.axis.at(self.axis.left) >= self._past_s + 2 * self.axis.step:
            self.redraw()

    def _place_axis(self) -> None:
        width = max(1, self.width() - self.frame.left - self.frame.right)
        future = self._past_s * _FUTURE if self.frame.detailed else 0.0
        axis = TimeAxis.until(
            self._now().timestamp(), past_s=self._past_s, future_s=future, left=self.frame.left, width=width
        )
        if axis.step != self._columns.step:
            self._columns = Columns.of(self._series, axis.step)
        if axis != self.axis:
            self.axis, self.ticks = axis, self._ticks_on(axis)
            self.axis_moved.emit()

    def _place_heights(self) -> None:
        top, bottom = self.frame.top, max(self.frame.top + 1, self.height() - self.frame.bottom)
        factor = self._factor() or 0.0
        tallest = max(highest(self._visible[:, TOTAL]), factor * highest(self._visible[:, BASELINE]))
        self._heights = self._heights.fitting(tallest, top, bottom)

    def _factor(self) -> float | None:
        view = self._view
        if view is None or not view.baseline or view.surge_line is None:
            return None
        return view.surge_line / view.baseline

    def _made_scene(self) -> Scene:
        view, rows = self._view, self._inside(self._visible)
        detailed = self.frame.detailed
        return Scene(
            axis=self.axis,
            heights=self._heights,
            rows=rows,
            stretches=tuple(
                Stretch(part, bool(np.isfinite(part[:, ORGANIC]).all())) for part in stretches(rows)
            ),
            surge_factor=self._factor(),
            surge_from=view.surge_from.timestamp() if view and view.surge_from else None,
            now=self._now().timestamp(),
            ticks=self.ticks,
            names=self._line_labels() if detailed else (),
            figures=self._end_labels() if detailed else (),
            marks=placed(view.marks, self.axis) if view and detailed else (),
            with_axis=detailed,
        )

    def _inside(self, rows: Rows) -> Rows:
        """Rows whose first does not lie left of the edge."""
        if len(rows) and rows[0, AT] < self.axis.start:
            rows = rows.copy()
            rows[0, AT] = self.axis.start
        return rows

    def _ticks_on(self, axis: TimeAxis) -> tuple[Tick, ...]:
        wide = _TICK_PX * axis.step
        gap = 60 * next((m for m in _TICK_MINUTES if m * 60 >= wide), _TICK_MINUTES[-1])
        offset = self._now().astimezone(self._zone).utcoffset()
        shift = offset.total_seconds() if offset else 0.0
        first = np.ceil((axis.start + shift) / gap) * gap - shift
        places = np.arange(first, axis.end, gap)
        return tuple(Tick(round(axis.x(at)), self._tick_text(axis, at)) for at in places)

    def _tick_text(self, axis: TimeAxis, at: float) -> str:
        if not self.frame.detailed or not axis.left + 4 <= axis.x(at) <= axis.right - 8:
            return ""
        return clock_time(datetime.fromtimestamp(at, UTC), self._zone, seconds=False)

    def _line_labels(self) -> tuple[Label, ...]:
        """What the dashed and the dotted line are, at their left end, clear of the line they name."""
        factor, known = self._factor(), self._visible[np.isfinite(self._visible[:, BASELINE])]
        if not len(known):
            return ()
        x, said = self.axis.left + 6, _("baseline")
        low = float(self._under(known, x, said).min())
        words = (Label(x, self._heights.y(low) + 10, said, _NAMED),)
        if factor is None:
            return words
        said = _("surge line {factor} × baseline").format(factor=f"{factor:.3g}")
        high = float(self._under(known, x, said).max()) * factor
        return (*words, Label(x, self._heights.y(high) - 9, said, _SURGE))

    def _under(self, known: Rows, x: float, said: str) -> Rows:
        """The baseline along the width of a label that begins at `x`; at least its first figure."""
        right = self.axis.at(x + text.width(said, _SURGE))
        count = max(1, int(np.searchsorted(known[:, AT], right)))
        figures: Rows = known[:count, BASELINE]
        return figures

    def _end_labels(self) -> tuple[Label, ...]:
        """The figures of now, right of the now line, none over another."""
        view = self._view
        if view is None or view.viewers is None:
            return ()
        x = round(self.axis.x(self._now().timestamp())) + 8
        total = self._heights.y(view.viewers)
        labels = [Label(x, total, number(view.viewers), _TOTAL)]
        if view.organic is not None and view.paid is not None:
            paid = max(total + 17, self._heights.y(view.organic + view.paid / 2))
            organic = max(paid + 17, self._heights.y(view.organic / 2))
            labels += [
                Label(x, paid, _("paid {viewers}").format(viewers=number(view.paid)), _PART),
                Label(x, organic, _("organic {viewers}").format(viewers=number(view.organic)), _PART),
            ]
        return tuple(label for label in labels if self._fits(label))

    def _fits(self, label: Label) -> bool:
        inside = label.y + 8 <= self._heights.bottom
        return inside and label.x + text.width(label.text, label.style) <= self.width()

    def _hover_at(self, x: float) -> None:
        at = self.axis.at(x)
        found = nearest(self._visible, at, max(2 * self.axis.step, 5.0))
        marks = [mark.view.text for mark in self._marks_near(x)]
        if found is None and not marks:
            self._point_at(None)
            return
        instant = datetime.fromtimestamp(at if found is None else float(found[AT]), UTC)
        lines = [clock_time(instant, self._zone), *([] if found is None else _said(found)), *marks]
        self._point_at(Hovered(x, tuple(lines)))

    def _point_at(self, hovered: Hovered | None) -> None:
        if hovered != self.hovered:
            self.hovered = hovered
            self.update()

    def _marks_near(self, x: float) -> list[PlacedMark]:
        scene = self._scene
        return [] if scene is None else [mark for mark in scene.marks if abs(mark.x - x) <= 7]  # noqa: PLR2004 - half an icon

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), theme.BG2)
        if self._scene is not None:
            scene = self._scene.right_of(event.rect().left())
            for paint in LAYERS:
                paint(painter, scene)
            if self.hovered is not None:
                paint_hovered(painter, scene, self.hovered)
        painter.end()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.redraw()

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        x = event.position().x()
        if self.axis.left <= x < self.axis.right:
            self._hover_at(x)
        else:
            self._point_at(None)

    @override
    def leaveEvent(self, event: QEvent) -> None:
        self._point_at(None)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        step = steps.get(Qt.Key(event.key()))
        if step is None:
            event.ignore()
            return
        now = self.axis.x(self._now().timestamp())
        x = self.hovered.x + step if self.hovered else now
        self._hover_at(min(max(x, self.axis.left), now))


def _said(row: Rows) -> list[str]:
    """What a reading said, in words."""
    if not np.isfinite(row[TOTAL]):
        return [_("no figure")]
    lines = [_("viewers {viewers}").format(viewers=number(round(row[TOTAL])))]
    if np.isfinite(row[ORGANIC]):
        lines.append(_("paid {viewers}").format(viewers=number(round(row[TOTAL] - row[ORGANIC]))))
        lines.append(_("organic {viewers}").format(viewers=number(round(row[ORGANIC]))))
    if np.isfinite(row[BASELINE]):
        lines.append(_("baseline {viewers}").format(viewers=number(round(row[BASELINE]))))
    return lines
