"""Viewers to pixels."""

import numpy as np
import pytest

from widgets.desk.traffic.scale import Heights, highest, short_figure, tick_for


@pytest.mark.parametrize(
    ("need", "tick"), [(0, 5), (15, 5), (16, 10), (2432, 1000), (3001, 2000), (7600, 5000), (74, 25)]
)
def test_the_grid_has_round_figures(need: float, tick: int) -> None:
    """Three ticks of 1, 2, 2.5 or 5 times a power of ten hold the highest figure."""
    assert tick_for(need) == tick


def test_the_top_stays_while_figures_move_a_little() -> None:
    """A graph that rescales every second can't be read."""
    heights = Heights(0, 100, 5).fitting(2316, 0, 100)
    assert heights.limit == 3000
    assert heights.fitting(2700, 0, 100).limit == 3000
    assert heights.fitting(1300, 0, 100).limit == 3000
    assert heights.fitting(2990, 0, 100).limit == 6000
    assert heights.fitting(800, 0, 100).limit == 1500


def test_zero_lies_at_the_bottom_and_the_limit_at_the_top() -> None:
    """Pixels count from the top."""
    heights = Heights(22, 178, 1000)
    assert heights.y(0) == 178
    assert heights.y(3000) == 22


def test_nothing_known_has_no_height() -> None:
    """A graph of gaps alone still has a scale."""
    assert highest(np.array([np.nan, np.nan])) == 0.0


@pytest.mark.parametrize(("viewers", "text"), [(500, "500"), (1000, "1k"), (2500, "2.5k"), (20000, "20k")])
def test_labels_are_short(viewers: int, text: str) -> None:
    """Thousands are a k."""
    assert short_figure(viewers) == text
