"""Probes in the Qt thread of a running desk: what was painted when, how even its beat is, keys pressed.

Loaded by `probed_desk` together with the desk itself, so that the start is measured as it is.
"""

import json
import sys
import time
from collections.abc import Callable
from typing import Any, Final

from PySide6.QtCore import QObject, QSocketNotifier, Qt, QTimer
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from app.desk import running
from app.views.gauge import ChipKind
from widgets.gauge.face import Face
from widgets.wall import painting
from widgets.wall.view import WallView

BEAT_MS: Final = 1
_HELD: Final = (ChipKind.SENDING, ChipKind.HELD)


def say(what: object) -> None:
    """One line to the benchmark."""
    print(json.dumps(what), flush=True)


class Paints:
    """When which figure of which product stood in pixels, and whether it was shown as held."""

    def __init__(self) -> None:
        self.seen: list[tuple[float, str, int | None, bool]] = []
        self._now: list[tuple[str, int | None, bool]] = []
        self._paint_cell = painting.paint_cell
        painting.paint_cell = self._note  # type: ignore[assignment]  # the same but for noting

    def _note(self, painter: Any, box: Any, cells: Any, face: Face, *more: Any) -> None:  # noqa: ANN401 - handed on
        self._paint_cell(painter, box, cells, face, *more)
        if not self._now:
            # everything that is dirty is painted and put on the screen in one event
            QTimer.singleShot(0, self._stamp)
        self._now.append((face.view.sku, face.view.available, face.view.chip.kind in _HELD))

    def _stamp(self) -> None:
        now = time.monotonic()
        self.seen += [(now, *each) for each in self._now]
        self._now.clear()


class Beats:
    """How long the Qt thread kept a heartbeat waiting."""

    def __init__(self) -> None:
        self.gaps: list[float] = []
        self._last = 0.0
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(BEAT_MS)
        self._timer.timeout.connect(self._beat)

    def start(self) -> None:
        """Begin anew."""
        self.gaps = []
        self._last = time.monotonic()
        self._timer.start()

    def stop(self) -> list[float]:
        """End; the seconds between one beat and the next."""
        self._timer.stop()
        return self.gaps

    def _beat(self) -> None:
        now = time.monotonic()
        self.gaps.append(now - self._last)
        self._last = now


class Orders(QObject):
    """What a benchmark can ask of the desk."""

    def __init__(self, desk: running.Session) -> None:
        super().__init__()
        self._desk = desk
        self._paints, self._beats = Paints(), Beats()
        self._notifier = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._obey)

    @property
    def _wall(self) -> WallView:
        return self._desk.windows.desk.column.wall.view

    def _obey(self) -> None:
        line = sys.stdin.readline()
        orders: dict[str, Callable[..., object]] = {
            "seen": self.seen,
            "beat": self.beat,
            "beats": self._beats.stop,
            "paints": lambda: self._paints.seen,
            "press": self.press,
            "end": self.end,
        }
        order = json.loads(line) if line else {"do": "end"}
        say(orders[order.pop("do")](**order))

    def seen(self) -> list[str]:
        """SKUs whose cells are wholly on screen, once all sources are live."""
        wall, store = self._wall, self._desk.store
        if not store.sources or any(source.state.value != "live" for source in store.sources):
            return []
        height, skus = wall.viewport().height(), self._desk.windows.desk.column.wall.model.skus
        boxes = {skus[row]: wall.rect_of(row) for row in wall.visible_rows()}
        return [sku for sku, box in boxes.items() if box.top() >= 0 and box.bottom() < height]

    def beat(self) -> None:
        """Begin to measure gaps."""
        self._paints.seen.clear()
        self._beats.start()

    def press(self, sku: str) -> float:
        """Choose a product and press the key that marks it sold out; when it was pressed."""
        from PySide6.QtTest import QTest

        self._wall.select((sku,))
        at = time.monotonic()
        QTest.keyClick(self._desk.windows.desk, Qt.Key.Key_S)
        return at

    def end(self) -> None:
        """End without restoring anything."""
        self._notifier.setEnabled(False)
        self._desk.end(restore_first=False)


class ProbedSession(running.Session):
    """A session with probes."""

    @override
    def run(self, starting: QWidget) -> int:
        self._orders = Orders(self)
        return super().run(starting)
