"""The load of the budget table, as its own process: 500 SKUs in each of 4 warehouses, two rooms' viewers.

Two per cent of the figures change each second; each answer says when its newest figure was made, so that the
way to the screen can be measured. Ends when standard input closes. Run: python -m tests.benchmarks.load_server
"""

import asyncio
import json
import random
import sys
import time
from dataclasses import dataclass, field

import h11

SKUS = 500
WAREHOUSES = ("w1", "w2", "w3", "w4")
CHANGED_SHARE = 0.02
ROOMS = ("r1", "r2")


@dataclass(slots=True)
class Load:
    """The figures, the instant each warehouse last changed, and what the shop was told."""

    dice: random.Random = field(default_factory=lambda: random.Random(7))
    stock: dict[str, list[int]] = field(default_factory=dict)
    pages: dict[str, bytes] = field(default_factory=dict)
    viewers: dict[str, int] = field(default_factory=dict)
    off: set[str] = field(default_factory=set)
    handed_out: dict[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.stock = {name: [self.dice.randint(200, 900) for _sku in range(SKUS)] for name in WAREHOUSES}
        self.viewers = dict.fromkeys(ROOMS, 2000)
        self.change()

    def change(self) -> None:
        """One second's changes."""
        for name, figures in self.stock.items():
            for position in self.dice.sample(range(SKUS), int(SKUS * CHANGED_SHARE)):
                figures[position] = max(0, figures[position] - self.dice.randint(1, 3))
            rows = [{"sku": f"SKU-{i:04}", "qty": units, "locked": 0} for i, units in enumerate(figures)]
            self.pages[name] = json.dumps({"total": SKUS, "items": rows}).encode()
        for room in ROOMS:
            self.viewers[room] = max(100, self.viewers[room] + self.dice.randint(-40, 40))

    def answer(self, method: str, path: str) -> bytes:
        """The body for a request."""
        kind, _slash, name = path.partition("?")[0].strip("/").partition("/")
        if kind == "stock":
            return self.pages[name]
        if kind == "live":
            total = self.viewers[name]
            return json.dumps({"online": total, "organic": total * 6 // 10, "paid": total * 4 // 10}).encode()
        if kind == "shop":
            return self._shop(method, name)
        return b"{}"

    def _shop(self, method: str, name: str) -> bytes:
        product, _slash, act = name.partition("/")
        if method == "POST":
            (self.off.add if act == "off" else self.off.discard)(product)
            self.handed_out[act] = time.time()
            return json.dumps({"id": product}).encode()
        if product == "":
            items = [{"id": str(i), "on": str(i) not in self.off} for i in range(SKUS)]
            return json.dumps({"items": items}).encode()
        return json.dumps({"items": [{"id": product, "on": product not in self.off}]}).encode()


async def serve(load: Load, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """One keep-alive connection."""
    talk = h11.Connection(h11.SERVER)
    request: h11.Request | None = None
    try:
        while True:
            event = talk.next_event()
            if event is h11.NEED_DATA:
                data = await reader.read(65536)
                talk.receive_data(data)
            elif isinstance(event, h11.Request):
                request = event
            elif isinstance(event, h11.EndOfMessage) and request is not None:
                body = load.answer(request.method.decode(), request.target.decode())
                headers = [("Content-Type", "application/json"), ("Content-Length", str(len(body)))]
                head = talk.send(h11.Response(status_code=200, headers=headers))
                parts = (head, talk.send(h11.Data(data=body)), talk.send(h11.EndOfMessage()))
                writer.write(b"".join(part or b"" for part in parts))
                await writer.drain()
                talk.start_next_cycle()
            elif isinstance(event, h11.ConnectionClosed) or event is h11.PAUSED:
                return
    except (OSError, h11.RemoteProtocolError):
        return
    finally:
        writer.close()


async def main() -> None:
    """Serve until standard input ends."""
    load = Load()
    server = await asyncio.start_server(lambda r, w: serve(load, r, w), "127.0.0.1", 0)
    print(json.dumps({"port": server.sockets[0].getsockname()[1]}), flush=True)
    ended = asyncio.get_running_loop().run_in_executor(None, sys.stdin.buffer.read)
    while not ended.done():
        await asyncio.wait({ended}, timeout=1.0)
        load.change()
    server.close()


if __name__ == "__main__":
    asyncio.run(main())
