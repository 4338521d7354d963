"""The one clock hand of the windows: a signal each second while any window can be seen.

Ages and countdowns are painted from instants; this only says when they may look different. It does not judge
and keeps no figures. The instants come from the store's clock.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid
from typing_extensions import override

_SECOND_MS: Final = 1000
_LATE_MS: Final = 5
"""So much after the full second, that it has surely begun."""
_YOUNG_S: Final = 10
_FRESH_S: Final = 60
_FIVE: Final = 5
_FIFTEEN: Final = 15
_LOOKS_AT: Final = (QEvent.Type.Show, QEvent.Type.Hide, QEvent.Type.WindowStateChange, QEvent.Type.Close)


def step_of(seconds: float) -> int:
    """Which step of its cadence an age is in: it is painted anew only when the step changes.

    Steps are a second under 10 s, 5 s under a minute, then 15 s.
    """
    whole = max(0, int(seconds))
    if whole < _YOUNG_S:
        return whole
    if whole < _FRESH_S:
        return _YOUNG_S + (whole - _YOUNG_S) // _FIVE
    return _FRESH_S + (whole - _FRESH_S) // _FIFTEEN


def aged(since: datetime, before: datetime, now: datetime) -> bool:
    """Whether an age counted from `since` looks different `now` from what was painted at `before`."""
    return step_of((now - since).total_seconds()) != step_of((before - since).total_seconds())


class Ticker(QObject):
    """Ticks on each full second of the wall clock while a watched window is visible and not minimised.

    Signals:
        second: (before, now), both aware datetimes: the instants of the last tick and of this one.
    """

    second = Signal(object, object)

    def __init__(self, now: Callable[[], datetime], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._now = now
        self._before = now()
        self._windows: list[QWidget] = []
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self.tick)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._wake)

    @property
    def running(self) -> bool:
        """Whether anybody can see it tick."""
        return self._timer.isActive()

    def watch(self, window: QWidget) -> None:
        """Tick while this window can be seen; forgotten when it is destroyed."""
        self._windows.append(window)
        window.installEventFilter(self)
        # a slot of ours: Qt lets go of it when the ticker is gone first
        window.destroyed.connect(self._forget)
        self._look()

    def tick(self) -> None:
        """Tell everyone that a second has passed."""
        before, self._before = self._before, self._now()
        self._look()
        self.second.emit(before, self._before)

    def stop(self) -> None:
        """End for good: no window is watched any more."""
        for window in self._windows:
            window.removeEventFilter(self)
        self._windows.clear()
        self._timer.stop()
        self._soon.stop()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _LOOKS_AT:
            # what the event says is true only after it was handled
            self._soon.start(0)
        return False

    def _wake(self) -> None:
        """Look whether anybody can see us; one who has just come sees the present at once."""
        was_running = self.running
        self._look()
        if self.running and not was_running:
            self.tick()

    def _look(self) -> None:
        if not any(window.isVisible() and not window.isMinimized() for window in self._windows):
            self._timer.stop()
        elif not self._timer.isActive():
            past_ms = self._now().microsecond // 1000
            self._timer.start(_SECOND_MS - past_ms + _LATE_MS)

    def _forget(self, gone: QObject) -> None:
        self._windows = [each for each in self._windows if each is not gone and isValid(each)]
        self._look()
