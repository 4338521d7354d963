"""The page of one product: its gauge with room, warehouses, shops, and the facts of the settings.

It shows what the view holds and nothing beyond; marking stays in the selection bar below it.
"""

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget
from typing_extensions import override

from app.intents import ResetOpening, SayNext, SayOnAir
from app.views.gauge import GaugeView
from app.words import _, plain, rate
from widgets.desk.parts import Panel, spread
from widgets.desk.product.calls import CallTable
from widgets.desk.product.rounds import RoundTable
from widgets.desk.product.summary import ProductSummary
from widgets.desk.product.tables import ShopTable, WarehouseTable
from widgets.gauge.face import NEXT, ON_AIR
from widgets.gauge.words import next_word, on_air_word
from widgets.kit import theme
from widgets.kit.buttons import Button
from widgets.kit.chip import ChipLabel
from widgets.kit.fields import ThinScrollBar
from widgets.kit.label import PlainLabel
from widgets.store import RoomStore

_SIDE_BY_SIDE_FROM: Final = 800
_HEAD: Final = 56


class ProductPage(QWidget):
    """The page.

    Signals:
        closed: The person goes back to the wall.
        call_wished: The warehouse shall be called for stock; carries the SKU.
    """

    closed = Signal()
    call_wished = Signal(str)

    def __init__(self, store: RoomStore, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._shown: GaugeView | None = None
        self._private = False
        self.sku = ""
        self._make_head()
        self._make_body()
        store.gauges_changed.connect(self._gauges_changed)

    def _make_head(self) -> None:
        self._head = Panel()
        self._head.setFixedHeight(_HEAD)
        self.back = Button(icon="back")
        self.back.setAccessibleName(_("Back to the wall"))
        self._title = PlainLabel("", theme.STRONG.size, bold=True, elide=True)
        self._sku = PlainLabel("", theme.NOTE.size, theme.T3, elide=True)
        self._badge = ChipLabel(ON_AIR, on_air_word())
        self.on_air = Button(_("On air"), key_hint="O")
        self.next = Button(_("Next"), key_hint="N")
        self.call = Button(_("Call stock"), icon="box", key_hint="C")
        names = QVBoxLayout()
        names.setSpacing(0)
        names.addStretch(1)
        names.addWidget(self._title)
        names.addWidget(self._sku)
        names.addStretch(1)
        row = spread(QHBoxLayout(), theme.SPACE_M, theme.SPACE_S, theme.SPACE_M)
        row.addWidget(self.back)
        row.addLayout(names, 1)
        for part in (self._badge, self.on_air, self.next, self.call):
            row.addWidget(part)
        self._head.rows.addLayout(row)
        self.back.clicked.connect(self.closed)
        self.on_air.clicked.connect(self.say_on_air)
        self.next.clicked.connect(self.say_next)
        self.call.clicked.connect(lambda: self.call_wished.emit(self.sku))

    def _make_body(self) -> None:
        self._facts = PlainLabel("", theme.NOTE.size, theme.T2).wrap()
        self._note = PlainLabel("", theme.NOTE.size, theme.YELLOW).wrap()
        self.reset = Button(_("Take this stock as 100 %"))
        self.reset.clicked.connect(self._reset_opening)
        self._summary = ProductSummary(self._store)
        self.warehouses = WarehouseTable(self._store)
        self.shops = ShopTable(self._store)
        self.rounds = RoundTable(self._store)
        self.calls = CallTable(self._store)
        self._tables = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._tables.setSpacing(theme.SPACE_S)
        for table in (self.warehouses, self.shops):
            self._tables.addWidget(table, 1, Qt.AlignmentFlag.AlignTop)
        area = QScrollArea()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setVerticalScrollBar(ThinScrollBar())
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(self._body())
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(theme.SPACE_S)
        rows.addWidget(self._head)
        rows.addWidget(area, 1)

    def _body(self) -> QWidget:
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE_S)
        column.addWidget(self._summary)
        column.addLayout(self._facts_row())
        column.addWidget(self._note)
        column.addLayout(self._tables)
        column.addWidget(self.rounds)
        column.addWidget(self.calls)
        column.addStretch(1)
        return inner

    def _facts_row(self) -> QHBoxLayout:
        row = spread(QHBoxLayout(), theme.SPACE_M, 0, theme.SPACE_M)
        row.addWidget(self._facts, 1)
        row.addWidget(self.reset)
        return row

    def open(self, sku: str) -> None:
        """Show this product."""
        self.sku = sku
        self._shown = None
        self.calls.show_calls(sku)
        self._show()
        self.back.setFocus(Qt.FocusReason.OtherFocusReason)

    def be_private(self, *, private: bool) -> None:
        """Hide what only the house may see."""
        self._private = private
        self._shown = None
        self._show()

    def tick(self) -> None:
        """A second went by."""
        self._summary.update()
        self.warehouses.tick()
        self.shops.tick()

    def say_on_air(self) -> None:
        """This product is being shown."""
        self._store.intend(SayOnAir(who=self._store.who("desk"), sku=self.sku))

    def say_next(self) -> None:
        """This product comes next."""
        self._store.intend(SayNext(who=self._store.who("desk"), sku=self.sku))

    def _reset_opening(self) -> None:
        self._store.intend(ResetOpening(who=self._store.who("desk"), skus=(self.sku,)))

    def _gauges_changed(self, skus: tuple[str, ...]) -> None:
        if self.sku in skus and self.isVisible():
            self._show()

    def _show(self) -> None:
        view, before = self._store.gauges.get(self.sku), self._shown
        if view is None or view is before:
            return
        self._shown = view
        self._title.say(plain(view.title))
        self._sku.say(plain(view.sku, 40))
        self._badge.setVisible(view.on_air or view.is_next)
        self._badge.say(on_air_word() if view.on_air else next_word(), ON_AIR if view.on_air else NEXT)
        self._summary.show_product(view)
        self._facts.say("   ".join(self._facts_of(view)))
        self._note.say(plain(view.note))
        self._note.setVisible(bool(view.note))
        # rows are built anew only when what they show changed: a button must not vanish under the pointer
        if before is None or (before.segments, before.missing) != (view.segments, view.missing):
            self.warehouses.show_product(view)
        if before is None or before.shops != view.shops:
            self.shops.show_product(view)
        if before is None or before.selling_round != view.selling_round:
            self.rounds.show_product(view)

    def _facts_of(self, view: GaugeView) -> list[str]:
        cover = "" if view.days_of_cover is None else rate(view.days_of_cover)
        facts = (
            (_("Price {amount}"), view.price),
            (_("Margin {amount}"), "" if self._private else view.margin),
            (_("Instead {amount}"), plain(view.substitute)),
            (_("Days of cover {amount}"), cover),
            (_("Inbound {amount}"), "" if view.inbound is None else str(view.inbound)),
            (_("Reorder {amount}"), plain(view.reorder)),
        )
        return [words.format(amount=value) for words, value in facts if value]

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        beside = self.width() >= _SIDE_BY_SIDE_FROM
        self._tables.setDirection(
            QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        )
