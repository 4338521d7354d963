"""`stockcue forecast` on a real record: what was told before earlier broadcasts and before the next one."""

import asyncio
from argparse import Namespace
from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from app.assembly.forecasting import NextBroadcast, forecast_lines, forecast_next, forecast_object
from app.assembly.refusing import DeskRefused
from app.domain.hold import Who
from app.domain.told import ClickTotal, CrowdTold, OrdersTold
from app.ports import SoldUnits, TrafficSample
from app.words import use_language
from services.clock import SystemClock
from services.journal.sql_journal import SqlJournal
from tests.fakes.clock import FakeClock

_ROOM = """
[room]
language = "en"
timezone = "UTC"
[[products]]
sku = "EAR-01"
title = "Earphones"
"""
_LIN = Who(account="lin", through="test")
_BEFORE, _RUNS = timedelta(hours=2), timedelta(hours=1)


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    """A room's language becomes that of the process."""
    yield
    use_language("en")


def forecast(folder: Path, **typed: float) -> NextBroadcast:
    """What the command finds."""
    (folder / "room.toml").write_text(_ROOM, "utf-8")
    options: dict[str, object] = {
        "config": None, "data_dir": folder, "demo": False, "lang": None, "host": "",
        "viewers": None, "reservations": None, "clicks": None, "order_value": None, "repeat_share": None,
    }  # fmt: skip
    return forecast_next(Namespace(**options | typed))


async def _warm_up(journal: SqlJournal, start: datetime, clicked: int, reserved: int) -> None:
    """Two hours of 200 viewers who click so often; so many ask to be reminded."""
    minutes = [start + timedelta(minutes=minute) for minute in range(120)]
    await journal.add_facts(
        traffic=[TrafficSample(at=at, source="live", viewers=200) for at in minutes],
        told=[
            CrowdTold(at=start, source="live", reservations=reserved, repeat_share=0.25),
            *(
                ClickTotal(at=at, source="cards", sku="EAR-01", clicks=clicked * place // 119)
                for place, at in enumerate(minutes)
            ),
        ],
    )


async def _broadcast(journal: SqlJournal, start: datetime) -> None:
    """An hour of 1000 viewers who buy 60 units at 25."""
    begun = await journal.start_broadcast(start, "", {"EAR-01": 500}, _LIN)
    minutes = [start + timedelta(minutes=minute) for minute in range(60)]
    await journal.add_facts(
        traffic=[TrafficSample(at=at, source="live", viewers=1000) for at in minutes],
        sold=[SoldUnits(at=at, sku="EAR-01", units=1, source="orders") for at in minutes],
        told=[
            OrdersTold(at=at, source="orders", sku="EAR-01", orders=1, value=Decimal(25)) for at in minutes
        ],
    )
    await journal.end_broadcast(begun.id, start + _RUNS, _LIN)


async def _record(folder: Path, *, clicked: int, reserved: int) -> None:
    """An evening a week ago, after a warm-up of 100 clicks; and the last two hours, which had so many."""
    journal, now = SqlJournal(folder / "stockcue.db", FakeClock()), SystemClock().now()
    try:
        await journal.open()
        week_ago = now - timedelta(days=7)
        await _warm_up(journal, week_ago - _BEFORE, 100, 2000)
        await _broadcast(journal, week_ago)
        await _warm_up(journal, now - _BEFORE, clicked, reserved)
    finally:
        await journal.close()


def test_a_thousand_viewers_order_fifty(tmp_path: Path) -> None:
    """Nothing is on record: the simplest case, at an order value of 20."""
    found = forecast(tmp_path, viewers=5000)
    assert (found.expected.orders, found.expected.takings, found.broadcasts) == (250, 5000, 0)
    with pytest.raises(DeskRefused):
        forecast(tmp_path)


def test_the_hours_before_are_read_from_the_record(tmp_path: Path) -> None:
    """Half of those who asked came last time; four times the clicks, twice the orders, at what they paid."""
    asyncio.run(_record(tmp_path, clicked=400, reserved=6000))
    found = forecast(tmp_path)
    assert found.warm_up.reservations == 6000
    assert found.warm_up.viewers == pytest.approx(200, abs=1)
    assert found.warm_up.clicks == pytest.approx(400, abs=4)
    assert found.expected.viewers == pytest.approx(3000, rel=0.02)
    assert found.expected.units == pytest.approx(2 * 3 * 60, rel=0.05)
    assert found.expected.takings == pytest.approx(25 * found.expected.orders, rel=0.01)
    told = forecast_object(found)
    assert told["warm_up"]["repeat_share"] == 0.25
    assert told["prepare"]["least"] >= 1.2 * found.expected.units - 1
    lines = forecast_lines(found)
    assert "reservations 6,000, clicks" in lines[1]
    assert "regulars 25 %" in lines[1]


def test_what_is_typed_goes_before_the_record(tmp_path: Path) -> None:
    """Figure by figure."""
    asyncio.run(_record(tmp_path, clicked=100, reserved=6000))
    plain = forecast(tmp_path)
    typed = forecast(tmp_path, reservations=0, viewers=1000, clicks=2000, order_value=100.0)
    assert plain.expected.viewers == pytest.approx(3000, rel=0.02)
    assert (typed.expected.viewers, typed.warm_up.clicks) == (1000, 2000)
    assert typed.expected.orders == pytest.approx(60 * 2 / 2, rel=0.05)
