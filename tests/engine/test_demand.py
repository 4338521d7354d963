"""Demand learnt from daily sales."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from app.domain.lifecycle import Stage
from app.domain.seasons import Promotion
from app.engine.demand import learnt_outlooks
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
    demand = await learnt_outlooks(journal, TODAY + timedelta(hours=13), UTC)
    return demand["EAR-01"].demand.per_day if "EAR-01" in demand else None


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
    demand = await learnt_outlooks(journal, TODAY + timedelta(hours=13), UTC)
    assert demand["EAR-01"].demand.per_day == pytest.approx(7 * 7 / 13, abs=0.6)


async def test_today_is_left_out() -> None:
    """A day that is not over would pull the mean down."""
    journal = FakeJournal()
    await journal.open()
    today = DailySales(day=TODAY, sku="EAR-01", units=Decimal(1))
    await journal.import_sales([*rows([10] * 7), today])
    demand = await learnt_outlooks(journal, TODAY + timedelta(hours=13), UTC)
    assert demand["EAR-01"].demand.per_day == 10


async def test_days_of_a_promotion_count_as_what_they_would_have_sold_without() -> None:
    """Thirty a day at thrice is ten a day."""
    journal = FakeJournal()
    await journal.open()
    await journal.import_sales(rows([10] * 10 + [30] * 4))
    sale = Promotion(name="sale", first=date(2026, 11, 18), last=date(2026, 11, 21), factor=3.0)
    outlooks = await learnt_outlooks(journal, TODAY + timedelta(hours=13), UTC, [sale])
    assert outlooks["EAR-01"].demand.per_day == 10
    assert outlooks["EAR-01"].demand.deviation == 0


async def test_what_grows_is_judged_by_its_last_four_weeks() -> None:
    """The mean of two months would lag behind."""
    journal = FakeJournal()
    await journal.open()
    await journal.import_sales(rows([9, 11] * 14 + [19, 21] * 14))
    outlook = (await learnt_outlooks(journal, TODAY, UTC))["EAR-01"]
    assert outlook.stage is Stage.GROWTH
    assert outlook.demand.per_day == 20
