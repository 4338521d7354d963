"""The gauge as a row: 24 pixels high in the list, 27 in the strip; the facts of the tile in its order."""

from functools import lru_cache
from typing import Final

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter

from app.words import language
from widgets.gauge import paint
from widgets.gauge.bar import paint_bar
from widgets.gauge.face import CHIPS, Face
from widgets.gauge.paint import GAP, LEFT, NOTE, RIGHT, Marked, Moment
from widgets.gauge.words import COUNTING, chip_name
from widgets.kit import marks, text, theme
from widgets.kit.chip import HEIGHT as CHIP_HEIGHT
from widgets.kit.chip import chip_width
from widgets.kit.text import Style

LIST_HEIGHT: Final = 24
STRIP_HEIGHT: Final = 27
FIGURE: Final = 16
FIGURE_COLUMN: Final = 48
BAR_COLUMN: Final = 112
MINUTES_COLUMN: Final = 104
_LEAST_STATE_COLUMN: Final = 128
_STRIP_STATE_COLUMN: Final = 124
_STRIP_VALUE_COLUMN: Final = 56
_BAR_TOP: Final = 7
_ON_AIR_FRAME: Final = 2

_TITLE: Final = Style(14, theme.T1)
_TITLE_OLD: Final = Style(14, theme.T2)
_MEDIAN: Final = Style(14, theme.T1, bold=True)
_MINUTE_COLUMNS: Final = ((NOTE, 28), (_MEDIAN, 40), (NOTE, 36))
"""Looks and widths of 10, 50 and 90 %; together the column of minutes."""


@lru_cache(maxsize=4)
def _state_column(_language: str) -> int:
    """Wide enough for every state that counts, in the language."""
    widest = max(chip_width(CHIPS[kind], f"{chip_name(kind)} 00:00") for kind in COUNTING)
    return max(_LEAST_STATE_COLUMN, widest)


def state_column() -> int:
    """Width of the column of chips in the list."""
    return _state_column(language())


def state_rect(box: QRect) -> QRect:
    """What a countdown repaints in a list row."""
    return QRect(box.x() + LEFT, box.y(), state_column() + GAP, box.height())


def figure_rect(box: QRect, face: Face) -> QRect:
    """What a flash repaints in a list row."""
    right = box.x() + box.width() - RIGHT - MINUTES_COLUMN - BAR_COLUMN - 2 * GAP
    wide = paint.figure_width(face, FIGURE)
    return QRect(right - wide - 4, box.y(), wide + 8, box.height())


def strip_state_rect(box: QRect) -> QRect:
    """What a countdown repaints in a strip row."""
    right = box.x() + box.width() - RIGHT - _STRIP_VALUE_COLUMN - GAP
    return QRect(right - _STRIP_STATE_COLUMN, box.y(), _STRIP_STATE_COLUMN, box.height())


def strip_figure_rect(box: QRect, face: Face) -> QRect:
    """What a flash repaints in a strip row."""
    right = strip_state_rect(box).x() - GAP
    wide = paint.figure_width(face, FIGURE)
    return QRect(right - wide - 4, box.y(), wide + 8, box.height())


