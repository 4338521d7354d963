"""The load of the budget table, as its own process: warehouses' stock, two rooms' viewers, shops.

A share of the figures changes each second. It notes when a change was first handed out and when the first
byte of a shop's request came, on the clock that all processes of this computer share. Ends when its standard
input closes.
Run: python -m tests.benchmarks.load_server [--skus N]
"""

import argparse
import asyncio
import json
import random
import sys
import time
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import h11

WAREHOUSES = ("w1", "w2", "w3", "w4")
ROOMS = ("r1", "r2")
CHANGED_SHARE = 0.02
SHARE_SEEN = 0.2
"""Of the changes, where SKUs are named that can be seen: so many are of those."""
LOW_EACH = 25
"""Of so many products one is low from the start."""
LARGE_PAGE = 1_950_000
"""Bytes of a page just under the desk's limit."""
SLOW_S = 2.5
NOTHING = b"{}"


class Fault(StrEnum):
    """What a warehouse can do wrong."""

    NONE = "none"
    LARGE = "large"
    SPACED = "spaced"
    """As large, and written with blanks, which only the careful reader takes."""
    SLOW = "slow"
    GARBAGE = "garbage"


def sku(position: int) -> str:
    """The SKU at that place of every list."""
    return f"SKU-{position:04}"


