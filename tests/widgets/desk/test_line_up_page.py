"""The page of the line-up: what to show next and why, moved by hand, private where margins are."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.intents import CompareBroadcast, PlaceInLineUp, SayNext, SkipInLineUp
from app.views.delta import ViewDelta
from tests.sample_comparison import comparison_sample
from tests.sample_line_up import line_up_sample
from tests.samples import NOW
from tests.widgets.desk.conftest import Desk, MakeDesk, empty_room, sample
from tests.widgets.desk.test_fitting import SIZES, cut, painted_beyond
from tests.widgets.pixels import texts_of
from widgets.desk.line_up.page import LineUpPage
from widgets.desk.line_up.rows import HEAD, ROW
from widgets.kit.buttons import Button
from widgets.kit.label import PlainLabel

CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


def told(desk: Desk, language: str = "en", *, running: bool = True) -> None:
    """The engine has lined up."""
    view = line_up_sample(language, running=running)
    desk.room.apply(ViewDelta(revision=2, at=NOW, line_up=view))


def page_of(desk: Desk) -> LineUpPage:
    """The page, opened by its key."""
    QTest.keyClick(desk.window, Qt.Key.Key_3, CTRL)
    QApplication.processEvents()
    page = desk.window.pages.page
    assert isinstance(page, LineUpPage)
    return page


def said_on(page: LineUpPage) -> str:
    """Everything the page says, labels and paint."""
    labels = [label.words for label in page.findChildren(PlainLabel) if label.isVisible()]
    return "\n".join([*labels, *(fit.text for fit in texts_of(page.grab))])


@pytest.fixture
def page(desk: Desk) -> LineUpPage:
    """The page on the sample's line-up."""
    told(desk)
    return page_of(desk)


def test_what_is_on_air_what_comes_next_and_why(page: LineUpPage) -> None:
    """With margin, units, minutes; a plan B for what is nearly out; what is left out and why."""
    said = said_on(page)
    for words in (
        "On air: Noise-cancelling earbuds",
        "Plan B: Open-ear headphones",
        "sells about 49 in 8 min on air",
        "$47",
        "655",
        "the show",
        "5 min",
        "would be gone before its slot ends",
    ):
        assert words in said


def test_the_keyboard_begins_at_the_next_product(page: LineUpPage) -> None:
    """What is on air has no place to change."""
    assert QApplication.focusWidget() is page.list
    assert page.list.current is not None
    assert page.list.current.place == 1
    QTest.keyClick(page.list, Qt.Key.Key_Up)
    assert not page.pin.isEnabled()


def test_privacy_hides_what_only_the_house_may_see(desk: Desk, page: LineUpPage) -> None:
    """Reasons stay: they are in units."""
    QTest.keyClick(desk.window, Qt.Key.Key_F9)
    QApplication.processEvents()
    said = said_on(page)
    assert "$" not in said
    assert "Margin" not in said
    assert "sells about 49" in said


def test_alt_and_arrows_move_a_product(desk: Desk, page: LineUpPage) -> None:
    """One place at a time, and not beyond the ends; it moves once the engine says so."""
    first = page.list.lines[1]
    QTest.keyClick(page.list, Qt.Key.Key_Up, ALT)
    assert desk.room.intents == []
    QTest.keyClick(page.list, Qt.Key.Key_Down, ALT)
    intent = desk.room.only(PlaceInLineUp)
    assert (intent.sku, intent.place) == (first.sku, 2)
    assert page.list.lines[1] == first


@pytest.mark.parametrize(("start", "end", "place"), [(4, 1, 1), (4, 7, 7), (1, 3, 3), (5, 0, 1)])
def test_a_line_is_dragged_to_its_place(
    desk: Desk, page: LineUpPage, start: int, end: int, place: int
) -> None:
    """Up or down; above the first it is the first."""
    sku = page.list.lines[start].sku
    downwards = ROW - 4 if end > start else 4
    drag(page, _middle(start), QPoint(200, HEAD + end * ROW + downwards))
    intent = desk.room.only(PlaceInLineUp)
    assert (intent.sku, intent.place) == (sku, place)


def test_a_press_without_a_drag_moves_nothing(desk: Desk, page: LineUpPage) -> None:
    """Nor does a drag that escape ends, nor one of what is on air."""
    drag(page, _middle(3), _middle(3) + QPoint(2, 1))
    assert page.list.current == page.list.lines[3]
    drag(page, _middle(0), _middle(4))
    QTest.mousePress(page.list, Qt.MouseButton.LeftButton, pos=_middle(3))
    QTest.mouseMove(page.list, _middle(5))
    QTest.keyClick(page.list, Qt.Key.Key_Escape)
    QTest.mouseRelease(page.list, Qt.MouseButton.LeftButton, pos=_middle(5))
    assert desk.room.intents == []


