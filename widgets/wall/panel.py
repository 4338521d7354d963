"""The whole wall: tools, the head of the list, and the view; what a desk or a strip puts into its layout.

Tiles in wide windows, a list in narrow ones unless a person chose otherwise.
"""

from typing import Final

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from app.intents import SayNext, SayOnAir
from app.words import p_
from widgets.gauge.paint import GAP, LEFT, RIGHT
from widgets.gauge.rows import BAR_COLUMN, FIGURE_COLUMN, MINUTES_COLUMN, state_column
from widgets.kit import text, theme
from widgets.kit.text import Style
from widgets.store import RoomStore
from widgets.ticker import Ticker
from widgets.wall.arrangement import Filter, Order
from widgets.wall.geometry import Density
from widgets.wall.keys import Wish
from widgets.wall.model import WallModel
from widgets.wall.toolbar import Room, WallToolbar, room_for
from widgets.wall.view import WallView

_HEAD: Final = Style(theme.NOTE.size, theme.T3)
_HEAD_HEIGHT: Final = 20


class ListHead(QWidget):
    """The names of the list's columns, over the columns of `view`."""

    def __init__(self, view: WallView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view = view
        view.laid_out.connect(self.update)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @override
    def sizeHint(self) -> QSize:
        return QSize(0, _HEAD_HEIGHT)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        tall = self.height()
        states = state_column()
        text.draw(painter, (LEFT, 0), tall, p_("column", "State"), _HEAD, states)
        text.draw(painter, (LEFT + states + GAP, 0), tall, p_("column", "Product"), _HEAD)
        # the view gives some of its width to its scroll bar
        right = self._view.viewport().width() - RIGHT
        text.draw_right(painter, (right, 0), tall, p_("column", "min 10 50 90 %"), _HEAD, MINUTES_COLUMN)
        right -= MINUTES_COLUMN + GAP + BAR_COLUMN
        text.draw(painter, (right, 0), tall, p_("column", "of opening stock"), _HEAD, BAR_COLUMN)
        text.draw_right(painter, (right - GAP, 0), tall, p_("column", "Units"), _HEAD, FIGURE_COLUMN)
        painter.end()


class WallPanel(QWidget):
    """The gauges of the room with their tools.

    Signals:
        selection_changed: The chosen SKUs in the order they were chosen (tuple of str).
        activated: A SKU whose page is wanted.
        density_chosen: The Density a person picked, to be remembered.
    """

    selection_changed = Signal(object)
    activated = Signal(str)
    density_chosen = Signal(object)

    def __init__(self, store: RoomStore, ticker: Ticker, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._choice: Density | None = None
        self.model = WallModel(store)
        self.model.setParent(self)
        self.toolbar = WallToolbar(store.zone, self)
        self.view = WallView(self.model, store, ticker, self)
        self.head = ListHead(self.view, self)
        self._lay_out()
        self._connect()
        self._show_density()
        self._sum()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.toolbar)
        self._gap = QWidget(self)
        column.addWidget(self._gap)
        column.addWidget(self.head)
        column.addWidget(self.view, 1)

    def _connect(self) -> None:
        tools, view, model = self.toolbar, self.view, self.model
        tools.searched.connect(model.search)
        tools.filtered.connect(model.show_only)
        tools.ordered.connect(model.resort)
        tools.resort_wanted.connect(self.resort)
        tools.density_picked.connect(self.choose_density)
        tools.left_search.connect(view.setFocus)
        view.selection_changed.connect(self.selection_changed)
        view.opened.connect(self.activated)
        view.wished.connect(self._grant)
        model.summed.connect(self._sum)

    @property
    def selected(self) -> tuple[str, ...]:
        """The chosen SKUs in the order they were chosen."""
        return self.view.selected

    @property
    def current(self) -> str:
        """The SKU the keyboard is on; empty where it is on none."""
        return self.view.current

    def select(self, skus: tuple[str, ...]) -> None:
        """Choose exactly these products."""
        self.view.select(skus)

    def clear_selection(self) -> None:
        """Choose none."""
        self.view.select(())

    def resort(self) -> None:
        """Take the order anew."""
        self.model.resort()

    def sort_by(self, order: Order) -> None:
        """Take the order anew, by urgency or as recommended."""
        self.model.resort(order)

    def show_only(self, which: Filter) -> None:
        """Show the products of one filter."""
        self.toolbar.set_filter(which)
        self.model.show_only(which)

    def search(self) -> None:
        """Put the keyboard into the search field."""
        self.toolbar.search()

    def say_on_air(self, sku: str) -> None:
        """Say that this product is being shown; again, that it no longer is."""
        if sku:
            on_air = self._store.gauges[sku].on_air
            self._store.intend(SayOnAir(who=self._store.who("desk"), sku=None if on_air else sku))

    def say_next(self, sku: str) -> None:
        """Say that this product comes next; again, that it does not."""
        if sku:
            is_next = self._store.gauges[sku].is_next
            self._store.intend(SayNext(who=self._store.who("desk"), sku=None if is_next else sku))

    def choose_density(self, density: Density | None) -> None:
        """Show tiles or a list whatever the width of the window; None: as the width asks."""
        self._choice = density
        self._show_density()
        self.density_chosen.emit(self.view.density)

    def toggle_density(self) -> None:
        """List instead of tiles, or the other way round."""
        self.choose_density(Density.TILES if self.view.density is Density.LIST else Density.LIST)

    def _show_density(self) -> None:
        room = room_for(self.window().width())
        if room is not self.toolbar.room:
            self.toolbar.give_room(room)
        density = self._choice or (Density.LIST if room is Room.NARROW else Density.TILES)
        self.view.set_density(density)
        self.toolbar.set_density(density)
        self.head.setVisible(density is Density.LIST)
        # tiles begin 8 below the tools, the head of a list 4
        self._gap.setFixedHeight(theme.SPACE_XS if density is Density.LIST else theme.SPACE_S)

    def _grant(self, wish: Wish, sku: str) -> None:
        if wish is Wish.ON_AIR:
            self.say_on_air(sku)
        elif wish is Wish.NEXT:
            self.say_next(sku)
        elif wish is Wish.RESORT:
            self.resort()
        elif wish is Wish.DENSITY:
            self.toggle_density()
        elif wish is Wish.FILTER:
            self.search()

    def _sum(self) -> None:
        self.toolbar.set_counts(self.model.counts())
        self.toolbar.set_order(self.model.order, self.model.sorted_at, self.model.changed_since)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_density()