@dataclass(slots=True)
class Load:
    """The figures, what was handed out when, and what the shops were told."""

    skus: int
    dice: random.Random = field(default_factory=lambda: random.Random(7))
    stock: dict[str, list[int]] = field(default_factory=dict)
    known: dict[str, list[int]] = field(default_factory=dict)
    """Each warehouse's figures as last handed out."""
    viewers: dict[str, int] = field(default_factory=dict)
    off: set[str] = field(default_factory=set)
    seen: list[int] = field(default_factory=list)
    faults: dict[str, Fault] = field(default_factory=dict)
    handed_out: list[tuple[float, str, int]] = field(default_factory=list)
    """When, SKU, and the total of its last handed-out figures."""
    shop_asked: list[tuple[float, str, str]] = field(default_factory=list)
    """When the first byte came, method, path."""

    def __post_init__(self) -> None:
        self.stock = {name: [self._first(place) for place in range(self.skus)] for name in WAREHOUSES}
        self.known = {name: list(figures) for name, figures in self.stock.items()}
        self.viewers = dict.fromkeys(ROOMS, 2000)

    def _first(self, place: int) -> int:
        """Enough to sell for hours; of some products little, so that there are cues and alerts."""
        return self.dice.randint(200, 900) // (1 if place % LOW_EACH else 10)

    def change(self) -> None:
        """One second's changes."""
        for figures in self.stock.values():
            for position in self._changing():
                figures[position] = max(0, figures[position] - self.dice.randint(1, 3))
        for room in ROOMS:
            self.viewers[room] = max(100, self.viewers[room] + self.dice.randint(-40, 40))

    def _changing(self) -> list[int]:
        wanted = int(self.skus * CHANGED_SHARE)
        seen = self.dice.sample(self.seen, min(len(self.seen), int(wanted * SHARE_SEEN)))
        return seen + self.dice.sample(range(self.skus), wanted - len(seen))

    def page(self, name: str) -> bytes:
        """A warehouse's whole list, in one of the ways it can be wrong."""
        fault = self.faults.get(name, Fault.NONE)
        if fault is Fault.GARBAGE:
            return b'{"total": 500, "items": [{"sku": "SKU-' * 20_000
        rows: list[dict[str, Any]] = [
            {"sku": sku(place), "qty": units, "locked": 0} for place, units in enumerate(self.stock[name])
        ]
        if fault in (Fault.LARGE, Fault.SPACED):
            padding = "x" * (LARGE_PAGE // self.skus - 60)
            rows = [row | {"note": padding} for row in rows]
        separators = (" , ", " : ") if fault is Fault.SPACED else (",", ":")
        return json.dumps({"total": self.skus, "items": rows}, separators=separators).encode()

    def note_handed_out(self, name: str) -> None:
        """A warehouse's list leaves now."""
        now, known = time.monotonic(), self.known[name]
        for position, units in enumerate(self.stock[name]):
            if units != known[position]:
                known[position] = units
                total = sum(figures[position] for figures in self.known.values())
                self.handed_out.append((now, sku(position), total))

    def room(self, name: str) -> bytes:
        """A room's viewers."""
        total = self.viewers[name]
        return json.dumps({"online": total, "organic": total * 6 // 10, "paid": total * 4 // 10}).encode()

    def shop(self, method: str, path: str) -> bytes:
        """A shop: /shop/NAME/items, or /shop/NAME/ID/on and off."""
        _shop, name, *rest = path.strip("/").split("/")
        if method == "POST":
            key = f"{name}/{rest[0]}"
            (self.off.add if rest[1] == "off" else self.off.discard)(key)
            return NOTHING
        items = [{"id": str(place), "on": f"{name}/{place}" not in self.off} for place in range(self.skus)]
        return json.dumps({"items": items}).encode()

    def control(self, path: str, body: bytes) -> bytes:
        """What a benchmark asks and says."""
        told = json.loads(body or b"null")
        if path == "/control/seen":
            self.seen = [int(name[4:]) for name in told]
        elif path == "/control/faults":
            self.faults = {name: Fault(kind) for name, kind in told.items()}
        elif path == "/control/handed-out":
            return json.dumps(self.handed_out).encode()
        elif path == "/control/shop-asked":
            return json.dumps(self.shop_asked).encode()
        return NOTHING


class Talk:
    """One keep-alive connection."""

    def __init__(self, load: Load, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._load = load
        self._reader = reader
        self._writer = writer
        self._talk = h11.Connection(h11.SERVER)
        self._first_byte_at: float | None = None

    async def run(self) -> None:
        """Answer until the other side closes."""
        try:
            while await self._exchange():
                pass
        except (OSError, h11.ProtocolError):
            pass
        finally:
            self._writer.close()

    async def _exchange(self) -> bool:
        request, body = await self._event(), b""
        if not isinstance(request, h11.Request):
            return False
        while isinstance(event := await self._event(), h11.Data):
            body += event.data
        if not isinstance(event, h11.EndOfMessage):
            return False
        await self._answer(request.method.decode(), request.target.decode().partition("?")[0], body)
        self._talk.start_next_cycle()
        self._first_byte_at = None
        return True

    async def _event(self) -> object:
        while (event := self._talk.next_event()) is h11.NEED_DATA:
            data = await self._reader.read(65536)
            self._first_byte_at = self._first_byte_at or time.monotonic()
            self._talk.receive_data(data)
        return event

    async def _answer(self, method: str, path: str, body: bytes) -> None:
        load, kind, name = self._load, path.split("/")[1], path.rpartition("/")[2]
        if load.faults.get(name) is Fault.SLOW:
            await asyncio.sleep(SLOW_S)
        if kind == "shop":
            load.shop_asked.append((self._first_byte_at or 0.0, method, path))
        answers = {
            "stock": lambda: load.page(name),
            "live": lambda: load.room(name),
            "shop": lambda: load.shop(method, path),
            "control": lambda: load.control(path, body),
        }
        said = answers[kind]()
        if kind == "stock":
            load.note_handed_out(name)
        self._write(said)
        await self._writer.drain()

    def _write(self, body: bytes) -> None:
        headers = [("Content-Type", "application/json"), ("Content-Length", str(len(body)))]
        head = self._talk.send(h11.Response(status_code=200, headers=headers))
        parts = (head, self._talk.send(h11.Data(data=body)), self._talk.send(h11.EndOfMessage()))
        self._writer.write(b"".join(part or b"" for part in parts))


async def main(skus: int) -> None:
    """Serve until standard input ends."""
    load = Load(skus)
    server = await asyncio.start_server(lambda r, w: Talk(load, r, w).run(), "127.0.0.1", 0)
    print(json.dumps({"port": server.sockets[0].getsockname()[1]}), flush=True)
    ended = asyncio.get_running_loop().run_in_executor(None, sys.stdin.buffer.read)
    while not ended.done():
        await asyncio.wait({ended}, timeout=1.0)
        load.change()
    server.close()


if __name__ == "__main__":
    options = argparse.ArgumentParser()
    options.add_argument("--skus", type=int, default=500)
    asyncio.run(main(options.parse_args().skus))
