"""Slow products that tie up money, and the way out for each."""

from functools import partial
from typing import Final

from PySide6.QtWidgets import QWidget

from app.intents import SayNext
from app.views.replenishment import SlowView
from app.words import _, n_, number, plain
from widgets.desk.product.tables import Table
from widgets.desk.replenishment.words import money_words
from widgets.kit import theme
from widgets.kit.buttons import SMALL, Button
from widgets.kit.label import PlainLabel
from widgets.store import RoomStore

MOST: Final = 4


class SlowTable(Table):
    """Those that tie up most."""

    def __init__(self, store: RoomStore, parent: QWidget | None = None) -> None:
        super().__init__(_("Slow products that tie up money"), parent)
        self._store = store
        self._shown: tuple[tuple[SlowView, ...], bool] | None = None

    def show_slow(self, slow: tuple[SlowView, ...], currency: str, *, private: bool) -> None:
        """Show these; rows are built anew only when they changed."""
        if (slow, private) == self._shown:
            return
        self._shown = (slow, private)
        self.empty()
        for row, one in enumerate(slow[:MOST]):
            self._add(row, one, "" if private else money_words(one.money, currency))
        self.grid.setColumnStretch(3, 1)
        self.head.note.say("" if slow else _("none"))
        self.fit(min(len(slow), MOST))

    def _add(self, row: int, one: SlowView, money: str) -> None:
        days = (
            _("sells nothing")
            if one.days is None
            else n_("lasts {days} day", "lasts {days} days", round(one.days)).format(
                days=number(round(one.days))
            )
        )
        name = PlainLabel(plain(one.title, 24))
        for column, part in enumerate(
            (name, PlainLabel(days, theme.NOTE.size, theme.T3), PlainLabel(money, bold=True))
        ):
            self.grid.addWidget(part, row, column)
        self.grid.addWidget(PlainLabel(one.words, colour=theme.T2, elide=True), row, 3)
        button = Button(_("Show next"), height=SMALL)
        button.clicked.connect(partial(self._show_next, one.sku))
        self.grid.addWidget(button, row, 4)

    def _show_next(self, sku: str, *_pressed: bool) -> None:
        self._store.intend(SayNext(who=self._store.who("desk"), sku=sku))
