"""What the picture's marks stand for: each drawn as it is drawn there, with its word."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from app.words import p_
from widgets.desk.compare.lanes import tint
from widgets.kit import text, theme
from widgets.kit.icons import icon
from widgets.kit.text import Style
from widgets.kit.theme import Hue

_HIGH: Final = 20
_SIGN: Final = 16
_GAP: Final = 12
_WORD: Final = Style(theme.NOTE.size, theme.T3)


class Legend(QWidget):
    """The legend; entries that do not fit are left out, the least needed at the end."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(_HIGH)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._entries: tuple[tuple[str, Callable[[QPainter, int, float], None]], ...] = (
            (p_("compare", "virtually sold out"), _band(Hue.BLUE, "lock")),
            (p_("compare", "truly sold out"), _band(Hue.ORANGE, "out")),
            (p_("compare", "true stock"), _stock),
            (p_("compare", "sales"), _sales),
            (p_("compare", "viewers"), _viewers),
            (p_("compare", "emergency stop"), _band(Hue.PURPLE, "stop")),
        )

    @override
    def sizeHint(self) -> QSize:
        return QSize(320, _HIGH)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(0, _HIGH)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        x = 0
        for words, draw in self._entries:
            wide = _SIGN + 4 + text.width(words, _WORD) + _GAP
            if x + wide - _GAP > self.width():
                break
            draw(painter, x, self.devicePixelRatioF())
            text.draw(painter, (x + _SIGN + 4, 0), _HIGH, words, _WORD)
            x += wide
        painter.end()


def _band(hue: Hue, name: str) -> Callable[[QPainter, int, float], None]:
    def draw(painter: QPainter, x: int, dpr: float) -> None:
        painter.fillRect(x, 2, _SIGN, _HIGH - 4, tint(hue))
        painter.fillRect(x, 2, _SIGN, 3, theme.colour(hue))
        painter.drawPixmap(x + 2, 6, icon(name, 12, hue, dpr))

    return draw


def _stock(painter: QPainter, x: int, _dpr: float) -> None:
    painter.fillRect(x, 7, 8, 1, theme.T1)
    painter.fillRect(x + 8, 7, 1, 6, theme.T1)
    painter.fillRect(x + 8, 12, 8, 1, theme.T1)


def _sales(painter: QPainter, x: int, _dpr: float) -> None:
    for place, tall in enumerate((6, 10, 4)):
        painter.fillRect(x + 5 * place, 16 - tall, 4, tall, theme.BAR)


def _viewers(painter: QPainter, x: int, _dpr: float) -> None:
    painter.fillRect(x, 4, _SIGN, _HIGH - 8, theme.BG4)
