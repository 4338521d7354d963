"""The strip: lays its parts out in one column, or in two where there is room; joins keys to what they do."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QHideEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QShortcut,
)
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget
from typing_extensions import override

from app.intents import SayNext, SayOnAir
from app.words import _
from widgets.choices import Choices, stay_on_screens
from widgets.desk.keys import DeskKeys, LongKey
from widgets.desk.notices import Notices
from widgets.desk.sizes import Heights
from widgets.desk.small_sheets import CallSheet, EndSheet, ReleaseSheet
from widgets.desk.traffic.history import TrafficHistory
from widgets.desk.traffic.panel import TrafficPanel
from widgets.kit import theme
from widgets.kit.icons import app_icon
from widgets.store import RoomStore
from widgets.strip.cues import Cues
from widgets.strip.filters import Filters
from widgets.strip.foot import Foot
from widgets.strip.header import StripHeader
from widgets.strip.marking import Marking
from widgets.strip.on_air import NextLine, OnAirTile
from widgets.ticker import Ticker
from widgets.wall.geometry import Density
from widgets.wall.keys import Wish
from widgets.wall.model import WallModel
from widgets.wall.view import WallView

LEAST: Final = QSize(320, 560)
MOST: Final = 959
TWO_COLUMNS_FROM: Final = 480
_FIRST: Final = QSize(360, 900)
_NAME: Final = "strip"
_ON_TOP: Final = "strip/on_top"
_GUTTER: Final = 8
_TRAFFIC: Final = 88
_TRAFFIC_FROM: Final = 720
_THREE_CUES_FROM: Final = 840
_TWO_CUES_FROM: Final = 640
_LEFT: Final = 312
_LEFT_SHARE: Final = 0.58
_HEIGHTS: Final = Heights(head=24, plot=84, lane=0, cue=44, alert=24, alerts=0)


class StripWindow(QWidget):
    """The strip, made as `StripWindow(store, choices, ticker, history)`.

    Signals:
        desk_requested, overlay_requested, panel_requested: That window is wished.
        closed: The person closed it.
    """

    desk_requested = Signal()
    overlay_requested = Signal()
    panel_requested = Signal()
    closed = Signal()

    def __init__(self, store: RoomStore, choices: Choices, ticker: Ticker, history: TrafficHistory) -> None:
        super().__init__()
        self._store, self._choices = store, choices
        self._make(ticker, history)
        self._lay_out()
        self._listen(ticker)
        self._bind_keys()
        self.setMinimumSize(LEAST)
        self.setMaximumWidth(MOST)
        self.setWindowFlag(Qt.WindowType.WindowStaysOnTopHint, self.stays_on_top)
        choices.put_back(self, _NAME, _FIRST)
        stay_on_screens(self)
        ticker.watch(self)

    def _make(self, ticker: Ticker, history: TrafficHistory) -> None:
        self.setWindowTitle(_("Stockcue strip"))
        self.setWindowIcon(app_icon())
        self.header = StripHeader(self._store, self._choices)
        self.on_air = OnAirTile(self._store)
        self.following = NextLine(self._store)
        self.traffic = TrafficPanel(self._store, history, self._choices)
        self.traffic.head.hide()
        self.traffic.set_heights(_HEIGHTS)
        self.traffic.setFixedHeight(_TRAFFIC)
        self.model = WallModel(self._store)
        self.model.setParent(self)
        self.filters = Filters(self.model)
        self.view = WallView(self.model, self._store, ticker)
        self.view.set_density(Density.STRIP)
        self.cues = Cues(self._store)
        self.notices = Notices(self._store)
        self.marking = Marking(self._store, self._choices)
        self.foot = Foot(self._store)

    def _lay_out(self) -> None:
        self._left = QVBoxLayout()
        self._left.setSpacing(0)
        self._left.addWidget(self.on_air)
        self._left.addSpacing(4)
        self._left.addWidget(self.following)
        self._left.addSpacing(4)
        self._left.addWidget(self.traffic)
        self._left.addSpacing(_GUTTER)
        self._left.addWidget(self.filters)
        self._left.addSpacing(_GUTTER)
        self._left.addWidget(self.view, 1)
        self._columns = QHBoxLayout()
        self._columns.setContentsMargins(_GUTTER, _GUTTER, _GUTTER, _GUTTER)
        self._columns.setSpacing(_GUTTER)
        self._columns.addLayout(self._left, 1)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addWidget(self.header)
        rows.addLayout(self._columns, 1)
        for part in (self.notices, self.marking, self.foot):
            rows.addWidget(part)
        self._below = QVBoxLayout()
        self._below.setContentsMargins(0, _GUTTER, 0, 0)
        self._left.addLayout(self._below)

    def _listen(self, ticker: Ticker) -> None:
        self.header.end_wished.connect(self.ask_end)
        self.header.menu_wished.connect(self._open_menu)
        self.on_air.clicked.connect(self._toggle_on_air)
        self.filters.resort_wished.connect(self.model.resort)
        self.view.selection_changed.connect(self._selected)
        self.view.wished.connect(self._grant)
        self.view.opened.connect(lambda _sku: self.desk_requested.emit())
        self.marking.release_wished.connect(self.ask_release)
        self._store.broadcast_changed.connect(self._show_selected)
        ticker.second.connect(self._tick)

    def _bind_keys(self) -> None:
        keys: dict[str, Callable[[], object]] = {
            "S": self.marking.mark_selection,
            "E": self.marking.restore_selection,
            "Z": self.marking.undo.undo,
            "Shift+X": self.marking.wish_release,
            "[": lambda: self.marking.step_minutes(-1),
            "]": lambda: self.marking.step_minutes(1),
            "C": self.ask_call,
            "R": self.model.resort,
            "F2": self.overlay_requested.emit,
            "F3": self.panel_requested.emit,
            "F4": self.desk_requested.emit,
            "Esc": lambda: self.view.select(()),
        }
        for sequence, act in keys.items():
            shortcut = QShortcut(QKeySequence(sequence), self)
            shortcut.setAutoRepeat(False)
            shortcut.activated.connect(act)
        LongKey(self, Qt.Key.Key_X, lambda: self.marking.stop)
        DeskKeys(self).bind_cues(self.cues.list.act, self.cues.list.snooze)

    @property
    def selected(self) -> tuple[str, ...]:
        """The selected products."""
        return self.view.selected

    @property
    def stays_on_top(self) -> bool:
        """Whether it stays above other windows."""
        return self._choices.flag(_ON_TOP, default=False)

    def stay_on_top(self, *, on: bool) -> None:
        """Stay above other windows, or not."""
        self._choices.keep(_ON_TOP, on)
        visible = self.isVisible()
        self.setWindowFlag(Qt.WindowType.WindowStaysOnTopHint, on)
        self.setVisible(visible)

    def ask_end(self) -> None:
        """Ask for the long press that ends the broadcast."""
        EndSheet(self._store, self).open()

    def ask_release(self, skus: tuple[str, ...]) -> None:
        """Ask why an emergency stop ends."""
        ReleaseSheet(self._store, skus, self).open()

    def ask_call(self) -> None:
        """Ask how many units of the product the keyboard is on, or that is selected, to call for."""
        view = self._store.gauges.get(self.view.current or next(iter(self.selected), ""))
        if view is not None:
            CallSheet(self._store, view, self).open()

    def _tick(self) -> None:
        for part in (self.header, self.on_air, self.traffic, self.notices, self.marking, self.foot):
            part.tick()

    def _selected(self, skus: tuple[str, ...]) -> None:
        self.marking.set_selection(skus)
        self._show_selected()

    def _show_selected(self) -> None:
        self.on_air.select(selected=self.on_air.sku in self.selected)

    def _toggle_on_air(self) -> None:
        sku = self.on_air.sku
        if not sku:
            return
        chosen = self.selected
        self.view.select([each for each in chosen if each != sku] if sku in chosen else [*chosen, sku])

    def _grant(self, wish: Wish, sku: str) -> None:
        view, who = self._store.gauges.get(sku), self._store.who("strip")
        if wish is Wish.RESORT:
            self.model.resort()
        elif view is None:
            return
        elif wish is Wish.ON_AIR:
            self._store.intend(SayOnAir(who=who, sku=None if view.on_air else sku))
        elif wish is Wish.NEXT:
            self._store.intend(SayNext(who=who, sku=None if view.is_next else sku))

    def _open_menu(self, button: QWidget) -> None:
        menu = QMenu(self)
        menu.addAction(_("The desk") + "\tF4").triggered.connect(self.desk_requested)
        menu.addAction(_("Host overlay") + "\tF2").triggered.connect(self.overlay_requested)
        menu.addAction(_("Operator panel") + "\tF3").triggered.connect(self.panel_requested)
        menu.addSeparator()
        menu.addAction(_("Call for stock…") + "\tC").triggered.connect(self.ask_call)
        top = menu.addAction(_("Always on top"))
        top.setCheckable(True)
        top.setChecked(self.stays_on_top)
        top.triggered.connect(lambda on: self.stay_on_top(on=on))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(button.mapToGlobal(QPoint(0, button.height())))

    def _arrange(self) -> None:
        """Cues below the gauges or in a column of their own; the graph only where gauges have room."""
        width, height = self.width(), self.height()
        two = width >= TWO_COLUMNS_FROM
        self.traffic.setVisible(height >= _TRAFFIC_FROM)
        self.filters.be_wide(self._left_width() if two else width - 2 * _GUTTER)
        if two:
            right = width - 3 * _GUTTER - self._left_width()
            self._below.removeWidget(self.cues)
            self._below.setContentsMargins(0, 0, 0, 0)
            self._columns.addWidget(self.cues)
            self.cues.setFixedWidth(right)
            self.cues.stand_beside(right)
        else:
            self._columns.removeWidget(self.cues)
            self._below.setContentsMargins(0, _GUTTER, 0, 0)
            self._below.addWidget(self.cues)
            self.cues.setMinimumWidth(0)
            self.cues.setMaximumWidth(MOST)
            more = (height >= _TWO_CUES_FROM) + (height >= _THREE_CUES_FROM)
            self.cues.stand_below(1 + more)

    def _left_width(self) -> int:
        return max(_LEFT, round(self.width() * _LEFT_SHARE))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        self._choices.keep_place(_NAME, self.geometry())
        super().hideEvent(event)

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        self.closed.emit()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), theme.BG1)
        painter.end()
