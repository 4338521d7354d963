"""Every window of one desk: the desk at once, the others when they are first asked for."""

from collections.abc import Callable, Iterator

from PySide6.QtCore import QObject, QSize, Slot
from PySide6.QtWidgets import QWidget

from app.words import language
from widgets.choices import Choices
from widgets.desk.closing import Leave
from widgets.desk.traffic.history import TrafficHistory
from widgets.desk.window import DeskWindow
from widgets.store import RoomStore
from widgets.ticker import Ticker

PICTURED = {"desk": ((1600, 1000), (1280, 800), (960, 600)), "strip": ((360, 900),), "panel": ((1200, 800),)}
"""Sizes in which pictures are taken, in device-independent pixels."""


class Windows(QObject):
    """Makes, shows and closes windows. `leave` hears how a person left the desk."""

    def __init__(self, store: RoomStore, choices: Choices, *, leave: Callable[[Leave], None]) -> None:
        super().__init__()
        self._store = store
        self._choices = choices
        self._leave = leave
        self._ticker = Ticker(store.now)
        self._history = TrafficHistory(store)
        self._others: dict[str, QWidget] = {}
        self.desk = DeskWindow(store, choices, self._ticker, self._history)
        self.desk.overlay_requested.connect(self.show_overlay)
        self.desk.panel_requested.connect(self.show_panel)
        self.desk.strip_requested.connect(self.show_strip)
        self.desk.left.connect(self._on_left)

    def open_desk(self, size: str) -> None:
        """Show the desk; `size` is WxH, empty for the place it had."""
        width, _x, height = size.lower().partition("x")
        if width.isdigit() and height.isdigit():
            self.desk.resize(int(width), int(height))
        self.desk.show()

    @Slot()
    def raise_desk(self) -> None:
        """Bring the desk to the front."""
        self.desk.showNormal() if self.desk.isMinimized() else self.desk.show()
        self.desk.raise_()
        self.desk.activateWindow()

    @Slot()
    def show_overlay(self) -> None:
        """Show the host's overlay."""
        self._show("overlay")

    @Slot()
    def show_panel(self) -> None:
        """Show the operator panel."""
        self._show("panel")

    @Slot()
    def show_strip(self) -> None:
        """Show the strip."""
        self._show("strip")

    def for_pictures(self) -> Iterator[tuple[str, QWidget, QSize | None]]:
        """Name, window and size of every picture; sizes of the desk come one after the other."""
        spoken = language().partition("_")[0]
        for width, height in PICTURED["desk"]:
            yield f"desk-{width}x{height}-{spoken}", self.desk, QSize(width, height)
        for name in ("strip", "overlay", "panel"):
            sizes = PICTURED.get(name, ())
            size = QSize(*sizes[0]) if sizes else None
            yield f"{name}-{spoken}", self._window(name), size

    def close_all(self) -> None:
        """Close and delete every window; the desk last."""
        self._ticker.stop()
        for window in (*self._others.values(), self.desk):
            window.hide()
            window.deleteLater()

    def _show(self, name: str) -> None:
        window = self._window(name)
        window.show()
        window.raise_()

    def _window(self, name: str) -> QWidget:
        if name not in self._others:
            self._others[name] = _MAKERS[name](self._store, self._choices, self._ticker, self._history)
        return self._others[name]

    @Slot(object)
    def _on_left(self, how: Leave) -> None:
        self._leave(how)


def _overlay(store: RoomStore, choices: Choices, ticker: Ticker, _history: TrafficHistory) -> QWidget:
    from widgets.overlay.window import OverlayWindow

    return OverlayWindow(store, choices, ticker)


def _panel(store: RoomStore, choices: Choices, ticker: Ticker, _history: TrafficHistory) -> QWidget:
    from widgets.panel.window import OperatorPanel

    return OperatorPanel(store, choices, ticker)


def _strip(store: RoomStore, choices: Choices, ticker: Ticker, history: TrafficHistory) -> QWidget:
    from widgets.strip.window import StripWindow

    return StripWindow(store, choices, ticker, history)


_MAKERS: dict[str, Callable[[RoomStore, Choices, Ticker, TrafficHistory], QWidget]] = {
    "overlay": _overlay,
    "panel": _panel,
    "strip": _strip,
}
