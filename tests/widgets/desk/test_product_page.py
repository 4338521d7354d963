"""One product with all that is known of it, and what can be done about it."""

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from app.intents import (
    CallStock,
    EmergencyStop,
    MarkSoldOut,
    ReadHoldAgain,
    ResetOpening,
    Restore,
    SayNext,
    SayOnAir,
    StudyProduct,
    UpdateCall,
)
from app.views.delta import ViewDelta
from app.views.gauge import GaugeView, HoldView, ShopLineState
from app.views.product import Top, TopView
from app.views.room import CallView
from tests.sample_plans import plans_sample
from tests.sample_study import hit_sample, study_sample
from tests.samples import NOW
from tests.widgets.desk.conftest import Desk
from tests.widgets.opening import press
from tests.widgets.pixels import texts_of
from widgets.desk.pages import DESK
from widgets.desk.product.life import top_words
from widgets.desk.product.page import AGAIN, ProductPage
from widgets.desk.small_sheets import CallSheet
from widgets.kit.buttons import Button
from widgets.kit.label import PlainLabel


def page_of(desk: Desk, sku: str) -> ProductPage:
    """The page of a product, opened."""
    desk.window.deeds.open_product(sku)
    QApplication.processEvents()
    page = desk.window.pages.page
    assert isinstance(page, ProductPage)
    desk.room.intents.clear()
    return page


def said_on(page: ProductPage) -> str:
    """Everything the page says, labels and paint."""
    labels = [label.words for label in page.findChildren(PlainLabel) if label.isVisible()]
    painted = [fit.text for fit in texts_of(page.grab)]
    return "\n".join([*labels, *painted])


def button_of(page: QWidget, words: str) -> Button:
    """The visible button with these words."""
    return next(each for each in page.findChildren(Button) if each.words == words and each.isVisible())


def change(desk: Desk, view: GaugeView) -> None:
    """The product says something else now."""
    desk.room.apply(ViewDelta(revision=2, at=NOW, gauges=(view,)))


def hold_at_first_shop(desk: Desk, **values: object) -> HoldView:
    """The speaker's hold stands at its first shop, and what is known of it."""
    view = desk.room.store.gauges["SPK-03"]
    assert view.hold is not None
    hold = replace(view.hold, **values)  # type: ignore[arg-type]  # fields by name
    first, *others = view.shops
    held = replace(first, state=ShopLineState.SOLD_OUT, hold=hold)
    change(desk, replace(view, shops=(held, *(replace(shop, cannot_restore="not held") for shop in others))))
    return hold


def test_enter_on_a_gauge_opens_its_page(desk: Desk) -> None:
    """And Back returns to the same place; what was kept of the product is asked for."""
    wall = desk.window.column.wall
    wall.view.opened.emit("CUP-07")
    page = desk.window.pages.page
    assert isinstance(page, ProductPage)
    assert page.sku == "CUP-07"
    assert desk.room.only(StudyProduct).sku == "CUP-07"
    page.head.back.click()
    assert desk.window.pages.current == DESK
    assert wall.view.hasFocus()


@pytest.mark.parametrize(("selected", "meant"), [(("CUP-07",), "CUP-07"), ((), "EAR-01")])
def test_its_key_opens_the_selected_product_or_the_one_on_air(
    desk: Desk, selected: tuple[str, ...], meant: str
) -> None:
    """Control and 4, as of every page."""
    desk.window.column.wall.select(selected)
    QTest.keyClick(desk.window, Qt.Key.Key_4, Qt.KeyboardModifier.ControlModifier)
    page = desk.window.pages.page
    assert isinstance(page, ProductPage)
    assert page.sku == meant


