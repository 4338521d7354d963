"""Each key does its deed, and letters do nothing while a person types."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.intents import (
    AcknowledgeAlert,
    ActOnCue,
    CallStock,
    EmergencyStop,
    FreezeAutomation,
    MarkSoldOut,
    Reason,
    RefreshSource,
    Release,
    Restore,
    SayNext,
    SayOnAir,
    ShelveAlert,
    SnoozeCue,
    UndoMark,
)
from tests.widgets.desk.conftest import Desk
from widgets.desk.keys import KEYS, Deed
from widgets.desk.keys_page import KeysPage
from widgets.desk.lamp import Lamp
from widgets.desk.pages import DESK
from widgets.desk.product.page import ProductPage
from widgets.desk.small_sheets import CallSheet, ReleaseSheet

ALT = Qt.KeyboardModifier.AltModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


def press(desk: Desk, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Press a key where the keyboard is."""
    QTest.keyClick(QApplication.focusWidget() or desk.window, key, modifiers)
    QApplication.processEvents()


def test_s_marks_the_selection_for_the_minutes_and_the_reason_chosen(desk: Desk) -> None:
    """What is sent is what the bar shows."""
    desk.window.column.wall.select(("EAR-01", "YOG-11"))
    desk.window.column.selection.acts.reason_chosen.emit(Reason.ROUND)
    press(desk, Qt.Key.Key_BracketRight)
    press(desk, Qt.Key.Key_S)
    intent = desk.room.only(MarkSoldOut)
    assert intent.skus == ("EAR-01", "YOG-11")
    assert intent.minutes == 10.0
    assert intent.reason is Reason.ROUND
    assert (intent.who.account, intent.who.through) == ("sample", "desk")


def test_s_does_nothing_without_a_selection(desk: Desk) -> None:
    """There is nothing to mark."""
    press(desk, Qt.Key.Key_S)
    assert desk.room.intents == []


def test_e_restores_the_selection(desk: Desk) -> None:
    """Restoring acts at once too."""
    desk.window.column.wall.select(("SPK-03",))
    press(desk, Qt.Key.Key_E)
    assert desk.room.only(Restore).skus == ("SPK-03",)


def test_brackets_step_through_the_minutes_on_offer(desk: Desk) -> None:
    """They stop at either end."""
    for _step in range(6):
        press(desk, Qt.Key.Key_BracketRight)
    assert desk.window.column.selection.minutes == 30
    for _step in range(6):
        press(desk, Qt.Key.Key_BracketLeft)
    assert desk.window.column.selection.minutes == 3
    assert desk.choices.minutes == 3


def test_z_takes_back_the_last_mark(desk: Desk) -> None:
    """Just the holds of that mark."""
    press(desk, Qt.Key.Key_Z)
    assert desk.room.only(UndoMark).holds == (42,)


def test_x_stops_after_a_long_press_alone(qtbot: QtBot, desk: Desk) -> None:
    """Letting go early cancels; 600 ms stop."""
    desk.window.column.wall.select(("EAR-01",))
    QTest.keyPress(desk.window, Qt.Key.Key_X)
    qtbot.wait(120)
    assert desk.window.column.selection.acts.stop.progress > 0
    QTest.keyRelease(desk.window, Qt.Key.Key_X)
    assert desk.window.column.selection.acts.stop.progress == 0
    QTest.keyPress(desk.window, Qt.Key.Key_X)
    qtbot.waitUntil(lambda: bool(desk.room.intents), timeout=2000)
    QTest.keyRelease(desk.window, Qt.Key.Key_X)
    assert desk.room.only(EmergencyStop).skus == ("EAR-01",)


def test_shift_x_releases_with_a_reason(desk: Desk) -> None:
    """The stop ends only when the sheet is confirmed."""
    desk.window.column.wall.select(("SUN-01",))
    press(desk, Qt.Key.Key_X, SHIFT)
    sheet = desk.window.findChild(ReleaseSheet)
    assert sheet is not None
    assert desk.room.intents == []
    sheet.reason.set_value(Reason.ERROR)
    sheet.note.setText(" label was right ")
    sheet.release.click()
    intent = desk.room.only(Release)
    assert (intent.skus, intent.reason, intent.note) == (("SUN-01",), Reason.ERROR, "label was right")


def test_c_calls_for_stock_with_units(desk: Desk) -> None:
    """Units must be a whole number above zero."""
    desk.window.column.wall.select(("YOG-11",))
    press(desk, Qt.Key.Key_C)
    sheet = desk.window.findChild(CallSheet)
    assert sheet is not None
    assert not sheet.call.isEnabled()
    sheet.units.setText("0")
    assert not sheet.call.isEnabled()
    sheet.units.setText("200")
    sheet.call.click()
    intent = desk.room.only(CallStock)
    assert (intent.sku, intent.units) == ("YOG-11", 200)


def test_o_and_n_say_what_is_on_air_and_next(desk: Desk) -> None:
    """They act on the gauge the keyboard is on."""
    wall = desk.window.column.wall
    wall.view.setFocus()
    QTest.keyClick(wall.view, Qt.Key.Key_Home)
    press(desk, Qt.Key.Key_O)
    press(desk, Qt.Key.Key_N)
    assert [type(intent) for intent in desk.room.intents] == [SayOnAir, SayNext]
    assert desk.room.intents[0].sku == wall.current  # type: ignore[attr-defined]  # its kind was just looked at


