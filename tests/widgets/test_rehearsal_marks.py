"""Every window of a rehearsal is marked, whoever made it, and no content hides behind the mark."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from widgets.desk.sheet import Sheet
from widgets.kit import theme
from widgets.rehearsal_marks import BAND, EDGE, WORDS, RehearsalFrame, RehearsalMarks


@pytest.fixture(autouse=True)
def _marks(qapp: QApplication) -> Iterator[None]:
    """As in a rehearsal, for one test."""
    marks = RehearsalMarks(qapp, "broadcast 12")
    yield
    qapp.removeEventFilter(marks)
    marks.deleteLater()


def window_with(field: QWidget, qtbot: QtBot) -> QWidget:
    """A window of 300 × 200 that is full of it."""
    window = QWidget()
    qtbot.addWidget(window)
    rows = QVBoxLayout(window)
    rows.setContentsMargins(0, 0, 0, 0)
    rows.addWidget(field)
    window.setWindowTitle("Stockcue")
    window.setMinimumSize(200, 100)
    window.resize(300, 200)
    window.show()
    qtbot.waitExposed(window)
    return window


def test_a_window_is_framed_titled_and_keeps_the_room_it_had(qtbot: QtBot) -> None:
    """It grows by the frame: nothing of it is covered or squeezed."""
    field = QWidget()
    window = window_with(field, qtbot)
    assert window.windowTitle() == f"{WORDS} · Stockcue"
    (frame,) = window.findChildren(RehearsalFrame)
    assert frame.geometry() == window.rect()
    assert field.size().width() == 300
    assert (field.x(), field.y()) == (EDGE, BAND)
    assert window.minimumSize().width() == 200 + 2 * EDGE
    window.resize(500, 400)
    QApplication.processEvents()
    assert frame.geometry() == window.rect()


def test_the_mark_is_seen_and_lets_the_mouse_through(qtbot: QtBot) -> None:
    """Light stripes at the edge, and what lies below still takes a press."""
    field = QWidget()
    window = window_with(field, qtbot)
    picture = window.grab().toImage()
    edge = [picture.pixelColor(2, y).name() for y in range(40, 160)]
    assert {theme.T1.name(), theme.INK.name()} <= set(edge)
    assert window.childAt(QPoint(150, 100)) is field


def test_a_new_title_says_it_too(qtbot: QtBot) -> None:
    """Whoever changes it."""
    window = window_with(QWidget(), qtbot)
    window.setWindowTitle("Something else")
    assert window.windowTitle() == f"{WORDS} · Something else"


def test_sheets_are_marked_and_menus_are_not(qtbot: QtBot) -> None:
    """A sheet could be taken for a live one; a menu hangs on a window that is marked."""
    parent = window_with(QWidget(), qtbot)
    sheet = Sheet(parent, "Title")
    sheet.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
    sheet.show()
    assert sheet.findChildren(RehearsalFrame)
    menu = QWidget(None, Qt.WindowType.Popup)
    qtbot.addWidget(menu)
    QApplication.sendEvent(menu, QShowEvent())
    assert not menu.findChildren(RehearsalFrame)
    sheet.close()


def test_a_window_shown_again_is_marked_once(qtbot: QtBot) -> None:
    """Not framed in a frame."""
    window = window_with(QWidget(), qtbot)
    size = window.size()
    window.hide()
    window.show()
    assert len(window.findChildren(RehearsalFrame)) == 1
    assert window.size() == size
