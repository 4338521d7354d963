"""The policy lives through a small simulated half year; `make bench` measures the large one."""

import numpy as np

from tests.benchmarks.desk_policy import DeskPolicy
from tests.benchmarks.stock_world import Known, Order, ReorderAtTenPerCent, World, goods, interval


class _Nothing:
    """Never orders."""

    def orders(self, known: Known) -> list[Order]:  # noqa: ARG002 - what every policy is asked
        """Nothing."""
        return []


def test_over_26_weeks_it_earns_more_than_reordering_at_ten_per_cent() -> None:
    """Fifteen products, the same buyers and ships for both; the 95 % interval lies above nothing."""
    world = World(3, goods(3, 15))
    desk, habit = world.play(DeskPolicy(world, every=2)), world.play(ReorderAtTenPerCent(world))
    low, _middle, _high = interval((desk.earned - habit.earned) / np.maximum(1.0, habit.margin))
    assert low > 0
    assert desk.lost.sum() < habit.lost.sum()


def test_the_simulated_world_counts_every_unit_once() -> None:
    """What was asked for was sold or lost; without orders no more is sold than there was."""
    world = World(5, goods(5, 4), days=60)
    outcome = world.play(_Nothing())
    opening = np.array([good.opening for good in world.goods])
    assert np.all(outcome.sold + outcome.lost == world.demand[:, -60:].sum(axis=1))
    assert np.all(outcome.sold <= opening)
    assert outcome.freight.sum() == 0
    again = World(5, goods(5, 4), days=60).play(_Nothing())
    assert np.array_equal(again.earned, outcome.earned)
