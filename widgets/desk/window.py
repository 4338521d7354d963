"""The desk: the director's window. Lays the regions out and gives way with its size; asks before it closes.

It judges nothing: regions render the store and send intents; other windows are asked for by signals.
"""

from typing import Final

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QGuiApplication,
    QKeyEvent,
    QMoveEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from app.views.away import AwayView
from app.words import N_
from widgets.choices import Choices, bring_back
from widgets.desk import sizes
from widgets.desk.away_sheet import AwaySheet
from widgets.desk.broadcast_bar import BroadcastBar
from widgets.desk.closing import ClosingSheet, Leave, held
from widgets.desk.columns import Columns, LeftColumn, RightColumn
from widgets.desk.deeds import Deeds
from widgets.desk.pages import DESK, KINDS, Page, PageKind, Pages
from widgets.desk.parts import Panel
from widgets.desk.sizes import GUTTER, Mode
from widgets.desk.source_row import SourceRow
from widgets.desk.traffic.history import TrafficHistory
from widgets.kit import theme
from widgets.kit.icons import app_icon
from widgets.store import RoomStore
from widgets.ticker import Ticker
from widgets.wall.geometry import Density

_NAME: Final = "desk"
_FIRST_SIZE: Final = QSize(1600, 1000)
_DENSITY_KEY: Final = "wall/density"
_REST_MS: Final = 800
"""So long a window must rest before its place is remembered."""


