"""Who will watch from now on: organic viewer-minutes ahead, and how sure that is. One for the whole room.

Not for what any product makes of them.
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from math import exp

from app.domain.policy import Policy

_STEPS = (0.0, 1.0, 2.0, 4.0, 7.0, 11.0, 16.0, 23.0, 32.0, 45.0, 60.0, 80.0, 110.0, 150.0, 200.0, 300.0)
_CURVE_MINUTES = 10.0
_FAR = 1e9


@dataclass(frozen=True, slots=True, kw_only=True)
class Prospect:
    """`audience` of the next `minutes`, both growing; `left` are minutes to the end, None if nobody knows."""

    minutes: tuple[float, ...]
    audience: tuple[float, ...]
    left: float | None
    paid_share: float = 0.0
    """The part of all buying that is owed to ads."""

    @property
    def next_minute(self) -> float:
        """Viewer-minutes in the next one."""
        return self.audience[1]

    def until(self, minutes: float) -> float:
        """Viewer-minutes in the next `minutes`."""
        return _at(self.minutes, self.audience, minutes)

    def minutes_for(self, audience: float) -> float:
        """How long it takes until so many viewer-minutes have passed."""
        return _at(self.audience, self.minutes, audience)


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """How an audience usually goes: `viewers` of every ten minutes of earlier broadcasts; now is `minute`."""

    viewers: tuple[float, ...] = ()
    minute: float = 0.0

    def at(self, ahead: float) -> float:
        """Viewers then, in any unit; always the same where there were no earlier broadcasts."""
        if not self.viewers:
            return 1.0
        last = len(self.viewers) - 1
        place = min(max(0.0, (self.minute + ahead) / _CURVE_MINUTES - 0.5), float(last))
        low = int(place)
        share = place - low
        return self.viewers[low] * (1.0 - share) + self.viewers[min(low + 1, last)] * share


_NO_COURSE = Course()


def prospect(
    crowd: float,
    usual: float,
    left: float | None,
    policy: Policy,
    *,
    course: Course = _NO_COURSE,
    paid_share: float = 0.0,
) -> Prospect:
    """The audience ahead: what is unusual now passes, the rest goes as in earlier broadcasts."""
    minutes, audience = [0.0], [0.0]
    before = max(crowd, 1e-3)
    for step in _STEPS[1:]:
        viewers = max(_viewers(crowd, usual, step, course, policy), 1e-3)
        audience.append(audience[-1] + (before + viewers) / 2 * (step - minutes[-1]))
        minutes.append(step)
        before = viewers
    minutes.append(minutes[-1] + _FAR)
    audience.append(audience[-1] + before * _FAR)
    return Prospect(minutes=tuple(minutes), audience=tuple(audience), left=left, paid_share=paid_share)


def _viewers(crowd: float, usual: float, ahead: float, course: Course, policy: Policy) -> float:
    now, before = course.at(0.0), course.at(-_CURVE_MINUTES)
    usual = usual * now / before if before > 0 else usual
    lasting = usual + policy.crowd_keeps * (crowd - usual)
    level = lasting + (crowd - lasting) * exp(-ahead / policy.crowd_minutes)
    return level * course.at(ahead) / now if now > 0 else level


def _at(xs: Sequence[float], ys: Sequence[float], x: float) -> float:
    place = min(max(1, bisect_left(xs, x)), len(xs) - 1)
    low = place - 1
    width = xs[place] - xs[low]
    return ys[low] + (ys[place] - ys[low]) * (x - xs[low]) / width if width > 0 else ys[low]
