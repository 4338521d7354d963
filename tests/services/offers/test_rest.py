"""Clicks, impressions and prices by settings alone."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from decimal import Decimal
from pathlib import Path

import pytest

from app.domain.readings import Offer
from app.ports import AnswerRejected
from services.offers.rest import RestOffersSource
from tests.fakes.clock import START, FakeClock
from tests.web import Web, means, one_source, say, web

ROWS = """items = "data.rows[]", sku = "sku", clicks = "clicks", impressions = "seen", price = "price" """


@asynccontextmanager
async def offers(
    folder: Path, clock: FakeClock, server: Web, rows: str = ROWS, more: str = ""
) -> AsyncIterator[RestOffersSource]:
    """A source on /offers of the server."""
    entry = f"""
[[offers]]
id = "cards"
kind = "rest"
limit = {{ per_second = 1000, burst = 1000 }}
request = {{ url = "{server.url}/offers" }}
rows = {{ {rows} }}
{more}
"""
    source = RestOffersSource(one_source(folder, entry), means(clock))
    try:
        yield source
    finally:
        await source.close()


async def test_clicks_and_prices_are_read(tmp_path: Path, clock: FakeClock) -> None:
    """Counts as whole numbers, money to the last digit, what is missing unknown; asked every ten seconds."""
    rows = [
        {"sku": "EAR-01", "clicks": 120, "seen": "2400", "price": "19.90"},
        {"sku": "CUP-07", "clicks": 0, "price": 8.5},
        {"sku": 1001},
    ]
    async with web() as server, offers(tmp_path, clock, server) as source:
        server.on("/offers", {"data": {"rows": rows}})
        answer = await source.read()
        assert (source.info.poll_seconds, source.info.stale_after_seconds) == (10.0, 50.0)
    assert (answer.running, answer.asked_at, answer.rejected) == (True, START, ())
    assert answer.offers == (
        Offer(sku="EAR-01", clicks=120, impressions=2400, price=Decimal("19.90")),
        Offer(sku="CUP-07", clicks=0, price=Decimal("8.5")),
        Offer(sku="1001"),
    )


async def test_a_platform_that_knows_ids_alone_is_told_which_is_which(
    tmp_path: Path, clock: FakeClock
) -> None:
    """By digits, as in shops; variants of one product are added up, strangers left out; amounts in cents."""
    rows = """items = "list", sku = "product_id", clicks = ["list_clicks", "card_clicks"], price = "amount",\
 cents = true, counts = "interval" """
    more = 'product_ids = { "EAR-01" = "8812", "CUP-07" = 17 }'
    told = [
        {"product_id": 8812, "list_clicks": 3, "card_clicks": 4, "amount": 1990},
        {"product_id": "8812", "list_clicks": 1, "card_clicks": 0, "amount": 2590},
        {"product_id": "17", "list_clicks": 2, "amount": "850"},
        {"product_id": "99", "list_clicks": 5, "card_clicks": 5, "amount": 1},
    ]
    async with web() as server, offers(tmp_path, clock, server, rows, more) as source:
        server.on("/offers", {"list": told})
        answer = await source.read()
    assert not answer.running
    assert answer.offers == (
        Offer(sku="EAR-01", clicks=8, price=Decimal("19.90")),
        Offer(sku="CUP-07", price=Decimal("8.50")),
    )


async def test_odd_rows_are_rejected_alone(tmp_path: Path, clock: FakeClock) -> None:
    """A count below zero or a price that is none; more than a fifth of them rejects all."""
    good = [{"sku": f"A{number}", "clicks": number} for number in range(12)]
    bad = [{"sku": "LESS", "clicks": -1}, {"sku": "DEAR", "price": "12,50"}, {"clicks": 4}]
    async with web() as server, offers(tmp_path, clock, server) as source:
        server.on("/offers", {"data": {"rows": good + bad}})
        answer = await source.read()
        assert len(answer.offers) == 12
        assert [row.where for row in answer.rejected] == ["LESS", "DEAR", "a row"]
        server.on("/offers", {"data": {"rows": good[:3] + bad}})
        with pytest.raises(AnswerRejected):
            await source.read()


async def test_what_has_not_changed_is_not_sent_again(tmp_path: Path, clock: FakeClock) -> None:
    """A 304 confirms the last answer."""
    async with web() as server, offers(tmp_path, clock, server) as source:
        server.on("/offers", say({"data": {"rows": [{"sku": "A", "clicks": 5}]}}, ETag='"v1"'))
        assert not (await source.read()).unchanged
        server.on("/offers", say("", status=304))
        assert (await source.read()).unchanged
