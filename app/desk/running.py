"""One run of the desk with windows: store, bridge, engine thread, windows, and their end in order."""

import getpass
import sys
from argparse import Namespace
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QApplication, QWidget

from app.bridge import Bridge
from app.desk import garbage
from app.desk.engine_thread import EngineThread
from app.desk.first_words import FirstWords
from app.desk.showing import Showing
from app.desk.signals import EndSignals
from app.desk.windows import Windows
from app.views.delta import ViewDelta
from app.words import _
from services.clock import SystemClock
from services.sound import SystemSound
from widgets.choices import Choices
from widgets.desk.closing import Leave
from widgets.kit.label import plain_message
from widgets.store import RoomStore

STARTED_MS = 15_000
"""By then every source has answered and every gauge was painted."""


if TYPE_CHECKING:
    from contextlib import AbstractAsyncContextManager

    from app.assembly.desk import RunningDesk
    from app.desk.engine_thread import OpenDesk


def _live(options: Namespace) -> "OpenDesk":
    """The room's own desk; what it is made of is loaded by the engine's thread."""

    def open_desk(
        deliver: Callable[[ViewDelta], None], raise_window: Callable[[], None]
    ) -> "AbstractAsyncContextManager[RunningDesk]":
        from app.assembly.desk import running_desk

        return running_desk(options, deliver, raise_window)

    return open_desk


class Session(QObject):
    """Holds the parts together. Everything here lives in the Qt thread.

    `_ended` crosses from the engine's thread: its exit code and, where it failed, why. So does `_raised`: a
    second start asks for the window.
    """

    _ended = Signal(int, str)
    _raised = Signal()

    def __init__(
        self,
        app: QApplication,
        options: Namespace,
        choices: Choices,
        words: FirstWords,
        *,
        open_desk: "OpenDesk | None" = None,
        now: Callable[[], datetime] | None = None,
    ) -> None:
        """Args: `open_desk` None: the room's own desk; `now` None: the computer's clock."""
        super().__init__()
        self._app = app
        self._options = options
        self._exit_code = 0
        self._closing = False
        self.store = RoomStore(now=now or SystemClock().now, zone=words.zone, account=getpass.getuser())
        self._sound = SystemSound()
        self.windows = Windows(self.store, choices, leave=self._left, ring=self._ring)
        self._bridge = Bridge(self._send)
        self.engine = EngineThread(
            open_desk or _live(options), self._bridge.deliver, self._raised.emit, self._ended.emit
        )
        self._bridge.delivered.connect(self.store.apply)
        self.store.intended.connect(self._bridge.post)
        self._ended.connect(self._on_ended)
        self._raised.connect(self.windows.raise_desk)
        self._signals = EndSignals(lambda: self.end(restore_first=True))
        self._showing = Showing(self.store, self.windows, options, self.end)

    def run(self, starting: QWidget) -> int:
        """Put the desk in the `starting` window's place; run until the engine has ended; the exit code."""
        self.windows.open_desk(self._options.size)
        self._app.processEvents()
        starting.close()
        self.engine.start()
        self._showing.start()
        QTimer.singleShot(STARTED_MS, self, garbage.set_aside)
        self._app.exec()
        self.engine.join()
        self._signals.close()
        self.windows.close_all()
        self._sound.close()
        return self._exit_code

    def _ring(self, loudness: int) -> None:
        """Make an alarm heard, by the system's bell where nothing else plays."""
        if not self._sound.ring(loudness):
            self._app.beep()

    def _left(self, how: Leave) -> None:
        """A person closed the desk, and said what is to become of open holds."""
        self.end(restore_first=how is Leave.RESTORED)

    def end(self, *, restore_first: bool) -> None:
        """End everything in order; returns at once."""
        if not self._closing:
            self._closing = True
            self.engine.request_stop(restore_first=restore_first)

    def _send(self, intent: object) -> None:
        self.engine.send(intent)  # type: ignore[arg-type] # the store's signal carries intents as objects

    @Slot(int, str)
    def _on_ended(self, code: int, why: str) -> None:
        self._exit_code = code
        if why:
            print(why, file=sys.stderr)
            if not self._options.offscreen and not self._closing:
                plain_message(self.windows.desk, _("Stockcue can't start"), why)
        # not quit(): that asks each window first, and the desk would ask about holds seen to already
        self._app.exit()
