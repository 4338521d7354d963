"""Forecasts on a few simulated broadcasts; `make bench` measures them over many."""

import numpy as np
import pytest

from app.assembly.scenarios import scenario
from tests.forecasting import measured


@pytest.mark.parametrize("name", ["evening", "wrong_prior"])
def test_bands_mostly_hold_and_losses_lie_under_both_yardsticks(name: str) -> None:
    """Two broadcasts say little of a share, enough of a blunder."""
    score = measured(scenario(name), range(2))
    assert 0.6 < np.mean(score.units_held) < 0.97
    assert score.worst() < 0.9
