"""An item view that lays cells out on a grid and scrolls by pixels; what is in a cell is not its matter.

It is a list view by name only, which makes each cell known to screen readers. Nothing of the list view's
own layout is used.
"""

from typing import Final

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    Qt,
)
from PySide6.QtGui import QMouseEvent, QRegion, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget
from typing_extensions import override

from widgets.kit.fields import ThinScrollBar
from widgets.wall.geometry import Density, Grid, cells_for

Index = QModelIndex | QPersistentModelIndex
NO_INDEX: Final = QModelIndex()
_SCROLL_STEP: Final = 32
_MARGIN: Final = 4
"""Pixels kept free round a cell that is scrolled to, for the ring of the keyboard."""


class CellView(QListView):
    """Rows of a flat model as cells of a `Grid`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = Grid((), cells_for(Density.TILES, 0), 1)
        self.setFrameShape(QAbstractItemView.Shape.NoFrame)
        self._bar = ThinScrollBar()
        self.setVerticalScrollBar(self._bar)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    def lay_out(self) -> None:
        """Place everything anew."""
        self.updateGeometries()
        self.viewport().update()

    def follow(self) -> None:
        """Called when what was on screen has moved."""

    def rect_of(self, row: int) -> QRect:
        """Where a row's cell lies in the viewport, on screen or off."""
        return self._grid.rect(row).translated(0, -self._bar.value())

    def visible_rows(self) -> range:
        """Rows of which something is on screen."""
        top = self._bar.value()
        return self._grid.rows_between(top, top + self._bar.pageStep())

    @override
    def doItemsLayout(self) -> None:
        """Nothing to work out cell by cell: the grid is arithmetic."""

    @override
    def rowsInserted(self, parent: Index, start: int, end: int) -> None:
        QAbstractItemView.rowsInserted(self, parent, start, end)

    @override
    def rowsAboutToBeRemoved(self, parent: Index, start: int, end: int) -> None:
        QAbstractItemView.rowsAboutToBeRemoved(self, parent, start, end)

    @override
    def mouseReleaseEvent(self, e: QMouseEvent) -> None:
        QAbstractItemView.mouseReleaseEvent(self, e)

    @override
    def updateGeometries(self) -> None:
        height = self.viewport().height()
        self._bar.setSingleStep(_SCROLL_STEP)
        self._bar.setPageStep(height)
        self._bar.setRange(0, max(0, self._grid.height - height))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        QAbstractItemView.resizeEvent(self, event)
        self.lay_out()

    @override
    def scrollContentsBy(self, dx: int, dy: int) -> None:
        self.viewport().scroll(dx, dy)
        self.follow()

    @override
    def visualRect(self, index: Index) -> QRect:
        return self.rect_of(index.row()) if index.isValid() else QRect()

    @override
    def indexAt(self, point: QPoint) -> QModelIndex:
        row = self._grid.row_at(point.x(), point.y() + self.verticalOffset())
        return NO_INDEX if row is None else self.model().index(row, 0)

    @override
    def scrollTo(
        self, index: Index, hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible
    ) -> None:
        if not index.isValid():
            return
        box, bar = self._grid.rect(index.row()), self._bar
        top, bottom = box.top() - self._grid.heading_height - _MARGIN, box.bottom() + 1 + _MARGIN
        if top < bar.value():
            bar.setValue(top)
        elif bottom > bar.value() + self.viewport().height():
            bar.setValue(bottom - self.viewport().height())

    @override
    def moveCursor(
        self, cursorAction: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        last = self.model().rowCount() - 1
        if last < 0:
            return NO_INDEX
        row = max(0, self.currentIndex().row())
        if not self.currentIndex().isValid():
            return self.model().index(0, 0)
        return self.model().index(min(last, max(0, self._target(row, last, cursorAction))), 0)

    def _target(self, row: int, last: int, action: QAbstractItemView.CursorAction) -> int:
        to = QAbstractItemView.CursorAction
        lines = max(1, self.viewport().height() // (self._grid.cells.height + self._grid.cells.gap))
        if action in (to.MoveUp, to.MoveDown, to.MovePageUp, to.MovePageDown):
            step = self._grid.above if action in (to.MoveUp, to.MovePageUp) else self._grid.below
            for _line in range(1 if action in (to.MoveUp, to.MoveDown) else lines):
                row = step(row)
            return row
        return {to.MoveLeft: row - 1, to.MoveRight: row + 1, to.MoveHome: 0, to.MoveEnd: last}.get(
            action, row
        )

    @override
    def horizontalOffset(self) -> int:
        return 0

    @override
    def verticalOffset(self) -> int:
        return self._bar.value()

    @override
    def isIndexHidden(self, index: Index) -> bool:
        return False

    @override
    def setSelection(self, rect: QRect, command: QItemSelectionModel.SelectionFlag) -> None:
        ends = [self.indexAt(rect.topLeft()), self.indexAt(rect.bottomRight())]
        rows = sorted(index.row() for index in ends if index.isValid())
        if rows:
            span = QItemSelection(self.model().index(rows[0], 0), self.model().index(rows[-1], 0))
            self.selectionModel().select(span, command)

    @override
    def visualRegionForSelection(self, selection: QItemSelection) -> QRegion:
        region = QRegion()
        for index in selection.indexes():
            region = region.united(self.rect_of(index.row()))
        return region
