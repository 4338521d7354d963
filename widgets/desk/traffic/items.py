"""What the graph is painted from: ground, areas, lines, surge, marks, labels. Pixels only, no rules.

Each layer reads the one `Scene` and paints it whole, as far as the painter's clip lets it; nothing is
anti-aliased but icons and text. pyqtgraph's part is to make shapes of Qt from arrays.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from pyqtgraph import functions as fn
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen, QPolygonF

from app.views.room import MarkView
from widgets.desk.traffic.columns import TimeAxis
from widgets.desk.traffic.scale import Heights, short_figure
from widgets.desk.traffic.series import AT, BASELINE, ORGANIC, TOTAL, Rows
from widgets.kit import marks, text, theme
from widgets.kit.icons import icon
from widgets.kit.text import Style
from widgets.kit.theme import Hue

MARK_PX = 14
_MARK_TOP = 2
_BAR_PX = 4
_LABEL_GAP = 8
_TICK_PX = 40
"""No text of a grid line reaches so far beside it."""
_NOTE = Style(12, theme.T3)
_SAID = Style(12, theme.T1)


def _pen(colour: QColor, dashes: tuple[int, ...] = ()) -> QPen:
    pen = QPen(colour, 1)
    pen.setCosmetic(True)
    if dashes:
        pen.setDashPattern(dashes)
    return pen


_ORGANIC_PEN = _pen(theme.T3)
_TOTAL_PEN = _pen(theme.T1)
_BASELINE_PEN = _pen(theme.T1, (1, 3))
_SURGE_PEN = _pen(theme.YELLOW, (6, 3))


@dataclass(frozen=True, slots=True)
class Label:
    """A text in the plot: its left edge and the height of its middle."""

    x: float
    y: float
    text: str
    style: Style


@dataclass(frozen=True, slots=True)
class Tick:
    """A grid line of time and its text."""

    x: float
    text: str


@dataclass(frozen=True, slots=True)
class PlacedMark:
    """A mark with its icon's name, colour and place."""

    x: float
    icon: str
    hue: Hue
    view: MarkView


@dataclass(frozen=True, slots=True)
class Hovered:
    """What the pointer is over: where, and the lines said about it."""

    x: float
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Stretch:
    """Readings without a gap; `parted` where each says how many of the viewers are organic."""

    rows: Rows
    parted: bool


@dataclass(frozen=True, slots=True, eq=False)
class Scene:
    """Everything that is drawn, in pixels: made once per change, read by all layers."""

    axis: TimeAxis
    heights: Heights
    rows: Rows
    """One a column, none left of the axis; NaN where a gap parts them."""
    stretches: tuple[Stretch, ...]
    """The same without gaps, as far as they are to be painted."""
    surge_factor: float | None
    surge_from: float | None
    now: float
    ticks: tuple[Tick, ...]
    names: tuple[Label, ...]
    """Of the lines."""
    figures: tuple[Label, ...]
    """Of now, right of the now line."""
    marks: tuple[PlacedMark, ...]
    with_axis: bool

    def lasting(self) -> tuple[object, ...]:
        """All that shows left of the newest readings, but the readings."""
        return (
            self.axis, self.heights, self.surge_factor, self.surge_from, self.ticks, self.names, self.marks,
            self.with_axis,
        )  # fmt: skip

    def settled_x(self) -> float:
        """The pixel left of which new readings on the same axis change nothing."""
        return float(np.nanmin([self.axis.x(self.now), *self.xs(self.rows[-2:])]))

    def right_of(self, x: float) -> "Scene":
        """What is to be painted where nothing left of a pixel changes."""
        at = self.axis.at(x)
        cut = ((each, int(np.searchsorted(each.rows[:, AT], at))) for each in self.stretches)
        seen = (Stretch(each.rows[max(0, n - 1) :], each.parted) for each, n in cut if n < len(each.rows))
        ticks = tuple(tick for tick in self.ticks if tick.x > x - _TICK_PX)
        return replace(self, stretches=tuple(seen), ticks=ticks)

    def xs(self, rows: Rows) -> Rows:
        """Pixels of the rows' instants."""
        pixels: Rows = self.axis.left + (rows[:, AT] - self.axis.start) / self.axis.step
        return pixels

    def ground(self) -> QRectF:
        """The rectangle between the axes."""
        return QRectF(
            self.axis.left, self.heights.top, self.axis.width, self.heights.bottom - self.heights.top
        )


