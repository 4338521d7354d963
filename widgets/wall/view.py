"""The wall itself: paints the visible gauges, moves by keyboard, keeps the selection through any change.

Repaints only what changed: a tile whose look differs, a chip each second, a figure that flashed. Order,
filter and counts are the model's.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Final

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPoint,
    QRect,
    Qt,
    QTimerEvent,
    Signal,
)
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QRegion
from PySide6.QtWidgets import QAbstractItemView, QWidget
from typing_extensions import override

from app.words import _
from widgets.gauge.face import Face, face_of
from widgets.gauge.paint import Marked, Moment
from widgets.gauge.words import AGEING, COUNTING, restock_shown
from widgets.kit import focus, text, theme
from widgets.kit.text import Style
from widgets.store import RoomStore
from widgets.ticker import Ticker, aged
from widgets.wall import painting
from widgets.wall.arrangement import Order
from widgets.wall.cells import CellView, Index
from widgets.wall.geometry import Density, Grid, cells_for
from widgets.wall.keys import MOVES, Wish, wish_of
from widgets.wall.model import Role, WallModel, runs

_Flag = QItemSelectionModel.SelectionFlag
_FACES_KEPT: Final = 400
_TICK_CORNER: Final = 28
"""A click so near the upper right corner of a chosen tile takes it out of the selection alone."""
_EMPTY: Final = Style(theme.TEXT.size, theme.T3)


class WallView(CellView):
    """Gauges in whole columns, or in rows.

    Signals:
        selection_changed: The chosen SKUs in the order they were chosen (tuple of str).
        opened: A SKU whose page is wanted.
        wished: A Wish that a key asked for, and the SKU it was on.
        laid_out: Everything was placed anew, maybe in another width.
    """

    selection_changed = Signal(object)
    opened = Signal(str)
    wished = Signal(object, str)
    laid_out = Signal()

    def __init__(
        self, model: WallModel, store: RoomStore, ticker: Ticker, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._wall = model
        self._store = store
        self._density = Density.TILES
        self._faces: dict[str, Face] = {}
        self._chosen: dict[str, None] = {}
        self._flashing: dict[str, int] = {}
        """Whose figures are inverted now, each with the timer that ends it."""
        self._place = ""
        """The SKU the keyboard was last on."""
        self._restoring = False
        self.setAccessibleName(_("Stock gauges"))
        self.setModel(model)
        model.arranged.connect(self._show_anew)
        self.selectionModel().selectionChanged.connect(self._note_selection)
        ticker.second.connect(self._tick)
        self.lay_out()

    @property
    def density(self) -> Density:
        """Tiles, list or strip."""
        return self._density

    @property
    def selected(self) -> tuple[str, ...]:
        """The chosen SKUs in the order they were chosen, also those a filter hides."""
        return tuple(self._chosen)

    @property
    def current(self) -> str:
        """The SKU the keyboard is on; empty where it is on none."""
        index = self.currentIndex()
        return str(index.data(Role.SKU)) if index.isValid() else ""

    def set_density(self, density: Density) -> None:
        """Show tiles, a list or a strip."""
        if density is not self._density:
            self._density = density
            self.lay_out()
            self.scrollTo(self.currentIndex())

    def select(self, skus: Iterable[str]) -> None:
        """Choose exactly these products."""
        self._chosen = dict.fromkeys(skus)
        self._restore_selection()
        self.selection_changed.emit(self.selected)

    def cell_rect(self, sku: str) -> QRect:
        """Where a product's cell lies in the viewport; empty where it is not shown."""
        row = self._wall.row_of(sku)
        return QRect() if row is None else self.rect_of(row)

    def _show_anew(self) -> None:
        """Rows changed places: the selection and the keyboard's place stay with their products."""
        self.lay_out()
        self._restore_selection()
        row = self._wall.row_of(self._place)
        if row is not None and row != self.currentIndex().row():
            self.selectionModel().setCurrentIndex(self._wall.index(row), _Flag.NoUpdate)
        self.follow()

    @override
    def lay_out(self) -> None:
        """Place everything anew, as the width and the density ask."""
        cells = cells_for(self._density, self.window().width())
        headings = self._wall.order is Order.URGENCY
        self._grid = Grid(self._wall.sections(), cells, self.viewport().width(), headings=headings)
        super().lay_out()
        self.follow()
        self.laid_out.emit()

    def _visible_faces(self) -> Iterator[tuple[int, str, Face]]:
        """Rows on screen that were painted, with their SKUs and faces."""
        skus = self._wall.skus
        for row in self.visible_rows():
            face = self._faces.get(skus[row])
            if face is not None:
                yield row, skus[row], face

    def _face(self, sku: str) -> Face:
        face, view = self._faces.get(sku), self._wall.view_of(sku)
        if face is None or face.view is not view:
            if len(self._faces) >= _FACES_KEPT:
                self._faces.clear()
            face = self._faces[sku] = face_of(view, self._store.now(), self._store.zone)
        return face

    # what changes

    @override
    def dataChanged(self, topLeft: Index, bottomRight: Index, roles: Sequence[int] = ()) -> None:
        seen, skus = self.visible_rows(), self._wall.skus
        for row in range(max(seen.start, topLeft.row()), min(seen.stop, bottomRight.row() + 1)):
            face = self._faces.get(skus[row])
            if face is not None and face.view is not self._wall.view_of(skus[row]):
                self._gauge_changed(row, skus[row], face)

    def _gauge_changed(self, row: int, sku: str, before: Face) -> None:
        """Repaint a gauge on screen if it looks different by now."""
        after = self._face(sku)
        if after.looks_like(before):
            return
        if after.words.figure != before.words.figure and not theme.motion_reduced():
            self._flash(sku)
        self.viewport().update(self.rect_of(row))

    def _flash(self, sku: str) -> None:
        if sku in self._flashing:
            self.killTimer(self._flashing[sku])
        self._flashing[sku] = self.startTimer(theme.FLASH_MS)

    @override
    def timerEvent(self, event: QTimerEvent) -> None:
        ended = [sku for sku, timer in self._flashing.items() if timer == event.timerId()]
        if not ended:
            super().timerEvent(event)
            return
        self.killTimer(event.timerId())
        for sku in ended:
            self._end_flash(sku)

    def _end_flash(self, sku: str) -> None:
        del self._flashing[sku]
        row, face = self._wall.row_of(sku), self._faces.get(sku)
        if row is not None and face is not None:
            place = painting.figure_rect(self.rect_of(row), self._grid.cells, face)
            self.viewport().update(place)

    def _tick(self, before: datetime, now: datetime) -> None:
        for row, sku, face in tuple(self._visible_faces()):
            chip = face.view.chip
            if restock_shown(face.view, before) and not restock_shown(face.view, now):
                del self._faces[sku]
                self.viewport().update(self.rect_of(row))
            elif chip.kind in COUNTING or (
                chip.kind in AGEING and chip.since is not None and aged(chip.since, before, now)
            ):
                for place in painting.counting_rects(self.rect_of(row), self._grid.cells, face):
                    self.viewport().update(place)

    # painting

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), theme.BG1)
        self._paint_headings(painter, event.rect())
        self._paint_cells(painter, event.rect(), event.region())
        if not self._wall.skus:
            self._paint_empty(painter)
        painter.end()

    def _paint_headings(self, painter: QPainter, exposed: QRect) -> None:
        height, offset = self._grid.heading_height, self.verticalOffset()
        for number, (section, top) in enumerate(self._grid.headings()):
            if exposed.top() - height < top - offset <= exposed.bottom():
                box = QRect(0, top - offset, self.viewport().width(), height)
                painting.paint_heading(painter, box, section, legend=number == 0)

    def _paint_cells(self, painter: QPainter, bounds: QRect, region: QRegion) -> None:
        offset = self.verticalOffset()
        skus, grid = self._wall.skus, self._grid
        now, zone, dpr = self._store.now(), self._store.zone, self.devicePixelRatioF()
        for row in grid.rows_between(bounds.top() + offset, bounds.bottom() + offset):
            box = grid.rect(row).translated(0, -offset)
            exposed = region.intersected(box).boundingRect()
            if exposed.isEmpty():
                continue
            moment = Moment(now, zone, dpr, exposed)
            sku = skus[row]
            marked = Marked(selected=sku in self._chosen, flashing=sku in self._flashing)
            painting.paint_cell(painter, box, grid.cells, self._face(sku), moment, marked)

    def _paint_empty(self, painter: QPainter) -> None:
        words = _("No product matches. Esc clears the filter.")
        if not self._store.gauges:
            words = _("No products yet: waiting for the warehouses.")
        wide = min(text.width(words, _EMPTY), self.viewport().width())
        place = ((self.viewport().width() - wide) // 2, self.viewport().height() // 3)
        text.draw_elided(painter, place, theme.TEXT.line, words, _EMPTY, wide)

    # keyboard, mouse and the selection

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        wish = wish_of(event)
        if event.key() in MOVES:
            self._move(
                MOVES[Qt.Key(event.key())], extend=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            )
        elif wish is None or (wish is Wish.CLEAR and not self._chosen):
            event.ignore()
        else:
            self._do(wish)

    def _do(self, wish: Wish) -> None:
        index = self.currentIndex()
        if wish is Wish.TOGGLE and index.isValid():
            self.selectionModel().select(index, _Flag.Toggle)
        elif wish is Wish.ALL:
            self.selectAll()
        elif wish is Wish.CLEAR:
            self.select(())
        elif wish is Wish.OPEN and index.isValid():
            self.opened.emit(self.current)
        else:
            self.wished.emit(wish, self.current)

    def _move(self, action: QAbstractItemView.CursorAction, *, extend: bool) -> None:
        before = self.currentIndex()
        index = self.moveCursor(action, Qt.KeyboardModifier.NoModifier)
        if not index.isValid():
            return
        if extend:
            rows = sorted((before.row() if before.isValid() else index.row(), index.row()))
            span = QItemSelection(self._wall.index(rows[0]), self._wall.index(rows[1]))
            self.selectionModel().select(span, _Flag.Select)
        self.selectionModel().setCurrentIndex(index, _Flag.NoUpdate)
        self.scrollTo(index)
        focus.ring_of(self).go_round(self.viewport(), self._current_rect)

    @override
    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        if current.isValid():
            self._place = self.current

    def _current_rect(self) -> QRect:
        index = self.currentIndex()
        return self.rect_of(index.row()) if index.isValid() else QRect()

    @override
    def follow(self) -> None:
        ring = focus.ring_of(self)
        if ring.target is self.viewport():
            ring.follow()

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        if not self.currentIndex().isValid() and self._wall.skus:
            self.selectionModel().setCurrentIndex(self._wall.index(0), _Flag.NoUpdate)
        super().focusInEvent(event)
        if event.reason() in focus.BY_KEYBOARD:
            focus.ring_of(self).go_round(self.viewport(), self._current_rect)

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        focus.lost(self.viewport(), event)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        focus.lost(self.viewport())
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and self._hits_tick(index, event.position().toPoint()):
            self.selectionModel().setCurrentIndex(index, _Flag.Toggle)
        else:
            super().mousePressEvent(event)

    def _hits_tick(self, index: QModelIndex, at: QPoint) -> bool:
        box = self.rect_of(index.row())
        chosen = index.data(Role.SKU) in self._chosen
        tiles = self._grid.cells.shape is not None
        return chosen and tiles and box.right() - at.x() < _TICK_CORNER and at.y() - box.y() < _TICK_CORNER

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Dragging selects nothing: a hand that slips must not choose more than it pressed."""
        event.accept()

    @override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if index.isValid():
            self.opened.emit(str(index.data(Role.SKU)))

    @override
    def selectionCommand(self, index: Index, event: QEvent | None = None) -> _Flag:
        # a click beside the gauges keeps the selection
        return super().selectionCommand(index, event) if index.isValid() else _Flag.NoUpdate

    def _note_selection(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        """Take over what the person chose; rows are painted by the base class."""
        if self._restoring:
            return
        for sku in self._skus_in(deselected):
            self._chosen.pop(sku, None)
        self._chosen.update(dict.fromkeys(self._skus_in(selected)))
        self.selection_changed.emit(self.selected)

    def _skus_in(self, selection: QItemSelection) -> Iterator[str]:
        skus = self._wall.skus
        for number in range(selection.size()):
            span = selection.at(number)
            yield from skus[span.top() : span.bottom() + 1]

    def _restore_selection(self) -> None:
        """Mark the rows of the chosen products, wherever they are now."""
        self._restoring = True
        selection = QItemSelection()
        rows = (self._wall.row_of(sku) for sku in self._chosen)
        for first, last in runs(sorted(row for row in rows if row is not None)):
            selection.select(self._wall.index(first), self._wall.index(last))
        self.selectionModel().select(selection, _Flag.ClearAndSelect)
        self._restoring = False

    @override
    def keyboardSearch(self, search: str) -> None:
        """Letters are the desk's keys, not a search."""
