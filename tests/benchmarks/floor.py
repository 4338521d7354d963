"""The floor of the budgets: a bare window that only polls the load and draws it, with the same libraries.

As many tiles with the same kinds of marks as the desk shows, and graphs of as many points. Nothing is judged,
kept or said. Ends after SECONDS. Run: python -m tests.benchmarks.floor PORT SECONDS [GRAPHS]
"""

import asyncio
import json
import sys
import threading
from typing import Any, Final

import httpx2
import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QPainter, QPixmap
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLabel,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from tests.benchmarks.load_server import ROOMS, WAREHOUSES, sku

SKUS: Final = 500
POINTS: Final = 3600
TILE: Final = QSize(256, 104)
SIZE: Final = QSize(1600, 1000)
WALL: Final = QSize(1060, 728)
"""Shows 28 tiles, as the desk does at this size."""
CLOCKS: Final = 8
"""The clock, the time on air and the ages of six sources."""
FLASH_MS: Final = 150
FULL: Final = 4000
"""Units that fill a bar."""

Index = QModelIndex | QPersistentModelIndex
_NO_INDEX: Final = QModelIndex()


class Arrivals(QObject):
    """Carries answers into the Qt thread."""

    stock = Signal(str, object)
    viewers = Signal(str, object)


class Stock(QAbstractListModel):
    """Figures by SKU and warehouse."""

    def __init__(self) -> None:
        super().__init__()
        self.figures = np.zeros((SKUS, len(WAREHOUSES)), dtype=np.int64)

    @override
    def rowCount(self, parent: Index = _NO_INDEX) -> int:
        return SKUS

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        return self.figures[index.row()] if role == Qt.ItemDataRole.UserRole else None

    def take(self, warehouse: str, rows: list[dict[str, int]]) -> None:
        """Take an answer over; tell Qt which rows changed."""
        column = WAREHOUSES.index(warehouse)
        fresh = np.fromiter((row["qty"] for row in rows), dtype=np.int64, count=SKUS)
        changed = np.nonzero(self.figures[:, column] != fresh)[0]
        self.figures[:, column] = fresh
        for row in changed:
            where = self.index(int(row))
            self.dataChanged.emit(where, where)


