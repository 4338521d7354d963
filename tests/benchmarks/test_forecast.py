"""How often forecasts hold, and how far off they are, over many simulated broadcasts of every scenario."""

import numpy as np
import pytest

from app.assembly.scenarios import scenario, scenario_names
from tests.benchmarks.figures import Figure, Figures
from tests.forecasting import Score, measured

pytestmark = [pytest.mark.bench, pytest.mark.timeout(1800)]

BROADCASTS = 12
"""Of each scenario; with sixteen scenarios that is 192, and their earlier ones besides."""


def test_bands_hold_and_losses_are_small(figures: Figures) -> None:
    """The 80 % band holds 76 to 84 %; losses a fifth below both yardsticks, and nowhere above them."""
    scores = {name: measured(scenario(name), range(BROADCASTS)) for name in scenario_names()}
    for name, score in scores.items():
        print(f"\n  {_line(name, score)}", end="")
    units = float(np.mean([held for score in scores.values() for held in score.units_held]))
    time = float(np.mean([held for score in scores.values() for held in score.time_held]))
    figures.add(
        _band("forecast: 80 % band of units until the end, off by", units),
        _band("forecast: 80 % band of the time to sell-out, off by", time),
        *(_loss(scores, what, against) for what in ("units", "time") for against in ("mean", "weighted")),
        Figure(
            what="forecast: loss on the worst scenario against a yardstick",
            value=max(score.worst() for score in scores.values()),
            unit="x",
            budget=1.02,
        ),
    )


def _band(what: str, held: float) -> Figure:
    return Figure(what=what, value=abs(held - 0.8), unit="", budget=0.04, note=f"held {held:.3f}")


def _loss(scores: dict[str, Score], what: str, against: str) -> Figure:
    mean = float(np.mean([score.ratio(what, against) for score in scores.values()]))
    return Figure(
        what=f"forecast: loss of {what} against the {against} rate", value=mean, unit="x", budget=0.8
    )


def _line(name: str, score: Score) -> str:
    ratios = "  ".join(
        f"{what}/{against} {score.ratio(what, against):.2f}"
        for what in ("units", "time")
        for against in ("mean", "weighted")
    )
    held = f"{np.mean(score.units_held):.2f} {np.mean(score.time_held):.2f}"
    return f"{name:14} held {held}  {ratios}"
