"""A warehouse by settings alone, against real servers."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.domain.catalogue import Warehouse, WarehouseMode
from app.domain.readings import StockReading
from app.ports import AnswerRejected, LoginRefused, NotAllowed, Throttled, Unavailable
from services.warehouses.rest import RestStockSource
from tests.fakes.clock import START, FakeClock
from tests.web import Asked, Said, Web, means, one_source, say, web

PLAIN = """
[warehouses.rows]
items = "items"
sku = "sku"
available = "qty"
"""


@asynccontextmanager
async def stock(
    folder: Path, clock: FakeClock, server: Web, text: str = PLAIN, head: str = "", request: str = ""
) -> AsyncIterator[RestStockSource]:
    """A source that reads /stock of the server; `text` adds tables, `head` and `request` keys."""
    entry = f"""
[[warehouses]]
id = "la"
name = "洛杉矶三方仓"
kind = "rest"
limit = {{ per_second = 1000, burst = 1000 }}
{head}
[warehouses.request]
url = "{server.url}/stock"
{request}
{text}
"""
    source = RestStockSource(one_source(folder, entry), means(clock, la_password="pa55word", key="s3cr3t"))
    try:
        yield source
    finally:
        await source.close()


async def test_rows_become_readings(tmp_path: Path, clock: FakeClock) -> None:
    """Every figure and stamp of a row, typed; and when it was asked, and what the server's clock said."""
    row = {
        "sku": "EAR-01",
        "sellable": 118,
        "qty": "120",
        "locked": 2.0,
        "onway": 0,
        "counted_at": 1795352405,
    }
    row["updated_at"] = "2026-11-22 20:00:00"
    text = """
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
    async with web() as server, stock(tmp_path, clock, server, text, 'zone = "Asia/Shanghai"') as source:
        server.on("/stock", say({"data": {"items": [row]}}, Date="Sun, 22 Nov 2026 13:01:00 GMT"))
        answer = await source.read()
    assert answer.readings == (
        StockReading(
            sku="EAR-01",
            warehouse="la",
            available=118,
            on_hand=120,
            reserved=2,
            inbound=0,
            unsellable=None,
            as_of=datetime(2026, 11, 22, 13, 0, 5, tzinfo=UTC),
            changed_at=datetime(2026, 11, 22, 12, 0, tzinfo=UTC),
        ),
    )
    assert (answer.source, answer.asked_at, answer.seen_at) == ("la", START, START)
    assert answer.clock_offset == timedelta(minutes=1)
    assert source.warehouses == (Warehouse(id="la", name="洛杉矶三方仓", short="洛", source="la"),)


async def test_cadence_and_age_limit_have_defaults(tmp_path: Path, clock: FakeClock) -> None:
    """Two seconds; stale after five polls and not before fifteen seconds."""
    async with web() as server:
        async with stock(tmp_path, clock, server) as source:
            assert (source.info.poll_seconds, source.info.stale_after_seconds) == (2.0, 15.0)
        async with stock(tmp_path, clock, server, head="poll_seconds = 10") as source:
            assert (source.info.poll_seconds, source.info.stale_after_seconds) == (10.0, 50.0)


async def test_missing_is_unknown_and_negative_is_a_fact(tmp_path: Path, clock: FakeClock) -> None:
    """F042, F045: null stays null, zero stays zero, -3 is none left and three sold too many."""
    items = [{"sku": "A", "qty": None}, {"sku": "B", "qty": 0}, {"sku": "C", "qty": -3}, {"sku": "D"}]
    async with web() as server, stock(tmp_path, clock, server) as source:
        server.on("/stock", {"items": items})
        answer = await source.read()
    assert [(r.sku, r.available, r.oversold) for r in answer.readings] == [
        ("A", None, 0), ("B", 0, 0), ("C", 0, 3), ("D", None, 0)
    ]  # fmt: skip


async def test_a_sum_may_be_available(tmp_path: Path, clock: FakeClock) -> None:
    """Where a system tells only what lies there and what is locked; a missing term makes it unknown."""
    text = PLAIN.replace('available = "qty"', 'available = ["qty", "-locked", "not_null(extra, `0`)"]')
    items = [
        {"sku": "A", "qty": 10, "locked": 4},
        {"sku": "B", "qty": 10},
        {"sku": "C", "qty": 1, "locked": 4, "extra": 1},
    ]
    async with web() as server, stock(tmp_path, clock, server, text) as source:
        server.on("/stock", {"items": items})
        answer = await source.read()
    assert [(r.available, r.oversold) for r in answer.readings] == [(6, 0), (None, 0), (0, 2)]


async def test_a_bad_row_is_rejected_alone(tmp_path: Path, clock: FakeClock) -> None:
    """F032, F035, F036, F038, F047, F049: its neighbours count, and the answer names it."""
    good = ",".join(f'{{"sku": "S{n}", "qty": {n}}}' for n in range(45))
    bad = (
        '{"sku": "NAN", "qty": NaN}', '{"sku": "DUP", "qty": 1, "qty": 2}', '{"sku": "WIDE", "qty": "５"}',
        '{"sku": "HUGE", "qty": ' + "9" * 5000 + "}", '{"sku": "BIG", "qty": 9223372036854775808}',
        '{"qty": 3}', '{"sku": "", "qty": 3}', "null",
        '{"sku": "HALF", "qty": 1.5}', '{"sku": true, "qty": 1}',
    )  # fmt: skip
    body = f'{{"items": [{good},{",".join(bad)}]}}'.encode()
    async with web() as server, stock(tmp_path, clock, server) as source:
        server.on("/stock", Said(body=body))
        answer = await source.read()
    assert len(answer.readings) == 45
    assert len(answer.rejected) == 10
    assert {"NAN", "HUGE", "WIDE", "BIG", "HALF"} <= {row.where for row in answer.rejected}


async def test_more_than_a_fifth_bad_rows_reject_the_answer(tmp_path: Path, clock: FakeClock) -> None:
    """Then it is the format that is wrong, not a row."""
    async with web() as server, stock(tmp_path, clock, server) as source:
        server.on("/stock", {"items": [{"sku": str(n), "qty": "x" if n == 0 else n} for n in range(5)]})
        assert len((await source.read()).readings) == 4
        server.on("/stock", {"items": [{"sku": str(n), "qty": "x" if n == 0 else n} for n in range(4)]})
        with pytest.raises(AnswerRejected, match="1 of 4 rows") as raised:
            await source.read()
    assert "rows" in raised.value.remedy


@pytest.mark.parametrize("document", [{"data": []}, [1, 2], {"items": "none"}, {"items": 3}, "text"])
async def test_a_bad_envelope_rejects_the_answer(tmp_path: Path, clock: FakeClock, document: object) -> None:
    """F033: another shape than the settings say is nobody's stock."""
    async with web() as server, stock(tmp_path, clock, server) as source:
        server.on("/stock", say(document))
        with pytest.raises(AnswerRejected, match="no list"):
            await source.read()


