"""Reordering, against published figures."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.broadcast import Phase
from app.domain.catalogue import Leg, Product
from app.domain.facts import Demand
from app.domain.need import Need
from app.domain.replenishment import (
    Lead,
    counted_demand,
    days_of_cover,
    demand_of,
    lead_of,
    need_of,
    packed,
    reorder,
    safety_from_most,
    safety_from_spread,
)
from app.domain.tiers import cover_days, tier
from tests.domain.builders import POLICY

_PLAIN = Product(sku="EAR-01", title="EAR-01")
_TODAY = date(2026, 11, 22)


# published figures


@pytest.mark.parametrize(
    ("most", "slowest", "mean", "lead", "expected"), [(15, 23, 7, 10, 275), (100, 5, 80, 4, 180)]
)
def test_safety_stock_from_the_highest_day(
    most: float, slowest: float, mean: float, lead: float, expected: float
) -> None:
    """Highest day times slowest lead, less mean times mean."""
    assert safety_from_most(mean, most, Lead(days=lead, most=slowest)) == expected


def test_a_peak_of_500_over_15_days_orders_at_7500() -> None:
    """The reorder point with both at their worst."""
    need = need_of(Demand(per_day=200, most_per_day=500), Lead(days=10, most=15), 1.65)
    assert need.reorder_point == 7500


@pytest.mark.parametrize(
    ("per_day", "deviation", "lead", "factor", "safety", "point"),
    [
        (90, 36, Lead(days=12, most=12), 1.65, 206, 1286),
        (150, 16, Lead(days=5, most=7), 1.6449, 253.65, 1003.65),
        (12500, 0, Lead(days=4, most=6), 1.88, 23500, 73500),
        (50, 5, Lead(days=1, most=1), 1.88, 9.4, 59.4),
    ],
)
def test_safety_stock_from_the_spread(
    per_day: float, deviation: float, lead: Lead, factor: float, safety: float, point: float
) -> None:
    """Demand and lead time both random; 1.65 is 95 %, 1.88 is 97 %."""
    found = safety_from_spread(per_day, deviation, lead, factor)
    assert found == pytest.approx(safety, abs=0.5)
    assert per_day * lead.days + found == pytest.approx(point, abs=0.5)


@pytest.mark.parametrize(
    ("need", "cover", "position", "expected"),
    [
        (Need(per_day=20, lead_days=10, safety=100), 7, 250, 190),
        (Need(per_day=2, lead_days=10, safety=8), 7, 0, 42),
        (Need(per_day=1, lead_days=14, safety=0), 30, 0, 44),
        (Need(per_day=30, lead_days=32, safety=210), 7, 550, 830),
    ],
)
def test_the_quantity_fills_up_to_lead_cover_and_safety(
    need: Need, cover: float, position: int, expected: int
) -> None:
    """As four published tools reckon it."""
    assert reorder(_PLAIN, need, position, cover, _TODAY).quantity == expected


# our own


def test_days_of_cover_need_a_demand() -> None:
    """Nothing known or nothing sold gives no days."""
    assert days_of_cover(182, Demand(per_day=44.4)) == pytest.approx(4.1, abs=0.01)
    assert days_of_cover(None, Demand(per_day=44.4)) is None
    assert days_of_cover(182, None) is None
    assert days_of_cover(182, Demand(per_day=0)) is None


def test_counted_demand_goes_before_what_the_settings_say() -> None:
    """The file is a guess, the count is not."""
    product = Product(sku="EAR-01", title="EAR-01", daily_sales=40, daily_sales_max=110)
    assert demand_of(product, None) == Demand(per_day=40, most_per_day=110)
    assert demand_of(product, Demand(per_day=55)) == Demand(per_day=55)
    assert demand_of(_PLAIN, None) is None


def test_demand_is_counted_from_whole_days() -> None:
    """A week of them at least; days without a sale are days."""
    assert counted_demand([9.0] * 6) is None
    counted = counted_demand([0, 10, 20, 10, 10, 20, 0])
    assert counted is not None
    assert (counted.per_day, counted.most_per_day) == (10, 20)
    assert counted.deviation == pytest.approx(8.165, abs=0.001)


def test_legs_follow_each_other() -> None:
    """Days add up, and so do the slowest; a leg is never slower on average than at its slowest."""
    legs = [
        Leg(name="production", days=7, days_max=12),
        Leg(name="sea", days=22),
        Leg(name="c", days=3, days_max=2),
    ]
    lead = lead_of(legs)
    assert lead == Lead(days=32, most=37)
    assert lead is not None
    assert lead.deviation == 2.5
    assert lead_of([]) is None


def test_without_a_spread_of_days_only_the_lead_time_varies() -> None:
    """One number a day is all there is."""
    need = need_of(Demand(per_day=10), Lead(days=20, most=30), 1.65)
    assert need.safety == pytest.approx(82.5)
    assert (need.safety_stock, need.reorder_point) == (83, 283)


@pytest.mark.parametrize(
    ("units", "pack", "least", "expected"),
    [(500, 20, 200, 500), (501, 20, 0, 520), (3, 20, 200, 200), (0, 20, 200, 0), (-5, 1, 0, 0), (7, 0, 0, 7)],
)
def test_orders_come_in_whole_packs(units: float, pack: int, least: int, expected: int) -> None:
    """At least the least; nothing where nothing is needed."""
    assert packed(units, pack, least) == expected


def test_the_last_day_to_order_is_that_before_the_point_is_reached() -> None:
    """At or below it: today; far away or never: no date."""
    need = Need(per_day=10, lead_days=20, safety=50)
    assert reorder(_PLAIN, need, 345, 15, _TODAY).by == date(2026, 12, 1)
    due = reorder(_PLAIN, need, 250, 15, _TODAY)
    assert (due.by, due.due) == (_TODAY, True)
    assert reorder(_PLAIN, need, 10**7, 15, _TODAY).by is None
    assert reorder(_PLAIN, Need(per_day=0, lead_days=20, safety=0), 5, 15, _TODAY).by is None


@given(st.floats(0, 500), st.floats(0, 100), st.floats(0, 60), st.floats(0, 60), st.integers(0, 10**5))
def test_less_stock_never_orders_less(
    per_day: float, deviation: float, days: float, more: float, position: int
) -> None:
    """And never later."""
    need = need_of(Demand(per_day=per_day, deviation=deviation), Lead(days=days, most=days + more), 1.65)
    full = reorder(_PLAIN, need, position + 10, 15, _TODAY)
    short = reorder(_PLAIN, need, position, 15, _TODAY)
    assert short.quantity >= full.quantity
    assert full.by is None or (short.by is not None and short.by <= full.by)
    assert need.reorder_point >= need.safety_stock >= 0


# tiers


def test_a_surge_lifts_the_tier_by_one() -> None:
    """The highest stays."""
    assert tier(Phase.DAILY, surge=False) is Phase.DAILY
    assert tier(Phase.DAILY, surge=True) is Phase.WARM_UP
    assert tier(Phase.WARM_UP, surge=True) is Phase.LIVE
    assert tier(Phase.LIVE, surge=True) is Phase.LIVE


def test_tiers_ask_for_days_of_cover() -> None:
    """At 100 a day: 300 to 500, 700 to 1000, and 1500."""
    assert [cover_days(phase, POLICY) for phase in Phase] == [(3, 5), (7, 10), (15, 15)]
