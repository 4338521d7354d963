"""Rounds on the operator panel: what is left in one glance, one press to close one and to sell the next."""

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QApplication

from app.intents import MarkSoldOut, NextRound, Reason, Restore
from app.views.rounds import RoundView
from tests.round_samples import a_round, some_texts
from tests.widgets.opening import Opener, cut, missed_by_tab, nameless, press
from tests.widgets.panel.test_panel import SIZES, Panel, become, card_of, make
from widgets.desk.second import SecondSheet


@pytest.fixture
def panel(opener: Opener) -> Panel:
    """The panel on the sample room."""
    return opener.open(make, (1200, 800))


def in_round(panel: Panel, one: RoundView, like: str = "normal", **changes: object) -> None:
    """The product on air has this round."""
    become(panel, "EAR-01", like, selling_round=one, cannot_mark="", **changes)
    panel.tick()


def test_a_card_says_what_is_left_of_the_round(panel: Panel) -> None:
    """Instead of that it is on sale; what is kept for a group stands below."""
    in_round(panel, a_round())
    view = card_of(panel, "EAR-01").view
    assert view is not None
    assert (view.plate.word, view.plate.figure) == ("Round 2, left", "20 of 120")
    assert view.note == "Kept: community 30"
    assert view.next_round == ""


def test_a_round_that_is_sold_is_closed_by_one_press_for_that_reason(panel: Panel) -> None:
    """Whatever reason is chosen above, and nothing else that is selected."""
    in_round(panel, a_round(sold=120))
    card = card_of(panel, "EAR-01")
    assert card.main.words == "Close the round 5 min"
    press(card.main)
    mark = panel.room.only(MarkSoldOut)
    assert (mark.skus, mark.reason, mark.minutes) == (("EAR-01",), Reason.ROUND, 5.0)


def test_held_for_its_round_a_product_is_restored_or_sells_the_next_by_one_press(panel: Panel) -> None:
    """Both buttons stand side by side; an emergency stop stays where it is."""
    held = panel.room.store.gauges["SPK-03"].hold
    assert held is not None
    in_round(panel, a_round(on_sale=False), "held", hold=replace(held, sku="EAR-01", reason=Reason.ROUND))
    card = card_of(panel, "EAR-01")
    assert (card.next.words, card.next.isVisible()) == ("Next round\n120", True)
    press(card.next)
    assert panel.room.only(NextRound).sku == "EAR-01"
    panel.room.intents.clear()
    press(card.main)
    assert panel.room.only(Restore).skus == ("EAR-01",)


def test_a_hold_for_another_reason_offers_no_next_round(panel: Panel) -> None:
    """An incident is not ended by selling on."""
    in_round(panel, a_round(on_sale=False), "held")
    assert not card_of(panel, "EAR-01").next.isVisible()


def test_where_two_people_are_needed_a_press_asks_for_both(panel: Panel) -> None:
    """Nothing is sent before."""
    broadcast = panel.room.store.broadcast
    assert broadcast is not None
    panel.apply(broadcast=replace(broadcast, second_reasons=(Reason.ROUND,)))
    in_round(panel, a_round(sold=120))
    press(card_of(panel, "EAR-01").main)
    assert panel.room.intents == []
    sheet = panel.window.findChild(SecondSheet)
    assert sheet is not None
    sheet.initials.first.setText("AB")
    sheet.initials.second.setText(" ab")
    assert not sheet.mark.isEnabled()
    sheet.initials.second.setText("CD")
    sheet.mark.long_pressed.emit()
    mark = panel.room.only(MarkSoldOut)
    assert (mark.who.initials, mark.second, mark.reason) == ("AB", "CD", Reason.ROUND)


def test_texts_can_be_copied_from_the_panel(panel: Panel) -> None:
    """What the host is to say, at once; the line goes after two minutes or when it is closed."""
    panel.apply(texts=(some_texts(panel.room.hand.now),))
    strip = panel.window.texts
    assert strip.isVisible()
    press(strip.copy_button)
    assert QApplication.clipboard().text().startswith("Round 2 of Earbuds is sold: 120 units.")
    assert strip.copy_button.words == "Copied"
    panel.tick(121)
    assert not strip.isVisible()
    panel.apply(texts=(some_texts(panel.room.hand.now, "restore"),))
    assert strip.isVisible()
    press(strip.close_button)
    assert not strip.isVisible()


@pytest.mark.parametrize("size", [SIZES[0], SIZES[3], SIZES[-1]])
def test_nothing_is_cut_with_rounds_and_texts(opener: Opener, language: str, size: tuple[int, int]) -> None:
    """Every state of a round on a card."""
    panel = opener.open(make, size, language=language)
    running = (a_round(), a_round(sold=120), a_round(trial=True))
    views = (*running, a_round(on_sale=False), a_round(group="community"))
    store = panel.room.store
    skus = store.panel[: len(views)]
    changed = [replace(store.gauges[sku], selling_round=one) for sku, one in zip(skus, views, strict=True)]
    panel.apply(gauges=tuple(changed), texts=(some_texts(panel.room.hand.now),))
    panel.tick()
    assert cut(panel.window) == []
    assert missed_by_tab(panel.window) == []
    assert nameless(panel.window) == []
