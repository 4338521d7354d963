"""The quarterly review at the terminal, from a real record."""

from argparse import Namespace
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from app.assembly.refusing import DeskRefused
from app.assembly.reviewing import quarter_of, review_quarter
from app.ports import DailySales, StockChange
from app.words import use_language
from services.journal.sql_journal import SqlJournal
from tests.fakes.clock import FakeClock

_ROOM = """
[room]
language = "en"
timezone = "UTC"
[[products]]
sku = "EAR-01"
title = "Earphones"
price = "30"
cost = "10"
legs = [ { name = "truck", days = 10 } ]
"""
_FIRST = datetime(2026, 7, 1, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    """A room's language becomes that of the process."""
    yield
    use_language("en")


def options(folder: Path, quarter: str | None = "2026Q3") -> Namespace:
    """What was typed."""
    (folder / "room.toml").write_text(_ROOM, "utf-8")
    return Namespace(config=None, data_dir=folder, demo=False, lang=None, quarter=quarter)


async def kept(folder: Path) -> None:
    """Ten a day since May; 500 on hand, in two warehouses, gone for the last twelve days of the quarter."""
    journal = SqlJournal(folder / "stockcue.db", FakeClock())
    days = [_FIRST + timedelta(days=day) for day in range(-60, 80)]
    levels = [(_FIRST - timedelta(days=3), "la", 300), (_FIRST - timedelta(days=2), "nj", 200)]
    levels += [(_FIRST + timedelta(days=80, hours=5), place, 0) for place in ("la", "nj")]
    try:
        await journal.open()
        await journal.import_sales([DailySales(day=day, sku="EAR-01", units=Decimal(10)) for day in days])
        await journal.add_facts(
            stock=[
                StockChange(at=at, warehouse=place, sku="EAR-01", available=units)
                for at, place, units in levels
            ]
        )
    finally:
        await journal.close()


async def test_what_was_missing_is_told_with_what_the_policy_would_have_done(tmp_path: Path) -> None:
    """Twelve days of ten at twenty each."""
    await kept(tmp_path)
    review = await review_quarter(options(tmp_path))
    head, line = review.lines()
    assert head == "2026Q3, 92 days: missing $2,400, too much $0"
    assert line.startswith("Earphones: sold 800, 12 days without, missing 120 ($2,400), too much 0 ($0)")
    assert "the policy:" in line
    (product,) = review.object()["products"]
    assert product["actual"]["closing_stock"] == 0
    assert product["policy"]["days_without_stock"] == 0


async def test_a_quarter_nothing_is_known_of_is_said(tmp_path: Path) -> None:
    """No desk ran then."""
    await kept(tmp_path)
    assert (await review_quarter(options(tmp_path, "2020Q1"))).lines() == [
        "Nothing is known of that quarter."
    ]


def test_a_quarter_is_written_like_2026q3() -> None:
    """Without one it is the last that is over."""
    assert quarter_of("2026q4", date(2026, 11, 22)).number == 4
    for today, quarter in (
        (date(2026, 11, 22), (2026, 3)),
        (date(2026, 1, 1), (2025, 4)),
        (date(2026, 9, 30), (2026, 2)),
    ):
        found = quarter_of(None, today)
        assert (found.year, found.number) == quarter
    with pytest.raises(DeskRefused, match="no quarter"):
        quarter_of("2026Q5", date(2026, 11, 22))