async def test_a_web_page_is_a_wrong_answer_from_the_network(tmp_path: Path, clock: FakeClock) -> None:
    """F003: a guest network's sign-in page says 200, and is no empty stock."""
    async with web() as server, stock(tmp_path, clock, server) as source:
        server.on("/stock", Said(headers={"Content-Type": "text/html"}, body=b"<html>Please sign in</html>"))
        with pytest.raises(AnswerRejected, match="Wrong answer from the network"):
            await source.read()
        server.on("/stock", Said(body=b""))
        with pytest.raises(AnswerRejected, match="with nothing"):
            await source.read()
        server.on("/stock", Said(body=b"qty=3"))
        with pytest.raises(AnswerRejected, match="no JSON"):
            await source.read()


async def test_skus_are_compared_after_nfc_and_otherwise_left_alone(tmp_path: Path, clock: FakeClock) -> None:
    """F061: decomposed letters are composed; blanks and capitals are kept; numbers become their digits."""
    skus = ["Cafe\u0301", " a ", "A", "a", 1001, "한글".encode().decode()]
    async with web() as server, stock(tmp_path, clock, server) as source:
        server.on("/stock", {"items": [{"sku": sku, "qty": 1} for sku in skus]})
        answer = await source.read()
    assert [r.sku for r in answer.readings] == ["Café", " a ", "A", "a", "1001", "한글"]


