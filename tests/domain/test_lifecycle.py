"""Stages, turnover, and what to do about what lies."""

import pytest

from app.domain.lifecycle import (
    Clearing,
    Pace,
    Stage,
    clearing_of,
    over_units,
    pace_of,
    stage_of,
    turnover_days,
)
from app.domain.stock_policy import StockPolicy

_POLICY = StockPolicy()
_WAVE = [9, 11, 10, 12, 8, 10, 10]


def _days(*means: float) -> list[float]:
    """Four weeks at each mean, with some spread."""
    return [mean * day / 10 for mean in means for day in _WAVE * 4]


@pytest.mark.parametrize(
    ("days", "stage"),
    [
        (_days(10, 10), Stage.MATURITY),
        (_days(10, 14), Stage.GROWTH),
        (_days(10, 6), Stage.DECLINE),
        (_days(10, 11), Stage.MATURITY),
        ([3.0] * 20, Stage.INTRODUCTION),
        ([], None),
    ],
)
def test_the_last_four_weeks_are_compared_with_those_before(days: list[float], stage: Stage | None) -> None:
    """A fifth more or less has a name; less than six weeks are new; nothing known is nothing said."""
    assert stage_of(days) is stage


def test_chance_alone_is_no_stage() -> None:
    """A slow seller's halves differ by a third, and could again the other way."""
    early = [0.0, 0, 3, 0, 0, 0, 0] * 4
    late = [0.0, 0, 4, 0, 0, 0, 0] * 4
    assert stage_of([*early, *late]) is Stage.MATURITY


def test_a_launch_day_tells_better_than_the_first_sale() -> None:
    """A product that took long to sell is not new."""
    assert stage_of([1.0] * 30, days_since_launch=300) is Stage.MATURITY
    assert stage_of([1.0] * 60, days_since_launch=10) is Stage.INTRODUCTION


@pytest.mark.parametrize(
    ("units", "per_day", "pace"),
    [(2900, 100, Pace.FAST), (3000, 100, Pace.NORMAL), (9000, 100, Pace.NORMAL), (9001, 100, Pace.SLOW)],
)
def test_thirty_and_ninety_days_part_fast_from_slow(units: int, per_day: float, pace: Pace) -> None:
    """Both limits themselves are ordinary."""
    assert pace_of(turnover_days(units, per_day), _POLICY) is pace


def test_what_does_not_sell_never_turns_over() -> None:
    """And nothing has turned over at once."""
    assert turnover_days(5, 0.0) == float("inf")
    assert turnover_days(0, 0.0) == 0.0


def test_what_lies_is_bundled_shown_or_cleared() -> None:
    """Decline is cleared; a fast partner carries the rest; without one it is shown in gaps, if not dead."""
    assert clearing_of(120, Stage.DECLINE, "EAR-01", _POLICY) is Clearing.DISCOUNT
    assert clearing_of(120, Stage.MATURITY, "EAR-01", _POLICY) is Clearing.BUNDLE
    assert clearing_of(120, None, "", _POLICY) is Clearing.SHOW
    assert clearing_of(400, None, "", _POLICY) is Clearing.DISCOUNT
    assert over_units(1000, 5, _POLICY) == 550
