"""The floor of the budget table: a bare window that only polls the load and draws it, with the same libraries.

Nothing is judged, kept or said. Run: python -m tests.benchmarks.floor PORT SECONDS
"""

import asyncio
import json
import sys
import threading

import httpx2
import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from tests.benchmarks.load_server import ROOMS, SKUS, WAREHOUSES

POINTS = 3600
TILE = QSize(250, 96)


class Arrivals(QObject):
    """Carries answers into the Qt thread."""

    stock = Signal(str, object)
    viewers = Signal(str, object)


class Stock(QAbstractListModel):
    """Figures by SKU and warehouse."""

    def __init__(self) -> None:
        super().__init__()
        self.figures = np.zeros((SKUS, len(WAREHOUSES)), dtype=np.int64)

    def rowCount(self, _parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008, N802
        """Qt's name."""
        return SKUS

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = 0) -> object:
        """The total, for whoever asks."""
        return int(self.figures[index.row()].sum()) if role == Qt.ItemDataRole.DisplayRole else None

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
    """Title, figure and a bar."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Qt's name."""
        where: QRect = option.rect.adjusted(4, 4, -4, -4)  # type: ignore[attr-defined] # known to Qt only
        total = index.data()
        painter.fillRect(where, QColor("#262626"))
        painter.setPen(QColor("#F2F2F2"))
        painter.drawText(where.adjusted(12, 6, 0, 0), f"SKU-{index.row():04}\n{total:,}")
        painter.fillRect(where.left() + 12, where.top() + 56, min(230, total // 16), 10, QColor("#8C8C8C"))

    def sizeHint(self, _option: QStyleOptionViewItem, _index: object) -> QSize:  # noqa: N802
        """Qt's name."""
        return TILE


class Window(QWidget):
    """Tiles on the left, two graphs on the right."""

    def __init__(self) -> None:
        super().__init__()
        self.stock = Stock()
        view = QListView()
        view.setViewMode(QListView.ViewMode.IconMode)
        view.setUniformItemSizes(True)
        view.setModel(self.stock)
        view.setItemDelegate(Tile(view))
        row, column = QHBoxLayout(self), QVBoxLayout()
        row.addWidget(view, 2)
        row.addLayout(column, 1)
        self._curves = {}
        self._points = {room: np.full((2, POINTS), 1000.0) for room in ROOMS}
        for room in ROOMS:
            plot = pg.PlotWidget()
            self._curves[room] = [plot.plot(pen=pg.mkPen(shade, width=1)) for shade in ("#C4C4C4", "#8C8C8C")]
            column.addWidget(plot)
        self.resize(1600, 1000)

    def viewers(self, room: str, answer: dict[str, int]) -> None:
        """One more point on both curves."""
        points = self._points[room]
        points[:, :-1] = points[:, 1:]
        points[:, -1] = (answer["online"], answer["organic"])
        for curve, line in zip(self._curves[room], points, strict=True):
            curve.setData(line)


async def poll(port: int, arrivals: Arrivals) -> None:
    """Everything once a second, for ever."""
    base = f"http://127.0.0.1:{port}"
    async with httpx2.AsyncClient(trust_env=False) as client:

        async def one(kind: str, name: str) -> None:
            while True:
                answer = json.loads((await client.get(f"{base}/{kind}/{name}")).content)
                if kind == "stock":
                    arrivals.stock.emit(name, answer["items"])
                else:
                    arrivals.viewers.emit(name, answer)
                await asyncio.sleep(1.0)

        names = [("stock", name) for name in WAREHOUSES] + [("live", room) for room in ROOMS]
        await asyncio.gather(*(one(kind, name) for kind, name in names))


def main() -> None:
    """Show and poll for so many seconds."""
    port, seconds = int(sys.argv[1]), float(sys.argv[2])
    app = QApplication([])
    window, arrivals = Window(), Arrivals()
    arrivals.stock.connect(window.stock.take)
    arrivals.viewers.connect(window.viewers)
    window.show()
    threading.Thread(target=lambda: asyncio.run(poll(port, arrivals)), daemon=True).start()
    QTimer.singleShot(int(seconds * 1000), app.quit)
    app.exec()


if __name__ == "__main__":
    main()
