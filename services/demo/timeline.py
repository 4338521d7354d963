"""Which instant of the real day belongs to which second of the demo's broadcast.

The world counts seconds from the start of its broadcast and knows no clock; at speed 10 a minute of it passes
in six seconds, and its stamps still have to make sense to a desk that looks at the wall clock.
"""

from datetime import datetime, timedelta
from typing import Protocol

MAX_DRIFT = 1.0
"""Seconds by which the two clocks may part (sleep, a changed clock) before the line is laid anew."""


class Clock(Protocol):
    """The clocks and the waiting that the demo is handed."""

    def now(self) -> datetime:
        """Aware UTC wall time."""
        ...

    def monotonic(self) -> float:
        """Seconds that never go back."""
        ...

    async def sleep(self, seconds: float) -> None:
        """Wait that many seconds."""
        ...


class Timeline:
    """World seconds on the wall clock, at a fixed speed (world seconds per real second)."""

    def __init__(self, clock: Clock, *, start: float, speed: float) -> None:
        self.speed = speed
        self._clock = clock
        self._lay(start)

    def second(self) -> float:
        """The world's second now."""
        passed = self._clock.monotonic() - self._anchor_monotonic
        second = self._anchor_second + passed * self.speed
        wall_passed = (self._clock.now() - self._anchor_wall).total_seconds()
        if abs(wall_passed - passed) > MAX_DRIFT:
            self._lay(second)
        return second

    def instant(self, second: float) -> datetime:
        """The aware UTC instant at which a world second was, or will be, now."""
        return self._anchor_wall + timedelta(seconds=(second - self._anchor_second) / self.speed)

    def second_of(self, instant: datetime) -> float:
        """The world second of an aware instant."""
        return self._anchor_second + (instant - self._anchor_wall).total_seconds() * self.speed

    def _lay(self, second: float) -> None:
        self._anchor_second = second
        self._anchor_wall = self._clock.now()
        self._anchor_monotonic = self._clock.monotonic()
