"""Every fault as the one who asks meets it, over real HTTP."""

import asyncio
from datetime import datetime

import httpx2
import pytest

from tests.fakes.clock import settle
from tests.services.demo.site import EARBUDS, Site, demo_site


async def _counted(site: Site, token: str) -> dict[str, tuple[int, float]]:
    """Units and age in seconds at each of the third party's sites."""
    items = (await site.third_party(token)).json()["data"]["items"]
    told: dict[str, tuple[int, float]] = {}
    for location in (location for item in items for location in item["locations"]):
        age = site.clock.now() - datetime.fromisoformat(location["counted_at"])
        units, _ = told.get(location["code"], (0, 0.0))
        told[location["code"]] = (units + location["sellable"], age.total_seconds())
    return told


async def test_slow_answers_trickle_in_and_are_whole() -> None:
    """Longer than a read time-out between two bytes would notice."""
    async with demo_site() as site:
        await site.fault("dal", "slow", delay=8)
        asked = asyncio.ensure_future(site.dallas())
        while not site.clock.sleepers:
            await settle()
        await site.clock.tick(4)
        assert not asked.done()
        while not asked.done():
            await site.clock.tick(0.5)
            await asyncio.sleep(0.001)
        assert (await asked).json()["items"]


async def test_silence_is_no_answer_and_no_effect() -> None:
    """The client gives up; other systems go on answering."""
    async with demo_site() as site:
        await site.fault("shop", "silent", method="POST")
        with pytest.raises(httpx2.ReadTimeout):
            await site.client.post(f"/shop/items/{EARBUDS}/off", timeout=0.05)
        assert (await site.shop())["status"] == "on"
        assert (await site.dallas()).status_code == 200
        assert await site.ledger() == []


@pytest.mark.parametrize(("kind", "code"), [("500", 500), ("503", 503), ("429", 429), ("401", 401)])
async def test_refusals_say_so(kind: str, code: int) -> None:
    """With the status, and nothing done."""
    async with demo_site() as site:
        await site.fault("shop", kind, delay=7)
        answer = await site.flip("off")
        await site.heal()
        assert (await site.shop())["status"] == "on"
    assert answer.status_code == code
    assert answer.headers.get("Retry-After") == ("7" if kind in {"429", "503"} else None)


async def test_garbage_comes_in_many_forms_with_a_200() -> None:
    """A page for people, half an answer, a bare list, NaN, nothing; and then again."""
    async with demo_site() as site:
        whole = (await site.dallas()).content
        await site.fault("dal", "garbage")
        answers = [await site.dallas() for _ in range(6)]
    assert {answer.status_code for answer in answers} == {200}
    assert answers[0].headers["Content-Type"] == "text/html"
    assert whole.startswith(answers[1].content)
    assert [answer.content for answer in answers[2:5]] == [b"[]", b'{"data": NaN}', b""]
    assert answers[5].content == answers[0].content


async def test_wrong_types_keep_the_envelope() -> None:
    """The rows are there, their figures are words, fractions, truths and objects."""
    async with demo_site() as site:
        await site.fault("dal", "wrong_types")
        answer = (await site.dallas()).json()
    figures = [row["qty"] for row in answer["items"]]
    assert answer["meta"]["total"] == len(figures)
    assert not any(type(figure) is int for figure in figures)
    assert {type(figure) for figure in figures} >= {str, float, bool}


async def test_frozen_figures_look_fresh() -> None:
    """One site stands still with stamps of now, the other goes on."""
    async with demo_site() as site:
        token = await site.token()
        before = await _counted(site, token)
        await site.fault("nj", "frozen")
        site.clock.advance(100)
        frozen = await _counted(site, token)
        await site.heal("nj")
        healed = await _counted(site, token)
    assert frozen["NJ"] == before["NJ"] == (before["NJ"][0], 0.0)
    assert frozen["LA"][0] < before["LA"][0]
    assert healed["NJ"][0] < before["NJ"][0]


async def test_old_figures_say_their_age() -> None:
    """A site that has stopped counting, seen by its own stamps."""
    async with demo_site() as site:
        token = await site.token()
        await site.fault("nj", "old")
        site.clock.advance(100)
        told = await _counted(site, token)
    assert (told["NJ"][1], told["LA"][1]) == (100.0, 0.0)


