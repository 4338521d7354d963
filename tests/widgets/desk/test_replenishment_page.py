"""The page of replenishment: what to order, why, and what a person says to it."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.intents import AcceptProposal, OrderState, RestProposal, SayNext, UpdateOrder
from app.views.delta import ViewDelta
from tests.sample_replenishment import replenishment_sample
from tests.samples import NOW
from tests.widgets.desk.conftest import Desk, MakeDesk, empty_room, sample
from tests.widgets.desk.test_fitting import SIZES, cut, painted_beyond
from tests.widgets.pixels import texts_of
from widgets.desk.replenishment.page import Part, ReplenishmentPage
from widgets.desk.replenishment.units_sheet import UnitsSheet
from widgets.kit.buttons import Button
from widgets.kit.label import PlainLabel

CTRL = Qt.KeyboardModifier.ControlModifier


def told(desk: Desk, language: str = "en", **changes: object) -> None:
    """The engine has proposed."""
    view = replace(replenishment_sample(language), **changes)  # type: ignore[arg-type]  # fields by name
    desk.room.apply(ViewDelta(revision=2, at=NOW, replenishment=view))


def page_of(desk: Desk) -> ReplenishmentPage:
    """The page, opened by its key."""
    QTest.keyClick(desk.window, Qt.Key.Key_2, CTRL)
    QApplication.processEvents()
    page = desk.window.pages.page
    assert isinstance(page, ReplenishmentPage)
    return page


def said_on(page: ReplenishmentPage) -> str:
    """Everything the page says, labels and paint."""
    labels = [label.words for label in page.findChildren(PlainLabel) if label.isVisible()]
    return "\n".join([*labels, *(fit.text for fit in texts_of(page.grab))])


@pytest.fixture
def page(desk: Desk) -> ReplenishmentPage:
    """The page on the sample's proposals."""
    told(desk)
    return page_of(desk)


def test_the_most_pressing_is_shown_in_full(page: ReplenishmentPage) -> None:
    """Its figures, its batches, what they cost and what one big order would."""
    said = said_on(page)
    for words in ("Pocket projector", "days late", "Safety stock", "Air", "Freight", "at once", "Together"):
        assert words in said
    assert page.current is not None
    assert page.current.sku == page.list.views[0].sku


def test_before_anything_was_worked_out_nothing_is_claimed(desk: Desk) -> None:
    """No figure, no button that could be pressed."""
    page = page_of(desk)
    assert "once the warehouses have answered" in said_on(page)
    assert not page.detail.accept.isVisible()


def test_arrows_walk_through_the_proposals(page: ReplenishmentPage) -> None:
    """The panel at the right follows."""
    assert QApplication.focusWidget() is page.list
    QTest.keyClick(page.list, Qt.Key.Key_Down)
    assert page.current == page.list.views[1]
    assert page.list.views[1].title in said_on(page)
    QTest.keyClick(page.list, Qt.Key.Key_End)
    QTest.keyClick(page.list, Qt.Key.Key_Down)
    assert page.current == page.list.views[-1]


def test_a_accepts_and_l_puts_aside(desk: Desk, page: ReplenishmentPage) -> None:
    """Nothing changes on the page until the engine says so."""
    first = page.list.views[0]
    QTest.keyClick(page.list, Qt.Key.Key_A)
    intent = desk.room.only(AcceptProposal)
    assert (intent.sku, intent.warehouse, intent.units) == (first.sku, first.warehouse, None)
    assert page.list.views[0] == first
    desk.room.intents.clear()
    QTest.keyClick(page.list, Qt.Key.Key_L)
    assert desk.room.only(RestProposal).days == 3


def test_the_buttons_do_the_same(desk: Desk, page: ReplenishmentPage) -> None:
    """By mouse and by Tab."""
    page.detail.accept.click()
    page.detail.rest.click()
    kinds = [type(intent).__name__ for intent in desk.room.intents]
    assert kinds == ["AcceptProposal", "RestProposal"]


