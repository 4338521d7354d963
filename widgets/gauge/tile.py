"""The gauge as a tile: 250 × 96 (up to 320 wide), or 206 × 88 where there is less room.

Four rows: title, figure, bar, state. Each is painted only where something of it is exposed, so that a
countdown costs its chip and its edge, and a flash its figure.
"""

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter

from widgets.gauge import paint
from widgets.gauge.bar import BELOW as BAR_BELOW
from widgets.gauge.bar import HEIGHT as BAR_HEIGHT
from widgets.gauge.bar import paint_bar, paint_whisker
from widgets.gauge.face import Face
from widgets.gauge.paint import GAP, LEFT, NOTE, QUIET, RIGHT, SMALL, Marked, Moment
from widgets.kit import marks, text, theme
from widgets.kit.chip import HEIGHT as CHIP_HEIGHT
from widgets.kit.chip import chip_width, paint_chip
from widgets.kit.icons import icon
from widgets.kit.text import Style
from widgets.kit.theme import Hue

FIGURE: Final = 24
STATE_HEIGHT: Final = 18
EDGE: Final = 3
"""Height of the edge that shrinks while a hold runs."""
_MEDIAN: Final = Style(16, theme.T1, bold=True)
_OVERSOLD: Final = Style(SMALL, theme.ORANGE, bold=True)
_MINUTES_LINE: Final = 18
_MINUTES_HEIGHT: Final = 24
_WHISKER_DOWN: Final = 19
"""The line of minutes and the whisker below it."""
_MINUTES_GAP: Final = 4
_TREND: Final = {-1: "down", 0: "flat", 1: "up"}
_TREND_ICON: Final = 8
_BADGE_GAP: Final = 6
_PART_GAP: Final = 3
_CLOCK: Final = 10
_LEAST_NOTE: Final = 48
"""A reason is worth cutting only where at least so much of it shows."""


@dataclass(frozen=True, slots=True)
class Shape:
    """Heights of a tile's rows. `tight`: units of measure are left out, the badge takes the trend's place."""

    width: int
    height: int
    top: int
    title: int
    figure: int
    state: int
    whisker: int
    tight: bool


LARGE: Final = Shape(250, 96, 6, 20, 28, 72, 72, tight=False)
SMALL_SHAPE: Final = Shape(206, 88, 4, 18, 26, 64, 60, tight=True)


Row = tuple[int, int, int, int]
"""Left, top, width and height: plain numbers, because a tile is painted in a tenth of a millisecond."""


def figure_rect(box: QRect, shape: Shape, face: Face) -> QRect:
    """What a flash repaints."""
    top = box.y() + shape.top + shape.title
    return QRect(box.x() + LEFT - 4, top, paint.figure_width(face, FIGURE) + 8, shape.figure)


def state_rects(box: QRect, shape: Shape) -> tuple[QRect, QRect]:
    """What a countdown repaints: its row, and the edge below."""
    row = QRect(box.x() + LEFT, box.y() + shape.state, box.width() - LEFT - RIGHT, STATE_HEIGHT)
    return row, QRect(box.x(), box.y() + box.height() - EDGE, box.width(), EDGE)


def paint_tile(
    painter: QPainter,
    box: QRect,
    shape: Shape,
    face: Face,
    moment: Moment,
    marked: Marked = paint.PLAIN,
) -> None:
    """Paint one gauge, only the rows that the moment exposes."""
    x, y, wide = box.x() + LEFT, box.y(), box.width() - LEFT - RIGHT
    exposed = moment.exposed
    first, last = (y, y + shape.height) if exposed is None else (exposed.top(), exposed.bottom())
    below = y + shape.top + shape.title
    paint.paint_ground(painter, box, face, marked, moment.dpr)
    if first < below:
        _paint_title(painter, (x, y + shape.top, wide, shape.title), shape, face, moment, marked)
    if first < below + shape.figure and last >= below:
        _paint_figure_row(painter, (x, below, wide, shape.figure), shape, face, moment, marked)
    below += shape.figure + 1
    if first < below + BAR_HEIGHT + BAR_BELOW and last >= below:
        paint_bar(painter, (x, below, wide, BAR_HEIGHT), face, moment.dpr)
    if last >= y + shape.state:
        _paint_state_row(painter, (x, y + shape.state, wide, STATE_HEIGHT), face, moment)
        _paint_edge(painter, box, face, moment)
    paint.paint_frame(painter, box, face)


