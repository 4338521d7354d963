"""The host's phone under a whole engine: invited, seen, ordering within the same limits, revoked."""

import asyncio
import json
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from app.domain.hold import HoldState
from app.domain.phones import PageState, Phone
from app.engine.phoning import PhoneDesk
from app.intents import Code, InvitePhone, RevokePhones, SayNext, SayOnAir
from tests.engine.desk_under_test import ME, Desk, World, running
from tests.fakes.clock import settle
from tests.fakes.host_page import FakeHostPage


def seen(desk: Desk) -> Any:  # noqa: ANN401 - any JSON
    """What the phone is told now."""
    return json.loads(PhoneDesk(desk.engine).view())


async def order(desk: Desk, name: str = "MEI", **what: object) -> Any:  # noqa: ANN401 - any JSON
    """The phone orders, and waits for the answer."""
    asked = asyncio.create_task(PhoneDesk(desk.engine).act(what, name))
    for _step in range(30):
        await settle()
        if asked.done():
            break
        await desk.pass_time(0.1)
    return json.loads(await asked)


async def test_the_phone_sees_now_next_and_what_is_held() -> None:
    """Figures as words, countdowns as instants."""
    async with running(World()) as desk:
        await desk.ask_now(SayOnAir(who=ME, sku="EAR-01"))
        await desk.ask_now(SayNext(who=ME, sku="EAR-02"))
        await desk.mark("CUP-01")
        view = seen(desk)
        assert (view["room"], view["note"], view["offset_s"]) == ("Test room", "", 0.0)
        assert (view["now"]["sku"], view["now"]["units"], view["now"]["uses"]) == (
            "EAR-01", "100", "3 of 3 left",
        )  # fmt: skip
        assert view["next"]["sku"] == "EAR-02"
        assert [one["sku"] for one in view["held"]] == ["CUP-01"]
        assert view["held"][0]["left_until"] is not None
        assert view["minutes"] == [1, 3, 5, 10]


async def test_the_phone_is_told_how_old_the_judgement_is() -> None:
    """A desk that answers but judges no more shows old figures; the page then hides them."""
    async with running(World()) as desk:
        await desk.pass_time(5)
        first = seen(desk)
        age = datetime.fromisoformat(first["at"]) - datetime.fromisoformat(first["alive_at"])
        assert timedelta() <= age < timedelta(seconds=3)
        desk.world.clock.advance(60)
        later = seen(desk)
        assert datetime.fromisoformat(later["at"]) - datetime.fromisoformat(later["alive_at"]) > timedelta(
            seconds=55
        )


async def test_without_a_broadcast_or_a_product_the_page_says_why() -> None:
    """An empty page would look broken."""
    async with running(World(), start=False) as desk:
        assert seen(desk)["note"] == "No broadcast is running"


async def test_an_order_is_the_hosts_and_within_the_limits() -> None:
    """Mark, restore, and the fourth mark is refused in words; the audit names the phone."""
    async with running(World()) as desk:
        await desk.ask_now(SayOnAir(who=ME, sku="EAR-01"))
        for _number in range(3):
            assert (await order(desk, act="mark", sku="EAR-01", minutes=5))["ok"]
            (hold,) = [hold for hold in desk.holds() if hold.state.is_open]
            assert (hold.state, hold.who.account, hold.who.through, hold.who.initials) == (
                HoldState.ACTIVE, "host", "phone", "MEI",
            )  # fmt: skip
            assert (await order(desk, act="restore", sku="EAR-01"))["ok"]
        refused = await order(desk, act="mark", sku="EAR-01", minutes=5)
        assert not refused["ok"]
        assert "has used all 3" in refused["texts"][0]
        assert desk.told().answers == ()


async def test_a_shop_that_is_slow_is_told_as_waiting() -> None:
    """Sent is not done."""
    async with running(World()) as desk:
        await desk.ask_now(SayOnAir(who=ME, sku="EAR-01"))
        desk.world.shop.commands_do.hang()
        answer = await order(desk, act="mark", sku="EAR-01", minutes=5)
        assert (answer["ok"], answer["waiting"]) == (True, True)
        desk.world.shop.commands_do.let_go()
        await desk.pass_time(3)


@pytest.mark.parametrize(
    "what",
    [
        {},
        {"act": "stop", "sku": "EAR-01"},
        {"act": "mark", "sku": "CUP-01", "minutes": 5},
        {"act": "mark", "sku": "EAR-01"},
        {"act": "mark", "sku": "EAR-01", "minutes": True},
        {"act": "mark", "sku": "EAR-01", "minutes": 0},
        {"act": "mark", "sku": "EAR-01", "minutes": 2.5},
        {"act": "mark", "sku": ["EAR-01"], "minutes": 5},
    ],
)
async def test_an_order_that_the_page_never_makes_is_refused(what: dict[str, object]) -> None:
    """Only marks of what is shown, and restores."""
    async with running(World()) as desk:
        await desk.ask_now(SayOnAir(who=ME, sku="EAR-01"))
        with pytest.raises(ValueError, match=r"."):
            await PhoneDesk(desk.engine).act(what, "MEI")
        assert desk.holds() == ()


async def test_inviting_and_revoking_is_told_and_recorded() -> None:
    """The windows see the code and who is paired; the audit sees who came and went."""
    room = World()
    page = FakeHostPage(room.clock)
    room.host_page = page
    async with running(room) as desk:
        assert (await desk.ask_now(InvitePhone(who=ME))).ok
        assert desk.told().page == page.standing
        assert page.invited == 1
        page.standing = replace(page.standing, phones=(Phone(name="MEI", paired_at=room.clock.now()),))
        await PhoneDesk(desk.engine).paired("MEI")
        assert (await desk.ask_now(InvitePhone(who=ME, withdraw=True))).ok
        assert page.standing.invitation is None
        assert (await desk.ask_now(RevokePhones(who=ME))).ok
        assert desk.told().page == PageState(address=page.standing.address, fingerprint="AA:BB")
        lines = [(line.what, line.detail) for line in room.journal.kept.lines if "phone" in line.what]
        assert lines == [("phone_paired", "name=MEI"), ("phone_revoked", "name=MEI")]


async def test_a_page_that_is_off_says_how_to_turn_it_on() -> None:
    """Off is the rule."""
    async with running(World()) as desk:
        answer = await desk.ask_now(InvitePhone(who=ME))
        assert answer.results[0].code is Code.PAGE_CLOSED
        assert "[host_page]" in answer.results[0].text
