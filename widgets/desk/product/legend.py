"""What the fan of the forecast is made of."""

from typing import Final

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from widgets.kit import marks, text, theme
from widgets.kit.text import Style

_TOLD: Final = Style(theme.NOTE.size, theme.T2)
_MARK: Final = 16
_RANGE: Final = "10–90 %"
_MEDIAN: Final = "50 %"
_GAP: Final = 6


class FanLegend(QWidget):
    """Painted: the range and the median."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(f"{_RANGE}, {_MEDIAN}")

    @override
    def sizeHint(self) -> QSize:
        words = text.width(_RANGE, _TOLD) + text.width(_MEDIAN, _TOLD)
        return QSize(words + 2 * (_MARK + _GAP) + theme.SPACE_M, theme.NOTE.line)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        middle = self.height() // 2
        box = QRect(0, middle - 5, _MARK, 10)
        painter.fillRect(box, theme.FAINT)
        marks.outline(painter, box, theme.T2, square=True)
        left = _MARK + _GAP
        left += text.draw(painter, (left, 0), self.height(), _RANGE, _TOLD) + theme.SPACE_M
        painter.fillRect(left, middle - 1, _MARK, 2, theme.T1)
        text.draw(painter, (left + _MARK + _GAP, 0), self.height(), _MEDIAN, _TOLD)
        painter.end()
