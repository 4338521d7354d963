"""Text from outside shows as the letters it is made of, in labels, tool tips and messages."""

import re
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QApplication, QDialog, QHBoxLayout, QLabel, QWidget
from pytestqt.qtbot import QtBot
from typing_extensions import override

import widgets
from tests.widgets.pixels import colours_in, grabbed, name_of
from widgets.kit import theme
from widgets.kit.buttons import Button
from widgets.kit.label import PlainLabel, plain_markup, plain_message, set_plain_tooltip

NASTY = "<img src='http://127.0.0.1:1/x.png'> <table><td>a</table> & <b>bold</b>"


class Asked(QObject):
    """Counts how often a window was asked to lay itself out."""

    def __init__(self) -> None:
        super().__init__()
        self.times = 0

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.times += event.type() is QEvent.Type.LayoutRequest
        return False


def test_a_label_shows_markup_as_letters(qtbot: QtBot) -> None:
    """A title with <img …> must neither load anything nor hide the rest."""
    label = PlainLabel(NASTY)
    qtbot.addWidget(label)
    assert label.text() == NASTY
    assert label.textFormat().name == "PlainText"
    assert label.accessibleName() == NASTY
    assert label.sizeHint().width() >= theme.text_width(NASTY, theme.TEXT.size)


def test_a_tool_tip_shows_markup_as_letters(qtbot: QtBot) -> None:
    """Qt guesses whether a tool tip is rich; ours always reads as written, line by line."""
    label = PlainLabel("x")
    qtbot.addWidget(label)
    set_plain_tooltip(label, f"{NASTY}\nsecond line")
    document = QTextDocument()
    document.setHtml(label.toolTip())
    assert document.toPlainText() == f"{NASTY}\nsecond line"
    set_plain_tooltip(label, "")
    assert label.toolTip() == ""
    assert plain_markup("") == ""


def test_a_long_text_is_cut_where_asked_and_stays_whole_in_the_tool_tip(qtbot: QtBot) -> None:
    """Titles elide; the whole of it is one hover away."""
    label = PlainLabel("A very long title that has no room at all", elide=True)
    qtbot.addWidget(label)
    label.resize(80, 20)
    label.show()
    assert label.text().endswith("…")
    assert "no room at all" in label.toolTip()
    label.resize(600, 20)
    assert label.text() == label.words
    assert label.toolTip() == ""


def test_a_label_takes_another_colour(qtbot: QtBot) -> None:
    """Stale names turn yellow without a new label."""
    label = PlainLabel("stale")
    qtbot.addWidget(label)
    label.paint_in(theme.YELLOW)
    label.show()
    assert colours_in(grabbed(label), label.rect())[name_of(theme.YELLOW)] > 3


def test_a_label_that_speaks_in_place_asks_for_a_layout_only_with_another_size(qtbot: QtBot) -> None:
    """A clock does not have its window laid out each second; a longer time still has its room."""
    window = QWidget()
    qtbot.addWidget(window)
    label = PlainLabel("")
    QHBoxLayout(window).addWidget(label)
    label.say_in_place("00:00:58")
    window.show()
    QApplication.processEvents()
    asked = Asked()
    window.installEventFilter(asked)
    label.say_in_place("00:00:59")
    QApplication.processEvents()
    assert label.text() == "00:00:59"
    assert asked.times == 0
    label.say_in_place("100:00:59")
    QApplication.processEvents()
    assert asked.times
    assert label.width() >= theme.text_width("100:00:59", theme.TEXT.size)
    window.removeEventFilter(asked)


@pytest.mark.parametrize(("press", "answer"), [(0, True), (1, False)])
def test_a_message_asks_in_plain_text(press: int, answer: bool) -> None:
    """The first button goes on, the others do not."""

    def press_it() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, QDialog)
        assert [label.text() for label in dialog.findChildren(QLabel)] == ["Really?", NASTY]
        dialog.findChildren(Button)[press].click()

    QTimer.singleShot(0, press_it)
    assert plain_message(None, "Really?", NASTY, "Go on", "Stay") is answer


def test_no_other_part_makes_labels_or_tool_tips_of_its_own() -> None:
    """One place to be sure of: everything else goes through it."""
    root = Path(widgets.__path__[0])
    makers = {
        path.name
        for path in root.rglob("*.py")
        if re.search(r"\bQLabel\b|\bQMessageBox\b|\.setToolTip\(", path.read_text(encoding="utf-8"))
    }
    assert makers <= {"label.py"}
