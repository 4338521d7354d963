"""Twelve cards in four, three or two columns; their places follow from the width alone."""

from typing import Final

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from widgets.panel.card import HEIGHT, Card
from widgets.panel.keys import NAMES
from widgets.store import RoomStore

GUTTER: Final = 8
_BETWEEN: Final = 6
_FOUR_FROM: Final = 1100
_THREE_FROM: Final = 820


def columns_for(width: int) -> int:
    """How many columns a window so wide has."""
    if width >= _FOUR_FROM:
        return 4
    return 3 if width >= _THREE_FROM else 2


class CardGrid(QWidget):
    """The cards, in the order of their keys."""

    def __init__(self, store: RoomStore, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.cards = tuple(Card(store, key, self) for key in NAMES)
        self._columns = columns_for(0)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def be_wide(self, window_width: int) -> None:
        """Take the columns a window so wide has."""
        self._columns = columns_for(window_width)
        self.place()

    def place(self) -> None:
        """Put every card where it stands."""
        free = self.width() - 2 * GUTTER - (self._columns - 1) * GUTTER
        wide = free // self._columns
        for place, card in enumerate(self.cards):
            row, column = divmod(place, self._columns)
            box = QRect(GUTTER + column * (wide + GUTTER), row * (HEIGHT + _BETWEEN), wide, HEIGHT)
            card.setGeometry(box)
        self.setFixedHeight(self.sizeHint().height())

    @override
    def sizeHint(self) -> QSize:
        used = max((place + 1 for place, card in enumerate(self.cards) if card.sku), default=0)
        lines = -(-used // self._columns)
        return QSize(self._columns * 262, max(1, lines * (HEIGHT + _BETWEEN) - _BETWEEN) + GUTTER)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.place()
