"""The operator panel: one press marks or restores, a long press stops, and nothing moves under the hand."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from app.intents import (
    CallStock,
    EmergencyStop,
    MarkSoldOut,
    ReadHoldAgain,
    Reason,
    Release,
    Restore,
    UndoMark,
)
from app.views.gauge import Chip, ChipKind, GaugeView
from tests.sample_trials import trial_view_sample
from tests.samples import NOW, gauge_samples
from tests.widgets.opening import Opened, Opener, cut, missed_by_tab, nameless, press
from tests.widgets.pixels import colours_in, grabbed
from widgets.choices import Choices
from widgets.desk.small_sheets import CallSheet, ReleaseSheet
from widgets.desk.traffic.history import TrafficHistory
from widgets.kit import theme
from widgets.kit.buttons import LARGE, Button
from widgets.kit.fields import TextField
from widgets.panel.card import Card
from widgets.panel.window import OperatorPanel
from widgets.store import RoomStore
from widgets.ticker import Ticker

Panel = Opened[OperatorPanel]
SIZES = [(1200, 800), (1100, 700), (1099, 700), (820, 700), (560, 480)]


def make(store: RoomStore, choices: Choices, ticker: Ticker, _history: TrafficHistory) -> OperatorPanel:
    """The panel as the desk makes it."""
    return OperatorPanel(store, choices, ticker)


@pytest.fixture
def panel(opener: Opener) -> Panel:
    """The panel on the sample room, in the size of its picture."""
    return opener.open(make, (1200, 800))


def card_of(panel: Panel, sku: str) -> Card:
    """The card of a product on the open page."""
    return next(card for card in panel.window.cards if card.sku == sku)


def become(panel: Panel, sku: str, like: str, **changes: object) -> GaugeView:
    """The product comes into the state of one of the sample gauges."""
    sample = gauge_samples("en")[like]
    view = replace(sample, sku=sku, **changes)  # type: ignore[arg-type]  # fields by name
    panel.apply(gauges=(view,))
    return view


def all_products(panel: Panel) -> tuple[str, ...]:
    """Let the panel show all 24 products of the room."""
    skus = tuple(panel.room.store.gauges)
    panel.apply(panel=(*panel.room.store.panel, *(sku for sku in skus if sku not in panel.room.store.panel)))
    return skus


@contextmanager
def key_down(panel: Panel, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> Iterator[None]:
    """A key is held."""
    QTest.keyPress(panel.window, key, modifiers)
    yield
    QTest.keyRelease(panel.window, key, modifiers)


def test_a_press_marks_at_once_when_the_button_goes_down(panel: Panel) -> None:
    """From the open panel a mark is one press."""
    QTest.mousePress(card_of(panel, "EAR-01").main, Qt.MouseButton.LeftButton)
    mark = panel.room.only(MarkSoldOut)
    assert (mark.skus, mark.minutes, mark.reason) == (("EAR-01",), 5.0, Reason.STAGE)
    assert mark.who.through == "panel"


def test_minutes_and_reason_are_chosen_first_and_remembered(panel: Panel, opener: Opener) -> None:
    """Two presses: the length, and the mark."""
    QTest.mouseClick(panel.window.toolbar.minutes._segments[0], Qt.MouseButton.LeftButton)
    panel.window.toolbar.reason._pick(Reason.ROUND)
    assert card_of(panel, "EAR-01").main.words == "Mark sold out 1 min"
    press(card_of(panel, "EAR-01").main)
    mark = panel.room.only(MarkSoldOut)
    assert (mark.minutes, mark.reason) == (1.0, Reason.ROUND)
    way = opener.open(make).window.toolbar.way
    assert (way.minutes, way.reason) == (1.0, Reason.ROUND)


def test_only_lengths_within_the_limit_are_offered(panel: Panel) -> None:
    """What would be refused is not to be pressed."""
    broadcast = panel.room.store.broadcast
    assert broadcast is not None
    panel.apply(broadcast=replace(broadcast, max_minutes=10))
    offered = [segment.option.value for segment in panel.window.toolbar.minutes._segments]
    assert offered == [1, 3, 5, 10]


@pytest.mark.parametrize("key", [Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_space_and_enter_alone_never_mark(panel: Panel, key: Qt.Key) -> None:
    """A stray key must not take a product off sale."""
    button = card_of(panel, "EAR-01").main
    button.setFocus()
    QTest.keyClick(button, key)
    assert panel.room.intents == []


def test_digits_press_the_buttons_of_the_cards(panel: Panel) -> None:
    """1 to =; whatever the button says then happens."""
    QTest.keyClick(panel.window, Qt.Key.Key_3)
    assert panel.room.only(Restore).skus == ("SPK-03",)
    panel.room.intents.clear()
    QTest.keyClick(panel.window, Qt.Key.Key_Minus)
    assert panel.window.findChild(ReleaseSheet) is not None
    assert panel.room.intents == []


def test_digits_are_dead_while_a_person_types(panel: Panel) -> None:
    """In the filter a digit is a digit."""
    all_products(panel)
    QTest.keyClick(panel.window, Qt.Key.Key_Slash)
    field = panel.window.finder.field
    here = QApplication.focusWidget()
    assert isinstance(here, TextField)
    QTest.keyClicks(here, "31")
    assert panel.room.intents == []
    assert field.text() == "31"


def test_a_long_press_stops_and_a_short_one_does_not(panel: Panel) -> None:
    """600 ms, with the mouse."""
    stop = card_of(panel, "EAR-02").stop
    QTest.mousePress(stop, Qt.MouseButton.LeftButton)
    QTest.qWait(300)
    QTest.mouseRelease(stop, Qt.MouseButton.LeftButton)
    QTest.qWait(500)
    assert panel.room.intents == []
    QTest.mousePress(stop, Qt.MouseButton.LeftButton)
    QTest.qWait(theme.LONG_PRESS_MS + 150)
    assert panel.room.only(EmergencyStop).skus == ("EAR-02",)


def test_control_and_the_key_stop_when_held(panel: Panel) -> None:
    """Letting go in between cancels."""
    with key_down(panel, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier):
        QTest.qWait(200)
    QTest.qWait(600)
    assert panel.room.intents == []
    with key_down(panel, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier):
        QTest.qWait(theme.LONG_PRESS_MS + 150)
    assert panel.room.only(EmergencyStop).skus == ("EAR-02",)


def test_a_held_key_lets_go_when_the_page_turns(panel: Panel) -> None:
    """The card is another product's then."""
    all_products(panel)
    with key_down(panel, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier):
        panel.window.turn_page(1)
        QTest.qWait(theme.LONG_PRESS_MS + 150)
    assert panel.room.intents == []