class Tile(QStyledItemDelegate):
    """What a gauge's tile is painted from: a dozen rectangles, as many short texts, three cached pixmaps."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._fonts = [QFont("Noto Sans CJK SC"), QFont("Noto Sans CJK SC"), QFont("Noto Sans CJK SC")]
        for font, pixels in zip(self._fonts, (14, 24, 12), strict=True):
            font.setPixelSize(pixels)
        self._ground, self._bright, self._quiet, self._chip = (
            QColor(name) for name in ("#262626", "#F2F2F2", "#8C8C8C", "#56B4E9")
        )
        self._icons = [QPixmap(size, size) for size in (8, 12, 14)]
        for pixmap in self._icons:
            pixmap.fill(self._quiet)

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        box: QRect = option.rect.adjusted(4, 4, -4, -4)
        figures = index.data(Qt.ItemDataRole.UserRole)
        x, y, units = box.x() + 12, box.y(), int(figures.sum())
        painter.fillRect(box, self._ground)
        painter.fillRect(box.x(), y, 4, box.height(), self._chip)
        painter.setPen(self._bright)
        painter.setFont(self._fonts[0])
        painter.drawText(x, y + 20, f"无线降噪耳机 {sku(index.row())}")
        painter.setFont(self._fonts[1])
        painter.drawText(x, y + 46, f"{units:,}")
        self._paint_rate(painter, x + 80, y + 44, units)
        self._paint_bar(painter, x, y + 52, figures)
        self._paint_state(painter, x, y + 72, figures)

    def _paint_rate(self, painter: QPainter, x: int, y: int, units: int) -> None:
        painter.setPen(self._quiet)
        painter.setFont(self._fonts[2])
        painter.drawPixmap(x, y - 8, self._icons[0])
        for place, words in enumerate((f"{units % 97 / 10:.1f}/min", "9", f"{units // 60}", "20 min")):
            painter.drawText(x + 12 + 34 * place, y, words)
        painter.fillRect(x + 60, y + 4, 72, 1, self._quiet)
        painter.fillRect(x + 60 + units % 60, y + 2, 2, 5, self._bright)

    def _paint_bar(self, painter: QPainter, x: int, y: int, figures: Any) -> None:  # noqa: ANN401 - a row of an array
        wide = TILE.width() - 32
        painter.setPen(self._quiet)
        painter.drawRect(x, y, wide, 8)
        for place in (wide // 10, wide * 3 // 10, wide // 2):
            painter.fillRect(x + place, y + 8, 1, 3, self._quiet)
        for units in figures:
            segment = int(units) * wide // FULL
            painter.fillRect(x + 1, y + 1, segment, 7, self._quiet)
            x += segment + 1
        painter.drawPixmap(x - 40, y + 10, self._icons[0])

    def _paint_state(self, painter: QPainter, x: int, y: int, figures: Any) -> None:  # noqa: ANN401 - the same
        painter.fillRect(x, y, 30, 16, self._chip)
        painter.drawPixmap(x + 2, y + 2, self._icons[1])
        painter.drawText(x + 16, y + 12, "live")
        for place, units in enumerate(figures):
            painter.drawText(x + 42 + 46 * place, y + 12, f"w{place + 1} {units}")

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return TILE


class Window(QWidget):
    """Tiles on the left, graphs on the right."""

    def __init__(self, graphs: int) -> None:
        super().__init__()
        self.stock = Stock()
        view = QListView()
        view.setViewMode(QListView.ViewMode.IconMode)
        view.setUniformItemSizes(True)
        view.setModel(self.stock)
        view.setItemDelegate(Tile(view))
        self._view = view
        view.setMaximumSize(WALL)
        view.setMinimumSize(WALL)
        row, column = QHBoxLayout(self), QVBoxLayout()
        row.addWidget(view)
        row.addLayout(column, 1)
        self._curves: dict[str, list[Any]] = {}
        self._points = {room: np.full((2, POINTS), 1000.0) for room in ROOMS}
        for room in ROOMS[:graphs]:
            plot = pg.PlotWidget()
            self._curves[room] = [plot.plot(pen=pg.mkPen(shade, width=1)) for shade in ("#C4C4C4", "#8C8C8C")]
            column.addWidget(plot)
        ages = QHBoxLayout()
        column.addLayout(ages)
        self._clocks = [QLabel() for _source in range(CLOCKS)]
        for clock in self._clocks:
            ages.addWidget(clock)
        self._second = QTimer(self)
        self._second.timeout.connect(self._tick)
        self._second.start(1000)
        self._elapsed = 0
        self.stock.dataChanged.connect(self._flash)
        self.resize(SIZE)

    def _tick(self) -> None:
        """Clocks and ages of sources step once a second."""
        self._elapsed += 1
        for place, clock in enumerate(self._clocks):
            clock.setText(f"{self._elapsed + place} s")

    def _flash(self, changed: QModelIndex) -> None:
        """A changed figure is inverted for a moment, so its row is painted once more."""
        box = self._view.visualRect(changed)
        if self._view.viewport().rect().intersects(box):
            figure = QRect(box.x() + 12, box.y() + 24, 80, 28)
            QTimer.singleShot(FLASH_MS, self._view, lambda: self._view.viewport().update(figure))

    def viewers(self, room: str, answer: dict[str, int]) -> None:
        """One more point on both curves."""
        points = self._points[room]
        points[:, :-1] = points[:, 1:]
        points[:, -1] = (answer["online"], answer["organic"])
        for curve, line in zip(self._curves.get(room, ()), points, strict=False):
            curve.setData(line)


async def poll(port: int, arrivals: Arrivals) -> None:
    """Everything once a second, for ever; the shop every 15 s."""
    async with httpx2.AsyncClient(base_url=f"http://127.0.0.1:{port}", trust_env=False) as client:

        async def one(path: str, seconds: float) -> None:
            kind, name = path.split("/")[1:3]
            while True:
                answer = json.loads((await client.get(path)).content)
                if kind == "stock":
                    arrivals.stock.emit(name, answer["items"])
                elif kind == "live":
                    arrivals.viewers.emit(name, answer)
                await asyncio.sleep(seconds)

        paths = [f"/stock/{name}" for name in WAREHOUSES] + [f"/live/{room}" for room in ROOMS]
        await asyncio.gather(*(one(path, 1.0) for path in paths), one("/shop/shop/items", 15.0))


def main() -> None:
    """Show and poll for so many seconds."""
    port, seconds = int(sys.argv[1]), float(sys.argv[2])
    app = QApplication([])
    window, arrivals = Window(int(sys.argv[3]) if sys.argv[3:] else len(ROOMS)), Arrivals()
    arrivals.stock.connect(window.stock.take)
    arrivals.viewers.connect(window.viewers)
    window.show()
    threading.Thread(target=lambda: asyncio.run(poll(port, arrivals)), daemon=True).start()
    QTimer.singleShot(int(seconds * 1000), app.quit)
    app.exec()


if __name__ == "__main__":
    main()
