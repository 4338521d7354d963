"""The picture: a lane a product with its true stock, its sales, and when it was off sale, on one time axis.

Blue is ours (virtual), orange is true, purple is a stop; each band has its icon. Drawn when there is news and
when the pointer moves, never with a poll.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from functools import lru_cache
from typing import Final

from PySide6.QtCore import QEvent, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from app.views.comparison import ComparisonView, LaneView, SpanView
from app.words import MISSING, _, clock_time, number, p_, plain
from widgets.kit import marks, text, theme
from widgets.kit.icons import icon
from widgets.kit.text import Style
from widgets.kit.theme import Hue

LANE: Final = 64
AXIS: Final = 24
_GAP: Final = 8
_RIGHT: Final = 12
_LABELS: Final = 208
_LABELS_SMALL: Final = 148
_SMALL_UNDER: Final = 900
_BAND: Final = 4
_ICON: Final = 12
_TICK_PX: Final = 64
_TICK_MINUTES: Final = (1, 2, 5, 10, 15, 30, 60, 120, 240)
_TITLE: Final = Style(theme.TEXT.size, theme.T1)
_NOTE: Final = Style(theme.NOTE.size, theme.T3)
_SAID: Final = Style(theme.NOTE.size, theme.T1)
_KINDS: Final = ((Hue.BLUE, "lock"), (Hue.PURPLE, "stop"), (Hue.ORANGE, "out"))


@lru_cache(maxsize=8)
def tint(hue: Hue) -> QColor:
    """The colour at a third over the plot's ground, opaque: nothing in a plot is mixed while painting."""
    strong, ground = theme.colour(hue), theme.BG0
    parts = zip(
        (strong.red(), strong.green(), strong.blue()),
        (ground.red(), ground.green(), ground.blue()),
        strict=True,
    )
    return QColor(*(round(ours / 3 + theirs * 2 / 3) for ours, theirs in parts))


@dataclass(frozen=True, slots=True)
class TimeLine:
    """Instants to pixels. `columns` of the view lie between `left` and `left + width`."""

    view: ComparisonView
    left: int
    width: int

    @property
    def columns(self) -> int:
        """How many figures a lane has."""
        return max(1, len(self.view.viewers))

    @property
    def start(self) -> datetime:
        """The instant at the left edge."""
        return self.view.at if self.view.span is None else self.view.span.start

    def x(self, at: datetime) -> int:
        """Where an instant lies."""
        whole_s = self.columns * self.view.step_s
        return self.left + round((at - self.start).total_seconds() / whole_s * self.width)

    def column_x(self, column: int) -> int:
        """Where a column begins."""
        return self.left + column * self.width // self.columns

    def column_at(self, x: float) -> int | None:
        """The column under a pixel."""
        if not self.left <= x < self.left + self.width:
            return None
        return min(self.columns - 1, int((x - self.left) * self.columns / self.width))

    def at(self, column: int) -> datetime:
        """When a column begins."""
        return self.start + timedelta(seconds=column * self.view.step_s)


def time_line(view: ComparisonView, width: int) -> TimeLine:
    """The axis of a picture so wide."""
    left = _LABELS if width >= _SMALL_UNDER else _LABELS_SMALL
    return TimeLine(view, left, max(1, width - left - _RIGHT))