async def test_a_sku_beyond_measure_is_none(tmp_path: Path, clock: FakeClock) -> None:
    """F059: it is rejected, never cut: a cut one may be another's."""
    items = [{"sku": str(n), "qty": 1} for n in range(9)] + [{"sku": "x" * 1_000_000, "qty": 1}]
    async with web() as server, stock(tmp_path, clock, server) as source:
        server.on("/stock", {"items": items})
        answer = await source.read()
    assert len(answer.readings) == 9
    assert len(answer.rejected[0].where) <= 200


async def test_the_same_sku_twice_in_a_page_is_rejected(tmp_path: Path, clock: FakeClock) -> None:
    """F122: nobody knows which of the two figures holds."""
    items = [{"sku": str(n), "qty": n} for n in range(12)] + [{"sku": "3", "qty": 99}]
    async with web() as server, stock(tmp_path, clock, server) as source:
        server.on("/stock", {"items": items})
        answer = await source.read()
    assert "3" not in {r.sku for r in answer.readings}
    assert [(row.where, row.why) for row in answer.rejected] == [("3", "stands 2 times in the list")] * 2


async def test_duplicates_may_be_summed(tmp_path: Path, clock: FakeClock) -> None:
    """Batches of one product: figures are added, as old as the oldest, unknown where one is."""
    text = PLAIN + 'duplicates = "sum"\non_hand = "hand"\nas_of = "at"'
    items = [
        {"sku": "A", "qty": 5, "hand": 6, "at": 2000}, {"sku": "A", "qty": -7, "hand": None, "at": 1000},
        {"sku": "B", "qty": None}, {"sku": "B", "qty": 1},
    ]  # fmt: skip
    async with web() as server, stock(tmp_path, clock, server, text) as source:
        server.on("/stock", {"items": items})
        a, b = (await source.read()).readings
    assert (a.available, a.oversold, a.on_hand) == (0, 2, None)
    assert a.as_of == datetime.fromtimestamp(1000, UTC)
    assert b.available is None


async def test_an_empty_list_is_believed_only_where_it_was_empty_or_says_so(
    tmp_path: Path, clock: FakeClock
) -> None:
    """F126: a system that forgets its stock for a moment must not sell us out."""
    text = PLAIN + '[warehouses.pages]\ntotal = "total"'
    async with (
        web() as server,
        stock(tmp_path, clock, server, text.replace('[warehouses.pages]\ntotal = "total"', "")) as source,
    ):
        server.on("/stock", {"items": []})
        assert (await source.read()).readings == ()
        server.on("/stock", {"items": [{"sku": "A", "qty": 1}]})
        await source.read()
        server.on("/stock", {"items": []})
        with pytest.raises(AnswerRejected, match="empty"):
            await source.read()
    async with web() as server, stock(tmp_path, clock, server, text) as source:
        server.on("/stock", {"items": [{"sku": "A", "qty": 1}], "total": 1})
        await source.read()
        server.on("/stock", {"items": [], "total": 0})
        assert (await source.read()).readings == ()


async def test_levels_name_several_warehouses(tmp_path: Path, clock: FakeClock) -> None:
    """Every other path sees item and level; a code that the settings do not list is its own id."""
    text = """
[warehouses.rows]
items = "items[]"
levels = "locations[]"
sku = "item.sku"
warehouse = "level.code"
available = "level.qty"
[warehouses.sites]
NJ = { id = "nj", name = "新泽西仓", mode = "own" }
CA = "la"
7 = "seven"
"""
    items = [
        {"sku": "A", "locations": [{"code": c, "qty": n} for n, c in enumerate(["NJ", "CA", "TX"], 1)]},
        {"sku": "B", "locations": []}, {"sku": "C"}, {"sku": "D", "locations": [{"code": 7, "qty": 4}]},
    ]  # fmt: skip
    async with web() as server, stock(tmp_path, clock, server, text) as source:
        server.on("/stock", {"items": items})
        answer = await source.read()
    assert [(r.sku, r.warehouse, r.available) for r in answer.readings] == [
        ("A", "nj", 1), ("A", "la", 2), ("A", "TX", 3), ("D", "seven", 4)
    ]  # fmt: skip
    assert source.warehouses[0] == Warehouse(
        id="nj", name="新泽西仓", short="新", mode=WarehouseMode.OWN, source="la"
    )


