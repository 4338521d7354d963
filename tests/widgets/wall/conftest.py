"""A wall to press on: the sample room, a clock moved by hand, a window."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from app.views.delta import ViewDelta
from app.views.gauge import GaugeView
from tests.fakes.clock import FakeClock
from tests.samples import NOW, ZONE, room_sample
from widgets.store import RoomStore
from widgets.ticker import Ticker
from widgets.wall.panel import WallPanel


class Room:
    """The store of a sample room, and ways to let something happen in it."""

    def __init__(self, clock: FakeClock) -> None:
        self.clock = clock
        self.store = RoomStore(now=clock.now, zone=ZONE, account="test")
        self._revision = 0

    def fill(self, language: str = "en") -> None:
        """Take over the whole sample room."""
        self.store.apply(room_sample(language))

    def change(self, sku: str, **changes: object) -> GaugeView:
        """One product's gauge becomes different."""
        view = replace(self.store.gauges[sku], **changes)  # type: ignore[arg-type] # fields by name
        self.say(view)
        return view

    def say(self, *views: GaugeView, order: tuple[str, ...] | None = None) -> None:
        """A delta with these gauges."""
        self._revision += 1
        self.store.apply(ViewDelta(revision=self._revision, at=self.clock.now(), gauges=views, order=order))

    def clone(self, sku: str, new: str, **changes: object) -> GaugeView:
        """A gauge like that of `sku` under another SKU; not yet said."""
        return replace(self.store.gauges[sku], sku=new, **changes)  # type: ignore[arg-type] # fields by name


@pytest.fixture
def room() -> Room:
    """The sample room, filled, in English."""
    made = Room(FakeClock(NOW))
    made.fill()
    return made


@pytest.fixture
def panel(qtbot: QtBot, room: Room) -> Iterator[WallPanel]:
    """The wall in a wide window, shown; the ticker ticks only by hand."""
    window = QWidget()
    qtbot.addWidget(window)
    rows = QVBoxLayout(window)
    ticker = Ticker(room.clock.now)
    made = WallPanel(room.store, ticker, window)
    made.setProperty("ticker", ticker)
    rows.addWidget(made)
    window.resize(1460, 700)
    with qtbot.waitExposed(window):
        window.show()
    yield made
    ticker.stop()
