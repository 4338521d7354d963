"""One point a pixel column."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from app.views.room import TrafficPoint
from widgets.desk.traffic.columns import Columns, TimeAxis, nearest, stretches
from widgets.desk.traffic.series import AT, TOTAL, Rows, Series, block_of

START = datetime(2026, 11, 22, 12, tzinfo=UTC)


def rows(*viewers: int | None, every_s: float = 1.0, first_s: float = 0.0) -> Rows:
    """Readings at an even pace."""
    return block_of(
        TrafficPoint(
            at=START + timedelta(seconds=first_s + place * every_s),
            viewers=figure,
            organic=figure,
            paid=0,
            baseline=100.0,
        )
        for place, figure in enumerate(viewers)
    )


def axis_of(*, past_s: float = 60.0, width: int = 60, now_s: float = 60.0) -> TimeAxis:
    """An axis whose columns are one second wide by default."""
    now = (START + timedelta(seconds=now_s)).timestamp()
    return TimeAxis.until(now, past_s=past_s, future_s=0.0, left=10, width=width)


def test_a_column_shows_its_last_reading() -> None:
    """A pixel is a fact, not a mean."""
    columns = Columns(10.0)
    columns.extend(rows(*range(100, 130)))
    shown = columns.visible(axis_of(width=6))
    assert shown[:, TOTAL].tolist() == [109.0, 119.0, 129.0]


def test_readings_one_by_one_draw_what_all_at_once_draw() -> None:
    """Keeping up must not differ from starting over."""
    wave = [1000 + (place * 37) % 61 for place in range(500)]
    together, one_by_one, series = Columns(7.0), Columns(7.0), Series()
    together.extend(rows(*wave))
    for place, figure in enumerate(wave):
        one_by_one.extend(series.append(rows(figure, first_s=place)))
    axis = axis_of(past_s=600.0, now_s=500.0)
    np.testing.assert_array_equal(one_by_one.visible(axis), together.visible(axis))


def test_an_hour_of_seconds_is_at_most_one_point_a_column() -> None:
    """3,600 readings on 360 pixels."""
    axis = axis_of(past_s=3600.0, width=360, now_s=3600.0)
    columns = Columns(axis.step)
    columns.extend(rows(*range(3600)))
    assert len(columns.visible(axis)) <= 361


def test_a_missing_figure_parts_the_line() -> None:
    """Nothing believable was read: a gap, never a zero."""
    columns = Columns(1.0)
    columns.extend(rows(5, 6, None, None, 7))
    assert [part[:, TOTAL].tolist() for part in stretches(columns.visible(axis_of()))] == [[5.0, 6.0], [7.0]]


def test_one_missing_figure_does_not_hide_the_others_of_its_column() -> None:
    """The column still has a believable reading."""
    columns = Columns(10.0)
    columns.extend(rows(5, 6, None))
    columns.extend(rows(None, first_s=3))
    assert columns.visible(axis_of(width=6))[:, TOTAL].tolist() == [6.0]


def test_a_long_silence_parts_the_line() -> None:
    """Five minutes without any reading are not a straight line."""
    columns = Columns(1.0)
    columns.extend(np.concatenate((rows(5, 6), rows(7, 8, first_s=300))))
    axis = axis_of(past_s=400.0, now_s=400.0, width=400)
    assert [len(part) for part in stretches(columns.visible(axis))] == [2, 2]


def test_columns_stay_where_they_are_while_time_goes_on() -> None:
    """The left edge is always a whole column, so old pixels move by whole pixels."""
    early, late = axis_of(past_s=600.0, now_s=601.0), axis_of(past_s=600.0, now_s=609.0)
    assert early.start == late.start
    moved = axis_of(past_s=600.0, now_s=612.0)
    assert (moved.start - early.start) % early.step == 0.0


def test_the_axis_finds_back_what_it_places() -> None:
    """Pixels to instants and back."""
    axis = axis_of(past_s=3600.0, width=400, now_s=3600.0)
    assert axis.x(axis.at(123.0)) == pytest.approx(123.0)
    assert axis.x(axis.end) == pytest.approx(axis.right)


def test_an_older_reading_is_not_put_behind_a_newer_one() -> None:
    """A retry that overtakes its successor must not fold the line back."""
    series = Series()
    series.append(rows(5, 6, 7))
    assert len(series.append(rows(1, first_s=1))) == 0
    assert series.rows[:, TOTAL].tolist() == [5.0, 6.0, 7.0]


def test_a_series_keeps_a_day() -> None:
    """Memory does not grow with the length of the stay."""
    series = Series()
    for day in range(3):
        series.append(rows(*range(2000), every_s=43.2, first_s=day * 86_400.0))
    assert len(series) <= 2001


def test_hover_finds_the_nearest_reading_or_none() -> None:
    """Far from any reading nothing is said."""
    listed = rows(5, 6, 7, every_s=10)
    near = nearest(listed, listed[1, AT] + 2, 5.0)
    assert near is not None
    assert near[TOTAL] == 6.0
    assert nearest(listed, listed[2, AT] + 60, 5.0) is None
