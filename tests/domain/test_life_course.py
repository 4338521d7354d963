"""A product's life, week by week."""

from datetime import date

import pytest

from app.domain.life_course import WEEKS, life_course
from app.domain.lifecycle import Stage
from app.domain.seasons import Promotion

TODAY = date(2026, 11, 23)


def test_weeks_end_yesterday_and_only_whole_ones_are_told() -> None:
    """Ten days make one week; the three before it are not half a week."""
    course = life_course([1.0] * 10, TODAY, "A")
    (week,) = course.weeks
    assert (week.first, week.units) == (date(2026, 11, 16), 7.0)


def test_no_more_than_half_a_year_is_told() -> None:
    """However much is known."""
    assert len(life_course([1.0] * 400, TODAY, "A").weeks) == WEEKS


def test_stages_follow_one_another() -> None:
    """New, then growing, then as it is; never the name for want of a comparison between."""
    days = [5.0] * 28 + [10.0] * 28 + [20.0] * 28 + [20.0] * 56
    stages = [week.stage for week in life_course(days, TODAY, "A").weeks]
    assert [*dict.fromkeys(stages)] == [Stage.INTRODUCTION, Stage.GROWTH, Stage.MATURITY]


def test_a_product_s_own_launch_counts_and_not_the_first_day_that_was_imported() -> None:
    """Old goods with a young record are not new."""
    course = life_course([5.0] * 28, TODAY, "A", launched=date(2024, 1, 1))
    assert course.stage is Stage.MATURITY


def test_growth_is_the_mean_change_a_week() -> None:
    """Four weeks that sell 1.1^4 times the four before grew by a tenth a week."""
    days = [10.0] * 28 + [10.0 * 1.1**4] * 28
    assert life_course(days, TODAY, "A").growth == pytest.approx(0.1)


def test_growth_from_nothing_is_not_known() -> None:
    """Neither endless nor none."""
    assert life_course([0.0] * 28 + [5.0] * 28, TODAY, "A").growth is None
    assert life_course([5.0] * 49, TODAY, "A").growth is None
    assert life_course([], TODAY, "A").stage is None


def test_an_occasion_makes_no_stage() -> None:
    """A month of a sale sells three times as much; the product has not grown."""
    sale = Promotion(first=date(2026, 10, 26), last=date(2026, 11, 22), factor=3.0, name="sale")
    days = [10.0] * 56 + [30.0] * 28
    assert life_course(days, TODAY, "A", (sale,)).stage is Stage.MATURITY
    assert life_course(days, TODAY, "A").stage is Stage.GROWTH
