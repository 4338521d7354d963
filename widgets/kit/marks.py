"""Small drawn things without anti-aliasing: boxes with cut corners, dashes, hatches, ticks, pips, key hints.

Not for text with meaning of its own; see `chip` and `buttons`.
"""

from functools import lru_cache
from typing import Final

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPixmap

from widgets.kit import text, theme
from widgets.kit.icons import icon
from widgets.kit.text import Style
from widgets.kit.theme import Hue

DASH: Final = 4
GAP: Final = 3
HATCH: Final = 6
"""Period of a hatch along both axes, in pixels."""
HATCH_LINE: Final = 2
KEY_HEIGHT: Final = 16
PIP_GAP: Final = 3


def fill_box(painter: QPainter, box: QRect, colour: QColor) -> None:
    """A filled box whose corner pixels are left out: a radius of 2 without anti-aliasing."""
    x, y, w, h = box.x(), box.y(), box.width(), box.height()
    painter.fillRect(x + 1, y, w - 2, h, colour)
    painter.fillRect(x, y + 1, 1, h - 2, colour)
    painter.fillRect(x + w - 1, y + 1, 1, h - 2, colour)


def outline(painter: QPainter, box: QRect, colour: QColor, width: int = 1, *, square: bool = False) -> None:
    """A border inside `box`; its corner pixels are left out unless `square`."""
    x, y, w, h = box.x(), box.y(), box.width(), box.height()
    cut = 0 if square else 1
    painter.fillRect(x + cut, y, w - 2 * cut, width, colour)
    painter.fillRect(x + cut, y + h - width, w - 2 * cut, width, colour)
    painter.fillRect(x, y + cut, width, h - 2 * cut, colour)
    painter.fillRect(x + w - width, y + cut, width, h - 2 * cut, colour)


def dashed_outline(painter: QPainter, box: QRect, hue: str, dpr: float, width: int = 1) -> None:
    """A dashed border inside `box`: something that is not known."""
    x, y, w, h = box.x(), box.y(), box.width(), box.height()
    along, down = dashes(hue, width, dpr, upright=False), dashes(hue, width, dpr, upright=True)
    painter.drawTiledPixmap(x, y, w, width, along)
    painter.drawTiledPixmap(x, y + h - width, w, width, along)
    painter.drawTiledPixmap(x, y, width, h, down)
    painter.drawTiledPixmap(x + w - width, y, width, h, down)


@lru_cache(maxsize=64)
def dashes(hue: str, width: int, dpr: float, *, upright: bool, dash: int = DASH, gap: int = GAP) -> QPixmap:
    """One dash and its gap, to be tiled along a line `width` pixels wide."""
    size = (width, dash + gap) if upright else (dash + gap, width)
    pixmap = QPixmap(round(size[0] * dpr), round(size[1] * dpr))
    pixmap.setDevicePixelRatio(dpr)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.fillRect(0, 0, *((width, dash) if upright else (dash, width)), theme.colour(hue))
    painter.end()
    return pixmap


@lru_cache(maxsize=32)
def hatch(hue: str, dpr: float, ground: str = Hue.BG0) -> QPixmap:
    """Rising lines on `ground`, to be tiled over what is no longer sure."""
    edge = round(HATCH * dpr)
    image = QImage(edge, edge, QImage.Format.Format_RGB32)
    line, back = theme.colour(hue), theme.colour(ground)
    for y in range(edge):
        for x in range(edge):
            image.setPixelColor(x, y, line if (x + y) % edge < round(HATCH_LINE * dpr) else back)
    pixmap = QPixmap.fromImage(image)
    pixmap.setDevicePixelRatio(dpr)
    return pixmap


def tick(painter: QPainter, x: int, y: int, dpr: float, *, on: bool = True, size: int = 16) -> None:
    """A box with a tick when chosen, empty when not."""
    box = QRect(x, y, size, size)
    if not on:
        outline(painter, box, theme.EDGE)
        return
    fill_box(painter, box, theme.T1)
    painter.drawPixmap(x + 2, y + 2, icon("check", size - 4, Hue.INK, dpr))


def pips_width(total: int, size: int = 8) -> int:
    """Pixels that `pips` takes."""
    return max(0, total * (size + PIP_GAP) - PIP_GAP)


def pips(painter: QPainter, x: int, y: int, used: int, total: int, size: int = 8) -> None:
    """Uses of this broadcast: a filled square is used up, an empty one is left."""
    for number in range(total):
        box = QRect(x + number * (size + PIP_GAP), y, size, size)
        if number < used:
            painter.fillRect(box, theme.T1)
        else:
            outline(painter, box, theme.T1, square=True)


def key_width(name: str) -> int:
    """Pixels that `key_hint` takes."""
    return max(KEY_HEIGHT, theme.text_width(name, theme.NOTE.size) + 10)


def key_hint(painter: QPainter, x: int, y: int, name: str, colour: QColor) -> int:
    """The name of a key in a box 16 pixels high; returns its width."""
    wide = key_width(name)
    outline(painter, QRect(x, y, wide, KEY_HEIGHT), colour)
    label = Style(theme.NOTE.size, colour)
    text.draw(painter, (x + (wide - text.width(name, label)) // 2, y), KEY_HEIGHT, name, label, wide - 4)
    return wide
