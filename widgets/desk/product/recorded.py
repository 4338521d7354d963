"""The points of a product's lines: as they were recorded, and those that came since. Bounded; no drawing."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TypeAlias

from app.views.product import CourseView

Points: TypeAlias = list[tuple[datetime, int | None]]

_LEAST_GAP: timedelta = timedelta(seconds=1)


def points_of(course: CourseView, figures: Sequence[int | None]) -> Points:
    """One point at the end of each column; the last where the record ends."""
    points: Points = []
    for place, figure in enumerate(figures, start=1):
        end = course.span.start + timedelta(seconds=course.step_s * place)
        points.append((min(end, course.span.end), figure))
    if points:
        points.insert(0, (course.span.start, points[0][1]))
    return points


class Live:
    """Figures that came after the record was read, one a step of it at most."""

    def __init__(self) -> None:
        self.points: Points = []
        self._gap = _LEAST_GAP

    def begin(self, since: datetime | None, step_s: float = 1.0) -> None:
        """Forget what the record holds now; None: forget everything."""
        self._gap = max(_LEAST_GAP, timedelta(seconds=step_s))
        self.points = [] if since is None else [point for point in self.points if point[0] > since]

    def add(self, at: datetime, figure: int | None) -> None:
        """It is so much now; within a step the newest figure stands."""
        if self.points and at - self.points[-1][0] < self._gap and len(self.points) > 1:
            before = self.points[-2][0]
            if at - before < self._gap:
                self.points[-1] = (at, figure)
                return
        self.points.append((at, figure))