class DeskWindow(QWidget):
    """The window; closing it asks first while products are off sale because of us.

    Signals:
        overlay_requested, panel_requested, strip_requested: That window is wished.
        language_chosen: zh_CN or en; already remembered, takes effect with the next window.
        page_wished: A shop's own page should be opened; carries its address, as the settings file gives it.
        privacy_changed: Whether margins are hidden now.
        left: The window has closed; carries how open holds were left (a `closing.Leave`).
    """

    overlay_requested = Signal()
    panel_requested = Signal()
    strip_requested = Signal()
    language_chosen = Signal(str)
    page_wished = Signal(str)
    privacy_changed = Signal(bool)
    left = Signal(object)

    def __init__(self, store: RoomStore, choices: Choices, ticker: Ticker, history: TrafficHistory) -> None:
        super().__init__()
        self._store, self._choices = store, choices
        self._mode: Mode | None = None
        self._leave: Leave | None = None
        self.setWindowTitle("Stockcue")
        self.setWindowIcon(app_icon())
        self.setMinimumSize(sizes.LEAST_WIDTH, sizes.LEAST_HEIGHT)
        self._make(ticker, history)
        self._lay_out()
        self._join()
        self._remember()
        self._away_read: AwayView | None = None
        store.broadcast_changed.connect(self._report_absence)
        ticker.second.connect(self._tick)
        ticker.watch(self)

    def _make(self, ticker: Ticker, history: TrafficHistory) -> None:
        self.bar = BroadcastBar(self._store)
        self.source_row = SourceRow(self._store)
        self._sources = Panel(flat=True)
        self._sources.rows.addWidget(self.source_row)
        self.column = LeftColumn(self._store, self._choices, ticker)
        self.right = RightColumn(self._store, self._choices, history)
        self.columns = Columns(self.column, self.right, self._choices)

    def _lay_out(self) -> None:
        desk = QWidget()
        rows = QVBoxLayout(desk)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addWidget(self.bar)
        rows.addWidget(self._sources)
        inner = QVBoxLayout()
        inner.setContentsMargins(GUTTER, GUTTER, GUTTER, GUTTER)
        inner.addWidget(self.columns)
        rows.addLayout(inner, 1)
        product = PageKind("product", N_("Product"), 4, self._product_page)
        kinds = sorted((*KINDS, product), key=lambda kind: kind.digit)
        self.pages = Pages(self._store, desk, kinds)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.pages)

    def _product_page(self, store: RoomStore) -> Page:
        from widgets.desk.product.page import ProductPage  # noqa: PLC0415 - imported when first seen

        page = ProductPage(store, self.column.selection, self.deeds.picked_product)
        self.deeds.join_product(page)
        return page

    def _join(self) -> None:
        self.deeds = Deeds(
            self,
            self._store,
            self._choices,
            self.bar,
            self.source_row,
            self.column,
            self.right,
            self.pages,
        )
        self.deeds.overlay_wished.connect(self.overlay_requested)
        self.deeds.panel_wished.connect(self.panel_requested)
        self.deeds.strip_wished.connect(self.strip_requested)
        self.deeds.language_picked.connect(self.language_chosen)
        self.deeds.privacy_set.connect(self.privacy_changed)
        self.column.tasks.page_wished.connect(self.page_wished)

    def _remember(self) -> None:
        """Take up what was chosen before, and keep what is chosen now."""
        wall = self.column.wall
        density = self._choices.text(_DENSITY_KEY)
        if density in (Density.TILES.value, Density.LIST.value):
            wall.choose_density(Density(density))
        wall.density_chosen.connect(lambda chosen: self._choices.keep(_DENSITY_KEY, Density(chosen).value))
        self._resting = QTimer(self)
        self._resting.setSingleShot(True)
        self._resting.setInterval(_REST_MS)
        self._resting.timeout.connect(self._keep_place)
        self._choices.put_back(self, _NAME, _FIRST_SIZE)
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            application.screenRemoved.connect(self._screen_gone)
        wall.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _report_absence(self) -> None:
        """Somebody comes back: say once what became of the holds meanwhile."""
        broadcast = self._store.broadcast
        away = None if broadcast is None else broadcast.away
        if away is not None and away != self._away_read:
            self._away_read = away
            AwaySheet(self._store, away, self).show()

    def _tick(self) -> None:
        self.bar.tick()
        self.source_row.tick()
        self.column.tick()
        self.right.tick()
        self.pages.tick()

    def _set_mode(self, mode: Mode) -> None:
        self._mode = mode
        self.bar.set_mode(mode)
        self.source_row.be_wide(wide=mode is Mode.WIDE)
        self._sources.setVisible(mode is not Mode.NARROW)
        if mode is not Mode.NARROW:
            self._sources.setFixedHeight(sizes.SOURCES_HEIGHT[mode])
        self.column.selection.set_mode(mode)
        self.right.set_mode(mode)
        self.columns.set_mode(mode)
        self.pages.set_mode(mode)

    def _screen_gone(self) -> None:
        # the system moves windows after it has told; look once it has
        QTimer.singleShot(0, self, lambda: bring_back(self))

    def _keep_place(self) -> None:
        if self.isVisible() and not self.isMaximized() and not self.isFullScreen():
            self._choices.keep_place(_NAME, self.geometry())

    def _ask_before_closing(self) -> None:
        sheet = ClosingSheet(self._store, self)
        sheet.left.connect(self.leave)
        sheet.show()

    def leave(self, how: Leave) -> None:
        """Close without asking."""
        self._leave = how
        self.close()

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        if self._leave is None and held(self._store):
            event.ignore()
            self._ask_before_closing()
            return
        self._keep_place()
        self._resting.stop()
        self._choices.write()
        event.accept()
        self.left.emit(self._leave or Leave.RESTORED)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.pages.current != DESK:
            self.pages.open(DESK)
        elif event.key() == Qt.Key.Key_Escape:
            self.column.wall.clear_selection()
        else:
            super().keyPressEvent(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), theme.BG1)
        painter.end()

    @override
    def moveEvent(self, event: QMoveEvent) -> None:
        super().moveEvent(event)
        self._resting.start()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        mode = sizes.mode_for(event.size().width())
        if mode is not self._mode:
            self._set_mode(mode)
        super().resizeEvent(event)
        self._resting.start()
