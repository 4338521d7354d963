"""The alarm: heard louder and more often, raised, silenced for a while, and what its window offers."""

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtWidgets import QApplication

from app.domain.alarm import RINGS
from app.intents import AcknowledgeAlert, ReadHoldAgain
from app.views.alarm import NO_ALARM, AlarmView, StuckView
from tests.samples import NOW
from tests.widgets.opening import Opened, Opener, cut
from widgets.alarm.bell import AlarmBell
from widgets.alarm.window import AlarmWindow, StuckRow
from widgets.kit.buttons import Button

STUCK = StuckView(
    hold=7,
    alert="hold_attention:7",
    sku="EAR-01",
    title="无线降噪耳机 Wireless noise-cancelling headphones",
    shop="独立站 Web shop",
    since=NOW - timedelta(seconds=40),
    error="no connection to shop.example",
    page="https://shop.example/items/8812",
)
HOMELESS = replace(STUCK, hold=8, alert="hold_attention:8", sku="EAR-02", error="", page="")
ALARM = AlarmView(stuck=(STUCK, HOMELESS), since=STUCK.since, rings=RINGS)


@pytest.fixture
def opened(opener: Opener) -> Opened[AlarmWindow]:
    """The window on a room where two products do not come back."""
    opened = opener.open(lambda store, _choices, ticker, _history: AlarmWindow(store, ticker))
    opened.apply(alarm=ALARM)
    return opened


def buttons(opened: Opened[AlarmWindow]) -> dict[str, Button]:
    """Its buttons by their words."""
    return {button.words: button for button in opened.window.findChildren(Button) if button.isVisible()}


def test_it_comes_up_by_itself_and_goes_with_the_alarm(opened: Opened[AlarmWindow]) -> None:
    """Closed by a person it stays away until something new is stuck."""
    assert opened.window.isVisible()
    opened.window.close()
    opened.apply(alarm=replace(ALARM, quiet_until=NOW))
    assert not opened.window.isVisible()
    opened.apply(alarm=replace(ALARM, stuck=(*ALARM.stuck, replace(STUCK, hold=9))))
    assert opened.window.isVisible()
    opened.apply(alarm=NO_ALARM)
    assert not opened.window.isVisible()


def test_each_product_has_its_way_to_be_done_by_hand(opened: Opened[AlarmWindow]) -> None:
    """Its page where the settings name one, else its SKU to look for; the list can be taken along."""
    pages: list[str] = []
    opened.window.page_wished.connect(pages.append)
    buttons(opened)["Open in the shop"].click()
    assert pages == [STUCK.page]
    buttons(opened)["Copy the list"].click()
    copied = QApplication.clipboard().text().splitlines()
    assert [line.split("\t")[1] for line in copied] == ["EAR-01", "EAR-02"]
    assert copied[0].endswith(STUCK.page)


def test_a_person_can_look_again_and_have_quiet(opened: Opened[AlarmWindow]) -> None:
    """Quiet is an acknowledgement of every alert it names; the alarm itself stays."""
    buttons(opened)["Read again now"].click()
    assert opened.room.only(ReadHoldAgain).holds == (7, 8)
    opened.room.intents.clear()
    buttons(opened)["I see to it: quiet for 2 minutes"].click()
    assert [each.alert for each in opened.room.intents if isinstance(each, AcknowledgeAlert)] == [
        STUCK.alert,
        HOMELESS.alert,
    ]
    assert opened.window.isVisible()


def test_nothing_in_it_is_cut(opener: Opener, language: str) -> None:
    """In either language, and it counts how long each is overdue."""
    opened = opener.open(lambda store, _choices, ticker, _history: AlarmWindow(store, ticker))
    opened.apply(alarm=ALARM)
    QApplication.processEvents()
    assert cut(opened.window) == []
    row = opened.window.findChildren(StuckRow)[0]
    before = row._late.words
    opened.tick(5)
    assert row._late.words != before
    assert language in {"zh_CN", "en"}


def test_it_is_heard_more_often_and_louder_and_then_brings_the_desk_up(opener: Opener) -> None:
    """Every 20 s at first, every 10 s and louder after a minute, every 4 s after three; quiet when wanted."""
    heard: list[int] = []
    raised: list[bool] = []
    opened = opener.open(lambda store, _choices, ticker, _history: AlarmWindow(store, ticker))
    bell = AlarmBell(opened.room.store, heard.append)
    bell.raise_wished.connect(lambda: raised.append(True))

    def listen(seconds: int) -> list[int]:
        heard.clear()
        for _second in range(seconds):
            opened.room.hand.move(1)
            bell.look()
        return list(heard)

    opened.apply(alarm=replace(ALARM, since=opened.room.hand.now))
    assert heard == [1]
    assert listen(45) == [1, 1]
    assert raised == []
    assert listen(60)[-3:] == [2, 2, 2]
    assert raised
    assert set(listen(100)[-5:]) == {3}
    quiet = opened.room.hand.now + timedelta(seconds=30)
    opened.apply(alarm=replace(ALARM, since=NOW - timedelta(minutes=9), quiet_until=quiet))
    assert listen(29) == []
    assert listen(10)[0] == 3
    opened.apply(alarm=NO_ALARM)
    assert listen(30) == []
    bell.stop()
