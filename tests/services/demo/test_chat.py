"""The chat of the demo's customer service: it says 200 to everything, and remembers what it took."""

from tests.services.demo.site import SHOP, demo_site


async def test_it_takes_a_text_and_says_200_to_a_refusal_too() -> None:
    """The code in the body is what counts."""
    async with demo_site() as here:
        said = [
            await here.client.post("/chat/send", json={"text": {"content": "on sale again"}}, headers=SHOP),
            await here.client.post("/chat/send", json={"text": "no content"}, headers=SHOP),
            await here.client.post("/chat/send", content=b"{", headers=SHOP),
            await here.client.post("/chat/send", json={"text": {"content": "hello"}}),
        ]
        known = (await here.client.get("/chat")).json()["messages"]
    assert [answer.status_code for answer in said] == [200] * 4
    assert [answer.json()["errcode"] for answer in said] == [0, 40035, 40035, 40014]
    assert [message["text"] for message in known] == ["on sale again"]