async def test_items_may_be_an_object_keyed_by_sku(tmp_path: Path, clock: FakeClock) -> None:
    """`$key` is the key; the value may be a bare figure."""
    text = '[warehouses.rows]\nitems = "stock"\nsku = "$key"\navailable = "@"'
    async with web() as server, stock(tmp_path, clock, server, text) as source:
        server.on("/stock", {"stock": {"A": 3, "B": "4", "C": None, "D": 0}})
        answer = await source.read()
    assert [(r.sku, r.available) for r in answer.readings] == [("A", 3), ("B", 4), ("C", None), ("D", 0)]


async def test_levels_may_be_an_object_too(tmp_path: Path, clock: FakeClock) -> None:
    """Then `$key` is the level's key, and `item.$key` the row's."""
    text = """
[warehouses.rows]
items = "@"
levels = "by_site"
sku = "item.$key"
warehouse = "$key"
available = "level"
"""
    async with web() as server, stock(tmp_path, clock, server, text) as source:
        server.on("/stock", {"A": {"by_site": {"nj": 3, "la": 4}}, "B": {"by_site": {"nj": 0}}})
        answer = await source.read()
    assert [(r.sku, r.warehouse, r.available) for r in answer.readings] == [
        ("A", "nj", 3), ("A", "la", 4), ("B", "nj", 0)
    ]  # fmt: skip


async def test_a_path_that_fails_on_a_row_rejects_that_row_alone(tmp_path: Path, clock: FakeClock) -> None:
    """A function that is given what it can't take spoils one row, not the page."""
    text = PLAIN.replace('available = "qty"', 'available = "length(batches)"')
    items = [{"sku": str(n), "batches": [1] * n} for n in range(9)] + [{"sku": "bad", "batches": 5}]
    async with web() as server, stock(tmp_path, clock, server, text) as source:
        server.on("/stock", {"items": items})
        answer = await source.read()
    assert [r.available for r in answer.readings] == list(range(9))
    assert [row.where for row in answer.rejected] == ["bad"]


async def test_unchanged_rows_stay_the_same_objects(tmp_path: Path, clock: FakeClock) -> None:
    """A poll costs what changed."""
    async with web() as server, stock(tmp_path, clock, server) as source:
        server.on("/stock", {"items": [{"sku": "A", "qty": 1}, {"sku": "B", "qty": 2}]})
        first = await source.read()
        server.on("/stock", {"items": [{"sku": "A", "qty": 1}, {"sku": "B", "qty": 3}]})
        second = await source.read()
    assert first.readings[0] is second.readings[0]
    assert second.readings[1].available == 3


@pytest.mark.parametrize("items", ["items[]", "keyed", "items[?qty != `13`]"])
async def test_an_answer_after_another_says_what_it_says_alone(
    tmp_path: Path, clock: FakeClock, items: str
) -> None:
    """Rows that change, go bad, are mended, come, go and trade places: nothing is left of what was before."""
    rows: list[dict[str, object]] = [{"sku": f"S{n}", "qty": n, "title": "x" * 20} for n in range(120)]
    bad: dict[str, object] = {"sku": "S7", "qty": "five"}
    spoilt, moved = [*rows[:7], bad, *rows[8:]], [*rows[:5], rows[6], rows[5], *rows[7:]]
    sold = [{**row, "qty": 3} if place in (7, 13) else row for place, row in enumerate(rows)]
    true = [{**row, "qty": True} if place == 1 else row for place, row in enumerate(rows)]
    twice = [{**row, "sku": "S3"} if place == 9 else row for place, row in enumerate(rows)]
    answers = [rows, sold, spoilt, spoilt, rows, true, rows, moved, rows[:-1], rows, rows[::-1]]
    answers += [rows, twice, twice, sold, [*rows[:4], {}, *rows[5:]], rows]
    text = PLAIN.replace('"items"', f'"{items}"')
    async with web() as server, stock(tmp_path, clock, server, text) as source:
        for answer in answers:
            keyed = {f"{row}": row for row in answer}
            server.on("/stock", {"keyed": keyed} if items == "keyed" else {"items": answer})
            async with stock(tmp_path, clock, server, text) as fresh:
                again, alone = await source.read(), await fresh.read()
            assert (again.readings, again.rejected) == (alone.readings, alone.rejected)


