"""The only place that reads the clock: wall time, monotonic time and waiting.

Everything else is handed a clock, so that tests can tick. Not for time zones or for how times are said.
"""

import asyncio
import time
import uuid
from datetime import UTC, datetime
from pathlib import Path


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


_BOOT_FILE = Path("/proc/sys/kernel/random/boot_id")
_THIS_PROCESS = uuid.uuid4().hex


def boot_id() -> str:
    """Names this run of the computer: within it, monotonic instants of two processes may be compared.

    Where the system does not tell, every process has a name of its own, and only wall time is compared.
    """
    try:
        return _BOOT_FILE.read_text("ascii").strip()
    except OSError:
        return _THIS_PROCESS
