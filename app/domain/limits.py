"""What may be done to a product, judged before anything is sent: the limits of holds and of the broadcast.

Not for what a hold does once it exists; that is `holds`. The journal's constraints say the same once more.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from math import isfinite

from app.domain.broadcast import Broadcast
from app.domain.decision import Verdict, VerdictCode
from app.domain.facts import RoomFacts, ShopFacts
from app.domain.hold import Hold, HoldKind, HoldState, Reason
from app.domain.policy import Policy
from app.domain.readings import ShopReading
from app.domain.truth import label_is_true


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a mark is asked for, by whom, and what is so of the product then.

    `on_trial`: a trial of it is on sale. `round_sold`: every unit of its round is sold. `available`: units
    known to be there. Initials are as typed.
    """

    reason: Reason = Reason.STAGE
    on_trial: bool = False
    round_sold: bool = False
    available: int | None = None
    initials: str = ""
    second: str = ""


ALLOWED = Verdict()
_AGAINST = {code: Verdict(code=code) for code in VerdictCode}


def may_mark(
    room: RoomFacts,
    shop: ShopFacts,
    holds: Collection[Hold],
    policy: Policy,
    minutes: float | None = None,
    asked: Asked | None = None,
) -> Verdict:
    """Whether a product may be marked sold out at `shop` now, for `minutes` (None: length not asked yet).

    `asked` None: nobody has said for what reason yet. `holds` are the product's at this storefront: every
    open one and all of this broadcast. A dead guardian is judged last, because a reason overrides that alone.
    """
    against = (
        _against_length(minutes, policy)
        or _against_room(room, shop, asked)
        or _against_holds(holds, room.broadcast, policy)
        or _against_shop(shop)
        or (None if asked is None else _against_reason(asked, shop, policy))
        or _against_trust(room)
    )
    return _verdict(against)


def may_mark_as_read(reading: ShopReading | None) -> Verdict:
    """Whether the read before a mark allows it; None: the shop does not know the product.

    What is off sale already is not ours to restore later.
    """
    if reading is None:
        return _verdict(VerdictCode.GONE)
    if reading.sold_out is None:
        return _verdict(VerdictCode.UNREADABLE)
    return _verdict(VerdictCode.NOT_OURS if reading.sold_out else None)


def may_restore(holds: Collection[Hold]) -> Verdict:
    """Whether there is a hold to end; a stop is released, not restored."""
    if _open(holds, HoldKind.STOP) is not None:
        return _verdict(VerdictCode.STOPPED)
    return _verdict(VerdictCode.NOT_HELD if _open(holds, HoldKind.HOLD) is None else None)


def may_stop(shop: ShopFacts, holds: Collection[Hold]) -> Verdict:
    """Whether a product may be stopped: always, unless it is not there or stopped already."""
    if not shop.listed:
        return _verdict(VerdictCode.NOT_LISTED)
    stop = _open(holds, HoldKind.STOP)
    stopped = stop is not None and stop.state is not HoldState.CLOSING
    return _verdict(VerdictCode.STOPPED if stopped else None)


def may_release(holds: Collection[Hold]) -> Verdict:
    """Whether there is an emergency stop to release."""
    return _verdict(VerdictCode.NOT_HELD if _open(holds, HoldKind.STOP) is None else None)


def may_start_broadcast(broadcast: Broadcast | None) -> Verdict:
    """Whether a broadcast may begin: one at a time."""
    return _verdict(None if broadcast is None else VerdictCode.BROADCAST_RUNNING)


def may_end_broadcast(
    broadcast: Broadcast | None, holds: Iterable[Hold], kept_off: Collection[int] = ()
) -> Verdict:
    """Whether the broadcast may end: no hold may be open, save those kept off by an empty warehouse.

    Those are the ones in `kept_off` (ids, see `hold_steps.keeps_off`) that are closing; they are let go with
    it. Stops outlive a broadcast.
    """
    if broadcast is None:
        return _verdict(VerdictCode.NO_BROADCAST)
    waits = any(hold.kind is HoldKind.HOLD and _keeps_on(hold, kept_off) for hold in holds)
    return _verdict(VerdictCode.HOLDS_OPEN if waits else None)