async def test_the_request_is_what_the_settings_say(tmp_path: Path, clock: FakeClock) -> None:
    """Query adds to the url's own, lists repeat the key, secrets are fetched, basic is a header."""
    request = """
query = { kind = ["a", "b"], flag = true, n = 3, key = "${secret:key}" }
headers = { X-Key = "${secret:key}", Accept = "text/json" }
basic = { user = "desk", password = "${secret:la_password}" }
"""
    async with web() as server, stock(tmp_path, clock, server, request=request) as source:
        server.on("/stock", {"items": []})
        await source.read()
    asked = server.asked[0]
    assert asked.query == {"kind": ["a", "b"], "flag": ["true"], "n": ["3"], "key": ["s3cr3t"]}
    assert asked.headers["x-key"] == "s3cr3t"
    assert asked.headers["accept"] == "text/json"
    assert asked.headers["authorization"] == "Basic ZGVzazpwYTU1d29yZA=="


async def test_a_read_may_be_a_post_with_json_or_a_form(tmp_path: Path, clock: FakeClock) -> None:
    """Many Chinese systems read by POST alone; numbers stay numbers."""
    as_json = 'method = "POST"\njson = { page = { size = 50, tags = ["x"] }, key = "${secret:key}" }'
    as_form = 'method = "POST"\nform = { size = 50, tags = ["x", "y"], key = "${secret:key}" }'
    async with web() as server:
        server.on("/stock", {"items": []})
        async with stock(tmp_path, clock, server, request=as_json) as source:
            await source.read()
        async with stock(tmp_path, clock, server, request=as_form) as source:
            await source.read()
    first, second = server.asked
    assert (first.method, first.json) == ("POST", {"page": {"size": 50, "tags": ["x"]}, "key": "s3cr3t"})
    assert first.headers["content-type"] == "application/json"
    assert second.body == b"size=50&tags=x&tags=y&key=s3cr3t"
    assert second.headers["content-type"] == "application/x-www-form-urlencoded"


async def test_values_beyond_ascii_are_sent_as_utf_8(tmp_path: Path, clock: FakeClock) -> None:
    """In headers, addresses and bodies."""
    request = 'method = "POST"\nheaders = { X-Room = "夜场" }\nquery = { q = "耳机" }\njson = { "名" = "仓" }'
    async with web() as server, stock(tmp_path, clock, server, request=request) as source:
        server.on("/stock", {"items": []})
        await source.read()
    asked = server.asked[0]
    assert asked.headers["x-room"].encode("latin-1").decode() == "夜场"
    assert (asked.query, asked.json) == ({"q": ["耳机"]}, {"名": "仓"})


async def test_a_value_that_would_forge_a_header_is_not_sent(tmp_path: Path, clock: FakeClock) -> None:
    """A secret with a line break, say, pasted with too much."""
    entry = """
[[warehouses]]
id = "la"
kind = "rest"
request = {{ url = "{url}/stock", headers = {{ X-Key = "${{secret:key}}" }} }}
rows = {{ items = "items", sku = "sku", available = "qty" }}
"""
    async with web() as server:
        settings = one_source(tmp_path, entry.format(url=server.url))
        source = RestStockSource(settings, means(clock, key="abc\r\nX-Admin: 1"))
        with pytest.raises(AnswerRejected, match="header X-Key can't be sent"):
            await source.read()
        await source.close()
    assert server.asked == []


