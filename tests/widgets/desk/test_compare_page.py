"""The page of real against virtual: asked for when opened, as a picture and as tables, and nothing is cut."""

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.intents import CompareBroadcast
from app.views.delta import ViewDelta
from tests.sample_comparison import comparison_sample
from tests.samples import NOW
from tests.widgets.desk.conftest import Desk, MakeDesk, empty_room, sample
from tests.widgets.desk.test_fitting import cut, painted_beyond
from tests.widgets.pixels import texts_of
from widgets.desk.compare.page import ComparePage
from widgets.desk.review.page import ReviewPage
from widgets.kit import theme


def page_of(desk: Desk, language: str = "en") -> ComparePage:
    """The page on the sample evening, opened by its key."""
    QTest.keyClick(desk.window, Qt.Key.Key_5, Qt.KeyboardModifier.ControlModifier)
    desk.room.apply(ViewDelta(revision=2, at=NOW, comparison=comparison_sample(language)))
    review = desk.window.pages.page
    assert isinstance(review, ReviewPage)
    assert isinstance(review.section, ComparePage)
    return review.section


def words_on(page: ComparePage) -> str:
    """Everything that is painted."""
    return "\n".join(fit.text for fit in texts_of(page.grab))


def test_opening_asks_for_the_comparison_and_nothing_asks_again(desk: Desk) -> None:
    """Once when it is opened, then only when a person refreshes: never with a poll."""
    page = page_of(desk)
    desk.tick(60)
    assert desk.room.only(CompareBroadcast).broadcast is None
    page.refresh.click()
    assert len(desk.room.intents) == 2


def test_it_says_of_when_the_figures_are(desk: Desk) -> None:
    """A figure without a known age is not shown."""
    page = page_of(desk)
    desk.tick(75)
    assert page._age.words == "as of 21:08:24, 1:15 ago"


def test_true_stock_sales_and_what_marks_did_stand_side_by_side(desk: Desk) -> None:
    """In the picture and in the table of products."""
    page = page_of(desk)
    said = words_on(page)
    for words in (
        "Noise-cancelling earbuds",
        "stock 0 · sold 208",
        "after × 1.9 before",
        "virtually sold out",
    ):
        assert words in said
    first = page.products.shown[0]
    assert first[:4] == ("Noise-cancelling earbuds", "180", "0", "208")
    assert first[7:10] == ("15:00", "7:34", "1.9 (1.4–2.7)")


def test_bands_are_ours_in_blue_and_true_in_orange(desk: Desk) -> None:
    """By the pixel: at the top of the first lane, and of the T-shirt's, which really ran out."""
    page = page_of(desk)
    image = page.lanes.grab().toImage()
    colours = [
        {image.pixelColor(x, lane * 64 + 4).name() for x in range(220, page.lanes.width() - 20)}
        for lane in (0, 3, 4)
    ]
    assert theme.BLUE.name() in colours[0]
    assert theme.ORANGE.name() in colours[1]
    assert theme.BLUE.name() not in colours[1]
    assert theme.PURPLE.name() in colours[2]


