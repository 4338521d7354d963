"""Tasks for people at shops worked by hand, on the desk and on the operator panel."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.intents import ConfirmByHand
from app.views.delta import ViewDelta
from app.views.tasks import HandAct
from tests.sample_tasks import tasks_sample
from tests.samples import NOW
from tests.widgets.desk.conftest import Desk, MakeDesk, empty_room, sample
from tests.widgets.desk.test_fitting import (
    _controls,
    _is_one_of_several,
    _reached_by_tab,
    cut,
    painted_beyond,
)
from tests.widgets.opening import Opener, choices, opener, press
from tests.widgets.opening import cut as cut_in
from widgets.panel.window import OperatorPanel

__all__ = ["choices", "opener"]


def ask(desk: Desk, language: str = "en") -> None:
    """Two tasks stand."""
    desk.room.apply(ViewDelta(revision=2, at=NOW, tasks=tasks_sample(language)))


def test_tasks_stand_above_the_wall_only_while_there_are_any(desk: Desk) -> None:
    """Nobody is asked for anything most of the time."""
    tasks = desk.window.column.tasks
    assert not tasks.isVisible()
    ask(desk)
    assert [view.hold for view in tasks.shown] == [7, 8]
    assert tasks.lines[0].waited.words == "01:23"
    desk.tick()
    assert tasks.lines[0].waited.words == "01:24"
    desk.room.apply(ViewDelta(revision=3, at=NOW, tasks=()))
    assert not tasks.isVisible()


@pytest.mark.parametrize(("row", "done", "sold_out"), [(0, True, False), (0, False, True), (1, True, True)])
def test_an_answer_says_what_the_shop_is_now(desk: Desk, row: int, done: bool, sold_out: bool) -> None:
    """A press that comes late is not read as an answer to another question."""
    ask(desk)
    line = desk.window.column.tasks.lines[row]
    press(line.done if done else line.could_not)
    said = desk.room.only(ConfirmByHand)
    assert (said.hold, said.sold_out, said.who.through) == (7 + row, sold_out, "desk")


def test_a_key_leads_to_the_first_task_and_answers_nothing(desk: Desk) -> None:
    """D, then enter: two presses, and none of them by accident."""
    ask(desk)
    QTest.keyClick(desk.window, Qt.Key.Key_D)
    button = desk.window.column.tasks.lines[0].done
    assert QApplication.focusWidget() is button
    assert desk.room.intents == []
    QTest.keyClick(button, Qt.Key.Key_Space)
    assert desk.room.only(ConfirmByHand).hold == 7


def test_the_page_is_asked_for_by_its_address(desk: Desk) -> None:
    """Only where the settings name one."""
    ask(desk)
    wished: list[str] = []
    desk.window.page_wished.connect(wished.append)
    first, second = desk.window.column.tasks.lines[:2]
    press(first.open_button)
    assert wished == ["https://admin.example/goods"]
    assert not second.open_button.isVisible()


def test_more_than_three_are_counted(desk: Desk) -> None:
    """The wall keeps its room."""
    first, second = tasks_sample()
    many = (first, *(replace(second, hold=number) for number in range(10, 14)))
    desk.room.apply(ViewDelta(revision=2, at=NOW, tasks=many))
    assert len(desk.window.column.tasks.shown) == 3
    assert desk.window.column.tasks._more.words == "+2 more by hand"


def test_what_was_left_off_takes_one_answer_and_does_not_count(desk: Desk) -> None:
    """It is no emergency."""
    left = replace(tasks_sample()[0], act=HandAct.LEFT_OFF, overdue=False, reminders=0)
    desk.room.apply(ViewDelta(revision=2, at=NOW, tasks=(left,)))
    line = desk.window.column.tasks.lines[0]
    assert not line.could_not.isVisible()
    assert not line.waited.isVisible()


@pytest.mark.parametrize(("width", "height"), [(1600, 1000), (1280, 800), (960, 600)])
def test_nothing_is_cut_and_all_is_reached(
    make_desk: MakeDesk, language: str, width: int, height: int
) -> None:
    """In both languages at every width of the desk."""
    room = empty_room()
    room.store.apply(sample(language))
    desk = make_desk(room, width, height)
    ask(desk, language)
    assert list(cut(desk.window)) == []
    assert painted_beyond(desk.window) == []
    missed = _controls(desk.window) - _reached_by_tab(desk.window)
    assert [button.accessibleName() for button in missed if not _is_one_of_several(button)] == []


@pytest.mark.parametrize("size", [(560, 480), (1200, 800)])
def test_the_panel_has_them_for_fingers(opener: Opener, language: str, size: tuple[int, int]) -> None:
    """The operator answers where the operator is."""
    opened = opener.open(
        lambda store, chosen, ticker, _history: OperatorPanel(store, chosen, ticker), size, language=language
    )
    opened.apply(tasks=tasks_sample(language))
    assert cut_in(opened.window) == []
    press(opened.window.tasks.lines[0].done)
    said = opened.room.only(ConfirmByHand)
    assert (said.hold, said.who.through) == (7, "panel")
