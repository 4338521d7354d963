"""Orders and totals by settings alone."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.domain.readings import Sale, SalesCount
from app.ports import AnswerRejected
from services.sales.rest import RestSalesSource
from tests.fakes.clock import START, FakeClock
from tests.web import Web, means, one_source, say, web

LINES = """items = "orders[].lines[]", sku = "sku", units = "qty", counts = "orders",\
 order = "line_id", at = "paid_at", cancelled = "refunded" """


@asynccontextmanager
async def sales(
    folder: Path, clock: FakeClock, server: Web, rows: str = LINES, query: str = 'since = "${since}"'
) -> AsyncIterator[RestSalesSource]:
    """A source on /orders of the server."""
    entry = f"""
[[sales]]
id = "orders"
kind = "rest"
limit = {{ per_second = 1000, burst = 1000 }}
request = {{ url = "{server.url}/orders", query = {{ {query} }} }}
rows = {{ {rows} }}
"""
    source = RestSalesSource(one_source(folder, entry), means(clock))
    try:
        yield source
    finally:
        await source.close()


async def test_order_lines_become_sales(tmp_path: Path, clock: FakeClock) -> None:
    """Each with its id, so that it counts once; asked since the given instant; every five seconds."""
    line = {"sku": "EAR-01", "qty": 2, "line_id": 77, "paid_at": "2026-11-22T12:58:00Z", "refunded": False}
    back = {"sku": "EAR-02", "qty": "1", "line_id": "x8", "paid_at": None, "refunded": True}
    async with web() as server, sales(tmp_path, clock, server) as source:
        server.on("/orders", {"orders": [{"lines": [line]}, {"lines": [back]}, {"lines": []}]})
        answer = await source.read(START - timedelta(hours=1))
        assert (source.info.poll_seconds, source.info.stale_after_seconds) == (5.0, 25.0)
    assert answer.counts is SalesCount.ORDERS
    assert answer.sales == (
        Sale(sku="EAR-01", units=2, order="77", at=datetime(2026, 11, 22, 12, 58, tzinfo=UTC)),
        Sale(sku="EAR-02", units=1, order="x8", cancelled=True),
    )
    assert server.asked[0].query == {"since": ["2026-11-22T12:00:00Z"]}


async def test_an_hour_without_orders_is_believed(tmp_path: Path, clock: FakeClock) -> None:
    """Unlike stock, sales come and go."""
    async with web() as server, sales(tmp_path, clock, server) as source:
        server.on("/orders", say({"orders": [{"lines": [{"sku": "A", "qty": 1, "line_id": 1}]}]}))
        assert len((await source.read(START)).sales) == 1
        server.on("/orders", {"orders": []})
        assert (await source.read(START)).sales == ()


async def test_lines_that_can_t_be_counted_are_rejected_alone(tmp_path: Path, clock: FakeClock) -> None:
    """Without units or without the id that makes them count once; more than a fifth rejects all."""
    good = [{"sku": "A", "qty": 1, "line_id": n} for n in range(12)]
    bad = [
        {"sku": "NOID", "qty": 1},
        {"sku": "NOQTY", "line_id": 99},
        {"sku": "ODD", "qty": 1, "line_id": 98, "refunded": "no"},
    ]
    async with web() as server, sales(tmp_path, clock, server) as source:
        server.on("/orders", {"orders": [{"lines": good + bad}]})
        answer = await source.read(START)
        assert len(answer.sales) == 12
        assert {row.where for row in answer.rejected} == {"NOID", "NOQTY", "ODD"}
        server.on("/orders", {"orders": [{"lines": good[:2] + bad}]})
        with pytest.raises(AnswerRejected):
            await source.read(START)


async def test_how_a_source_counts_is_said_or_guessed_safely(tmp_path: Path, clock: FakeClock) -> None:
    """By orders where they have ids, else as a running total, which can't count twice."""
    plain = 'items = "rows", sku = "sku", units = "qty"'
    async with web() as server:
        server.on("/orders", {"rows": [{"sku": "A", "qty": 5}]})
        for rows, wanted in (
            (plain, SalesCount.SINCE_START),
            (plain + ', order = "sku"', SalesCount.ORDERS),
            (plain + ', counts = "interval"', SalesCount.INTERVAL),
        ):
            async with sales(tmp_path, clock, server, rows) as source:
                assert (await source.read(START)).counts is wanted


async def test_lines_may_be_levels_of_their_order(tmp_path: Path, clock: FakeClock) -> None:
    """So that a line knows when its order was paid; JMESPath can't look up."""
    rows = """items = "orders", levels = "lines", sku = "level.sku", units = "level.qty",\
 order = "join('/', [item.id, level.sku])", at = "item.paid_at" """
    order = {"id": "7", "paid_at": 1795352405, "lines": [{"sku": "A", "qty": 1}, {"sku": "B", "qty": 2}]}
    async with web() as server, sales(tmp_path, clock, server, rows) as source:
        server.on("/orders", {"orders": [order]})
        answer = await source.read(START)
    assert [(sale.sku, sale.units, sale.order) for sale in answer.sales] == [("A", 1, "7/A"), ("B", 2, "7/B")]
    assert {sale.at for sale in answer.sales} == {datetime(2026, 11, 22, 13, 0, 5, tzinfo=UTC)}


async def test_a_running_total_that_did_not_change_is_not_sent_again(
    tmp_path: Path, clock: FakeClock
) -> None:
    """Only where the request is the same each time: not with `since`."""
    rows = 'items = "rows", sku = "sku", units = "qty"'
    async with web() as server:
        server.on("/orders", say({"rows": [{"sku": "A", "qty": 5}]}, ETag='"v1"'))
        async with sales(tmp_path, clock, server, rows, "") as source:
            await source.read(START)
            await source.read(START)
        async with sales(tmp_path, clock, server, rows) as source:
            await source.read(START)
            await source.read(START)
    assert [asked.headers.get("if-none-match") for asked in server.asked] == [None, '"v1"', None, None]
