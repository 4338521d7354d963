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
from PySide6.QtGui import QColor, QFont, QPainter
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
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
SPREAD_S: Final = 0.5
"""The desk does not ask all its sources in one instant either."""
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
    """Title, figure, a bar in segments, small text and a chip."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._fonts = [QFont("Noto Sans CJK SC"), QFont("Noto Sans CJK SC"), QFont("Noto Sans CJK SC")]
        for font, pixels in zip(self._fonts, (14, 24, 12), strict=True):
            font.setPixelSize(pixels)
        self._ground, self._bright, self._quiet, self._chip = (
            QColor(name) for name in ("#262626", "#F2F2F2", "#8C8C8C", "#56B4E9")
        )

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        box: QRect = option.rect.adjusted(4, 4, -4, -4)
        figures = index.data(Qt.ItemDataRole.UserRole)
        x, y = box.x() + 12, box.y()
        painter.fillRect(box, self._ground)
        painter.setPen(self._bright)
        painter.setFont(self._fonts[0])
        painter.drawText(x, y + 20, f"无线降噪耳机 {sku(index.row())}")
        painter.setFont(self._fonts[1])
        painter.drawText(x, y + 46, f"{int(figures.sum()):,}")
        self._paint_bar(painter, x, y + 52, figures)
        painter.setPen(self._quiet)
        painter.setFont(self._fonts[2])
        painter.fillRect(x, y + 72, 30, 16, self._chip)
        painter.drawText(x + 4, y + 84, "live")
        for place, units in enumerate(figures):
            painter.drawText(x + 42 + 46 * place, y + 84, f"w{place + 1} {units}")

    def _paint_bar(self, painter: QPainter, x: int, y: int, figures: Any) -> None:  # noqa: ANN401 - a row of an array
        wide = TILE.width() - 32
        painter.setPen(self._quiet)
        painter.drawRect(x, y, wide, 8)
        for units in figures:
            segment = int(units) * wide // FULL
            painter.fillRect(x + 1, y + 1, segment, 7, self._quiet)
            x += segment + 1

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
        self.resize(SIZE)

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

        async def one(path: str, seconds: float, begin: float) -> None:
            kind, name = path.split("/")[1:3]
            await asyncio.sleep(begin)
            while True:
                answer = json.loads((await client.get(path)).content)
                if kind == "stock":
                    arrivals.stock.emit(name, answer["items"])
                elif kind == "live":
                    arrivals.viewers.emit(name, answer)
                await asyncio.sleep(seconds)

        paths = [f"/stock/{name}" for name in WAREHOUSES] + [f"/live/{room}" for room in ROOMS]
        polls = [one(path, 1.0, SPREAD_S * place / len(paths)) for place, path in enumerate(paths)]
        await asyncio.gather(*polls, one("/shop/shop/items", 15.0, SPREAD_S))


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