def test_another_quantity_is_asked_for(desk: Desk, page: ReplenishmentPage) -> None:
    """An empty field can't be accepted."""
    page.detail.change.click()
    (sheet,) = desk.window.findChildren(UnitsSheet)
    assert sheet.units.text() == str(page.list.views[0].quantity)
    sheet.units.setText("")
    assert not sheet.order.isEnabled()
    sheet.units.setText("240")
    sheet.order.click()
    assert desk.room.only(AcceptProposal).units == 240


def test_what_was_put_aside_can_be_brought_back(desk: Desk, page: ReplenishmentPage) -> None:
    """Among those for later."""
    page.parts.chosen.emit(Part.LATER)
    assert page.current is not None
    assert page.current.sku == "CAR-02"
    QTest.keyClick(page.list, Qt.Key.Key_L)
    assert desk.room.only(RestProposal).days == 0


def test_accepted_orders_stand_with_what_can_be_said_of_them(desk: Desk, page: ReplenishmentPage) -> None:
    """A draft may be placed or dropped, a placed one counted in or dropped."""
    page.parts.chosen.emit(Part.ORDERS)
    QApplication.processEvents()
    buttons = [b for b in page.orders.findChildren(Button) if b.isVisible()]
    assert [b.words for b in buttons] == ["Counted in", "Drop", "Placed", "Drop"]
    buttons[0].click()
    intent = desk.room.only(UpdateOrder)
    assert (intent.order, intent.state) == (1, OrderState.DONE)
    assert page.current is None


def test_a_kind_of_warehouse_may_be_chosen(page: ReplenishmentPage) -> None:
    """Those of the others are left out."""
    page.kinds.chosen.emit("platform")
    assert {view.sku for view in page.list.views} == {"CUP-07"}
    page.kinds.chosen.emit("all")
    assert len(page.list.views) > 5


def test_a_slow_product_can_be_shown_next(desk: Desk, page: ReplenishmentPage) -> None:
    """The way out that a director has at hand."""
    button = next(b for b in page.slow.findChildren(Button) if b.isVisible())
    button.click()
    assert desk.room.only(SayNext).sku == "SLV-01"


def test_privacy_hides_what_only_the_house_may_see(desk: Desk, page: ReplenishmentPage) -> None:
    """No amount of money is left on the page."""
    assert "$" in said_on(page)
    desk.window.pages.be_private(private=True)
    QApplication.processEvents()
    assert "$" not in said_on(page)


def test_the_line_stays_on_its_product_when_proposals_come_anew(desk: Desk, page: ReplenishmentPage) -> None:
    """It must not slip to another product under a finger."""
    page.list.pick(2)
    kept = page.current
    assert kept is not None
    views = replenishment_sample("en").pending
    told(desk, pending=views[1:])
    assert page.current is not None
    assert page.current.sku == kept.sku


def test_places_do_not_move_until_the_page_is_opened_again(desk: Desk, page: ReplenishmentPage) -> None:
    """What has become more pressing meanwhile stands where it stood."""
    before = [view.sku for view in page.list.views]
    told(desk, pending=tuple(reversed(replenishment_sample("en").pending)))
    assert [view.sku for view in page.list.views] == before
    QTest.keyClick(page.list, Qt.Key.Key_Escape)
    page_of(desk)
    assert [view.sku for view in page.list.views] == before[::-1]


def test_an_old_figure_is_said(page: ReplenishmentPage) -> None:
    """The yoga mat's warehouse has gone quiet."""
    place = next(n for n, view in enumerate(page.list.views) if view.sku == "MAT-02")
    page.list.pick(place)
    said = said_on(page)
    assert "old figure" in said
    assert "A figure it is made from is old." in said


def test_escape_goes_back_to_the_desk(desk: Desk, page: ReplenishmentPage) -> None:
    """And the wall has the keyboard again."""
    QTest.keyClick(page.list, Qt.Key.Key_Escape)
    assert desk.window.pages.page is None


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_nothing_is_cut(make_desk: MakeDesk, language: str, width: int, height: int) -> None:
    """Every label, button and painted figure has the room it needs, in all three parts."""
    room = empty_room()
    room.store.apply(sample(language))
    desk = make_desk(room, width, height)
    told(desk, language)
    page = page_of(desk)
    for part in Part:
        page.parts.chosen.emit(part)
        QApplication.processEvents()
        assert list(cut(desk.window)) == []
        assert painted_beyond(desk.window) == []
