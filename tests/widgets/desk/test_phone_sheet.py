"""The sheet that pairs the host's phone: the code, its end, the warning, who is paired, shutting out."""

from datetime import timedelta

import pytest
from PySide6.QtWidgets import QApplication

from app.intents import InvitePhone, RevokePhones
from app.views.delta import ViewDelta
from app.views.phone import Invitation, PageState, Phone
from tests.samples import NOW
from tests.widgets.desk.conftest import Desk, MakeDesk, empty_room, sample
from tests.widgets.desk.test_fitting import cut, painted_beyond
from tests.widgets.opening import press
from widgets.desk.phone_sheet import PhoneSheet

FINGERPRINT = ":".join(f"{number:02X}" for number in range(32))
MODULES = tuple("10" * 18 + "1" for _row in range(37))
OPEN = PageState(address="https://192.168.1.20:8710", fingerprint=FINGERPRINT)
INVITING = PageState(
    address=OPEN.address,
    fingerprint=FINGERPRINT,
    phones=(Phone(name="MEI", paired_at=NOW), Phone(name="", paired_at=NOW)),
    invitation=Invitation(
        link="https://192.168.1.20:8710/#GEZDGNBV", until=NOW + timedelta(seconds=180), modules=MODULES
    ),
)


def opened(desk: Desk, page: PageState | None) -> PhoneSheet:
    """The sheet, as it opens where the page is so."""
    if page is not None:
        desk.room.apply(ViewDelta(revision=2, at=NOW, page=page))
    desk.window.deeds.show_phone()
    QApplication.processEvents()
    (sheet,) = desk.window.findChildren(PhoneSheet)
    return sheet


def test_it_opens_with_a_new_code_and_ends_it_when_closed(desk: Desk) -> None:
    """Nobody photographs a code that stands about."""
    sheet = opened(desk, OPEN)
    assert not desk.room.only(InvitePhone).withdraw
    desk.room.apply(ViewDelta(revision=3, at=NOW, page=INVITING))
    assert sheet.code.modules == MODULES
    assert sheet.left.words == "Ends in 03:00"
    assert sheet.link.words.endswith("/#GEZDGNBV")
    desk.room.intents.clear()
    sheet.reject()
    assert desk.room.only(InvitePhone).withdraw


def test_a_code_whose_time_is_over_is_not_shown(desk: Desk) -> None:
    """A dead code would only annoy."""
    sheet = opened(desk, INVITING)
    desk.room.hand.move(181)
    sheet._tick()
    assert (sheet.code.modules, sheet.link.words, sheet.left.words) == ((), "", "No code stands")


def test_one_press_shuts_all_phones_out(desk: Desk) -> None:
    """And says first whom."""
    sheet = opened(desk, INVITING)
    assert "MEI since 21:08:24, somebody since 21:08:24" in sheet.phones.words
    desk.room.intents.clear()
    press(sheet.revoke)
    desk.room.only(RevokePhones)
    desk.room.apply(ViewDelta(revision=3, at=NOW, page=OPEN))
    assert not sheet.revoke.isEnabled()
    assert sheet.phones.words == "No phone is paired."


def test_a_page_that_is_off_asks_for_nothing(desk: Desk) -> None:
    """It says how to turn it on."""
    sheet = opened(desk, None)
    assert "[host_page]" in sheet.trouble.words
    assert desk.room.intents == []
    assert not sheet.code.isVisible()


def test_trouble_is_said_instead_of_a_code(desk: Desk) -> None:
    """The port is taken, or there is no network."""
    sheet = opened(desk, PageState(trouble="The host's page can't be opened: address in use"))
    assert "address in use" in sheet.trouble.words
    assert desk.room.intents == []


@pytest.mark.parametrize("page", [INVITING, None])
def test_nothing_is_cut(make_desk: MakeDesk, language: str, page: PageState | None) -> None:
    """In both languages."""
    room = empty_room()
    room.store.apply(sample(language))
    desk = make_desk(room, 1280, 800)
    sheet = opened(desk, page)
    assert list(cut(sheet)) == []
    assert painted_beyond(sheet) == []
