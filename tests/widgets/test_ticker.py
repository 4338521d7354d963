"""The clock hand ticks for eyes that are open, and says how often an age is worth painting."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.fakes.clock import FakeClock
from widgets.ticker import Ticker, aged, step_of


@pytest.fixture
def ticker(clock: FakeClock) -> Iterator[Ticker]:
    """A hand on the test's clock; stopped afterwards."""
    hand = Ticker(clock.now)
    yield hand
    hand.stop()


def test_ages_change_their_look_ever_more_slowly() -> None:
    """Each second under 10 s, each 5 s under a minute, then each 15 s."""
    changes = [second for second in range(1, 121) if step_of(second) != step_of(second - 1)]
    assert changes == [*range(1, 11), *range(15, 60, 5), 60, 75, 90, 105, 120]


def test_an_age_is_painted_when_its_step_changed(clock: FakeClock) -> None:
    """Between the steps nothing is repainted."""
    since = clock.now()

    def painted(before: float, now: float) -> bool:
        return aged(since, since + timedelta(seconds=before), since + timedelta(seconds=now))

    assert painted(3, 4)
    assert not painted(11, 12)
    assert painted(14, 15)
    assert not painted(134, 134.9)
    assert painted(134, 135)


def test_it_ticks_only_while_a_window_can_be_seen(qtbot: QtBot, ticker: Ticker) -> None:
    """A hidden or minimised desk costs nothing."""
    window = QWidget()
    qtbot.addWidget(window)
    ticker.watch(window)
    assert not ticker.running
    window.show()
    qtbot.waitUntil(lambda: ticker.running)
    window.setWindowState(Qt.WindowState.WindowMinimized)
    qtbot.waitUntil(lambda: not ticker.running)
    window.setWindowState(Qt.WindowState.WindowNoState)
    qtbot.waitUntil(lambda: ticker.running)
    window.hide()
    qtbot.waitUntil(lambda: not ticker.running)


def test_a_window_that_comes_back_sees_the_present_at_once(
    qtbot: QtBot, ticker: Ticker, clock: FakeClock
) -> None:
    """It does not wait for the next second with a countdown of ten minutes ago."""
    window = QWidget()
    qtbot.addWidget(window)
    ticker.watch(window)
    start = clock.now()
    clock.advance(600)
    with qtbot.waitSignal(ticker.second) as told:
        window.show()
    assert told.args == [start, start + timedelta(seconds=600)]


def test_a_tick_carries_the_last_instant_and_this_one(ticker: Ticker, clock: FakeClock) -> None:
    """From the two a painter knows what has changed between them."""
    heard: list[tuple[datetime, datetime]] = []
    ticker.second.connect(lambda before, now: heard.append((before, now)))
    start = clock.now()
    for _second in range(2):
        clock.advance(1)
        ticker.tick()
    one, two = (start + timedelta(seconds=after) for after in (1, 2))
    assert heard == [(start, one), (one, two)]


def test_it_ticks_again_by_itself(qtbot: QtBot, ticker: Ticker) -> None:
    """Once a second, for as long as it is seen."""
    window = QWidget()
    qtbot.addWidget(window)
    ticker.watch(window)
    window.show()
    qtbot.waitUntil(lambda: ticker.running)
    with qtbot.waitSignal(ticker.second, timeout=2500):
        pass
    assert ticker.running


def test_a_window_that_is_gone_is_forgotten(qtbot: QtBot, ticker: Ticker) -> None:
    """The last one to go stops it."""
    window = QWidget()
    ticker.watch(window)
    window.show()
    qtbot.waitUntil(lambda: ticker.running)
    window.close()
    window.deleteLater()
    qtbot.waitUntil(lambda: not ticker.running)
