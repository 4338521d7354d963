"""Daily sales brought in, a broadcast's report taken out: without a running desk, and beside one."""

import asyncio
import csv
from argparse import Namespace
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from app.assembly.archive import compare_broadcast, export_broadcast, import_sales
from app.assembly.comparing import comparison_lines, comparison_object
from app.assembly.daily_sales import SalesFileError, read_sales
from app.assembly.refusing import DeskRefused
from app.domain.hold import HoldState, Who
from app.ports import DailySales, SoldUnits, StockChange, TrafficSample
from app.words import use_language
from services.journal.sql_journal import SqlJournal
from tests.fakes.clock import START, FakeClock
from tests.services.journal.builders import ended, new_hold

SHANGHAI = ZoneInfo("Asia/Shanghai")
LIN = Who(account="lin", through="desk")
ROOM = """
[room]
name = "Test room"
timezone = "Asia/Shanghai"
language = "en"

[[products]]
sku = "EAR-01"
title = "=Earbuds, best"
"""


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    """A room's language becomes that of the process."""
    yield
    use_language("en")


def options(folder: Path, **more: object) -> Namespace:
    """What was typed; the room's settings lie in the data directory."""
    (folder / "room.toml").write_text(ROOM, "utf-8")
    return Namespace(
        **{"config": None, "data_dir": folder, "demo": False, "lang": None, "output": None} | more
    )


def written(folder: Path, text: str) -> Path:
    """A CSV file with this text."""
    file = folder / "sales.csv"
    file.write_bytes(text.encode())
    return file


async def recorded(folder: Path) -> SqlJournal:
    """A record in which one broadcast ran."""
    journal = SqlJournal(folder / "stockcue.db", FakeClock())
    await journal.open()
    broadcast = await journal.start_broadcast(START, "Mei", {"EAR-01": 100}, LIN)
    await journal.end_broadcast(broadcast.id, START + timedelta(hours=1), LIN)
    return journal


def test_days_of_a_file_are_those_of_the_room(tmp_path: Path) -> None:
    """Columns in any order, with the mark that spreadsheets put in front, in either kind of lines."""
    file = written(tmp_path, "\ufeffSKU,units,date\r\nEAR-01,40,2026-11-20\r\n\r\n 耳机,2.5,2026-11-21\r\n")
    rows = read_sales(file, SHANGHAI)
    assert [(row.day.isoformat(), row.sku, row.units) for row in rows] == [
        ("2026-11-20T00:00:00+08:00", "EAR-01", Decimal(40)),
        ("2026-11-21T00:00:00+08:00", " 耳机", Decimal("2.5")),
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "sales.csv:1: the first line must name the columns date, sku, units"),
        ("date,sku\n", "must name the columns"),
        ("date,sku,units,price\n", "must name the columns"),
        ("date,sku,units\n2026-11-20,EAR-01\n", "sales.csv:2: 2 values instead of three"),
        ("date,sku,units\n20.11.2026,EAR-01,4\n", "sales.csv:2: '20.11.2026' is no date"),
        ("date,sku,units\n2026-02-30,EAR-01,4\n", "sales.csv:2: '2026-02-30' is no date"),
        ("date,sku,units\n2026-11-20, ,4\n", "sales.csv:2: the SKU is empty"),
        ("date,sku,units\n2026-11-20,EAR-01,-4\n", "'-4' is no number of units"),
        ("date,sku,units\n2026-11-20,EAR-01,1e3\n", "'1e3' is no number of units"),
        ("date,sku,units\n2026-11-20,EAR-01,５\n", "'５' is no number of units"),
        ("date,sku,units\n2026-11-20,A,1\n2026-11-20,A,2\n", "sales.csv:3: A on 2026-11-20 is given twice"),
        ('date,sku,units\n2026-11-20,"A,1\n', "is no CSV"),
    ],
)
def test_one_wrong_row_and_nothing_is_imported(text: str, said: str, tmp_path: Path) -> None:
    """With the line of it."""
    with pytest.raises(SalesFileError) as error:
        read_sales(written(tmp_path, text), SHANGHAI)
    assert said in str(error.value)


