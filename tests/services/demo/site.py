"""The demo world's systems over real HTTP in the test's own loop, with a clock that the test moves."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import httpx2

from services.demo.api import Api
from services.demo.ledger import Ledger
from services.demo.scenario import MINUTE, load_scenario
from services.demo.server import Server
from services.demo.stage import Stage
from services.demo.timeline import Timeline
from services.demo.world import World
from tests.fakes.clock import FakeClock

SCENARIO = load_scenario()
DALLAS_LOGIN = ("desk", "demo")
SHOP = {"Authorization": "Bearer demo"}
FBA_KEY = {"X-Api-Key": "demo"}
EARBUDS = "8812"


def world_at(minute: float, *, seed: int = 2, ledger: Ledger | None = None) -> World:
    """A world in that minute of the broadcast."""
    world = World(SCENARIO, seed=seed, ledger=ledger)
    world.go_to(minute * MINUTE)
    return world


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """The systems, and how a desk would speak to each."""

    world: World
    clock: FakeClock
    client: httpx2.AsyncClient
    port: int

    async def dallas(self, offset: int = 0, limit: int = 100, *, tag: str = "") -> httpx2.Response:
        """One page of our own warehouse."""
        query = {"offset": offset, "limit": limit}
        headers = {"If-None-Match": tag} if tag else {}
        return await self.client.get("/dallas/stock", params=query, auth=DALLAS_LOGIN, headers=headers)

    async def token(self) -> str:
        """A fresh token of the third party."""
        answer = await self.client.post("/3pl/login", json={"user": "desk", "password": "demo"})
        token: str = answer.json()["data"]["token"]
        return token

    async def third_party(self, token: str, page: int = 1, size: int = 100) -> httpx2.Response:
        """One page of the third party's stock."""
        query = {"page": page, "page_size": size}
        headers = {"Authorization": f"Bearer {token}"}
        return await self.client.get("/3pl/stock", params=query, headers=headers)

    async def fba(self, cursor: str = "", size: int = 100) -> httpx2.Response:
        """One page of FBA's stock."""
        query: dict[str, str | int] = {"pageSize": size} | ({"nextToken": cursor} if cursor else {})
        return await self.client.get("/fba/inventory/summaries", params=query, headers=FBA_KEY)

    async def orders(self, since: object = "") -> list[dict[str, Any]]:
        """Every line since an instant, all pages of it."""
        path: str | None = str(httpx2.URL("/shop/orders", params={"since": str(since)}))
        lines: list[dict[str, Any]] = []
        while path:
            answer = await self.client.get(path, headers=SHOP)
            lines += [line for order in answer.json()["orders"] for line in order["lines"]]
            path = answer.links.get("next", {}).get("url")
        return lines

    async def shop(self, product_id: str = EARBUDS) -> dict[str, Any]:
        """One product in the shop."""
        answer = await self.client.get(f"/shop/items/{product_id}", headers=SHOP)
        item: dict[str, Any] = answer.json()
        return item

    async def flip(self, action: str, product_id: str = EARBUDS, *, key: str = "") -> httpx2.Response:
        """Take a product off sale or put it back."""
        headers = SHOP | ({"Idempotency-Key": key} if key else {})
        return await self.client.post(f"/shop/items/{product_id}/{action}", headers=headers)

    async def room(self) -> dict[str, Any]:
        """The live room."""
        room: dict[str, Any] = (await self.client.get("/live/rooms/1")).json()["data"]
        return room

    async def fault(self, target: str, kind: str, **more: object) -> None:
        """Order a fault."""
        answer = await self.client.post("/control/faults", json={"target": target, "kind": kind, **more})
        assert answer.status_code == 200, answer.text

    async def heal(self, target: str = "") -> None:
        """End one fault, or all."""
        await self.client.delete(f"/control/faults/{target}".rstrip("/"))

    async def ledger(self) -> list[dict[str, Any]]:
        """All that the shop was told."""
        entries: list[dict[str, Any]] = (await self.client.get("/shop/ledger")).json()["entries"]
        return entries


@asynccontextmanager
async def demo_site(
    *,
    minute: float = 10.0,
    speed: float = 1.0,
    token_seconds: float = 120.0,
    opening_first: bool = False,
    ledger: Ledger | None = None,
) -> AsyncIterator[Site]:
    """Serve a world of its own while the block runs."""
    clock, world = FakeClock(), world_at(minute, ledger=ledger)
    timeline = Timeline(clock, start=world.now, speed=speed)
    stage = Stage(world, timeline, clock, opening_first=opening_first)
    server = Server(Api(stage, token_seconds=token_seconds).handle, clock)
    port = await server.start(0)
    client = httpx2.AsyncClient(base_url=f"http://127.0.0.1:{port}", trust_env=False, timeout=5)
    try:
        async with client:
            yield Site(world=world, clock=clock, client=client, port=port)
    finally:
        await server.stop()
