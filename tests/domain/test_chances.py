"""Tails and quantiles against scipy's, over all that a shop can ask for and beyond."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import special

from app.domain import chances

SHAPES = st.floats(-4, 11).map(lambda power: float(2.718281828**power))
CHANCES = st.floats(0.001, 0.999)
NORMAL = {0.1: -1.2815515655446004, 0.5: 0.0, 0.9: 1.2815515655446004}


@given(CHANCES, st.floats(-8, 8))
def test_normal(chance: float, place: float) -> None:
    """Below a place, and the place below which."""
    assert chances.normal_below(place) == pytest.approx(float(special.ndtr(place)), rel=1e-12)
    assert chances.normal_quantile(chance) == pytest.approx(float(special.ndtri(chance)), abs=1e-13)


@given(st.integers(-2, 80), st.floats(0.01, 40), CHANCES)
def test_poisson(count: int, mean: float, chance: float) -> None:
    """The smallest count is one that suffices, and one less does not."""
    assert chances.poisson_below(count, mean) == pytest.approx(
        float(special.pdtr(count, mean)) if count >= 0 else 0.0, rel=1e-9, abs=1e-14
    )
    least = chances.poisson_quantile(chance, mean)
    assert special.pdtr(least, mean) >= chance - 1e-9
    assert least == 0 or special.pdtr(least - 1, mean) < chance + 1e-9


@given(SHAPES, st.floats(0.05, 6), CHANCES)
def test_gamma(shape: float, part: float, chance: float) -> None:
    """From products that hardly sell to counts of a whole evening."""
    below = float(special.gammainc(shape, shape * part))
    assert chances.gamma_below(shape, shape * part) == pytest.approx(below, rel=1e-8, abs=1e-12)
    place = float(special.gammaincinv(shape, chance))
    assert chances.gamma_quantile(shape, chance) == pytest.approx(place, rel=1e-8, abs=1e-300)


@given(SHAPES, SHAPES, CHANCES)
def test_odds(won: float, lost: float, chance: float) -> None:
    """Both of scipy's are asked for: 1 - x loses its digits near one."""
    part = float(special.betaincinv(won, lost, chance))
    rest = float(special.betaincinv(lost, won, 1 - chance))
    if min(part, rest) > 1e-200:
        assert chances.odds_quantile(won, lost, chance) == pytest.approx(part / rest, rel=1e-6)
    assert chances.log_beta(won, lost) == pytest.approx(float(special.betaln(won, lost)), rel=1e-9, abs=1e-9)


@given(st.floats(3, 5000), st.floats(3, 5000), st.sampled_from(sorted(NORMAL)))
def test_odds_at_once(won: float, lost: float, chance: float) -> None:
    """Near enough for a forecast, whose own doubt is a hundred times that."""
    nearly = chances.odds_nearly(won, lost, NORMAL[chance])
    assert nearly == pytest.approx(chances.odds_quantile(won, lost, chance), rel=1 / 400)


def test_what_never_sells_has_a_place_too() -> None:
    """The quantile of next to nothing is next to nothing, and no fault."""
    assert chances.gamma_quantile(1e-9, 0.5) < 1e-300
    assert chances.odds_quantile(5.0, 1e-9, 0.5) > 1e300
