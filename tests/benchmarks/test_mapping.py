"""What it costs to turn a page of 500 rows into readings: from the bytes on, 2 % of the figures changed."""

import json
from itertools import cycle
from pathlib import Path
from time import thread_time

import pytest

from services.http import HttpResponse
from services.rest.answers import AnswerRules
from services.rest.listing import _Reading
from services.rest.settings import Answer
from services.warehouses.rest import RestStockSource
from tests.fakes.clock import START, FakeClock
from tests.web import means, one_source

pytestmark = pytest.mark.bench

RULES = AnswerRules(Answer(), None)
ROWS, ROUNDS, BUDGET_MS = 500, 100, 5.0
SETTINGS = """
[[warehouses]]
id = "la"
kind = "rest"
request = { url = "http://127.0.0.1:1/stock" }

[warehouses.rows]
items = "data.items[]"
sku = "sku"
available = "sellable"
on_hand = "qty"
reserved = "locked"
inbound = "onway"
unsellable = "damaged"
as_of = "counted_at"
changed_at = "updated_at"
"""


def test_a_page_of_500_rows_is_mapped_in_5_ms(tmp_path: Path) -> None:
    """Six figures and two stamps a row; the best of many, because other programs run too."""
    source = RestStockSource(one_source(tmp_path, SETTINGS), means(FakeClock()))
    pages = cycle([_page(change) for change in range(20)])
    _mapped(source, next(pages))
    best = min(_mapped(source, next(pages)) for _ in range(ROUNDS))
    print(f"\n{ROWS} rows mapped in {best:.2f} ms of processor time")
    assert best <= BUDGET_MS


def _mapped(source: RestStockSource, page: bytes) -> float:
    """Processor time from a page's bytes to its readings, milliseconds."""
    reader = source._reader
    began = thread_time()
    response = HttpResponse(status=200, url="http://127.0.0.1:1/stock", headers={}, body=page)
    reading = _Reading(reader._plan, reader._known)
    heard = RULES.hear(response, reading.before.elements, asked_at=START, seen_at=START)
    reading.add(heard, None)
    reader._known = reading.pages
    listing = reading.finished(says_empty=False)
    took = (thread_time() - began) * 1000
    assert listing.rows == ROWS
    return took


def _page(change: int) -> bytes:
    rows = [
        {"sku": f"EAR-{n:03}", "title": "无线降噪耳机", "sellable": n * 3 + (change if n % 50 == 0 else 0),
         "qty": n * 3 + 5, "locked": 5, "onway": 100, "damaged": 1, "counted_at": "2026-11-22T13:00:00Z",
         "updated_at": 1763816400 + n}
        for n in range(ROWS)
    ]  # fmt: skip
    return json.dumps({"data": {"items": rows}}, ensure_ascii=False).encode()
