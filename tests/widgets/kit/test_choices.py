"""One of several is picked by mouse and keyboard; code that sets a value does not pretend to be a person."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QRadioButton
from pytestqt.qtbot import QtBot

from tests.widgets.pixels import texts_of
from widgets.kit.buttons import LARGE, NORMAL, SMALL
from widgets.kit.choices import DropDown, Option, Segmented
from widgets.kit.fields import TextField, ThinScrollBar

MINUTES = [Option(minutes, str(minutes)) for minutes in (3, 5, 10, 15, 30)]
REASONS = [Option("stage", "分批开售"), Option("error", "价格 & 标签有误")]


def picked(control: Segmented | DropDown) -> object:
    """The value that is on."""
    return control.value


@pytest.fixture
def minutes(qtbot: QtBot) -> Segmented:
    """Minutes, 5 of them picked."""
    control = Segmented(MINUTES, height=LARGE, least=44, name="Minutes")
    qtbot.addWidget(control)
    control.set_value(5)
    control.show()
    return control


def test_one_segment_is_on_and_a_click_picks_another(qtbot: QtBot, minutes: Segmented) -> None:
    """The value changes and is told once."""
    assert picked(minutes) == 5
    with qtbot.waitSignal(minutes.chosen) as told:
        qtbot.mouseClick(minutes.findChildren(QRadioButton)[2], Qt.MouseButton.LeftButton)
    assert told.args == [10]
    assert picked(minutes) == 10


def test_setting_a_segment_says_nothing(qtbot: QtBot, minutes: Segmented) -> None:
    """Otherwise a view that shows the phase would also ask for it."""
    with qtbot.assertNotEmitted(minutes.chosen):
        minutes.set_value(30)
    assert picked(minutes) == 30
    minutes.set_value("unheard of")
    assert picked(minutes) is None


def test_arrows_move_between_segments(qtbot: QtBot, minutes: Segmented) -> None:
    """One stop of the Tab key, then arrows."""
    on = minutes.findChildren(QRadioButton)[1]
    on.setFocus()
    with qtbot.waitSignal(minutes.chosen) as told:
        qtbot.keyClick(on, Qt.Key.Key_Right)
    assert told.args == [10]


def test_segments_are_replaced_and_the_value_stays(minutes: Segmented) -> None:
    """Limits may take minutes away while the person looks."""
    minutes.offer(MINUTES[:3])
    assert picked(minutes) == 5
    minutes.offer(MINUTES[3:])
    assert picked(minutes) is None


def test_segment_words_fit_at_every_height(qtbot: QtBot) -> None:
    """In both languages."""
    for height in (SMALL, NORMAL, LARGE):
        control = Segmented([Option(1, "推荐顺序"), Option(2, "Line-up order")], height=height)
        qtbot.addWidget(control)
        control.set_value(2)
        control.resize(control.sizeHint())
        assert all(fit.fits for fit in texts_of(control.grab))


@pytest.mark.qt_log_ignore("This plugin does not support (raise|grabbing the keyboard)")
def test_a_drop_down_opens_a_list_and_tells_what_was_picked(qtbot: QtBot) -> None:
    """By mouse, Enter or Down; an ampersand in a word is a letter."""
    reasons = DropDown(REASONS, label="原因", height=LARGE)
    qtbot.addWidget(reasons)
    reasons.show()
    assert picked(reasons) == "stage"
    qtbot.keyClick(reasons, Qt.Key.Key_Down)
    menu = reasons.findChild(QMenu)
    assert isinstance(menu, QMenu)
    assert [action.text().replace("&&", "&") for action in menu.actions()] == [
        option.words for option in REASONS
    ]
    with qtbot.waitSignal(reasons.chosen) as told:
        menu.actions()[1].trigger()
    menu.close()
    assert told.args == ["error"]
    assert reasons.accessibleName() == "原因 价格 & 标签有误"
    assert all(fit.fits for fit in texts_of(reasons.grab))


def test_a_drop_down_keeps_its_value_while_it_is_offered(qtbot: QtBot) -> None:
    """Else the first one is taken."""
    reasons = DropDown(REASONS)
    qtbot.addWidget(reasons)
    reasons.set_value("error")
    reasons.offer(REASONS[1:])
    assert picked(reasons) == "error"
    reasons.offer(REASONS[:1])
    assert picked(reasons) == "stage"
    reasons.set_value("unheard of")
    assert picked(reasons) == "stage"


def test_esc_empties_a_field_and_then_leaves_it(qtbot: QtBot) -> None:
    """One key to see everything again, once more to go back."""
    field = TextField("Filter", icon="find", key_hint="/", height=SMALL, width=160)
    qtbot.addWidget(field)
    field.show()
    qtbot.keyClicks(field, "cup")
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert field.text() == ""
    with qtbot.waitSignal(field.left):
        qtbot.keyClick(field, Qt.Key.Key_Escape)
    field.set_width(100)
    assert field.sizeHint().width() == 100
    assert field.accessibleName() == "Filter"


def test_the_thumb_of_a_scroll_bar_says_how_much_is_seen(qtbot: QtBot) -> None:
    """Half of it seen: half the track; at the end it touches the end."""
    bar = ThinScrollBar()
    qtbot.addWidget(bar)
    bar.resize(8, 200)
    bar.setRange(0, 200)
    bar.setPageStep(200)
    assert bar.thumb().height() == 100
    bar.setValue(200)
    assert bar.thumb().bottom() == 199