def _keeps_on(hold: Hold, kept_off: Collection[int]) -> bool:
    return hold.state.is_open and not (hold.state is HoldState.CLOSING and hold.id in kept_off)


def holds_used(holds: Collection[Hold], broadcast: Broadcast | None) -> int:
    """How many of the broadcast's numbers are used up; refused and not applied ones gave theirs back."""
    if broadcast is None or not holds:
        return 0
    return sum(
        hold.kind is HoldKind.HOLD and hold.broadcast == broadcast.id and hold.state.counts for hold in holds
    )


def open_hold(holds: Collection[Hold]) -> Hold | None:
    """The one that keeps the product off sale now: a stop before a hold; None when neither is open."""
    return _open(holds, HoldKind.STOP) or _open(holds, HoldKind.HOLD)


def _against_length(minutes: float | None, policy: Policy) -> VerdictCode | None:
    if minutes is None:
        return None
    if not isfinite(minutes) or minutes <= 0:
        return VerdictCode.BAD_VALUE
    return VerdictCode.LIMIT_TIME if minutes * 60 > policy.hold_seconds else None


def _against_room(room: RoomFacts, shop: ShopFacts, asked: Asked | None) -> VerdictCode | None:
    if not shop.listed:
        return VerdictCode.NOT_LISTED
    ends_a_trial = asked is not None and asked.reason is Reason.TRIAL and asked.on_trial
    return VerdictCode.NO_BROADCAST if room.broadcast is None and not ends_a_trial else None


def _against_reason(asked: Asked, shop: ShopFacts, policy: Policy) -> VerdictCode | None:
    """What speaks against this reason: the platform's own label would lie, or one person is not enough."""
    if shop.label and not label_is_true(
        shop.label_means, asked.reason, round_sold=asked.round_sold, available=asked.available
    ):
        return VerdictCode.LABEL_UNTRUE
    if needs_second(asked.reason, policy) and not two_people(asked.initials, asked.second):
        return VerdictCode.SECOND_NEEDED
    return None


def needs_second(reason: Reason, policy: Policy) -> bool:
    """Whether a mark or a release for that reason takes the initials of two people."""
    return reason in policy.second_initials


def two_people(initials: str, second: str) -> bool:
    """Whether two different initials were typed; they are recorded as claimed."""
    one, other = initials.strip().casefold(), second.strip().casefold()
    return bool(one) and bool(other) and one != other


def _against_holds(
    holds: Collection[Hold], broadcast: Broadcast | None, policy: Policy
) -> VerdictCode | None:
    if _open(holds, HoldKind.STOP) is not None:
        return VerdictCode.STOPPED
    if _open(holds, HoldKind.HOLD) is not None:
        return VerdictCode.ALREADY_HELD
    used_up = holds_used(holds, broadcast) >= policy.holds_per_broadcast
    return VerdictCode.LIMIT_COUNT if used_up else None


def _against_shop(shop: ShopFacts) -> VerdictCode | None:
    if shop.gone:
        return VerdictCode.GONE
    if not shop.reachable:
        return VerdictCode.UNREADABLE
    return VerdictCode.NOT_OURS if shop.sold_out else None


def _against_trust(room: RoomFacts) -> VerdictCode | None:
    if not room.recordable:
        return VerdictCode.NO_RECORD
    if room.reconciling:
        return VerdictCode.RECONCILING
    return None if room.guarded or room.unguarded_reason else VerdictCode.UNGUARDED


def _open(holds: Collection[Hold], kind: HoldKind) -> Hold | None:
    for hold in holds:
        if hold.kind is kind and hold.state.is_open:
            return hold
    return None


def _verdict(against: VerdictCode | None) -> Verdict:
    return ALLOWED if against is None else _AGAINST[against]