async def test_a_user_in_the_address_becomes_a_header(tmp_path: Path, clock: FakeClock) -> None:
    """And never stays in the address."""
    entry = """
[[warehouses]]
id = "la"
kind = "rest"
request = {{ url = "http://desk:${{secret:la_password}}@127.0.0.1:{port}/stock" }}
rows = {{ items = "items", sku = "sku", available = "qty" }}
"""
    async with web() as server:
        server.on("/stock", {"items": []})
        settings = one_source(tmp_path, entry.format(port=server.port))
        source = RestStockSource(settings, means(clock, la_password="p/a@55"))
        await source.read()
        await source.close()
    assert server.asked[0].headers["authorization"] == "Basic ZGVzazpwL2FANTU="


async def test_one_read_at_a_time(tmp_path: Path, clock: FakeClock) -> None:
    """A refresh during a slow poll waits for it."""
    busy = 0
    most = 0

    async def slowly(_asked: Asked) -> Said:
        nonlocal busy, most
        busy += 1
        most = max(most, busy)
        await asyncio.sleep(0.03)
        busy -= 1
        return say({"items": []})

    async with web() as server, stock(tmp_path, clock, server) as source:
        server.on("/stock", slowly)
        await asyncio.gather(*(source.read() for _ in range(3)))
    assert (most, len(server.asked)) == (1, 3)


async def test_statuses_become_the_right_errors(tmp_path: Path, clock: FakeClock) -> None:
    """Each with plain words; the server's own are quoted, bounded and on one line."""
    async with web() as server, stock(tmp_path, clock, server) as source:
        for status, kind in (
            (401, LoginRefused), (403, NotAllowed), (404, AnswerRejected), (400, AnswerRejected),
            (409, AnswerRejected), (304, AnswerRejected), (408, Unavailable), (500, Unavailable),
            (503, Unavailable),
        ):  # fmt: skip
            problem = {"title": "No", "detail": "because\n\x1b[31m" + "x" * 500, "odd": [1]}
            server.on("/stock", say(problem, status))
            with pytest.raises(kind) as raised:
                await source.read()
            text = str(raised.value)
            assert "\n" not in text
            assert "\x1b" not in text
            assert len(text) < 320
            assert status in (304, 408) or "No: because" in text


async def test_a_server_in_trouble_may_say_when_to_come_back(tmp_path: Path, clock: FakeClock) -> None:
    """F022: 503 with Retry-After pauses this source's reads; nothing is sent meanwhile."""
    async with web() as server, stock(tmp_path, clock, server) as source:
        server.on("/stock", say({}, 503, Retry_After="120"), say({"items": []}))
        with pytest.raises(Unavailable) as raised:
            await source.read()
        assert raised.value.retry_after_s == 120.0
        with pytest.raises(Throttled):
            await source.read()
        assert len(server.asked) == 1
        clock.advance(121)
        await source.read()
    assert len(server.asked) == 2


@pytest.mark.parametrize("value", ["30", "Sun, 22 Nov 2026 13:10:30 GMT"])
async def test_slow_down_may_be_seconds_or_a_date(tmp_path: Path, clock: FakeClock, value: str) -> None:
    """A date counts from the server's own clock, which may differ from ours."""
    async with web() as server, stock(tmp_path, clock, server) as source:
        server.on("/stock", say({}, 429, Retry_After=value, Date="Sun, 22 Nov 2026 13:10:00 GMT"))
        with pytest.raises(Throttled) as raised:
            await source.read()
    assert raised.value.retry_after_s == 30.0


