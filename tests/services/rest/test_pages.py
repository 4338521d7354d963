"""Lists in pages, all of them or nothing."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from app.ports import AnswerRejected, Unavailable
from services.warehouses.rest import RestStockSource
from tests.fakes.clock import FakeClock
from tests.web import Asked, Said, Web, means, one_source, say, web

ALL = [{"sku": f"S{n}", "qty": n} for n in range(7)]


@asynccontextmanager
async def paged(
    folder: Path, clock: FakeClock, server: Web, pages: str, query: str = ""
) -> AsyncIterator[RestStockSource]:
    """A source that pages so; `query` are its parameters."""
    entry = f"""
[[warehouses]]
id = "la"
kind = "rest"
limit = {{ per_second = 1000, burst = 1000 }}
pages = {{ {pages} }}
rows = {{ items = "items", sku = "sku", available = "qty" }}
request = {{ url = "{server.url}/stock?v=1", query = {{ {query} }} }}
"""
    source = RestStockSource(one_source(folder, entry), means(clock))
    try:
        yield source
    finally:
        await source.close()


def slices(asked: Asked, *, first: int, size: int, **more: object) -> Said:
    """The rows from `first` on."""
    del asked
    return say({"items": ALL[first : first + size], **more})


def by_offset(asked: Asked) -> Said:
    """Offset and limit, with the total in body and header."""
    first, size = int(asked.one("offset") or 0), int(asked.one("limit") or 0)
    return say({"items": ALL[first : first + size], "total": str(len(ALL))}, X_Total="7")


def skus(answer: object) -> list[str]:
    """The SKUs of an answer, in order."""
    return [reading.sku for reading in answer.readings]  # type: ignore[attr-defined]  # any stock answer


EVERY = [row["sku"] for row in ALL]
OFFSET = 'offset = "${offset}", limit = "${size}"'
PAGE = 'page = "${page}"'
CURSOR = 'after = "${cursor}", size = "${size}"'


@pytest.mark.parametrize("total", ['total = "total"', 'total = "header.X-Total"', ""])
async def test_offset_advances_by_size_until_the_total_or_a_short_page(
    tmp_path: Path, clock: FakeClock, total: str
) -> None:
    """The total may be digits in the body or in a header."""
    pages = f'style = "offset", size = 3{", " + total if total else ""}'
    async with web() as server, paged(tmp_path, clock, server, pages, OFFSET) as source:
        server.on("/stock", by_offset)
        assert skus(await source.read()) == EVERY
    assert [asked.query for asked in server.asked] == [
        {"v": ["1"], "offset": [str(first)], "limit": ["3"]} for first in (0, 3, 6)
    ]


async def test_without_a_total_a_full_last_page_asks_for_one_more(tmp_path: Path, clock: FakeClock) -> None:
    """Seven rows in pages of seven: only the empty page after it says that there are no more."""
    async with (
        web() as server,
        paged(tmp_path, clock, server, 'style = "offset", size = 7', OFFSET) as source,
    ):
        server.on("/stock", by_offset)
        assert skus(await source.read()) == EVERY
    assert [asked.one("offset") for asked in server.asked] == ["0", "7"]


async def test_pages_count_from_first(tmp_path: Path, clock: FakeClock) -> None:
    """1 unless the settings say otherwise; `more` ends them where the system tells."""

    def by_page(asked: Asked) -> Said:
        number = int(asked.one("page") or 0)
        return slices(asked, first=number * 2, size=2, more=number < 3)

    async with web() as server:
        server.on("/stock", by_page)
        pages = 'style = "page", first = 0, size = 2, more = "more"'
        async with paged(tmp_path, clock, server, pages, PAGE) as source:
            assert skus(await source.read()) == EVERY
        async with paged(tmp_path, clock, server, 'style = "page", size = 2, more = "more"', PAGE) as source:
            assert skus(await source.read()) == EVERY[2:]


async def test_a_cursor_leads_to_the_end(tmp_path: Path, clock: FakeClock) -> None:
    """The first page has none; null, missing or empty is the end; a number stays one in JSON."""

    def by_cursor(asked: Asked) -> Said:
        first = asked.json.get("after", 0)
        following = first + 3 if first < 6 else [None, ""][first % 2]
        return slices(asked, first=first, size=3, next=following)

    entry = """
