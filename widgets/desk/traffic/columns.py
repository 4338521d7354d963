"""One point for each pixel column: the last believable reading in it, so that every pixel is a fact.

Columns lie at fixed instants, so that what is drawn does not shimmer while time goes on. New readings touch
only the last column. Not for drawing.
"""

import math
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from widgets.desk.traffic.series import AT, TOTAL, Rows, Series

_SILENCE_S = 60.0
"""Longer without any reading is a gap, whatever the pace of the source."""


@dataclass(frozen=True, slots=True)
class TimeAxis:
    """Pixels and instants: `left` and `width` in pixels, `start` in epoch seconds, `step` in seconds."""

    left: int
    width: int
    start: float
    step: float

    @classmethod
    def until(cls, now: float, *, past_s: float, future_s: float, left: int, width: int) -> "TimeAxis":
        """An axis that shows so much past and future, its left edge on a whole column."""
        step = (past_s + future_s) / max(1, width)
        return cls(left, max(1, width), math.floor((now - past_s) / step) * step, step)

    @property
    def right(self) -> int:
        """The pixel after the last."""
        return self.left + self.width

    @property
    def end(self) -> float:
        """The instant of the right edge."""
        return self.start + self.width * self.step

    def x(self, at: float) -> float:
        """Where an instant lies, in pixels; may be outside."""
        return self.left + (at - self.start) / self.step

    def at(self, x: float) -> float:
        """The instant under a pixel."""
        return self.start + (x - self.left) * self.step

    def moved_to(self, *, left: int) -> "TimeAxis":
        """The same axis for a widget with another margin."""
        return replace(self, left=left)


class Columns:
    """The last reading of each column of `step` seconds, kept up with a series."""

    def __init__(self, step: float) -> None:
        self.step = step
        self._kept = Series()

    @classmethod
    def of(cls, series: Series, step: float) -> "Columns":
        """Columns of everything in a series."""
        columns = cls(step)
        columns.extend(series.rows)
        return columns

    def extend(self, rows: Rows) -> None:
        """Take in rows newer than all before."""
        if not len(rows):
            return
        picked = rows[_last_believable(self._column(rows), np.isfinite(rows[:, TOTAL]))]
        if len(self._kept) and self._column(picked[:1])[0] == self._column(self._kept.rows[-1:])[0]:
            self._merge(picked[0])
            picked = picked[1:]
        self._kept.append(picked)

    def visible(self, axis: TimeAxis) -> Rows:
        """The rows to draw, with a row of NaN between two that a gap parts."""
        rows = self._kept.since(axis.start)
        silent = np.flatnonzero(rows[1:, AT] - rows[:-1, AT] > max(_SILENCE_S, 3 * self.step))
        return np.insert(rows, silent + 1, np.nan, axis=0) if len(silent) else rows

    def _merge(self, row: Rows) -> None:
        """A later reading of the last column takes its place, but a gap never that of a figure."""
        if np.isfinite(row[TOTAL]) or not np.isfinite(self._kept.rows[-1, TOTAL]):
            self._kept.replace_last(row)

    def _column(self, rows: Rows) -> NDArray[np.int64]:
        return np.floor(rows[:, AT] / self.step).astype(np.int64)


def _last_believable(column: NDArray[np.int64], there: NDArray[np.bool_]) -> NDArray[np.int64]:
    """For each run of one column, the place of its last reading with a figure; its last place without any."""
    starts = np.flatnonzero(np.concatenate(([True], column[1:] != column[:-1])))
    ends = np.append(starts[1:], len(column)) - 1
    best = np.maximum.reduceat(np.where(there, np.arange(len(column)), -1), starts)
    picked: NDArray[np.int64] = np.where(best >= 0, best, ends)
    return picked


def stretches(rows: Rows) -> list[Rows]:
    """The unbroken stretches of rows that have a figure of viewers, each at least one row."""
    there = np.isfinite(rows[:, TOTAL])
    if len(rows) and there.all():
        return [rows]
    edges = np.flatnonzero(np.diff(there.astype(np.int8))) + 1
    return [part for part in np.split(rows, edges) if len(part) and np.isfinite(part[0, TOTAL])]


def nearest(rows: Rows, at: float, within_s: float) -> Rows | None:
    """The row nearest to an instant; None when none is that near."""
    if not len(rows):
        return None
    place = int(np.searchsorted(rows[:, AT], at))
    around = rows[max(0, place - 1) : place + 1]
    best = around[int(np.argmin(np.abs(around[:, AT] - at)))]
    return best if abs(best[AT] - at) <= within_s else None
