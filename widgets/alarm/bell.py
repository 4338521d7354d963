"""Rings while an alarm lasts: more often and louder the longer, silent while a person sees to it."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QObject, QTimer, Signal

from app.views.alarm import AlarmView, Ring
from widgets.store import RoomStore

_LOOK_MS = 1000
_RAISE_FROM = 2
"""From this loudness on the desk comes to the front as well."""


def ring_of(alarm: AlarmView, now: datetime) -> Ring | None:
    """How it is to be heard now; None: not at all."""
    if alarm.since is None or not alarm.stuck or (alarm.quiet_until is not None and now < alarm.quiet_until):
        return None
    lasted_s = (now - alarm.since).total_seconds()
    due = [ring for ring in alarm.rings if lasted_s >= ring.after_s]
    return due[-1] if due else None


class AlarmBell(QObject):
    """Listens to the store; `ring` makes a sound of loudness 1 to 3 and returns at once.

    Signals:
        raise_wished: It has lasted so long that the desk should come to the front.
    """

    raise_wished = Signal()

    def __init__(self, store: RoomStore, ring: Callable[[int], None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._ring = ring
        self._rang_at: datetime | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_MS)
        self._timer.timeout.connect(self.look)
        store.alarm_changed.connect(self._changed)

    def _changed(self) -> None:
        if self._store.alarm.stuck:
            self._timer.start()
            self.look()
        else:
            self._timer.stop()
            self._rang_at = None

    def look(self) -> None:
        """Ring if it is time."""
        now = self._store.now()
        ring = ring_of(self._store.alarm, now)
        if ring is None:
            return
        if self._rang_at is not None and 0 <= (now - self._rang_at).total_seconds() < ring.every_s:
            return
        self._rang_at = now
        self._ring(ring.loudness)
        if ring.loudness >= _RAISE_FROM:
            self.raise_wished.emit()

    def stop(self) -> None:
        """The desk ends."""
        self._timer.stop()
