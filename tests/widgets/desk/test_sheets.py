"""Sheets: what they say, what they send, and that nothing in them is cut."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.intents import AllowUnguarded, CheckReady, EmergencyStop, Reach, Reason, StartBroadcast
from app.views.delta import ViewDelta
from app.views.room import Guidance, ReadyLine, ReadyState, ReadyView
from tests.samples import NOW
from tests.widgets.desk.conftest import Desk, MakeDesk, empty_room, sample
from tests.widgets.desk.test_fitting import cut, painted_beyond
from widgets.desk import about
from widgets.desk.about import AboutSheet
from widgets.desk.alert_sheet import AlertSheet
from widgets.desk.closing import ClosingSheet
from widgets.desk.guardian_sheets import UnguardedSheet
from widgets.desk.keys_page import KeysPage
from widgets.desk.product.calls import CallsSheet
from widgets.desk.ready_dialog import ReadyDialog
from widgets.desk.sheet import Sheet
from widgets.desk.small_sheets import CallSheet, EndSheet, ReleaseSheet, StopAllSheet
from widgets.kit.label import PlainLabel

LINES = (
    ReadyLine(name="Dallas own", state=ReadyState.OK, text="0.6 s"),
    ReadyLine(name="New Jersey 3PL", state=ReadyState.FAILED, text="no answer", remedy="Call the warehouse."),
    ReadyLine(name="Clock", state=ReadyState.WARNING, text="3 s ahead"),
    ReadyLine(name="Test flip", state=ReadyState.RUNNING, text=""),
)


def ready_dialog(desk: Desk) -> ReadyDialog:
    """The check, opened from the menu."""
    desk.window.deeds.show_ready()
    dialog = desk.window.findChild(ReadyDialog)
    assert dialog is not None
    return dialog


def show_ready(desk: Desk, *lines: ReadyLine, running: bool = False) -> None:
    """The check says this now."""
    desk.room.apply(ViewDelta(revision=2, at=NOW, ready=ReadyView(running=running, lines=lines, at=NOW)))


def test_the_check_runs_without_a_test_flip_unless_one_is_chosen(desk: Desk) -> None:
    """Nothing of a shop is touched by default."""
    dialog = ready_dialog(desk)
    dialog.check.click()
    assert desk.room.only(CheckReady).test_sku is None


def test_the_check_flips_the_chosen_product(desk: Desk) -> None:
    """One product, once."""
    dialog = ready_dialog(desk)
    dialog.product.set_value("CUP-07")
    dialog.check.click()
    assert desk.room.only(CheckReady).test_sku == "CUP-07"


def test_the_check_says_each_line_in_words_and_what_to_do(desk: Desk) -> None:
    """A shape, a word, the finding, the remedy."""
    dialog = ready_dialog(desk)
    show_ready(desk, *LINES)
    said = [label.words for label in dialog.findChildren(PlainLabel) if label.isVisible()]
    for words in ("ok", "failed", "look at it", "checking", "no answer", "Call the warehouse."):
        assert words in said
    assert "Checked at 21:08:24: 2 of 4 need a look." in said


def test_the_check_never_blocks_the_start(desk: Desk) -> None:
    """It warns; the director decides."""
    broadcast = desk.room.store.broadcast
    assert broadcast is not None
    off_air = replace(broadcast, number=None, started_at=None)
    desk.room.apply(ViewDelta(revision=2, at=NOW, broadcast=off_air))
    dialog = ready_dialog(desk)
    show_ready(desk, LINES[1])
    assert dialog.start.isEnabled()
    dialog.host.setText(" Lin ")
    dialog.start.click()
    assert desk.room.only(StartBroadcast).host == "Lin"


def test_a_running_check_is_not_asked_for_again(desk: Desk) -> None:
    """One at a time."""
    dialog = ready_dialog(desk)
    show_ready(desk, LINES[3], running=True)
    assert not dialog.check.isEnabled()
    show_ready(desk, LINES[0])
    assert dialog.check.isEnabled()


def test_about_lists_what_the_program_stands_on_with_licences() -> None:
    """Qt under the LGPL among it."""
    parts = {part.name.lower().replace("_", "-"): part for part in about.parts()}
    assert "LGPL" in parts["pyside6-essentials"].licence
    assert {"numpy", "pyqtgraph", "sqlalchemy", "structlog"} <= parts.keys()
    assert all(part.version for part in parts.values())
    assert [part.name for part in parts.values() if not part.licence] == []


def test_marks_without_a_guardian_take_a_reason(make_desk: MakeDesk) -> None:
    """The alert's button asks for it; nothing is sent without one."""
    room = empty_room()
    room.store.apply(sample("en"))
    alert = replace(room.store.alerts[0], id="unguarded", sku="", button=Guidance.ALLOW)
    desk = make_desk(room, 1280, 800)
    desk.window.deeds.handle(alert)
    sheet = desk.window.findChild(UnguardedSheet)
    assert sheet is not None
    assert not sheet.allow.isEnabled()
    sheet.reason.setText("  the round is sold ")
    sheet.allow.click()
    assert desk.room.only(AllowUnguarded).reason == "the round is sold"


def _sheet(kind: str, desk: Desk) -> Sheet:
    store, window = desk.room.store, desk.window
    return {
        "keys": lambda: KeysPage(window),
        "about": lambda: AboutSheet(window),
        "ready": lambda: ReadyDialog(store, "EAR-01", window),
        "calls": lambda: CallsSheet(store, window),
        "call": lambda: CallSheet(store, store.gauges["EAR-01"], window),
        "release": lambda: ReleaseSheet(store, ("SUN-01",), window),
        "end": lambda: EndSheet(store, window),
        "closing": lambda: ClosingSheet(store, window),
        "unguarded": lambda: UnguardedSheet(store, store.alerts[0], window),
        "alert": lambda: AlertSheet(store, store.alerts[0], window),
    }[kind]()


@pytest.mark.parametrize(
    "kind", ["keys", "about", "ready", "calls", "call", "release", "end", "closing", "unguarded", "alert"]
)
def test_nothing_in_a_sheet_is_cut_and_esc_closes_it(make_desk: MakeDesk, language: str, kind: str) -> None:
    """In either language."""
    room = empty_room()
    room.store.apply(sample(language))
    desk = make_desk(room, 960, 600)
    sheet = _sheet(kind, desk)
    sheet.show()
    QApplication.processEvents()
    assert list(cut(sheet)) == []
    assert painted_beyond(sheet) == []
    QTest.keyClick(sheet, Qt.Key.Key_Escape)
    assert not sheet.isVisible()
    assert room.intents == []


def test_stop_everything_asks_for_a_long_press(desk: Desk, qtbot: QtBot) -> None:
    """One key opens it; a short press does nothing."""
    desk.window.deeds.ask_stop_all()
    (sheet,) = desk.window.findChildren(StopAllSheet)
    sheet.stop.begin()
    sheet.stop.cancel()
    assert desk.room.intents == []
    with qtbot.waitSignal(sheet.stop.long_pressed, timeout=3000):
        sheet.stop.begin()
    said = desk.room.only(EmergencyStop)
    assert (said.reach, said.skus, said.reason) == (Reach.ALL, (), Reason.INCIDENT)
