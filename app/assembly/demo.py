"""The demo's beginning: a simulated world in its own process, and a desk that opens amid its broadcast.

What came before is handed to the journal as if the desk had been there: the broadcast, its stock, its
viewers and sales, and what the products sold in the half year before. After that the desk knows the demo only
through its settings, like any room.
"""

import asyncio
import os
from collections import Counter
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import msgspec

from app.domain.broadcast import Mark, MarkKind, Phase
from app.domain.hold import Who
from app.ports import DailySales, Journal, SoldUnits, StockChange, TrafficSample
from services.demo import PASSWORD, PASSWORD_VARIABLE, DemoFailed, DemoOptions, DemoWorld
from services.http import Http, HttpRequest

DEMO = Who(account="demo", through="command")
HOST = "Lin"
TRAFFIC, SALES = "live", "orders"
"""Ids of the demo's sources in its settings file."""
HISTORY_MB = 8
HISTORY_WITHIN_S = 10.0


class _Past(msgspec.Struct, frozen=True):
    """The broadcast so far; stamps are seconds since 1970."""

    started_at: float
    opening: dict[str, dict[str, int]]
    viewers: list[tuple[float, int, int]]
    shown: list[tuple[float, str]]
    sold: list[tuple[float, str, int]]
    moved: list[tuple[float, str, str, int]]
    days: list[tuple[float, str, int]]


async def start_world(speed: float, stack: AsyncExitStack) -> DemoWorld:
    """Start the demo's process; it ends with the stack, or with this process however that ends.

    Raises:
        DemoFailed: It did not start.
    """
    os.environ[PASSWORD_VARIABLE] = PASSWORD
    world = DemoWorld()
    stack.push_async_callback(world.stop)
    await world.start(DemoOptions(speed=speed))
    return world


async def write_settings(world: DemoWorld, file: Path, language: str) -> None:
    """Write the demo's settings file, an ordinary one."""
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    await asyncio.to_thread(file.write_text, world.settings(language), "utf-8")


async def remember_past(world: DemoWorld, journal: Journal) -> None:
    """Hand the journal what came before, unless a broadcast of an earlier run is still open in it.

    Raises:
        JournalError: The journal can't be opened or written.
    """
    remembered = await journal.open()
    if remembered.broadcast is None:
        past = await _past(world)
        opening: Counter[str] = Counter()
        for site in past.opening.values():
            opening.update(site)
        started_at = _instant(past.started_at)
        await journal.start_broadcast(started_at, HOST, opening, DEMO)
        await journal.set_phase(Phase.LIVE, started_at, DEMO)
        await _keep(past, journal)


async def _keep(past: _Past, journal: Journal) -> None:
    await journal.add_facts(
        stock=_levels(past),
        traffic=[
            TrafficSample(at=_instant(at), source=TRAFFIC, viewers=organic + paid, organic=organic, paid=paid)
            for at, organic, paid in past.viewers
        ],
        sold=[SoldUnits(at=_instant(at), sku=sku, units=units, source=SALES) for at, sku, units in past.sold],
        marks=[Mark(kind=MarkKind.ON_AIR, at=_instant(at), sku=sku) for at, sku in past.shown],
    )
    await journal.import_sales(
        [DailySales(day=_instant(at), sku=sku, units=Decimal(units)) for at, sku, units in past.days]
    )
    if past.shown:
        at, sku = past.shown[-1]
        await journal.set_on_air(sku, _instant(at), DEMO)


def _levels(past: _Past) -> list[StockChange]:
    """What every shelf could sell at the start, and after each change."""
    start = _instant(past.started_at)
    units = {(site, sku): had for site, shelf in past.opening.items() for sku, had in shelf.items()}
    levels = [
        StockChange(at=start, warehouse=site, sku=sku, available=max(0, had), oversold=max(0, -had))
        for (site, sku), had in units.items()
    ]
    for at, site, sku, more in past.moved:
        had = units[site, sku] = units.get((site, sku), 0) + more
        levels.append(
            StockChange(
                at=_instant(at), warehouse=site, sku=sku, available=max(0, had), oversold=max(0, -had)
            )
        )
    return levels


async def _past(world: DemoWorld) -> _Past:
    client = Http().client(timeout_seconds=HISTORY_WITHIN_S, max_bytes=HISTORY_MB * 1_000_000)
    try:
        request = HttpRequest(method="GET", url=f"{world.url}/control/history", repeatable=True)
        answer = await client.send(request)
    finally:
        await client.close()
    return msgspec.json.decode(answer.body, type=_Past)


def _instant(stamp: float) -> datetime:
    return datetime.fromtimestamp(stamp, UTC)


__all__ = ["DEMO", "DemoFailed", "remember_past", "start_world", "write_settings"]
