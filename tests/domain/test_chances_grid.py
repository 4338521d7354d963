"""Quantiles of many distributions at once are those of each alone."""

from random import Random

import numpy as np
import pytest

from app.domain import chances, chances_grid

DICE = Random(5)
BROAD = [10 ** DICE.uniform(0.5, 6) for _ in range(300)]
NARROW = [10 ** DICE.uniform(-1, 0.5) for _ in range(300)]
CHANCES = (0.001, 0.1, 0.5, 0.9, 0.999)


@pytest.mark.parametrize("chance", CHANCES)
def test_gamma_quantiles_are_the_same(chance: float) -> None:
    """From far below 1 to a million."""
    shapes = [*NARROW, *BROAD, 1.0]
    many = chances_grid.gamma_quantile(np.array(shapes), chance)
    alone = [chances.gamma_quantile(shape, chance) for shape in shapes]
    assert many.tolist() == pytest.approx(alone, rel=1e-10, abs=1e-290)


@pytest.mark.parametrize("chance", CHANCES)
@pytest.mark.parametrize(("won", "lost"), [(BROAD, NARROW), (NARROW, BROAD), (NARROW, NARROW[::-1])])
def test_quantiles_of_odds_are_the_same(won: list[float], lost: list[float], chance: float) -> None:
    """Whichever of the two is small; and so much lies below them as was asked for."""
    many = chances_grid.odds_quantile(np.array(won), np.array(lost), chance)
    alone = [chances.odds_quantile(one, other, chance) for one, other in zip(won, lost, strict=True)]
    assert many.tolist() == pytest.approx(alone, rel=1e-9)
    below = chances_grid.odds_below(np.array(won), np.array(lost), many)
    assert below.tolist() == pytest.approx([chance] * len(won), rel=1e-6)


def test_odds_at_once_are_the_same() -> None:
    """The approximation for what is broad."""
    many = chances_grid.odds_nearly(np.array(BROAD), np.array(BROAD[::-1]), -1.28)
    alone = [chances.odds_nearly(one, other, -1.28) for one, other in zip(BROAD, BROAD[::-1], strict=True)]
    assert many.tolist() == pytest.approx(alone, rel=1e-12)


def test_of_none_there_are_none() -> None:
    """No distribution is no quantile, and no error."""
    nothing = np.array([])
    assert chances_grid.gamma_quantile(nothing, 0.5).size == 0
    assert chances_grid.odds_quantile(nothing, nothing, 0.5).size == 0
