"""Two clocks, neither trusted alone: when a hold's time is over, and when the two disagree."""

from dataclasses import dataclass
from datetime import datetime

from app.domain.hold import Hold


@dataclass(frozen=True, slots=True, kw_only=True)
class Instant:
    """One moment by both clocks; `monotonic` compares only within the same `boot`."""

    wall: datetime
    monotonic: float
    boot: str


def deadline_passed(hold: Hold, now: Instant) -> bool:
    """Whether either clock says the hold's time is over; never for a stop.

    After a restart of the computer only the wall clock is left; one that stands before the hold began is
    wrong, and then the product goes back on sale rather than wait for it.
    """
    if hold.deadline is None:
        return False
    if now.wall >= hold.deadline:
        return True
    if hold.boot and hold.boot == now.boot:
        length_s = (hold.deadline - hold.started_at).total_seconds()
        return now.monotonic - hold.started_monotonic >= length_s
    return now.wall < hold.started_at


def clocks_disagree(earlier: Instant, now: Instant, limit_s: float = 2.0) -> bool:
    """Whether the computer slept, restarted, or had its clock changed since `earlier`: reconcile first."""
    if earlier.boot != now.boot:
        return True
    wall_s = (now.wall - earlier.wall).total_seconds()
    return abs(wall_s - (now.monotonic - earlier.monotonic)) > limit_s
