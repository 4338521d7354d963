"""Readings of one traffic source as numbers for drawing: growing arrays, one row a reading.

Keeps at most a day; older rows are dropped in blocks. Not for judging and not for storing.
"""

from collections.abc import Iterable
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from app.views.room import TrafficPoint

Rows: TypeAlias = NDArray[np.float64]

AT, TOTAL, ORGANIC, BASELINE = range(4)
"""The columns of a row: epoch seconds, viewers, organic viewers, baseline; NaN where nothing was read."""

_KEPT_S = 24 * 3600.0
_FIRST_ROOM = 4096


class Series:
    """Rows in the order of their instants; a reading that is not newer than the last one is dropped."""

    def __init__(self) -> None:
        self._rows: Rows = np.empty((_FIRST_ROOM, 4))
        self._start = 0
        self._end = 0

    def __len__(self) -> int:
        return self._end - self._start

    @property
    def rows(self) -> Rows:
        """All rows, oldest first; a view that the next `append` may leave behind."""
        return self._rows[self._start : self._end]

    def append(self, block: Rows) -> Rows:
        """Add rows and return those that were taken."""
        newest = self.rows[-1, AT] if len(self) else -np.inf
        taken = block[block[:, AT] > newest]
        if len(taken):
            self._make_room(len(taken))
            self._rows[self._end : self._end + len(taken)] = taken
            self._end += len(taken)
            self._start += int(np.searchsorted(self.rows[:, AT], taken[-1, AT] - _KEPT_S))
        return taken

    def since(self, at: float) -> Rows:
        """The rows from `at` on, and the one before it so that a line enters from the edge."""
        first = int(np.searchsorted(self.rows[:, AT], at))
        return self.rows[max(0, first - 1) :]

    def replace_last(self, row: Rows) -> None:
        """Put another row in the place of the last one."""
        self._rows[self._end - 1] = row

    def _make_room(self, wanted: int) -> None:
        if self._end + wanted <= len(self._rows):
            return
        kept = self.rows
        fresh = np.empty((max(_FIRST_ROOM, 2 * (len(kept) + wanted)), 4))
        fresh[: len(kept)] = kept
        self._rows, self._start, self._end = fresh, 0, len(kept)


def block_of(points: Iterable[TrafficPoint]) -> Rows:
    """Points as rows; None becomes NaN, in time order."""
    listed = [
        (point.at.timestamp(), _float(point.viewers), _float(point.organic), _float(point.baseline))
        for point in points
    ]
    rows: Rows = np.array(listed, dtype=np.float64).reshape(-1, 4)
    return rows[np.argsort(rows[:, AT], kind="stable")] if len(rows) > 1 else rows


def _float(value: float | None) -> float:
    return np.nan if value is None else float(value)
