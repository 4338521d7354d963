"""The window of an alarm: every product that does not come back, for how long, and how to do it by hand."""

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget
from typing_extensions import override

from app.intents import AcknowledgeAlert, ReadHoldAgain
from app.views.alarm import StuckView
from app.words import _, clock_time, countdown, n_, number, plain
from widgets.desk.parts import IconMark
from widgets.kit import theme
from widgets.kit.buttons import LARGE, Button, Kind
from widgets.kit.fields import ThinScrollBar
from widgets.kit.icons import app_icon
from widgets.kit.label import PlainLabel
from widgets.kit.theme import Hue
from widgets.store import RoomStore
from widgets.ticker import Ticker

_WIDTH: Final = 620
_ROWS_HEIGHT: Final = 260


class StuckRow(QWidget):
    """One product.

    Signals:
        page_wished: Its page in the shop is to be opened; carries the address.
    """

    page_wished = Signal(str)

    def __init__(self, store: RoomStore, view: StuckView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._store, self.view = store, view
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, theme.SPACE_S, 0, theme.SPACE_S)
        rows.setSpacing(2)
        first = QHBoxLayout()
        first.setSpacing(theme.SPACE_S)
        first.addWidget(IconMark("need", 16, Hue.ORANGE))
        first.addWidget(PlainLabel(view.title, theme.STRONG.size, bold=True, elide=True), 1)
        self._late = PlainLabel("", theme.NOTE.size, theme.ORANGE)
        first.addWidget(self._late)
        if view.page:
            button = Button(_("Open in the shop"), kind=Kind.WHITE)
            button.clicked.connect(lambda: self.page_wished.emit(self.view.page))
            first.addWidget(button)
        rows.addLayout(first)
        said = _("The shop does not show it on sale.")
        why = f"{plain(view.shop)} · {view.error or said}"
        rows.addWidget(PlainLabel(why, theme.NOTE.size, theme.T2).wrap())
        if not view.page:
            where = _("Look for {sku} in the shop's own pages and put it on sale there.")
            rows.addWidget(PlainLabel(where.format(sku=plain(view.sku)), theme.NOTE.size, theme.T3).wrap())
        self.tick()

    def tick(self) -> None:
        """A second went by."""
        late_s = (self._store.now() - self.view.since).total_seconds()
        self._late.say(_("overdue {time}").format(time=countdown(late_s)))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(0, 0, self.width(), 1, theme.LINE)
        painter.end()


class AlarmWindow(QWidget):
    """Shown while the alarm lasts and not closed by a person; a new product brings it up again.

    Signals:
        page_wished: A product's page in the shop is to be opened; carries the address.
    """

    page_wished = Signal(str)

    def __init__(self, store: RoomStore, ticker: Ticker) -> None:
        super().__init__()
        self._store = store
        self._shown: tuple[StuckView, ...] = ()
        self._rows: list[StuckRow] = []
        self.setWindowTitle(_("Products do not come back on sale"))
        self.setWindowIcon(app_icon())
        self.setMinimumWidth(_WIDTH)
        self._make()
        store.alarm_changed.connect(self.look)
        ticker.second.connect(self._tick)
        ticker.watch(self)
        self.look()

    def _make(self) -> None:
        rows = QVBoxLayout(self)
        rows.setContentsMargins(*[theme.SPACE_XL] * 4)
        rows.setSpacing(theme.SPACE_M)
        self.title = PlainLabel("", theme.STRONG.size, theme.ORANGE, bold=True).wrap()
        rows.addWidget(self.title)
        told = _("The desk tries again and again. Until that works, put them on sale by hand in the shop.")
        rows.addWidget(PlainLabel(told, colour=theme.T2).wrap())
        self._list = QWidget()
        self._column = QVBoxLayout(self._list)
        self._column.setContentsMargins(0, 0, theme.SPACE_S, 0)
        self._column.setSpacing(0)
        self._column.addStretch(1)
        area = QScrollArea()
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setVerticalScrollBar(ThinScrollBar())
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(self._list)
        area.setMinimumHeight(_ROWS_HEIGHT)
        rows.addWidget(area, 1)
        rows.addLayout(self._foot())

    def _foot(self) -> QHBoxLayout:
        foot = QHBoxLayout()
        foot.setSpacing(theme.SPACE_S)
        foot.addStretch(1)
        for words, act in (
            (_("Read again now"), self._read_again),
            (_("Copy the list"), self._copy),
            (_("I see to it: quiet for 2 minutes"), self._quiet),
        ):
            button = Button(words, height=LARGE)
            button.clicked.connect(act)
            foot.addWidget(button)
        return foot

    def look(self) -> None:
        """Show the alarm of now; come up with one that is new, go with one that is over."""
        stuck = self._store.alarm.stuck
        if stuck == self._shown:
            return
        new = {view.hold for view in stuck} - {view.hold for view in self._shown}
        self._shown = stuck
        words = n_(
            "{count} product is off sale and does not come back",
            "{count} products are off sale and do not come back",
            len(stuck),
        )
        self.title.say(words.format(count=number(len(stuck))))
        for row in self._rows:
            row.hide()
            row.deleteLater()
        self._rows = [StuckRow(self._store, view) for view in stuck]
        for place, row in enumerate(self._rows):
            row.page_wished.connect(self.page_wished)
            self._column.insertWidget(place, row)
        if not stuck:
            self.hide()
        elif new:
            self.show()
            QApplication.alert(self)

    def _tick(self) -> None:
        for row in self._rows:
            row.tick()

    def _read_again(self) -> None:
        holds = tuple(view.hold for view in self._shown)
        self._store.intend(ReadHoldAgain(who=self._store.who("alarm"), holds=holds))

    def _quiet(self) -> None:
        for view in self._shown:
            self._store.intend(AcknowledgeAlert(who=self._store.who("alarm"), alert=view.alert))

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.as_text())

    def as_text(self) -> str:
        """The list as lines to print or send: product, shop, since when, address."""
        return "\n".join(
            "\t".join(
                (view.title, view.sku, view.shop, clock_time(view.since, self._store.zone), view.page)
            ).rstrip()
            for view in self._shown
        )

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        event.ignore()
        self.hide()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), theme.BG1)
        painter.end()
