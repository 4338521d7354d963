"""Readings and sales: kept, read back, added up by the day, reported, thinned."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from app.domain.broadcast import Mark, MarkKind
from app.domain.hold import CallState, StockCall
from app.ports import DailySales, SoldUnits, StockChange, TrafficSample
from services.journal.sql_journal import SqlJournal
from tests.fakes.clock import START
from tests.services.journal.builders import LIN, Make, ended, new_hold, on_air, opened

SHANGHAI = ZoneInfo("Asia/Shanghai")


def stock(at: datetime, available: int | None = 5, sku: str = "EAR-01", warehouse: str = "la") -> StockChange:
    """A changed figure."""
    return StockChange(at=at, warehouse=warehouse, sku=sku, available=available, as_of=at)


def viewers(at: datetime, count: int | None = 900, source: str = "tiktok") -> TrafficSample:
    """A sample of a room."""
    return TrafficSample(at=at, source=source, viewers=count, organic=600, paid=300, interactions=None)


def sold(at: datetime, units: int = 1, sku: str = "EAR-01") -> SoldUnits:
    """Units sold."""
    return SoldUnits(at=at, sku=sku, units=units, source="orders")


def after(seconds: float) -> datetime:
    """So long after the start."""
    return START + timedelta(seconds=seconds)


async def test_the_last_figure_of_each_warehouse_is_told_however_old(make: Make) -> None:
    """For the guardian, which asks no warehouse: missing stays missing, other products are left out."""
    changes = [stock(after(1), 5), stock(after(2), 0), stock(after(3), None, warehouse="nj")]
    async with opened(make()) as journal:
        await journal.add_facts(stock=[*changes, stock(after(4), 9, sku="EAR-02")])
        found = await journal.last_stock(["EAR-01", "EAR-03"])
        assert await journal.last_stock([]) == ()
    assert sorted(found, key=lambda change: change.warehouse) == changes[1:]


async def test_viewers_and_sales_come_back_from_an_instant_on_oldest_first(make: Make) -> None:
    """For the graph and the rates of a desk that was restarted; missing stays missing."""
    samples = [viewers(after(2)), viewers(after(0)), viewers(after(1), None)]
    sales = [sold(after(2), -1), sold(after(0)), sold(after(1), 2**40)]
    async with opened(make()) as journal:
        await journal.add_facts(traffic=samples, sold=sales, stock=[stock(after(0), None)])
        traffic = await journal.traffic_since(after(1))
        units = await journal.sold_since(after(1))
    assert traffic == (samples[2], samples[0])
    assert units == (sales[2], sales[0])


async def test_days_are_those_of_the_zone_that_is_asked_for(make: Make) -> None:
    """A sale at 00:30 in Shanghai belongs to that day there and to the day before in UTC."""
    late = datetime(2026, 11, 22, 15, 30, tzinfo=UTC)
    early = datetime(2026, 11, 22, 16, 30, tzinfo=UTC)
    async with opened(make()) as journal:
        await journal.add_facts(
            sold=[sold(late, 2), sold(early, 5), sold(early, -1), sold(early, 7, "EAR-02")]
        )
        there = await journal.daily_sales(late.astimezone(SHANGHAI))
        here = await journal.daily_sales(late)
        only_new_day = await journal.daily_sales(early.astimezone(SHANGHAI))
    day, next_day = (datetime(2026, 11, number, tzinfo=SHANGHAI) for number in (22, 23))
    assert there == (
        DailySales(day=day, sku="EAR-01", units=Decimal(2)),
        DailySales(day=next_day, sku="EAR-01", units=Decimal(4)),
        DailySales(day=next_day, sku="EAR-02", units=Decimal(7)),
    )
    assert [(row.sku, int(row.units)) for row in here] == [("EAR-01", 6), ("EAR-02", 7)]
    assert only_new_day == there[1:]


async def test_an_imported_day_stands_for_what_was_counted_and_can_be_imported_again(make: Make) -> None:
    """The shop's own figure holds ours too, so they are not added up; the newest import wins, exactly."""
    day = datetime(2026, 11, 22, tzinfo=SHANGHAI)
    first = DailySales(day=day, sku="EAR-01", units=Decimal("40.10"))
    again = DailySales(day=day, sku="EAR-01", units=Decimal(44))
    other = DailySales(day=day, sku="EAR-02", units=Decimal("0.1"))
    async with opened(make()) as journal:
        await journal.add_facts(sold=[sold(START, 3), sold(START, 2, "EAR-03")])
        assert await journal.import_sales([first, other]) == 2
        assert await journal.import_sales([first, again]) == 1
        assert await journal.import_sales([]) == 0
        days = await journal.daily_sales(day)
    assert [(row.sku, str(row.units)) for row in days] == [
        ("EAR-01", "44"),
        ("EAR-02", "0.1"),
        ("EAR-03", "2"),
    ]


async def test_the_days_of_one_product_are_read_a_slice_at_a_time(make: Make) -> None:
    """Imported and counted, nothing of others, and not the day it ends at."""
    first, second, third = (datetime(2026, 11, day, tzinfo=SHANGHAI) for day in (20, 21, 22))
    imported = [DailySales(day=day, sku="EAR-01", units=Decimal(7)) for day in (first, third)]
    async with opened(make()) as journal:
        await journal.import_sales([*imported, DailySales(day=first, sku="EAR-02", units=Decimal(9))])
        await journal.add_facts(sold=[sold(second, 3), sold(third, 4), sold(second, 5, "EAR-02")])
        days = await journal.daily_sales_of("EAR-01", first, third)
    assert [(row.day, int(row.units)) for row in days] == [(first, 7), (second, 3)]


