"""The sheets that ask one thing: units of a call, why a stop ends, stop everything, end the broadcast."""

from dataclasses import replace
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.intents import CallStock, EmergencyStop, EndBroadcast, Reach, Reason, Release
from app.views.gauge import GaugeView
from app.views.wording import reason_label
from app.words import _, n_, number, p_, plain
from widgets.desk.second import Initials, takes_two
from widgets.desk.sheet import Sheet
from widgets.kit import theme
from widgets.kit.buttons import LARGE, Button, Kind, LongPressButton
from widgets.kit.choices import DropDown, Option
from widgets.kit.fields import TextField
from widgets.kit.label import PlainLabel
from widgets.store import RoomStore

_MOST_UNITS: Final = 999_999
_QUICK: Final = (50, 100, 200, 500)
_NOTE_LENGTH: Final = 200


class CallSheet(Sheet):
    """Asks how many units to call for, and calls."""

    def __init__(self, store: RoomStore, view: GaugeView, parent: QWidget | None = None) -> None:
        super().__init__(parent, _("Call for stock"))
        self._store, self._sku = store, view.sku
        have = _("{title}: {units} available").format(title=plain(view.title), units=number(view.available))
        self.say(have)
        self.units = TextField(p_("call", "Units"), height=LARGE)
        self.units.setValidator(QIntValidator(1, _MOST_UNITS, self.units))
        self.reason = TextField(_("What for (optional)"), height=LARGE)
        self.reason.setMaxLength(_NOTE_LENGTH)
        self.body.addWidget(self.units)
        self.body.addLayout(self._quick())
        self.body.addWidget(self.reason)
        self.call = self.add_act(_("Call"))
        self.add_close(_("Cancel"))
        self.call.setEnabled(False)
        self.units.textChanged.connect(lambda: self.call.setEnabled(self.units.hasAcceptableInput()))
        self.units.returnPressed.connect(self.call.click)
        self.accepted.connect(self._send)
        self.units.setFocus()

    def _quick(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme.SPACE_S)
        for units in _QUICK:
            button = Button(number(units))
            button.clicked.connect(lambda _on, units=units: self.units.setText(str(units)))
            row.addWidget(button)
        row.addStretch(1)
        return row

    def _send(self) -> None:
        who, units = self._store.who("desk"), int(self.units.text())
        self._store.intend(CallStock(who=who, sku=self._sku, units=units, reason=self.reason.text().strip()))


class ReleaseSheet(Sheet):
    """Asks why an emergency stop ends, and ends it."""

    def __init__(self, store: RoomStore, skus: tuple[str, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent, _("Release the emergency stop"))
        self._store, self._skus = store, skus
        titles = ", ".join(plain(store.gauges[sku].title, 40) for sku in skus if sku in store.gauges)
        self.say(titles)
        words = n_("It goes on sale again.", "They go on sale again.", len(skus))
        self.body.addWidget(PlainLabel(words, colour=theme.T3))
        self.reason = DropDown(
            [Option(reason, reason_label(reason)) for reason in Reason], label=_("Reason"), height=LARGE
        )
        self.reason.set_value(Reason.INCIDENT)
        self.note = TextField(_("In your words (optional)"), height=LARGE)
        self.note.setMaxLength(_NOTE_LENGTH)
        self.body.addWidget(self.reason)
        self.body.addWidget(self.note)
        self.initials = Initials(store, self)
        self.release = self.add_act(_("Release"))
        self.held = LongPressButton(_("Long press: release"), height=LARGE)
        self.held.long_pressed.connect(self.accept)
        self.foot.addWidget(self.held)
        self.add_close(_("Cancel"))
        self.accepted.connect(self._send)
        self.reason.chosen.connect(self._judge)
        self.initials.first.textChanged.connect(self._judge)
        self.initials.second.textChanged.connect(self._judge)
        self._judge()

    def _judge(self, *_changed: object) -> None:
        """Two people and a held press where the reason asks for them."""
        two = takes_two(self._store, self.reason.value)
        for part in (self.initials.first, self.initials.second, self.held):
            part.setVisible(two)
        self.release.setVisible(not two)
        self.held.setEnabled(self.initials.are_two)

    def _send(self) -> None:
        reason, (one, other) = self.reason.value, self.initials.both
        who = self._store.who("desk")
        self._store.intend(
            Release(
                who=replace(who, initials=one or who.initials),
                skus=self._skus,
                reason=reason if isinstance(reason, Reason) else Reason.INCIDENT,
                note=self.note.text().strip(),
                second=other,
            )
        )


class StopAllSheet(Sheet):
    """Takes everything off sale at every storefront after a long press: until somebody releases it."""

    def __init__(self, store: RoomStore, through: str, parent: QWidget | None = None) -> None:
        super().__init__(parent, _("Stop everything"))
        self._store, self._through = store, through
        shops = {line.storefront for view in store.gauges.values() for line in view.shops}
        figures = {"products": number(sum(bool(v.shops) for v in store.gauges.values()))}
        said = _("Takes all {products} products off sale at all {shops} storefronts, the one on air first.")
        self.say(said.format(**figures, shops=number(len(shops))))
        self.body.addWidget(PlainLabel(_("They stay off until somebody releases them."), colour=theme.T3))
        self.reason = DropDown(
            [Option(reason, reason_label(reason)) for reason in Reason], label=_("Reason"), height=LARGE
        )
        self.reason.set_value(Reason.INCIDENT)
        self.body.addWidget(self.reason)
        self.stop = LongPressButton(_("Long press: stop everything"), kind=Kind.STOP, height=LARGE)
        self.stop.long_pressed.connect(self._stop)
        self.foot.addWidget(self.stop)
        self.add_close(_("Cancel"))
        self.stop.setFocus()

    def _stop(self) -> None:
        reason = self.reason.value
        self._store.intend(
            EmergencyStop(
                who=self._store.who(self._through),
                reach=Reach.ALL,
                reason=reason if isinstance(reason, Reason) else Reason.INCIDENT,
            )
        )
        self.accept()


class EndSheet(Sheet):
    """Ends the broadcast after a long press, where the bar has no room for that button.

    Signals:
        ended: The press lasted.
    """

    ended = Signal()

    def __init__(self, store: RoomStore, parent: QWidget | None = None) -> None:
        super().__init__(parent, _("End the broadcast"))
        self._store = store
        self.say(_("Counts of sold-out marks start anew with the next broadcast."))
        self.end = LongPressButton(_("Long press: end"), kind=Kind.NORMAL, height=LARGE)
        self.end.long_pressed.connect(self._end)
        self.foot.addWidget(self.end)
        self.add_close(_("Cancel"))

    def _end(self) -> None:
        self._store.intend(EndBroadcast(who=self._store.who("desk")))
        self.ended.emit()
        self.accept()
