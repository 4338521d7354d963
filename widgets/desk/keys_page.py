"""The page of keys: every key and what it does, in two columns."""

from typing import Final

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget
from typing_extensions import override

from app.words import _
from widgets.desk.keys import KEYS, Key
from widgets.desk.sheet import Sheet
from widgets.kit import marks, theme
from widgets.kit.label import PlainLabel

_WIDTH: Final = 880
_HEIGHT: Final = 460
_HALF: Final = (len(KEYS) + 1) // 2


class KeyHint(QWidget):
    """The name of a key in its box."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(name)

    @override
    def sizeHint(self) -> QSize:
        return QSize(marks.key_width(self._name), marks.KEY_HEIGHT)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        marks.key_hint(painter, 0, 0, self._name, theme.T2)
        painter.end()


class KeysPage(Sheet):
    """The page."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, _("Keys"), _WIDTH)
        inner = QWidget()
        grid = QGridLayout(inner)
        grid.setContentsMargins(0, 0, theme.SPACE_M, 0)
        grid.setHorizontalSpacing(theme.SPACE_M)
        grid.setVerticalSpacing(theme.SPACE_S)
        for place, key in enumerate(KEYS):
            self._add(grid, key, place % _HALF, 3 * (place // _HALF))
        grid.setColumnMinimumWidth(2, theme.SPACE_XL)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(4, 1)
        grid.setRowStretch(_HALF, 1)
        self.add_scrolled(inner, _HEIGHT)
        self.say(_("Letters do nothing while you type in a field."))
        self.add_close()

    @staticmethod
    def _add(grid: QGridLayout, key: Key, row: int, column: int) -> None:
        grid.addWidget(KeyHint(key.shown), row, column)
        grid.addWidget(PlainLabel(_(key.words), colour=theme.T2), row, column + 1)