def test_acts_are_on_the_product_alone_and_then_on_the_selection_again(desk: Desk) -> None:
    """Keys and buttons of the page; the bar's minutes and reason."""
    desk.window.column.wall.select(("YOG-11", "CUP-07"))
    page = page_of(desk, "EAR-01")
    QTest.keyClick(desk.window, Qt.Key.Key_BracketRight)
    assert "10" in page.head.mark.words
    QTest.keyClick(desk.window, Qt.Key.Key_S)
    marked = desk.room.only(MarkSoldOut)
    assert (marked.skus, marked.minutes) == (("EAR-01",), 10.0)
    desk.room.intents.clear()
    QTest.keyClick(desk.window, Qt.Key.Key_Escape)
    QTest.keyClick(desk.window, Qt.Key.Key_S)
    assert desk.room.only(MarkSoldOut).skus == ("YOG-11", "CUP-07")


def test_a_held_product_is_restored_from_its_head(desk: Desk) -> None:
    """In the place of the mark; a mark can't be pressed twice."""
    hold_at_first_shop(desk)
    page = page_of(desk, "SPK-03")
    assert not page.head.mark.isVisible()
    press(page.head.restore)
    assert desk.room.only(Restore).skus == ("SPK-03",)


def test_its_stop_takes_a_long_press(desk: Desk) -> None:
    """The same six tenths of a second as everywhere."""
    page = page_of(desk, "EAR-01")
    page.head.stop.long_pressed.emit()
    assert desk.room.only(EmergencyStop).skus == ("EAR-01",)


def test_what_was_kept_is_shown_when_it_has_been_read(desk: Desk) -> None:
    """Holds with the sentence of honesty, supply, life; before that it says that it reads."""
    page = page_of(desk, "EAR-01")
    assert "Reading the record" in said_on(page)
    desk.room.apply(ViewDelta(revision=2, at=NOW, study=study_sample("EAR-01")))
    said = said_on(page)
    for words in (
        "Stock tier", "live ≥ 15 days", "26 days late", "3,610", "1,382", "20:15", "06:00",
        "1 time is not enough to judge: 47 sold after, 45 before", "growth", "+7 % a week", "16 days, fast",
        "expected before the start", "21:22", "2.3 × expected",
    ):  # fmt: skip
        assert words in said, words


def test_planned_holds_follow_those_that_were(desk: Desk) -> None:
    """Those that may still come, each with its moment and where it stands; nothing of other products."""
    page = page_of(desk, "EAR-02")
    desk.room.apply(ViewDelta(revision=2, at=NOW, study=study_sample("EAR-02"), plans=plans_sample("en")))
    said = page.held.table.accessibleName()
    assert "when 80 of the round are sold asks" in said
    assert "21:22 armed" in said
    assert "missed" not in said
    assert "21:17" not in said
    painted = said_on(page)
    assert "when 80 of the round are sold" in painted


def test_what_is_not_known_says_why(desk: Desk) -> None:
    """No bars of nothing, no line of nothing."""
    page = page_of(desk, "EAR-01")
    study = study_sample("EAR-01")
    desk.room.apply(
        ViewDelta(
            revision=2,
            at=NOW,
            study=replace(
                study,
                course=None,
                no_course="no broadcast",
                supply=None,
                no_supply="no demand",
                life=None,
                no_life="import sales",
            ),
        )
    )
    said = said_on(page)
    for words in ("no broadcast", "no demand", "import sales", "Nothing was marked sold out"):
        assert words in said, words
    assert not page.life.bars.isVisible()


def test_a_study_of_another_product_is_not_shown(desk: Desk) -> None:
    """It came late: the person has gone on."""
    page = page_of(desk, "EAR-01")
    desk.room.apply(ViewDelta(revision=2, at=NOW, study=study_sample("CUP-07")))
    assert page.study is None
    assert "Reading the record" in said_on(page)


def test_a_page_that_stays_open_asks_again_now_and_then(desk: Desk) -> None:
    """And not for what changes by the day alone."""
    page_of(desk, "EAR-01")
    desk.tick(AGAIN.total_seconds() - 1)
    assert desk.room.intents == []
    desk.tick(2)
    asked = desk.room.only(StudyProduct)
    assert (asked.sku, asked.again) == ("EAR-01", True)


