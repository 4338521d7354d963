"""The faults of the binding that our range of versions must keep out."""

import sys

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

CALLS = 1000


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