@pytest.mark.parametrize("key", [Qt.Key.Key_Exclam, Qt.Key.Key_1])
def test_shift_and_the_key_select(panel: Panel, key: Qt.Key) -> None:
    """Whatever the keyboard calls the key with Shift; the buttons then mean all that are selected."""
    QTest.keyClick(panel.window, key, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(panel.window, Qt.Key.Key_At, Qt.KeyboardModifier.ShiftModifier)
    assert panel.window.selected == ("EAR-01", "EAR-02")
    assert card_of(panel, "EAR-02").main.words == "Mark 2 sold out"
    QTest.keyClick(panel.window, Qt.Key.Key_2)
    assert set(panel.room.only(MarkSoldOut).skus) == {"EAR-01", "EAR-02"}
    assert not panel.window.selected


def test_several_are_selected_by_touching_cards(panel: Panel) -> None:
    """Only while M is on; beside the buttons, and never by accident."""
    card = card_of(panel, "EAR-01")
    QTest.mouseClick(card, Qt.MouseButton.LeftButton, pos=QPoint(100, 60))
    assert not panel.window.selected
    QTest.keyClick(panel.window, Qt.Key.Key_M)
    for sku in ("EAR-01", "EAR-02", "SPK-03"):
        QTest.mouseClick(card_of(panel, sku), Qt.MouseButton.LeftButton, pos=QPoint(100, 60))
    assert panel.window.selected == ("EAR-01", "EAR-02", "SPK-03")
    assert card_of(panel, "SPK-03").main.words == "Restore now"
    press(card_of(panel, "EAR-01").main)
    assert panel.room.only(MarkSoldOut).skus == ("EAR-01", "EAR-02")


def test_a_stop_means_all_that_are_selected_and_says_so(panel: Panel) -> None:
    """The number stands on the button before it is pressed."""
    panel.window.select("EAR-01")
    panel.window.select("EAR-02")
    assert card_of(panel, "EAR-01").stop.words == "Stop\n× 2"
    card_of(panel, "EAR-01").stop.long_pressed.emit()
    assert panel.room.only(EmergencyStop).skus == ("EAR-01", "EAR-02")


def test_escape_empties_the_selection(panel: Panel) -> None:
    """And ends choosing several."""
    QTest.keyClick(panel.window, Qt.Key.Key_M)
    panel.window.select("EAR-01")
    QTest.keyClick(panel.window, Qt.Key.Key_Escape)
    assert (panel.window.selected, panel.window.toolbar.takes_several) == ((), False)


def test_z_takes_the_last_mark_back(panel: Panel) -> None:
    """While the strip stands there; then it does nothing."""
    QTest.keyClick(panel.window, Qt.Key.Key_Z)
    assert panel.room.only(UndoMark).holds == (42,)
    panel.room.intents.clear()
    panel.tick(7)
    assert not panel.window.toolbar.undo.isVisible()
    QTest.keyClick(panel.window, Qt.Key.Key_Z)
    assert panel.room.intents == []


@pytest.mark.parametrize(
    ("state", "words", "intent"),
    [
        ("sending", "Undo", UndoMark),
        ("held", "Restore now", Restore),
        ("outcome_unknown", "Read again", ReadHoldAgain),
        ("not_restored", "Read again", ReadHoldAgain),
        ("handed_over", "Mark sold out 5 min", MarkSoldOut),
        ("normal", "Mark sold out 5 min", MarkSoldOut),
    ],
)
def test_the_button_says_what_a_press_does(
    panel: Panel, state: str, words: str, intent: type[object]
) -> None:
    """In every state a hold can have."""
    become(panel, "EAR-01", state)
    card = card_of(panel, "EAR-01")
    assert card.main.words == words
    card.press()
    panel.room.only(intent)


def test_a_product_that_is_being_restored_can_not_be_pressed(panel: Panel) -> None:
    """There is nothing to do but wait."""
    become(panel, "EAR-01", "restoring")
    card = card_of(panel, "EAR-01")
    assert (card.main.words, card.main.isEnabled()) == ("Restoring…", False)
    card.press()
    assert panel.room.intents == []


def test_used_up_marks_are_said_before_the_press(panel: Panel) -> None:
    """The button is dead and names the limit."""
    become(panel, "EAR-01", "refused", cannot_mark="All 3 marks of this broadcast are used")
    card = card_of(panel, "EAR-01")
    assert (card.main.words, card.main.isEnabled()) == ("All 3 used", False)


def test_a_stop_that_can_not_be_is_not_offered(panel: Panel) -> None:
    """The other button takes its place."""
    wide = card_of(panel, "EAR-01").main.width()
    gauge = panel.room.store.gauges["EAR-01"]
    panel.apply(gauges=(replace(gauge, cannot_stop="in no shop"),))
    card = card_of(panel, "EAR-01")
    assert not card.stop.isVisible()
    assert card.main.width() > wide


def test_releasing_asks_for_the_reason(panel: Panel) -> None:
    """A press opens the sheet; only its button releases."""
    press(card_of(panel, "SUN-01").main)
    sheet = panel.window.findChild(ReleaseSheet)
    assert isinstance(sheet, ReleaseSheet)
    press(sheet.release)
    assert panel.room.only(Release).skus == ("SUN-01",)


def test_calling_for_stock_asks_for_units(panel: Panel) -> None:
    """On every card, right of the true stock."""
    press(card_of(panel, "EAR-02").call)
    sheet = panel.window.findChild(CallSheet)
    assert isinstance(sheet, CallSheet)
    sheet.units.setText("120")
    press(sheet.call)
    call = panel.room.only(CallStock)
    assert (call.sku, call.units) == ("EAR-02", 120)


def test_a_shop_that_must_be_restored_by_hand_is_asked_for(panel: Panel) -> None:
    """The page that the settings name is opened by whoever made the panel."""
    view = gauge_samples("en")["not_restored"]
    line = replace(view.shops[0], hold=view.hold, page="https://shop.example/8812")
    asked: list[str] = []
    panel.window.page_wished.connect(asked.append)
    become(panel, "EAR-01", "not_restored", shops=(line,))
    card = card_of(panel, "EAR-01")
    assert card.main.words == "Restore it in the shop"
    press(card.main)
    assert asked == ["https://shop.example/8812"]


def test_a_meaning_that_changes_under_the_pointer_waits(panel: Panel) -> None:
    """A hand on its way to Restore must not mark."""
    card = card_of(panel, "SPK-03")
    card.setAttribute(Qt.WidgetAttribute.WA_UnderMouse)
    become(panel, "SPK-03", "normal")
    press(card.main)
    assert panel.room.intents == []
    QTest.qWait(600)
    press(card.main)
    panel.room.only(MarkSoldOut)


def test_cards_keep_their_places_whatever_happens(panel: Panel) -> None:
    """Another product on air, new products, changed figures: no card moves."""
    before = [card.sku for card in panel.window.cards]
    broadcast, store = panel.room.store.broadcast, panel.room.store
    assert broadcast is not None
    panel.apply(broadcast=replace(broadcast, on_air="KSC-02", next_sku="EAR-01"))
    panel.apply(gauges=tuple(store.gauges.values()), panel=tuple(reversed(store.panel)))
    panel.tick(60)
    assert [card.sku for card in panel.window.cards] == before


def test_opened_again_what_is_on_air_stands_in_front(panel: Panel) -> None:
    """The order is taken when the panel opens."""
    broadcast = panel.room.store.broadcast
    assert broadcast is not None
    panel.apply(broadcast=replace(broadcast, on_air="KSC-02", next_sku="EAR-01"))
    panel.window.hide()
    panel.window.show()
    assert [card.sku for card in panel.window.cards[:3]] == ["KSC-02", "EAR-01", "EAR-02"]


def test_more_than_twelve_products_are_paged_and_filtered(panel: Panel) -> None:
    """The finder appears; the keys belong to the open page."""
    assert not panel.window.finder.isVisible()
    skus = all_products(panel)
    assert panel.window.finder.isVisible()
    QTest.keyClick(panel.window, Qt.Key.Key_PageDown)
    assert [card.sku for card in panel.window.cards] == [
        sku for sku in skus if sku not in panel.room.store.panel[:12]
    ]
    panel.window.finder.field.setText("scale")
    assert [card.sku for card in panel.window.cards] == ["KSC-02", "SCL-01"]


def test_the_selection_survives_a_page(panel: Panel) -> None:
    """A mark may mean products of two pages."""
    all_products(panel)
    panel.window.select("EAR-01")
    panel.window.turn_page(1)
    panel.window.select("YOG-11")
    press(card_of(panel, "YOG-11").main)
    assert panel.room.only(MarkSoldOut).skus == ("EAR-01", "YOG-11")


def test_only_the_plate_counts_each_second(panel: Panel) -> None:
    """03:42 becomes 03:41, on the card that is held."""
    card = card_of(panel, "SPK-03")
    assert card._figure == "03:42"
    panel.tick()
    assert card._figure == "03:41"


def test_a_filled_plate_is_in_force_and_a_dashed_one_not_known(panel: Panel) -> None:
    """Colour never stands alone, but it stands there."""
    held, stale = card_of(panel, "SPK-03"), card_of(panel, "HUM-04")
    image = grabbed(held)
    plate = held._plate_box()
    assert colours_in(image, plate).most_common(1)[0][0] == theme.BLUE.name()
    dashes = colours_in(grabbed(stale), stale._plate_box().adjusted(0, 0, 0, -46))
    assert dashes[theme.T3.name()] > 0
    assert dashes[theme.BG2.name()] > 0


def test_on_air_is_a_frame_and_a_word(panel: Panel) -> None:
    """Three pixels of the text's colour all round."""
    image = grabbed(card_of(panel, "EAR-01"))
    assert [image.pixelColor(x, 100).name() for x in (0, 2)] == [theme.T1.name()] * 2


def test_a_refusal_is_said_in_the_panel(panel: Panel) -> None:
    """Where the person just pressed."""
    panel.apply(answers=("The fourth mark is refused: 3 per broadcast.",))
    assert panel.window.notices.words == ("The fourth mark is refused: 3 per broadcast.",)


def test_without_a_broadcast_the_cards_say_why(panel: Panel) -> None:
    """A mark would be refused, so it is not offered."""
    views = panel.room.store.gauges.values()
    why = "No broadcast is running. Start one first."
    panel.apply(gauges=tuple(replace(view, cannot_mark=why) for view in views))
    card = card_of(panel, "EAR-01")
    assert not card.main.isEnabled()
    assert card.view is not None
    assert card.view.note == why


@pytest.mark.parametrize(
    ("width", "columns"), [(1200, 4), (1100, 4), (1099, 3), (820, 3), (819, 2), (560, 2)]
)
def test_columns_follow_from_the_width(opener: Opener, width: int, columns: int) -> None:
    """And the last cards are reached by scrolling."""
    panel = opener.open(make, (width, 700))
    tops = [card.y() for card in panel.window.cards]
    assert tops.count(tops[0]) == columns
    last = panel.window.cards[-1]
    assert last.geometry().bottom() <= panel.window.grid.height()


@pytest.mark.parametrize("size", SIZES)
def test_nothing_is_cut(opener: Opener, language: str, size: tuple[int, int]) -> None:
    """Every sample state at every size in both languages, with a selection."""
    panel = opener.open(make, size, language=language)
    all_products(panel)
    panel.window.select("EAR-01")
    panel.window.select("EAR-02")
    panel.tick(4)
    found = cut(panel.window)
    samples = list(gauge_samples(language).values())
    for first in range(0, len(samples), 12):
        chunk = samples[first : first + 12]
        panel.apply(
            gauges=tuple(replace(view, sku=panel.window.cards[i].sku) for i, view in enumerate(chunk))
        )
        found += cut(panel.window)
    assert found == []


def test_targets_are_as_large_as_a_fingertip(panel: Panel) -> None:
    """40 pixels at least, whatever is to be touched."""
    all_products(panel)
    targets = [
        each
        for each in panel.window.findChildren(Button)
        if each.isVisible() and each.window() is panel.window
    ]
    assert targets
    assert [each.words for each in targets if each.height() < LARGE or each.width() < LARGE] == []


@pytest.mark.parametrize("size", [(1200, 800), (820, 700)])
def test_tab_reaches_every_button(opener: Opener, size: tuple[int, int]) -> None:
    """And each has a name."""
    panel = opener.open(make, size)
    all_products(panel)
    assert missed_by_tab(panel.window) == []
    assert nameless(panel.window) == []


def test_no_text_is_rich(panel: Panel) -> None:
    """A title with markup shows as those letters."""
    formats = {label.textFormat() for label in panel.window.findChildren(QLabel)}
    assert formats == {Qt.TextFormat.PlainText}


def test_before_the_first_answer_it_is_empty(opener: Opener) -> None:
    """No card, no figure; then the cards come."""
    panel = opener.open(make, (1200, 800), empty=True)
    assert not panel.window.cards
    view = replace(gauge_samples("en")["normal"], sku="A", chip=Chip(kind=ChipKind.SHARE, share=0.5))
    panel.apply(gauges=(view,), order=("A",), panel=("A",))
    assert [card.sku for card in panel.window.cards] == ["A"]
    assert panel.room.store.now() == NOW


def test_a_card_on_trial_says_and_uses_the_variant_that_is_next(panel: Panel) -> None:
    """One press, as for any mark."""
    panel.apply(trials=trial_view_sample("en"))
    card = next(each for each in panel.window.cards if each.sku == "EAR-01")
    assert card.view is not None
    assert card.view.button.text.startswith("Trial ")
    assert cut(panel.window) == []
    panel.window._press(card)
    sent = panel.room.only(MarkSoldOut)
    assert (sent.skus, sent.by_trial) == (("EAR-01",), True)