def test_a_hold_and_another_broadcast_have_more_on_record(desk: Desk) -> None:
    """The page does not wait until its time is up."""
    page_of(desk, "EAR-01")
    view = desk.room.store.gauges["EAR-01"]
    change(desk, replace(view, holds_used=view.holds_used + 1))
    assert desk.room.only(StudyProduct).again
    desk.room.intents.clear()
    broadcast = desk.room.store.broadcast
    assert broadcast is not None
    desk.room.apply(ViewDelta(revision=3, at=NOW, broadcast=replace(broadcast, open_holds=2)))
    assert desk.room.intents == []
    desk.room.apply(ViewDelta(revision=4, at=NOW, broadcast=replace(broadcast, number=13)))
    assert desk.room.only(StudyProduct).sku == "EAR-01"


def test_the_pointer_says_what_was(desk: Desk) -> None:
    """Stock and viewers of that time, also by keys."""
    page = page_of(desk, "EAR-01")
    desk.room.apply(ViewDelta(revision=2, at=NOW, study=study_sample("EAR-01")))
    page.plot.point_at(page.plot.width() // 3)
    assert len(page.plot.said) == 3
    (time, stock, viewers) = page.plot.said
    assert time.startswith("20:2")
    assert stock == "true stock 500"
    assert viewers.startswith("viewers 1,")
    page.plot.point_at(None)
    assert not page.plot.said
    QTest.keyClick(page.plot, Qt.Key.Key_Left)
    (said, *_others) = page.plot.said
    assert said.startswith("21:0")


def test_the_line_goes_on_with_what_comes(desk: Desk) -> None:
    """Until the record is read again."""
    page = page_of(desk, "EAR-01")
    desk.room.apply(ViewDelta(revision=2, at=NOW, study=study_sample("EAR-01")))
    desk.tick(60)
    change(desk, replace(desk.room.store.gauges["EAR-01"], available=150))
    desk.tick(30)
    page.plot.point_at(round(page.plot._frame().x(desk.room.hand.now - timedelta(seconds=20))))  # type: ignore[union-attr] # it is shown
    assert "true stock 150" in page.plot.said


def test_refusals_are_said_on_the_page(desk: Desk) -> None:
    """Where the press was made."""
    page = page_of(desk, "EAR-01")
    desk.room.apply(ViewDelta(revision=2, at=NOW, answers=("It can't be marked: limit reached.",)))
    assert page.notices.words[-1] == "It can't be marked: limit reached."


def test_it_shows_what_the_view_holds(desk: Desk) -> None:
    """Figure, minutes, opening, safety stock, warehouses with ages, shops with uses."""
    said = said_on(page_of(desk, "EAR-01"))
    for words in ("Noise-cancelling earbuds", "EAR-01", "182", "14", "opening 640", "Warehouse", "Shops"):
        assert words in said


def test_a_stale_warehouse_tells_its_age(desk: Desk) -> None:
    """Beside what the others have."""
    page = page_of(desk, "BOT-06")
    assert "2:14" in said_on(page)
    desk.tick(20)
    assert "2:34" in said_on(page)


def test_holds_count_down_on_the_page(desk: Desk) -> None:
    """At each shop."""
    hold_at_first_shop(desk)
    page = page_of(desk, "SPK-03")
    assert "03:42" in said_on(page)
    desk.tick(2)
    assert "03:40" in said_on(page)


def test_it_follows_the_product_while_it_is_open(desk: Desk) -> None:
    """No stale page."""
    page = page_of(desk, "EAR-01")
    change(desk, replace(desk.room.store.gauges["EAR-01"], available=171))
    assert "171" in said_on(page)


def test_rows_are_not_made_anew_while_they_say_the_same(desk: Desk) -> None:
    """A button must not vanish under the pointer."""
    hold_at_first_shop(desk)
    page = page_of(desk, "SPK-03")
    restore = button_of(page.shops, "Restore")
    change(desk, replace(desk.room.store.gauges["SPK-03"], units_per_minute=3.0))
    assert button_of(page.shops, "Restore") is restore


def test_restore_at_one_shop(desk: Desk) -> None:
    """The others stay as they are."""
    hold_at_first_shop(desk)
    page = page_of(desk, "SPK-03")
    button_of(page.shops, "Restore").click()
    intent = desk.room.only(Restore)
    first = desk.room.store.gauges["SPK-03"].shops[0].storefront
    assert (intent.skus, intent.storefronts) == (("SPK-03",), (first,))


def test_an_uncertain_hold_can_be_read_again(desk: Desk) -> None:
    """What the shop says now."""
    hold = hold_at_first_shop(desk, needs_attention=True)
    button_of(page_of(desk, "SPK-03"), "Read again").click()
    assert desk.room.only(ReadHoldAgain).holds == (hold.id,)


def test_only_web_pages_of_a_shop_are_offered(desk: Desk) -> None:
    """A settings file must not start programs."""
    view = desk.room.store.gauges["EAR-01"]
    pages = ("file:///etc/passwd", "https://shop.example/1")
    shops = tuple(replace(shop, page=page) for shop, page in zip(view.shops, pages, strict=True))
    change(desk, replace(view, shops=shops))
    page = page_of(desk, "EAR-01")
    offered = [each for each in page.findChildren(Button) if each.words == "Shop page" and each.isVisible()]
    assert len(offered) == 1


def test_its_buttons_say_on_air_next_call_and_new_opening(desk: Desk) -> None:
    """Each about this product."""
    page = page_of(desk, "CUP-07")
    page.on_air.click()
    page.next.click()
    page.reset.click()
    page.call.click()
    sheet = desk.window.findChild(CallSheet)
    assert sheet is not None
    sheet.units.setText("50")
    sheet.call.click()
    on_air, following, opening, call = desk.room.intents
    assert isinstance(on_air, SayOnAir)
    assert isinstance(following, SayNext)
    assert isinstance(opening, ResetOpening)
    assert isinstance(call, CallStock)
    assert (on_air.sku, following.sku, opening.skus, call.sku) == ("CUP-07", "CUP-07", ("CUP-07",), "CUP-07")


def test_calls_for_stock_are_followed_to_the_warehouse(desk: Desk) -> None:
    """Asked, seen, on its way: each said by a person."""
    page = page_of(desk, "CUP-07")
    assert "none" in said_on(page)
    call = CallView(id=7, sku="CUP-07", title="Mug", units=200, state="asked", asked_at=NOW)
    desk.room.apply(ViewDelta(revision=2, at=NOW, calls=(call, replace(call, id=8, sku="EAR-01"))))
    assert said_on(page).count("200 units") == 1
    button_of(page, "Seen").click()
    button_of(page, "On its way").click()
    seen, sent = desk.room.intents
    assert isinstance(seen, UpdateCall)
    assert isinstance(sent, UpdateCall)
    assert (seen.call, seen.on_its_way, sent.on_its_way) == (7, False, True)
    desk.room.apply(ViewDelta(revision=3, at=NOW, calls=(replace(call, state="on_its_way"),)))
    assert "on its way" in said_on(page)
    assert [b for b in page.findChildren(Button) if b.words == "On its way" and b.isVisible()] == []


def test_a_button_that_no_longer_helps_is_gone(desk: Desk) -> None:
    """The hold was restored meanwhile."""
    hold_at_first_shop(desk)
    page = page_of(desk, "SPK-03")
    view = desk.room.store.gauges["SPK-03"]
    change(desk, replace(view, hold=None, shops=tuple(replace(shop, hold=None) for shop in view.shops)))
    assert [b for b in page.shops.findChildren(Button) if b.words == "Restore" and b.isVisible()] == []


def test_markup_in_a_title_shows_as_letters(desk: Desk) -> None:
    """Titles come from outside."""
    change(desk, replace(desk.room.store.gauges["CUP-07"], title="<b>Mug</b><img src=x>"))
    page = page_of(desk, "CUP-07")
    assert page.head.title.words == "<b>Mug</b><img src=x>"
    QTest.qWait(0)


def test_a_product_is_marked_at_one_shop_alone(desk: Desk) -> None:
    """For the minutes and the reason that the bar below shows; the other shops sell on."""
    view = desk.room.store.gauges["CUP-07"]
    first = replace(view.shops[0], cannot_mark="", state=ShopLineState.ON_SALE, hold=None)
    second = replace(first, storefront="web", name="Own site")
    change(desk, replace(view, shops=(first, second)))
    page = page_of(desk, "CUP-07")
    _here, there = (
        each for each in page.findChildren(Button) if each.words == "Mark only here" and each.isVisible()
    )
    press(there)
    marked = desk.room.only(MarkSoldOut)
    assert (marked.skus, marked.storefronts, marked.minutes) == (("CUP-07",), ("web",), 5.0)
    desk.room.intents.clear()
    there.setFocus()
    QTest.keyClick(there, Qt.Key.Key_Space)
    assert desk.room.intents == [], "space alone never marks"


def test_clicks_are_told_where_a_source_tells_them(desk: Desk) -> None:
    """How many of a hundred are sold, with bounds, and at which price most is brought; else no panel."""
    page = page_of(desk, "EAR-01")
    assert not page.clicks.isVisible()
    study = study_sample("EAR-01")
    desk.room.apply(ViewDelta(revision=2, at=NOW, study=study))
    assert page.clicks.isVisible()
    said = page.clicks.figures.accessibleName()
    assert "Clicks 5,126; Clicks of 100 impressions 6.3 (6.1–6.5); Sold of 100 clicks 8.7 (7.9–9.6)" in said
    assert "Sold of 100 at $24.90, brings most 11 (10–13); Sold of 100 at $29.90 6.7 (5.8–7.6)" in said
    assert study.course is not None
    untold = replace(study, course=replace(study.course, clicked=()))
    desk.room.apply(ViewDelta(revision=3, at=NOW, study=untold))
    assert not page.clicks.isVisible()


def test_how_often_its_ranges_held_stands_beside_the_forecast(desk: Desk) -> None:
    """With its bounds; a dash and why where too little was foretold, or nothing judged."""
    page = page_of(desk, "EAR-01")
    study = study_sample("EAR-01", "en")
    desk.room.apply(ViewDelta(revision=2, at=NOW, study=study))
    assert page.told.endswith("80 % range held 79 % over 20 broadcasts (72 %–85 %)")
    few = replace(study, hit=hit_sample(broadcasts=3))
    desk.room.apply(ViewDelta(revision=3, at=NOW, study=few))
    assert page.told.endswith("80 % range: — too little in 3 broadcasts (79 of 100 held)")
    desk.room.apply(ViewDelta(revision=4, at=NOW, study=replace(study, hit=None)))
    assert page.told.endswith("80 % range: — not judged yet")


@pytest.mark.parametrize(
    ("top", "words"),
    [
        (TopView(top=Top.AHEAD, least=2.7, middle=4.1, most=6.2), "in 4 weeks (3–6)"),
        (TopView(top=Top.AHEAD, least=0.2, middle=1.2, most=6.2), "in 1 week (0–6)"),
        (TopView(top=Top.AHEAD, least=9.0, middle=17.0, most=None), "in 17 weeks (9–26+)"),
        (TopView(top=Top.NOW), "now"),
        (TopView(top=Top.PAST, least=4.0, middle=4.0, most=4.0), "4 weeks ago"),
        (TopView(top=Top.NOT_IN_SIGHT), "not in sight"),
        (TopView(top=Top.TOO_EARLY), "— too early"),
    ],
)
def test_when_sales_are_at_their_top_is_said_as_far_as_it_is_known(top: TopView, words: str) -> None:
    """A range, never a day."""
    assert top_words(top) == words
