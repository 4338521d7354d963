"""`stockcue rehearse --window`: the desk's windows on a played broadcast, every one of them marked.

In a process of its own, with a folder of its own that goes with it. It ends when its window is closed, and
with `--follow` with its standard input: the desk that opened it.
"""

import asyncio
import sys
import tempfile
import threading
from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from app.desk import garbage
from app.desk.screen import choose_platform

if TYPE_CHECKING:
    from app.assembly.stage.desk import Piece
    from app.desk.running import Session

CHOICES_FILE = "windows.ini"


def run_rehearsal(options: Namespace) -> int:
    """Read what is to be played, then run a desk on it until it is closed; returns the exit code.

    Raises:
        DeskRefused: No such scenario or broadcast, or nothing was sold in it.
    """
    from app.assembly.stage.desk import piece_of

    options.offscreen = choose_platform()
    garbage.rest()
    piece = asyncio.run(piece_of(options))
    with tempfile.TemporaryDirectory(prefix="stockcue-rehearsal-", ignore_cleanup_errors=True) as folder:
        return _run(options, piece, Path(folder))


def _run(options: Namespace, piece: "Piece", folder: Path) -> int:
    from PySide6.QtWidgets import QApplication

    from app.assembly.stage.desk import rehearsed_desk, stage_clock
    from app.desk.first_words import FirstWords
    from app.desk.running import Session
    from app.words import language, plain
    from widgets.choices import Choices
    from widgets.kit import theme
    from widgets.kit.icons import app_icon
    from widgets.rehearsal_marks import RehearsalMarks
    from widgets.starting import StartingWindow

    app = QApplication(sys.argv[:1])
    app.setApplicationName("Stockcue")
    app.setWindowIcon(app_icon())
    app.setQuitOnLastWindowClosed(False)
    theme.apply(app)
    RehearsalMarks(app, plain(piece.of, 40))
    options.data_dir = folder
    clock = stage_clock(piece, options.speed or 1.0)
    words = FirstWords(room=piece.of, zone=piece.zone, language=language())
    choices = Choices(folder / CHOICES_FILE)
    session = Session(
        app,
        options,
        choices,
        words,
        open_desk=lambda deliver, _raise: rehearsed_desk(piece, clock, folder, deliver),
        now=clock.now,
    )
    if options.follow:
        threading.Thread(target=_end_with_input, args=(session,), name="input", daemon=True).start()
    code = session.run(StartingWindow(piece.of))
    choices.write()  # written later, it would make the folder anew
    return code


def _end_with_input(session: "Session") -> None:
    """The desk that opened it is gone, or wishes it to end; nothing of a rehearsal has to be put back."""
    sys.stdin.read()
    session.end(restore_first=False)
