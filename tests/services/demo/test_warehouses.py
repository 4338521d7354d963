"""Three warehouse systems over real HTTP: doors, pages, shapes, limits."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from tests.services.demo.site import SCENARIO, Site, demo_site


def _at(site: str) -> set[str]:
    return {article.sku for article in SCENARIO.articles if site in article.opening}


async def test_dallas_pages_by_offset_up_to_its_total() -> None:
    """Every row once, in pages of the asked size."""
    async with demo_site() as site:
        rows: list[dict[str, Any]] = []
        while True:
            page = (await site.dallas(len(rows), 7)).json()
            assert len(page["items"]) <= 7
            rows += page["items"]
            if len(rows) >= page["meta"]["total"]:
                break
    assert sorted(row["item_no"] for row in rows) == sorted(_at("dal"))


async def test_dallas_rows_add_up() -> None:
    """Sellable is what is there less what is locked; below zero where more was sold than there is."""
    async with demo_site() as site:
        rows = {row["item_no"]: row for row in (await site.dallas()).json()["items"]}
        held = {row.sku: row.available for row in site.world.stock.figures("dal")}
    assert {sku: row["qty"] - row["locked"] for sku, row in rows.items()} == held
    assert held["SCL-01"] == -2


async def test_dallas_stamps_are_wall_time_in_shanghai() -> None:
    """The settings file says the zone that the stamps do not."""
    async with demo_site() as site:
        rows = (await site.dallas()).json()["items"]
        stamps = [datetime.fromisoformat(row["updated_at"]) for row in rows]
        ages = [site.clock.now() - stamp.replace(tzinfo=ZoneInfo("Asia/Shanghai")) for stamp in stamps]
    assert all(stamp.tzinfo is None for stamp in stamps)
    assert all(0 <= age.total_seconds() <= 25 * 60 for age in ages)


async def test_dallas_wants_its_password() -> None:
    """401 with a challenge."""
    async with demo_site() as site:
        answer = await site.client.get("/dallas/stock", auth=("desk", "guess"))
    assert answer.status_code == 401
    assert "Basic" in answer.headers["WWW-Authenticate"]


async def test_dallas_says_304_while_nothing_moved() -> None:
    """A desk that asks with the tag it has gets no body until a figure changes."""
    async with demo_site() as site:
        tag = (await site.dallas()).headers["ETag"]
        same = await site.dallas(tag=tag)
        site.clock.advance(60)
        changed = await site.dallas(tag=tag)
    assert (same.status_code, same.content, same.headers["ETag"]) == (304, b"", tag)
    assert changed.status_code == 200
    assert changed.headers["ETag"] != tag


async def test_the_third_party_nests_two_sites_in_a_row() -> None:
    """Each location with its own figures and the instant they were counted."""
    async with demo_site() as site:
        data = (await site.third_party(await site.token())).json()["data"]
        now = site.clock.now()
    codes: dict[str, set[str]] = {"LA": set(), "NJ": set()}
    for item in data["items"]:
        for location in item["locations"]:
            codes[location["code"]].add(item["sku"])
            assert location["sellable"] == location["qty"] - location["locked"]
            assert datetime.fromisoformat(location["counted_at"]) == now
    assert codes == {"LA": _at("la"), "NJ": _at("nj")}
    assert data["total"] == len(data["items"]) == len(_at("la") | _at("nj"))


async def test_the_third_party_has_numbered_pages() -> None:
    """From 1, each product on one page."""
    async with demo_site() as site:
        token = await site.token()
        pages = [
            (await site.third_party(token, number, 12)).json()["data"]["items"] for number in range(1, 5)
        ]
    skus = [row["sku"] for page in pages for row in page]
    assert [len(page) for page in pages[:2]] == [12, 12]
    assert sorted(skus) == sorted(_at("la") | _at("nj"))


async def test_a_token_ends() -> None:
    """As long as it said, then 401, and a new login opens the door again."""
    async with demo_site(token_seconds=30) as site:
        login = await site.client.post("/3pl/login", json={"user": "desk", "password": "demo"})
        token = login.json()["data"]["token"]
        assert login.json()["data"]["expires_in"] == 30
        assert (await site.third_party("made-up")).status_code == 401
        site.clock.advance(29)
        assert (await site.third_party(token)).status_code == 200
        site.clock.advance(1)
        assert (await site.third_party(token)).status_code == 401
        assert (await site.third_party(await site.token())).status_code == 200


async def test_a_wrong_password_gets_no_token() -> None:
    """Told with 200 and a code, as such systems do."""
    async with demo_site() as site:
        answer = await site.client.post("/3pl/login", json={"user": "desk", "password": "guess"})
    assert answer.status_code == 200
    assert (answer.json()["code"], answer.json()["data"]) == (4001, None)


async def _rested_fba(site: Site, cursor: str) -> dict[str, Any]:
    site.clock.advance(0.5)
    answer: dict[str, Any] = (await site.fba(cursor, 4)).json()
    return answer


async def test_fba_leads_from_page_to_page_by_cursor() -> None:
    """The last page has no cursor."""
    async with demo_site() as site:
        skus, cursor = [], ""
        while True:
            page = await _rested_fba(site, cursor)
            skus += [row["sellerSku"] for row in page["payload"]["inventorySummaries"]]
            cursor = page["pagination"].get("nextToken", "")
            if not cursor:
                break
    assert sorted(skus) == sorted(_at("fba"))


async def test_fba_takes_two_requests_a_second() -> None:
    """The third at once is told when to come again, and is let in then."""
    async with demo_site() as site:
        codes = [(await site.fba()).status_code for _ in range(3)]
        refused = await site.fba()
        site.clock.advance(float(refused.headers["Retry-After"]))
        after = await site.fba()
    assert codes == [200, 200, 429]
    assert after.status_code == 200


async def test_fba_forgives_a_request_that_is_a_little_early() -> None:
    """A sender who keeps two a second is not refused for the network's jitter, however long it goes on."""
    async with demo_site() as site:
        codes = set()
        for step in range(40):
            codes.add((await site.fba()).status_code)
            site.clock.advance(0.46 if step % 2 else 0.54)
    assert codes == {200}


async def test_fba_stamps_and_refusals() -> None:
    """Stamps of a row are of its last change; a wrong key is forbidden and a made-up cursor a mistake."""
    async with demo_site() as site:
        rows = (await site.fba()).json()["payload"]["inventorySummaries"]
        stamps = [datetime.fromisoformat(row["lastUpdatedTime"]) for row in rows]
        forbidden = await site.client.get("/fba/inventory/summaries", headers={"X-Api-Key": "guess"})
        made_up = await site.fba("bm9uc2Vuc2U=")
    assert all(stamp.tzinfo == UTC and stamp <= site.clock.now() for stamp in stamps)
    assert (forbidden.status_code, made_up.status_code) == (403, 400)


async def test_the_first_listing_can_be_that_of_the_broadcasts_start() -> None:
    """A desk that joins in the middle learns what full was; from the second listing on it sees what is."""
    async with demo_site(minute=84.2, opening_first=True) as site:
        first_page = (await site.dallas(0, 3)).json()["items"]
        opening = (await site.dallas()).json()["items"]
        now = (await site.dallas()).json()["items"]
        full = [row.on_hand for row in site.world.opening["dal"]]
    assert first_page == opening[:3]
    assert [row["qty"] for row in opening] == full
    assert now[0]["qty"] < opening[0]["qty"] / 2
