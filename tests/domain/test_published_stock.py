"""Stock policy and order sizes against published figures; each row says where they were published.

Left out, because nothing here is built on them: production runs (a supplier makes, we order), joint orders of
several products (each ships alone here), and the optimal (r, Q) and (s, S) of a year (the quantity fills up
to what the time until the next order sells, it is no fixed lot).
"""

from math import sqrt

import pytest

from app.domain.facts import Demand
from app.domain.lifecycle import pace_of, turnover_days
from app.domain.lot_size import PriceStep, economic_lot, lot_with_discount, lot_with_shortage
from app.domain.newsvendor import (
    Normal,
    Stake,
    best_lognormal,
    best_poisson,
    best_stock,
    expected_cost,
    gamma_loss,
    lognormal_loss,
    normal_loss,
    poisson_loss,
)
from app.domain.replenishment import (
    Lead,
    need_of,
    safety_from_most,
    safety_from_spread,
    service_factor,
)
from app.domain.stock_policy import SafetyRule, StockPolicy


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


def test_the_best_stock_where_demand_bursts() -> None:
    """Its logarithm is normal."""
    assert best_lognormal(6, 0.3, Stake(over=1, short=4)) == pytest.approx(519.3023987673176, abs=1e-6)
    missing, left = lognormal_loss(519.3023987673176, 6, 0.3)
    assert left + 4 * missing == pytest.approx(198.42277610622506, abs=1e-3)
    missing, left = lognormal_loss(350, 6, 0.3)
    assert left + 0.1765 * missing == pytest.approx(34.588836685654854, abs=1e-3)


def test_a_ratio_below_one_half_orders_less_than_the_mean() -> None:
    """Brandimarte: 9579.1; and the answer that circulates with the wrong sign (92.6) is not ours (68.67)."""
    stake = Stake(over=10 - 3, short=15 - 10)
    assert stake.ratio == pytest.approx(0.4166666666666667, abs=1e-9)
    assert best_stock(Normal(mean=10000, deviation=2000), stake) == pytest.approx(9579.1, abs=0.5)
    trap = Stake(over=140 - 30, short=60)
    assert trap.ratio == pytest.approx(0.35294117647058826, abs=1e-9)
    assert best_stock(Normal(mean=80, deviation=30), trap) == pytest.approx(68.67, abs=0.05)


@pytest.mark.parametrize(
    ("loss", "missing", "left", "tolerance"),
    [
        (normal_loss(11, Normal(mean=8, deviation=3)), 0.249946411763059, 3.249946411763059, 1e-7),
        (lognormal_loss(10, 2, 0.3), 0.283649738881062, 2.554491200971182, 1e-5),
        (gamma_loss(4, 2, 3), 2.635971381157268, 0.635971381157268, 1e-6),
    ],
)
def test_units_missing_and_left_over(
    loss: tuple[float, float], missing: float, left: float, tolerance: float
) -> None:
    """The loss functions of stockpyl's tests."""
    assert loss == pytest.approx((missing, left), abs=tolerance)


def test_demand_that_is_certain_leaves_the_difference() -> None:
    """No spread: what is over or short is plain."""
    assert normal_loss(11, Normal(mean=8, deviation=0)) == (0.0, 3.0)
    assert normal_loss(6, Normal(mean=8, deviation=0)) == (2.0, 0.0)


# the size of an order (Snyder & Shen, ch. 3, as tested in stockpyl)


def test_the_economic_lot() -> None:
    """Ordering and holding cost the same there."""
    lot = economic_lot(8, 0.225, 1300)
    assert (lot.units, lot.cost) == pytest.approx((304.0467800264368, 68.41052550594827), abs=1e-6)


def test_the_economic_lot_where_buyers_wait() -> None:
    """Problem 3.2b."""
    lot, waits = lot_with_shortage(40, 40.05, 60, 2080)
    assert (lot.units, lot.cost) == pytest.approx((83.23544812889804, 1999.1482444152125), abs=1e-6)
    assert waits == pytest.approx(0.4002998500749625, abs=1e-6)


@pytest.mark.parametrize(
    ("fixed", "rate", "demand", "breaks", "prices", "units", "cost"),
    [
        (8, 0.3, 1300, (0, 400, 800), (0.75, 0.72, 0.68), 800, 978.6),
        (2250, 0.25, 182500, (0, 1200, 2400), (1490, 1220, 1100), 2400, 201251093.75),
        (200, 0.2, 1000, (0, 200, 500), (500, 475, 450), 500, 472900.0),
    ],
)
def test_prices_that_fall_with_the_quantity(
    fixed: float,
    rate: float,
    demand: float,
    breaks: tuple[float, ...],
    prices: tuple[float, ...],
    units: float,
    cost: float,
) -> None:
    """All units at the lower price."""
    steps = [PriceStep(units=at, unit_cost=price) for at, price in zip(breaks, prices, strict=True)]
    lot = lot_with_discount(fixed, rate, demand, steps)
    assert (lot.units, lot.cost) == pytest.approx((units, cost), abs=1e-4)
