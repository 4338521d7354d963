"""How often forecasts hold, and how far off they are, over many simulated broadcasts of every scenario."""

from dataclasses import replace

import numpy as np
import pytest

from app.assembly.scenarios import scenario, scenario_names
from tests.benchmarks.figures import Figure, Figures
from tests.forecasting import Score, measured

pytestmark = [pytest.mark.bench, pytest.mark.timeout(1800)]

CLICKED = ("calm", "evening", "excited", "fading", "low_prior", "new_room", "price_cut", "wrong_prior")
BROADCASTS = 12
"""Of each scenario; with seventeen scenarios that is 204, and their earlier ones besides."""


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


def test_clicks_make_forecasts_better(figures: Figures) -> None:
    """Told of clicks, the same broadcasts are foretold with smaller losses, and nowhere with much larger."""
    ratios = {name: _clicked(name) for name in CLICKED}
    for name, (units, time) in ratios.items():
        print(f"\n  {name:14} with clicks units {units:.3f} time {time:.3f}", end="")
    figures.add(
        *(
            Figure(
                what=f"forecast: loss of {what} with clicks against without",
                value=float(np.mean([pair[place] for pair in ratios.values()])),
                unit="x",
                budget=1.0,
            )
            for place, what in enumerate(("units", "time"))
        ),
        Figure(
            what="forecast: loss with clicks on the worst scenario",
            value=max(max(pair) for pair in ratios.values()),
            unit="x",
            budget=1.06,
        ),
    )


def _clicked(name: str) -> tuple[float, float]:
    """The losses of units and of time, with clicks against without."""
    script = scenario(name)
    seen, unseen = (
        measured(replace(script, buyers=replace(script.buyers, clicks_per_order=clicks)), range(6))
        for clicks in (12.0, 0.0)
    )
    units, time = (
        float(np.mean(seen.losses[f"{what} ours"]) / np.mean(unseen.losses[f"{what} ours"]))
        for what in ("units", "time")
    )
    return units, time


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
