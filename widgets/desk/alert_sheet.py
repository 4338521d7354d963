"""One alert in full: what is wrong, since when, what to do, and the acts that help."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.intents import AcknowledgeAlert, ShelveAlert
from app.views.room import AlertState, AlertView, Guidance
from app.words import _, clock_time, plain
from widgets.desk.alert_row import level_words
from widgets.desk.sheet import Sheet
from widgets.kit import theme
from widgets.kit.buttons import LARGE, Button, Kind
from widgets.kit.label import PlainLabel
from widgets.store import RoomStore


class AlertSheet(Sheet):
    """The sheet.

    Signals:
        product_wished: A person wants to see the product of the alert; carries its SKU.
    """

    product_wished = Signal(str)

    def __init__(self, store: RoomStore, alert: AlertView, parent: QWidget | None = None) -> None:
        super().__init__(parent, plain(alert.text))
        self._store, self._alert = store, alert
        since = clock_time(alert.since, store.zone)
        said = _("{level} since {time}").format(level=level_words(alert.level), time=since)
        self.body.addWidget(PlainLabel(said, theme.NOTE.size, theme.T3))
        if alert.remedy:
            self.say(plain(alert.remedy))
        self._add_acts()
        self.add_close()

    def _add_acts(self) -> None:
        if self._alert.sku:
            self._add(_("Show product"), Kind.WHITE, self._show_product)
        if self._alert.button is Guidance.SHELVE:
            self._add(_("Shelve for 10 minutes"), Kind.NORMAL, self._shelve)
        if self._alert.state is AlertState.ACTIVE:
            self._add(_("Acknowledge"), Kind.NORMAL, self._acknowledge)

    def _add(self, words: str, kind: Kind, act: object) -> None:
        button = Button(words, kind=kind, height=LARGE)
        button.clicked.connect(act)
        button.clicked.connect(self.accept)
        self.foot.addWidget(button)

    def _show_product(self) -> None:
        self.product_wished.emit(self._alert.sku)

    def _shelve(self) -> None:
        self._store.intend(ShelveAlert(who=self._store.who("desk"), alert=self._alert.id))

    def _acknowledge(self) -> None:
        self._store.intend(AcknowledgeAlert(who=self._store.who("desk"), alert=self._alert.id))
