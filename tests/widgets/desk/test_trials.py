"""Trials at the desk: one press uses what is proposed, a table says what may be said, a sheet starts one."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.intents import CompareBroadcast, EndTrial, MarkSoldOut, Reason, StartTrial, Variant
from app.views.delta import ViewDelta
from tests.sample_comparison import comparison_sample
from tests.sample_trials import trial_view_sample
from tests.samples import NOW
from tests.widgets.desk.conftest import Desk, MakeDesk, Room, empty_room, sample
from tests.widgets.desk.test_fitting import cut, painted_beyond
from widgets.desk.compare.page import ComparePage
from widgets.desk.compare.trial_sheet import TrialSheet
from widgets.desk.review.page import ReviewPage
from widgets.kit.label import PlainLabel


def on_trial(desk: Desk, language: str = "en") -> None:
    """The earbuds and the speaker are on trial."""
    desk.room.apply(ViewDelta(revision=2, at=NOW, trials=trial_view_sample(language), undo=()))


def test_a_mark_of_a_product_on_trial_uses_what_is_proposed(desk: Desk) -> None:
    """It says so on the button and beside it, and one press does it."""
    on_trial(desk)
    bar = desk.window.column.selection
    desk.window.column.wall.select(("EAR-01",))
    (proposal,) = bar.on_trial
    assert bar.acts.mark.words == f"Trial {proposal.variant}: {proposal.minutes:g} min"
    assert bar._hint.words == f"Trial length: variant {proposal.variant}, {proposal.minutes:g} min"
    QTest.keyClick(desk.window, Qt.Key.Key_S)
    assert desk.room.only(MarkSoldOut).by_trial


def test_a_length_chosen_by_hand_is_no_trial(desk: Desk) -> None:
    """What a person asks for is what they get; the next selection begins anew."""
    on_trial(desk)
    bar = desk.window.column.selection
    desk.window.column.wall.select(("EAR-01",))
    QTest.keyClick(desk.window, Qt.Key.Key_BracketRight)
    assert bar.acts.mark.words == "Mark 1 sold out"
    bar.mark()
    sent = desk.room.only(MarkSoldOut)
    assert (sent.by_trial, sent.minutes) == (False, float(bar.minutes))
    desk.window.column.wall.select(("EAR-01", "YOG-11"))
    desk.window.column.wall.select(("EAR-01",))
    assert bar.on_trial


def test_products_that_are_not_all_on_trial_are_marked_as_chosen(desk: Desk) -> None:
    """A batch is marked one way or the other, and says which."""
    on_trial(desk)
    bar = desk.window.column.selection
    desk.window.column.wall.select(("EAR-01", "YOG-11"))
    assert bar.on_trial == ()
    assert bar.acts.minutes.value == bar.minutes
    bar.mark()
    assert not desk.room.only(MarkSoldOut).by_trial


def _figures(desk: Desk) -> ComparePage:
    """Real against virtual, opened."""
    desk.window.pages.open("review")
    review = desk.window.pages.page
    assert isinstance(review, ReviewPage)
    assert isinstance(review.section, ComparePage)
    return review.section


def test_the_table_says_what_may_be_said(desk: Desk) -> None:
    """Of the one that runs, that it is not clear; of the one that is over, who won and by how much."""
    on_trial(desk)
    page = _figures(desk)
    page._choose("trials")
    rows = page.trials.shown
    assert [row[0] for row in rows] == ["length", "length", "wording", "wording"]
    assert rows[0][1:4] == ("A  4 min", "8 of 40", "8")
    assert rows[0][7] == "no clear difference yet"
    assert rows[3][6:] == ("2.1 (1.8–2.5)", "B sells more after the restore")
    assert page.open_trials.isVisible()
    page._choose("products")
    assert not page.open_trials.isVisible()


@pytest.mark.parametrize(("width", "height"), [(1600, 1000), (1280, 800), (960, 600)])
def test_nothing_is_cut(make_desk: MakeDesk, language: str, width: int, height: int) -> None:
    """Neither on the page nor in the bar."""
    room = empty_room()
    room.store.apply(sample(language))
    desk = make_desk(room, width, height)
    on_trial(desk, language)
    desk.window.column.wall.select(("EAR-01",))
    desk.tick()
    assert list(cut(desk.window)) == []
    assert painted_beyond(desk.window) == []
    page = _figures(desk)
    room.apply(ViewDelta(revision=3, at=NOW, comparison=comparison_sample(language)))
    page._choose("trials")
    QApplication.processEvents()
    assert list(cut(desk.window)) == []
    assert painted_beyond(desk.window) == []
    assert isinstance(room.intents[-1], CompareBroadcast)


@pytest.fixture
def sheet(room: Room, qtbot: QtBot) -> TrialSheet:
    """The sheet, with the cup first proposed, while the sample trials stand."""
    room.apply(ViewDelta(revision=2, at=NOW, trials=trial_view_sample("en")))
    made = TrialSheet(room.store, "CUP-07")
    qtbot.addWidget(made)
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
    made.show()
    return made


def test_a_trial_is_started_with_two_different_values(sheet: TrialSheet, room: Room) -> None:
    """Not without a name, and not of two that do the same."""
    assert not sheet.start.isEnabled()
    sheet.name.setText("long or short")
    assert sheet.start.isEnabled()
    sheet.other.set_value(sheet.one.value)
    sheet._may_start()
    assert not sheet.start.isEnabled()
    sheet.other.set_value(15)
    sheet._may_start()
    sheet.start.click()
    sent = room.only(StartTrial)
    assert (sent.name, sent.skus, sent.marks) == ("long or short", ("CUP-07",), 40)
    assert sent.variants == (Variant(name="A", minutes=5), Variant(name="B", minutes=15))


def test_timing_and_wording_can_be_tried_too(sheet: TrialSheet, room: Room) -> None:
    """At one length for both."""
    sheet.name.setText("when")
    sheet.kind.set_value("timing")
    sheet._offer("timing")
    sheet.start.click()
    assert room.only(StartTrial).variants == (
        Variant(name="A", minutes=5, delay_minutes=2),
        Variant(name="B", minutes=5, delay_minutes=5),
    )
    sheet.kind.set_value("wording")
    sheet._offer("wording")
    assert sheet._variant("A", sheet.one) == Variant(name="A", minutes=5, reason=Reason.STAGE)


def test_a_product_on_trial_or_a_name_that_runs_can_t_be_started(sheet: TrialSheet) -> None:
    """The button says so by not working."""
    sheet.name.setText("length")
    assert not sheet.start.isEnabled()
    sheet.name.setText("other")
    sheet.product.set_value("EAR-01")
    sheet._may_start()
    assert not sheet.start.isEnabled()


def test_a_running_trial_can_be_ended_there(sheet: TrialSheet, room: Room) -> None:
    """Those that are over have no button."""
    labels = [label.words for label in sheet.running.findChildren(PlainLabel)]
    assert labels == ["length: no clear difference yet"]
    sheet._end("length")
    assert room.only(EndTrial).name == "length"
