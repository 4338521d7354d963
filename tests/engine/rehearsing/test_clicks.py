"""Whether clicks make forecasts better: the same simulated broadcasts, told of clicks and not."""

from dataclasses import replace

import pytest

from app.assembly.scenarios import scenario
from app.domain.simulation import Script
from tests.forecasting import Score, measured

BROADCASTS = 3


def scores(name: str, clicks_per_order: float) -> Score:
    """The scenario's forecasts where so many click before one orders; 0: nobody tells."""
    script = scenario(name)
    return measured(_told(script, clicks_per_order), range(BROADCASTS))


def _told(script: Script, clicks_per_order: float) -> Script:
    return replace(script, buyers=replace(script.buyers, clicks_per_order=clicks_per_order))


@pytest.mark.parametrize(("name", "at_most"), [("new_room", 0.95), ("low_prior", 0.9)])
def test_clicks_make_forecasts_no_worse_and_mostly_better(name: str, at_most: float) -> None:
    """Pinball losses of units and of the time to sell-out, without clicks 1; the band goes on holding.

    They lead the sales and differ from product to product in what they bring, which the desk is not told.
    """
    with_clicks, without = scores(name, 12.0), scores(name, 0.0)
    for what in ("units ours", "time ours"):
        assert sum(with_clicks.losses[what]) <= at_most * sum(without.losses[what])
    assert 0.7 <= sum(with_clicks.units_held) / len(with_clicks.units_held) <= 0.95
