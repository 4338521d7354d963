"""What a test left behind: threads, child processes, Qt threads, running timers, windows.

Each is named so that its maker can be found. Tasks of an event loop are looked for where the loop ends
(`tests/conftest.py`), because nobody sees them afterwards.
"""

import multiprocessing.resource_tracker
import sys
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

import psutil

if TYPE_CHECKING:
    from PySide6.QtCore import QObject, QThread, QTimer
    from PySide6.QtWidgets import QWidget

_T = TypeVar("_T")

GRACE_S = 2.0
"""How long something that is just ending may take to be gone."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What stood when the test began; it is not the test's to clear away."""

    threads: frozenset[int]
    processes: frozenset[int]
    windows: frozenset[int]
    qt: frozenset[int]

    @classmethod
    def now(cls) -> "Standing":
        """Take stock."""
        return cls(
            threads=frozenset(id(thread) for thread in threading.enumerate()),
            processes=frozenset(child.pid for child in _children()),
            windows=frozenset(id(window) for window in _windows()),
            qt=frozenset(id(each) for each in _at_work()),
        )

    def left_over(self, grace_s: float = GRACE_S) -> list[str]:
        """What has come since and has not gone within the grace; a sentence each."""
        _delete_what_waits_for_it()
        windows = [window for window in _windows() if id(window) not in self.windows]
        return [
            *_gone_or_named(self._threads, grace_s, lambda thread: f"thread {thread.name!r} still runs"),
            *_gone_or_named(self._processes, grace_s, _line),
            *(f"{_label(each)} is still at work" for each in _at_work() if id(each) not in self.qt),
            *(f"window {_label(each)} {each.windowTitle()!r} still exists" for each in windows),
        ]

    def _threads(self) -> list[threading.Thread]:
        return [thread for thread in threading.enumerate() if id(thread) not in self.threads]

    def _processes(self) -> list[psutil.Process]:
        return [child for child in _children() if child.pid not in self.processes]


def _gone_or_named(find: Callable[[], Iterable[_T]], grace_s: float, name: Callable[[_T], str]) -> list[str]:
    end = time.monotonic() + grace_s
    while found := list(find()):
        if time.monotonic() > end:
            return [name(each) for each in found]
        time.sleep(0.01)
    return []


def _children() -> list[psutil.Process]:
    """Our children, without the one the standard library keeps for as long as Python runs."""
    keeper = getattr(multiprocessing.resource_tracker, "_resource_tracker", None)
    kept = getattr(keeper, "_pid", None)
    return [child for child in psutil.Process().children() if child.pid != kept]


def _line(child: psutil.Process) -> str:
    try:
        command = " ".join(child.cmdline())
    except psutil.Error:
        command = "(ended meanwhile)"
    return f"child process {child.pid} still runs: {command}"


def _windows() -> "list[QWidget]":
    if "PySide6.QtWidgets" not in sys.modules:
        return []
    from PySide6.QtWidgets import QApplication

    return QApplication.topLevelWidgets() if QApplication.instance() else []


def _delete_what_waits_for_it() -> None:
    if "PySide6.QtCore" not in sys.modules:
        return
    from PySide6.QtCore import QCoreApplication, QEvent

    if QCoreApplication.instance():
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # to everyone


def _at_work() -> "list[QTimer | QThread]":
    """Every living timer that ticks and Qt thread that runs; parentless ones are nobody's children."""
    if "PySide6.QtCore" not in sys.modules:
        return []
    from PySide6.QtCore import QThread, QTimer
    from shiboken6 import getAllValidWrappers

    found = [each for each in getAllValidWrappers() if isinstance(each, QTimer | QThread)]
    return [each for each in found if (each.isActive() if isinstance(each, QTimer) else each.isRunning())]


def _label(thing: "QObject") -> str:
    parent = thing.parent()
    of = f" of {type(parent).__name__}" if parent is not None else ""
    return f"{type(thing).__name__} {thing.objectName()!r}{of}"
