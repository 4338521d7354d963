"""The demo's beginning: a simulated world in its own process, and a desk that opens amid its broadcast.

What came before is handed to the journal as if the desk had been there: the broadcasts of the evenings
before, today's so far, its stock, its viewers and sales, and what the products sold in the half year before.
After that the desk knows the demo only through its settings, like any room.
"""

import asyncio
import os
from collections import Counter
from collections.abc import Iterable, Mapping
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import TypeVar

import msgspec

from app.domain.broadcast import Mark, MarkKind, Phase
from app.domain.hold import Who
from app.domain.told import ClickTotal, PriceTold, Told
from app.ports import DailySales, Journal, SoldUnits, StockChange, TrafficSample
from services.demo import PASSWORD, PASSWORD_VARIABLE, DemoFailed, DemoOptions, DemoWorld
from services.http import Http, HttpRequest

DEMO = Who(account="demo", through="command")
HOST = "Lin"
PAST_HOST = "Lin (demo)"
"""Says of broadcasts that are over that nobody was on air."""
BEFORE = timedelta(minutes=5)
TRAFFIC, SALES, OFFERS = "live", "orders", "cards"
"""Ids of the demo's sources in its settings file."""
T = TypeVar("T")
HISTORY_MB = 8
HISTORY_WITHIN_S = 30.0


class _Past(msgspec.Struct, frozen=True):
    """The broadcast so far; stamps are seconds since 1970."""

    started_at: float
    opening: dict[str, dict[str, int]]
    viewers: list[tuple[float, int, int]]
    shown: list[tuple[float, str]]
    sold: list[tuple[float, str, int]]
    moved: list[tuple[float, str, str, int]]
    clicked: list[tuple[float, str, int, int]]
    repriced: list[tuple[float, str, Decimal]]
    days: list[tuple[float, str, int]]


class _Evening(msgspec.Struct, frozen=True):
    """A broadcast that is over."""

    started_at: float
    ended_at: float
    opening: dict[str, dict[str, int]]
    viewers: list[tuple[float, int, int]]
    shown: list[tuple[float, str]]
    sold: list[tuple[float, str, int]]


class _Evenings(msgspec.Struct, frozen=True):
    evenings: list[_Evening]


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
        if remembered.last_broadcast is None:
            for evening in (await _told(world, "evenings", _Evenings)).evenings:
                await _keep_evening(evening, journal)
        past = await _told(world, "history", _Past)
        started_at = _instant(past.started_at)
        await journal.start_broadcast(started_at, HOST, _whole(past.opening), DEMO)
        await journal.set_phase(Phase.LIVE, started_at, DEMO)
        await _keep(past, journal)


async def _keep_evening(evening: _Evening, journal: Journal) -> None:
    """A broadcast from its start to its end; figures of the stock came a little before, as they do."""
    start = _instant(evening.started_at)
    await journal.add_facts(
        stock=[
            StockChange(at=start - BEFORE, warehouse=site, sku=sku, available=units)
            for site, shelf in evening.opening.items()
            for sku, units in shelf.items()
        ]
    )
    broadcast = await journal.start_broadcast(start, PAST_HOST, _whole(evening.opening), DEMO)
    await journal.add_facts(
        traffic=_watched(evening.viewers), sold=_sold(evening.sold), marks=_shown(evening.shown)
    )
    await journal.end_broadcast(broadcast.id, _instant(evening.ended_at), DEMO)


async def _keep(past: _Past, journal: Journal) -> None:
    await journal.add_facts(
        stock=_levels(past),
        traffic=_watched(past.viewers),
        sold=_sold(past.sold),
        marks=_shown(past.shown),
        told=_told_of_buyers(past),
    )
    await journal.import_sales(
        [DailySales(day=_instant(at), sku=sku, units=Decimal(units)) for at, sku, units in past.days]
    )
    if past.shown:
        at, sku = past.shown[-1]
        await journal.set_on_air(sku, _instant(at), DEMO)


def _whole(opening: Mapping[str, Mapping[str, int]]) -> Counter[str]:
    """What all sites held together."""
    whole: Counter[str] = Counter()
    for site in opening.values():
        whole.update(site)
    return whole


def _watched(viewers: Iterable[tuple[float, int, int]]) -> list[TrafficSample]:
    return [
        TrafficSample(at=_instant(at), source=TRAFFIC, viewers=organic + paid, organic=organic, paid=paid)
        for at, organic, paid in viewers
    ]


def _sold(sold: Iterable[tuple[float, str, int]]) -> list[SoldUnits]:
    return [SoldUnits(at=_instant(at), sku=sku, units=units, source=SALES) for at, sku, units in sold]


def _shown(shown: Iterable[tuple[float, str]]) -> list[Mark]:
    return [Mark(kind=MarkKind.ON_AIR, at=_instant(at), sku=sku) for at, sku in shown]


def _told_of_buyers(past: _Past) -> list[Told]:
    """Clicks once a minute, and prices as they changed."""
    clicked = [
        ClickTotal(at=_instant(at), source=OFFERS, sku=sku, clicks=clicks, impressions=impressions)
        for at, sku, clicks, impressions in past.clicked
    ]
    prices = [
        PriceTold(at=_instant(at), source=OFFERS, sku=sku, price=price) for at, sku, price in past.repriced
    ]
    return [*clicked, *prices]


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


async def _told(world: DemoWorld, what: str, kind: type[T]) -> T:
    """What one of the demo's own levers tells."""
    client = Http().client(timeout_seconds=HISTORY_WITHIN_S, max_bytes=HISTORY_MB * 1_000_000)
    try:
        request = HttpRequest(method="GET", url=f"{world.url}/control/{what}", repeatable=True)
        answer = await client.send(request)
    finally:
        await client.close()
    return msgspec.json.decode(answer.body, type=kind)


def _instant(stamp: float) -> datetime:
    return datetime.fromtimestamp(stamp, UTC)


__all__ = ["DEMO", "DemoFailed", "remember_past", "start_world", "write_settings"]
