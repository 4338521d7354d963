"""Ratios of counted rates: known cases, coverage by simulation, and counts that vary more than chance."""

import numpy as np
import pytest

from app.domain.ratios import Count, Ratio, dispersion_of, rate_ratio


def told(ratio: Ratio | None) -> Ratio:
    """The ratio, which must be there."""
    assert ratio is not None
    return ratio


def test_equal_rates_lie_evenly_around_one() -> None:
    """Swapped, the bounds are each other's reciprocals."""
    one = told(rate_ratio(Count(units=40, exposure=10), Count(units=40, exposure=10)))
    assert one.middle == pytest.approx(1)
    assert one.low * one.high == pytest.approx(1)
    assert not one.differs


def test_exposure_is_taken_out() -> None:
    """Twice the units in twice the viewers is no effect; in the same viewers it is twofold."""
    same = told(rate_ratio(Count(units=800, exposure=20), Count(units=400, exposure=10)))
    double = told(rate_ratio(Count(units=800, exposure=10), Count(units=400, exposure=10)))
    assert same.middle == pytest.approx(1, rel=0.01)
    assert double.middle == pytest.approx(2, rel=0.01)
    assert double.differs


def test_nothing_sold_or_no_exposure_compares_nothing() -> None:
    """Nor does a rise from nothing have an end; it has a beginning."""
    nothing = Count(units=0, exposure=10)
    assert rate_ratio(nothing, nothing) is None
    assert rate_ratio(Count(units=3, exposure=0), Count(units=3, exposure=10)) is None
    assert told(rate_ratio(Count(units=20, exposure=10), nothing)).low > 1


def test_a_true_ratio_lies_within_its_bounds_as_often_as_said() -> None:
    """95 % over simulated counts of few units, where it is hardest."""
    dice = np.random.default_rng(7)
    inside = 0
    for _each in range(2000):
        above, below = int(dice.poisson(1.6 * 8)), int(dice.poisson(6))
        ratio = rate_ratio(Count(units=above, exposure=8), Count(units=below, exposure=6))
        inside += ratio is not None and ratio.low <= 1.6 <= ratio.high
    assert 0.935 <= inside / 2000 <= 0.975


def test_counts_that_vary_more_than_chance_get_wider_bounds() -> None:
    """Marks whose effects differ say less together than their units pretend."""
    even = [(Count(units=40, exposure=10), Count(units=20, exposure=10))] * 6
    uneven = [
        (Count(units=units, exposure=10), Count(units=20, exposure=10)) for units in (5, 90, 12, 70, 8, 55)
    ]
    assert dispersion_of(even) == 1
    spread = dispersion_of(uneven)
    assert spread > 5
    narrow = told(rate_ratio(Count(units=240, exposure=60), Count(units=120, exposure=60)))
    wide = told(rate_ratio(Count(units=240, exposure=60), Count(units=120, exposure=60), dispersion=spread))
    assert wide.low < narrow.low < narrow.high < wide.high
    assert dispersion_of(uneven[:2]) == 1
