"""Without a settings file: the welcome page, and what follows from what is chosen there."""

import os
import subprocess
import sys
from argparse import Namespace
from pathlib import Path

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QApplication

from app.desk.first_words import settings_path
from app.desk.pictures import save_pictures
from app.words import language
from widgets.choices import Choices
from widgets.welcome.window import WelcomeWindow


def run_welcome(app: QApplication, options: Namespace, choices: Choices) -> int:
    """Show the welcome page until something is chosen; then this process becomes that desk."""
    window = WelcomeWindow(choices)
    if options.screenshot:
        spoken = language().partition("_")[0]
        save_pictures([(f"welcome-{spoken}", window, None)], Path(options.screenshot))
        return 0
    app.setQuitOnLastWindowClosed(True)
    chosen = Chosen(app, options, window)
    window.show()
    app.exec()
    return _become(chosen.words) if chosen.words else 0


class Chosen(QObject):
    """What a person chose: `words` are the options of the desk to become, empty while nothing was chosen."""

    def __init__(self, app: QApplication, options: Namespace, window: WelcomeWindow) -> None:
        super().__init__()
        self._app = app
        self._options = options
        self._window = window
        self.words: list[str] = []
        window.demo_chosen.connect(self._demo)
        window.file_chosen.connect(self._open)
        window.connect_chosen.connect(self._connect)

    @Slot()
    def _demo(self) -> None:
        self._go(["--demo"])

    @Slot(str)
    def _open(self, name: str) -> None:
        why = _refusal(Path(name))
        if why:
            self._window.refuse(why)
        else:
            self._go(["--config", name, "--data-dir", str(self._options.data_dir)])

    @Slot(str)
    def _connect(self, text: str) -> None:
        """Try the new file beside its place first, so that a wrong one never stands there."""
        file = settings_path(self._options)
        trial = file.with_suffix(".new.toml")
        try:
            file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            trial.write_text(text, "utf-8")
            why = _refusal(trial)
            if why:
                trial.unlink()
            else:
                trial.replace(file)
        except OSError as error:
            why = str(error)
        if why:
            self._window.refuse(why)
        else:
            self._go(["--config", str(file), "--data-dir", str(self._options.data_dir)])

    def _go(self, words: list[str]) -> None:
        self.words = words
        self._app.quit()


def _refusal(file: Path) -> str:
    """What is wrong with a settings file; empty when nothing is."""
    from app.assembly.connectors import registry
    from app.config import SettingsError, load

    try:
        load(file, registry())
    except SettingsError as error:
        return str(error)
    return ""


def _become(words: list[str]) -> int:
    """Start the chosen desk in this process's place; the data directory's lock is freed with it."""
    program = [sys.executable, sys.argv[0]] if sys.argv[0].endswith(".py") else [sys.argv[0]]
    command = [*program, *words, "--lang", language()]
    if sys.platform == "win32":
        return subprocess.Popen(command).wait()  # noqa: S603 - our own program, with words of our own
    return os.execv(command[0], command)  # noqa: S606 - the same
