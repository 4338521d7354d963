"""Rounds and texts on the desk: the product page's section, the sheet of a first round, texts to copy."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.intents import EndRound, MarkSoldOut, NextRound, Reason, Release, Slice, StartRound
from app.views.delta import ViewDelta
from app.views.labels import untrue_label
from app.views.rounds import RoundView
from tests.round_samples import a_round, some_texts
from tests.samples import NOW
from tests.widgets.desk.conftest import Desk, MakeDesk, empty_room, sample
from tests.widgets.desk.test_fitting import cut, painted_beyond
from tests.widgets.desk.test_product_page import button_of, page_of, said_on
from widgets.desk.product.rounds import RoundSheet
from widgets.desk.second import SecondSheet
from widgets.desk.small_sheets import ReleaseSheet
from widgets.desk.text_strip import TextsSheet


def give(desk: Desk, one: RoundView | None, sku: str = "EAR-01") -> None:
    """The product has this round."""
    view = replace(desk.room.store.gauges[sku], selling_round=one)
    desk.room.apply(ViewDelta(revision=2, at=NOW, gauges=(view,)))


def test_the_page_shows_the_round_and_one_press_sells_the_next(desk: Desk) -> None:
    """With what is kept beside it, which waits for its turn."""
    give(desk, a_round())
    page = page_of(desk, "EAR-01")
    said = said_on(page)
    assert "Round 2: 20 of 120 left" in said
    assert "community" in said
    assert "30 kept" in said
    assert not button_of(page, "Sell it now").isEnabled()
    button_of(page, "Next round: 120").click()
    assert desk.room.only(NextRound).sku == "EAR-01"
    desk.room.intents.clear()
    button_of(page, "End it").click()
    assert desk.room.only(EndRound).sku == "EAR-01"


def test_what_is_kept_is_sold_in_its_turn(desk: Desk) -> None:
    """Once the round is over."""
    give(desk, a_round(on_sale=False))
    button_of(page_of(desk, "EAR-01"), "Sell it now").click()
    assert desk.room.only(StartRound).group == "community"


def test_a_trial_says_the_demand_it_met(desk: Desk) -> None:
    """On the page of the product."""
    give(desk, a_round(trial=True))
    said = said_on(page_of(desk, "EAR-01"))
    assert "100 sold; 8.2 a minute; 3.5 a minute per 1000 viewers; gone in 12.0 min; 3 more asked for" in said


def test_a_first_round_asks_how_many_units_and_for_whom(desk: Desk) -> None:
    """Both of a group's name and units, or neither."""
    give(desk, None)
    button_of(page_of(desk, "EAR-01"), "Start a round…").click()
    sheet = desk.window.findChild(RoundSheet)
    assert sheet is not None
    assert not sheet.begin.isEnabled()
    sheet.units.setText("120")
    assert sheet.begin.isEnabled()
    sheet.group.setText("community")
    assert not sheet.begin.isEnabled()
    sheet.kept.setText("30")
    sheet.begin.click()
    start = desk.room.only(StartRound)
    assert (start.units, start.slices, start.trial) == (120, (Slice(group="community", units=30),), False)


@pytest.mark.parametrize("one", [None, a_round(on_sale=False)])
def test_w_sells_the_next_round_and_asks_for_the_first(desk: Desk, one: RoundView | None) -> None:
    """Of the product that is selected."""
    give(desk, one)
    desk.window.column.wall.select(("EAR-01",))
    QTest.keyClick(desk.window, Qt.Key.Key_W)
    if one is None:
        assert desk.window.findChild(RoundSheet) is not None
        assert desk.room.intents == []
    else:
        assert desk.room.only(NextRound).sku == "EAR-01"


def test_texts_stand_above_the_selection_and_all_of_them_in_a_sheet(desk: Desk) -> None:
    """Each with its own button."""
    strip = desk.window.column.texts
    assert not strip.isVisible()
    desk.room.apply(ViewDelta(revision=2, at=NOW, texts=(some_texts(desk.room.hand.now),)))
    assert strip.isVisible()
    QTest.keyClick(desk.window, Qt.Key.Key_T)
    sheet = desk.window.findChild(TextsSheet)
    assert sheet is not None
    assert len(sheet.buttons) == 3
    sheet.buttons[2].click()
    assert QApplication.clipboard().text().startswith("Earbuds (EAR-01) was taken off sale at Web shop")