def test_alt_and_a_digit_follow_a_cue_and_with_shift_put_it_aside(desk: Desk) -> None:
    """Digits are those on the buttons."""
    press(desk, Qt.Key.Key_4, ALT)
    press(desk, Qt.Key.Key_2, ALT | SHIFT)
    act, snooze = desk.room.intents
    assert isinstance(act, ActOnCue)
    assert isinstance(snooze, SnoozeCue)
    assert (act.cue, snooze.cue) == ("cue-3", "cue-1")


def test_a_acknowledges_and_shift_a_shelves_the_top_alert(desk: Desk) -> None:
    """The top one is the first that still asks."""
    press(desk, Qt.Key.Key_A)
    press(desk, Qt.Key.Key_A, SHIFT)
    known, shelved = desk.room.intents
    assert isinstance(known, AcknowledgeAlert)
    assert isinstance(shelved, ShelveAlert)
    assert (known.alert, shelved.alert) == ("alert-0", "alert-0")


def test_f5_reads_the_focused_source(desk: Desk) -> None:
    """The lamp with the keyboard says which."""
    lamps = desk.window.source_row.lamps.findChildren(Lamp)
    next(lamp for lamp in lamps if lamp.view.id == "la").setFocus()
    press(desk, Qt.Key.Key_F5)
    assert desk.room.only(RefreshSource).source == "la"


def test_f5_reads_the_sick_sources_where_none_is_focused(desk: Desk) -> None:
    """The director wants to know about those."""
    desk.window.column.wall.view.setFocus()
    press(desk, Qt.Key.Key_F5)
    assert desk.room.only(RefreshSource).source == "nj"


def test_f8_freezes_automation(desk: Desk) -> None:
    """Hands off, until pressed again."""
    press(desk, Qt.Key.Key_F8)
    assert desk.room.only(FreezeAutomation).frozen


def test_f9_hides_margins_and_is_remembered(desk: Desk) -> None:
    """Somebody looks over the shoulder."""
    desk.window.deeds.open_product("EAR-01")
    page = desk.window.pages.page
    assert isinstance(page, ProductPage)
    heard: list[bool] = []
    desk.window.privacy_changed.connect(heard.append)
    facts = page.head.facts
    assert "Unit margin" in dict(facts.facts)
    press(desk, Qt.Key.Key_F9)
    assert "Unit margin" not in dict(facts.facts)
    assert heard == [True]
    assert desk.choices.flag("privacy", default=False)


@pytest.mark.parametrize(
    ("key", "signal"),
    [
        (Qt.Key.Key_F2, "overlay_requested"),
        (Qt.Key.Key_F3, "panel_requested"),
        (Qt.Key.Key_F4, "strip_requested"),
    ],
)
def test_function_keys_ask_for_other_windows(desk: Desk, key: Qt.Key, signal: str) -> None:
    """The desk does not open them itself."""
    heard: list[str] = []
    getattr(desk.window, signal).connect(lambda: heard.append(signal))
    press(desk, key)
    assert heard == [signal]


def test_f1_shows_every_key(desk: Desk) -> None:
    """The page and the shortcuts come from one table."""
    press(desk, Qt.Key.Key_F1)
    assert desk.window.findChild(KeysPage) is not None
    bound = {key.deed for key in KEYS} | {Deed.FEWER_MINUTES, Deed.MORE_MINUTES, Deed.LAST_REGION}
    assert set(Deed) <= bound


def _region(desk: Desk) -> int | None:
    focused = QApplication.focusWidget()
    regions = desk.window.deeds.regions()
    return next((n for n, each in enumerate(regions) if focused and each.isAncestorOf(focused)), None)


def test_f6_goes_round_the_regions_and_back(desk: Desk) -> None:
    """Each press is the next region; with Shift the one before."""
    desk.window.column.wall.view.setFocus()
    places = []
    for _step in range(7):
        press(desk, Qt.Key.Key_F6)
        places.append(_region(desk))
    assert places == [1, 2, 3, 4, 5, 6, 0]
    press(desk, Qt.Key.Key_F6, SHIFT)
    assert _region(desk) == 6


def test_letters_are_dead_while_a_person_types(desk: Desk) -> None:
    """Typing a name into the filter must not mark, stop or sort anything."""
    desk.window.column.wall.select(("EAR-01",))
    press(desk, Qt.Key.Key_Slash)
    field = QApplication.focusWidget()
    assert isinstance(field, QWidget)
    for key in (Qt.Key.Key_S, Qt.Key.Key_E, Qt.Key.Key_X, Qt.Key.Key_Z, Qt.Key.Key_A, Qt.Key.Key_O):
        QTest.keyClick(field, key)
    assert desk.room.intents == []
    assert field.text() == "sexzao"  # type: ignore[attr-defined]  # a line to type into


def test_space_and_enter_never_mark(desk: Desk) -> None:
    """A stray key on the focused button does nothing."""
    desk.window.column.wall.select(("EAR-01",))
    mark = desk.window.column.selection.acts.mark
    mark.setFocus()
    for key in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter):
        QTest.keyClick(mark, key)
    assert desk.room.intents == []


def test_esc_leaves_the_page_and_then_clears_the_selection(desk: Desk) -> None:
    """One step back each time."""
    desk.window.column.wall.select(("EAR-01", "YOG-11"))
    desk.window.deeds.open_product("SPK-03")
    press(desk, Qt.Key.Key_Escape)
    assert desk.window.pages.current == DESK
    assert desk.window.column.wall.selected == ("EAR-01", "YOG-11")
    press(desk, Qt.Key.Key_Escape)
    assert not desk.window.column.wall.selected
