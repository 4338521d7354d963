"""What stands behind and above the lines of a product's plot: grid, levels, holds, stops, being on air."""

from collections.abc import Sequence
from datetime import datetime, tzinfo
from typing import Final

from PySide6.QtGui import QColor, QPainter

from app.views.gauge import GaugeView
from app.views.product import CourseView, SpanView
from app.words import _, clock_time, n_, number
from widgets.desk.product.frame import LEFT, Frame, time_ticks
from widgets.gauge.face import MARKS
from widgets.kit import marks, text, theme
from widgets.kit.text import Style
from widgets.kit.theme import Hue

_NOTE: Final = Style(theme.NOTE.size, theme.T3)
_TOLD: Final = Style(theme.NOTE.size, theme.T2)
_OURS: Final = Style(theme.NOTE.size, theme.BLUE)
_SHOWN: Final = Style(theme.NOTE.size, theme.T1)
_BAND: Final = 3
_GAP: Final = 6
_SAFETY_LEFT: Final = 112
_LABEL: Final = 17
"""How far above its line a label begins."""
_TINT: Final = 5
"""A band is a fifth of its colour."""


def tint(hue: Hue) -> QColor:
    """The colour over the plot's ground, opaque: nothing in a plot is mixed while painting."""
    strong, ground = theme.colour(hue), theme.BG0
    pairs = ((strong.red(), ground.red()), (strong.green(), ground.green()), (strong.blue(), ground.blue()))
    return QColor(*((ours + (_TINT - 1) * theirs) // _TINT for ours, theirs in pairs))


def paint_ground(painter: QPainter, frame: Frame, zone: tzinfo) -> None:
    """The plot's ground, units at the left and times below."""
    painter.fillRect(frame.left, frame.top, frame.width, frame.height, theme.BG0)
    units = 0
    while units < frame.limit:
        y = round(frame.y(units))
        if units:
            painter.fillRect(frame.left, y, frame.width, 1, theme.GRID)
        text.draw_right(painter, (frame.left - _GAP, y - 8), 16, number(units), _NOTE, LEFT - _GAP)
        units += frame.tick
    for at in time_ticks(frame, zone):
        words, x = clock_time(at, zone, seconds=False), round(frame.x(at))
        left = x - text.width(words, _NOTE) // 2
        if left >= frame.left - LEFT // 2 and left + text.width(words, _NOTE) <= frame.right + _GAP:
            text.draw(painter, (left, frame.bottom + 4), 16, words, _NOTE)


def paint_levels(painter: QPainter, frame: Frame, view: GaugeView) -> None:
    """50, 30 and 10 % of the opening stock, and the safety stock, each with its units."""
    dotted = marks.dashes(Hue.EDGE, 1, 1.0, upright=False, dash=2, gap=4)
    dashed = marks.dashes(Hue.T2, 1, 1.0, upright=False, dash=6, gap=3)
    levels = [round((view.opening or 0) * share) for share in MARKS] if view.opening else []
    safety = [] if view.safety_stock is None else [view.safety_stock]
    for share, units in zip(MARKS, levels, strict=False):
        y = round(frame.y(units))
        painter.drawTiledPixmap(frame.left, y, frame.width, 1, dotted)
        words = _("{share} % = {units}").format(share=round(share * 100), units=number(units))
        text.draw(painter, (frame.left + _GAP, _label_top(frame, y, safety)), 16, words, _NOTE)
    for units in safety:
        y = round(frame.y(units))
        painter.drawTiledPixmap(frame.left, y, frame.width, 1, dashed)
        words = _("safety stock (this broadcast) {units}").format(units=number(units))
        text.draw(painter, (frame.left + _SAFETY_LEFT, _label_top(frame, y, levels)), 16, words, _TOLD)


def _label_top(frame: Frame, y: int, others: Sequence[int]) -> int:
    """Where a line's label stands: above it, below where another line would cross the words."""
    crossed = any(y - _LABEL <= frame.y(units) < y for units in others)
    return y + 2 if crossed else y - _LABEL


def paint_bands(painter: QPainter, frame: Frame, course: CourseView) -> None:
    """When it was off sale because of us, tinted from top to bottom, and when it was shown, as a bar."""
    for spans, hue in ((course.virtual, Hue.BLUE), (course.stopped, Hue.PURPLE)):
        for span in spans:
            left, wide = _place(frame, span)
            painter.fillRect(left, frame.top, wide, frame.height, tint(hue))
            painter.fillRect(left, frame.top, wide, _BAND, theme.colour(hue))
    for span in course.shown:
        left, wide = _place(frame, span)
        painter.fillRect(left, frame.top - _BAND - 1, wide, _BAND, theme.T1)


def paint_band_words(painter: QPainter, frame: Frame, course: CourseView, now: datetime) -> None:
    """What the bands are, above them, where words do not meet: what we did first, then what is newest."""
    told = [(0, span, _hold_words(span), _("Virtual sold-out"), _OURS) for span in course.virtual]
    told += [(1, span, _("Emergency stop"), "", _TOLD) for span in course.stopped]
    told += [(2, span, _("On air"), "", _SHOWN) for span in course.shown if span.start <= now]
    taken: list[tuple[int, int]] = []
    for _rank, span, words, short, style in sorted(told, key=lambda each: (each[0], now - each[1].start)):
        for said in (words, short):
            place = _word_place(frame, span, text.width(said, style), taken) if said else None
            if place is not None:
                taken.append(place)
                text.draw(painter, (place[0], frame.top - 22), 16, said, style)
                break


def _hold_words(span: SpanView) -> str:
    minutes = max(1, round((span.end - span.start).total_seconds() / 60))
    words = n_(
        "Virtual sold-out {minutes} min, not counted in the rate",
        "Virtual sold-out {minutes} min, not counted in the rate",
        minutes,
    )
    return words.format(minutes=number(minutes))


def _word_place(
    frame: Frame, span: SpanView, wide: int, taken: list[tuple[int, int]]
) -> tuple[int, int] | None:
    """Left and right of words over the middle of a span; None where they would meet others."""
    left, width = _place(frame, span)
    start = left + width // 2 - wide // 2
    start = max(frame.left, min(start, frame.right - wide))
    meets = any(start < end + _GAP and start + wide + _GAP > begin for begin, end in taken)
    return None if meets else (start, start + wide)


def _place(frame: Frame, span: SpanView) -> tuple[int, int]:
    """Left edge and width of a span, two pixels at least: what was short must be seen too."""
    left = round(frame.inside(frame.x(span.start)))
    right = round(frame.inside(max(left + 2.0, frame.x(span.end))))
    return left, max(0, right - left)
