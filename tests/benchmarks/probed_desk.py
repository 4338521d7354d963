"""The real desk with windows as a process of its own, with probes in its Qt thread that a benchmark reads.

Starts like `main.py`. Says `{"painted": …}` when the first window was painted, then answers orders on its
standard input, one JSON object a line. Off screen it behaves as on one. All instants are of the clock that
every process of this computer shares. Run: python -m tests.benchmarks.probed_desk OPTIONS OF THE DESK
"""

import json
import sys
import time
from types import ModuleType

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication
from typing_extensions import override

from app.cli import main as open_desk
from app.desk import run, session


class FirstPaint(QObject):
    """Says once when the first window stands in pixels: after the event in which it was painted."""

    def __init__(self, application: QApplication) -> None:
        super().__init__(application)
        self._application = application
        application.installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Paint:
            self._application.removeEventFilter(self)
            QTimer.singleShot(0, self._say)
        return False

    def _say(self) -> None:
        print(json.dumps({"painted": time.monotonic()}), flush=True)


class WatchedApplication(QApplication):
    """An application that tells when its first window has been painted."""

    def __init__(self, words: list[str]) -> None:
        super().__init__(words)
        self._first_paint = FirstPaint(self)


def load_probed() -> type[object]:
    """What the desk is made of, with probes; loaded when the desk loads it, and no sooner."""
    from tests.benchmarks.desk_probes import ProbedSession

    return ProbedSession


def put(module: ModuleType, name: str, thing: object) -> None:
    """Put ours in the place of what a module of the desk uses under that name."""
    assert hasattr(module, name)
    setattr(module, name, thing)


if __name__ == "__main__":
    put(run, "choose_platform", lambda: False)
    put(session, "load", load_probed)
    put(session, "QApplication", WatchedApplication)
    raise SystemExit(open_desk(sys.argv[1:]))
