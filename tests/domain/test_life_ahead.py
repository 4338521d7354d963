"""Where a product's life goes: a fan of weeks, and when sales are at their top."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.life_ahead import AHEAD, HORIZON, Top, life_ahead, usual_weeks
from app.domain.lifecycle import Stage, stage_of
from app.domain.seasons import Promotion

TODAY = date(2026, 11, 23)
WEEKS = 26
Life = Callable[[np.ndarray, np.random.Generator], np.ndarray]


def levels_off(weeks: np.ndarray, dice: np.random.Generator) -> np.ndarray:
    """Logistic, somewhere before its top."""
    place, pace = dice.uniform(-0.8, 2.5), dice.uniform(0.12, 0.5)
    return np.asarray(dice.uniform(15, 90) / (1 + np.exp(-(place + pace * weeks))))


def levels_off_slowly(weeks: np.ndarray, dice: np.random.Generator) -> np.ndarray:
    """Gompertz's curve."""
    lacks, pace = dice.uniform(0.1, 1.2), dice.uniform(0.12, 0.4)
    return np.asarray(dice.uniform(15, 90) * np.exp(-lacks * np.exp(-pace * weeks)))


def stands(weeks: np.ndarray, dice: np.random.Generator) -> np.ndarray:
    """Always the same."""
    return np.full_like(weeks, dice.uniform(5, 60))


def lives(life: Life, count: int) -> Iterator[tuple[list[float], np.ndarray]]:
    """Days until today of so many products, and units of the weeks to come; weekends, more than chance."""
    dice, found = np.random.default_rng(11), 0
    days = np.arange(-WEEKS * 7, AHEAD * 7)
    while found < count:
        usual = life(days / 7, dice) * np.where(days % 7 >= 5, 1.2, 0.92)
        units = dice.poisson(usual * dice.gamma(12.0, 1 / 12.0, len(days)))
        before = [float(each) for each in units[: WEEKS * 7]]
        if life is stands or stage_of(before) is Stage.GROWTH:
            found += 1
            yield before, units[WEEKS * 7 :].reshape(AHEAD, 7).sum(1)


@pytest.mark.parametrize("life", [levels_off, levels_off_slowly, stands])
def test_what_weeks_sell_lies_in_the_fan_as_often_as_it_says(life: Life) -> None:
    """Four times of five, give or take what sixty lives leave to chance; its middle beats what sells now."""
    held, off, flat = [], [], []
    for days, came in lives(life, 60):
        ahead = life_ahead(days, TODAY, stage_of(days), "A")
        for week, units in zip(ahead.weeks, came, strict=True):
            held.append(week.p10 - 0.5 <= units <= week.p90 + 0.5)
            off.append(abs(units - week.p50))
            flat.append(abs(units - sum(days[-28:]) / 4))
    assert 0.7 <= np.mean(held) <= 0.95
    assert np.mean(off) <= (1.1 if life is stands else 0.8) * np.mean(flat)


def test_the_top_of_one_that_grows_is_a_range_that_holds_it() -> None:
    """A logistic life of which the top is known."""
    for place, pace in ((1.0, 0.3), (0.0, 0.4), (2.0, 0.2)):
        weeks = np.repeat(500 / (1 + np.exp(-(place + pace * np.arange(-25, 1)))), 7) / 7
        ahead = life_ahead(list(weeks), TODAY, Stage.GROWTH, "A")
        assert ahead.top is Top.AHEAD
        until_top = (np.log(19) - place) / pace
        assert ahead.least is not None
        assert ahead.least <= until_top
        assert ahead.most is None or until_top <= ahead.most


def test_one_that_grows_without_an_end_in_sight_has_no_last_week() -> None:
    """Doubling each month says nothing of when it stops."""
    days = [1.03**day for day in range(182)]
    ahead = life_ahead(days, TODAY, Stage.GROWTH, "A")
    assert ahead.top is Top.NOT_IN_SIGHT or ahead.most is None or ahead.most > 12
    assert ahead.weeks[-1].p50 > sum(days[-7:])


def test_other_stages_say_what_can_be_said() -> None:
    """At the top, past it by so many weeks, or too early; without a fan where too little is known."""
    steady = life_ahead([10.0] * 182, TODAY, Stage.MATURITY, "A")
    assert (steady.top, steady.least) == (Top.NOW, None)
    assert steady.weeks[0].p10 < 70 < steady.weeks[0].p90
    rose = [*range(10, 80), *range(80, 10, -1)]
    past = life_ahead([float(units) for units in rose], TODAY, Stage.DECLINE, "A")
    assert past.top is Top.PAST
    assert past.least == pytest.approx(10, abs=1)
    assert past.weeks[1].p50 < past.weeks[0].p50 < sum(rose[-14:-7])
    for stage, days in ((Stage.INTRODUCTION, 30), (None, 10), (Stage.MATURITY, 20)):
        early = life_ahead([5.0] * days, TODAY, stage, "A")
        assert (early.top, early.weeks) == (Top.TOO_EARLY, ())


def test_occasions_are_taken_out_of_the_weeks_and_put_into_those_to_come() -> None:
    """A sale that doubled last week is no growth; one that comes lifts its week."""
    last = TODAY - timedelta(days=7)
    promotions = [
        Promotion(name="was", first=last, last=TODAY - timedelta(days=1), factor=2.0),
        Promotion(name="comes", first=TODAY, last=TODAY + timedelta(days=6), factor=3.0),
    ]
    days = [10.0] * 175 + [20.0] * 7
    assert usual_weeks(days, TODAY, "A", promotions)[-1] == pytest.approx(70)
    ahead = life_ahead(days, TODAY, Stage.MATURITY, "A", promotions)
    assert ahead.weeks[0].p50 == pytest.approx(3 * ahead.weeks[1].p50, rel=0.05)
    none = [Promotion(name="closed", first=last, last=TODAY, factor=0.0)]
    assert len(usual_weeks(days, TODAY, "A", none)) == WEEKS - 1


@settings(max_examples=25, deadline=None)
@given(
    days=st.lists(st.integers(0, 300).map(float), min_size=28, max_size=182),
    stage=st.sampled_from([*Stage, None]),
)
def test_whatever_was_sold_the_fan_is_in_order_and_the_range_too(
    days: list[float], stage: Stage | None
) -> None:
    """Nothing is below nothing."""
    ahead = life_ahead(days, TODAY, stage, "A")
    assert len(ahead.weeks) in (0, AHEAD)
    for week in ahead.weeks:
        assert 0 <= week.p10 <= week.p50 <= week.p90
    if ahead.least is not None and ahead.middle is not None:
        assert 0 <= ahead.least <= ahead.middle <= (ahead.most or HORIZON)