[[warehouses]]
id = "la"
kind = "rest"
pages = {{ style = "cursor", next = "next" }}
rows = {{ items = "items", sku = "sku", available = "qty" }}
request = {{ url = "{url}/stock", method = "POST", json = {{ after = "${{cursor}}" }} }}
"""
    async with web() as server:
        server.on("/stock", by_cursor)
        source = RestStockSource(one_source(tmp_path, entry.format(url=server.url)), means(clock))
        assert skus(await source.read()) == EVERY
        await source.close()
    assert [asked.json for asked in server.asked] == [{}, {"after": 3}, {"after": 6}]


async def test_a_cursor_may_be_an_address(tmp_path: Path, clock: FakeClock) -> None:
    """Where the request has no place for it; relative or absolute, of the same origin alone."""
    async with web() as server, web() as other:
        server.on("/stock", {"items": ALL[:3], "next": "/more?c=1"})
        server.on("/more", {"items": ALL[3:], "next": None})
        async with paged(tmp_path, clock, server, 'style = "cursor", next = "next"') as source:
            assert skus(await source.read()) == EVERY
            server.on("/stock", {"items": ALL[:3], "next": f"{server.url}/more?c=1"})
            assert skus(await source.read()) == EVERY
            server.on("/stock", {"items": ALL[:3], "next": f"{other.url}/more?c=1"})
            with pytest.raises(AnswerRejected, match="another address"):
                await source.read()
    assert other.asked == []


async def test_links_are_followed(tmp_path: Path, clock: FakeClock) -> None:
    """rel="next" among others, relative or absolute; never to another origin."""
    async with web() as server, web() as other:
        more = f'<{server.url}/first>; rel="first", </more?p=2>; title="a, b"; rel="prefetch next"'
        server.on("/stock", say({"items": ALL[:3]}, Link=more))
        server.on("/more", say({"items": ALL[3:]}, Link='</stock>; rel="prev"'))
        async with paged(tmp_path, clock, server, 'style = "link"') as source:
            assert skus(await source.read()) == EVERY
            server.on("/stock", say({"items": ALL[:3]}, Link=f"<{other.url}/more>; rel=next"))
            with pytest.raises(AnswerRejected, match="another address"):
                await source.read()
    assert other.asked == []


@pytest.mark.parametrize(
    ("pages", "query", "answer", "words"),
    [
        ('style = "cursor", next = "next"', CURSOR, {"items": ALL, "next": "same"}, "same page comes again"),
        (
            'style = "cursor", next = "next", total = "total"',
            CURSOR,
            {"items": ALL, "total": 9},
            "7 of 9 rows",
        ),
        ('style = "none", total = "total"', "", {"items": ALL, "total": 8}, "7 of 8 rows"),
        ('style = "offset", size = 7, max_pages = 3', OFFSET, {"items": ALL}, "more than 3 pages"),
        ('style = "offset", size = 7, total = "total"', OFFSET, {"items": ALL}, "how many rows there are"),
        (
            'style = "offset", size = 7, total = "total"',
            OFFSET,
            {"items": ALL, "total": "x"},
            "in all is wrong",
        ),
        ('style = "page", size = 7, more = "more"', PAGE, {"items": ALL}, "whether there are more"),
        ('style = "cursor", next = "next"', CURSOR, {"items": ALL, "next": [1]}, "neither text nor number"),
    ],
)
async def test_a_list_that_may_lack_rows_is_not_believed(
    tmp_path: Path, clock: FakeClock, pages: str, query: str, answer: dict[str, object], words: str
) -> None:
    """F043: a cursor in a circle, too many pages, fewer rows than the total, or nothing said of them."""
    async with web() as server, paged(tmp_path, clock, server, pages, query) as source:
        server.on("/stock", answer)
        with pytest.raises(AnswerRejected, match=words):
            await source.read()
    assert len(server.asked) <= 3


async def test_a_system_that_gives_smaller_pages_than_asked_for_is_explained(
    tmp_path: Path, clock: FakeClock
) -> None:
    """It caps pages at two; asking by three would leave rows out."""

    def capped(asked: Asked) -> Said:
        return slices(asked, first=int(asked.one("offset") or 0), size=2, total=7)

    pages = 'style = "offset", size = 3, total = "total"'
    async with web() as server, paged(tmp_path, clock, server, pages, OFFSET) as source:
        server.on("/stock", capped)
        with pytest.raises(AnswerRejected, match="5 of 7 rows") as raised:
            await source.read()
    assert "size" in raised.value.remedy


async def test_one_bad_page_of_many_fails_the_whole_read(tmp_path: Path, clock: FakeClock) -> None:
    """F044: nothing of a half list is applied."""

    def third_fails(asked: Asked) -> Said:
        return say({}, 500) if asked.one("offset") == "6" else by_offset(asked)

    async with (
        web() as server,
        paged(tmp_path, clock, server, 'style = "offset", size = 3', OFFSET) as source,
    ):
        server.on("/stock", third_fails)
        with pytest.raises(Unavailable):
            await source.read()


async def test_a_row_that_slides_to_the_next_page_is_one_row(tmp_path: Path, clock: FakeClock) -> None:
    """While we read, something was put in front: the same row comes twice, saying the same."""

    def sliding(asked: Asked) -> Said:
        first = int(asked.one("offset") or 0)
        return slices(asked, first=max(0, first - 1), size=3)

    async with (
        web() as server,
        paged(tmp_path, clock, server, 'style = "offset", size = 3', OFFSET) as source,
    ):
        server.on("/stock", sliding)
        answer = await source.read()
    assert skus(answer) == EVERY
    assert answer.rejected == ()


async def test_the_age_runs_from_the_first_page(tmp_path: Path, clock: FakeClock) -> None:
    """What was asked first is the oldest."""

    def slowly(asked: Asked) -> Said:
        clock.advance(2)
        return by_offset(asked)

    began = clock.now()
    async with (
        web() as server,
        paged(tmp_path, clock, server, 'style = "offset", size = 3', OFFSET) as source,
    ):
        server.on("/stock", slowly)
        answer = await source.read()
    assert answer.asked_at == began
    assert (answer.seen_at - began).total_seconds() == 6
