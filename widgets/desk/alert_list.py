"""All alerts, worst first, with how many criticals the last ten minutes had against the budget of two.

Over budget, warnings fold into one line; criticals never do. While the pointer is in the list no row moves:
new alerts come below, and the order follows when the pointer leaves.
"""

from typing import Final

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QEnterEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget
from typing_extensions import override

from app.intents import AcknowledgeAlert, ShelveAlert
from app.views.room import AlertLevel, AlertState, AlertView, Guidance
from app.words import _, n_, number
from widgets.desk import sizes
from widgets.desk.alert_row import AlertRow
from widgets.desk.parts import Panel, PanelHead, is_starting, paint_blocks
from widgets.kit import theme
from widgets.kit.buttons import SMALL, Button, Kind
from widgets.kit.fields import ThinScrollBar
from widgets.store import RoomStore

BUDGET: Final = 2
"""Criticals in ten minutes that a person can still take in."""
_STILL_MS: Final = 10_000


class AlertList(Panel):
    """The list.

    Signals:
        handle_wished: A person wants to see to this alert; carries it.
        opened: A person wants to read all of it; carries it.
    """

    handle_wished = Signal(object)
    opened = Signal(object)

    def __init__(self, store: RoomStore, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._rows: dict[str, AlertRow] = {}
        self._order: list[str] = []
        self._laid: list[tuple[AlertRow, bool, bool]] = []
        """Rows from the top, whether each is folded away, and whether its alert still stands."""
        self._unfolded = False
        self._pointer_inside = False
        self._row_px = 35
        self._blank = is_starting(store)
        self._make()
        store.alerts_changed.connect(self.take)
        store.broadcast_changed.connect(self._started)
        self.take()

    def _make(self) -> None:
        self.head = PanelHead(_("Alerts"))
        self._list = QWidget()
        self._column = QVBoxLayout(self._list)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self.fold = Button("", kind=Kind.FLAT, height=SMALL)
        self.fold.clicked.connect(self._unfold)
        self._column.addWidget(self.fold)
        self._column.addStretch(1)
        self._area = QScrollArea()
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setWidgetResizable(True)
        self._area.setVerticalScrollBar(ThinScrollBar())
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setWidget(self._list)
        self._list.setAutoFillBackground(False)
        self._area.viewport().setAutoFillBackground(False)
        self.rows.addWidget(self.head)
        self.rows.addWidget(self._area, 1)
        self._still = QTimer(self)
        self._still.setSingleShot(True)
        self._still.setInterval(_STILL_MS)
        self._still.timeout.connect(self.settle)

    def set_heights(self, heights: sizes.Heights) -> None:
        """Be as high as the column has room for."""
        self.head.setFixedHeight(heights.head)
        self._row_px = heights.alert
        for row in self._rows.values():
            row.setFixedHeight(heights.alert)
        self.setFixedHeight(heights.alerts)

    def tick(self) -> None:
        """A second went by."""
        for row in self._rows.values():
            if row.alert.counting:
                row.tick()

    def top(self) -> AlertView | None:
        """The first alert that still asks for attention."""
        return next((alert for alert in self._store.alerts if alert.state is AlertState.ACTIVE), None)

    def acknowledge(self, alert: AlertView) -> None:
        """Say that a person has seen it."""
        self._store.intend(AcknowledgeAlert(who=self._store.who("desk"), alert=alert.id))

    def shelve(self, alert: AlertView) -> None:
        """Put it aside for ten minutes."""
        self._store.intend(ShelveAlert(who=self._store.who("desk"), alert=alert.id))

    def take(self) -> None:
        """Show the alerts of now."""
        alerts = {alert.id: alert for alert in self._store.alerts}
        for alert in alerts.values():
            self._show(alert)
        if self._pointer_inside and self._order:
            self._order += [each for each in alerts if each not in self._order]
            self._lay_out(alerts)
            if not self._still.isActive():
                self._still.start()
        else:
            self.settle()
        self._say_counts()

    def settle(self) -> None:
        """Put the rows in their order now, and forget those that are over."""
        self._still.stop()
        alerts = {alert.id: alert for alert in self._store.alerts}
        for gone in self._rows.keys() - alerts.keys():
            self._rows[gone].hide()
            self._rows.pop(gone).deleteLater()
        self._order = list(alerts)
        self._lay_out(alerts)

    def _show(self, alert: AlertView) -> None:
        row = self._rows.get(alert.id)
        if row is None:
            row = self._rows[alert.id] = AlertRow(self._store, alert)
            row.setFixedHeight(self._row_px)
            row.be(long=sizes.long_words(self.width()), buttons=sizes.details(self.width()))
            row.pressed.connect(self._pressed)
            row.opened.connect(self.opened)
        elif row.alert is not alert:
            row.show_alert(alert)

    def _lay_out(self, alerts: dict[str, AlertView]) -> None:
        folded, rows = self._folds(), [self._rows[alert] for alert in self._order]
        laid = [
            (row, folded and row.alert.level is AlertLevel.WARNING, row.alert.id in alerts) for row in rows
        ]
        if laid == self._laid:
            return
        self._laid = laid
        for place, (row, away, present) in enumerate(laid):
            if self._column.indexOf(row) != place:
                self._column.insertWidget(place, row)
            row.setVisible(not away)
            row.setEnabled(present)
        self.fold.setVisible(folded)

    def _folds(self) -> bool:
        over = self._store.criticals_in_ten_minutes > BUDGET
        self._unfolded = self._unfolded and over
        return over and not self._unfolded and self._warnings() > 1

    def _warnings(self) -> int:
        return sum(alert.level is AlertLevel.WARNING for alert in self._store.alerts)

    def _unfold(self) -> None:
        self._unfolded = True
        self.settle()

    def _say_counts(self) -> None:
        recent, warnings = self._store.criticals_in_ten_minutes, self._warnings()
        if is_starting(self._store):
            self.head.count.say("")
            self.head.note.say("")
            return
        self.head.count.say(number(len(self._store.alerts)))
        words = (
            _("{count} critical in 10 min, budget {budget}")
            if sizes.long_words(self.width())
            else _("critical in 10 min {count} / {budget}")
        )
        self.head.note.say(words.format(count=number(recent), budget=BUDGET))
        self.head.note.paint_in(theme.ORANGE if recent > BUDGET else theme.T3)
        self.fold.say(
            n_("{count} warning folded away; show", "{count} warnings folded away; show", warnings).format(
                count=number(warnings)
            )
        )

    def _started(self) -> None:
        """The room is known, or no longer: grey blocks give way to what is so."""
        if is_starting(self._store) is not self._blank:
            self._blank = is_starting(self._store)
            self._say_counts()
            self.update()

    def _pressed(self, alert: AlertView) -> None:
        if alert.button is Guidance.ACKNOWLEDGE:
            self.acknowledge(alert)
        elif alert.button is Guidance.SHELVE:
            self.shelve(alert)
        elif alert.button in (Guidance.HANDLE, Guidance.ALLOW):
            self.handle_wished.emit(alert)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._rows or not is_starting(self._store):
            return
        painter = QPainter(self)
        for top in range(self.head.height() + 12, self.height() - 8, self._row_px):
            paint_blocks(painter, theme.SPACE_M, top, (self.width() // 2,))
        painter.end()

    @override
    def enterEvent(self, event: QEnterEvent) -> None:
        self._pointer_inside = True

    @override
    def leaveEvent(self, event: QEvent) -> None:
        self._pointer_inside = False
        self.settle()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        for row in self._rows.values():
            row.be(long=sizes.long_words(self.width()), buttons=sizes.details(self.width()))
        self._say_counts()
