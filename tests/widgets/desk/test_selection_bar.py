"""What can be done with a selection, and why not, before anything is pressed."""

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.intents import EmergencyStop, MarkSoldOut, Reason, UndoMark
from app.views.delta import ViewDelta
from app.views.gauge import GaugeView
from app.views.room import UndoView
from app.views.wording import buyers_words
from tests.samples import NOW
from tests.widgets.desk.conftest import Desk
from widgets.desk.offers import offers_for
from widgets.desk.pages import DESK

LEFT = Qt.MouseButton.LeftButton


def changed(desk: Desk, sku: str, **values: object) -> GaugeView:
    """A product that says something else now, shown."""
    view = replace(desk.room.store.gauges[sku], **values)  # type: ignore[arg-type]  # fields by name
    desk.room.apply(ViewDelta(revision=2, at=NOW, gauges=(view,)))
    return view


def test_marking_acts_on_press(desk: Desk) -> None:
    """The product is off sale before the button is up again."""
    desk.window.column.wall.select(("EAR-01",))
    QTest.mousePress(desk.window.column.selection.acts.mark, LEFT)
    assert desk.room.only(MarkSoldOut).skus == ("EAR-01",)


def test_the_button_counts_what_it_will_mark(desk: Desk) -> None:
    """Two of three: the third says why not."""
    changed(desk, "YOG-11", cannot_mark="3 of 3 used in this broadcast")
    desk.window.column.wall.select(("EAR-01", "YOG-11", "CUP-07"))
    bar = desk.window.column.selection
    assert bar.acts.mark.words == "Mark 2 sold out"
    assert bar.acts.mark.isEnabled()
    assert bar.offers.mark.why_not == "1 not: High-waist yoga pants: 3 of 3 used in this broadcast"
    bar.mark()
    assert desk.room.only(MarkSoldOut).skus == ("EAR-01", "CUP-07")


def test_a_mark_that_would_break_a_limit_says_so_on_its_button(desk: Desk) -> None:
    """Before it is pressed, and for those who hear it in the tool tip."""
    desk.window.column.wall.select(("YOG-11",))
    assert desk.window.column.selection.acts.mark.isEnabled()
    changed(desk, "YOG-11", cannot_mark="3 of 3 used")
    button = desk.window.column.selection.acts.mark
    assert not button.isEnabled()
    assert button.words == "3 of 3 used"
    assert "3 of 3 used" in button.toolTip()


def test_nothing_selected_keeps_the_controls_and_says_what_to_do(desk: Desk) -> None:
    """The bar never jumps."""
    acts = desk.window.column.selection.acts
    assert acts.mark.words == "Select products"
    assert [b.isVisible() for b in (acts.mark, acts.restore, acts.stop)] == [True] * 3
    assert not any(b.isEnabled() for b in (acts.mark, acts.restore, acts.stop))


def test_a_stopped_product_offers_release_in_the_place_of_stop(desk: Desk) -> None:
    """One place, one button."""
    desk.window.column.wall.select(("SUN-01",))
    acts = desk.window.column.selection.acts
    assert acts.release.isVisible()
    assert not acts.stop.isVisible()
    desk.window.column.wall.select(("SUN-01", "EAR-01"))
    assert acts.stop.isVisible()


def test_a_tap_on_stop_does_nothing(desk: Desk) -> None:
    """It needs a long press."""
    desk.window.column.wall.select(("EAR-01",))
    QTest.mouseClick(desk.window.column.selection.acts.stop, LEFT)
    assert desk.room.intents == []
    desk.window.column.selection.acts.stop.long_pressed.emit()
    assert desk.room.only(EmergencyStop).skus == ("EAR-01",)


def test_it_says_when_a_mark_would_end_by_itself(desk: Desk) -> None:
    """Now and the minutes, in the room's time, moving on."""
    bar = desk.window.column.selection
    desk.window.column.wall.select(("EAR-01",))
    assert bar.acts.back_at.words == "21:13:24"
    desk.tick(2)
    assert bar.acts.back_at.words == "21:13:26"


@pytest.mark.parametrize("reason", list(Reason))
def test_it_says_what_buyers_will_read(desk: Desk, reason: Reason) -> None:
    """The wording follows the reason and is said before the press."""
    desk.room.apply(ViewDelta(revision=2, at=NOW, undo=()))
    desk.window.column.wall.select(("EAR-01",))
    desk.window.column.selection.acts.reason_chosen.emit(reason)
    assert desk.window.column.selection._hint.words == f"Buyers read: {buyers_words(reason)}"
    assert desk.choices.reason is reason


def test_minutes_beyond_the_rooms_limit_are_not_offered(desk: Desk) -> None:
    """A limit that was lowered takes the longer ones away."""
    broadcast = desk.room.store.broadcast
    assert broadcast is not None
    desk.choices.minutes = 30
    desk.room.apply(ViewDelta(revision=2, at=NOW, broadcast=replace(broadcast, max_minutes=12)))
    bar = desk.window.column.selection
    assert bar.minutes == 10
    bar.step_minutes(1)
    assert bar.minutes == 10


def test_undo_counts_down_and_goes_away(desk: Desk) -> None:
    """Ten seconds, with an edge that shrinks."""
    strip = desk.window.column.selection.undo
    assert strip.isVisible()
    assert strip.share_left() == pytest.approx(0.6)
    desk.tick(3)
    assert strip.share_left() == pytest.approx(0.3)
    assert "3 s" in strip.button.accessibleName()
    desk.tick(3)
    assert not strip.isVisible()
    strip.undo()
    assert desk.room.intents == []


def test_several_marks_queue_and_the_last_goes_first(desk: Desk) -> None:
    """Each can still be taken back while its time lasts."""
    first = desk.room.store.undo[0]
    second = UndoView(holds=(43, 44), text="Earbuds held 5 min", at=NOW, until=NOW + timedelta(seconds=10))
    desk.room.apply(ViewDelta(revision=2, at=NOW, undo=(first, second)))
    strip = desk.window.column.selection.undo
    strip.undo()
    assert desk.room.only(UndoMark).holds == (43, 44)
    desk.room.apply(ViewDelta(revision=3, at=NOW, undo=(first,)))
    assert strip.current == first


def test_the_bar_acts_on_the_page_that_is_open(desk: Desk) -> None:
    """What is marked is what is seen."""
    desk.window.column.wall.select(("EAR-01", "YOG-11"))
    desk.window.deeds.open_product("CUP-07")
    desk.room.intents.clear()
    desk.window.column.selection.mark()
    assert desk.room.only(MarkSoldOut).skus == ("CUP-07",)
    desk.window.pages.open(DESK)
    assert desk.window.column.selection.offers.mark.skus == ("EAR-01", "YOG-11")


def test_no_selection_offers_nothing() -> None:
    """And says the same of every act."""
    offers = offers_for(())
    assert not any(offer.open for offer in (offers.mark, offers.restore, offers.stop, offers.release))
