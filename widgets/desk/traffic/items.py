"""What the graph is painted from: ground, areas, surge, marks, now line, labels. Pixels only, no rules.

Every item reads the one `Scene` it was given and paints it whole; nothing is anti-aliased but icons and text.
"""

from dataclasses import dataclass

import numpy as np
from pyqtgraph import functions as fn
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget
from typing_extensions import override

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
_NOTE = Style(12, theme.T3)
_SAID = Style(12, theme.T1)


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
class Scene:
    """Everything that is drawn, in pixels: made once per change, read by all items."""

    axis: TimeAxis
    heights: Heights
    stretches: tuple[Rows, ...]
    surge_factor: float | None
    surge_from: float | None
    now: float
    ticks: tuple[Tick, ...]
    labels: tuple[Label, ...]
    marks: tuple[PlacedMark, ...]
    with_axis: bool

    def xs(self, rows: Rows) -> Rows:
        """Pixels of the rows' instants."""
        pixels: Rows = self.axis.left + (rows[:, AT] - self.axis.start) / self.axis.step
        return pixels

    def ground(self) -> QRectF:
        """The rectangle between the axes."""
        return QRectF(
            self.axis.left, self.heights.top, self.axis.width, self.heights.bottom - self.heights.top
        )


class Painted(QGraphicsItem):
    """An item as large as the view that paints what the scene says."""

    def __init__(self, z: int) -> None:
        super().__init__()
        self.setZValue(z)
        self._bounds = QRectF()
        self.scene_drawn: Scene | None = None

    def draw(self, scene: Scene, bounds: QRectF, changed: QRectF) -> None:
        """Paint this from now on, at once where it `changed`."""
        if bounds != self._bounds:
            self.prepareGeometryChange()
            self._bounds = bounds
        self.scene_drawn = scene
        self.update(changed)

    @override
    def boundingRect(self) -> QRectF:
        return self._bounds

    @override
    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        if self.scene_drawn is not None:
            self.paint_scene(painter, self.scene_drawn)

    def paint_scene(self, painter: QPainter, scene: Scene) -> None:
        """Paint; each kind of item its own."""
        raise NotImplementedError


class Ground(Painted):
    """The dark ground, the grid and the figures at its edges."""

    @override
    def paint_scene(self, painter: QPainter, scene: Scene) -> None:
        ground = scene.ground()
        painter.fillRect(ground, theme.BG0)
        self._times(painter, scene, ground)
        self._figures(painter, scene, ground)

    @staticmethod
    def _times(painter: QPainter, scene: Scene, ground: QRectF) -> None:
        for tick in scene.ticks:
            painter.setPen(theme.GRID)
            painter.drawLine(QPointF(tick.x, ground.top()), QPointF(tick.x, ground.bottom() - 1))
            if tick.text:
                left = round(tick.x) - text.width(tick.text, _NOTE) // 2
                text.draw(painter, (left, round(ground.bottom()) + 2), 16, tick.text, _NOTE)

    @staticmethod
    def _figures(painter: QPainter, scene: Scene, ground: QRectF) -> None:
        if not scene.with_axis or not scene.stretches:
            return
        for viewers in scene.heights.ticks:
            y = round(scene.heights.y(viewers))
            painter.setPen(theme.LINE)
            painter.drawLine(QPointF(ground.left(), y), QPointF(ground.right() - 1, y))
            right = round(ground.left()) - 8
            text.draw_right(painter, (right, y - 8), 16, short_figure(viewers), _NOTE, right)


class Areas(Painted):
    """Organic viewers and, on top of them, paid ones: two greys."""

    @override
    def paint_scene(self, painter: QPainter, scene: Scene) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        for rows in scene.stretches:
            xs, bottom = scene.xs(rows), float(scene.heights.bottom)
            organic = rows[:, ORGANIC]
            known = bool(np.isfinite(organic).all())
            painter.setBrush(theme.PAID if known else theme.ORGANIC)
            painter.drawPolygon(_down_to(bottom, xs, scene.heights.ys(rows[:, TOTAL])))
            if known:
                painter.setBrush(theme.ORGANIC)
                painter.drawPolygon(_down_to(bottom, xs, scene.heights.ys(organic)))


