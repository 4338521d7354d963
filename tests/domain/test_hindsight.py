"""Looking back on a quarter."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from app.domain.catalogue import Leg, Product, Warehouse
from app.domain.hindsight import Hindsight, ProductDays, Quarter, looked_back, potential
from app.domain.standings import House
from app.domain.stock_policy import StockPolicy

_QUARTER = Quarter(year=2026, number=3)
_HOUSE = House(policy=StockPolicy(), cover_days=15, today=date(2026, 10, 1))
_EAR = Product(
    sku="EAR-01",
    title="Earphones",
    price=Decimal(30),
    cost=Decimal(10),
    legs=(Leg(name="truck", days=10),),
)
_PLACE = Warehouse(id="la", name="LA", short="L")
_WELL = ProductDays(
    product=_EAR, warehouse=_PLACE, sold=(10.0,) * (60 + 92), closing=(200,) * 92, ordered=900
)


def judged(days: ProductDays) -> Hindsight:
    """One product's quarter."""
    (found,) = looked_back([days], _QUARTER, _HOUSE)
    return found


def test_a_quarter_has_its_days() -> None:
    """The last one ends with the year."""
    assert (_QUARTER.first, _QUARTER.after) == (date(2026, 7, 1), date(2026, 10, 1))
    assert Quarter(year=2026, number=4).after == date(2027, 1, 1)


def test_a_day_without_stock_would_have_sold_what_the_others_did() -> None:
    """100, 105, 105, 115, and 95 until it ran out: 106 could have been sold, 11 were lost (published)."""
    sold = [100.0, 105, 105, 115, 95]
    wanted = potential(sold, [False] * 4 + [True])
    assert wanted[-1] == pytest.approx(106, abs=0.3)
    assert sum(wanted) - sum(sold) == pytest.approx(11, abs=0.3)
    assert potential([120.0, 100], [True, False]) == [120, 100]
    assert potential([3.0], [True]) == [3.0]


def test_a_quarter_that_went_well_has_nothing_to_regret() -> None:
    """Nothing missing, nothing too much; the policy would have ordered and missed nothing either."""
    found = judged(_WELL)
    assert (found.sold, found.actual.missing, found.actual.days_out, found.over) == (920, 0, 0, 0)
    assert found.missing_money == 0
    assert found.policy is not None
    assert (found.policy.missing, found.policy.days_out) == (0, 0)
    assert 600 < found.policy.ordered < 1100
    assert found.actual.mean_stock == 200


def test_days_without_stock_cost_their_margin() -> None:
    """Thirty days of ten at twenty each."""
    days = replace(_WELL, sold=(10.0,) * 122 + (0.0,) * 30, closing=(200,) * 62 + (0,) * 30)
    found = judged(days)
    assert (found.actual.days_out, found.actual.missing, found.missing_money) == (30, 300, 6000)
    assert found.policy is not None
    assert found.policy.missing == 0


def test_what_lies_beyond_what_the_policy_fills_up_to_is_too_much() -> None:
    """5,000 at the end where some 250 would do."""
    found = judged(replace(_WELL, closing=(5000,) * 92))
    assert 4600 < found.over < 4800
    assert found.over_money == found.over * 10


def test_the_dearest_mistakes_come_first_and_what_is_not_known_is_not_priced() -> None:
    """Without price and cost there is no amount, and no order by it."""
    bad = replace(_WELL, closing=(5000,) * 92)
    plain = replace(_WELL, product=Product(sku="CUP-07", title="Mug", legs=_EAR.legs))
    found = looked_back([plain, bad], _QUARTER, _HOUSE)
    assert [one.sku for one in found] == ["EAR-01", "CUP-07"]
    assert (found[1].missing_money, found[1].over_money) == (None, None)


def test_without_a_figure_of_stock_nothing_is_replayed() -> None:
    """What was there at the beginning is not known."""
    found = judged(replace(_WELL, closing=(None,) * 92))
    assert found.policy is None
    assert (found.actual.closing, found.actual.mean_stock, found.over) == (None, None, 0)
