"""The rounds of a product: what is left of the one on sale, what is kept for whom, the demand a trial met.

One press sells the next round; how large a first one is asks a sheet.
"""

from collections.abc import Callable
from functools import partial
from typing import Final

from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.intents import EndRound, NextRound, Slice, StartRound
from app.views.gauge import GaugeView, RoundView
from app.views.rounds import demand_words, round_words
from app.words import _, clock_time, number, p_, plain
from widgets.desk.parts import spread
from widgets.desk.product.tables import Table
from widgets.desk.sheet import Sheet
from widgets.kit import theme
from widgets.kit.buttons import LARGE, SMALL, Button
from widgets.kit.fields import TextField
from widgets.kit.label import PlainLabel
from widgets.store import RoomStore

_MOST: Final = 999_999
_GROUP: Final = 40


class RoundTable(Table):
    """The table; a product without rounds has its head alone."""

    def __init__(self, store: RoomStore, parent: QWidget | None = None) -> None:
        super().__init__(_("Rounds"), parent)
        self._store = store
        self._view: GaugeView | None = None
        self.start = Button(_("Start a round…"), height=SMALL)
        self.start.clicked.connect(self.ask)
        self.head.row.addWidget(self.start)

    def show_product(self, view: GaugeView) -> None:
        """Show this product's rounds."""
        self._view = view
        self.empty()
        one = view.selling_round
        if one is not None:
            self._add_last(view.sku, one)
        for row, kept in enumerate(() if one is None else one.kept, start=1):
            units = _("{units} kept").format(units=number(kept.units))
            self.grid.addWidget(PlainLabel(plain(kept.group, _GROUP), elide=True), row, 0)
            self.grid.addWidget(PlainLabel(units, colour=theme.T2), row, 1)
            sell = self._button(_("Sell it now"), partial(self._sell, view.sku, kept.group))
            sell.setEnabled(one is not None and not one.on_sale)
            self.grid.addWidget(sell, row, 3)
        self.grid.setColumnStretch(2, 1)
        self.head.note.say("" if one is not None else _("none yet"))
        self.fit(0 if one is None else 1 + len(one.kept))

    def ask(self) -> None:
        """Ask how many units the next round releases."""
        if self._view is not None:
            RoundSheet(self._store, self._view, self.window()).open()

    def _add_last(self, sku: str, one: RoundView) -> None:
        began = "" if one.started_at is None else clock_time(one.started_at, self._store.zone, seconds=False)
        self.grid.addWidget(PlainLabel(round_words(one), bold=one.on_sale), 0, 0)
        self.grid.addWidget(PlainLabel(began, theme.NOTE.size, theme.T3), 0, 1)
        self.grid.addWidget(PlainLabel(demand_words(one), theme.NOTE.size, theme.T2, elide=True), 0, 2)
        acts = QWidget()
        row = spread(QHBoxLayout(acts), 0, 0, theme.SPACE_XS)
        words = _("Next round: {units}").format(units=number(one.next_units))
        row.addWidget(self._button(words, partial(self._next, sku)))
        if one.on_sale:
            row.addWidget(self._button(_("End it"), partial(self._end, sku)))
        self.grid.addWidget(acts, 0, 3)

    def _button(self, words: str, act: Callable[[], object]) -> Button:
        button = Button(words, height=SMALL)
        button.clicked.connect(act)
        return button

    def _next(self, sku: str, *_pressed: bool) -> None:
        self._store.intend(NextRound(who=self._store.who("desk"), sku=sku))

    def _end(self, sku: str, *_pressed: bool) -> None:
        self._store.intend(EndRound(who=self._store.who("desk"), sku=sku))

    def _sell(self, sku: str, group: str, *_pressed: bool) -> None:
        self._store.intend(StartRound(who=self._store.who("desk"), sku=sku, group=group))


class RoundSheet(Sheet):
    """Asks how many units a round releases, what is kept for a group, and whether it is a trial."""

    def __init__(self, store: RoomStore, view: GaugeView, parent: QWidget | None = None) -> None:
        super().__init__(parent, _("Start a round"))
        self._store, self._sku = store, view.sku
        have = _("{title}: {units} available").format(title=plain(view.title), units=number(view.available))
        self.say(have)
        self.units = self._number(p_("round", "Units released"))
        self.group = TextField(_("Kept for a group (optional)"), height=LARGE)
        self.group.setMaxLength(_GROUP)
        self.kept = self._number(p_("round", "Units kept for it"))
        self.trial = Button(_("A trial: not on the market yet"), height=LARGE)
        self.trial.setCheckable(True)
        self.body.addWidget(PlainLabel(p_("round", "Units released"), theme.NOTE.size, theme.T3))
        for part in (self.units, self.group, self.kept, self.trial):
            self.body.addWidget(part)
        note = _("They are set aside: never more than the live stock less what is set aside already.")
        self.body.addWidget(PlainLabel(note, theme.NOTE.size, theme.T3).wrap())
        self.begin = self.add_act(_("Start"))
        self.add_close(_("Cancel"))
        for field in (self.units, self.group, self.kept):
            field.textChanged.connect(self._judge)
            field.returnPressed.connect(self.begin.click)
        if view.selling_round is not None and view.selling_round.next_units:
            self.units.setText(str(view.selling_round.next_units))
        self.accepted.connect(self._send)
        self._judge()
        self.units.setFocus()

    def _number(self, words: str) -> TextField:
        field = TextField(words, height=LARGE)
        field.setValidator(QIntValidator(1, _MOST, field))
        return field

    def _judge(self) -> None:
        """Both of the slice, or neither."""
        named = bool(self.group.text().strip())
        whole = self.kept.hasAcceptableInput() if named else not self.kept.text()
        self.begin.setEnabled(self.units.hasAcceptableInput() and whole)

    def _send(self) -> None:
        group = self.group.text().strip()
        slices = (Slice(group=group, units=int(self.kept.text())),) if group else ()
        self._store.intend(
            StartRound(
                who=self._store.who("desk"),
                sku=self._sku,
                units=int(self.units.text()),
                slices=slices,
                trial=self.trial.isChecked(),
            )
        )