class Axis(QWidget):
    """The times above the lanes; it stays where it is while they are scrolled."""

    def __init__(self, zone: tzinfo, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._zone = zone
        self._view: ComparisonView | None = None
        self.setFixedHeight(AXIS)

    def show_view(self, view: ComparisonView) -> None:
        """Show this broadcast's times."""
        self._view = view
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self._view is not None and self._view.span is not None:
            for x, at in ticks(time_line(self._view, self.width()), self._zone):
                words = clock_time(at, self._zone, seconds=False)
                left = x - text.width(words, _NOTE) // 2
                if left + text.width(words, _NOTE) <= self.width():
                    text.draw(painter, (left, 0), AXIS, words, _NOTE)
        painter.end()


def ticks(line: TimeLine, zone: tzinfo) -> list[tuple[int, datetime]]:
    """Where the grid of time lies: round wall times, far enough apart for words."""
    span_s = line.columns * line.view.step_s
    wide_s = _TICK_PX * span_s / line.width
    gap_s = 60 * next((each for each in _TICK_MINUTES if each * 60 >= wide_s), _TICK_MINUTES[-1])
    offset = line.start.astimezone(zone).utcoffset()
    shift_s = offset.total_seconds() if offset else 0.0
    first_s = -(-(line.start.timestamp() + shift_s) // gap_s) * gap_s - shift_s - line.start.timestamp()
    count = max(0, int((span_s - first_s) // gap_s) + 1)
    instants = (line.start + timedelta(seconds=first_s + gap_s * place) for place in range(count))
    return [(line.x(at), at) for at in instants]


class Lanes(QWidget):
    """The lanes. Arrow keys move what the pointer does: a line of time, and what was then.

    A lane is as high as its scale: stock and sales are each drawn against their own most in it.
    """

    def __init__(self, zone: tzinfo, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._zone = zone
        self._view: ComparisonView | None = None
        self._hover: tuple[int, int] | None = None
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(_("True stock, sales and sold-outs over time"))

    def show_view(self, view: ComparisonView) -> None:
        """Show another comparison."""
        self._view, self._hover = view, None
        self.setFixedHeight(max(LANE, LANE * len(view.lanes)))
        self.update()

    @property
    def said(self) -> tuple[str, ...]:
        """What stands beside the pointer; empty where it points at nothing."""
        if self._view is None or self._hover is None:
            return ()
        lane, column = self._hover
        return said_at(self._view, lane, column, self._zone)

    def point_at(self, lane: int, column: int) -> None:
        """Say what was in this lane and column; nothing where there is none."""
        view = self._view
        inside = view is not None and 0 <= lane < len(view.lanes) and 0 <= column < len(view.viewers)
        hover = (lane, column) if inside else None
        if hover != self._hover:
            self._hover = hover
            self.setAccessibleDescription("\n".join(self.said))
            self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(480, self.height())

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self._view is not None:
            line = time_line(self._view, self.width())
            first, last = event.rect().top() // LANE, event.rect().bottom() // LANE
            for place, lane in enumerate(self._view.lanes[first : last + 1], start=first):
                _paint_lane(painter, line, lane, place * LANE, self._zone, self.devicePixelRatioF())
            self._paint_hover(painter, line)
        painter.end()

    def _paint_hover(self, painter: QPainter, line: TimeLine) -> None:
        if self._hover is None:
            return
        lane, column = self._hover
        x = line.column_x(column)
        painter.fillRect(x, 0, 1, self.height(), theme.EDGE)
        words = self.said
        wide = max(text.width(each, _SAID) for each in words) + 2 * _GAP
        tall = theme.NOTE.line * len(words) + _GAP
        left = x + _GAP if x + _GAP + wide <= self.width() else x - _GAP - wide
        top = min(max(0, lane * LANE), max(0, self.height() - tall))
        box = QRect(left, top, wide, tall)
        painter.fillRect(box, theme.BG3)
        marks.outline(painter, box, theme.EDGE)
        for row, each in enumerate(words):
            where = (left + _GAP, top + _GAP // 2 + row * theme.NOTE.line)
            text.draw(painter, where, theme.NOTE.line, each, _SAID)

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._view is None:
            return
        column = time_line(self._view, self.width()).column_at(event.position().x())
        self.point_at(int(event.position().y()) // LANE, -1 if column is None else column)

    @override
    def leaveEvent(self, event: QEvent) -> None:
        self.point_at(-1, -1)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {
            Qt.Key.Key_Left: (0, -1),
            Qt.Key.Key_Right: (0, 1),
            Qt.Key.Key_Up: (-1, 0),
            Qt.Key.Key_Down: (1, 0),
        }
        step = steps.get(Qt.Key(event.key()))
        if step is None or self._view is None or not self._view.lanes:
            super().keyPressEvent(event)
            return
        lane, column = self._hover or (0, len(self._view.viewers) // 2)
        lane = min(max(0, lane + step[0]), len(self._view.lanes) - 1)
        self.point_at(lane, min(max(0, column + step[1]), len(self._view.viewers) - 1))


def said_at(view: ComparisonView, place: int, column: int, zone: tzinfo) -> tuple[str, ...]:
    """What was true of a product in one column of the picture, a line each."""
    lane = view.lanes[place]
    line = TimeLine(view, 0, 1)
    at = line.at(column)
    states = [words for words, spans in _states(lane) if _meets(spans, at, view.step_s)]
    viewers = view.viewers[column]
    return (
        f"{clock_time(at, zone)}  {plain(lane.title, 40)}",
        _("true stock {units}").format(units=number(lane.stock[column])),
        _("sold {units} in {seconds} s").format(
            units=number(lane.sold[column]), seconds=number(round(view.step_s))
        ),
        _("viewers {viewers}").format(viewers=MISSING if viewers is None else number(viewers)),
        *states,
    )


def _states(lane: LaneView) -> tuple[tuple[str, tuple[SpanView, ...]], ...]:
    return (
        (p_("compare", "virtually sold out"), lane.virtual),
        (p_("compare", "emergency stop"), lane.stopped),
        (p_("compare", "truly sold out"), lane.real),
    )


def _meets(spans: tuple[SpanView, ...], at: datetime, step_s: float) -> bool:
    end = at + timedelta(seconds=step_s)
    return any(span.start < end and span.end > at for span in spans)


def _paint_lane(
    painter: QPainter, line: TimeLine, lane: LaneView, top: int, zone: tzinfo, dpr: float
) -> None:
    plot = QRect(line.left, top + 2, line.width, LANE - 4)
    painter.fillRect(plot, theme.BG0)
    _paint_viewers(painter, line, plot)
    bands = ((lane.virtual, *_KINDS[0]), (lane.stopped, *_KINDS[1]), (lane.real, *_KINDS[2]))
    for spans, hue, _name in bands:
        for span in spans:
            left, wide = _place(line, span)
            painter.fillRect(left, plot.top(), wide, plot.height(), tint(hue))
    for x, _at in ticks(line, zone):
        painter.fillRect(x, plot.top(), 1, plot.height(), theme.GRID)
    _paint_sales(painter, line, lane, plot)
    _paint_stock(painter, line, lane, plot)
    for spans, hue, name in bands:
        for span in spans:
            left, wide = _place(line, span)
            painter.fillRect(left, plot.top(), wide, _BAND, theme.colour(hue))
            if wide >= _ICON + 2:
                painter.drawPixmap(left + 1, plot.top() + _BAND + 1, icon(name, _ICON, hue, dpr))
    _paint_names(painter, line, lane, top)


def _place(line: TimeLine, span: SpanView) -> tuple[int, int]:
    """Left edge and width of a span, two pixels at least: what was short must be seen too."""
    left = max(line.left, line.x(span.start))
    right = min(line.left + line.width, max(left + 2, line.x(span.end)))
    return left, right - left


def _paint_viewers(painter: QPainter, line: TimeLine, plot: QRect) -> None:
    most = max((each for each in line.view.viewers if each is not None), default=0)
    if most <= 0:
        return
    for column, viewers in enumerate(line.view.viewers):
        if viewers:
            tall = max(1, round(viewers / most * (plot.height() - _BAND)))
            left, right = line.column_x(column), line.column_x(column + 1)
            painter.fillRect(left, plot.bottom() + 1 - tall, max(1, right - left), tall, theme.BG2)


def _paint_sales(painter: QPainter, line: TimeLine, lane: LaneView, plot: QRect) -> None:
    most = max(lane.sold, default=0)
    if most <= 0:
        return
    for column, units in enumerate(lane.sold):
        if units > 0:
            tall = max(2, round(units / most * plot.height() / 2))
            left, right = line.column_x(column), line.column_x(column + 1)
            painter.fillRect(left, plot.bottom() + 1 - tall, max(1, right - left - 1), tall, theme.BAR)


def _paint_stock(painter: QPainter, line: TimeLine, lane: LaneView, plot: QRect) -> None:
    """A stair of what there was; it is broken where nobody knew."""
    most = max((each for each in lane.stock if each is not None), default=0)
    points: list[QPointF] = []
    painter.setPen(theme.T1)
    for column, units in enumerate((*lane.stock, None)):
        if units is None:
            if points:
                painter.drawPolyline(QPolygonF(points))
            points = []
            continue
        share = units / most if most > 0 else 0.0
        y = plot.bottom() - 1 - round(max(0.0, share) * (plot.height() - _BAND - 4))
        points += [QPointF(line.column_x(column), y), QPointF(line.column_x(column + 1), y)]


def _paint_names(painter: QPainter, line: TimeLine, lane: LaneView, top: int) -> None:
    room = line.left - 2 * _GAP
    text.draw_elided(painter, (_GAP, top + 4), theme.TEXT.line, plain(lane.title), _TITLE, room)
    said = _("stock {units} · sold {sold}").format(units=number(lane.stock_last), sold=number(lane.units))
    text.draw_elided(painter, (_GAP, top + 24), theme.NOTE.line, said, _NOTE, room)
    if lane.ratio is not None:
        words = _("after × {ratio} before").format(ratio=f"{lane.ratio.middle:.2g}")
        style = _SAID if lane.ratio.differs else _NOTE
        text.draw_elided(painter, (_GAP, top + 42), theme.NOTE.line, words, style, room)
