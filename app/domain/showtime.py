"""How long the show is expected to go on. Nobody knows; the policy says what to reckon with."""

from datetime import datetime

from app.domain.facts import RoomFacts
from app.domain.policy import Policy


def minutes_left(room: RoomFacts, policy: Policy, now: datetime) -> float | None:
    """Expected length of the rest of the broadcast, all of it before it starts; None if nobody knows."""
    if policy.planned_minutes is None:
        return None
    if room.broadcast is None:
        return policy.planned_minutes
    run = (now - room.broadcast.started_at).total_seconds() / 60
    left = policy.planned_minutes - max(0.0, run)
    return left if left > 0 else policy.overrun_minutes
