"""When stock will be gone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.forecast import sell_out
from app.domain.trade import Belief

_CAP = 1440.0


def test_with_much_evidence_it_is_the_arrival_of_the_last_unit() -> None:
    """20 units at 2 a minute: the 20th arrival of a Poisson process, 7.26, 9.83 and 12.95 minutes."""
    found = sell_out(20, Belief(shape=2e9, exposure=1e9), _CAP)
    assert found.p10 == pytest.approx(7.2626, abs=0.001)
    assert found.p50 == pytest.approx(9.8338, abs=0.001)
    assert found.p90 == pytest.approx(12.9513, abs=0.001)


def test_the_quantiles_are_those_of_a_gamma_poisson_model() -> None:
    """Drawn by hand: rate ~ Gamma(60.5, 8.2), then the time of the 182nd unit."""
    np = pytest.importorskip("numpy")
    dice = np.random.default_rng(7)
    times = dice.gamma(182, size=200_000) / dice.gamma(60.5, 1 / 8.2, size=200_000)
    found = sell_out(182, Belief(shape=60.5, exposure=8.2), _CAP)
    assert (found.p10, found.p50, found.p90) == pytest.approx(np.quantile(times, [0.1, 0.5, 0.9]), rel=0.01)


def test_nothing_left_is_no_time_left() -> None:
    """Sold out is now."""
    assert sell_out(0, Belief(shape=9, exposure=1), _CAP).p90 == 0


def test_what_hardly_sells_lasts_to_the_cap() -> None:
    """Not for ever: a figure must be shown."""
    found = sell_out(10**6, Belief(shape=0.5, exposure=100), _CAP)
    assert (found.p10, found.p50, found.p90) == (_CAP, _CAP, _CAP)
    assert sell_out(10**9, Belief(shape=1e-9, exposure=1), _CAP).p90 == _CAP


@given(st.integers(1, 5000), st.floats(0.5, 500), st.floats(0.1, 60))
def test_more_stock_lasts_longer_and_ranges_are_in_order(units: int, shape: float, exposure: float) -> None:
    """Also: what sells faster is gone sooner."""
    belief = Belief(shape=shape, exposure=exposure)
    one = sell_out(units, belief, 1e12)
    assert 0 < one.p10 <= one.p50 <= one.p90
    assert sell_out(units + 1, belief, 1e12).p50 > one.p50
    assert sell_out(units, Belief(shape=shape + 1, exposure=exposure), 1e12).p50 < one.p50
    assert sell_out(units, Belief(shape=shape, exposure=exposure * 2), 1e12).p50 > one.p50


@given(st.floats(1, 1000))
def test_more_evidence_narrows_the_range(weight: float) -> None:
    """The same rate, known better."""
    loose = sell_out(100, Belief(shape=2 * weight, exposure=weight), 1e12)
    firm = sell_out(100, Belief(shape=4 * weight, exposure=2 * weight), 1e12)
    assert firm.p90 / firm.p10 <= loose.p90 / loose.p10
