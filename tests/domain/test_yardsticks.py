"""The two simple rates, and how far a forecast was off."""

import numpy as np
import pytest

from app.domain.yardsticks import capped, counts, loss, simple_rates, waits


def test_rates_count_only_the_time_a_product_could_be_had() -> None:
    """Two a minute until it was gone; what nobody could buy says nothing of the pace."""
    told = np.array([[2, 1]] * 10 + [[0, 1]] * 10)
    opened = np.array([[True, True]] * 10 + [[False, True]] * 10)
    rates = simple_rates(told, opened)
    assert rates.weighted.tolist() == pytest.approx([2.0, 1.0])
    assert rates.mean.tolist() == pytest.approx([0.0, 1.0])


def test_the_mean_forgets_after_ten_minutes_and_the_weighted_rate_by_halves() -> None:
    """In steps of half a minute as in whole ones."""
    told = np.array([[6]] * 20 + [[1]] * 20)
    opened = np.ones_like(told, np.bool_)
    rates = simple_rates(told, opened, step_minutes=0.5)
    assert rates.mean[0] == pytest.approx(2.0)
    assert 2.0 < rates.weighted[0] < 7.0
    assert rates.weighted[0] == pytest.approx(2.0 + 10.0 * (0.25 - 0.0625) / (1 - 0.0625), rel=0.02)


def test_a_forecast_that_was_right_loses_nothing() -> None:
    """Too wide a range does, and so does a miss, the more the surer it was."""
    assert loss((5.0, 5.0, 5.0), 5.0) == 0
    assert loss((4.0, 5.0, 6.0), 5.0) == pytest.approx(0.2)
    assert loss((4.0, 5.0, 6.0), 9.0) == pytest.approx(0.5 + 2.0 + 2.7)


def test_simple_rates_have_their_ranges_too() -> None:
    """Poisson counts and waits; nothing sells, nothing is waited for."""
    low, middle, high = counts(100.0)
    assert low < middle < high
    assert middle == pytest.approx(100, abs=1)
    assert counts(0.0) == (0.0, 0.0, 0.0)
    first, half, last = waits(50, 2.0)
    assert first < half < last
    assert half == pytest.approx(25, abs=0.5)
    assert capped(waits(50, 0.0), 60.0) == (60.0, 60.0, 60.0)