def _paint_ground(painter: QPainter, scene: Scene) -> None:
    """The dark ground, the grid and the figures at its edges."""
    ground = scene.ground()
    painter.fillRect(ground, theme.BG0)
    _paint_times(painter, scene, ground)
    _paint_viewers(painter, scene, ground)


def _paint_times(painter: QPainter, scene: Scene, ground: QRectF) -> None:
    for tick in scene.ticks:
        painter.setPen(theme.GRID)
        painter.drawLine(QPointF(tick.x, ground.top()), QPointF(tick.x, ground.bottom() - 1))
        if tick.text:
            left = round(tick.x) - text.width(tick.text, _NOTE) // 2
            text.draw(painter, (left, round(ground.bottom()) + 2), 16, tick.text, _NOTE)


def _paint_viewers(painter: QPainter, scene: Scene, ground: QRectF) -> None:
    if not scene.with_axis or not np.isfinite(scene.rows[:, TOTAL]).any():
        return
    for viewers in scene.heights.ticks:
        y = round(scene.heights.y(viewers))
        painter.setPen(theme.LINE)
        painter.drawLine(QPointF(ground.left(), y), QPointF(ground.right() - 1, y))
        right = round(ground.left()) - 8
        text.draw_right(painter, (right, y - 8), 16, short_figure(viewers), _NOTE, right)


def _paint_areas(painter: QPainter, scene: Scene) -> None:
    """Organic viewers and, on top of them, paid ones: two greys."""
    painter.setPen(Qt.PenStyle.NoPen)
    bottom = float(scene.heights.bottom)
    for stretch in scene.stretches:
        rows, xs = stretch.rows, scene.xs(stretch.rows)
        painter.setBrush(theme.PAID if stretch.parted else theme.ORGANIC)
        painter.drawPolygon(_down_to(bottom, xs, scene.heights.ys(rows[:, TOTAL])))
        if stretch.parted:
            painter.setBrush(theme.ORGANIC)
            painter.drawPolygon(_down_to(bottom, xs, scene.heights.ys(rows[:, ORGANIC])))


def _paint_organic(painter: QPainter, scene: Scene) -> None:
    """The edge between them."""
    for stretch in scene.stretches:
        _stroke(painter, scene, stretch.rows, stretch.rows[:, ORGANIC], _ORGANIC_PEN)


def _paint_surge(painter: QPainter, scene: Scene) -> None:
    """What lies above the surge line, hatched, with a bar at the top edge for as long as it did."""
    if scene.surge_factor is None:
        return
    painter.setPen(Qt.PenStyle.NoPen)
    for rows in (stretch.rows for stretch in scene.stretches):
        line = rows[:, BASELINE] * scene.surge_factor
        for first, last in _runs(rows[:, TOTAL] > line):
            part = slice(max(0, first - 1), last + 1)
            _paint_run(painter, scene, rows[part], line[part])
    if scene.surge_from is not None:
        _bar(painter, scene, scene.axis.x(scene.surge_from), scene.axis.x(scene.now))


def _paint_run(painter: QPainter, scene: Scene, rows: Rows, line: Rows) -> None:
    xs, total = scene.xs(rows), scene.heights.ys(rows[:, TOTAL])
    low = scene.heights.ys(np.fmin(line, rows[:, TOTAL]))
    painter.setBrush(QBrush(marks.hatch(Hue.YELLOW, painter.device().devicePixelRatio())))
    painter.drawPolygon(_polygon(np.append(xs, xs[::-1]), np.append(total, low[::-1])))
    _bar(painter, scene, xs[0], xs[-1])


