"""Stock policy and order sizes against published figures; each row says where they were published.

Left out, because nothing here is built on them: production runs (a supplier makes, we order), joint orders of
several products (each ships alone), prices that fall with the quantity (the settings know one cost), lots for
buyers who wait (a live audience does not), log-normal and gamma demand (bursts are met by the spread and
the 95 % day), and the optimal (r, Q) and (s, S) of a year (a quantity fills up to what sells until the next
order, it is no fixed lot).
"""

from math import sqrt

import pytest

from app.domain.batch_grid import Case
from app.domain.batches import plan_batches
from app.domain.broadcast import Phase
from app.domain.catalogue import Leg
from app.domain.facts import Demand
from app.domain.lifecycle import pace_of, turnover_days
from app.domain.lot_size import economic_units
from app.domain.newsvendor import (
    Normal,
    Stake,
    best_poisson,
    best_stock,
    expected_cost,
    normal_loss,
    poisson_loss,
)
from app.domain.policy import Policy
from app.domain.replenishment import (
    Lead,
    need_of,
    safety_from_most,
    safety_from_spread,
    service_factor,
)
from app.domain.routes import routes_of
from app.domain.stock_policy import SafetyRule, StockPolicy
from app.domain.tiers import cover_days


def test_a_service_level_is_a_quantile_of_the_standard_normal() -> None:
    """97 % is 1.88: a lead-time demand of 50 ± 5 asks for 9.4 and orders at 59.4 (Stevenson)."""
    factor = service_factor(0.97)
    assert factor == pytest.approx(1.88, abs=0.02)
    safety = safety_from_spread(50, 5, Lead(days=1, most=1), factor)
    assert safety == pytest.approx(9.4, abs=0.02)
    assert 50 + safety == pytest.approx(59.4, abs=0.02)


def test_a_lead_time_of_four_days_give_or_take_one_orders_12500_a_day_at_73500() -> None:
    """Only the lead time varies (brainmass 210800)."""
    safety = safety_from_spread(12500, 0, Lead(days=4, most=6), service_factor(0.97))
    assert 12500 * 4 + safety == pytest.approx(73500, abs=15)


def test_the_spread_of_days_alone() -> None:
    """90 ± 36 a day over 12 days at 1.65 (mfgcalcs): 206, a buffer of 2.29 days."""
    safety = safety_from_spread(90, 36, Lead(days=12, most=12), 1.65)
    assert safety == pytest.approx(206, abs=0.5)
    assert 90 * 12 + safety == pytest.approx(1286, abs=0.5)
    assert safety / 90 == pytest.approx(2.29, abs=0.005)


def test_demand_and_lead_time_both_random() -> None:
    """150 ± 16 a day over 5 ± 1 days at 95 %: a spread of 154.21, 253.65 to keep back, order at 1003.65."""
    lead = Lead(days=5, most=7)
    assert safety_from_spread(150, 16, lead, 1.0) == pytest.approx(154.21, abs=0.01)
    safety = safety_from_spread(150, 16, lead, service_factor(0.95))
    assert safety == pytest.approx(253.65, abs=0.01)
    assert 150 * 5 + safety == pytest.approx(1003.65, abs=0.01)


@pytest.mark.parametrize(
    ("rule", "safety"),
    [
        (SafetyRule.HIGHEST, 100 * 5 - 80 * 4),
        (SafetyRule.QUANTILE, 90 * 5 - 80 * 4),
        (SafetyRule.SPREAD, 1.65 * sqrt(4 * 100 + 80**2 * 0.25)),
        (SafetyRule.AUTO, 1.65 * sqrt(4 * 100 + 80**2 * 0.25)),
    ],
)
def test_the_house_picks_the_figures_the_safety_stock_comes_from(rule: SafetyRule, safety: float) -> None:
    """The highest day is Logiwa's example (180); its quantile is not driven by one day."""
    demand = Demand(per_day=80, deviation=10, most_per_day=100, high_per_day=90)
    need = need_of(demand, Lead(days=4, most=5), 1.65, rule)
    assert need.safety == pytest.approx(safety)


def test_a_rule_whose_figure_is_missing_falls_back() -> None:
    """Settings that name no highest day leave the spread; without a quantile the highest day serves."""
    lead = Lead(days=10, most=23)
    assert need_of(Demand(per_day=7), lead, 1.65, SafetyRule.HIGHEST).safety == pytest.approx(1.65 * 7 * 6.5)
    known = Demand(per_day=7, most_per_day=15)
    assert need_of(known, lead, 1.65, SafetyRule.QUANTILE).safety == safety_from_most(7, 15, lead) == 275


def test_turnover_below_30_days_is_fast_and_beyond_90_slow() -> None:
    """2900, 6000 and 9100 units at 100 a day."""
    paces = [pace_of(turnover_days(units, 100), StockPolicy()) for units in (2900, 6000, 9100)]
    assert paces == ["fast", "normal", "slow"]


