"""Closing on open holds: what is open, with its countdown, and three ways to go on."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from tests.samples import room_sample
from tests.widgets.desk.conftest import Room, empty_room
from tests.widgets.opening import cut, press
from widgets.closing import Closing, ClosingSheet, open_holds
from widgets.ticker import Ticker


@pytest.fixture
def room() -> Room:
    """The sample room: three holds, one of them overdue, and a stop."""
    made = empty_room()
    made.store.apply(room_sample("en"))
    return made


@pytest.fixture
def ask(qtbot: QtBot) -> Iterator[Callable[[Room], ClosingSheet]]:
    """Opens the dialog on a room."""
    tickers: list[Ticker] = []

    def opened(room: Room) -> ClosingSheet:
        tickers.append(Ticker(room.store.now))
        sheet = ClosingSheet(room.store, tickers[-1])
        sheet.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
        qtbot.addWidget(sheet)
        sheet.show()
        QApplication.processEvents()
        return sheet

    yield opened
    for ticker in tickers:
        ticker.stop()


def texts(sheet: ClosingSheet) -> list[str]:
    """What its labels say."""
    return [label.text() for label in sheet.findChildren(QLabel)]


def test_holds_are_listed_next_to_end_first_and_stops_last(room: Room) -> None:
    """What is overdue comes before what still runs."""
    assert [each.title for each in open_holds(room.store)] == [
        "Fitness band",
        "Bluetooth speaker",
        "Folding make-up mirror",
        "Kids' sunscreen",
    ]


def test_each_shop_that_holds_a_product_is_listed(room: Room) -> None:
    """Two shops are two things that must come back."""
    view = room.store.gauges["SPK-03"]
    lines = tuple(replace(line, hold=view.hold) for line in view.shops)
    room.store.gauges["SPK-03"] = replace(view, shops=lines)
    named = [(each.title, each.shop) for each in open_holds(room.store)]
    assert ("Bluetooth speaker", "TikTok Shop") in named
    assert ("Bluetooth speaker", "Web shop") in named


def test_it_counts_down_and_says_what_leaving_means(room: Room, ask: Callable[[Room], ClosingSheet]) -> None:
    """Nothing watches while the desk is closed, and that is said."""
    sheet = ask(room)
    said = texts(sheet)
    assert "03:42, until 21:12" in said
    assert "not restored yet" in said
    assert "until released" in said
    assert sheet.said.words.startswith("3 virtual sold-outs are open. 1 emergency stop stays")
    assert any("nothing brings a product back" in words for words in said)
    room.hand.move(1)
    sheet.tick()
    assert "03:41, until 21:12" in texts(sheet)


@pytest.mark.parametrize(
    ("button", "choice"),
    [("restore", Closing.RESTORE), ("leave", Closing.LEAVE), ("cancel", Closing.CANCEL)],
)
def test_three_ways_to_go_on(
    room: Room, ask: Callable[[Room], ClosingSheet], button: str, choice: Closing
) -> None:
    """The dialog does nothing itself; it tells."""
    sheet = ask(room)
    decided: list[Closing] = []
    sheet.decided.connect(decided.append)
    press(getattr(sheet, button))
    assert decided == [choice]
    assert room.intents == []


def test_escape_cancels_and_restoring_has_the_keyboard(
    room: Room, ask: Callable[[Room], ClosingSheet]
) -> None:
    """The safe way is the easy one."""
    sheet = ask(room)
    decided: list[Closing] = []
    sheet.decided.connect(decided.append)
    assert sheet.focusWidget() is sheet.restore
    QTest.keyClick(sheet, Qt.Key.Key_Escape)
    assert decided == [Closing.CANCEL]


def test_nothing_is_cut_and_no_text_is_rich(language: str, ask: Callable[[Room], ClosingSheet]) -> None:
    """In both languages."""
    room = empty_room()
    room.store.apply(room_sample(language))
    sheet = ask(room)
    assert cut(sheet) == []
    assert {label.textFormat() for label in sheet.findChildren(QLabel)} == {Qt.TextFormat.PlainText}