def test_the_pointer_says_what_was_then(desk: Desk) -> None:
    """Time, stock, sales, viewers, state; the arrow keys do the same."""
    page = page_of(desk)
    lanes = page.lanes
    view = desk.room.store.comparison
    assert view is not None
    assert view.span is not None
    held = int((view.lanes[0].virtual[0].start - view.span.start).total_seconds() // view.step_s) + 4
    lanes.point_at(0, held)
    assert lanes.said[0].endswith("Noise-cancelling earbuds")
    assert lanes.said[2:] == ("sold 0 in 15 s", "viewers 1,940", "virtually sold out")
    before = lanes.said
    lanes.setFocus()
    QTest.keyClick(lanes, Qt.Key.Key_Right)
    assert lanes.said[0] != before[0]
    QTest.mouseMove(lanes, QPoint(lanes.width() // 2, 70))
    lanes.point_at(-1, 0)
    assert lanes.said == ()


def test_a_table_is_sorted_when_asked_and_keeps_the_order(desk: Desk) -> None:
    """Greatest first, then the other way round; what is not known stands last both times."""
    page = page_of(desk)
    came = [row[0] for row in page.products.shown]
    page.products.sort_by(9)
    assert [row[9] for row in page.products.shown][:3] == ["2.3 (1.1–5)", "1.9 (1.4–2.7)", "1.4 (0.73–2.7)"]
    assert page.products.shown[-1][9] == "—"
    page.products.sort_by(9)
    assert page.products.shown[0][9] == "1.4 (0.73–2.7)"
    desk.room.apply(ViewDelta(revision=3, at=NOW, comparison=comparison_sample("en")))
    assert page.products.shown[0][9] == "1.4 (0.73–2.7)"
    page.products.sort_by(-1)
    assert [row[0] for row in page.products.shown] == came


def test_privacy_hides_what_was_brought(desk: Desk) -> None:
    """Money is for the house."""
    page = page_of(desk)
    assert "$6,219.20" in words_on(page)
    QTest.keyClick(desk.window, Qt.Key.Key_F9)
    assert "$6,219.20" not in words_on(page)
    assert "Brought" not in words_on(page)


def test_what_a_mark_did_is_told_with_what_to_bear_in_mind(desk: Desk) -> None:
    """Before, after, ratio with bounds, interactions where a source tells them, and the caveats."""
    page = page_of(desk)
    page._choose("sold_outs")
    first, *others = page.sold_outs.shown
    assert first[1:3] == ("20:04", "5:00")
    assert first[5] == "358 → 388"
    assert first[9:] == ("1.9 (1.2–3.3)", "another sold-out is near")
    assert others[-1][10] == "not over yet"


def test_products_on_air_stand_against_each_other(desk: Desk) -> None:
    """Best first, with bounds; what may be said is said, and no more."""
    page = page_of(desk)
    page._choose("showings")
    rows = page.showings.shown
    assert [row[0] for row in rows] == [
        "Noise-cancelling earbuds",
        "Open-ear headphones",
        "Bluetooth speaker",
    ]
    assert float(rows[0][3].split()[0]) > float(rows[1][3].split()[0])
    assert {row[6] for row in rows} <= {"sold best to its viewers", "no clear best", "—"}


def test_clicks_are_told_product_by_product_and_price_by_price(desk: Desk) -> None:
    """With bounds; the money is for the house, and no winner is named where there is none."""
    page = page_of(desk)
    page._choose("clicks")
    rows = page.clicks.shown
    assert rows[0][:6] == ("Noise-cancelling earbuds", "61.7", "25,376", "1,586", "179", "11 (9.7–13)")
    assert [row[0] for row in rows[1:4]] == [
        "Open-ear headphones",
        "at $24.90: Open-ear headphones",
        "at $29.90: Open-ear headphones",
    ]
    assert rows[2][7] == "$184 ($136–$242)"
    assert {row[8] for row in rows} == {"—"}
    QTest.keyClick(desk.window, Qt.Key.Key_F9)
    assert "$184" not in "".join(page.clicks.shown[2])


def test_where_no_source_tells_clicks_their_table_is_not_offered(desk: Desk) -> None:
    """Nor does one that is looked at stay."""
    page = page_of(desk)
    page.choice.set_value("clicks")
    page._choose("clicks")
    none = replace(comparison_sample("en"), funnels=())
    desk.room.apply(ViewDelta(revision=3, at=NOW, comparison=none))
    assert page.choice.value == "products"
    assert page.products.isVisible()
    assert "Clicks" not in words_on(page)


def test_earlier_and_later_broadcasts_can_be_asked_for(desk: Desk) -> None:
    """From the one that is shown; none is later than the one that runs."""
    page = page_of(desk)
    assert not page.later.isEnabled()
    page.earlier.click()
    asked = desk.room.intents[-1]
    assert isinstance(asked, CompareBroadcast)
    assert asked.broadcast == 11
    old = replace(comparison_sample("en"), number=11, running=False)
    desk.room.apply(ViewDelta(revision=3, at=NOW + timedelta(seconds=1), comparison=old))
    page.refresh.click()
    again = desk.room.intents[-1]
    assert isinstance(again, CompareBroadcast)
    assert again.broadcast == 11
    assert page.later.isEnabled()


@pytest.mark.parametrize("table", ["products", "sold_outs", "showings", "clicks"])
@pytest.mark.parametrize(("width", "height"), [(1600, 1000), (1280, 800), (960, 600)])
def test_nothing_is_cut(make_desk: MakeDesk, language: str, width: int, height: int, table: str) -> None:
    """In either language; columns drop out whole."""
    room = empty_room()
    room.store.apply(sample(language))
    desk = make_desk(room, width, height)
    page = page_of(desk, language)
    page._choose(table)
    QApplication.processEvents()
    assert list(cut(desk.window)) == []
    assert painted_beyond(desk.window) == []


def test_before_the_first_broadcast_it_says_so(desk: Desk) -> None:
    """No picture, no table, no figure."""
    page = page_of(desk)
    empty = replace(comparison_sample("en"), number=None, span=None, viewers=(), lanes=(), sold_outs=())
    desk.room.apply(ViewDelta(revision=3, at=NOW, comparison=empty))
    assert page._left_out.words == "There was no broadcast yet."
    assert page.products.shown == ()
    page.grab()
