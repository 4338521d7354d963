"""Arrays become the shapes Qt would have been given point by point."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPointF
from PySide6.QtGui import QPolygonF

from widgets.desk.traffic.shapes import lines, polygon

GAP = float("nan")
PLACES = st.floats(-1e6, 1e6)


@given(st.lists(st.tuples(PLACES, PLACES)))
def test_a_polygon_has_every_point(points: list[tuple[float, float]]) -> None:
    """None, one, or many."""
    rows = np.array(points, float).reshape(-1, 2)
    assert polygon(rows[:, 0], rows[:, 1]) == QPolygonF([QPointF(*point) for point in points])


def test_a_line_is_broken_where_nothing_was_read() -> None:
    """Gaps at both ends and two in a row among them."""
    ys = np.array([GAP, 1, 2, 3, GAP, GAP, 6, 7, GAP])
    assert lines(np.arange(9.0), ys) == [_along(1, 2, 3), _along(6, 7)]


def test_a_line_of_nothing_is_nothing() -> None:
    """Before the first reading, and where none could be believed."""
    assert lines(np.empty(0), np.empty(0)) == []
    assert lines(np.arange(3.0), np.full(3, GAP)) == []


def _along(*places: float) -> QPolygonF:
    return QPolygonF([QPointF(place, place) for place in places])
