"""From judged products to gauges: what is said and shown, and what is never shown as if it were known."""

from dataclasses import replace
from decimal import Decimal

import pytest

from app.domain.broadcast import Showing
from app.domain.hold import HoldKind, HoldState
from app.domain.room import Reorder, StockAt, VerdictCode
from app.views.build_gauge import gauge_changes_at, gauge_view
from app.views.gauge import ChipKind, Freshness, ShopLineState, Urgency
from app.words import use_language
from tests.domain import builders as a
from tests.views.scenes import LANGUAGES, NAMES, assert_plain, gauge, judged


def test_a_calm_product_is_figures_and_a_share() -> None:
    """Nothing abnormal, nothing said."""
    view = gauge(a.facts(available=180, rate=0.1))

    assert (view.available, view.opening, view.share) == (180, 200, 0.9)
    assert view.chip.kind is ChipKind.SHARE
    assert (view.note, view.second_chip, view.hold) == ("", None, None)
    assert view.group is Urgency.NORMAL
    assert (view.cannot_mark, view.cannot_stop) == ("", "")
    assert view.cannot_restore == "Not held: nothing to restore"


def test_one_silent_warehouse_leaves_the_others_as_they_are() -> None:
    """The bar is cut by warehouse; only the old part is old, and it is named."""
    view = gauge(a.facts(stock=[a.at_warehouse(64), a.at_warehouse(118, "nj", age_s=134)]))

    assert [(s.short, s.available, s.freshness) for s in view.segments] == [
        ("洛", 64, Freshness.LIVE),
        ("新", 118, Freshness.STALE),
    ]
    assert (view.available, view.freshness, view.age_from) == (182, Freshness.STALE, a.ago(134))
    assert view.note == "No new data from 新泽西三方仓"


def test_a_warehouse_without_an_answer_makes_the_figure_unknown_and_is_named() -> None:
    """What is known is summed; what is missing is said."""
    facts = replace(a.facts(stock=[]), missing=("la", "nj"))
    view = gauge(facts)

    assert (view.available, view.freshness, view.share) == (None, Freshness.UNKNOWN, None)
    assert view.missing == ("洛杉矶三方仓", "新泽西三方仓")
    assert view.note == "No answer yet from 洛杉矶三方仓, 新泽西三方仓"
    use_language("zh_CN")
    assert gauge(facts).note == "洛杉矶三方仓、新泽西三方仓 还没有回应"


@pytest.mark.parametrize(
    ("stock", "rejected", "note"),
    [
        ([a.at_warehouse(None)], "", "洛杉矶三方仓 gives no figure"),
        ([], "", "No warehouse lists it"),
        ([a.at_warehouse(5)], "not whole\nat all", "Reading rejected: not whole at all"),
    ],
)
def test_why_a_figure_is_doubtful_stands_in_words(stock: list[StockAt], rejected: str, note: str) -> None:
    """A dash alone explains nothing."""
    facts = replace(a.facts(stock=stock), rejected=rejected)
    assert gauge(facts).note == note


def test_a_held_product_says_until_when_and_can_be_restored() -> None:
    """The reason stands there before anybody presses."""
    view = gauge(a.facts(holds=[a.hold()]))

    assert view.hold is not None
    assert (view.hold.deadline, view.hold.who) == (a.later(240), "lin")
    assert view.cannot_mark == "Already off sale until 21:12:24"
    assert view.cannot_restore == ""
    assert (view.holds_used, view.holds_limit) == (1, 3)
    assert view.shops[0].state is ShopLineState.SOLD_OUT
    assert view.group is Urgency.OFF_SALE


def test_a_hold_that_is_being_restored_names_no_deadline() -> None:
    """The deadline is over; saying it again would be false."""
    closing = replace(a.hold(HoldState.CLOSING), closing_at=a.ago(2))
    assert gauge(a.facts(holds=[closing])).cannot_mark == "Already off sale, being restored"


def test_three_used_marks_are_all_there_are() -> None:
    """The fourth is refused before it is pressed."""
    holds = [a.hold(HoldState.RESTORED, number=n, id=n) for n in (1, 2, 3)]
    view = gauge(a.facts(holds=holds))

    assert (view.holds_used, view.holds_limit) == (3, 3)
    assert view.cannot_mark == "All 3 marks of this broadcast are used"


def test_without_a_broadcast_a_mark_asks_for_one_and_a_stop_works() -> None:
    """Marks are counted per broadcast; stops are not."""
    view = gauge(a.facts(), a.room(broadcast=None))

    assert view.cannot_mark == "No broadcast is running. Start one first."
    assert view.cannot_stop == ""


def test_a_stopped_product_is_released_not_restored() -> None:
    """One act, one word."""
    view = gauge(a.facts(holds=[a.hold(kind=HoldKind.STOP)]))

    assert view.hold is not None
    assert view.hold.is_stop
    assert view.cannot_restore == view.cannot_mark == "Stopped since 21:07:24; release it first"
    assert view.shops[0].state is ShopLineState.STOPPED


