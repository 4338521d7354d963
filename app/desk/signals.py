"""SIGTERM and Ctrl+C as a Qt signal: they end the desk in order, like closing its window."""

import signal
import socket
from collections.abc import Callable
from types import FrameType

from PySide6.QtCore import QObject, QSocketNotifier


class EndSignals(QObject):
    """Calls `ask_to_end` in the Qt thread when the system asks the process to end.

    Python runs signal handlers only between its own instructions; the wake-up socket makes Qt's loop turn so
    that they run at once.
    """

    def __init__(self, ask_to_end: Callable[[], None]) -> None:
        super().__init__()
        self._ask_to_end = ask_to_end
        self._asked = False
        self._reader, self._writer = socket.socketpair()
        for end in (self._reader, self._writer):
            end.setblocking(False)
        self._notifier = QSocketNotifier(self._reader.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._on_wake)
        signal.set_wakeup_fd(self._writer.fileno(), warn_on_full_buffer=False)
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, self._on_signal)

    def close(self) -> None:
        """Give the signals back."""
        signal.set_wakeup_fd(-1)
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, signal.SIG_DFL)
        self._notifier.setEnabled(False)
        self._reader.close()
        self._writer.close()

    def _on_signal(self, _number: int, _frame: FrameType | None) -> None:
        self._asked = True

    def _on_wake(self) -> None:
        try:
            self._reader.recv(64)
        except BlockingIOError:
            return
        if self._asked:
            self._asked = False
            self._ask_to_end()