async def test_a_report_holds_one_broadcast_and_nothing_else(make: Make) -> None:
    """Its holds, sales, viewers, marks, calls and audit, and the head that proves the audit."""
    end = after(100)
    mark = Mark(kind=MarkKind.HOLD, at=after(5), sku="EAR-01")
    asked = StockCall(id=0, sku="EAR-01", units=9, state=CallState.ASKED, asked_at=after(6), who=LIN)
    async with opened(make()) as journal:
        await journal.add_facts(sold=[sold(after(-1))], traffic=[viewers(after(-1))], marks=[mark])
        first = await on_air(journal)
        (hold,) = await journal.add_holds([new_hold(first.id)])
        await journal.save_holds([ended(hold)])
        await journal.add_facts(
            sold=[sold(after(1), 3), sold(after(2), -1), sold(after(3), 4, "EAR-02"), sold(end)],
            traffic=[viewers(after(1)), viewers(end)],
            marks=[mark],
        )
        call = await journal.add_call(asked)
        await journal.end_broadcast(first.id, end, LIN)
        await journal.start_broadcast(end + timedelta(seconds=1), "", {}, LIN)
        report = await journal.broadcast_report(first.id)
        lines = await journal.audit_lines()
        assert await journal.broadcast_report(999) is None
    assert report is not None
    assert report.broadcast.ended_at == end
    assert report.holds == (ended(hold),)
    assert report.sold == {"EAR-01": 2, "EAR-02": 4}
    assert report.traffic == (viewers(after(1)),)
    assert (report.marks, report.calls) == ((mark,), (call,))
    assert report.audit == lines[:-1]
    assert report.audit_head == lines[-1].digest


async def test_a_running_broadcast_can_be_reported(make: Make) -> None:
    """Up to now."""
    async with opened(make()) as journal:
        broadcast = await on_air(journal)
        await journal.add_facts(sold=[sold(after(1), 3)], traffic=[viewers(after(1))])
        report = await journal.broadcast_report(broadcast.id)
    assert report is not None
    assert (report.sold, len(report.traffic), len(report.audit)) == ({"EAR-01": 3}, 1, 1)


async def test_old_readings_are_thinned_to_one_an_hour_and_sums_stay(make: Make) -> None:
    """The last of each hour and series; only hours that are wholly over; sales keep their sum."""
    hour = 3600
    changes = [
        *(stock(after(second)) for second in range(3)),
        *(stock(after(second), sku="EAR-02") for second in range(2)),
        *(stock(after(second), warehouse="nj") for second in range(2)),
        *(stock(after(hour + second)) for second in range(2)),
        *(stock(after(3 * hour + second)) for second in range(2)),
    ]
    samples = [viewers(after(second), second) for second in (0, 1, 2, hour, 3 * hour, 3 * hour + 1)]
    sales = [sold(after(second), 2) for second in (0, 1, 2, hour, 3 * hour, 3 * hour + 1)]
    async with opened(make()) as journal:
        await journal.add_facts(stock=changes, traffic=samples, sold=sales)
        removed = await journal.thin(after(3 * hour + 1800))
        again = await journal.thin(after(3 * hour + 1800))
        traffic = await journal.traffic_since(after(0))
        units = await journal.sold_since(after(0))
    assert (removed, again) == (5 + 2 + 2, 0)
    assert [sample.viewers for sample in traffic] == [2, hour, 3 * hour, 3 * hour + 1]
    assert [(sale.at, sale.units) for sale in units] == [
        (after(0), 6),
        (after(hour), 2),
        (after(3 * hour), 2),
        (after(3 * hour + 1), 2),
    ]


async def test_thinning_goes_on_where_it_stopped(make: Make) -> None:
    """The next hour when it is over; holds, audit and marks are never touched."""
    async with opened(make()) as journal:
        broadcast = await on_air(journal)
        (hold,) = await journal.add_holds([new_hold(broadcast.id)])
        await journal.add_facts(marks=[Mark(kind=MarkKind.HOLD, at=after(1))])
        await journal.add_facts(traffic=[viewers(after(second)) for second in (1, 2, 3601, 3602)])
        lines = await journal.audit_lines()
        assert await journal.thin(after(3600)) == 1
        assert await journal.thin(after(7200)) == 1
        remembered = await journal.recall()
        assert await journal.audit_lines() == lines
    assert remembered.holds == (hold,)
    assert len(remembered.marks) == 1


async def test_thinning_an_empty_record_does_nothing(make: Make) -> None:
    """There is nothing old in a new one."""
    async with opened(make()) as journal:
        assert await journal.thin(START) == 0


async def test_no_facts_are_no_transaction(make: Make) -> None:
    """A poll without a change costs the disk nothing and wakes nobody."""
    async with opened(make()) as journal:
        revisions = journal.changes()
        await journal.add_facts()
        await journal.set_next("EAR-01", START, LIN)
        first = await anext(revisions)
        await journal.add_facts()
        await journal.set_next("EAR-02", START, LIN)
        assert await anext(revisions) == first + 1


async def test_a_time_without_a_zone_is_refused(make_sql: Make) -> None:
    """It could mean any instant; the transaction is not kept."""
    async with opened(make_sql()) as journal:
        assert isinstance(journal, SqlJournal)
        with pytest.raises(Exception, match="offset-naive"):
            await journal.add_facts(traffic=[viewers(datetime(2026, 11, 22))])  # noqa: DTZ001 - the point
        assert await journal.traffic_since(datetime(2020, 1, 1, tzinfo=UTC)) == ()