def _paint_title(
    painter: QPainter, row: Row, shape: Shape, face: Face, moment: Moment, marked: Marked
) -> None:
    x, y, wide, tall = row
    right = x + wide
    if marked.selected:
        right -= paint.TICK
        marks.tick(painter, right, y + (tall - paint.TICK) // 2, moment.dpr)
        right -= _BADGE_GAP
    if not shape.tight:
        begin = paint.paint_badge_left_of(painter, right, y, tall, face, moment.dpr)
        right = begin - _BADGE_GAP if begin != right else right
    style = paint.TITLE_OLD if face.old else paint.TITLE
    text.draw_elided(painter, (x, y), tall, face.words.title, style, right - x)


def _paint_figure_row(
    painter: QPainter, row: Row, shape: Shape, face: Face, moment: Moment, marked: Marked
) -> None:
    x, y, wide, tall = row
    end = paint.paint_figure(painter, (x, y), tall, face, FIGURE, marked)
    begin = _paint_right(painter, row, shape, face, moment, x + wide - end - GAP)
    _paint_beside(painter, (end + GAP, y, begin - end - 2 * GAP, tall), shape, face, moment)


def _paint_right(painter: QPainter, row: Row, shape: Shape, face: Face, moment: Moment, free: int) -> int:
    """Paint minutes or the aside where they fit; return where they begin."""
    x, y, wide, tall = row
    right = x + wide
    if face.words.minutes is not None:
        return _paint_minutes(painter, (right, y, tall), shape, face, moment, free)
    if not face.words.aside:
        return right
    took = paint.aside_width(face)
    if took <= free:
        paint.paint_aside(painter, right, y, tall, face)
        return right - took
    if not face.words.name_aside:
        return right
    text.draw_elided(painter, (right - free, y), tall, face.words.aside, NOTE, free)
    return right - free


def _paint_minutes(
    painter: QPainter, corner: tuple[int, int, int], shape: Shape, face: Face, moment: Moment, free: int
) -> int:
    """10, 50 and 90 % with the whisker below, right-aligned; the median alone where all three do not fit."""
    right, y, tall = corner
    minutes = face.view.sell_out
    pieces = _minute_pieces(face, free, tight=shape.tight)
    if not pieces or minutes is None:
        return right
    wide = _pieces_width(pieces)
    top = y + (tall - _MINUTES_HEIGHT) // 2
    x = right - wide
    for words, style in pieces:
        drop = paint.sink(SMALL, _MEDIAN.size) if style.size == SMALL else 0
        x += text.draw(painter, (x, top - 1 + drop), _MINUTES_LINE, words, style) + _MINUTES_GAP
    axis = min(shape.whisker, free)
    paint_whisker(painter, (right - axis, top + _WHISKER_DOWN), axis, minutes, moment.dpr)
    return right - max(wide, axis)


def _minute_pieces(face: Face, free: int, *, tight: bool) -> tuple[tuple[str, Style], ...]:
    """The texts of the minutes that fit `free` pixels, each with its look."""
    if face.words.minutes is None:
        return ()
    low, middle, high = face.words.minutes
    unit = "" if tight else f" {face.words.minutes_unit}"
    whole = ((low, NOTE), (middle, _MEDIAN), (f"{high}{unit}", NOTE))
    return next((pieces for pieces in (whole, whole[1:2]) if _pieces_width(pieces) <= free), ())


def _pieces_width(pieces: tuple[tuple[str, Style], ...]) -> int:
    return sum(text.width(*piece) for piece in pieces) + _MINUTES_GAP * max(0, len(pieces) - 1)


def _paint_beside(painter: QPainter, free: Row, shape: Shape, face: Face, moment: Moment) -> None:
    """Between figure and minutes: the badge of a tight tile, true stock, or the trend and the rate."""
    x, y, wide, tall = free
    badge = paint.badge(face) if shape.tight else None
    if badge is not None:
        if chip_width(*badge) <= wide:
            paint_chip(painter, x, y + (tall - CHIP_HEIGHT) // 2, *badge, moment.dpr)
    elif face.words.beside:
        style = _OVERSOLD if face.view.oversold else NOTE
        if text.width(face.words.beside, style) <= wide:
            text.draw(painter, (x, y), tall, face.words.beside, style)
    else:
        _paint_rate(painter, free, shape, face, moment)


def _paint_rate(painter: QPainter, free: Row, shape: Shape, face: Face, moment: Moment) -> None:
    x, y, wide, tall = free
    choices = (face.words.rate_short,) if shape.tight else (face.words.rate, face.words.rate_short)
    mark = _TREND_ICON + 4
    words = next((each for each in choices if each and mark + text.width(each, NOTE) <= wide), "")
    if words:
        arrow = icon(_TREND[face.view.trend], _TREND_ICON, Hue.T3, moment.dpr)
        painter.drawPixmap(x, y + (tall - _TREND_ICON) // 2, arrow)
        text.draw(painter, (x + mark, y), tall, words, NOTE)


def _paint_state_row(painter: QPainter, row: Row, face: Face, moment: Moment) -> None:
    x, y, wide, tall = row
    end = paint.paint_state(painter, (x, y), wide, face, moment)
    right = x + wide
    free = right - end - GAP
    if face.words.note:
        _paint_note(painter, (right, y), face, free)
        return
    parts = _parts_width(face)
    if parts <= free:
        _paint_parts(painter, right - parts, y, face, moment)
    elif face.words.parts and text.width(face.words.sites, NOTE) <= free:
        text.draw_right(painter, (right, y), tall, face.words.sites, NOTE, free)


def _paint_note(painter: QPainter, corner: tuple[int, int], face: Face, free: int) -> None:
    """The note, ending at `corner`; cut only where it holds no figure and enough of it shows."""
    right, y = corner
    note = face.words.note
    if text.width(note, NOTE) <= free:
        text.draw_right(painter, corner, STATE_HEIGHT, note, NOTE, free)
    elif free >= _LEAST_NOTE and not any(letter.isdigit() for letter in note):
        text.draw_elided(painter, (right - free, y), STATE_HEIGHT, note, NOTE, free)


def _parts_width(face: Face) -> int:
    widths = (
        text.width(part.short, NOTE)
        + _PART_GAP
        + text.width(part.units, QUIET)
        + (_CLOCK + _PART_GAP if part.stale else 0)
        for part in face.words.parts
    )
    return sum(widths) + GAP * max(0, len(face.words.parts) - 1)


def _paint_parts(painter: QPainter, x: int, y: int, face: Face, moment: Moment) -> None:
    for part in face.words.parts:
        if part.stale:
            painter.drawPixmap(x, y + 4, icon("clock", _CLOCK, Hue.T3, moment.dpr))
            x += _CLOCK + _PART_GAP
        x += text.draw(painter, (x, y), STATE_HEIGHT, part.short, NOTE) + _PART_GAP
        x += text.draw(painter, (x, y), STATE_HEIGHT, part.units, QUIET) + GAP


def _paint_edge(painter: QPainter, box: QRect, face: Face, moment: Moment) -> None:
    left = face.left(moment.now)
    if left:
        bottom = box.y() + box.height()
        painter.fillRect(box.x(), bottom - EDGE, round(box.width() * left), EDGE, theme.BLUE)