# the newsvendor (Snyder & Shen, ch. 4, as tested in stockpyl)


@pytest.mark.parametrize(
    ("over", "short", "demand", "stock", "cost"),
    [
        (0.18, 0.7, Normal(mean=50, deviation=8), 56.60395592743389, 1.997605193176645),
        (43, 79, Normal(mean=900, deviation=60), 922.7214038234755, 2718.196781782411),
        # a lead time of four: five periods until what is ordered now is there
        (0.18, 0.7, Normal(mean=50, deviation=8).over_days(5), 264.7668943741548, 4.466781004149578),
    ],
)
def test_the_best_stock_under_normal_demand(
    over: float, short: float, demand: Normal, stock: float, cost: float
) -> None:
    """Between what a unit over and a unit short cost."""
    stake = Stake(over=over, short=short)
    assert best_stock(demand, stake) == pytest.approx(stock, abs=1e-6)
    assert expected_cost(demand, stock, stake) == pytest.approx(cost, abs=1e-6)


def test_the_cost_of_a_stock_that_is_not_the_best() -> None:
    """180 where 265 would be best."""
    demand = Normal(mean=50, deviation=8).over_days(5)
    assert expected_cost(demand, 180, Stake(over=0.18, short=0.7)) == pytest.approx(49.000164748, abs=1e-6)


@pytest.mark.parametrize(
    ("stake", "mean", "stock", "cost"),
    [
        (Stake(over=1, short=4), 6, 8, 3.570106945770946),
        (Stake(over=200, short=270), 18, 19, 786.0884409351115),
        (Stake(over=0.08, short=1.25), 18 * 5, 105, 1.5450188691551778),
    ],
)
def test_the_best_whole_units_for_a_slow_seller(stake: Stake, mean: float, stock: int, cost: float) -> None:
    """Bought one by one."""
    assert best_poisson(mean, stake) == stock
    missing, left = poisson_loss(stock, mean)
    assert stake.over * left + stake.short * missing == pytest.approx(cost, abs=1e-5)


def test_a_ratio_below_one_half_orders_less_than_the_mean() -> None:
    """Brandimarte: 9579.1; and the answer that circulates with the wrong sign (92.6) is not ours (68.67)."""
    stake = Stake(over=10 - 3, short=15 - 10)
    assert stake.ratio == pytest.approx(0.4166666666666667, abs=1e-9)
    assert best_stock(Normal(mean=10000, deviation=2000), stake) == pytest.approx(9579.1, abs=0.5)
    trap = Stake(over=140 - 30, short=60)
    assert trap.ratio == pytest.approx(0.35294117647058826, abs=1e-9)
    assert best_stock(Normal(mean=80, deviation=30), trap) == pytest.approx(68.67, abs=0.05)


def test_units_missing_and_left_over() -> None:
    """The normal loss of stockpyl's tests."""
    loss = normal_loss(11, Normal(mean=8, deviation=3))
    assert loss == pytest.approx((0.249946411763059, 3.249946411763059), abs=1e-7)


def test_demand_that_is_certain_leaves_the_difference() -> None:
    """No spread: what is over or short is plain."""
    assert normal_loss(11, Normal(mean=8, deviation=0)) == (0.0, 3.0)
    assert normal_loss(6, Normal(mean=8, deviation=0)) == (2.0, 0.0)


# the size of an order (Snyder & Shen, ch. 3, as tested in stockpyl)


def test_the_economic_lot() -> None:
    """Ordering and holding cost the same there."""
    units = economic_units(8, 0.225, 1300)
    assert units == pytest.approx(304.0467800264368, abs=1e-6)
    assert 8 * 1300 / units + 0.225 * units / 2 == pytest.approx(68.41052550594827, abs=1e-6)


# what lies, in days


def test_too_little_and_too_much_at_five_a_day() -> None:
    """Under 3 days is 15 units, over 30 is 150 (smart-stores)."""
    least, most = cover_days(Phase.DAILY, Policy(cover_daily_days=(3, 30)))
    assert (5 * least, 5 * most) == (15, 150)


def test_ten_units_at_five_a_day_with_twenty_to_come() -> None:
    """Out after two days; the last of twenty that arrive on day 5 goes on day 9 (Inventory Planner).

    The article itself says 11, because it counts the days of waiting a second time.
    """
    way = routes_of((Leg(name="truck", days=40),))
    case = Case(per_day=5, available=10, want=1, routes=way, coming=((5, 20),))
    stock = plan_batches([case], most=1, days=30)[0].stock_one[:12].tolist()
    assert stock.index(0.0) + 1 == 2
    assert max(day for day, units in enumerate(stock) if units > 0) + 2 == 9
