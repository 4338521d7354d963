"""Pages beside the desk: opened by key and tab, made once, and with the desk's own keys asleep meanwhile."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.widgets.desk.conftest import Desk, Room
from widgets.desk.pages import DESK, Page, PageKind, Pages
from widgets.desk.sizes import Mode
from widgets.store import RoomStore


class Sheet(Page):
    """A page that remembers what it was told."""

    def __init__(self, store: RoomStore) -> None:
        super().__init__()
        self.store = store
        self.told: list[str] = []

    def enter(self) -> None:
        """It is seen."""
        self.told.append("enter")

    def tick(self) -> None:
        """A second went by."""
        self.told.append("tick")

    def set_mode(self, mode: Mode) -> None:
        """So much room."""
        self.told.append(mode.name)

    def be_private(self, *, private: bool) -> None:
        """Hide or show."""
        self.told.append(f"private {private}")


@pytest.fixture
def pages(qtbot: QtBot, room: Room) -> Pages:
    """A desk and one page."""
    made = Pages(room.store, QWidget(), (PageKind("plan", "Plan", 3, Sheet),))
    qtbot.addWidget(made)
    made.resize(1280, 800)
    made.show()
    return made


def test_a_page_is_made_when_it_is_first_seen_and_kept(pages: Pages) -> None:
    """It learns how much room there is, what is hidden, and that it is seen; each time it is seen again."""
    pages.set_mode(Mode.MIDDLE)
    pages.be_private(private=True)
    assert pages.page is None
    pages.open_digit(3)
    first = pages.page
    assert isinstance(first, Sheet)
    assert first.told == ["MIDDLE", "private True", "enter"]
    pages.open(DESK)
    pages.open("plan")
    assert pages.page is first
    assert first.told[-1] == "enter"


def test_only_the_page_that_is_seen_hears_the_seconds(pages: Pages) -> None:
    """A page behind the desk costs nothing."""
    pages.open("plan")
    page = pages.page
    assert isinstance(page, Sheet)
    pages.tick()
    pages.open(DESK)
    pages.tick()
    assert page.told.count("tick") == 1


def test_a_digit_without_a_page_turns_nothing(pages: Pages, qtbot: QtBot) -> None:
    """The director pressed beside it."""
    with qtbot.assertNotEmitted(pages.turned):
        pages.open_digit(4)
        pages.open_digit(1)
    assert pages.current == DESK


def test_the_tabs_turn_pages_and_the_bar_shows_phase_and_clock(pages: Pages) -> None:
    """What a director never loses sight of stands above every page."""
    pages.open("plan")
    assert pages.bar.room.words == "US evening show"
    assert pages.bar.phase.words == "Live"
    assert pages.bar.clocks.wall.time.words == "21:08:24"
    pages.bar.tabs[DESK].click()
    assert pages.current == DESK


def test_the_desks_own_keys_sleep_while_its_part_is_not_seen(desk: Desk) -> None:
    """A key must not mark a product that nobody sees; keys that act on the room still work."""
    desk.window.column.wall.select(("EAR-01",))
    desk.window.pages.desk.hide()
    QApplication.processEvents()
    QTest.keyClick(desk.window, Qt.Key.Key_S)
    QTest.keyClick(desk.window, Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
    assert desk.room.intents == []
    QTest.keyClick(desk.window, Qt.Key.Key_F8)
    assert len(desk.room.intents) == 1
