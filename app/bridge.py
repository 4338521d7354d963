"""The one door between the engine's thread and Qt: deliver a view, post an intent.

The first delta of a frame goes to the windows at once; later ones within the same frame are joined and
delivered together.
"""

import threading
from collections.abc import Callable

from PySide6.QtCore import QElapsedTimer, QObject, Qt, QTimer, Signal, Slot

from app.intents import Intent
from app.views.delta import ViewDelta

FRAME_MS = 16


class Bridge(QObject):
    """Carries deltas into the Qt thread and intents out of it.

    Signals:
        delivered: A ViewDelta for the windows, in the Qt thread.
        ended: The engine has ended; carries the error's words, empty when it ended as asked.
    """

    delivered = Signal(object)
    ended = Signal(str)
    _arrived = Signal()

    def __init__(self, send: Callable[[Intent], None]) -> None:
        """Hand `send` the intents; it must be safe to call from the Qt thread and return at once."""
        super().__init__()
        self._send = send
        self._guard = threading.Lock()
        self._waiting: ViewDelta | None = None
        self._since = QElapsedTimer()
        self._frame = QTimer(self)
        self._frame.setSingleShot(True)
        self._frame.setTimerType(Qt.TimerType.PreciseTimer)
        self._frame.timeout.connect(self._hand_over)
        self._arrived.connect(self._on_arrival, Qt.ConnectionType.QueuedConnection)

    def deliver(self, delta: ViewDelta) -> None:
        """Take a delta from the engine's thread."""
        with self._guard:
            first = self._waiting is None
            self._waiting = delta if self._waiting is None else self._waiting.then(delta)
        if first:
            self._arrived.emit()

    @Slot(object)
    def post(self, intent: Intent) -> None:
        """Send an intent to the engine."""
        self._send(intent)

    @Slot()
    def _on_arrival(self) -> None:
        elapsed = self._since.elapsed() if self._since.isValid() else FRAME_MS
        if elapsed >= FRAME_MS:
            self._hand_over()
        elif not self._frame.isActive():
            self._frame.start(FRAME_MS - elapsed)

    @Slot()
    def _hand_over(self) -> None:
        with self._guard:
            delta, self._waiting = self._waiting, None
        if delta is not None:
            self._since.start()
            self.delivered.emit(delta)
