"""Accepted proposals as draft orders, and what a person can say of each."""

from functools import partial
from typing import Final

from PySide6.QtWidgets import QWidget

from app.intents import UpdateOrder
from app.views.replenishment import OrderState, OrderView
from app.words import _, day, number, p_, plain
from widgets.desk.product.tables import Table
from widgets.desk.replenishment.words import money_words, order_words
from widgets.kit import theme
from widgets.kit.buttons import SMALL, Button
from widgets.kit.label import PlainLabel
from widgets.store import RoomStore

MOST: Final = 40
"""Orders shown at most; the file holds all."""


class OrderTable(Table):
    """The orders, open ones first."""

    def __init__(self, store: RoomStore, parent: QWidget | None = None) -> None:
        super().__init__(_("Draft orders"), parent)
        self._store = store
        self._shown: tuple[tuple[OrderView, ...], bool] | None = None

    def show_orders(self, orders: tuple[OrderView, ...], currency: str, *, private: bool) -> None:
        """Show these; rows are built anew only when they changed."""
        if (orders, private) == self._shown:
            return
        self._shown = (orders, private)
        self.empty()
        for row, order in enumerate(orders[:MOST]):
            self._add(row, order, "" if private else money_words(order.money, currency))
        self.grid.setColumnStretch(1, 1)
        self.head.note.say(_("stockcue orders export FILE writes them all") if orders else _("none"))
        self.fit(min(len(orders), MOST))

    def _add(self, row: int, order: OrderView, money: str) -> None:
        late = order.overdue
        units = f"{number(order.units)} · {order.route}"
        parts: tuple[QWidget, ...] = (
            PlainLabel(units, bold=True),
            PlainLabel(plain(order.title), colour=theme.T2, elide=True),
            PlainLabel(order.place, theme.NOTE.size, theme.T3),
            PlainLabel(
                _("order {on}, due {due}").format(on=day(order.order_on), due=day(order.due)),
                theme.NOTE.size,
                theme.YELLOW if late else theme.T3,
            ),
            PlainLabel(money, theme.NOTE.size, theme.T2),
            PlainLabel(order_words(order.state), theme.NOTE.size, theme.T2),
        )
        for column, part in enumerate(parts):
            self.grid.addWidget(part, row, column)
        for column, (words, state) in enumerate(self._next(order), start=len(parts)):
            button = Button(words, height=SMALL)
            button.clicked.connect(partial(self._update, order.id, state))
            self.grid.addWidget(button, row, column)

    @staticmethod
    def _next(order: OrderView) -> list[tuple[str, OrderState]]:
        """What can be said of it now."""
        placed = (p_("order", "Placed"), OrderState.PLACED)
        done = (p_("order", "Counted in"), OrderState.DONE)
        dropped = (p_("order", "Drop"), OrderState.DROPPED)
        if order.state is OrderState.DRAFT:
            return [placed, dropped]
        return [done, dropped] if order.state is OrderState.PLACED else []

    def _update(self, order: int, state: OrderState, *_pressed: bool) -> None:
        self._store.intend(UpdateOrder(who=self._store.who("desk"), order=order, state=state))
