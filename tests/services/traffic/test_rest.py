"""Viewers by settings alone."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from app.ports import AnswerRejected
from services.traffic.rest import RestTrafficSource
from tests.fakes.clock import START, FakeClock
from tests.web import Said, Web, means, one_source, say, web

ROWS = """viewers = "data.online", organic = "data.organic", paid = "data.paid",\
 on_air = "data.sku", as_of = "data.at" """


@asynccontextmanager
async def traffic(
    folder: Path, clock: FakeClock, server: Web, rows: str = ROWS
) -> AsyncIterator[RestTrafficSource]:
    """A source on /live of the server."""
    entry = f"""
[[traffic]]
id = "live"
kind = "rest"
limit = {{ per_second = 1000, burst = 1000 }}
request = {{ url = "{server.url}/live" }}
rows = {{ {rows} }}
"""
    source = RestTrafficSource(one_source(folder, entry), means(clock))
    try:
        yield source
    finally:
        await source.close()


async def test_viewers_are_read(tmp_path: Path, clock: FakeClock) -> None:
    """With what is on air and when it was true, where the platform tells."""
    data = {"online": 2316, "organic": "1402", "paid": 914.0, "sku": 1001, "at": "2026-11-22T12:59:55Z"}
    async with web() as server, traffic(tmp_path, clock, server) as source:
        server.on("/live", {"data": data})
        answer = await source.read()
    assert (answer.viewers, answer.organic, answer.paid, answer.interactions) == (2316, 1402, 914, None)
    assert (answer.on_air, answer.as_of) == ("1001", START - timedelta(seconds=5))
    assert (answer.source, answer.asked_at) == ("live", START)


async def test_missing_viewers_are_unknown(tmp_path: Path, clock: FakeClock) -> None:
    """A gap in the graph, not an empty room; nothing on air is nothing on air."""
    async with web() as server, traffic(tmp_path, clock, server) as source:
        server.on("/live", {"data": {"sku": ""}})
        answer = await source.read()
    assert (answer.viewers, answer.on_air) == (None, None)


@pytest.mark.parametrize("online", ["-3", "12,5", "[1]", "true", "NaN", "1e400"])
async def test_viewers_that_can_t_be_counted_reject_the_answer(
    tmp_path: Path, clock: FakeClock, online: str
) -> None:
    """F054: the old figure ages; zero is never made up."""
    async with web() as server, traffic(tmp_path, clock, server) as source:
        value = f'"{online}"' if "," in online else online
        server.on("/live", Said(body=f'{{"data": {{"online": {value}}}}}'.encode()))
        with pytest.raises(AnswerRejected, match="can't be believed"):
            await source.read()


async def test_viewers_may_be_a_sum(tmp_path: Path, clock: FakeClock) -> None:
    """Where a platform tells its parts alone."""
    async with web() as server, traffic(tmp_path, clock, server, 'viewers = ["app", "web"]') as source:
        server.on("/live", say({"app": 5, "web": 3}))
        assert (await source.read()).viewers == 8
