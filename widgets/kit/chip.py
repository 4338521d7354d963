"""Chips: filled = in force now, outlined = coming or caution, dashed = not known; always a shape and a word.

Knows nothing of what a chip says; `widgets.gauge.words` does.
"""

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from math import ceil
from typing import Final

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from widgets.kit import marks, text, theme
from widgets.kit.icons import icon
from widgets.kit.text import Style
from widgets.kit.theme import Hue

HEIGHT: Final = 18
ICON: Final = 12
GAP: Final = 4
PAD_ICON: Final = 4
PAD: Final = 6


class Look(StrEnum):
    """How real what a chip says is."""

    FILLED = "filled"
    OUTLINED = "outlined"
    DASHED = "dashed"
    PLAIN = "plain"
    """No frame at all: nothing abnormal."""


@dataclass(frozen=True, slots=True)
class ChipStyle:
    """Colour, how real, and the icon (empty: none)."""

    look: Look
    hue: str
    icon: str = ""

    @property
    def words(self) -> Style:
        """How its text looks."""
        return _words_style(Hue(self.hue) if self.look is Look.PLAIN else self.icon_hue, self.bold)

    @property
    def bold(self) -> bool:
        """What is in force stands in bold."""
        return self.look is Look.FILLED

    @property
    def icon_hue(self) -> Hue:
        """The colour of its icon, and of its words where it has a frame."""
        if self.look is Look.FILLED:
            return Hue.INK
        return Hue.T2 if self.hue in (Hue.EDGE, Hue.T3) else Hue(self.hue)


@lru_cache(maxsize=64)
def _words_style(hue: Hue, bold: bool) -> Style:
    return Style(theme.NOTE.size, theme.colour(hue), bold)


def chip_width(style: ChipStyle, words: str) -> int:
    """Pixels that `paint_chip` takes."""
    wide = theme.text_width(words, theme.NOTE.size, style.bold)
    if style.look is Look.PLAIN:
        return wide
    return PAD + wide + (PAD_ICON + ICON + GAP if style.icon else PAD)


def paint_chip(painter: QPainter, x: int, y: int, style: ChipStyle, words: str, dpr: float = 1.0) -> int:
    """Paint a chip 18 pixels high from (x, y) on; return its width."""
    painter.drawImage(x, y, _pixels(style, words, dpr))
    if text.watched():
        text.tell((x + _words_at(style), y), HEIGHT, words, style.words)
    return chip_width(style, words)


def _words_at(style: ChipStyle) -> int:
    """Where the words begin, from the chip's left."""
    if style.icon:
        return PAD_ICON + ICON + GAP
    return 0 if style.look is Look.PLAIN else PAD


@lru_cache(maxsize=256)
def _pixels(style: ChipStyle, words: str, dpr: float) -> QImage:
    wide = chip_width(style, words)
    image = QImage(ceil(wide * dpr), ceil(HEIGHT * dpr), QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(dpr)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    _frame(painter, QRect(0, 0, wide, HEIGHT), style, dpr)
    if style.icon:
        ink = style.hue if style.look is Look.FILLED else Hue.INK
        painter.drawPixmap(PAD_ICON, (HEIGHT - ICON) // 2, icon(style.icon, ICON, style.icon_hue, dpr, ink))
    text.draw_unseen(painter, (_words_at(style), 0), HEIGHT, words, style.words)
    painter.end()
    return image


def _frame(painter: QPainter, box: QRect, style: ChipStyle, dpr: float) -> None:
    if style.look is Look.FILLED:
        marks.fill_box(painter, box, theme.colour(style.hue))
    elif style.look is Look.OUTLINED:
        marks.outline(painter, box, theme.colour(style.hue))
    elif style.look is Look.DASHED:
        marks.dashed_outline(painter, box, style.hue, dpr)


class ChipLabel(QWidget):
    """A chip as a widget, for bars and panels."""

    def __init__(self, style: ChipStyle, words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._style = style
        self._words = words
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(words)

    @property
    def words(self) -> str:
        """What it says."""
        return self._words

    def say(self, words: str, style: ChipStyle | None = None) -> None:
        """Say something else; painted only when it is."""
        if (words, style or self._style) == (self._words, self._style):
            return
        self._words, self._style = words, style or self._style
        self.setAccessibleName(words)
        self.updateGeometry()
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(chip_width(self._style, self._words), HEIGHT)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_chip(
            painter, 0, (self.height() - HEIGHT) // 2, self._style, self._words, self.devicePixelRatioF()
        )
        painter.end()
