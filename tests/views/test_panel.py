"""The operator's cards: the upper part says what is, the button says what a press does."""

from dataclasses import replace

import pytest

from app.views.gauge import GaugeView, ShopLineState
from app.views.panel import CardView, PlateStyle, Press, card_view, panel_order, uses_left
from app.views.wording import Tone
from app.words import use_language
from tests.sample_gauges import gauge_samples
from tests.views.scenes import LANGUAGES, ZONE, assert_plain

GAUGES = gauge_samples("en")


def card(gauge: GaugeView, minutes: float = 5) -> CardView:
    """The card of one gauge, five minutes chosen."""
    return card_view(gauge, minutes=minutes, zone=ZONE)


def test_what_is_on_air_comes_first_then_next_then_the_file_s_order() -> None:
    """The places hold until somebody asks for new ones."""
    order = ("a", "b", "c", "d")
    assert panel_order(order, "c", "b") == ("c", "b", "a", "d")
    assert panel_order(order, None, "d") == ("d", "a", "b", "c")
    assert panel_order(order, "b", "b") == ("b", "a", "c", "d")
    assert panel_order(order, "gone", None) == order


@pytest.mark.parametrize(
    ("name", "style", "tone", "press"),
    [
        ("normal", PlateStyle.NONE, Tone.PLAIN, Press.MARK),
        ("on_air", PlateStyle.OUTLINED, Tone.CAUTION, Press.MARK),
        ("critical", PlateStyle.OUTLINED, Tone.ACT, Press.MARK),
        ("stale", PlateStyle.DASHED, Tone.DOUBT, Press.MARK),
        ("unknown", PlateStyle.DASHED, Tone.DOUBT, Press.MARK),
        ("sending", PlateStyle.OUTLINED, Tone.HOLD, Press.UNDO),
        ("held", PlateStyle.FILLED, Tone.HOLD, Press.RESTORE),
        ("restoring", PlateStyle.OUTLINED, Tone.HOLD, Press.NOTHING),
        ("outcome_unknown", PlateStyle.DASHED, Tone.HOLD, Press.READ_AGAIN),
        ("not_restored", PlateStyle.FILLED, Tone.ACT, Press.READ_AGAIN),
        ("stopped", PlateStyle.FILLED, Tone.STOP, Press.RELEASE),
        ("handed_over", PlateStyle.OUTLINED, Tone.PLAIN, Press.MARK),
    ],
)
def test_each_state_has_its_plate_and_its_button(
    name: str, style: PlateStyle, tone: Tone, press: Press
) -> None:
    """Filled is in force, outlined is coming, dashed is not known."""
    gauge = replace(GAUGES[name], cannot_mark="")
    view = card(gauge)
    assert (view.plate.style, view.plate.tone, view.button.press) == (style, tone, press)


def test_a_low_product_on_sale_names_its_minutes_and_pace() -> None:
    """What the operator has to know before marking it."""
    view = card(GAUGES["on_air"])
    assert (view.plate.word, view.plate.figure) == ("On sale, low", "14 min")
    assert view.note == "Gone in 11 to 20 min, 12.7 a minute"
    assert view.button.text == "Mark sold out 5 min"


def test_the_button_names_the_length_chosen() -> None:
    """Also a fraction of a minute."""
    assert card(GAUGES["normal"], minutes=2.5).button.text == "Mark sold out 2.5 min"


def test_a_held_product_counts_down_and_is_restored_by_the_same_button() -> None:
    """With the very hold it means, so that a late press can't end another one."""
    gauge = GAUGES["held"]
    view = card(gauge)
    assert gauge.hold is not None
    assert view.plate.until == gauge.hold.deadline
    assert "Restores itself at 21:" in view.note
    assert view.button.holds == tuple(line.hold.id for line in gauge.shops if line.hold)


def test_used_up_marks_stand_on_the_button_and_in_words() -> None:
    """Before it is pressed."""
    gauge = replace(GAUGES["normal"], holds_used=3, cannot_mark="All 3 marks of this broadcast are used")
    view = card(gauge)
    assert (view.button.press, view.button.text) == (Press.NOTHING, "All 3 used")
    assert view.note == gauge.cannot_mark


def test_another_reason_stands_in_the_note() -> None:
    """The button is short, the reason whole."""
    view = card(replace(GAUGES["normal"], cannot_mark="No broadcast is running. Start one first."))
    assert (view.button.press, view.button.text) == (Press.NOTHING, "Can't be marked")
    assert view.note == "No broadcast is running. Start one first."


def test_a_stuck_restore_leads_to_the_shop_where_the_settings_name_its_page() -> None:
    """By hand, where the desk can't."""
    gauge = GAUGES["not_restored"]
    lines = tuple(
        replace(line, page="https://shop.example/8812", hold=gauge.hold, name="Web shop")
        for line in gauge.shops[:1]
    )
    view = card(replace(gauge, shops=lines))
    assert (view.button.press, view.button.page) == (Press.OPEN_SHOP, "https://shop.example/8812")
    assert "not read back: Web shop" in view.note


@pytest.mark.parametrize(
    ("states", "word"),
    [
        ((), "In no shop"),
        ((ShopLineState.ON_SALE, ShopLineState.ON_SALE), "On sale"),
        ((ShopLineState.SOLD_OUT,), "Off sale in the shop"),
        ((ShopLineState.ON_SALE, ShopLineState.SOLD_OUT), "Partly on sale"),
        ((ShopLineState.ON_SALE, ShopLineState.UNKNOWN), "Shop not read"),
    ],
)
def test_the_word_is_what_the_shops_say(states: tuple[ShopLineState, ...], word: str) -> None:
    """Not what we wish."""
    line = GAUGES["normal"].shops[0]
    shops = tuple(replace(line, state=state) for state in states)
    assert card(replace(GAUGES["normal"], shops=shops)).plate.word == word


def test_sold_out_names_what_is_on_the_way() -> None:
    """Zero, and hope."""
    view = card(replace(GAUGES["sold_out"], inbound=60))
    assert (view.plate.word, view.plate.figure) == ("Sold out", "0")
    assert view.note == "True stock 0, 60 on the way"
    assert card(replace(GAUGES["sold_out"], inbound=None)).note == "True stock 0"


def test_pace_is_not_called_lasting_where_nobody_knows() -> None:
    """No forecast is no promise."""
    calm = replace(GAUGES["normal"], lasts_the_show=False, sell_out=None)
    assert card(calm).note == "3.3 a minute"
    assert card(replace(calm, units_per_minute=None)).note == "No sales to judge by yet"


def test_uses_left_never_go_below_none() -> None:
    """A limit lowered in the settings may lie under what was used."""
    assert uses_left(1, 3) == "2 of 3 left"
    assert uses_left(3, 2) == "0 of 2 left"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_state_has_its_words(language: str) -> None:
    """All states of a gauge, in both languages."""
    use_language(language)
    for gauge in GAUGES.values():
        view = card(gauge)
        assert_plain(view)
        assert view.plate.word
        assert view.button.text


@pytest.mark.parametrize("name", ["sending", "restoring", "not_restored"])
def test_a_card_that_waits_for_a_person_says_where(name: str) -> None:
    """At a shop worked by hand nothing is read back, so nothing is said of reading."""
    gauge = GAUGES[name]
    assert gauge.hold is not None
    view = card(replace(gauge, hold=replace(gauge.hold, by_hand="Xiaoetong")))
    assert view.note == "Somebody has to do it at Xiaoetong, and say so above"
