"""The graph of viewers: takes readings and marks, keeps one point a pixel column, draws on new data only.

The scene is in pixels, so that a column is a point and nothing is scaled when painted. Not for choosing a
source or a span (see panel).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from app.views.room import TrafficView
from app.words import _, clock_time, number
from widgets.desk.traffic.columns import Columns, TimeAxis, nearest, stretches
from widgets.desk.traffic.items import (
    Areas,
    Ground,
    Hover,
    Hovered,
    Label,
    Labels,
    Marks,
    NowLine,
    Painted,
    PlacedMark,
    Scene,
    Surge,
    Tick,
)
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


class TrafficPlot(pg.GraphicsView):
    """The graph. Arrow keys move what the pointer does.

    Signals:
        axis_moved: `axis` is another one; what stands on it must be painted again.
    """

    axis_moved = Signal()

    def __init__(self, now: Callable[[], datetime], zone: tzinfo, parent: QWidget | None = None) -> None:
        super().__init__(parent, background=theme.BG2)
        self._now, self._zone = now, zone
        self.frame = LARGE
        self.axis = TimeAxis(LARGE.left, 1, 0.0, 1.0)
        self._series = Series()
        self._columns = Columns(1.0)
        self._heights = Heights(0, 1, 500)
        self._view: TrafficView | None = None
        self._past_s = 3600.0
        self._visible: Rows = np.empty((0, 4))
        self._looks: tuple[object, ...] = ()
        self._drawn: dict[pg.PlotCurveItem, tuple[object, ...]] = {}
        """How each line looks that is on the screen."""
        self._build()

    def _build(self) -> None:
        self.enableMouse(False)
        self.setMouseTracking(True)
        self.viewport().setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(_("Viewers over time"))
        self._organic = _curve(5, theme.T3)
        self._total = _curve(7, theme.T1)
        self._baseline = _curve(8, theme.T1, (1, 3))
        self._surge_line = _curve(8, theme.YELLOW, (6, 3))
        self._hover = Hover(20)
        self._painted: tuple[Painted, ...] = (
            Ground(0), Areas(4), Surge(6), Marks(9), NowLine(10), Labels(11), self._hover,
        )  # fmt: skip
        for item in (*self._painted, *self._curves()):
            self.scene().addItem(item)

    def show_series(self, series: Series, view: TrafficView) -> None:
        """Draw another source's readings, from scratch."""
        self._series, self._view = series, view
        self._looks, self._drawn = (), {}
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
        scene, bounds, ends = self._scene(), QRectF(0, 0, self.width(), self.height()), self._ends()
        looks = (self.axis, self._heights, scene.marks, scene.surge_from, *ends)
        if looks != self._looks:
            self._looks, changed = looks, bounds
            self._draw_curves(*ends)
        else:
            # most seconds change no pixel but the figures right of the now line
            changed = bounds.adjusted(self.axis.x(scene.now) - 1, 0, 0, 0)
        for item in self._painted:
            item.draw(scene, bounds, changed)

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
            self.axis = axis
            self.axis_moved.emit()

    def _place_heights(self) -> None:
        top, bottom = self.frame.top, max(self.frame.top + 1, self.height() - self.frame.bottom)
        factor = self._factor() or 0.0
        tallest = max(highest(self._visible[:, TOTAL]), factor * highest(self._visible[:, BASELINE]))
        self._heights = self._heights.fitting(tallest, top, bottom)

    def _ends(self) -> tuple[int, float, float, float]:
        """What tells, to a pixel, whether the lines look as before on the same axis: points, and their ends.

        Of viewers in all, of organic ones, and of the line beside the baseline.
        """
        if not len(self._visible):
            return 0, -1.0, -1.0, -1.0
        last = self._visible[-1]
        ends = self._heights.ys(last[[TOTAL, ORGANIC, BASELINE]] * (1, 1, self._factor() or 1))
        total, organic, beside = np.nan_to_num(np.round(ends), nan=-1.0).tolist()
        return len(self._visible), total, organic, beside

    def _factor(self) -> float | None:
        view = self._view
        if view is None or not view.baseline or view.surge_line is None:
            return None
        return view.surge_line / view.baseline

    def _draw_curves(self, points: int, total: float, organic: float, beside: float) -> None:
        """Those lines that look different."""
        rows, factor = self._visible, self._factor()
        xs = self.axis.left + (rows[:, AT] - self.axis.start) / self.axis.step
        inside = np.maximum(xs, self.axis.left)
        for curve, end, viewers in (
            (self._organic, organic, rows[:, ORGANIC]),
            (self._total, total, rows[:, TOTAL]),
            (self._baseline, beside, rows[:, BASELINE]),
            (self._surge_line, beside, rows[:, BASELINE] * (np.nan if factor is None else factor)),
        ):
            look = (self.axis, self._heights, points, end, factor is None)
            if self._drawn.get(curve) != look:
                self._drawn[curve] = look
                curve.setData(inside, self._heights.ys(viewers), connect="finite")

    def _scene(self) -> Scene:
        view = self._view
        detailed = self.frame.detailed
        return Scene(
            axis=self.axis,
            heights=self._heights,
            stretches=tuple(self._inside(part) for part in stretches(self._visible)),
            surge_factor=self._factor(),
            surge_from=view.surge_from.timestamp() if view and view.surge_from else None,
            now=self._now().timestamp(),
            ticks=self.ticks(),
            labels=self._labels() if detailed else (),
            marks=placed(view.marks, self.axis) if view and detailed else (),
            with_axis=detailed,
        )

    def _inside(self, rows: Rows) -> Rows:
        """Rows whose first does not lie left of the edge."""
        if rows[0, AT] < self.axis.start:
            rows = rows.copy()
            rows[0, AT] = self.axis.start
        return rows

    def ticks(self) -> tuple[Tick, ...]:
        """The grid lines of time on the present axis."""
        wide = _TICK_PX * self.axis.step
        gap = 60 * next((m for m in _TICK_MINUTES if m * 60 >= wide), _TICK_MINUTES[-1])
        offset = self._now().astimezone(self._zone).utcoffset()
        shift = offset.total_seconds() if offset else 0.0
        first = np.ceil((self.axis.start + shift) / gap) * gap - shift
        places = np.arange(first, self.axis.end, gap)
        return tuple(Tick(round(self.axis.x(at)), self._tick_text(at)) for at in places)

    def _tick_text(self, at: float) -> str:
        x = self.axis.x(at)
        if not self.frame.detailed or not self.axis.left + 4 <= x <= self.axis.right - 8:
            return ""
        return clock_time(datetime.fromtimestamp(at, UTC), self._zone, seconds=False)

    def _labels(self) -> tuple[Label, ...]:
        return (*self._line_labels(), *self._end_labels())

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

    def _curves(self) -> tuple[pg.PlotCurveItem, ...]:
        return (self._organic, self._total, self._baseline, self._surge_line)

    def _hover_at(self, x: float) -> None:
        at = self.axis.at(x)
        found = nearest(self._visible, at, max(2 * self.axis.step, 5.0))
        marks = [mark.view.text for mark in self._marks_near(x)]
        if found is None and not marks:
            self._hover.point_at(None)
            return
        instant = datetime.fromtimestamp(at if found is None else float(found[AT]), UTC)
        lines = [clock_time(instant, self._zone), *([] if found is None else _said(found)), *marks]
        self._hover.point_at(Hovered(x, tuple(lines)))

    def _marks_near(self, x: float) -> list[PlacedMark]:
        scene = self._hover.scene_drawn
        return [] if scene is None else [mark for mark in scene.marks if abs(mark.x - x) <= 7]  # noqa: PLR2004 - half an icon

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if hasattr(self, "_painted"):  # pyqtgraph resizes itself while it is being made
            self.redraw()

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        x = event.position().x()
        if self.axis.left <= x < self.axis.right:
            self._hover_at(x)
        else:
            self._hover.point_at(None)

    @override
    def leaveEvent(self, event: QEvent) -> None:
        self._hover.point_at(None)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        step = steps.get(Qt.Key(event.key()))
        if step is None:
            event.ignore()
            return
        now = self.axis.x(self._now().timestamp())
        x = self._hover.hovered.x + step if self._hover.hovered else now
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


def _curve(z: int, colour: QColor, dashes: tuple[int, int] | None = None) -> pg.PlotCurveItem:
    pen = QPen(colour, 1)
    pen.setCosmetic(True)
    if dashes is not None:
        pen.setDashPattern(dashes)
    curve = pg.PlotCurveItem(pen=pen, antialias=False, skipFiniteCheck=False)
    curve.setZValue(z)
    return curve
