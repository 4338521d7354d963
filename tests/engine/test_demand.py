"""Demand learnt from daily sales."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from app.engine.demand import learnt_demand
from app.ports import DailySales
from tests.fakes.journal import FakeJournal

TODAY = datetime(2026, 11, 22, tzinfo=UTC)


def rows(units: list[int], sku: str = "EAR-01") -> list[DailySales]:
    """The last days' sales, yesterday last."""
    first = TODAY - timedelta(days=len(units))
    return [
        DailySales(day=first + timedelta(days=position), sku=sku, units=Decimal(count))
        for position, count in enumerate(units)
    ]


async def learnt(units: list[int]) -> float | None:
    """Units a day as learnt from these days; None where nothing was."""
    journal = FakeJournal()
    await journal.open()
    await journal.import_sales(rows(units))
    demand = await learnt_demand(journal, TODAY + timedelta(hours=13), UTC)
    return demand["EAR-01"].per_day if "EAR-01" in demand else None


async def test_a_week_of_days_makes_a_mean() -> None:
    """Ten a day is ten a day."""
    assert await learnt([10] * 7) == 10


async def test_fewer_days_say_nothing() -> None:
    """The settings' own figures stand until a week is known."""
    assert await learnt([10] * 6) is None


async def test_days_without_a_row_sold_nothing() -> None:
    """A day that is missing between known ones counts as none sold."""
    journal = FakeJournal()
    await journal.open()
    await journal.import_sales([row for row in rows([7] * 14) if row.day.day % 2])
    demand = await learnt_demand(journal, TODAY + timedelta(hours=13), UTC)
    assert demand["EAR-01"].per_day == pytest.approx(7 * 7 / 13, abs=0.6)


async def test_today_is_left_out() -> None:
    """A day that is not over would pull the mean down."""
    journal = FakeJournal()
    await journal.open()
    today = DailySales(day=TODAY, sku="EAR-01", units=Decimal(1))
    await journal.import_sales([*rows([10] * 7), today])
    demand = await learnt_demand(journal, TODAY + timedelta(hours=13), UTC)
    assert demand["EAR-01"].per_day == 10
