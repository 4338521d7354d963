"""The load as a benchmark meets it: its server, a settings file for it, an hour of past in the journal."""

import json
import subprocess
import sys
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from app.domain.broadcast import Phase
from app.domain.hold import Who
from app.ports import TrafficSample
from services.clock import SystemClock
from services.journal.sql_journal import SqlJournal
from tests.benchmarks.load_server import ROOMS, WAREHOUSES, Fault, sku

PROJECT = Path(__file__).parents[2]
DATABASE = "stockcue.db"
SETTINGS = "room.toml"
POINTS = 3600
"""Points of each graph when the desk opens."""
OPENING = 2400
_ME = Who(account="bench", through="command")
_TITLES = ("无线降噪耳机", "便携榨汁杯", "Silk pillowcase", "车载支架", "Ceramic knife set", "儿童水彩笔")


@dataclass(frozen=True, slots=True)
class RunningLoad:
    """A load server that answers."""

    port: int
    skus: int

    def handed_out(self) -> list[tuple[float, str, int]]:
        """When each change was handed out, of which SKU, and its total then."""
        return [(at, name, total) for at, name, total in self._talk("handed-out")]

    def shop_asked(self) -> list[tuple[float, str, str]]:
        """When the first byte of each request to a shop came, its method and path."""
        return [(at, method, path) for at, method, path in self._talk("shop-asked")]

    def set_seen(self, skus: Sequence[str]) -> None:
        """These can be seen: a fifth of all changes is of them."""
        self._talk("seen", list(skus))

    def set_faults(self, **faults: Fault) -> None:
        """Faults by warehouse; those not named are well."""
        self._talk("faults", faults)

    def _talk(self, about: str, told: object = None) -> Any:  # noqa: ANN401 - JSON
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}/control/{about}", data=json.dumps(told).encode()
        )
        with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310 - the same
            return json.load(answer)


@contextmanager
def running_load(skus: int = 500) -> Iterator[RunningLoad]:
    """Start a load server; it ends with the block."""
    command = [sys.executable, "-m", "tests.benchmarks.load_server", "--skus", str(skus)]
    with subprocess.Popen(command, cwd=PROJECT, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        try:
            yield RunningLoad(json.loads(process.stdout.readline())["port"], skus)
        finally:
            process.kill()


def write_settings(
    folder: Path, load: RunningLoad, *, shops: Sequence[str] = ("shop",), unlimited: bool = False
) -> None:
    """Write a room's settings for the load: polls once a second, shops at their usual pace or `unlimited`."""
    base = f"http://127.0.0.1:{load.port}"
    parts = ['[room]\nname = "Load"\nlanguage = "en"\ncurrency = "USD"\ntimezone = "Asia/Shanghai"']
    parts += [_warehouse(base, name) for name in WAREHOUSES]
    parts += [_traffic(base, name) for name in ROOMS]
    parts += [
        _shop(base, name, load.skus, "limit = { per_second = 1000, burst = 1000 }" if unlimited else "")
        for name in shops
    ]
    parts += [_product(place) for place in range(load.skus)]
    folder.mkdir(parents=True, exist_ok=True)
    (folder / SETTINGS).write_text("\n\n".join(parts), "utf-8")


def _product(place: int) -> str:
    title = f"{_TITLES[place % len(_TITLES)]} {place}"
    return f'[[products]]\nsku = "{sku(place)}"\ntitle = "{title}"\nprice = "29.90"'


def _warehouse(base: str, name: str) -> str:
    return f"""[[warehouses]]
id = "{name}"
name = "Warehouse {name}"
short = "{name}"
kind = "rest"
poll_seconds = 1
request = {{ url = "{base}/stock/{name}" }}
rows = {{ items = "items[]", sku = "sku", available = "qty", reserved = "locked" }}"""


def _traffic(base: str, name: str) -> str:
    return f"""[[traffic]]
id = "{name}"
name = "Room {name}"
kind = "rest"
poll_seconds = 1
request = {{ url = "{base}/live/{name}" }}
rows = {{ viewers = "online", organic = "organic", paid = "paid" }}"""


def _shop(base: str, name: str, skus: int, limit: str) -> str:
    ids = "\n".join(f'"{sku(place)}" = {place}' for place in range(skus))
    return f"""[[storefronts]]
id = "{name}"
kind = "rest"
enforces_quantity = true
{limit}

[storefronts.product_ids]
{ids}

[storefronts.read]
request = {{ url = "{base}/shop/{name}/items" }}
items = "items[]"
product_id = "id"
on_sale = "on"

[storefronts.sell_out]
request = {{ method = "POST", url = "{base}/shop/{name}/${{product_id}}/off" }}

[storefronts.restore]
request = {{ method = "POST", url = "{base}/shop/{name}/${{product_id}}/on" }}"""


async def remember_an_hour(folder: Path, load: RunningLoad) -> None:
    """Put into the journal a broadcast that has run for an hour: opening stock and both rooms' viewers."""
    journal = SqlJournal(folder / DATABASE, SystemClock())
    try:
        await journal.open()
        begun = datetime.now(UTC) - timedelta(seconds=POINTS)
        openings = {sku(place): OPENING for place in range(load.skus)}
        await journal.start_broadcast(begun, "Lin", openings, _ME)
        await journal.set_phase(Phase.LIVE, begun, _ME)
        await journal.set_on_air(sku(0), begun, _ME)
        await journal.add_facts(
            traffic=[_sample(room, begun, second) for room in ROOMS for second in range(POINTS)]
        )
    finally:
        await journal.close()


def _sample(room: str, begun: datetime, second: int) -> TrafficSample:
    viewers = 1500 + second // 10 + 40 * (second % 7)
    return TrafficSample(
        at=begun + timedelta(seconds=second),
        source=room,
        viewers=viewers,
        organic=viewers * 6 // 10,
        paid=viewers * 4 // 10,
    )
