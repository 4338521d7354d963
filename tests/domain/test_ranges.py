"""Ranges at once against those worked out to the last digit."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.chances import gamma_quantile, odds_quantile
from app.domain.ranges import CHANCES, LEAST, gamma_range, odds_range
from app.domain.ranges_grid import gamma_ranges, odds_ranges

WON = st.floats(-0.22, 10).map(lambda power: float(np.exp(power)))
"""From one unit on."""
LOST = st.floats(-0.69, 8).map(lambda power: float(np.exp(power)))


@given(LOST)
def test_gamma_figures(shape: float) -> None:
    """Within a part in 400."""
    exact = [gamma_quantile(shape, chance) for chance in CHANCES]
    assert gamma_range(shape) == pytest.approx(exact, rel=1 / 400)


@given(WON, LOST)
def test_odds(won: float, lost: float) -> None:
    """Within a part in 45; the more is known, the nearer."""
    exact = [odds_quantile(won, lost, chance) for chance in CHANCES]
    assert odds_range(won, lost) == pytest.approx(exact, rel=1 / 45)
    if min(won, lost) >= 3:
        assert odds_range(won, lost) == pytest.approx(exact, rel=1 / 100)


@given(st.lists(st.tuples(WON, LOST), min_size=1, max_size=30))
def test_many_at_once_are_the_same(pairs: list[tuple[float, float]]) -> None:
    """Arrays say what one after the other does."""
    won, lost = (np.array(column) for column in zip(*pairs, strict=True))
    assert odds_ranges(won, lost).T.ravel() == pytest.approx(
        [figure for pair in pairs for figure in odds_range(*pair)], rel=1e-9
    )
    assert gamma_ranges(lost).T.ravel() == pytest.approx(
        [figure for _, shape in pairs for figure in gamma_range(shape)], rel=1e-9
    )


@pytest.mark.parametrize("shape", [0.0, 1e-9, LEAST])
def test_nobody_knows_less_than_nothing(shape: float) -> None:
    """The widest range is that of the least shape."""
    assert gamma_range(shape) == gamma_range(LEAST)
    assert odds_range(5.0, shape) == odds_range(5.0, LEAST)
    assert gamma_range(1e9)[1] == pytest.approx(1e9, rel=1e-6)
