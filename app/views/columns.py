"""A span of time cut into the columns of a picture, and figures drawn together into them. Pure."""

from bisect import bisect_right
from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise

from app.domain.evidence import Sales, Span, Steps

_STEPS_S = (5, 10, 15, 30, 60, 120, 300, 600, 1200, 3600)
MOST_COLUMNS = 480


def step_s(span: Span) -> float:
    """How many seconds a column is wide, so that there are not too many."""
    fitting = (step for step in _STEPS_S if span.seconds / step <= MOST_COLUMNS)
    return float(next(fitting, _STEPS_S[-1]))


def columns_of(span: Span, step: float) -> list[datetime]:
    """Where each column begins, and where the last one ends."""
    count = max(1, -int(-span.seconds // step))
    return [span.start + timedelta(seconds=step * place) for place in range(count + 1)]


def figures(steps: Steps, starts: Sequence[datetime]) -> tuple[int | None, ...]:
    """The figure at the end of each column, or where it ended within it, the last that was known."""
    told = [steps.value_at(at) for at in starts]
    return tuple(
        None if (value := end if end is not None else start) is None else round(value)
        for start, end in pairwise(told)
    )


def sums(sales: Sales, starts: Sequence[datetime]) -> tuple[int, ...]:
    """Units sold in each column."""
    found = [0] * (len(starts) - 1)
    for at, units in zip(sales.at, sales.units, strict=True):
        column = bisect_right(starts, at) - 1
        if 0 <= column < len(found):
            found[column] += units
    return tuple(found)
