"""A small shop and warehouse over real HTTP, in a thread: says and does what a test tells it, keeps a ledger.

For whole desks in processes of their own; connectors alone are tested against `tests/web.py` directly.
"""

import asyncio
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from tests.web import Asked, Said, Web, say, web

PRODUCTS = tuple(str(number) for number in range(1, 31))


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What becomes of one request. `effect_after_s` None: none. `cut`: the line drops without an answer.

    `close`: it drops after the answer. `after_s`: how long the answer takes.
    """

    status: int = 200
    body: str = "{}"
    headers: Mapping[str, str] = field(default_factory=dict)
    effect_after_s: float | None = 0.0
    cut: bool = False
    close: bool = False
    after_s: float = 0.0


WELL = Answer()


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One command that arrived."""

    action: str
    product: str
    key: str
    quantity: int | None


class Shop:
    """Products by id, each on sale with a quantity; answers in store by (action, product)."""

    def __init__(self) -> None:
        self.on_sale = dict.fromkeys(PRODUCTS, True)
        self.quantity = dict.fromkeys(PRODUCTS, 50)
        self.ledger: list[Told] = []
        self.port = 0
        self._next: dict[tuple[str, str], list[Answer]] = {}

    def answer(self, action: str, product: str, *answers: Answer) -> None:
        """What becomes of the next requests `off`, `on` or `read` for that product; then all is well."""
        self._next.setdefault((action, product), []).extend(answers)

    def told(self, product: str) -> list[str]:
        """What came for that product, in order."""
        return [each.action for each in self.ledger if each.product == product]

    def keys(self, product: str, action: str) -> list[str]:
        """The keys of these commands."""
        return [each.key for each in self.ledger if (each.product, each.action) == (product, action)]

    def open(self, site: Web) -> None:
        """Answer on that server."""
        self.port = site.port
        site.on("/stock", {"rows": [{"sku": f"SKU-{product}", "qty": 100} for product in PRODUCTS]})
        for product in PRODUCTS:
            site.on(f"/items/{product}", self._read)
            for action in ("off", "on"):
                site.on(f"/items/{product}/{action}", self._command)

    async def _read(self, asked: Asked) -> Said:
        product = asked.path.split("/")[2]
        answer = self._taken("read", product)
        if answer.status == WELL.status and answer.body == WELL.body:
            said = say(self._item(product))
            return Said(status=said.status, headers=said.headers, body=said.body, cut=answer.close)
        return await _said(answer)

    async def _command(self, asked: Asked) -> Said:
        _empty, _items, product, action = asked.path.split("/")
        key = asked.headers.get("idempotency-key", "")
        quantity = asked.json.get("qty") if asked.body else None
        told = Told(action=action, product=product, key=key, quantity=quantity)
        self.ledger.append(told)
        answer = self._taken(action, product)
        if answer.effect_after_s is not None:
            asyncio.get_running_loop().call_later(answer.effect_after_s, self._apply, told)
        return await _said(answer)

    def _item(self, product: str) -> dict[str, Any]:
        status = "on" if self.on_sale[product] else "off"
        return {"id": product, "status": status, "stock": self.quantity[product]}

    def _taken(self, action: str, product: str) -> Answer:
        waiting = self._next.get((action, product))
        return waiting.pop(0) if waiting else WELL

    def _apply(self, told: Told) -> None:
        self.on_sale[told.product] = told.action == "on"
        if told.quantity is not None:
            self.quantity[told.product] = told.quantity


async def _said(answer: Answer) -> Said:
    await asyncio.sleep(answer.after_s)
    if answer.cut:
        return Said(raw=b"", cut=True)
    headers = {"Content-Type": "application/json", **answer.headers}
    return Said(status=answer.status, headers=headers, body=answer.body.encode(), cut=answer.close)


@contextmanager
def running_shop() -> Iterator[Shop]:
    """A shop that answers, gone with the block."""
    shop, opened = Shop(), threading.Event()
    loop = asyncio.new_event_loop()
    ended = asyncio.Event()

    async def serve() -> None:
        async with web() as site:
            shop.open(site)
            opened.set()
            await ended.wait()

    def run() -> None:
        with asyncio.Runner(loop_factory=lambda: loop) as runner:
            runner.run(serve())

    thread = threading.Thread(target=run, name="shop")
    thread.start()
    opened.wait(5)
    try:
        yield shop
    finally:
        loop.call_soon_threadsafe(ended.set)
        thread.join()
