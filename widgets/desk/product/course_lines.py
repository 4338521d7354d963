"""The lines of a product's plot: stock as recorded, what was expected, the fan of the forecast, viewers."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta, tzinfo
from itertools import pairwise
from typing import Final

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from app.views.gauge import GaugeView
from app.views.product import CourseView
from app.words import _, clock_time, number, p_
from widgets.desk.product.frame import LANE, Frame
from widgets.kit import text, theme
from widgets.kit.text import Style

_NOTE: Final = Style(theme.NOTE.size, theme.T3)
_TOLD: Final = Style(theme.TEXT.size, theme.T2)
_STRONG: Final = Style(theme.STRONG.size, theme.T1, bold=True)
_WATCHING: Final = Style(theme.TEXT.size, theme.T1, bold=True)
_SURGE: Final = Style(theme.NOTE.size, theme.YELLOW)
_GAP: Final = 8
_WORDS: Final = 38
"""Two lines of words."""

Point = tuple[datetime, int | None]


def paint_stock(painter: QPainter, frame: Frame, recorded: Sequence[Point], live: Sequence[Point]) -> None:
    """What there was; broken where nobody knew."""
    _clip(painter, frame)
    painter.setPen(QPen(theme.T1, 1))
    for run in _runs((*recorded, *live)):
        painter.drawPolyline(QPolygonF([QPointF(frame.x(at), frame.y(units)) for at, units in run]))
    painter.setClipping(False)


def paint_viewers(painter: QPainter, frame: Frame, points: Sequence[Point]) -> None:
    """Who watched, as a ground below the plot."""
    lane = QRect(frame.left, frame.lane_top, frame.width, LANE)
    painter.fillRect(lane, theme.BG0)
    text.draw_right(
        painter,
        (frame.left - _GAP, frame.lane_top + 8),
        16,
        p_("product", "Viewers"),
        _NOTE,
        frame.left - _GAP,
    )
    most = max((viewers for _at, viewers in points if viewers is not None), default=0)
    if most <= 0:
        return
    tall = (LANE - 8) / most
    foot = frame.lane_top + LANE
    painter.setClipRect(lane)
    for run in _runs(points):
        line = [QPointF(frame.x(at), foot - viewers * tall) for at, viewers in run]
        ground = QPolygonF([QPointF(line[0].x(), foot), *line, QPointF(line[-1].x(), foot)])
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.ORGANIC)
        painter.drawPolygon(ground)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme.T2, 1))
        painter.drawPolyline(QPolygonF(line))
    painter.setClipping(False)


def paint_expected(painter: QPainter, frame: Frame, course: CourseView) -> None:
    """What was forecast before the start, dashed, with its name where it leaves the plot."""
    if len(course.expected) < 2:  # noqa: PLR2004 - two points make a line
        return
    _clip(painter, frame)
    painter.setPen(QPen(theme.T3, 1, Qt.PenStyle.DashLine))
    line = [QPointF(frame.x(at), frame.y(units)) for at, units in course.expected]
    painter.drawPolyline(QPolygonF(line))
    painter.setClipping(False)
    words = _("expected before the start")
    left = frame.right - text.width(words, _NOTE) - 3 * _GAP
    y = _height_at(line, left)
    if y is not None and frame.top < y - 18 and y < frame.bottom - 30:
        text.draw(painter, (left, round(y) - 20), 16, words, _NOTE)


def paint_fan(painter: QPainter, frame: Frame, view: GaugeView, now: datetime) -> None:
    """From what there is now down to nothing: 10 to 90 % of cases as a fan, the median as a line."""
    minutes, available = view.sell_out, view.available
    if minutes is None or not available:
        return
    here = QPointF(frame.x(now), frame.y(available))
    low, middle, high = (
        QPointF(frame.x(_after(now, ends)), frame.y(0)) for ends in (minutes.p10, minutes.p50, minutes.p90)
    )
    _clip(painter, frame)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.FAINT)
    painter.drawPolygon(QPolygonF([here, high, low]))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(theme.T2, 1))
    painter.drawLine(here, low)
    painter.drawLine(here, high)
    painter.setPen(QPen(theme.T1, 2))
    painter.drawLine(here, middle)
    for end, colour in ((low, theme.T2), (middle, theme.T1), (high, theme.T2)):
        painter.fillRect(round(end.x()), frame.bottom - 6, 1, 6, colour)
    painter.setClipping(False)


def paint_now(painter: QPainter, frame: Frame, view: GaugeView, hue: QColor, now: datetime) -> None:
    """The line of now through both, and on it what there is."""
    x = round(frame.x(now))
    painter.fillRect(x, frame.top - 4, 1, frame.lane_top + LANE - frame.top + 6, theme.T1)
    if view.available is None:
        return
    y = round(frame.y(view.available))
    painter.fillRect(x - 4, y - 4, 8, 8, hue)
    top = max(frame.top + 2, y - 24)
    words = number(view.available)
    left = x + 10
    if left + text.width(words, _STRONG) > frame.right:
        left = x - 10 - text.width(words, _STRONG)
    text.draw(painter, (left, top), 20, words, _STRONG)


def paint_sold_out_at(painter: QPainter, frame: Frame, view: GaugeView, now: datetime, zone: tzinfo) -> None:
    """When it will be gone, at the foot of the fan where there is room."""
    minutes = view.sell_out
    if minutes is None or not view.available:
        if view.lasts_the_show:
            _beside_now(painter, frame, now, _("lasts the show"))
        return
    ends = [
        clock_time(_after(now, each), zone, seconds=False) for each in (minutes.p10, minutes.p50, minutes.p90)
    ]
    wide = text.width(ends[0], _TOLD) + text.width(ends[1], _STRONG) + text.width(ends[2], _TOLD) + 12
    left = _free_place(frame, now, minutes.p10, minutes.p90, wide)
    top = frame.bottom - _WORDS - 4
    if left is None:
        left, top = frame.right - wide - 4, frame.top + 4
    text.draw(painter, (left, top), 16, _("Sold out at"), _NOTE)
    x = left + text.draw(painter, (left, top + 16), 22, ends[0], _TOLD) + 6
    x += text.draw(painter, (x, top + 16), 22, ends[1], _STRONG) + 6
    text.draw(painter, (x, top + 16), 22, ends[2], _TOLD)


def paint_watching(
    painter: QPainter, frame: Frame, now: datetime, viewers: int | None, surge: float | None
) -> None:
    """How many watch now, right of the line of now, and whether that is a surge."""
    left = round(frame.x(now)) + 14
    room = frame.right - left
    words = number(viewers)
    if text.width(words, _WATCHING) > room:
        return
    text.draw(painter, (left, frame.lane_top + 6), 20, words, _WATCHING)
    if surge is not None:
        said = _("surge {ratio} ×").format(ratio=f"{surge:.2f}")
        text.draw_elided(painter, (left, frame.lane_top + 28), 16, said, _SURGE, room)


def _free_place(frame: Frame, now: datetime, first: float, last: float, wide: int) -> int | None:
    """Where words at the foot meet no line: right of the fan, else left below it."""
    after = round(frame.x(_after(now, last))) + _GAP
    if after + wide <= frame.right:
        return after
    here, low = frame.x(now), frame.x(_after(now, first))
    left = round(here) + _GAP
    # the fan's lower edge falls from here to `low`; words fit where it is still high enough
    return left if left + wide < here + (low - here) * 0.6 else None


def _beside_now(painter: QPainter, frame: Frame, now: datetime, words: str) -> None:
    left = round(frame.x(now)) + _GAP
    if left + text.width(words, _NOTE) <= frame.right:
        text.draw(painter, (left, frame.bottom - 24), 16, words, _NOTE)


def _after(now: datetime, minutes: float) -> datetime:
    return now + timedelta(minutes=min(minutes, 24 * 60.0))


def _height_at(line: Sequence[QPointF], x: float) -> float | None:
    """How high the line lies at a pixel."""
    for before, after in pairwise(line):
        if before.x() <= x <= after.x() and after.x() > before.x():
            share = (x - before.x()) / (after.x() - before.x())
            return before.y() + share * (after.y() - before.y())
    return None


def _runs(points: Iterable[Point]) -> list[list[tuple[datetime, int]]]:
    """The points cut where nothing was known."""
    runs: list[list[tuple[datetime, int]]] = [[]]
    for at, figure in points:
        if figure is None:
            runs.append([])
        else:
            runs[-1].append((at, figure))
    return [run for run in runs if run]


def _clip(painter: QPainter, frame: Frame) -> None:
    painter.setClipRect(QRect(frame.left, frame.top, frame.width, frame.height))