async def test_every_system_can_stand_still() -> None:
    """Viewers, orders and the shop answer as before while the world goes on."""
    async with demo_site() as site:
        since = site.clock.now().isoformat()
        for target in ("live", "orders", "shop"):
            await site.fault(target, "frozen")
        before = await site.room()
        await site.flip("off")
        site.clock.advance(60)
        room, shop, orders = await site.room(), await site.shop(), await site.orders(since)
        off_sale = (await site.client.get("/control/state")).json()["off_sale"]
    assert {**room, "at": 0} == {**before, "at": 0}
    assert room["at"] > before["at"]
    assert (shop["status"], off_sale) == ("on", ["EAR-01"])
    assert orders == []


async def test_an_answer_is_lost_after_the_effect() -> None:
    """The connection breaks, the product is off sale, and the ledger knows that nobody heard."""
    async with demo_site() as site:
        await site.fault("shop", "lost_answer", count=1)
        with pytest.raises(httpx2.RemoteProtocolError):
            await site.flip("off", key="k1")
        shop, (entry,) = await site.shop(), await site.ledger()
        again = await site.flip("off", key="k1")
    assert shop["status"] == "off"
    assert (entry["effect"], entry["answered"], entry["key"]) == (True, False, "k1")
    assert again.status_code == 200


async def test_an_error_comes_after_the_effect() -> None:
    """The answer is a 500, and the product is off sale all the same."""
    async with demo_site() as site:
        await site.fault("shop", "500_after", count=1)
        answer = await site.flip("off", key="k1")
        shop, (entry,) = await site.shop(), await site.ledger()
    assert (answer.status_code, shop["status"]) == (500, "off")
    assert (entry["effect"], entry["key"]) == (True, "k1")


async def test_an_effect_comes_late() -> None:
    """The client has long given up when the product goes off sale, once."""
    async with demo_site() as site:
        await site.fault("shop", "late_effect", delay=20, count=1)
        with pytest.raises(httpx2.ReadTimeout):
            await site.client.post(
                f"/shop/items/{EARBUDS}/off", headers={"Authorization": "Bearer demo"}, timeout=0.05
            )
        site.clock.advance(19)
        before = await site.shop()
        site.clock.advance(1)
        after = await site.shop()
        ledger = await site.ledger()
    assert (before["status"], after["status"]) == ("on", "off")
    assert [(entry["effect"], entry["answered"]) for entry in ledger] == [(True, False)]


async def test_faults_of_effects_leave_reads_alone() -> None:
    """Otherwise a desk's polls would use them up."""
    async with demo_site() as site:
        await site.fault("shop", "lost_answer", count=1)
        assert (await site.shop())["status"] == "on"
        (fault,) = (await site.client.get("/control/faults")).json()["faults"]
    assert (fault["method"], fault["left"], fault["met"]) == ("POST", 1, 0)


async def test_a_fault_of_a_site_is_one_of_its_source() -> None:
    """Only standing still can be a site's own."""
    async with demo_site() as site:
        token = await site.token()
        await site.fault("la", "500")
        assert (await site.third_party(token)).status_code == 500
        assert (await site.client.get("/control/faults")).json()["faults"][0]["target"] == "3pl"


@pytest.mark.parametrize("limit", [{"count": 2}, {"seconds": 30}])
async def test_a_fault_ends_by_itself(limit: dict[str, object]) -> None:
    """After so many requests, or so many seconds."""
    async with demo_site() as site:
        await site.fault("dal", "500", **limit)
        codes = [(await site.dallas()).status_code for _ in range(2)]
        site.clock.advance(30)
        codes.append((await site.dallas()).status_code)
        faults = (await site.client.get("/control/faults")).json()["faults"]
    assert codes == [500, 500, 200]
    assert faults == []


async def test_the_login_has_faults_of_its_own() -> None:
    """A login that fails is not a stock list that fails."""
    async with demo_site() as site:
        token = await site.token()
        await site.fault("3pl_login", "500")
        login = await site.client.post("/3pl/login", json={"user": "desk", "password": "demo"})
        assert (login.status_code, (await site.third_party(token)).status_code) == (500, 200)
