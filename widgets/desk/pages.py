"""The pages of the desk's window: the desk, and those that take its whole room, each made when first seen.

While a page is open the desk's own keys sleep, because what they act on is not seen. The bar above a page
keeps what a director never loses sight of: phase, clocks, and the sources that something is wrong with.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from app.intents import Phase
from app.words import N_, _, plain
from widgets.desk.broadcast_bar import phase_words
from widgets.desk.clocks import Clocks
from widgets.desk.parts import Logo, Panel
from widgets.desk.sizes import GUTTER, Mode
from widgets.desk.source_row import Lamps, LiveCount
from widgets.kit import focus, text, theme
from widgets.kit.buttons import Button
from widgets.kit.chip import ChipLabel, ChipStyle, Look
from widgets.kit.label import PlainLabel, set_plain_tooltip
from widgets.kit.text import Style
from widgets.kit.theme import Hue
from widgets.store import RoomStore

DESK: Final = ""
"""The key of the desk itself."""
_BAR: Final = {Mode.WIDE: 48, Mode.MIDDLE: 48, Mode.NARROW: 40}
_LAMPS_PX: Final = {Mode.WIDE: 320, Mode.MIDDLE: 200, Mode.NARROW: 120}
_UNDERLINE: Final = 3
_PHASES: Final = {
    Phase.LIVE: ChipStyle(Look.FILLED, Hue.T1, "dot"),
    Phase.WARM_UP: ChipStyle(Look.OUTLINED, Hue.T2),
    Phase.DAILY: ChipStyle(Look.OUTLINED, Hue.T2),
}


class Page(QWidget):
    """One page. It renders the store and sends intents, like every region of the desk."""

    sections: tuple[str, ...] = ()
    """Keys of its sections, of which one is seen at a time; empty where it is seen whole."""

    def show_section(self, key: str) -> None:
        """Turn to that section, asking for nothing; a page that is seen whole has none."""

    def enter(self) -> None:
        """It is seen now: show what is true, and take the keyboard where it belongs."""

    def tick(self) -> None:
        """A second went by while it is seen."""

    def set_mode(self, mode: Mode) -> None:
        """Give way as the window's width asks."""

    def be_private(self, *, private: bool) -> None:
        """Hide or show what only the house may see."""


@dataclass(frozen=True, slots=True)
class PageKind:
    """A page that can be opened: its name marked with N_, the digit that opens it, and how it is made."""

    key: str
    words: str
    digit: int
    make: Callable[[RoomStore], Page]


def _replenishment(store: RoomStore) -> Page:
    from widgets.desk.replenishment.page import ReplenishmentPage  # noqa: PLC0415 - as below

    return ReplenishmentPage(store)


def _line_up(store: RoomStore) -> Page:
    from widgets.desk.line_up.page import LineUpPage  # noqa: PLC0415 - as below

    return LineUpPage(store)


def _review(store: RoomStore) -> Page:
    from widgets.desk.review.page import ReviewPage  # noqa: PLC0415 - a page is imported when first seen

    return ReviewPage(store)


KINDS: Final[tuple[PageKind, ...]] = (
    PageKind("replenishment", N_("Replenishment"), 2, _replenishment),
    PageKind("line_up", N_("Line-up"), 3, _line_up),
    PageKind("review", N_("Review"), 5, _review),
)


class Tab(QPushButton):
    """The name of a page; underlined while it is the one seen."""

    def __init__(self, words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self._current = False
        self.setAccessibleName(words)
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)

    @override
    def sizeHint(self) -> QSize:
        return QSize(theme.text_width(self._words, theme.TEXT.size, True) + 2 * theme.SPACE_M, 0)

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        on = self._current
        style = Style(theme.TEXT.size, theme.T1 if on or self.underMouse() else theme.T2, bold=on)
        left = (self.width() - text.width(self._words, style)) // 2
        text.draw(painter, (left, 0), self.height(), self._words, style, self.width())
        if on:
            painter.fillRect(QRect(0, self.height() - _UNDERLINE, self.width(), _UNDERLINE), theme.T1)
        painter.end()

    def be_current(self, *, current: bool) -> None:
        """Show whether its page is the one seen."""
        self._current = current
        self.update()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        focus.gained(self, event)

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        focus.lost(self, event)


