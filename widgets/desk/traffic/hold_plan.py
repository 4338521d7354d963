"""Holds past, running and planned on the time axis of the graph above: bars in lanes, words beside them.

`laid_out` finds the places, `HoldPlan` paints them. Not for changing plans; that is `plan_lanes`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, tzinfo
from math import ceil

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from app.views.room import PlanBar, PlanState
from app.words import _, clock_time, countdown, number
from widgets.desk.traffic.columns import TimeAxis
from widgets.desk.traffic.items import Tick
from widgets.kit import marks, text, theme
from widgets.kit.label import set_plain_tooltip
from widgets.kit.text import Style
from widgets.kit.theme import Hue

LANES = 5
_GAP = 5
_PAST = Style(12, theme.T2)
_OPEN = Style(12, theme.T1)
_LONGEST_TITLE_PX = 104
_ORDER = {
    PlanState.NOT_RESTORED: 0,
    PlanState.RUNNING: 1,
    PlanState.ANNOUNCED: 2,
    PlanState.PLANNED: 3,
    PlanState.DISARMED: 4,
    PlanState.PAST: 5,
}
COMING = (PlanState.ANNOUNCED, PlanState.PLANNED, PlanState.DISARMED)
"""Bars that lie ahead: outlined, for nothing of them is so yet."""


@dataclass(frozen=True, slots=True)
class PlacedBar:
    """A bar in its lane; `text_at` is where its words start, None when there is no room for them."""

    bar: PlanBar
    lane: int
    left: float
    right: float
    text: str
    text_at: float | None

    def span(self) -> tuple[float, float]:
        """The edges of bar and words together."""
        if self.text_at is None:
            return self.left, self.right
        end = self.text_at + text.width(self.text, _OPEN)
        return min(self.left, self.text_at), max(self.right, end)


def laid_out(
    bars: tuple[PlanBar, ...], axis: TimeAxis, now: datetime, words: Callable[[PlanBar], str]
) -> tuple[PlacedBar, ...]:
    """Open holds first, then what comes, then the past from new to old; each in the first lane that fits."""
    lanes: list[list[tuple[float, float]]] = [[] for _lane in range(LANES)]
    placed = []
    for bar in sorted(bars, key=_rank):
        found = _place(bar, axis, now, words(bar), lanes)
        if found is not None:
            placed.append(found)
    return tuple(placed)


def _rank(bar: PlanBar) -> tuple[int, float]:
    at = bar.start.timestamp()
    return _ORDER[bar.state], at if bar.state in COMING else -at


def _place(
    bar: PlanBar, axis: TimeAxis, now: datetime, said: str, lanes: list[list[tuple[float, float]]]
) -> PlacedBar | None:
    left, right = _edges(bar, axis, now)
    if right <= axis.left or left >= axis.right:
        return None
    left, right = max(left, axis.left), min(right, axis.right)
    wide = text.width(said, _OPEN)
    limits = (axis.left + 2.0, axis.right - 2.0)
    if bar.state is PlanState.PAST and left > axis.left:
        limits = (axis.left + 2.0, max(right, axis.x(now.timestamp()) - 2))
    for text_at in (*_text_places(bar, (left, right), wide, limits), None):
        first, last = PlacedBar(bar, 0, left, right, said, text_at).span()
        for lane, taken in enumerate(lanes):
            if all(last + _GAP <= a or b + _GAP <= first for a, b in taken):
                taken.append((first, last))
                return PlacedBar(bar, lane, left, right, said, text_at)
    return None


def _text_places(
    bar: PlanBar, edges: tuple[float, float], wide: float, limits: tuple[float, float]
) -> tuple[float, ...]:
    """Where the words may start: right of a past bar, left of one that reaches into the future."""
    before, after = edges[0] - _GAP - wide, edges[1] + _GAP
    wished = (after, before) if bar.state in (PlanState.PAST, PlanState.NOT_RESTORED) else (before, after)
    if not wide:
        return ()
    return tuple(x for x in wished if limits[0] <= x and x + wide <= limits[1])


def _edges(bar: PlanBar, axis: TimeAxis, now: datetime) -> tuple[float, float]:
    end = now if bar.end is None or bar.state is PlanState.NOT_RESTORED else bar.end
    # what counts down is seen from now on
    start = min(bar.start, now) if bar.state is PlanState.ANNOUNCED else bar.start
    left = round(axis.x(start.timestamp()))
    return left, max(left + 2, round(axis.x(end.timestamp())))


class HoldPlan(QWidget):
    """The lanes. Countdowns of running holds step with `tick`; everything else with `show_bars`."""

    def __init__(self, now: Callable[[], datetime], zone: tzinfo, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._now, self._zone = now, zone
        self._axis = TimeAxis(0, 1, 0.0, 1.0)
        self._ticks: tuple[Tick, ...] = ()
        self._bars: tuple[PlanBar, ...] = ()
        self._now_x = 0
        self._lane_px = 20
        self._past_words = True
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(_("Holds of this broadcast"))

    def set_lane(self, pixels: int, *, past_words: bool) -> None:
        """How high a lane is, and whether past holds are named."""
        self._lane_px, self._past_words = pixels, past_words
        self.updateGeometry()
        self.update()

    def show_bars(self, bars: tuple[PlanBar, ...], axis: TimeAxis, ticks: tuple[Tick, ...]) -> None:
        """Paint these on this axis."""
        if bars != self._bars:
            set_plain_tooltip(self, "\n".join(self._said(bar) for bar in bars[-12:]))
        if (bars, axis, ticks) != (self._bars, self._axis, self._ticks):
            self._bars, self._axis, self._ticks = bars, axis, ticks
            self.update()
        self._move_now()

    def placed(self, bars: tuple[PlanBar, ...]) -> tuple[PlacedBar, ...]:
        """Where these bars and their words go now."""
        return laid_out(bars, self._axis, self._now(), self._words)

    def tick(self) -> None:
        """A second went by: only a running countdown needs paint, and the now line where it moves."""
        if any(bar.state is not PlanState.PAST for bar in self._bars):
            self.update()
        self._move_now()

    def _move_now(self) -> None:
        """The now line goes on where it has come to another pixel."""
        x = round(self._axis.x(self._now().timestamp()))
        if x != self._now_x:
            self._now_x = x
            self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(200, self._lane_px * LANES + 2)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(0, self._lane_px * LANES + 2)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            area = QRectF(self._axis.left, 0, self._axis.width, self.height())
            painter.fillRect(area, theme.BG0)
            painter.setPen(theme.GRID)
            for tick in self._ticks:
                painter.drawLine(QPointF(tick.x, 0), QPointF(tick.x, self.height() - 1))
            for bar in self.placed(self._bars):
                self._paint_bar(painter, bar)
            painter.setPen(theme.T1)
            painter.drawLine(self._now_x, 0, self._now_x, self.height() - 1)

    def _paint_bar(self, painter: QPainter, placed: PlacedBar) -> None:
        top, high = placed.lane * self._lane_px + 4, self._lane_px - 6
        box = QRectF(placed.left, top, placed.right - placed.left, high)
        state = placed.bar.state
        if state in COMING:
            self._paint_coming(painter, placed.bar, box)
        else:
            painter.fillRect(box, theme.BLUE if state is PlanState.RUNNING else theme.FAINT)
        if state is PlanState.NOT_RESTORED:
            self._paint_overdue(painter, placed.bar, box)
        if placed.text_at is not None:
            style = _PAST if state is PlanState.PAST else _OPEN
            text.draw(painter, (round(placed.text_at), top - 2), high + 4, placed.text, style)

    def _paint_coming(self, painter: QPainter, bar: PlanBar, box: QRectF) -> None:
        """An outline; hatched up to it while it counts down, dashed while it is not armed."""
        begins = max(box.left(), round(self._axis.x(bar.start.timestamp())))
        hatched = QRectF(box.left(), box.top(), max(0.0, begins - box.left()), box.height())
        if bar.state is PlanState.ANNOUNCED and not hatched.isEmpty():
            painter.drawTiledPixmap(hatched, marks.hatch(Hue.BLUE, self.devicePixelRatioF()))
        pen = QPen(theme.EDGE if bar.state is PlanState.DISARMED else theme.BLUE)
        pen.setStyle(Qt.PenStyle.DashLine if bar.state is PlanState.DISARMED else Qt.PenStyle.SolidLine)
        painter.setPen(pen)
        painter.drawRect(QRectF(begins, box.top(), max(2.0, box.right() - begins) - 1, box.height() - 1))

    def _paint_overdue(self, painter: QPainter, bar: PlanBar, box: QRectF) -> None:
        """The time past the deadline, in the colour of what a person must see to."""
        due = box.left() if bar.end is None else round(self._axis.x(bar.end.timestamp()))
        left = max(box.left(), min(due - 5, box.right() - 5))
        painter.fillRect(QRectF(left, box.top(), box.right() - left, box.height()), theme.ORANGE)

    def _words(self, bar: PlanBar) -> str:
        if bar.state is PlanState.PAST and not self._past_words:
            return ""
        return f"{text.elided(bar.title, 12, False, _LONGEST_TITLE_PX)} {self._state_words(bar)}"

    def _state_words(self, bar: PlanBar) -> str:
        if bar.state is PlanState.NOT_RESTORED:
            return _("not restored")
        if bar.state is PlanState.ANNOUNCED:
            return countdown(ceil((bar.start - self._now()).total_seconds()))
        if bar.state in COMING:
            return clock_time(bar.start, self._zone, seconds=False)
        if bar.state is PlanState.RUNNING:
            return "" if bar.end is None else countdown((bar.end - self._now()).total_seconds())
        length = 0.0 if bar.end is None else (bar.end - bar.start).total_seconds() / 60
        minutes = max(1, round(length))
        return _("{minutes} min").format(minutes=number(minutes))

    def _said(self, bar: PlanBar) -> str:
        start = clock_time(bar.start, self._zone)
        end = "" if bar.end is None else clock_time(bar.end, self._zone)
        return _("{title}, {start} to {end}").format(title=bar.title, start=start, end=end)