def _paint_lines(painter: QPainter, scene: Scene) -> None:
    """Viewers, and beside them the baseline and the surge line, whose dashes are counted from the left."""
    for stretch in scene.stretches:
        _stroke(painter, scene, stretch.rows, stretch.rows[:, TOTAL], _TOTAL_PEN)
    baseline = scene.rows[:, BASELINE]
    _stroke(painter, scene, scene.rows, baseline, _BASELINE_PEN)
    if scene.surge_factor is not None:
        _stroke(painter, scene, scene.rows, baseline * scene.surge_factor, _SURGE_PEN)


def _stroke(painter: QPainter, scene: Scene, rows: Rows, viewers: Rows, pen: QPen) -> None:
    path = fn.arrayToQPath(scene.xs(rows), scene.heights.ys(viewers), connect="finite")
    painter.strokePath(path, pen)


def _paint_marks(painter: QPainter, scene: Scene) -> None:
    """What happened: an icon above the graph and a dashed line through it."""
    ground = scene.ground()
    ratio = painter.device().devicePixelRatio()
    for mark in scene.marks:
        painter.setPen(_pen(theme.colour(mark.hue), (2, 3)))
        painter.drawLine(QPointF(mark.x, ground.top()), QPointF(mark.x, ground.bottom() - 1))
        painter.drawPixmap(
            QPointF(mark.x - MARK_PX / 2, _MARK_TOP), icon(mark.icon, MARK_PX, mark.hue, ratio)
        )


def _paint_now(painter: QPainter, scene: Scene) -> None:
    """Where the present is."""
    x = round(scene.axis.x(scene.now))
    painter.setPen(theme.T1)
    top = max(0, scene.heights.top - 4)
    painter.drawLine(QPointF(x, top), QPointF(x, scene.heights.bottom + (1 if scene.with_axis else 0)))


def _paint_labels(painter: QPainter, scene: Scene) -> None:
    """Words and figures in the plot."""
    for label in (*scene.names, *scene.figures):
        text.draw(painter, (round(label.x), round(label.y) - 8), 16, label.text, label.style)


LAYERS: Final[tuple[Callable[[QPainter, Scene], None], ...]] = (
    _paint_ground,
    _paint_areas,
    _paint_organic,
    _paint_surge,
    _paint_lines,
    _paint_marks,
    _paint_now,
    _paint_labels,
)
"""What is painted, from the ground up."""


def paint_hovered(painter: QPainter, scene: Scene, hovered: Hovered) -> None:
    """A line under the pointer and what was so there."""
    ground, x = scene.ground(), round(hovered.x)
    painter.setPen(theme.EDGE)
    painter.drawLine(QPointF(x, ground.top()), QPointF(x, ground.bottom() - 1))
    width = max(text.width(line, _SAID) for line in hovered.lines) + 16
    left = x + _LABEL_GAP if x + _LABEL_GAP + width <= ground.right() else x - _LABEL_GAP - width
    box = QRectF(max(0.0, left), ground.top() + 4, width, 16 * len(hovered.lines) + 8)
    painter.fillRect(box, theme.BG3)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(box.adjusted(0, 0, -1, -1))
    for row, line in enumerate(hovered.lines):
        text.draw(painter, (round(box.left()) + 8, round(box.top()) + 4 + 16 * row), 16, line, _SAID)


def _down_to(bottom: float, xs: Rows, ys: Rows) -> QPolygonF:
    return _polygon(np.concatenate(([xs[0]], xs, [xs[-1]])), np.concatenate(([bottom], ys, [bottom])))


def _polygon(xs: Rows, ys: Rows) -> QPolygonF:
    polygon: QPolygonF = fn.arrayToQPolygonF(xs, ys)
    return polygon


def _runs(above: np.ndarray) -> list[tuple[int, int]]:
    """First and last place of each run of True."""
    if not above.any():
        return []
    edges = np.flatnonzero(np.diff(np.concatenate(([0], above.astype(np.int8), [0]))))
    return [(int(first), int(after) - 1) for first, after in edges.reshape(-1, 2)]


def _bar(painter: QPainter, scene: Scene, left: float, right: float) -> None:
    left = max(left, scene.axis.left)
    painter.fillRect(
        QRectF(round(left), scene.heights.top, max(2, round(right - left)), _BAR_PX), theme.YELLOW
    )
