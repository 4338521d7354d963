"""What became of holds while this desk could not see to them: it was closed, slept, or stood still.

Facts for a person who comes back; not for what is done about them.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.domain.hold import Hold

TOOK_OVER = "guardian_took_over"
TOOK_BACK = "desk_took_back"
"""The audit's words for who acted from then on."""


class AwayCause(StrEnum):
    """Why the desk was away."""

    CLOSED = "closed"
    """It was closed, or had failed, and nobody stood in."""
    STOOD_IN = "stood_in"
    """Its guardian acted."""
    SLEPT = "slept"
    """The computer slept, or its clock was changed."""
    STALLED = "stalled"
    """The process stood still."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Away:
    """One absence and its holds as they were found; `since` and `seconds` None where not known."""

    cause: AwayCause
    at: datetime
    since: datetime | None = None
    seconds: float | None = None
    holds: tuple[Hold, ...] = ()


def concerned(holds: Iterable[Hold], since: datetime | None) -> frozenset[int]:
    """Ids of those an absence is about: open ones, and those that ended since it began."""
    return frozenset(
        hold.id
        for hold in holds
        if hold.state.is_open or (since is not None and hold.ended_at is not None and hold.ended_at >= since)
    )


def worth_telling(holds: Collection[Hold], cause: AwayCause, now: datetime) -> bool:
    """Whether anything became of them: a restart in the middle of a hold alone is no news."""
    if cause in (AwayCause.STOOD_IN, AwayCause.SLEPT):
        return bool(holds)
    return any(
        not hold.state.is_open or (hold.deadline is not None and hold.deadline <= now) for hold in holds
    )
