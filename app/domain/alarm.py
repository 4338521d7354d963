"""When products can't be put back on sale: what a person must do by hand, and how loudly that is said.

An alert stands in a list; an alarm is heard, more often and louder the longer it lasts. Meanwhile the restore
is tried again and again all the same; that is not its business.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.domain.hold import Hold
from app.domain.signals import AlertKind

QUIET = timedelta(minutes=2)
"""How long an alarm is silent once a person has said that they see to it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ring:
    """From `after_s` seconds of an alarm on it is heard every `every_s`, at loudness 1 to 3."""

    after_s: float
    every_s: float
    loudness: int


RINGS = (
    Ring(after_s=0.0, every_s=20.0, loudness=1),
    Ring(after_s=60.0, every_s=10.0, loudness=2),
    Ring(after_s=180.0, every_s=4.0, loudness=3),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Alarm:
    """Holds that should have ended and do not, the longest overdue first.

    `since`: when the first of them was seen not to come back. `quiet_until`: a person sees to it.
    """

    holds: tuple[Hold, ...]
    since: datetime
    quiet_until: datetime | None = None


def alarm_of(
    holds: Iterable[Hold], by_hand: Collection[str], acknowledged: Mapping[str, datetime]
) -> Alarm | None:
    """The alarm these holds give; None when all come back by themselves.

    Args:
        holds: The open ones.
        by_hand: Storefronts that only people can work; they are reminded in another way.
        acknowledged: When a person had seen an alert, by its id.
    """
    stuck = [hold for hold in holds if hold.needs_attention and hold.storefront not in by_hand]
    if not stuck:
        return None
    seen = [acknowledged.get(f"{AlertKind.HOLD_ATTENTION}:{hold.id}") for hold in stuck]
    known = [at for at in seen if at is not None]
    return Alarm(
        holds=tuple(sorted(stuck, key=overdue_since)),
        since=min(map(overdue_since, stuck)),
        quiet_until=max(known) + QUIET if len(known) == len(stuck) else None,
    )


def overdue_since(hold: Hold) -> datetime:
    """From when on the product should have been on sale again."""
    return hold.closing_at or hold.deadline or hold.started_at
