"""The upper part of a card: what is, how real it is, and its one figure as it stands now."""

from datetime import datetime
from math import ceil
from typing import Final

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter

from app.views.panel import Plate, PlateStyle
from app.views.wording import Tone
from app.words import age, countdown
from widgets.kit import marks, text, theme
from widgets.kit.icons import icon
from widgets.kit.text import Style
from widgets.kit.theme import Hue

HEIGHT: Final = 48
_PAD: Final = 12
_GAP: Final = 8
_ICON: Final = 20
_BORDER: Final = 2
_HUES: Final = {
    Tone.PLAIN: Hue.EDGE,
    Tone.CAUTION: Hue.YELLOW,
    Tone.ACT: Hue.ORANGE,
    Tone.HOLD: Hue.BLUE,
    Tone.STOP: Hue.PURPLE,
    Tone.DOUBT: Hue.T3,
}
_WORDS: Final = _HUES | {Tone.PLAIN: Hue.T2, Tone.STOP: Hue.T1, Tone.DOUBT: Hue.T2}
"""Purple is never a text."""


def figure_of(plate: Plate, now: datetime) -> str:
    """The figure at a plate's right end; empty without one."""
    if plate.until is not None:
        return countdown(ceil((plate.until - now).total_seconds()))
    if plate.since is not None:
        return countdown((now - plate.since).total_seconds())
    if plate.age_from is not None:
        return age((now - plate.age_from).total_seconds())
    return plate.figure


def paint_plate(painter: QPainter, box: QRect, plate: Plate, now: datetime, dpr: float, ground: Hue) -> None:
    """Paint a plate 48 pixels high in `box`; `ground` is for the one that has nothing to warn of."""
    filled = plate.style is PlateStyle.FILLED
    hue = _HUES[plate.tone]
    if plate.style is PlateStyle.NONE:
        marks.fill_box(painter, box, theme.colour(ground))
    elif filled:
        marks.fill_box(painter, box, theme.colour(hue))
    elif plate.style is PlateStyle.OUTLINED:
        marks.outline(painter, box, theme.colour(hue), _BORDER)
    else:
        marks.dashed_outline(painter, box, hue, dpr, _BORDER)
    ink = Hue.INK if filled else Hue.T1 if plate.style is PlateStyle.NONE else _WORDS[plate.tone]
    _paint_words(painter, box, plate, figure_of(plate, now), ink, dpr)


def _paint_words(painter: QPainter, box: QRect, plate: Plate, figure: str, ink: Hue, dpr: float) -> None:
    x, y, tall = box.x() + _PAD, box.y(), box.height()
    right = box.x() + box.width() - _PAD
    if plate.icon:
        on_fill = _HUES[plate.tone]
        shape = icon(plate.icon, _ICON, ink, dpr, on_fill)
        painter.drawPixmap(x, y + (tall - _ICON) // 2, shape)
        x += _ICON + _GAP
    if figure:
        style = Style(theme.FIGURE.size, theme.colour(ink), bold=True)
        right -= text.draw_right(painter, (right, y), tall, figure, style, right - x) + _GAP
    sizes = (theme.STRONG.size, theme.TEXT.size, theme.NOTE.size)
    styles = [Style(size, theme.colour(ink), bold=True) for size in sizes]
    style = next((each for each in styles if text.width(plate.word, each) <= right - x), styles[-1])
    text.draw_elided(painter, (x, y), tall, plate.word, style, right - x)
