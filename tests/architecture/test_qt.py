"""The faults of the binding that our range of versions must keep out."""

import subprocess
import sys

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.architecture.tree import ROOT

CALLS = 1000
IMPORTED = """
import linecache
from app.desk import sources
sources.leave_unread()
linecache.clearcache()
import app.desk.session, wave
print(sorted(linecache.cache))
"""


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="None is immortal from Python 3.12 on")
def test_qt_keeps_its_hands_off_none(qtbot: QtBot) -> None:
    """PySide6 6.12.0 on Python 3.11 lost a reference to None on each call, and the desk aborted by and by."""
    widget = QWidget()
    qtbot.addWidget(widget)
    before = sys.getrefcount(None)

    for number in range(CALLS):
        widget.setObjectName(str(number))
        widget.parent()
        widget.update()

    assert sys.getrefcount(None) > before - CALLS // 10


def test_imports_beside_qt_read_no_sources() -> None:
    """PySide6 reads the source of what is imported after it, and Python keeps what was read: 30 MB."""
    run = subprocess.run(
        [sys.executable, "-c", IMPORTED], cwd=ROOT, capture_output=True, text=True, timeout=60, check=True
    )

    assert run.stdout.strip() == "[]"
