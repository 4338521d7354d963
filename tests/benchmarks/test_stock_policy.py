"""Whether the replenishment policy pays: 26 simulated weeks against reordering at ten per cent."""

import numpy as np
import pytest

from tests.benchmarks.desk_policy import DeskPolicy
from tests.benchmarks.figures import Figure, Figures
from tests.benchmarks.stock_world import Outcome, ReorderAtTenPerCent, World, goods, interval

pytestmark = pytest.mark.bench

_GOODS = 40
_WORLDS = 8


@pytest.mark.timeout(300)
def test_the_policy_earns_more_than_reordering_at_ten_per_cent(figures: Figures) -> None:
    """Margin less freight and holding, by product, the same buyers for both; with 95 % intervals."""
    gains, ours, theirs = [], [], []
    for seed in range(_WORLDS):
        world = World(seed, goods(seed, _GOODS))
        desk, habit = world.play(DeskPolicy(world)), world.play(ReorderAtTenPerCent(world))
        scale = habit.margin + habit.lost * (habit.margin / np.maximum(habit.sold, 1))
        gains.append((desk.earned - habit.earned) / np.maximum(scale, 1.0))
        ours.append(desk)
        theirs.append(habit)
    low, middle, high = interval(np.concatenate(gains))
    note = f"95 % interval {100 * low:.1f} to {100 * high:.1f} %; {_GOODS * _WORLDS} products"
    figures.add(
        Figure(
            what="26 weeks: policy over reorder-at-10 %, of what could be earned",
            value=100 * middle,
            unit="%",
            note=note,
        ),
        Figure(
            what="26 weeks: earned together, policy against habit",
            value=100 * _share(ours, theirs),
            unit="%",
            note=f"lost units {_lost(ours):.1%} against {_lost(theirs):.1%}",
        ),
    )
    assert low > 0


def _share(ours: list[Outcome], theirs: list[Outcome]) -> float:
    whole = sum(float(one.earned.sum()) for one in theirs)
    return sum(float(one.earned.sum()) for one in ours) / whole - 1


def _lost(outcomes: list[Outcome]) -> float:
    lost = sum(float(one.lost.sum()) for one in outcomes)
    return lost / (lost + sum(float(one.sold.sum()) for one in outcomes))
