"""A table whose rows have a title with a note under it, something before them and something after."""

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from app.words import plain
from widgets.desk.product.tables import Table
from widgets.kit import theme
from widgets.kit.label import PlainLabel, set_plain_tooltip

ROW: Final = 48
_TITLE: Final = 26
_LEFT: Final = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT: Final = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class TwoLineTable(Table):
    """The table; it is built anew when what it shows has changed."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(title, parent)
        self.grid.setColumnStretch(1, 1)

    def add(
        self, row: int, title: str, note: str, lead: QWidget | None = None, end: QWidget | None = None
    ) -> None:
        """Put a row there."""
        top, said = 2 * row, PlainLabel(note, theme.NOTE.size, theme.T3, elide=True)
        set_plain_tooltip(said, note)
        name = PlainLabel(plain(title), elide=True)
        if lead is None:
            self.grid.addWidget(name, top, 0, 1, 2)
        else:
            self.grid.addWidget(lead, top, 0, _LEFT)
            self.grid.addWidget(name, top, 1)
        self.grid.addWidget(said, top + 1, 0, 1, 3, Qt.AlignmentFlag.AlignTop)
        if end is not None:
            self.grid.addWidget(end, top, 2, _RIGHT)

    def fit_rows(self, count: int) -> None:
        """Be as high as so many rows."""
        for row in range(count):
            self.grid.setRowMinimumHeight(2 * row, _TITLE)
            self.grid.setRowMinimumHeight(2 * row + 1, ROW - _TITLE)
        self.setFixedHeight(self.head.height() + ROW * count + theme.SPACE_S)
