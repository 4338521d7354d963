"""Qt's polygons from arrays, filled in place: no call and no object for each point. Not for painting.

pyqtgraph does it the same way, but to load it takes 15 MB and a fifth of a second of every desk.
"""

from typing import Any

import numpy as np
from PySide6.QtGui import QPolygonF
from shiboken6 import VoidPtr

from widgets.desk.traffic.series import Rows

_POINT_BYTES = 16
"""A QPointF is two doubles."""


def polygon(xs: Rows, ys: Rows) -> QPolygonF:
    """The points one after the other."""
    shape = QPolygonF()
    if len(xs):
        shape.resize(len(xs))
        # its stubs know neither that `data` is an address here, nor of a pointer's size and buffer
        size = len(xs) * _POINT_BYTES
        memory: Any = VoidPtr(shape.data(), size, True)  # type: ignore[call-arg, arg-type] # see above
        points = np.frombuffer(memory, np.float64).reshape(-1, 2)
        points[:, 0], points[:, 1] = xs, ys
    return shape


def lines(xs: Rows, ys: Rows) -> list[QPolygonF]:
    """The stretches of a line from point to point, broken where one is not finite."""
    there = np.isfinite(xs) & np.isfinite(ys)
    edges = np.flatnonzero(np.diff(there, prepend=False, append=False))
    return [polygon(xs[first:after], ys[first:after]) for first, after in edges.reshape(-1, 2)]