def test_many_wrong_rows_are_counted(tmp_path: Path) -> None:
    """Ten are named."""
    with pytest.raises(SalesFileError) as error:
        read_sales(written(tmp_path, "date,sku,units\n" + "x,A,1\n" * 25), SHANGHAI)
    lines = str(error.value).splitlines()
    assert (len(lines), lines[-2:]) == (12, ["… and 15 more", "Nothing was imported."])


@pytest.mark.parametrize("content", [None, b"date,sku,units\n2026-11-20,\xff,1\n"])
def test_a_file_that_can_t_be_read_is_told(content: bytes | None, tmp_path: Path) -> None:
    """Not there, or in another encoding."""
    file = tmp_path / "sales.csv"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(SalesFileError, match=r"can't be read|not written in UTF-8"):
        read_sales(file, SHANGHAI)


async def test_imported_days_replace_what_stood_for_them(tmp_path: Path) -> None:
    """Also while a desk has the record open."""
    journal = await recorded(tmp_path)
    typed = options(tmp_path)
    day = START.astimezone(SHANGHAI).replace(hour=0, minute=0)
    for units in (40, 44):
        text = f"date,sku,units\n{day.date()},EAR-01,{units}\n"
        assert await import_sales(typed, written(tmp_path, text)) == 1
    assert await journal.daily_sales(day) == (DailySales(day=day, sku="EAR-01", units=Decimal(44)),)
    await journal.close()


@pytest.mark.parametrize(("form", "files"), [("csv", 10), ("xlsx", 1), ("html", 1)])
async def test_a_report_is_written_in_each_form(form: str, files: int, tmp_path: Path) -> None:
    """Beside a desk that has the record open; no cell can be taken for a formula."""
    journal = await recorded(tmp_path)
    output = tmp_path / f"report.{form}"
    typed = options(tmp_path, broadcast=1, format=form, output=output)
    made = await export_broadcast(typed)
    assert (len(made), all(file.stat().st_size > 0 for file in made)) == (files, True)
    await journal.close()


