"""Where instants and units lie in the plot of a product's broadcast. Pixels only; nothing is drawn here."""

from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from typing import Final

from app.views.gauge import GaugeView, SellOutView
from app.views.product import CourseView

LEFT: Final = 56
RIGHT: Final = 16
TOP: Final = 28
AXIS: Final = 24
LANE: Final = 56
BOTTOM: Final = 6
_HEADROOM: Final = 1.1
_WORDS: Final = 156
"""Pixels right of the fan for when it ends."""
_LEAST_PAST: Final = timedelta(minutes=10)
_LEAST_AHEAD: Final = timedelta(minutes=10)
_AHEAD_SHARE: Final = 0.18
_MOST_AHEAD: Final = 0.7
"""The future takes no more of the axis than this, relative to the past."""
_TICK_PX: Final = 64
_TICK_MINUTES: Final = (1, 2, 5, 10, 15, 30, 60, 120, 240)
_STEPS: Final = (1, 2, 5)
_LINES: Final = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """The plot's ground and the lane of viewers below it, on one time axis. `limit` units at the top edge."""

    left: int
    top: int
    width: int
    height: int
    start: datetime
    end: datetime
    limit: float
    tick: int

    @property
    def right(self) -> int:
        """The first pixel right of it."""
        return self.left + self.width

    @property
    def bottom(self) -> int:
        """The first pixel below it."""
        return self.top + self.height

    @property
    def lane_top(self) -> int:
        """Where the lane of viewers begins."""
        return self.bottom + AXIS

    def x(self, at: datetime) -> float:
        """Where an instant lies, also outside."""
        whole = (self.end - self.start).total_seconds()
        return self.left + (at - self.start).total_seconds() / whole * self.width

    def at(self, x: float) -> datetime:
        """The instant at a pixel."""
        whole = (self.end - self.start).total_seconds()
        return self.start + timedelta(seconds=(x - self.left) / self.width * whole)

    def y(self, units: float) -> float:
        """How high a stock lies."""
        return self.bottom - 1 - max(0.0, units) / self.limit * (self.height - 1)

    def inside(self, x: float) -> float:
        """The nearest pixel that lies within."""
        return min(float(self.right), max(float(self.left), x))


def frame_of(size: tuple[int, int], view: GaugeView, course: CourseView | None, now: datetime) -> Frame:
    """The frame for a widget so large: the whole broadcast, and as much of the future as is forecast."""
    width, height = size
    plot = max(1, width - LEFT - RIGHT)
    start, end = _span(view, course, now, plot)
    most = _most(view, course)
    return Frame(
        left=LEFT,
        top=TOP,
        width=plot,
        height=max(1, height - TOP - AXIS - LANE - BOTTOM),
        start=start,
        end=end,
        limit=most * _HEADROOM,
        tick=grid_step(most),
    )


def _span(view: GaugeView, course: CourseView | None, now: datetime, width: int) -> tuple[datetime, datetime]:
    if course is not None and not course.running:
        return course.span.start, course.span.end
    start = now - _LEAST_PAST if course is None else min(course.span.start, now - timedelta(minutes=1))
    past = max(now - start, _LEAST_PAST)
    wanted = max(_LEAST_AHEAD, past * _AHEAD_SHARE, _until_told(view.sell_out, past, width))
    return start, now + min(wanted, max(past * _MOST_AHEAD, _LEAST_AHEAD))


def _until_told(minutes: SellOutView | None, past: timedelta, width: int) -> timedelta:
    """As far as the fan reaches, and room for its words."""
    if minutes is None:
        return timedelta()
    share = min(0.5, _WORDS / width)
    return (timedelta(minutes=min(minutes.p90, 24 * 60)) + past * share) / (1 - share)


def _most(view: GaugeView, course: CourseView | None) -> int:
    known = [view.available or 0, view.opening or 0, view.safety_stock or 0, 4]
    if course is not None:
        known += [units for units in course.stock if units is not None]
        known += [round(units) for _at, units in course.expected]
    return max(known)


def grid_step(most: int) -> int:
    """A round step that divides the height into four parts at most."""
    step = 1
    while True:
        for factor in _STEPS:
            if factor * step * _LINES >= most:
                return factor * step
        step *= 10


def time_ticks(frame: Frame, zone: tzinfo) -> list[datetime]:
    """Round wall times, far enough apart for words."""
    span_s = (frame.end - frame.start).total_seconds()
    wide_s = _TICK_PX * span_s / frame.width
    gap_s = 60 * next((each for each in _TICK_MINUTES if each * 60 >= wide_s), _TICK_MINUTES[-1])
    offset = frame.start.astimezone(zone).utcoffset()
    shift_s = offset.total_seconds() if offset else 0.0
    start_s = frame.start.timestamp()
    first_s = -(-(start_s + shift_s) // gap_s) * gap_s - shift_s - start_s
    count = max(0, int((span_s - first_s) // gap_s) + 1)
    return [frame.start + timedelta(seconds=first_s + gap_s * place) for place in range(count)]
