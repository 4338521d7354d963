"""What there is of a product over all its warehouses."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from app.domain.readings import Freshness
from app.domain.stock import fed, product_stock, stock_turns_at
from tests.domain.builders import NOW, ago, at_warehouse, later


def test_the_sum_counts_stale_figures_and_says_what_is_live() -> None:
    """One dead warehouse neither empties the gauge nor looks fresh."""
    stock = product_stock((at_warehouse(64), at_warehouse(118, "nj", age_s=134)), (), NOW)
    assert (stock.available, stock.available_live) == (182, 64)
    assert stock.freshness is Freshness.STALE
    assert stock.age_from == ago(134)


def test_all_figures_old_leave_nothing_live() -> None:
    """Known and old is 0 live, not unknown."""
    assert product_stock((at_warehouse(9, age_s=99),), (), NOW).available_live == 0


def test_a_warehouse_without_an_answer_makes_the_product_unknown() -> None:
    """What is known is summed all the same."""
    stock = product_stock((at_warehouse(64),), ("nj",), NOW)
    assert (stock.available, stock.freshness, stock.missing) == (64, Freshness.UNKNOWN, ("nj",))


def test_before_any_answer_there_is_no_figure() -> None:
    """Missing is never 0."""
    stock = product_stock((), ("la", "nj"), NOW)
    assert (stock.available, stock.available_live, stock.age_from) == (None, None, None)
    assert stock.freshness is Freshness.UNKNOWN


def test_a_null_figure_is_a_reading_of_unknown() -> None:
    """The other warehouse's figure stays; the product's freshness is unknown."""
    stock = product_stock((at_warehouse(None), at_warehouse(5, "nj")), (), NOW)
    assert (stock.available, stock.freshness) == (5, Freshness.UNKNOWN)
    assert [part.freshness for part in stock.parts] == [Freshness.UNKNOWN, Freshness.LIVE]


def test_only_null_figures_give_no_sum() -> None:
    """Null everywhere is unknown everywhere."""
    stock = product_stock((at_warehouse(None),), (), NOW)
    assert (stock.available, stock.available_live) == (None, None)


def test_zero_is_a_figure() -> None:
    """Sold out and unknown are different facts."""
    stock = product_stock((at_warehouse(0),), (), NOW)
    assert (stock.available, stock.available_live, stock.freshness) == (0, 0, Freshness.LIVE)


def test_oversold_orders_of_all_warehouses_add_up() -> None:
    """A figure below zero stands as 0 and the size of the hole."""
    stock = product_stock((at_warehouse(0, oversold=3), at_warehouse(0, "nj", oversold=2)), (), NOW)
    assert stock.oversold == 5


def test_a_vanished_sku_keeps_its_last_figure_and_its_age() -> None:
    """It ages; it does not become 0."""
    gone = replace(at_warehouse(7, age_s=60), vanished=True)
    stock = product_stock((gone,), (), NOW)
    assert (stock.available, stock.freshness, stock.parts[0].vanished) == (7, Freshness.STALE, True)


def test_goods_on_their_way_add_up_where_told() -> None:
    """A warehouse that does not tell adds nothing; nobody telling is unknown."""
    told = product_stock((at_warehouse(1, inbound=20), at_warehouse(1, "nj")), (), NOW)
    assert told.inbound == 20
    assert product_stock((at_warehouse(1),), (), NOW).inbound is None


def test_a_shop_sells_what_its_own_warehouses_hold() -> None:
    """The others do not help it; no known figure of its own is unknown."""
    parts = product_stock((at_warehouse(64), at_warehouse(118, "nj")), (), NOW).parts
    assert fed(parts, frozenset({"nj"})) == 118
    assert fed(parts, frozenset({"de"})) is None


def test_stock_turns_with_its_first_part() -> None:
    """The engine looks again when the oldest live figure begins to age."""
    turn = stock_turns_at((at_warehouse(1, age_s=1), at_warehouse(1, "nj", age_s=5)), NOW)
    assert turn is not None
    assert later(2.5) < turn < later(2.51)


@given(st.lists(st.none() | st.integers(0, 10**6), max_size=6))
def test_live_stock_is_never_more_than_all_of_it(figures: list[int | None]) -> None:
    """A part can't exceed the whole, and both are known or both are not."""
    parts = [at_warehouse(units, f"w{k}", age_s=10.0 * k) for k, units in enumerate(figures)]
    stock = product_stock(parts, (), NOW)
    assert (stock.available is None) == (stock.available_live is None)
    assert (stock.available_live or 0) <= (stock.available or 0)
