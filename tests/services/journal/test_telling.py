"""What platforms tell of buyers in the journal: the same in memory, SQLite and PostgreSQL."""

from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path

from app.domain.audit import AuditNote
from app.domain.prices import PriceSaid
from app.domain.told import ClickTotal, CrowdTold, OrdersTold, PriceTold, Told
from services.journal.sql_journal import SqlJournal
from tests.fakes.clock import START, FakeClock
from tests.services.journal.builders import LIN, Make, opened


def at(minutes: float) -> datetime:
    """So long after the start."""
    return START + timedelta(minutes=minutes)


def clicks(minutes: float, count: int, sku: str = "EAR-01 耳机") -> ClickTotal:
    """A total."""
    return ClickTotal(at=at(minutes), source="cards", sku=sku, clicks=count, impressions=None)


def price(minutes: float, amount: str) -> PriceTold:
    """A price."""
    return PriceTold(at=at(minutes), source="cards", sku="EAR-01 耳机", price=Decimal(amount))


CROWD = CrowdTold(
    at=at(2), source="live", reservations=2**40, order_value=Decimal("20.500"), repeat_share=0.37
)
ORDERS = OrdersTold(at=at(3), source="orders", sku="CUP-07", orders=2, value=Decimal("0.10"), repeats=1)


async def test_what_was_told_comes_back_after_a_restart(make: Make) -> None:
    """Of a time and of products, oldest first; missing stays missing, money keeps its digits."""
    told: list[Told] = [clicks(1, 5), price(1.5, "19.90"), CROWD, ORDERS, clicks(4, 9, "CUP-07")]
    async with opened(make()) as journal:
        await journal.add_facts(told=[*told[::-1], clicks(6, 11)])
    async with opened(make()) as journal:
        assert await journal.told(START, at(5)) == tuple(told)
        assert await journal.told(START, at(5), ["CUP-07"]) == (CROWD, ORDERS, told[4])
        found = await journal.told(at(2), at(3))
        assert isinstance(found[0], CrowdTold)
        assert str(found[0].order_value) == "20.500"


async def test_a_price_that_a_source_told_stands_among_those_people_said(make: Make) -> None:
    """By their time, within the broadcast alone."""
    said = PriceSaid(at=at(5), sku="CUP-07", price=Decimal(8))
    note = AuditNote(at=said.at, what="price", who=LIN, sku=said.sku, detail="price=8")
    async with opened(make()) as journal:
        broadcast = await journal.start_broadcast(START, "Mei", {}, LIN)
        await journal.add_facts(told=[price(-1, "30"), price(2, "24.90"), price(9, "19.90")])
        await journal.add_price(said, note)
        outline = await journal.outline(broadcast.id)
        assert outline is not None
        assert [(each.sku, str(each.price)) for each in outline.prices] == [
            ("EAR-01 耳机", "24.90"),
            ("CUP-07", "8"),
            ("EAR-01 耳机", "19.90"),
        ]
        assert (await journal.recall()).prices == outline.prices


async def test_old_counts_become_few_and_sums_stay(path: Path) -> None:
    """The last total of each hour, and of orders their sum to the last digit; prices are all kept."""
    journal = SqlJournal(path, FakeClock())
    await journal.open()
    more = OrdersTold(at=at(4), source="orders", sku="CUP-07", orders=-1, value=Decimal("0.20"))
    await journal.add_facts(told=[clicks(1, 5), clicks(2, 8), price(1, "3"), price(2, "4"), ORDERS, more])
    assert await journal.thin(at(600)) == 2
    kept = await journal.told(at(-60), at(60))
    await journal.close()
    assert [one for one in kept if isinstance(one, ClickTotal)] == [clicks(2, 8)]
    assert len([one for one in kept if isinstance(one, PriceTold)]) == 2
    (orders,) = [one for one in kept if isinstance(one, OrdersTold)]
    assert (orders.orders, str(orders.value), orders.repeats) == (1, "0.30", 1)
