"""The desk's first second: a window at once, everything else loaded behind it, then the desk in its place.

Imports no more than the first window needs; what takes long to load is loaded by a thread while Qt goes on.
"""

import os
import sys
import threading
from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEventLoop, QSize
from PySide6.QtWidgets import QApplication

from app.desk.first_words import first_words, settings_path
from app.words import language, use_language
from widgets.choices import Choices
from widgets.kit import theme
from widgets.kit.icons import app_icon
from widgets.starting import StartingWindow

if TYPE_CHECKING:
    from app.desk.running import Session

DEFAULT_LANGUAGE = "zh_CN"
CHOICES_FILE = "windows.ini"
FIRST_SIZE = QSize(1600, 1000)
TURN_MS = 10


def run_session(options: Namespace) -> int:
    """Show the first window, start the engine behind it, run until the end; returns the exit code."""
    app = QApplication(sys.argv[:1])
    app.setApplicationName("Stockcue")
    app.setDesktopFileName("stockcue")
    app.setWindowIcon(app_icon())
    app.setQuitOnLastWindowClosed(False)
    theme.apply(app)
    choices = Choices(Path(options.data_dir) / CHOICES_FILE)
    words = first_words(options)
    use_language(options.lang or choices.language or words.language or _system_language())
    options.lang = language()
    if not options.demo and not settings_path(options).exists():
        from app.desk.welcome import run_welcome

        return run_welcome(app, options, choices)
    starting = StartingWindow(words.room)
    choices.put_back(starting, "desk", FIRST_SIZE)
    starting.show()
    return _loaded(app)(app, options, choices, words).run(starting)


def load() -> "type[Session]":
    """Everything the desk is made of; takes most of a second."""
    from app.desk.running import Session

    return Session


def _loaded(app: QApplication) -> "type[Session]":
    """Load in a thread, while the first window is painted and stays alive."""
    found: list[type[Session]] = []
    loading = threading.Thread(target=lambda: found.append(load()), name="loading")
    loading.start()
    while loading.is_alive():
        app.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, TURN_MS)
        loading.join(TURN_MS / 1000)
    return found[0] if found else load()


def _system_language() -> str:
    names = ("LC_ALL", "LC_MESSAGES", "LANG")
    found = next((os.environ[name] for name in names if os.environ.get(name)), "")
    return found if found and not found.startswith(("C", "POSIX")) else DEFAULT_LANGUAGE
