"""A desk on the sample room, with a clock moved by hand and every intent it sends."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.intents import Intent
from app.views.delta import ViewDelta
from tests.samples import NOW, ZONE, room_sample
from widgets.choices import Choices
from widgets.desk.closing import Leave
from widgets.desk.traffic.history import TrafficHistory
from widgets.desk.window import DeskWindow
from widgets.store import RoomStore
from widgets.ticker import Ticker

_T = TypeVar("_T")


@dataclass
class Hand:
    """The hand of the clock."""

    now: datetime = NOW

    def move(self, seconds: float) -> None:
        """Let so much time pass."""
        self.now += timedelta(seconds=seconds)


@dataclass
class Room:
    """A store, what was asked through it, and the clock it reads."""

    store: RoomStore
    hand: Hand
    intents: list[Intent] = field(default_factory=list)

    def apply(self, delta: ViewDelta) -> None:
        """Show a delta and let it be painted."""
        self.store.apply(delta)
        QApplication.processEvents()

    def only(self, kind: type[_T]) -> _T:
        """The one intent that was sent; it must be of that kind."""
        (intent,) = self.intents
        assert isinstance(intent, kind)
        return intent


@dataclass
class Desk:
    """A desk window on a room."""

    window: DeskWindow
    room: Room
    choices: Choices

    def tick(self, seconds: float = 1.0) -> None:
        """Let so much time pass and the window notice."""
        self.room.hand.move(seconds)
        self.window._tick()
        QApplication.processEvents()


@lru_cache(maxsize=2)
def sample(language: str) -> ViewDelta:
    """The sample room; frozen, so made once."""
    return room_sample(language)


def empty_room() -> Room:
    """A room that has heard nothing yet."""
    hand = Hand()
    store = RoomStore(now=lambda: hand.now, zone=ZONE, account="sample")
    room = Room(store, hand)
    store.intended.connect(room.intents.append)
    return room


@pytest.fixture
def room() -> Room:
    """The sample room, in English."""
    made = empty_room()
    made.store.apply(sample("en"))
    return made


@pytest.fixture
def choices(tmp_path: Path) -> Choices:
    """Nothing chosen yet."""
    return Choices(tmp_path / "desk.ini")


MakeDesk = Callable[..., Desk]


@pytest.fixture
def make_desk(qtbot: QtBot, choices: Choices) -> Iterator[MakeDesk]:
    """Open a desk of some size on a room."""
    tickers: list[Ticker] = []

    def make(room: Room, width: int = 1600, height: int = 1000) -> Desk:
        ticker = Ticker(room.store.now)
        tickers.append(ticker)
        window = DeskWindow(room.store, choices, ticker, TrafficHistory(room.store))
        qtbot.addWidget(window, before_close_func=lambda window: window.leave(Leave.HOLDS_RUN_ON))
        window.resize(width, height)
        window.show()
        qtbot.waitExposed(window)
        window.activateWindow()
        QApplication.processEvents()
        return Desk(window, room, choices)

    yield make
    for ticker in tickers:
        ticker.stop()


@pytest.fixture
def desk(make_desk: MakeDesk, room: Room) -> Desk:
    """A wide desk on the sample room."""
    return make_desk(room)
