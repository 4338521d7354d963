"""Without a settings file: the welcome page, and what follows from what is chosen there."""

import os
import subprocess
import sys
from argparse import Namespace
from pathlib import Path

from PySide6.QtWidgets import QApplication

from app.desk.first_words import settings_path
from app.desk.pictures import save_pictures
from app.words import language, use_language
from widgets.choices import Choices
from widgets.welcome.window import WelcomeWindow


def run_welcome(app: QApplication, options: Namespace, choices: Choices) -> int:
    """Show the welcome page until something is chosen; then this process becomes that desk."""
    chosen: list[list[str]] = []

    def choose(words: list[str]) -> None:
        chosen.append(words)
        app.quit()

    def connect(text: str) -> None:
        file = settings_path(options)
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        file.write_text(text, "utf-8")
        choose(["--config", str(file), "--data-dir", str(options.data_dir)])

    def speak(wanted: str) -> None:
        choices.language = wanted
        use_language(wanted)

    window = WelcomeWindow(choices)
    window.demo_chosen.connect(lambda: choose(["--demo"]))
    window.file_chosen.connect(lambda file: choose(["--config", file, "--data-dir", str(options.data_dir)]))
    window.connect_chosen.connect(connect)
    window.language_chosen.connect(speak)
    window.closed.connect(app.quit)
    if options.screenshot:
        spoken = language().partition("_")[0]
        save_pictures([(f"welcome-{spoken}", window, None)], Path(options.screenshot))
        return 0
    window.show()
    app.exec()
    return _become(chosen[0]) if chosen else 0


def _become(words: list[str]) -> int:
    """Start the chosen desk in this process's place; the lock goes with it."""
    program = [sys.executable, sys.argv[0]] if sys.argv[0].endswith(".py") else [sys.argv[0]]
    command = [*program, *words, "--lang", language()]
    if sys.platform == "win32":
        return subprocess.Popen(command).wait()  # noqa: S603 - our own program, with words of our own
    return os.execv(command[0], command)  # noqa: S606 - the same
