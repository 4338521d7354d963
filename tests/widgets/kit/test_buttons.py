"""Buttons act when they should, and a stray key press never takes a product off sale."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from tests.widgets.pixels import colour_at, colours_in, grabbed, name_of, texts_of
from widgets.kit import focus, theme
from widgets.kit.buttons import LARGE, NORMAL, OPERATOR, SMALL, Button, Kind, LongPressButton
from widgets.kit.theme import Hue

KEYS = (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter)
LEFT = Qt.MouseButton.LeftButton


def clicks_of(button: Button) -> list[bool]:
    """What `clicked` says from now on."""
    heard: list[bool] = []
    button.clicked.connect(lambda: heard.append(True))
    return heard


@pytest.fixture
def marking(qtbot: QtBot) -> Button:
    """A button that marks."""
    button = Button("Mark sold out", icon="lock", key_hint="S", kind=Kind.MAIN, marks=True)
    qtbot.addWidget(button)
    button.show()
    return button


@pytest.fixture
def stop(qtbot: QtBot) -> LongPressButton:
    """A button to be pressed long, with a key of its own."""
    button = LongPressButton("Long press: stop", icon="stopo", key=Qt.Key.Key_X)
    qtbot.addWidget(button)
    button.show()
    return button


def test_a_marking_button_acts_when_it_goes_down(qtbot: QtBot, marking: Button) -> None:
    """The product must be off sale before the finger is up again, and only once."""
    heard = clicks_of(marking)
    qtbot.mousePress(marking, LEFT)
    assert len(heard) == 1
    qtbot.mouseRelease(marking, LEFT)
    assert len(heard) == 1


def test_space_and_enter_alone_never_mark(qtbot: QtBot, marking: Button) -> None:
    """Someone who types into the wrong window must not take anything off sale."""
    heard = clicks_of(marking)
    for key in KEYS:
        qtbot.keyPress(marking, key)
        assert not marking.isDown()
        qtbot.keyRelease(marking, key)
    assert heard == []


def test_another_button_of_the_mouse_does_not_mark(qtbot: QtBot, marking: Button) -> None:
    """Only the main one acts."""
    heard = clicks_of(marking)
    qtbot.mouseClick(marking, Qt.MouseButton.RightButton)
    assert heard == []


def test_a_disabled_marking_button_does_nothing(qtbot: QtBot, marking: Button) -> None:
    """The limit is used up: no press gets through."""
    marking.setEnabled(False)
    heard = clicks_of(marking)
    qtbot.mouseClick(marking, LEFT)
    assert heard == []


def test_a_plain_button_acts_on_release_and_by_keyboard(qtbot: QtBot) -> None:
    """What can be undone by pressing again may be pressed in every usual way."""
    button = Button("Re-sort")
    qtbot.addWidget(button)
    heard = clicks_of(button)
    qtbot.mouseClick(button, LEFT)
    for key in KEYS:
        qtbot.keyClick(button, key)
    assert len(heard) == 4


def test_letting_go_early_cancels_a_long_press(qtbot: QtBot, stop: LongPressButton) -> None:
    """A touch in passing must not stop a product."""
    with qtbot.assertNotEmitted(stop.long_pressed, wait=theme.LONG_PRESS_MS + 200):
        qtbot.mousePress(stop, LEFT)
        qtbot.waitUntil(lambda: stop.progress > 0.1)
        qtbot.mouseRelease(stop, LEFT)
        assert stop.progress == 0


def test_a_long_press_acts_by_mouse_and_by_its_key(qtbot: QtBot, stop: LongPressButton) -> None:
    """600 ms of either, and the border fills meanwhile."""
    with qtbot.waitSignal(stop.long_pressed, timeout=3000):
        qtbot.mousePress(stop, LEFT)
        qtbot.waitUntil(lambda: stop.progress > 0.4)
        assert colour_at(grabbed(stop), 1, 1) == name_of(theme.T1)
        assert colour_at(grabbed(stop), 1, stop.height() // 2) == name_of(theme.PURPLE)
    qtbot.mouseRelease(stop, LEFT)
    with qtbot.waitSignal(stop.long_pressed, timeout=3000):
        qtbot.keyPress(stop, Qt.Key.Key_X)
    qtbot.keyRelease(stop, Qt.Key.Key_X)


def test_a_repeating_key_is_one_press(qtbot: QtBot, stop: LongPressButton) -> None:
    """The keyboard repeats a key that stays down as presses and releases; they neither start nor end it."""
    stop.setFocus()
    qtbot.keyPress(stop, Qt.Key.Key_X)
    qtbot.waitUntil(lambda: stop.progress > 0)
    for kind in (QKeyEvent.Type.KeyRelease, QKeyEvent.Type.KeyPress):
        again = QKeyEvent(kind, Qt.Key.Key_X, Qt.KeyboardModifier.NoModifier, "x", True)
        QApplication.sendEvent(stop, again)
    assert stop.progress > 0
    qtbot.keyRelease(stop, Qt.Key.Key_X)
    assert stop.progress == 0


def test_space_and_enter_do_not_press_long(qtbot: QtBot, stop: LongPressButton) -> None:
    """They are too easily leaned on."""
    for key in KEYS:
        qtbot.keyPress(stop, key)
        assert stop.progress == 0
        assert not stop.isDown()
        qtbot.keyRelease(stop, key)


def test_a_long_press_ends_when_the_button_goes_away(qtbot: QtBot, stop: LongPressButton) -> None:
    """Disabled, hidden, left by pointer or keyboard: no press goes on unseen."""
    leave = QPoint(stop.width() + 40, 5)
    ways = (
        lambda: stop.setEnabled(False),
        stop.hide,
        lambda: qtbot.mouseMove(stop, leave),
        stop.clearFocus,
    )
    for way in ways:
        stop.setEnabled(True)
        stop.show()
        stop.setFocus()
        qtbot.mousePress(stop, LEFT)
        assert stop.isDown()
        way()
        qtbot.waitUntil(lambda: stop.progress == 0 and not stop.isDown())


def test_buttons_have_the_heights_of_the_theme(qtbot: QtBot) -> None:
    """24, 32, 40 and 48, whatever stands on them."""
    for height in (SMALL, NORMAL, LARGE, OPERATOR):
        button = Button("Undo", icon="undo", key_hint="Z", height=height)
        qtbot.addWidget(button)
        assert button.sizeHint().height() == height


def test_the_words_of_a_button_always_fit(qtbot: QtBot) -> None:
    """A verb cut in half could be another verb."""
    for height in (SMALL, NORMAL, LARGE, OPERATOR):
        button = Button("标记售罄 2 件", icon="lock", key_hint="S", note="24", height=height, kind=Kind.MAIN)
        qtbot.addWidget(button)
        button.resize(button.sizeHint())
        found = texts_of(button.grab)
        assert [fit.text for fit in found] == ["标记售罄 2 件", "24", "S"]
        assert all(fit.fits for fit in found)


def test_each_kind_looks_like_what_it_is_for(qtbot: QtBot) -> None:
    """The main act is blue, a stop has a purple border, what cannot be pressed is quiet."""
    looks = {
        Kind.MAIN: theme.BLUE,
        Kind.WHITE: theme.T1,
        Kind.NORMAL: theme.BG3,
        Kind.STOP: theme.BG3,
    }
    for kind, ground in looks.items():
        button = Button("x", kind=kind)
        qtbot.addWidget(button)
        button.resize(60, 32)
        assert colour_at(grabbed(button), 6, 6) == name_of(ground)
    stop = Button("x", kind=Kind.STOP)
    qtbot.addWidget(stop)
    stop.resize(60, 32)
    assert colour_at(grabbed(stop), 1, 16) == name_of(theme.PURPLE)
    stop.setEnabled(False)
    assert colour_at(grabbed(stop), 0, 16) == name_of(theme.FAINT)


def test_a_button_says_something_else_when_told(qtbot: QtBot) -> None:
    """Counts and icons change in place, and for those who hear it too."""
    button = Button("All", note="3")
    qtbot.addWidget(button)
    button.say(note="4", icon="check", kind=Kind.WHITE)
    assert button.accessibleName() == "All 4"
    assert button.kind is Kind.WHITE
    assert "4" in [fit.text for fit in texts_of(button.grab)]


def test_the_ring_shows_where_the_keyboard_is(qtbot: QtBot) -> None:
    """2 pixels wide, 2 off; it goes with the keyboard, and a click shows none."""
    window = QWidget()
    qtbot.addWidget(window)
    rows = QVBoxLayout(window)
    rows.setContentsMargins(20, 20, 20, 20)
    first, second = Button("one"), Button("two")
    rows.addWidget(first)
    rows.addWidget(second)
    with qtbot.waitActive(window):
        window.show()
    second.setFocus(Qt.FocusReason.OtherFocusReason)
    first.setFocus(Qt.FocusReason.TabFocusReason)
    ring = focus.ring_of(first)
    assert ring.isVisible()
    assert ring.geometry() == first.geometry().adjusted(-4, -4, 4, 4)
    image = grabbed(window)
    assert colour_at(image, first.x() - 4, first.y() + 5) == name_of(theme.T1)
    assert colour_at(image, first.x() - 1, first.y() + 5) == name_of(theme.BG1)
    second.setFocus(Qt.FocusReason.MouseFocusReason)
    assert not ring.isVisible()
    second.setFocus(Qt.FocusReason.TabFocusReason)
    first.setFocus(Qt.FocusReason.BacktabFocusReason)
    first.hide()
    assert ring.target is second
    second.hide()
    assert not ring.isVisible()


def test_words_in_two_lines_stand_in_two_lines(qtbot: QtBot) -> None:
    """Narrow stop buttons break after the verb."""
    button = Button("按住\n下架", icon="stopo", kind=Kind.STOP, height=OPERATOR)
    qtbot.addWidget(button)
    button.resize(button.sizeHint())
    assert [fit.text for fit in texts_of(button.grab)] == ["按住", "下架"]
    assert button.accessibleName() == "按住 下架"
    assert colours_in(grabbed(button), button.rect())[name_of(theme.colour(Hue.PURPLE))] > 50