def test_an_unreadable_shop_says_since_when() -> None:
    """A mark first reads the product."""
    shop = replace(a.shop(age_s=90), reachable=False)
    view = gauge(a.facts(shops=[shop]))

    assert view.cannot_mark == "The shop could not be read since 21:06:54"
    assert view.cannot_stop == ""


def test_one_shop_that_can_is_enough() -> None:
    """A mark goes to every shop that lists the product; one refusal does not close the button."""
    second = replace(a.shop(), storefront="web", reachable=False)
    view = gauge(a.facts(shops=[second, a.shop()]))

    assert view.cannot_mark == ""
    assert [bool(line.cannot_mark) for line in view.shops] == [True, False]
    assert [line.name for line in view.shops] == ["web", "独立站"]


def test_a_shop_that_does_not_list_the_product_is_no_shop_of_it() -> None:
    """Nothing can be pressed there, so nothing is shown."""
    facts = a.facts(shops=[replace(a.shop(), listed=False)])
    assert judged(facts).shops[0].mark.code is VerdictCode.NOT_LISTED

    view = gauge(facts)

    assert view.shops == ()
    assert view.cannot_mark == view.cannot_stop == "No storefront sells it"


def test_a_product_off_sale_by_someone_else_says_so() -> None:
    """Stock is there, buyers get nothing, and it was not us."""
    view = gauge(a.facts(shops=[a.shop(sold_out=True)]))

    assert view.note == "Off sale at 独立站, and not by us"
    assert view.cannot_mark == "Off sale in the shop, and not by us"


def test_on_air_next_and_substitute_come_from_the_room_and_the_settings() -> None:
    """What the director said, and what the file names."""
    facts = replace(a.facts(), product=a.product(substitute="EAR-02"))
    room = a.room(on_air=Showing(sku="EAR-01", since=a.ago(60), said_by="director"), next_sku="EAR-02")

    view = gauge(facts, room)

    assert (view.on_air, view.is_next, view.substitute) == (True, False, "开放式耳机")


@pytest.mark.parametrize(("language", "price"), [("en", "$29.90"), ("zh_CN", "US$29.90")])
def test_money_is_written_in_the_room_s_currency(language: str, price: str) -> None:
    """Price, and what a unit earns."""
    use_language(language)
    view = gauge(replace(a.facts(), product=a.product(priced=True)))
    assert view.price == price
    assert view.margin == price.replace("29.90", "18.70")


def test_without_a_cost_there_is_no_margin() -> None:
    """Missing is missing, not the whole price."""
    view = gauge(replace(a.facts(), product=replace(a.product(), price=Decimal("3.50"))))
    assert (view.price, view.margin) == ("$3.50", "")


def test_a_delivery_is_shown_for_ten_minutes() -> None:
    """News, then normal again; the engine is told when."""
    facts = replace(a.facts(), restocked=240, restocked_at=a.ago(60))
    assert gauge(facts).restocked == 240
    assert gauge(facts, now=a.later(540)).restocked is None

    calm = replace(judged(facts), changes_at=None)
    assert gauge_changes_at(facts, calm, a.NOW) == a.later(540)


def test_a_refused_mark_leaves_the_gauge_after_ten_seconds() -> None:
    """Time alone takes the chip away, so the engine must know when."""
    refused = replace(a.hold(HoldState.REFUSED, number=None), ended_at=a.ago(4), error="no such item")
    facts = a.facts(holds=[refused])
    calm = replace(judged(facts), changes_at=None)

    assert gauge(facts).chip.kind is ChipKind.REFUSED
    assert gauge_changes_at(facts, calm, a.NOW) == a.later(6)
    assert gauge(facts, now=a.later(6)).chip.kind is not ChipKind.REFUSED
    assert gauge_changes_at(facts, calm, a.later(6)) is None


@pytest.mark.parametrize(
    ("reorder", "text"),
    [
        (None, ""),
        (Reorder(point=100, quantity=500, position=90, by=None), "Reorder 500 now"),
        (Reorder(point=100, quantity=500, position=300, by=None), "Reorder at 100"),
        (
            Reorder(point=100, quantity=3520, position=300, by=a.NOW.date().replace(day=30)),
            "Reorder 3,520 by Nov 30",
        ),
    ],
)
def test_a_reorder_says_how_much_and_by_when(reorder: Reorder | None, text: str) -> None:
    """Due at once, by a day, or at a stock not reached yet."""
    facts = a.facts()
    view = gauge_view(facts, replace(judged(facts), reorder=reorder), a.room(), names=NAMES, now=a.NOW)
    assert view.reorder == text


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_of_a_gauge_is_markup_or_half_filled(language: str) -> None:
    """Titles come from outside and are shown as they are: plain."""
    use_language(language)
    wild = replace(a.product(priced=True), title="<b>x</b>\n{y}")
    view = gauge(replace(a.facts(holds=[a.hold()]), product=wild))
    assert view.title == "<b>x</b> {y}"
    assert_plain(replace(view, title=""))
