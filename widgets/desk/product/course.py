"""Stock left and when it will be gone: the broadcast as recorded, the forecast as a fan, viewers below.

Grey is real; blue is ours, purple a stop. Drawn anew when there is news and when the line of now has moved
by a pixel; what the pointer shows is said beside it.
"""

from datetime import datetime
from typing import Final

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from app.views.gauge import GaugeView
from app.views.product import CourseView
from app.words import MISSING, _, clock_time, number
from widgets.desk.product import course_lines, course_marks
from widgets.desk.product.frame import LANE, LEFT, Frame, frame_of
from widgets.desk.product.recorded import Live, Points, points_of
from widgets.gauge.face import face_of
from widgets.kit import marks, text, theme
from widgets.kit.text import Style
from widgets.store import RoomStore

_NOTE: Final = Style(theme.NOTE.size, theme.T3)
_SAID: Final = Style(theme.NOTE.size, theme.T1)
_GAP: Final = 8
_LEAST: Final = 260
_STEP_PX: Final = 8


class CoursePlot(QWidget):
    """The plot. Left and right move the line of time that the pointer moves too."""

    def __init__(self, store: RoomStore, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._view: GaugeView | None = None
        self._course: CourseView | None = None
        self._empty = ""
        self._stock, self._viewers = Live(), Live()
        self._recorded: tuple[Points, Points] = ([], [])
        self._now_x = -1
        self._hover: int | None = None
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(_LEAST)
        self.setAccessibleName(_("Stock left, forecast and viewers over time"))

    def begin(self, view: GaugeView) -> None:
        """Another product: nothing of the one before stays."""
        self._stock.begin(None)
        self._viewers.begin(None)
        self._course, self._recorded, self._hover = None, ([], []), None
        self._empty = _("Reading the record…")
        self.show_gauge(view)

    def show_gauge(self, view: GaugeView) -> None:
        """The product says this now."""
        if self._view is None or view.available != self._view.available:
            self._stock.add(self._store.now(), view.available)
        self._view = view
        self.update()

    def show_course(self, course: CourseView | None, at: datetime, empty: str) -> None:
        """The record as it was read then; without one, `empty` says why."""
        self._course, self._empty = course, empty
        step_s = 1.0 if course is None else course.step_s
        self._stock.begin(at, step_s)
        self._viewers.begin(at, step_s)
        self._recorded = (
            ([], [])
            if course is None
            else (points_of(course, course.stock), points_of(course, course.viewers))
        )
        self.update()

    def tick(self) -> None:
        """A second went by: the line of now moves on."""
        frame = self._frame()
        if frame is None or (self._course is not None and not self._course.running):
            return
        self._viewers.add(self._store.now(), self._watching())
        now_x = round(frame.x(self._store.now()))
        if now_x != self._now_x:
            self._now_x = now_x
            self.update()

    @property
    def said(self) -> tuple[str, ...]:
        """What stands beside the pointer; empty where it points at nothing."""
        frame = self._frame()
        if self._hover is None or frame is None:
            return ()
        return self._said_at(frame.at(self._hover))

    def point_at(self, x: int | None) -> None:
        """Say what was at this pixel; None: at none."""
        frame = self._frame()
        inside = x is not None and frame is not None and frame.left <= x < frame.right
        hover = x if inside else None
        if hover != self._hover:
            self._hover = hover
            self.setAccessibleDescription(", ".join(self.said))
            self.update()

    def _frame(self) -> Frame | None:
        if self._view is None:
            return None
        return frame_of((self.width(), self.height()), self._view, self._course, self._store.now())

    def _watching(self) -> int | None:
        """Viewers of all sources together."""
        known = [view.viewers for view in self._store.traffic.values() if view.viewers is not None]
        return sum(known) if known else None

    def _said_at(self, at: datetime) -> tuple[str, ...]:
        if at > self._store.now():
            return (clock_time(at, self._store.zone, seconds=False),)
        stock = _figure_at((*self._recorded[0], *self._stock.points), at)
        viewers = _figure_at((*self._recorded[1], *self._viewers.points), at)
        return (
            clock_time(at, self._store.zone),
            _("true stock {units}").format(units=number(stock)),
            _("viewers {viewers}").format(viewers=MISSING if viewers is None else number(viewers)),
        )

    @override
    def sizeHint(self) -> QSize:
        return QSize(640, 400)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        frame, view = self._frame(), self._view
        if frame is None or view is None:
            return
        painter = QPainter(self)
        self._paint(painter, frame, view)
        painter.end()

    def _paint(self, painter: QPainter, frame: Frame, view: GaugeView) -> None:
        store, course = self._store, self._course
        now, zone = store.now(), store.zone
        over = course is not None and not course.running
        face = face_of(view, now, zone)
        course_marks.paint_ground(painter, frame, zone)
        if course is not None:
            course_marks.paint_bands(painter, frame, course)
        course_marks.paint_levels(painter, frame, view)
        if course is not None:
            course_lines.paint_expected(painter, frame, course)
        if not over:
            course_lines.paint_fan(painter, frame, view, now)
        course_lines.paint_stock(painter, frame, self._recorded[0], self._stock.points)
        course_lines.paint_viewers(painter, frame, (*self._recorded[1], *self._viewers.points))
        if course is not None:
            course_marks.paint_band_words(painter, frame, course, now)
        if not over:
            course_lines.paint_now(painter, frame, view, theme.colour(face.bar), now)
            course_lines.paint_sold_out_at(painter, frame, view, now, zone)
            course_lines.paint_watching(painter, frame, now, self._watching(), self._surge())
        if course is None:
            room = frame.width - 2 * _GAP
            text.draw_elided(painter, (LEFT + _GAP, frame.top + _GAP), 20, self._empty, _NOTE, room)
        self._paint_hover(painter, frame)

    def _surge(self) -> float | None:
        """By how much more than usual are watching, where that is a surge."""
        ratios = [
            view.surge_ratio
            for view in self._store.traffic.values()
            if view.surge_from is not None and view.surge_ratio is not None
        ]
        return max(ratios, default=None)

    def _paint_hover(self, painter: QPainter, frame: Frame) -> None:
        words = self.said
        if self._hover is None or not words:
            return
        painter.fillRect(self._hover, frame.top, 1, frame.lane_top + LANE - frame.top, theme.EDGE)
        wide = max(text.width(each, _SAID) for each in words) + 2 * _GAP
        tall = theme.NOTE.line * len(words) + _GAP
        right = self._hover + _GAP + wide <= self.width()
        left = self._hover + _GAP if right else self._hover - _GAP - wide
        painter.fillRect(left, frame.top + _GAP, wide, tall, theme.BG3)
        for row, each in enumerate(words):
            where = (left + _GAP, frame.top + _GAP + _GAP // 2 + row * theme.NOTE.line)
            text.draw(painter, where, theme.NOTE.line, each, _SAID)
        marks.outline(painter, QRect(left, frame.top + _GAP, wide, tall), theme.EDGE)

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.point_at(round(event.position().x()))

    @override
    def leaveEvent(self, event: QEvent) -> None:
        self.point_at(None)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Left: -_STEP_PX, Qt.Key.Key_Right: _STEP_PX}
        step, frame = steps.get(Qt.Key(event.key())), self._frame()
        if step is None or frame is None:
            super().keyPressEvent(event)
            return
        here = round(frame.x(self._store.now())) if self._hover is None else self._hover
        self.point_at(min(frame.right - 1, max(frame.left, here + step)))


def _figure_at(points: tuple[tuple[datetime, int | None], ...], at: datetime) -> int | None:
    """The figure of the first point that is not earlier, else the last one known."""
    return next((figure for when, figure in points if when >= at), points[-1][1] if points else None)
