"""Where cues sit: a cue keeps its slot until it is snoozed, acted on, or has been untrue for a while.

Nothing moves under the pointer: a freed slot takes the weightiest cue that waits. Not for which there are.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from app.domain.freshness import earliest
from app.domain.policy import Policy
from app.domain.signals import Cue, CueKind

_MOST = {
    CueKind.REORDER: 1,
    CueKind.HOLD_BACK: 2,
    CueKind.RESTORE_EARLY: 2,
    CueKind.CALL_STOCK: 2,
    CueKind.PRE_SALE: 2,
}
"""No kind may fill the whole list; those not named have no bound of their own."""


def seated(
    before: Sequence[Cue],
    proposed: Iterable[Cue],
    snoozed: Mapping[str, datetime],
    policy: Policy,
    now: datetime,
) -> tuple[Cue, ...]:
    """The cues of now in their slots, lowest slot first."""
    true = {cue.key: cue for cue in proposed if not _rests(cue, snoozed, now)}
    stays = [_again(cue, true.get(cue.key), now) for cue in before if not _rests(cue, snoozed, now)]
    sitting = [cue for cue in stays if not _is_over(cue, policy, now)]
    taken = {cue.key for cue in sitting}
    waiting = sorted((cue for cue in true.values() if cue.key not in taken), key=_weightiest)
    free = sorted(set(range(policy.cue_slots)) - {cue.slot for cue in sitting})
    new = _admitted(waiting, Counter(cue.kind for cue in sitting), len(free), policy)
    fresh = [replace(cue, slot=slot, since=now) for cue, slot in zip(new, free, strict=False)]
    return tuple(sorted((*sitting, *fresh), key=lambda cue: cue.slot))


def seats_turn_at(
    cues: Iterable[Cue], snoozed: Mapping[str, datetime], policy: Policy, now: datetime
) -> datetime | None:
    """When a cue leaves, or comes back, by time alone."""
    lasting = timedelta(seconds=policy.cue_untrue_seconds)
    leaves = [cue.untrue_since + lasting for cue in cues if cue.untrue_since is not None]
    return earliest((*leaves, *(until for until in snoozed.values() if until > now)))


def _rests(cue: Cue, snoozed: Mapping[str, datetime], now: datetime) -> bool:
    until = snoozed.get(cue.key)
    return until is not None and now < until


def _again(cue: Cue, anew: Cue | None, now: datetime) -> Cue:
    if anew is None:
        return replace(cue, untrue_since=cue.untrue_since or now)
    return replace(anew, slot=cue.slot, since=cue.since)


def _is_over(cue: Cue, policy: Policy, now: datetime) -> bool:
    since = cue.untrue_since
    return since is not None and now >= since + timedelta(seconds=policy.cue_untrue_seconds)


def _weightiest(cue: Cue) -> tuple[float, str]:
    return -cue.weight, cue.key


def _admitted(waiting: Iterable[Cue], sitting: Counter[CueKind], most: int, policy: Policy) -> list[Cue]:
    admitted: list[Cue] = []
    for cue in waiting:
        if len(admitted) == most:
            break
        if sitting[cue.kind] < _MOST.get(cue.kind, policy.cue_slots):
            sitting[cue.kind] += 1
            admitted.append(cue)
    return admitted