async def test_a_report_is_named_after_its_broadcast(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the folder where the command was typed."""
    await (await recorded(tmp_path)).close()
    monkeypatch.chdir(tmp_path)
    made = await export_broadcast(options(tmp_path, broadcast=1, format="csv"))
    assert {file.parent for file in made} == {tmp_path}
    (summary,) = [file for file in made if "summary" in file.name]
    rows = await asyncio.to_thread(lambda: list(csv.reader(summary.read_text("utf-8-sig").splitlines())))
    assert ["Host", "Mei"] in rows


@pytest.mark.parametrize(
    ("number", "output", "code", "said"),
    [
        (7, None, 2, "The record has no broadcast 7."),
        (1, "missing/report.csv", 1, "could not be written"),
    ],
)
async def test_a_report_that_can_t_be_written_is_told(
    number: int, output: str | None, code: int, said: str, tmp_path: Path
) -> None:
    """No such broadcast, no such folder."""
    await (await recorded(tmp_path)).close()
    where = None if output is None else tmp_path / output
    typed = options(tmp_path, broadcast=number, format="csv", output=where)
    with pytest.raises(DeskRefused, match=said) as refused:
        await export_broadcast(typed)
    assert refused.value.exit_code == code


async def test_without_a_record_there_is_nothing_to_export(tmp_path: Path) -> None:
    """Sales may be brought in before the first desk has run."""
    typed = options(tmp_path, broadcast=1, format="csv")
    with pytest.raises(DeskRefused, match="no desk has run there"):
        await export_broadcast(typed)
    assert await import_sales(typed, written(tmp_path, "date,sku,units\n2026-11-20,EAR-01,4\n")) == 1


async def marked_once(folder: Path) -> None:
    """A record of an hour in which the earbuds were held for five minutes, twenty minutes in."""
    journal = SqlJournal(folder / "stockcue.db", FakeClock())
    await journal.open()
    broadcast = await journal.start_broadcast(START, "Mei", {"EAR-01": 100}, LIN)
    begins, ends = START + timedelta(minutes=20), START + timedelta(minutes=25)
    new = new_hold(broadcast.id, started_at=begins, deadline=ends, confirmed_at=begins)
    (hold,) = await journal.add_holds([new])
    await journal.save_holds([ended(hold, HoldState.RESTORED, ends)])
    seconds = [*range(600, 1200, 30), *range(1500, 2100, 10)]
    await journal.add_facts(
        stock=[
            StockChange(at=START - timedelta(hours=2), warehouse="la", sku="EAR-01", available=100),
            StockChange(at=START + timedelta(minutes=30), warehouse="la", sku="EAR-01", available=70),
        ],
        sold=[
            SoldUnits(at=START + timedelta(seconds=each), sku="EAR-01", units=1, source="orders")
            for each in seconds
        ],
        traffic=[
            TrafficSample(at=START + timedelta(seconds=each), source="live", viewers=1000, interactions=40)
            for each in range(0, 3600, 30)
        ],
    )
    await journal.end_broadcast(broadcast.id, START + timedelta(hours=1), LIN)
    await journal.close()


async def test_a_broadcast_is_compared_without_a_desk(tmp_path: Path) -> None:
    """The newest where none is named: true stock, true sales, the sold-out and what it did."""
    await marked_once(tmp_path)
    view = await compare_broadcast(options(tmp_path, broadcast=None))
    told = comparison_object(view)
    (product,) = told["products"]
    (sold_out,) = product["sold_outs"]
    assert (told["broadcast"], told["running"], told["left_out"]) == (1, False, 0)
    assert (product["stock_first"], product["stock_last"], product["units"]) == (100, 70, 80)
    assert (product["virtual_seconds"], product["real_seconds"]) == (300, 0)
    assert sold_out["before"] == {"minutes": 10.0, "units": 20, "rate": 2.0}
    assert sold_out["after"] == {"minutes": 10.0, "units": 60, "rate": 6.0}
    assert sold_out["interactions_per_minute"] == {"before": 40.0, "meanwhile": 40.0}
    assert sold_out["after_against_before"]["low"] > 1
    assert told["on_air"] == []
    assert sold_out["to"] == "2026-11-22T13:25:00Z"
    lines = comparison_lines(view)
    assert lines[1].startswith("=Earbuds, best: true stock 100 → 70, 80 sold, virtually sold out 5:00")
    assert "20:00 into the broadcast" in lines[2]


async def test_the_export_holds_the_comparison(tmp_path: Path) -> None:
    """As tables of its own, in the room's time."""
    await marked_once(tmp_path)
    made = await export_broadcast(options(tmp_path, broadcast=1, format="csv", output=tmp_path / "show.csv"))
    (effects,) = [file for file in made if file.name == "show-effects.csv"]
    head, row = await asyncio.to_thread(lambda: list(csv.reader(effects.read_text("utf-8-sig").splitlines())))
    told = dict(zip(head, row, strict=True))
    assert (told["Seconds"], told["Units before"], told["Units after"]) == ("300", "20", "60")
    assert told["From"] == "2026-11-22T21:20:00.000+08:00"


@pytest.mark.parametrize(("number", "said"), [(None, "no broadcast yet"), (7, "no broadcast 7")])
async def test_what_was_never_broadcast_can_t_be_compared(
    number: int | None, said: str, tmp_path: Path
) -> None:
    """In words, and as wrong usage."""
    journal = SqlJournal(tmp_path / "stockcue.db", FakeClock())
    await journal.open()
    await journal.close()
    with pytest.raises(DeskRefused, match=said) as refused:
        await compare_broadcast(options(tmp_path, broadcast=number))
    assert refused.value.exit_code == 2
