"""The demo's levers over real HTTP."""

from tests.services.demo.site import demo_site


async def test_showing_a_product_brings_viewers() -> None:
    """The lever does what the run of show does."""
    async with demo_site(minute=50) as site:
        before = (await site.room())["online"]
        answer = await site.client.post("/control/on_air", json={"sku": "EAR-02", "draw": 2.0})
        site.clock.advance(60)
        room = await site.room()
    assert answer.json() == {"on_air": "EAR-02"}
    assert room["showing"] == "EAR-02"
    assert room["online"] > 1.4 * before


async def test_nothing_can_be_shown_too() -> None:
    """Between two products nobody is on air."""
    async with demo_site() as site:
        await site.client.post("/control/on_air", json={"sku": None})
        assert (await site.room())["showing"] is None


async def test_a_delivery_reaches_its_site() -> None:
    """The state says what every site holds."""
    async with demo_site() as site:
        before = (await site.client.get("/control/state")).json()["available"]["la"]["PRJ-01"]
        await site.client.post("/control/delivery", json={"site": "la", "sku": "PRJ-01", "units": 25})
        state = (await site.client.get("/control/state")).json()
    assert state["available"]["la"]["PRJ-01"] == before + 25
    assert state["opening"]["la"]["PRJ-01"] > 0
    assert state["off_sale"] == []


async def test_levers_refuse_what_they_do_not_understand() -> None:
    """A sentence, and nothing happens."""
    async with demo_site() as site:
        answers = [
            await site.client.post("/control/on_air", json={"sku": "NO-SUCH"}),
            await site.client.post("/control/delivery", json={"site": "la", "sku": "NO-SUCH", "units": 1}),
            await site.client.post("/control/delivery", json={"site": "la", "sku": "EAR-01", "units": "1"}),
            await site.client.post("/control/faults", json={"target": "la", "kind": "sulking"}),
            await site.client.post("/control/faults", json={"target": "moon", "kind": "slow"}),
            await site.client.post("/control/faults", json={"target": "la", "kind": "slow", "delay": "long"}),
            await site.client.post("/control/faults", json={"target": "la", "kind": "slow", "count": 1.5}),
            await site.client.post("/control/price", json={"sku": "NO-SUCH", "price": "5"}),
            await site.client.post("/control/price", json={"sku": "EAR-01", "price": "cheap"}),
            await site.client.post("/control/price", json={"sku": "EAR-01", "price": 0}),
        ]
        faults = (await site.client.get("/control/faults")).json()["faults"]
    assert [answer.status_code for answer in answers] == [404, 404, 400, 400, 400, 400, 400, 404, 400, 400]
    assert all(answer.json()["error"] for answer in answers)
    assert faults == []


async def test_web_pages_cannot_pull_the_levers() -> None:
    """A page open in the operator's browser has no business here."""
    async with demo_site() as site:
        answer = await site.client.post(
            "/control/on_air", json={"sku": None}, headers={"Origin": "https://example.org"}
        )
    assert answer.status_code == 403


async def test_the_history_of_every_shelf_leads_to_what_it_holds() -> None:
    """Opening stock and every sale, cancellation and delivery since come to what is there now."""
    async with demo_site(minute=40) as site:
        await site.client.post("/control/delivery", json={"site": "la", "sku": "PRJ-01", "units": 25})
        history = (await site.client.get("/control/history")).json()
        state = (await site.client.get("/control/state")).json()
    units = {(shelf, sku): had for shelf, of in history["opening"].items() for sku, had in of.items()}
    for _at, shelf, sku, more in history["moved"]:
        units[shelf, sku] += more
    assert units == {(shelf, sku): had for shelf, of in state["available"].items() for sku, had in of.items()}
    instants = [moved[0] for moved in history["moved"]]
    assert instants == sorted(instants)
    assert instants[0] >= history["started_at"]
