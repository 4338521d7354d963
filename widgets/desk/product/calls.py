"""Calls for stock and how far each is: asked, seen by the warehouse, on its way; of one product or of all."""

from functools import partial
from typing import Final

from PySide6.QtWidgets import QWidget

from app.intents import UpdateCall
from app.views.room import CallView
from app.words import _, clock_time, n_, number, p_, plain
from widgets.desk.product.tables import Table
from widgets.desk.sheet import Sheet
from widgets.kit import theme
from widgets.kit.buttons import SMALL, Button
from widgets.kit.label import PlainLabel
from widgets.store import RoomStore

_WIDTH: Final = 600
_HEIGHT: Final = 240
_SEEN: Final = "seen"
_ON_ITS_WAY: Final = "on_its_way"


def state_words(call: CallView) -> str:
    """How far a call is."""
    if call.state == _ON_ITS_WAY:
        return _("on its way")
    return _("seen by the warehouse") if call.state == _SEEN else _("asked")


class CallTable(Table):
    """The calls; with a SKU only those for it."""

    def __init__(self, store: RoomStore, parent: QWidget | None = None) -> None:
        super().__init__(_("Calls for stock"), parent)
        self._store = store
        self._sku: str | None = None
        self._shown: tuple[CallView, ...] | None = None
        store.calls_changed.connect(self._show)

    def show_calls(self, sku: str | None) -> None:
        """Show the calls for this product, or all."""
        self._sku = sku
        self._show()

    def _show(self) -> None:
        calls = tuple(call for call in self._store.calls if self._sku in (None, call.sku))
        if calls == self._shown:
            return
        self._shown = calls
        self.empty()
        for row, call in enumerate(calls):
            self._add(row, call)
        self.grid.setColumnStretch(1, 1)
        self.head.note.say("" if calls else p_("calls", "none"))
        self.fit(len(calls))

    def _add(self, row: int, call: CallView) -> None:
        at = clock_time(call.asked_at, self._store.zone, seconds=False)
        units = n_("{units} unit", "{units} units", call.units).format(units=number(call.units))
        self.grid.addWidget(PlainLabel(units, bold=True), row, 0)
        self.grid.addWidget(PlainLabel(plain(call.title), colour=theme.T2, elide=True), row, 1)
        self.grid.addWidget(PlainLabel(f"{at}  {state_words(call)}", theme.NOTE.size, theme.T3), row, 2)
        if call.state not in (_SEEN, _ON_ITS_WAY):
            self.grid.addWidget(self._button(_("Seen"), call, on_its_way=False), row, 3)
        if call.state != _ON_ITS_WAY:
            self.grid.addWidget(self._button(_("On its way"), call, on_its_way=True), row, 4)

    def _button(self, words: str, call: CallView, *, on_its_way: bool) -> Button:
        button = Button(words, height=SMALL)
        button.clicked.connect(partial(self._update, call.id, on_its_way=on_its_way))
        return button

    def _update(self, call: int, *_pressed: bool, on_its_way: bool) -> None:
        self._store.intend(UpdateCall(who=self._store.who("desk"), call=call, on_its_way=on_its_way))


class CallsSheet(Sheet):
    """All calls for stock."""

    def __init__(self, store: RoomStore, parent: QWidget | None = None) -> None:
        super().__init__(parent, _("Calls for stock"), _WIDTH)
        self.table = CallTable(store)
        self.table.show_calls(None)
        self.add_scrolled(self.table, _HEIGHT)
        self.add_close()
