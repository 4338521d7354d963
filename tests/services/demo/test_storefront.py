"""The shop, its orders and the live room over real HTTP."""

from datetime import datetime, timedelta
from decimal import Decimal
from itertools import pairwise

from services.demo.storefront import ORDER_PAGE
from tests.services.demo.site import EARBUDS, SCENARIO, SHOP, demo_site


async def test_one_call_reads_every_product() -> None:
    """With the shop's own ids, status and quantity."""
    async with demo_site() as site:
        items = (await site.client.get("/shop/items", headers=SHOP)).json()["items"]
    assert {str(item["id"]): item["seller_sku"] for item in items} == {
        article.shop_id: article.sku for article in SCENARIO.articles
    }
    assert {item["status"] for item in items} == {"on"}
    assert all(item["stock"] >= 0 for item in items)


async def test_a_mark_shows_at_once_and_a_restore_undoes_it() -> None:
    """The next read tells, and the ledger has both with their keys."""
    async with demo_site() as site:
        off = await site.flip("off", key="k1")
        marked = await site.shop()
        await site.flip("on", key="k2")
        restored = await site.shop()
        ledger = await site.ledger()
    assert off.json() == {"id": int(EARBUDS), "status": "off"}
    assert (marked["status"], restored["status"]) == ("off", "on")
    assert [(e["action"], e["key"], e["effect"], e["answered"]) for e in ledger] == [
        ("off", "k1", True, True),
        ("on", "k2", True, True),
    ]


async def test_a_product_can_be_taken_off_until_an_instant() -> None:
    """The shop puts it back by itself, to the second."""
    async with demo_site() as site:
        until = site.clock.now() + timedelta(seconds=90)
        await site.client.post(f"/shop/items/{EARBUDS}/off", headers=SHOP, json={"until": until.isoformat()})
        site.clock.advance(89)
        before = await site.shop()
        site.clock.advance(1)
        after = await site.shop()
    assert (before["status"], datetime.fromisoformat(before["off_until"])) == ("off", until)
    assert (after["status"], after["off_until"]) == ("on", None)


async def test_the_shop_wants_its_token_and_known_products() -> None:
    """Each refusal has its own status."""
    async with demo_site() as site:
        nobody = await site.client.get("/shop/items")
        unknown = await site.flip("off", "1")
        missing = await site.client.get("/shop/items/1", headers=SHOP)
        wrong = await site.client.put(f"/shop/items/{EARBUDS}/off", headers=SHOP)
        nonsense = await site.client.post(f"/shop/items/{EARBUDS}/off", headers=SHOP, content=b"{")
    codes = [answer.status_code for answer in (nobody, unknown, missing, wrong, nonsense)]
    assert codes == [401, 404, 404, 405, 400]


async def test_an_order_is_told_in_every_writing_of_since() -> None:
    """ISO 8601 with a zone, seconds or milliseconds mean the same instant."""
    async with demo_site() as site:
        site.clock.advance(60)
        since = site.clock.now() - timedelta(seconds=30)
        seconds = int(since.timestamp())
        texts = [since.isoformat(), since.isoformat().replace("+00:00", "Z"), seconds, seconds * 1000]
        answers = [await site.orders(text) for text in texts]
        naive = await site.client.get("/shop/orders", params={"since": "2026-11-22T13:00:00"}, headers=SHOP)
    assert answers[0]
    assert all(answer == answers[0] for answer in answers)
    assert naive.status_code == 400


async def test_orders_add_up_to_what_the_shop_sold() -> None:
    """Every line once, though asked for in overlapping pieces; cancelled lines come again as refunded."""
    async with demo_site() as site:
        start, units = site.clock.now(), {}
        for _ in range(40):
            site.clock.advance(10)
            for line in await site.orders((site.clock.now() - timedelta(seconds=15)).isoformat()):
                units[line["line_id"]] = 0 if line["refunded"] else line["qty"]
        truth = site.world.orders.changed_since(10 * 60 + 1, site.world.now)
        mine = [line for line in truth if line.paid_at > 10 * 60]
        stamps = [line["paid_at"] for line in await site.orders(start.isoformat())]
    assert sum(units.values()) >= sum(line.units for line in mine if not line.cancelled)
    assert {f"L{line.number:07}" for line in mine} <= set(units)
    assert any(line.cancelled for line in mine)
    assert all(units[f"L{line.number:07}"] == 0 for line in mine if line.cancelled)
    assert all(stamp <= site.clock.now().timestamp() for stamp in stamps)


