"""Sales counted once each, however a source tells them."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from app.domain.readings import Sale, SalesAnswer, SalesCount
from app.engine import takings
from app.engine.takings import Takings
from tests.fakes.clock import START


def answer(counts: SalesCount, *sales: Sale, ahead_s: float | None = None) -> SalesAnswer:
    """What a source of sales says; its clock may be ahead."""
    offset = None if ahead_s is None else timedelta(seconds=ahead_s)
    return SalesAnswer(
        source="orders", asked_at=START, seen_at=START, clock_offset=offset, counts=counts, sales=sales
    )


def sold(found: Takings, counts: SalesCount, *sales: Sale) -> list[tuple[str, int]]:
    """Units that an answer adds."""
    return [(each.sku, each.units) for each in found.take(answer(counts, *sales))]


def order(number: str, units: int, *, at_s: float = 1, cancelled: bool = False) -> Sale:
    """A line paid so many seconds after the start."""
    return Sale(sku="A", units=units, order=number, at=START + timedelta(seconds=at_s), cancelled=cancelled)


def test_a_running_total_counts_from_where_we_came_in() -> None:
    """The first is the start; a product that appears later sold all of its total."""
    found, total = Takings("orders", START), SalesCount.SINCE_START
    assert sold(found, total, Sale(sku="A", units=100)) == []
    assert sold(found, total, Sale(sku="A", units=104), Sale(sku="B", units=3)) == [("A", 4), ("B", 3)]
    assert sold(found, total, Sale(sku="A", units=104)) == []


@pytest.mark.parametrize(("later", "units"), [(98, -2), (10, 10), (0, 0), (-1, -101)])
def test_a_total_that_falls_was_corrected_or_began_anew(later: int, units: int) -> None:
    """A little less is a correction; far less is a counter that began again."""
    found = Takings("orders", START)
    sold(found, SalesCount.SINCE_START, Sale(sku="A", units=100))
    expected = [("A", units)] if units else []
    assert sold(found, SalesCount.SINCE_START, Sale(sku="A", units=later)) == expected


def test_an_interval_counts_as_told() -> None:
    """Each answer speaks of what came since the one before."""
    found, interval = Takings("orders", START), SalesCount.INTERVAL
    assert sold(found, interval, Sale(sku="A", units=3)) == [("A", 3)]
    assert sold(found, interval, Sale(sku="A", units=3)) == [("A", 3)]
    assert sold(found, interval, Sale(sku="A", units=1, cancelled=True)) == [("A", -1)]


def test_an_order_counts_once_and_is_taken_back_once() -> None:
    """Told again, changed, cancelled, cancelled again."""
    found, orders = Takings("orders", START), SalesCount.ORDERS
    assert sold(found, orders, order("1", 2)) == [("A", 2)]
    assert sold(found, orders, order("1", 2)) == []
    assert sold(found, orders, order("1", 3)) == [("A", 1)]
    assert sold(found, orders, order("1", 3, cancelled=True)) == [("A", -3)]
    assert sold(found, orders, order("1", 3, cancelled=True)) == []


def test_an_order_cancelled_before_we_heard_of_it_is_nothing() -> None:
    """It was never counted."""
    assert sold(Takings("orders", START), SalesCount.ORDERS, order("1", 2, cancelled=True)) == []


def test_only_so_many_orders_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    """Memory is bounded; the oldest are forgotten first."""
    monkeypatch.setattr(takings, "MOST_ORDERS", 2)
    found = Takings("orders", START)
    for number in "123":
        sold(found, SalesCount.ORDERS, order(number, 1))
    assert sold(found, SalesCount.ORDERS, order("3", 1)) == []
    assert sold(found, SalesCount.ORDERS, order("1", 1)) == [("A", 1)]


def test_orders_from_before_the_desk_began_are_not_counted() -> None:
    """An earlier run has counted them; a source that knows no `since` tells them all the same."""
    found, orders = Takings("orders", START), SalesCount.ORDERS
    assert sold(found, orders, order("1", 9, at_s=-60), order("2", 2)) == [("A", 2)]
    assert sold(found, orders, order("1", 9, at_s=-60, cancelled=True), order("3", 4, at_s=-5)) == []


def test_before_is_meant_by_the_sources_own_clock() -> None:
    """Its minute ahead is no minute of ours."""
    found = Takings("orders", START)
    late = answer(SalesCount.ORDERS, order("1", 1, at_s=-20), order("2", 2, at_s=-40), ahead_s=-30)
    assert [each.units for each in found.take(late)] == [1]


def test_orders_without_an_instant_count_from_the_second_answer_on() -> None:
    """What stood there when we came in may be of any day."""
    found, orders = Takings("orders", START), SalesCount.ORDERS
    assert sold(found, orders, Sale(sku="A", units=5, order="1")) == []
    both = (Sale(sku="A", units=5, order="1"), Sale(sku="A", units=2, order="2"))
    assert sold(found, orders, *both) == [("A", 2)]
    assert sold(found, orders, *both) == []


def told(found: Takings) -> list[tuple[int, str, int | None]]:
    """Orders, money and regulars of what was counted last."""
    return [(one.orders, str(one.value), one.repeats) for one in found.told]


def money(units: int, value: str, **more: object) -> Sale:
    """Units with what they brought."""
    return Sale(sku="A", units=units, value=Decimal(value), **more)  # type: ignore[arg-type]  # fields by name


def test_the_money_of_an_order_counts_once_and_is_taken_back_once() -> None:
    """With whose order it was, where that is told."""
    found, orders = Takings("orders", START), SalesCount.ORDERS
    line = money(2, "59.80", order="1", at=START + timedelta(seconds=1), repeat=True)
    other = money(1, "9.90", order="2", at=START + timedelta(seconds=1), repeat=False)
    assert sold(found, orders, line, other) == [("A", 2), ("A", 1)]
    assert told(found) == [(1, "59.80", 1), (1, "9.90", 0)]
    assert sold(found, orders, line, replace(other, cancelled=True)) == [("A", -1)]
    assert told(found) == [(-1, "-9.90", 0)]
    assert sold(found, orders, order("3", 1)) == [("A", 1)]
    assert told(found) == []


def test_a_running_total_of_money_grows_like_one_of_units() -> None:
    """From where we came in."""
    found, total = Takings("orders", START), SalesCount.SINCE_START
    sold(found, total, money(100, "1000"))
    sold(found, total, money(104, "1050.50"))
    assert told(found) == [(4, "50.50", None)]
    sold(found, total, money(3, "30"))
    assert told(found) == [(3, "30", None)]