async def test_200_but(tmp_path: Path, clock: FakeClock) -> None:
    """Systems that always answer 200: ok, error, slow_down, refused, login_again, whatever the status."""
    text = (
        PLAIN
        + """
[warehouses.answer]
ok = "code == `0`"
error = "message"
slow_down = "code == `199`"
refused = "code == `7`"
login_again = "code == `100`"
as_of = "at"
"""
    )
    async with web() as server, stock(tmp_path, clock, server, text) as source:
        server.on("/stock", {"code": 0, "items": [], "at": "2026-11-22T12:59:00Z"})
        assert (await source.read()).as_of == START - timedelta(minutes=1)
        for code, kind, words in (
            (5, AnswerRejected, "It says: nope"), (7, AnswerRejected, "refuses"),
            (100, LoginRefused, "login is refused"), ("0", AnswerRejected, "wrong"),
        ):  # fmt: skip
            for status in (200, 500) if code in (7, 100) else (200,):
                server.on("/stock", say({"code": code, "message": "nope", "items": []}, status))
                with pytest.raises(kind, match=words):
                    await source.read()
        server.on("/stock", say({"code": 199, "items": []}, 200))
        with pytest.raises(Throttled):
            await source.read()


async def test_a_bad_stamp_for_the_whole_answer_rejects_it(tmp_path: Path, clock: FakeClock) -> None:
    """Nobody would know how old the figures are."""
    text = PLAIN + '[warehouses.answer]\nas_of = "at"'
    async with web() as server, stock(tmp_path, clock, server, text) as source:
        server.on("/stock", {"items": [], "at": "2026-11-22"})
        with pytest.raises(AnswerRejected, match="stamp"):
            await source.read()


async def test_what_has_not_changed_is_not_sent_again(tmp_path: Path, clock: FakeClock) -> None:
    """F028: asked with the validators of the last accepted answer; unchanged keeps its stamp."""
    text = PLAIN + '[warehouses.answer]\nas_of = "at"'

    def answer(asked: Asked) -> Said:
        if asked.headers.get("if-none-match") == '"v1"':
            return Said(status=304)
        return say({"items": [{"sku": "A", "qty": 1}], "at": 1795352405}, ETag='"v1"', Last_Modified="x")

    async with web() as server, stock(tmp_path, clock, server, text) as source:
        server.on("/stock", answer)
        first = await source.read()
        clock.advance(5)
        second = await source.read()
    assert (first.unchanged, second.unchanged) == (False, True)
    assert second.readings == ()
    assert second.as_of == first.as_of
    assert second.asked_at == first.asked_at + timedelta(seconds=5)
    assert server.asked[1].headers["if-modified-since"] == "x"


async def test_a_rejected_answer_is_no_base_for_unchanged(tmp_path: Path, clock: FakeClock) -> None:
    """Else "not modified" would confirm figures that nobody believed."""
    async with web() as server, stock(tmp_path, clock, server) as source:
        server.on("/stock", say({"items": [{"sku": "A", "qty": "x"}]}, ETag='"v1"'))
        for _ in range(2):
            with pytest.raises(AnswerRejected):
                await source.read()
    assert all("if-none-match" not in asked.headers for asked in server.asked)


async def test_json_in_another_charset_is_read_as_it_says(tmp_path: Path, clock: FakeClock) -> None:
    """Some systems still speak GBK."""
    body = '{"items": [{"sku": "耳机", "qty": 1}]}'.encode("gbk")
    async with web() as server, stock(tmp_path, clock, server) as source:
        server.on("/stock", Said(headers={"Content-Type": "application/json; charset=GBK"}, body=body))
        answer = await source.read()
    assert answer.readings[0].sku == "耳机"


async def test_a_missing_secret_says_how_to_store_it(tmp_path: Path, clock: FakeClock) -> None:
    """It is a matter of the credentials, so the lamp says "login"."""
    async with (
        web() as server,
        stock(tmp_path, clock, server, request='headers = { X-Key = "${secret:nobody}" }') as source,
    ):
        with pytest.raises(LoginRefused, match="nobody"):
            await source.read()
    assert server.asked == []


async def test_a_secret_that_the_server_repeats_is_not_shown(tmp_path: Path, clock: FakeClock) -> None:
    """F169: its words are quoted without our password."""
    async with (
        web() as server,
        stock(tmp_path, clock, server, request='headers = { X-Key = "${secret:key}" }') as source,
    ):
        server.on("/stock", say({"detail": "bad key s3cr3t given"}, 400))
        with pytest.raises(AnswerRejected) as raised:
            await source.read()
    assert "s3cr3t" not in str(raised.value)
    assert "bad key" in str(raised.value)
