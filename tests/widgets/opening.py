"""Opens the windows beside the desk on the sample room, with a clock moved by hand; looks for cut texts."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.views.delta import ViewDelta
from tests.samples import room_sample
from tests.widgets.desk.conftest import Room, empty_room
from widgets.choices import Choices
from widgets.desk.traffic.history import TrafficHistory
from widgets.kit import text
from widgets.kit.buttons import Button
from widgets.kit.label import PlainLabel
from widgets.store import RoomStore
from widgets.ticker import Ticker

_W = TypeVar("_W", bound=QWidget)
Make = Callable[[RoomStore, Choices, Ticker, TrafficHistory], _W]


@dataclass
class Opened(Generic[_W]):
    """A window on a room."""

    window: _W
    room: Room
    ticker: Ticker

    def tick(self, seconds: float = 1.0) -> None:
        """Let so much time pass and the window notice."""
        self.room.hand.move(seconds)
        self.ticker.tick()
        QApplication.processEvents()

    def apply(self, **parts: object) -> None:
        """Show these parts of a delta, told at the present instant."""
        delta = ViewDelta(revision=2, at=self.room.hand.now, **parts)  # type: ignore[arg-type]  # parts by name
        self.room.apply(delta)


class Opener:
    """Opens windows and ends their tickers."""

    def __init__(self, qtbot: QtBot, choices: Choices) -> None:
        self._qtbot = qtbot
        self.choices = choices
        self.tickers: list[Ticker] = []

    def open(
        self,
        make: Make[_W],
        size: tuple[int, int] | None = None,
        *,
        language: str = "en",
        empty: bool = False,
    ) -> Opened[_W]:
        """A window that `make` makes, shown in `size`, on the sample room or on one that is silent."""
        room = empty_room()
        history = TrafficHistory(room.store)
        if not empty:
            room.store.apply(room_sample(language))
        ticker = Ticker(room.store.now)
        self.tickers.append(ticker)
        window = make(room.store, self.choices, ticker, history)
        self._qtbot.addWidget(window)
        if size is not None:
            window.resize(*size)
        window.show()
        self._qtbot.waitExposed(window)
        window.activateWindow()
        QApplication.processEvents()
        return Opened(window, room, ticker)


@pytest.fixture
def choices(tmp_path: Path) -> Choices:
    """Nothing chosen yet."""
    return Choices(tmp_path / "desk.ini")


@pytest.fixture
def opener(qtbot: QtBot, choices: Choices) -> Iterator[Opener]:
    """Opens windows; their tickers end with the test."""
    made = Opener(qtbot, choices)
    yield made
    for ticker in made.tickers:
        ticker.stop()


def cut(window: QWidget) -> list[str]:
    """Labels and painted texts that have less room than they take, unless they may be cut."""
    found = []
    for label in window.findChildren(PlainLabel):
        if label.isVisible() and not (label._elide or label.wordWrap()):
            wide = label.sizeHint().width()
            found += [f"{label.words!r}: {wide} > {label.width()}"] if wide > label.width() else []
    fits: list[text.Fit] = []
    with text.watching(fits.append):
        window.grab()
    return found + [
        f"{fit.text!r}: {fit.took} > {fit.room}" for fit in fits if not fit.elidable and not fit.fits
    ]


def missed_by_tab(window: QWidget) -> list[str]:
    """Buttons that Tab does not reach; of several that exclude each other, one is enough."""
    reached: set[QObject] = set()
    for _step in range(200):
        QTest.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_Tab)
        here = QApplication.focusWidget()
        if here is None or here in reached:
            break
        reached.add(here)
    buttons = [each for each in window.findChildren(QAbstractButton) if each.isVisible() and each.isEnabled()]
    missed = [each for each in buttons if each not in reached and not each.autoExclusive()]
    return [f"{type(each).__name__} {each.accessibleName()!r}" for each in missed]


def nameless(window: QWidget) -> list[str]:
    """Buttons that say nothing to those who hear them."""
    buttons = window.findChildren(QAbstractButton)
    return [repr(each) for each in buttons if each.isVisible() and not each.accessibleName()]


def press(button: Button) -> None:
    """The left button of the mouse goes down and up again."""
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
