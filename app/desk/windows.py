"""Every window of one desk: the desk at once, the others when they are first asked for."""

from collections.abc import Callable, Iterator

from PySide6.QtCore import QObject, QSize, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from app.words import language
from widgets.alarm.bell import AlarmBell
from widgets.choices import Choices
from widgets.desk.closing import Leave
from widgets.desk.traffic.history import TrafficHistory
from widgets.desk.window import DeskWindow
from widgets.store import RoomStore
from widgets.ticker import Ticker

PICTURED = {
    "desk": ((1600, 1000), (1280, 800), (960, 600)),
    "pages": ((1600, 1000),),
    "strip": ((360, 900),),
    "panel": ((1200, 800),),
}
"""Sizes in which pictures are taken, in device-independent pixels."""


class Windows(QObject):
    """Makes, shows and closes windows. `leave` hears how a person left, `ring` makes an alarm heard."""

    def __init__(
        self,
        store: RoomStore,
        choices: Choices,
        *,
        leave: Callable[[Leave], None],
        ring: Callable[[int], None],
    ) -> None:
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
        self.desk.page_wished.connect(self._open_page)
        self.desk.left.connect(self._on_left)
        self._bell = AlarmBell(store, ring, self)
        self._bell.raise_wished.connect(self._raise_alarm)
        store.alarm_changed.connect(self._on_alarm)

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
        """Show the host's overlay, reachable by the mouse again."""
        from widgets.overlay.window import OverlayWindow

        overlay = self._window("overlay")
        if isinstance(overlay, OverlayWindow):
            overlay.bring_up()

    @Slot()
    def show_panel(self) -> None:
        """Show the operator panel."""
        self._show("panel")

    @Slot()
    def show_strip(self) -> None:
        """Show the strip."""
        self._show("strip")

    def for_pictures(self, *, pages: bool) -> Iterator[tuple[str, QWidget, QSize | None]]:
        """Name, window and size of every picture; sizes of the desk come one after the other.

        `pages`: those of the desk too.
        """
        spoken = language().partition("_")[0]
        for width, height in PICTURED["desk"]:
            yield f"desk-{width}x{height}-{spoken}", self.desk, QSize(width, height)
        if pages:
            yield from self._pages_for_pictures(spoken)
        for name in ("strip", "overlay", "panel"):
            sizes = PICTURED.get(name, ())
            size = QSize(*sizes[0]) if sizes else None
            yield f"{name}-{spoken}", self._window(name), size

    def _pages_for_pictures(self, spoken: str) -> Iterator[tuple[str, QWidget, QSize | None]]:
        """Every page of the desk and each of its sections; what was seen is seen again."""
        pages, (width, height) = self.desk.pages, PICTURED["pages"][0]
        seen = pages.current
        for kind in pages.kinds:
            for section in self._sections_of(kind.key):
                name = f"{kind.key}_{section}" if section else kind.key
                yield f"{name}-{width}x{height}-{spoken}", self.desk, QSize(width, height)
        pages.open(seen)

    def ask_for_pages(self) -> None:
        """Let every page ask for what it shows, so that it is known when pictures are taken."""
        pages = self.desk.pages
        seen = pages.current
        for kind in pages.kinds:
            for section in self._sections_of(kind.key):
                if section and pages.page is not None:
                    pages.page.enter()
        pages.open(seen)

    def _sections_of(self, key: str) -> Iterator[str]:
        """Turn to the page, then to its other sections one by one; the first has no name of its own."""
        pages = self.desk.pages
        pages.open(key)
        page = pages.page
        yield ""
        if page is None or not page.sections:
            return
        first, *others = page.sections
        for section in others:
            page.show_section(section)
            yield section
        page.show_section(first)

    @Slot()
    def _on_alarm(self) -> None:
        """Its window comes up by itself, and goes with the alarm."""
        if self._store.alarm.stuck:
            self._window("alarm")

    @Slot()
    def _raise_alarm(self) -> None:
        """It has lasted: the desk comes to the front, and the alarm before it."""
        self.raise_desk()
        alarm = self._window("alarm")
        alarm.show()
        alarm.raise_()

    def close_all(self) -> None:
        """Close and delete every window; the desk last."""
        self._bell.stop()
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
            makers = {
                "overlay": self._overlay,
                "panel": self._panel,
                "strip": self._strip,
                "alarm": self._alarm,
            }
            self._others[name] = makers[name]()
        return self._others[name]

    def _overlay(self) -> QWidget:
        from widgets.overlay.window import OverlayWindow

        return OverlayWindow(self._store, self._choices, self._ticker)

    def _alarm(self) -> QWidget:
        from widgets.alarm.window import AlarmWindow

        alarm = AlarmWindow(self._store, self._ticker)
        alarm.page_wished.connect(self._open_page)
        return alarm

    def _panel(self) -> QWidget:
        from widgets.panel.window import OperatorPanel

        panel = OperatorPanel(self._store, self._choices, self._ticker)
        panel.page_wished.connect(self._open_page)
        return panel

    def _strip(self) -> QWidget:
        from widgets.strip.window import StripWindow

        strip = StripWindow(self._store, self._choices, self._ticker, self._history)
        strip.desk_requested.connect(self.raise_desk)
        strip.overlay_requested.connect(self.show_overlay)
        strip.panel_requested.connect(self.show_panel)
        return strip

    @Slot(str)
    def _open_page(self, address: str) -> None:
        """A shop's own page, in the browser; nothing but web addresses is opened."""
        url = QUrl(address)
        if url.scheme() in ("http", "https"):
            QDesktopServices.openUrl(url)

    @Slot(object)
    def _on_left(self, how: Leave) -> None:
        self._leave(how)
