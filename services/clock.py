"""The only place that reads the clock: wall time, monotonic time and waiting.

Everything else is handed a clock, so that tests can tick. Not for time zones or for how times are said.
"""

import asyncio
import time
from datetime import UTC, datetime


class SystemClock:
    """The computer's own clocks."""

    def now(self) -> datetime:
        """Aware UTC wall time."""
        return datetime.now(UTC)

    def monotonic(self) -> float:
        """Seconds that never go back while the computer is up; they may stand still in sleep."""
        return time.monotonic()

    async def sleep(self, seconds: float) -> None:
        """Wait that many seconds; none or fewer gives way once."""
        await asyncio.sleep(max(0.0, seconds))
