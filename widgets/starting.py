"""What stands on the screen while the desk is loaded: its place, its name, grey where the gauges will be."""

from typing import Final

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from app.words import _, plain
from widgets.kit import theme

_BAR: Final = 56
_TOP: Final = 130
_LEFT: Final = 8
_TILE: Final = (250, 96)
_RIGHT: Final = 552
_WIDE: Final = 1440


class StartingWindow(QWidget):
    """Shown at once and closed when the desk stands. `room` is empty where its name is not known yet."""

    def __init__(self, room: str) -> None:
        super().__init__()
        self._room = plain(room, 60)
        self.setWindowTitle("Stockcue")
        self.setAccessibleName(_("Starting…"))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.BG1)
        painter.fillRect(0, 0, self.width(), _BAR, theme.BG2)
        for tile in self._tiles():
            painter.fillRect(tile, theme.BG2)
        self._write(painter, QRect(16, 0, self.width() - 32, _BAR), self._room or "Stockcue", theme.T1)
        self._write(painter, QRect(16, _BAR, self.width() - 32, _BAR), _("Starting…"), theme.T3)
        painter.end()

    def _tiles(self) -> list[QRect]:
        """Where gauges will stand; no figures, nothing that could be taken for one."""
        wall = self.width() - (_RIGHT if self.width() >= _WIDE else self.width() // 3)
        width, height = _TILE
        columns = max(1, (wall - _LEFT) // (width + _LEFT))
        rows = max(1, (self.height() - _TOP) // (height + _LEFT))
        return [
            QRect(_LEFT + column * (width + _LEFT), _TOP + row * (height + _LEFT), width, height)
            for row in range(rows)
            for column in range(columns)
        ]

    def _write(self, painter: QPainter, where: QRect, words: str, hue: QColor) -> None:
        painter.setFont(theme.font(theme.TEXT.size, bold=hue == theme.T1))
        painter.setPen(hue)
        painter.drawText(where, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)