class Surge(Painted):
    """What lies above the surge line, hatched, with a bar at the top edge for as long as it did."""

    @override
    def paint_scene(self, painter: QPainter, scene: Scene) -> None:
        if scene.surge_factor is None:
            return
        painter.setPen(Qt.PenStyle.NoPen)
        for rows in scene.stretches:
            line = rows[:, BASELINE] * scene.surge_factor
            for first, last in _runs(rows[:, TOTAL] > line):
                part = slice(max(0, first - 1), last + 1)
                self._paint_run(painter, scene, rows[part], line[part])
        if scene.surge_from is not None:
            _bar(painter, scene, scene.axis.x(scene.surge_from), scene.axis.x(scene.now))

    @staticmethod
    def _paint_run(painter: QPainter, scene: Scene, rows: Rows, line: Rows) -> None:
        xs, total = scene.xs(rows), scene.heights.ys(rows[:, TOTAL])
        low = scene.heights.ys(np.fmin(line, rows[:, TOTAL]))
        painter.setBrush(QBrush(marks.hatch(Hue.YELLOW, painter.device().devicePixelRatio())))
        painter.drawPolygon(_polygon(np.append(xs, xs[::-1]), np.append(total, low[::-1])))
        _bar(painter, scene, xs[0], xs[-1])


class Marks(Painted):
    """What happened: an icon above the graph and a dashed line through it."""

    @override
    def paint_scene(self, painter: QPainter, scene: Scene) -> None:
        ground = scene.ground()
        ratio = painter.device().devicePixelRatio()
        for mark in scene.marks:
            pen = QPen(theme.colour(mark.hue), 1)
            pen.setCosmetic(True)
            pen.setDashPattern([2, 3])
            painter.setPen(pen)
            painter.drawLine(QPointF(mark.x, ground.top()), QPointF(mark.x, ground.bottom() - 1))
            painter.drawPixmap(
                QPointF(mark.x - MARK_PX / 2, _MARK_TOP), icon(mark.icon, MARK_PX, mark.hue, ratio)
            )


class NowLine(Painted):
    """Where the present is."""

    @override
    def paint_scene(self, painter: QPainter, scene: Scene) -> None:
        x = round(scene.axis.x(scene.now))
        painter.setPen(theme.T1)
        top = max(0, scene.heights.top - 4)
        painter.drawLine(QPointF(x, top), QPointF(x, scene.heights.bottom + (1 if scene.with_axis else 0)))


class Labels(Painted):
    """Words and figures in the plot."""

    @override
    def paint_scene(self, painter: QPainter, scene: Scene) -> None:
        for label in scene.labels:
            text.draw(painter, (round(label.x), round(label.y) - 8), 16, label.text, label.style)


@dataclass(frozen=True, slots=True)
class Hovered:
    """What the pointer is over: where, and the lines said about it."""

    x: float
    lines: tuple[str, ...]


class Hover(Painted):
    """A line under the pointer and what was so there."""

    def __init__(self, z: int) -> None:
        super().__init__(z)
        self.hovered: Hovered | None = None

    def point_at(self, hovered: Hovered | None) -> None:
        """Show this, or nothing."""
        if hovered != self.hovered:
            self.hovered = hovered
            self.update()

    @override
    def paint_scene(self, painter: QPainter, scene: Scene) -> None:
        if self.hovered is None:
            return
        ground, x = scene.ground(), round(self.hovered.x)
        painter.setPen(theme.EDGE)
        painter.drawLine(QPointF(x, ground.top()), QPointF(x, ground.bottom() - 1))
        self._paint_box(painter, ground, x, self.hovered.lines)

    @staticmethod
    def _paint_box(painter: QPainter, ground: QRectF, x: int, lines: tuple[str, ...]) -> None:
        width = max(text.width(line, _SAID) for line in lines) + 16
        left = x + _LABEL_GAP if x + _LABEL_GAP + width <= ground.right() else x - _LABEL_GAP - width
        box = QRectF(max(0.0, left), ground.top() + 4, width, 16 * len(lines) + 8)
        painter.fillRect(box, theme.BG3)
        painter.setPen(theme.EDGE)
        painter.drawRect(box.adjusted(0, 0, -1, -1))
        for row, line in enumerate(lines):
            text.draw(painter, (round(box.left()) + 8, round(box.top()) + 4 + 16 * row), 16, line, _SAID)


def _down_to(bottom: float, xs: Rows, ys: Rows) -> QPolygonF:
    return _polygon(np.concatenate(([xs[0]], xs, [xs[-1]])), np.concatenate(([bottom], ys, [bottom])))


def _polygon(xs: Rows, ys: Rows) -> QPolygonF:
    polygon: QPolygonF = fn.arrayToQPolygonF(xs, ys)
    return polygon


def _runs(above: np.ndarray) -> list[tuple[int, int]]:
    """First and last place of each run of True."""
    edges = np.flatnonzero(np.diff(np.concatenate(([0], above.astype(np.int8), [0]))))
    return [(int(first), int(after) - 1) for first, after in edges.reshape(-1, 2)]


def _bar(painter: QPainter, scene: Scene, left: float, right: float) -> None:
    left = max(left, scene.axis.left)
    painter.fillRect(
        QRectF(round(left), scene.heights.top, max(2, round(right - left)), _BAR_PX), theme.YELLOW
    )