def test_what_is_dragged_is_not_pulled_from_under_the_hand(desk: Desk, page: LineUpPage) -> None:
    """News waits until it is put down."""
    before = page.list.lines
    QTest.mousePress(page.list, Qt.MouseButton.LeftButton, pos=_middle(3))
    QTest.mouseMove(page.list, _middle(5))
    turned = replace(line_up_sample(), places=tuple(reversed(line_up_sample().places)))
    desk.room.apply(ViewDelta(revision=3, at=NOW, line_up=turned))
    assert page.list.lines == before
    QTest.mouseRelease(page.list, Qt.MouseButton.LeftButton, pos=_middle(5))
    assert desk.room.only(PlaceInLineUp).sku == before[3].sku


def test_p_pins_k_skips_n_shows_next(desk: Desk, page: LineUpPage) -> None:
    """The buttons do the same."""
    sku = page.list.lines[1].sku
    for key in (Qt.Key.Key_P, Qt.Key.Key_K, Qt.Key.Key_N):
        QTest.keyClick(page.list, key)
    for button in (page.pin, page.skip, page.next_):
        button.click()
    pin, skip, show = (intent for intent in desk.room.intents[:3])
    assert isinstance(pin, PlaceInLineUp)
    assert (pin.sku, pin.place) == (sku, 1)
    assert isinstance(skip, SkipInLineUp)
    assert (skip.sku, skip.skipped) == (sku, True)
    assert isinstance(show, SayNext)
    assert show.sku == sku
    assert desk.room.intents[3:] == desk.room.intents[:3]


def test_a_pin_is_taken_off_by_the_same_button(desk: Desk, page: LineUpPage) -> None:
    """Which says so."""
    page.list.pick(3)
    assert page.pin.words == "Unpin"
    page.pin.click()
    assert desk.room.only(PlaceInLineUp).place is None


def test_what_was_skipped_can_be_taken_in_again(desk: Desk, page: LineUpPage) -> None:
    """Only what a person left out has the button."""
    (button,) = page.left_out.findChildren(Button)
    button.click()
    intent = desk.room.only(SkipInLineUp)
    assert (intent.sku, intent.skipped) == ("PRJ-01", False)


def test_before_anything_was_lined_up_nothing_is_claimed(desk: Desk) -> None:
    """No button could be pressed."""
    page = page_of(desk)
    assert "once the warehouses have answered" in said_on(page)
    assert not page.pin.isEnabled()


def test_after_a_broadcast_the_next_ones_selection_is_proposed(desk: Desk) -> None:
    """The record is asked once; margins of it are private, too."""
    told(desk, running=False)
    page = page_of(desk)
    assert desk.room.only(CompareBroadcast).broadcast is None
    assert not page.selection.isVisible()
    over = replace(comparison_sample("en"), running=False)
    desk.room.apply(ViewDelta(revision=3, at=NOW, comparison=over))
    said = said_on(page)
    for words in (
        "For the next broadcast",
        "after no. 12",
        "keep",
        "try",
        "$32 ($25–$40)",
        "Answers to prices",
        "$24.90 – $29.90",
        "10 % dearer",
    ):
        assert words in said
    QTest.keyClick(desk.window, Qt.Key.Key_F9)
    QApplication.processEvents()
    assert "$32" not in said_on(page)
    assert len(desk.room.intents) == 1


@pytest.mark.parametrize("running", [True, False])
@pytest.mark.parametrize(("width", "height"), SIZES)
def test_nothing_is_cut(make_desk: MakeDesk, language: str, width: int, height: int, running: bool) -> None:
    """At any size, in both languages, during a broadcast and after."""
    room = empty_room()
    room.store.apply(sample(language))
    desk = make_desk(room, width, height)
    told(desk, language, running=running)
    over = replace(comparison_sample(language), running=False)
    room.apply(ViewDelta(revision=3, at=NOW, comparison=over))
    page_of(desk)
    assert list(cut(desk.window)) == []
    assert painted_beyond(desk.window) == []


def drag(page: LineUpPage, start: QPoint, end: QPoint) -> None:
    """Press, move, let go."""
    QTest.mousePress(page.list, Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(page.list, end)
    QTest.mouseRelease(page.list, Qt.MouseButton.LeftButton, pos=end)


def _middle(line: int) -> QPoint:
    return QPoint(200, HEAD + line * ROW + ROW // 2)
