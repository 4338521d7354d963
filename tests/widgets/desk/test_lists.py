"""Cues and alerts: slots that do not move, one button each, criticals never hidden."""

from dataclasses import replace
from datetime import timedelta

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QEnterEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.intents import AcknowledgeAlert, ActOnCue, ShelveAlert, SnoozeCue, StudyProduct
from app.views.delta import ViewDelta
from app.views.room import AlertLevel, AlertState, AlertView, CueView
from tests.samples import NOW
from tests.widgets.desk.conftest import Desk, MakeDesk, Room
from widgets.desk.alert_row import AlertRow
from widgets.desk.alert_sheet import AlertSheet

LEFT = Qt.MouseButton.LeftButton


def show_cues(desk: Desk, *cues: CueView) -> None:
    """These are the cues now."""
    desk.room.apply(ViewDelta(revision=2, at=NOW, cues=cues))


def show_alerts(desk: Desk, *alerts: AlertView, criticals: int | None = None) -> None:
    """These are the alerts now."""
    desk.room.apply(ViewDelta(revision=2, at=NOW, alerts=alerts, criticals_in_ten_minutes=criticals))


def seen(desk: Desk) -> list[str]:
    """Texts of the rows, top to bottom, as far as they are shown."""
    rows = [row for row in desk.window.findChildren(AlertRow) if row.isVisible()]
    return [row.alert.text for row in sorted(rows, key=lambda row: row.mapToGlobal(row.pos()).y())]


def test_a_cue_is_followed_by_its_button(desk: Desk) -> None:
    """With the digit that stands on it."""
    QTest.mouseClick(desk.window.right.cues.slots[1].act, LEFT)
    assert desk.room.only(ActOnCue).cue == "cue-1"


def test_a_cue_is_put_aside(desk: Desk) -> None:
    """For ten minutes."""
    desk.window.right.cues.snooze(3)
    intent = desk.room.only(SnoozeCue)
    assert (intent.cue, intent.minutes) == ("cue-2", 10)


def test_a_cue_stays_in_its_slot_when_another_goes(desk: Desk) -> None:
    """Nothing moves up under the pointer."""
    cues = desk.room.store.cues
    show_cues(desk, *(cue for cue in cues if cue.slot != 1))
    slots = desk.window.right.cues.slots
    assert slots[1].cue is None
    assert not slots[1].act.isVisible()
    assert slots[2].cue == cues[2]
    desk.window.right.cues.act(2)
    assert desk.room.intents == []


def test_a_cue_that_has_just_come_under_the_pointer_waits(qtbot: QtBot, desk: Desk) -> None:
    """Nobody presses what they did not read."""
    slot = desk.window.right.cues.slots[0]
    QApplication.sendEvent(slot, QEnterEvent(QPointF(5, 5), QPointF(5, 5), QPointF(5, 5)))
    slot.setAttribute(Qt.WidgetAttribute.WA_UnderMouse)
    first, *rest = desk.room.store.cues
    show_cues(desk, replace(first, id="new", text="Another"), *rest)
    assert not slot.act.isEnabled()
    desk.window.right.cues.act(1)
    assert desk.room.intents == []
    qtbot.waitUntil(slot.act.isEnabled, timeout=2000)


def test_the_same_cue_in_other_words_does_not_wait(desk: Desk) -> None:
    """Figures in it change all the time."""
    slot = desk.window.right.cues.slots[0]
    slot.setAttribute(Qt.WidgetAttribute.WA_UnderMouse)
    first, *rest = desk.room.store.cues
    show_cues(desk, replace(first, text="within 7 min"), *rest)
    assert slot.act.isEnabled()


def test_an_alerts_button_does_what_it_says(desk: Desk) -> None:
    """Shelve, acknowledge, or handle: then its product opens."""
    rows = {row.alert.id: row for row in desk.window.findChildren(AlertRow)}
    rows["alert-2"].button.click()
    rows["alert-4"].button.click()
    rows["alert-0"].button.click()
    shelved, known, studied = desk.room.intents
    assert isinstance(shelved, ShelveAlert)
    assert isinstance(known, AcknowledgeAlert)
    assert isinstance(studied, StudyProduct)
    assert studied.sku == "BND-04"


def test_enter_opens_an_alert_where_there_is_no_room_for_buttons(make_desk: MakeDesk, room: Room) -> None:
    """At 960 the sheet has the acts."""
    desk = make_desk(room, 960, 600)
    row = next(row for row in desk.window.findChildren(AlertRow) if row.alert.id == "alert-2")
    assert not row.button.isVisible()
    QTest.keyClick(row, Qt.Key.Key_Return)
    assert desk.window.findChild(AlertSheet) is not None


def test_an_alert_counts_its_age(desk: Desk) -> None:
    """A product that is stuck off sale gets worse each second."""
    row = next(row for row in desk.window.findChildren(AlertRow) if row.alert.id == "alert-0")
    assert row._since.words == "00:42"
    desk.tick(3)
    assert row._since.words == "00:45"


def test_over_budget_warnings_fold_and_criticals_do_not(desk: Desk) -> None:
    """Three criticals in ten minutes are more than a person takes in."""
    show_alerts(desk, *desk.room.store.alerts, criticals=3)
    alerts = desk.window.right.alerts
    levels = {alert.text: alert.level for alert in desk.room.store.alerts}
    assert AlertLevel.WARNING not in {levels[text] for text in seen(desk)}
    assert alerts.fold.isVisible()
    alerts.fold.click()
    assert len(seen(desk)) == 5
    assert alerts.head.note.words == "3 critical in 10 min, budget 2"


def test_no_alert_moves_while_the_pointer_is_in_the_list(desk: Desk) -> None:
    """A new critical waits at the end until the pointer leaves."""
    alerts = desk.window.right.alerts
    before = seen(desk)
    QApplication.sendEvent(alerts, QEnterEvent(QPointF(5, 5), QPointF(5, 5), QPointF(5, 5)))
    newest = replace(desk.room.store.alerts[0], id="new", text="Worse", since=NOW - timedelta(seconds=1))
    show_alerts(desk, newest, *desk.room.store.alerts[1:])
    assert seen(desk) == [*before, "Worse"]
    gone = next(row for row in desk.window.findChildren(AlertRow) if row.alert.id == "alert-0")
    assert not gone.isEnabled()
    QApplication.sendEvent(alerts, QEvent(QEvent.Type.Leave))
    QApplication.processEvents()
    assert seen(desk) == ["Worse", *before[1:]]


def test_the_top_alert_is_the_first_that_still_asks(desk: Desk) -> None:
    """Acknowledged ones are passed over."""
    first, *rest = desk.room.store.alerts
    show_alerts(desk, replace(first, state=AlertState.ACKNOWLEDGED), *rest)
    top = desk.window.right.alerts.top()
    assert top is not None
    assert top.id == "alert-2"