def paint_list_row(
    painter: QPainter, box: QRect, face: Face, moment: Moment, marked: Marked = paint.PLAIN
) -> None:
    """Paint one row of the list: state, title, figure, bar, minutes."""
    y, tall = box.y(), box.height()
    paint.paint_ground(painter, box, face, marked, moment.dpr)
    x = box.x() + LEFT
    paint.paint_state(painter, (x, y + (tall - CHIP_HEIGHT) // 2), state_column(), face, moment)
    right = box.x() + box.width() - RIGHT
    _paint_minutes(painter, right, y, tall, face)
    right -= MINUTES_COLUMN + GAP + BAR_COLUMN
    paint_bar(painter, (right, y + _BAR_TOP, BAR_COLUMN, 10), face, moment.dpr)
    right -= GAP
    wide = paint.figure_width(face, FIGURE)
    paint.paint_figure(painter, (right - wide, y), tall, face, FIGURE, marked)
    right -= max(FIGURE_COLUMN, wide) + GAP
    _paint_title(painter, QRect(x + state_column() + GAP, y, right - x - state_column() - GAP, tall), face,
                 moment, marked)  # fmt: skip
    paint.paint_frame(painter, box, face, _ON_AIR_FRAME)


def paint_strip_row(
    painter: QPainter, box: QRect, face: Face, moment: Moment, marked: Marked = paint.PLAIN
) -> None:
    """Paint one row of the strip: title, figure, state, and the median or what stands in its place."""
    y, tall = box.y(), box.height()
    paint.paint_ground(painter, box, face, marked, moment.dpr)
    _paint_value(painter, box.x() + box.width() - RIGHT, y, tall, face)
    state = strip_state_rect(box)
    paint.paint_state(painter, (state.x(), y + (tall - CHIP_HEIGHT) // 2), state.width(), face, moment)
    right = state.x() - GAP
    wide = paint.figure_width(face, FIGURE)
    paint.paint_figure(painter, (right - wide, y), tall, face, FIGURE, marked)
    right -= wide + GAP
    left = box.x() + LEFT
    _paint_title(painter, QRect(left, y, right - left, tall), face, moment, marked, badge=False)
    paint.paint_frame(painter, box, face, _ON_AIR_FRAME)


def _paint_title(
    painter: QPainter, room: QRect, face: Face, moment: Moment, marked: Marked, *, badge: bool = True
) -> None:
    right, y, tall = room.x() + room.width(), room.y(), room.height()
    if marked.selected:
        right -= paint.TICK
        marks.tick(painter, right, y + (tall - paint.TICK) // 2, moment.dpr)
        right -= GAP
    if badge and paint.badge(face) is not None:
        right = paint.paint_badge_left_of(painter, right, y, tall, face, moment.dpr) - GAP
    style = _TITLE_OLD if face.old else _TITLE
    text.draw_elided(painter, (room.x(), y), tall, face.words.title, style, right - room.x())


def _paint_minutes(painter: QPainter, right: int, y: int, tall: int, face: Face) -> None:
    if face.words.minutes is None:
        words = _instead(face) or face.words.note
        _paint_words(painter, (right, y), tall, words, MINUTES_COLUMN)
        return
    columns = tuple(zip(face.words.minutes, _MINUTE_COLUMNS, strict=True))
    if any(text.width(words, style) > wide for words, (style, wide) in columns):
        text.draw_right(painter, (right, y), tall, face.words.minutes[1], _MEDIAN, MINUTES_COLUMN)
        return
    right -= MINUTES_COLUMN
    for words, (style, wide) in columns:
        right += wide
        drop = paint.sink(NOTE.size, _MEDIAN.size) if style is NOTE else 0
        text.draw_right(painter, (right, y + drop), tall, words, style, wide)


def _instead(face: Face) -> str:
    """What stands where the minutes would: how much is oversold comes before all else."""
    return face.words.beside if face.view.oversold else face.words.aside.replace("*", "")


def _paint_words(painter: QPainter, corner: tuple[int, int], tall: int, words: str, room: int) -> None:
    """Words ending at `corner`; cut where they hold no figure, else left out where they do not fit."""
    wide = text.width(words, NOTE)
    if wide <= room:
        text.draw_right(painter, corner, tall, words, NOTE, room)
    elif not any(letter.isdigit() for letter in words):
        text.draw_elided(painter, (corner[0] - room, corner[1]), tall, words, NOTE, room)


def _paint_value(painter: QPainter, right: int, y: int, tall: int, face: Face) -> None:
    if face.words.minutes is None:
        aside = _instead(face)
        if text.width(aside, NOTE) <= _STRIP_VALUE_COLUMN:
            text.draw_right(painter, (right, y), tall, aside, NOTE, _STRIP_VALUE_COLUMN)
        return
    middle = face.words.minutes[1]
    unit = f" {face.words.minutes_unit}"
    if text.width(middle, _MEDIAN) + text.width(unit, NOTE) > _STRIP_VALUE_COLUMN:
        text.draw_right(painter, (right, y), tall, middle, _MEDIAN, _STRIP_VALUE_COLUMN)
        return
    took = text.draw_right(
        painter, (right, y + paint.sink(NOTE.size, 14)), tall, unit, NOTE, _STRIP_VALUE_COLUMN
    )
    text.draw_right(painter, (right - took, y), tall, middle, _MEDIAN, _STRIP_VALUE_COLUMN - took)