async def test_many_orders_come_in_linked_pages() -> None:
    """rel="next" leads on until all are told."""
    async with demo_site(minute=60) as site:
        since = (site.clock.now() - timedelta(hours=2)).isoformat()
        first = await site.client.get("/shop/orders", params={"since": since}, headers=SHOP)
        lines = await site.orders(since)
    assert sum(len(order["lines"]) for order in first.json()["orders"]) == ORDER_PAGE
    assert "next" in first.links
    assert len({line["line_id"] for line in lines}) == len(lines) > 2 * ORDER_PAGE


async def test_the_live_room_tells_who_watches_and_what() -> None:
    """Organic and paid make up the viewers; stamps are of now, in milliseconds."""
    async with demo_site() as site:
        room = await site.room()
        now = site.clock.now().timestamp() * 1000
    assert room["online"] == room["organic"] + room["paid"] > 500
    assert room["interactions"] > 0
    assert room["showing"] == "EAR-01"
    assert room["at"] == now > room["showing_since"]


async def test_speed_makes_time_pass_faster_and_keeps_stamps_true() -> None:
    """At speed 60 a second is a minute of the show, and no stamp is ahead of the clock."""
    async with demo_site(speed=60) as site:
        before = len(await site.orders((site.clock.now() - timedelta(hours=1)).isoformat()))
        for _ in range(5):
            site.clock.advance(1)
            assert (await site.room())["at"] <= site.clock.now().timestamp() * 1000
        lines = await site.orders((site.clock.now() - timedelta(hours=1)).isoformat())
        state = (await site.client.get("/control/state")).json()
    assert state["minute"] == 15
    assert len(lines) - before > 100
    assert all(earlier["paid_at"] <= later["paid_at"] for earlier, later in pairwise(lines))


async def test_the_live_room_tells_clicks_and_prices_of_its_products() -> None:
    """Totals that grow, and prices in cents; beside the viewers, how buyers have bought so far."""
    async with demo_site(minute=30) as site:
        first = (await site.client.get("/live/rooms/1/products")).json()["data"]["products"]
        await site.client.post("/control/price", json={"sku": "EAR-01", "price": "24.90"})
        site.clock.advance(120)
        second = (await site.client.get("/live/rooms/1/products")).json()["data"]["products"]
        room = await site.room()
        await site.fault("cards", "frozen")
        site.clock.advance(60)
        third = (await site.client.get("/live/rooms/1/products")).json()["data"]["products"]
    before, after = ({row["seller_sku"]: row for row in rows} for rows in (first, second))
    assert before.keys() == {article.sku for article in SCENARIO.articles}
    assert all(after[sku]["clicks"] >= row["clicks"] for sku, row in before.items())
    assert sum(row["clicks"] for row in second) > sum(row["clicks"] for row in first)
    assert all(row["impressions"] > row["clicks"] for row in second if row["clicks"])
    assert (before["EAR-01"]["price_cents"], after["EAR-01"]["price_cents"]) == (2990, 2490)
    assert third == second
    assert room["reserved"] == SCENARIO.habits.reservations
    assert 0 < room["returning_share"] < 1
    assert 15 < float(room["order_value"]) < 40


async def test_order_lines_tell_what_they_brought_and_whose_they_are() -> None:
    """Money to the cent."""
    async with demo_site() as site:
        site.clock.advance(120)
        lines = await site.orders((site.clock.now() - timedelta(minutes=2)).isoformat())
    prices = {article.sku: article.price for article in SCENARIO.articles}
    assert lines
    assert all(Decimal(line["amount"]) == prices[line["sku"]] * line["qty"] for line in lines)
    assert {line["returning"] for line in lines} == {True, False}