def test_a_platforms_own_label_is_said_before_the_press_where_it_would_not_be_true(desk: Desk) -> None:
    """For the reason chosen; on the page it stands beside the shop."""
    view = desk.room.store.gauges["EAR-01"]
    shops = tuple(replace(line, label="已抢光", label_means=(Reason.ROUND,)) for line in view.shops)
    labelled = replace(view, shops=shops)
    desk.room.apply(ViewDelta(revision=2, at=NOW, gauges=(labelled,)))
    desk.window.column.wall.select(("EAR-01",))
    desk.tick(60)
    hint = desk.window.column.selection._hint
    assert "would write “已抢光”, not true for this reason" in hint.words
    assert untrue_label(labelled, Reason.ROUND) != ""
    assert untrue_label(replace(labelled, selling_round=a_round(sold=120)), Reason.ROUND) == ""
    assert untrue_label(replace(labelled, available=0), Reason.STAGE) == ""
    assert "writes “已抢光”" in said_on(page_of(desk, "EAR-01"))


def test_marking_asks_for_two_people_where_the_reason_takes_them(desk: Desk) -> None:
    """The press is held, and both initials go with it."""
    broadcast = desk.room.store.broadcast
    assert broadcast is not None
    second = replace(broadcast, second_reasons=(Reason.STAGE, Reason.INCIDENT))
    desk.room.apply(ViewDelta(revision=2, at=NOW, broadcast=second))
    desk.window.column.wall.select(("EAR-01",))
    desk.window.column.selection.mark()
    assert desk.room.intents == []
    sheet = desk.window.findChild(SecondSheet)
    assert sheet is not None
    sheet.initials.first.setText("AB")
    sheet.initials.second.setText("CD")
    sheet.mark.long_pressed.emit()
    mark = desk.room.only(MarkSoldOut)
    assert (mark.skus, mark.who.initials, mark.second) == (("EAR-01",), "AB", "CD")
    desk.room.intents.clear()
    release = ReleaseSheet(desk.room.store, ("EAR-01",), desk.window)
    release.show()
    assert not release.release.isVisible()
    assert not release.held.isEnabled()
    release.initials.first.setText("AB")
    release.initials.second.setText("CD")
    assert release.held.isEnabled()
    release.held.long_pressed.emit()
    sent = desk.room.only(Release)
    assert (sent.who.initials, sent.second) == ("AB", "CD")


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (960, 600)])
def test_nothing_is_cut_with_rounds_and_texts(
    make_desk: MakeDesk, language: str, width: int, height: int
) -> None:
    """On the wall, on the page and in the sheets."""
    room = empty_room()
    room.store.apply(sample(language))
    desk = make_desk(room, width, height)
    desk.room.apply(ViewDelta(revision=2, at=NOW, texts=(some_texts(desk.room.hand.now),)))
    give(desk, a_round())
    desk.tick()
    assert list(cut(desk.window)) == []
    desk.window.deeds.open_product("EAR-01")
    for one in (a_round(), a_round(sold=120, trial=True), a_round(on_sale=False)):
        give(desk, one)
        QApplication.processEvents()
        assert list(cut(desk.window)) == []
        assert painted_beyond(desk.window) == []
    desk.window.column.selection.mark()
    intent = MarkSoldOut(who=room.store.who("desk"), skus=("EAR-01",), reason=Reason.ERROR)
    sheets = (
        RoundSheet(room.store, room.store.gauges["EAR-01"], desk.window),
        TextsSheet(room.store, desk.window),
        SecondSheet(room.store, intent, desk.window),
    )
    for sheet in sheets:
        sheet.show()
        QApplication.processEvents()
        assert list(cut(sheet)) == []
        sheet.close()
