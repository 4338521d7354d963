"""How high: viewers to pixels, with a top that stays until it no longer fits. Not for instants."""

import math
from dataclasses import dataclass

import numpy as np

from widgets.desk.traffic.series import Rows

_HEADROOM = 1.05
_ROOMY = 0.4
"""A top is kept while the highest figure needs more than this share of it."""
_SMALLEST_TICK = 5
_TICKS = 3


@dataclass(frozen=True, slots=True)
class Heights:
    """Viewers and pixels: `top` and `bottom` in pixels, `tick` the viewers between two grid lines."""

    top: int
    bottom: int
    tick: int

    @property
    def limit(self) -> int:
        """Viewers at the top edge."""
        return self.tick * _TICKS

    @property
    def ticks(self) -> tuple[int, ...]:
        """The figures of the grid lines, without zero."""
        return tuple(self.tick * step for step in range(1, _TICKS + 1))

    def y(self, viewers: float) -> float:
        """How high a figure lies, in pixels from the window's top."""
        return self.bottom - viewers * (self.bottom - self.top) / self.limit

    def ys(self, viewers: Rows) -> Rows:
        """The same for many."""
        pixels: Rows = self.bottom - viewers * ((self.bottom - self.top) / self.limit)
        return pixels

    def fitting(self, highest: float, top: int, bottom: int) -> "Heights":
        """Heights in which `highest` fits: with this tick if it still does well, else with a new one."""
        need = highest * _HEADROOM
        keep = _ROOMY * self.limit < need <= self.limit
        return Heights(top, bottom, self.tick if keep else tick_for(need))


def tick_for(need: float) -> int:
    """The smallest round tick of which three hold `need`: 5, 10, 20, 25, 50, 100, 200 and so on."""
    least = max(_SMALLEST_TICK, need / _TICKS)
    power = 10.0 ** math.floor(math.log10(least))
    return next(math.ceil(part * power) for part in (1, 2, 2.5, 5, 10) if part * power >= least)


def highest(rows: Rows) -> float:
    """The highest figure in rows, 0 without any."""
    there = rows[np.isfinite(rows)]
    return float(there.max()) if len(there) else 0.0


def short_figure(viewers: int) -> str:
    """A grid line's label: 500, 1k, 2.5k."""
    if viewers < 1000:  # noqa: PLR2004 - a thousand
        return str(viewers)
    return f"{viewers / 1000:g}k"
