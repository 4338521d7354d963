"""Facts of the settings in one line, as many whole ones as there is room for; a figure is never cut."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from widgets.kit import text, theme
from widgets.kit.label import set_plain_tooltip
from widgets.kit.text import Style

_NAME: Final = Style(theme.TEXT.size, theme.T2)
_VALUE: Final = Style(theme.TEXT.size, theme.T1, bold=True)
_GAP: Final = 6


class FactRow(QWidget):
    """Names and values, side by side."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._facts: tuple[tuple[str, str], ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumWidth(0)

    @property
    def facts(self) -> tuple[tuple[str, str], ...]:
        """What there is to say."""
        return self._facts

    def show_facts(self, facts: Sequence[tuple[str, str]]) -> None:
        """Show these, the first ones first."""
        if tuple(facts) == self._facts:
            return
        self._facts = tuple(facts)
        said = "\n".join(f"{name} {value}" for name, value in facts)
        self.setAccessibleName(said.replace("\n", ", "))
        set_plain_tooltip(self, said)
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(0, theme.TEXT.line)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        left = 0
        for name, value in self._facts:
            took = text.width(name, _NAME) + _GAP + text.width(value, _VALUE)
            if left + took > self.width():
                break
            text.draw(painter, (left, 0), self.height(), name, _NAME)
            text.draw(painter, (left + text.width(name, _NAME) + _GAP, 0), self.height(), value, _VALUE)
            left += took + theme.SPACE_L
        painter.end()