class PageBar(Panel):
    """The bar above a page.

    Signals:
        wished: The page of that key is asked for.
        menu_wished: The gear was pressed; carries the button to open the menu below.
    """

    wished = Signal(str)
    menu_wished = Signal(object)

    def __init__(self, store: RoomStore, kinds: Sequence[PageKind], parent: QWidget | None = None) -> None:
        super().__init__(parent, flat=True)
        self._store = store
        self.room = PlainLabel("", bold=True)
        self.gear = Button(icon="gear")
        self.gear.setAccessibleName(_("Menu"))
        set_plain_tooltip(self.gear, f"{_('Menu')}  F10")
        self.phase = ChipLabel(_PHASES[Phase.DAILY], "")
        self.clocks = Clocks(store)
        self.lamps = Lamps(store, theme.SPACE_S, abnormal_only=True)
        self.live_count = LiveCount(store)
        self.tabs = {DESK: Tab(_("Desk"))} | {kind.key: Tab(_(kind.words)) for kind in kinds}
        row = QHBoxLayout()
        row.setContentsMargins(theme.SPACE_M, 0, theme.SPACE_M, 0)
        row.setSpacing(theme.SPACE_M)
        row.addWidget(Logo())
        row.addWidget(self.room)
        for key, tab in self.tabs.items():
            row.addWidget(tab)
            tab.clicked.connect(partial(self._wish, key))
        row.addStretch(1)
        for part in (self.phase, self.clocks, self.lamps, self.live_count, self.gear):
            row.addWidget(part)
        self.rows.addLayout(row)
        for digit, tab in _digits(kinds, self.tabs):
            set_plain_tooltip(tab, f"Ctrl {digit}")
        self.gear.clicked.connect(self._wish_menu)
        store.broadcast_changed.connect(self._show)
        self._show()

    def set_mode(self, mode: Mode) -> None:
        """Give way as the window's width asks."""
        self.setFixedHeight(_BAR[mode])
        self.room.setVisible(mode is Mode.WIDE)
        self.clocks.set_mode(Mode.NARROW)
        self.lamps.take_what_is_needed(_LAMPS_PX[mode])

    def mark(self, current: str) -> None:
        """Show which page is seen."""
        for key, tab in self.tabs.items():
            tab.be_current(current=key == current)

    def tick(self) -> None:
        """A second went by."""
        self.clocks.tick()
        self.lamps.tick()

    def _wish(self, key: str, *_pressed: bool) -> None:
        self.wished.emit(key)

    def _wish_menu(self) -> None:
        self.menu_wished.emit(self.gear)

    def _show(self) -> None:
        broadcast = self._store.broadcast
        self.room.say("Stockcue" if broadcast is None else plain(broadcast.room, 24))
        phase = Phase.DAILY if broadcast is None else broadcast.phase
        self.phase.say(phase_words(phase), _PHASES[phase])


class Pages(QStackedWidget):
    """The desk and the pages, of which one is seen.

    Signals:
        turned: Another page is seen now; carries its key, empty for the desk.
    """

    turned = Signal(str)

    def __init__(self, store: RoomStore, desk: QWidget, kinds: Sequence[PageKind] = KINDS) -> None:
        super().__init__()
        self._store = store
        self.desk = desk
        self.kinds = tuple(kinds)
        self.current = DESK
        self.bar = PageBar(store, self.kinds)
        self._made: dict[str, Page] = {}
        self._mode = Mode.WIDE
        self._private = False
        self._inner = QStackedWidget()
        frame = QWidget()
        rows = QVBoxLayout(frame)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addWidget(self.bar)
        around = QVBoxLayout()
        around.setContentsMargins(GUTTER, GUTTER, GUTTER, GUTTER)
        around.addWidget(self._inner)
        rows.addLayout(around, 1)
        self.addWidget(desk)
        self.addWidget(frame)
        self.bar.wished.connect(self.open)

    @property
    def page(self) -> Page | None:
        """The page that is seen; None for the desk."""
        return self._made.get(self.current)

    def open(self, key: str) -> None:
        """Show the page of that key, or the desk."""
        if key == self.current:
            return
        self.current = key
        if key == DESK:
            self.setCurrentIndex(0)
        else:
            page = self._page(key)
            self._inner.setCurrentWidget(page)
            self.bar.mark(key)
            self.bar.tick()
            self.setCurrentIndex(1)
            page.enter()
        self.turned.emit(key)

    def open_digit(self, digit: int) -> None:
        """Show the page with that digit; 1 is the desk, and a digit without a page does nothing."""
        keys = {1: DESK} | {kind.digit: kind.key for kind in self.kinds}
        if digit in keys:
            self.open(keys[digit])

    def set_mode(self, mode: Mode) -> None:
        """Give way as the window's width asks."""
        self._mode = mode
        self.bar.set_mode(mode)
        for page in self._made.values():
            page.set_mode(mode)

    def be_private(self, *, private: bool) -> None:
        """Hide or show what only the house may see."""
        self._private = private
        for page in self._made.values():
            page.be_private(private=private)

    def tick(self) -> None:
        """A second went by."""
        if self.page is not None:
            self.bar.tick()
            self.page.tick()

    def _page(self, key: str) -> Page:
        if key not in self._made:
            page = next(kind for kind in self.kinds if kind.key == key).make(self._store)
            page.set_mode(self._mode)
            page.be_private(private=self._private)
            self._inner.addWidget(page)
            self._made[key] = page
        return self._made[key]


def _digits(kinds: Sequence[PageKind], tabs: dict[str, Tab]) -> list[tuple[int, Tab]]:
    return [(1, tabs[DESK]), *((kind.digit, tabs[kind.key]) for kind in kinds)]
