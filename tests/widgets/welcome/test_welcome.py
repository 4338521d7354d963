"""The welcome window: a demo, a connection or a file, in the person's language."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel
from pytestqt.qtbot import QtBot

from app import words
from tests.widgets.opening import cut, missed_by_tab, nameless, press
from widgets.choices import Choices
from widgets.desk.about import AboutSheet
from widgets.kit import focus
from widgets.welcome.sheets import TEN_LINES, CommandsSheet, ConnectSheet, ExampleSheet
from widgets.welcome.window import WelcomeWindow

SHEETS = [ConnectSheet, ExampleSheet, CommandsSheet]


@pytest.fixture
def welcome(qtbot: QtBot, choices: Choices) -> WelcomeWindow:
    """The window of a person who has chosen nothing yet."""
    return opened(qtbot, choices)


def opened(qtbot: QtBot, choices: Choices) -> WelcomeWindow:
    """The window, shown."""
    window = WelcomeWindow(choices)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitExposed(window)
    window.activateWindow()
    QApplication.processEvents()
    return window


def test_enter_starts_the_demo(welcome: WelcomeWindow, qtbot: QtBot) -> None:
    """It has the keyboard, and the ring, from the start."""
    assert QApplication.focusWidget() is welcome.demo.button
    assert focus.ring_of(welcome).target is welcome.demo.button
    with qtbot.waitSignal(welcome.demo_chosen, timeout=500):
        QTest.keyClick(welcome.demo.button, Qt.Key.Key_Return)


def test_c_connects_and_the_file_is_handed_over(welcome: WelcomeWindow) -> None:
    """Nothing is emitted before every field is right."""
    written: list[str] = []
    welcome.connect_chosen.connect(written.append)
    QTest.keyClick(welcome, Qt.Key.Key_C)
    sheet = welcome.findChild(ConnectSheet)
    assert isinstance(sheet, ConnectSheet)
    press(sheet.go)
    assert written == []
    assert sheet.complaints == ("Give the room a name.", "Write the address of the stock list.")
    sheet.fields["room"].setText("Evening show")
    sheet.fields["url"].setText("http://127.0.0.1:9/stock")
    press(sheet.go)
    assert not sheet.complaints
    [text] = written
    assert 'url = "http://127.0.0.1:9/stock"' in text
    assert not sheet.go.isEnabled()


def test_what_did_not_work_is_said_where_it_was_typed(welcome: WelcomeWindow) -> None:
    """The person mends it and tries again."""
    welcome.connect_room()
    sheet = welcome.findChild(ConnectSheet)
    assert isinstance(sheet, ConnectSheet)
    sheet.fields["room"].setText("Evening show")
    sheet.fields["url"].setText("http://127.0.0.1:9/stock")
    sheet.send()
    welcome.refuse("Nothing answers at 127.0.0.1. Is the address right?")
    assert sheet.hint.words == "Nothing answers at 127.0.0.1. Is the address right?"
    assert sheet.go.isEnabled()


def test_a_secret_is_stored_elsewhere_and_the_sheet_says_how(welcome: WelcomeWindow) -> None:
    """Only its name goes into the file."""
    welcome.connect_room()
    sheet = welcome.findChild(ConnectSheet)
    assert isinstance(sheet, ConnectSheet)
    sheet.fields["secret"].setText("warehouse_token")
    assert sheet.hint.words.endswith("stockcue secret set warehouse_token")


def test_a_file_is_opened(welcome: WelcomeWindow, tmp_path: Path) -> None:
    """Ctrl+O asks which; the desk opens it."""
    chosen: list[str] = []
    welcome.file_chosen.connect(chosen.append)
    QTest.keyClick(welcome, Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier)
    dialog = welcome.findChild(QFileDialog)
    assert isinstance(dialog, QFileDialog)
    dialog.fileSelected.emit(str(tmp_path / "room.toml"))
    dialog.reject()
    assert chosen == [str(tmp_path / "room.toml")]


@pytest.mark.parametrize(
    ("code", "spoken", "button"),
    [("zh_CN", "zh_CN", "开始演示"), ("zh_TW", "zh_CN", "开始演示"), ("en", "en", "Start the demo")],
)
def test_the_language_changes_at_once(
    welcome: WelcomeWindow, choices: Choices, code: str, spoken: str, button: str
) -> None:
    """The window speaks it, remembers it, and tells the desk."""
    chosen: list[str] = []
    welcome.language_chosen.connect(chosen.append)
    welcome.languages.chosen.emit(code)
    assert (chosen, choices.language, words.language()) == ([code], code, spoken)
    assert welcome.demo.button.words == button
    assert welcome.languages.value == code


def test_three_sample_products_are_shown(welcome: WelcomeWindow) -> None:
    """Painted as the desk paints them."""
    assert welcome.demo.isVisible()
    assert {"#f0e442", "#e69f00", "#56b4e9"} <= _colours(welcome)


def _colours(window: WelcomeWindow) -> set[str]:
    image = window.demo.grab().toImage()
    return {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(110, 240)}


def test_ten_lines_are_copied(welcome: WelcomeWindow) -> None:
    """As they stand."""
    press(welcome.example)
    sheet = welcome.findChild(ExampleSheet)
    assert isinstance(sheet, ExampleSheet)
    press(sheet.copy)
    assert QApplication.clipboard().text() == TEN_LINES
    assert sheet.copy.words == "Copied"


def test_commands_and_licences_are_shown(welcome: WelcomeWindow) -> None:
    """Each in its sheet."""
    press(welcome.commands)
    press(welcome.about)
    assert welcome.findChild(CommandsSheet) is not None
    assert welcome.findChild(AboutSheet) is not None


@pytest.mark.parametrize("size", [(960, 640), (1280, 800)])
def test_nothing_is_cut(qtbot: QtBot, choices: Choices, language: str, size: tuple[int, int]) -> None:
    """In both languages."""
    choices.language = language
    window = opened(qtbot, choices)
    window.resize(*size)
    QApplication.processEvents()
    assert cut(window) == []


@pytest.mark.usefixtures("language")
@pytest.mark.parametrize("kind", SHEETS)
def test_nothing_is_cut_in_the_sheets(
    qtbot: QtBot, kind: type[ConnectSheet | ExampleSheet | CommandsSheet]
) -> None:
    """In both languages, with every complaint below its field."""
    sheet = kind()
    qtbot.addWidget(sheet)
    sheet.show()
    if isinstance(sheet, ConnectSheet):
        for field in sheet.fields.values():
            field.clear()
        sheet.fields["secret"].setText("A b")
        sheet.send()
    QApplication.processEvents()
    assert cut(sheet) == []
    assert nameless(sheet) == []


def test_tab_reaches_every_button(welcome: WelcomeWindow) -> None:
    """And each has a name."""
    assert missed_by_tab(welcome) == []
    assert nameless(welcome) == []


def test_no_text_is_rich(welcome: WelcomeWindow) -> None:
    """Also in the sentence of what went wrong."""
    welcome.connect_room()
    sheet = welcome.findChild(ConnectSheet)
    assert isinstance(sheet, ConnectSheet)
    sheet.refuse("<b>no</b>")
    formats = {label.textFormat() for label in welcome.findChildren(QLabel)}
    assert formats == {Qt.TextFormat.PlainText}
