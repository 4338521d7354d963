"""What may be done to a product, judged before anything is sent: the limits of holds and of the broadcast.

Not for what a hold does once it exists; that is `holds`. The journal's constraints say the same once more.
"""

from collections.abc import Collection, Iterable
from math import isfinite

from app.domain.broadcast import Broadcast
from app.domain.decision import Verdict, VerdictCode
from app.domain.facts import RoomFacts, ShopFacts
from app.domain.hold import Hold, HoldKind, HoldState
from app.domain.policy import Policy
from app.domain.readings import ShopReading

ALLOWED = Verdict()


def may_mark(
    room: RoomFacts, shop: ShopFacts, holds: Collection[Hold], policy: Policy, minutes: float | None = None
) -> Verdict:
    """Whether a product may be marked sold out at `shop` now, for `minutes` (None: length not asked yet).

    `holds` are the product's at this storefront: every open one and all of this broadcast. A dead guardian
    is judged last, because a reason overrides that alone.
    """
    return _first(
        (minutes is not None and not (isfinite(minutes) and minutes > 0), VerdictCode.BAD_VALUE),
        (not shop.listed, VerdictCode.NOT_LISTED),
        (room.broadcast is None, VerdictCode.NO_BROADCAST),
        (minutes is not None and minutes * 60 > policy.hold_seconds, VerdictCode.LIMIT_TIME),
        (_open(holds, HoldKind.STOP) is not None, VerdictCode.STOPPED),
        (_open(holds, HoldKind.HOLD) is not None, VerdictCode.ALREADY_HELD),
        (holds_used(holds, room.broadcast) >= policy.holds_per_broadcast, VerdictCode.LIMIT_COUNT),
        (shop.gone, VerdictCode.GONE),
        (not shop.reachable, VerdictCode.UNREADABLE),
        (shop.sold_out is True, VerdictCode.NOT_OURS),
        (room.reconciling, VerdictCode.RECONCILING),
        (not room.guarded, VerdictCode.UNGUARDED),
    )


def may_mark_as_read(reading: ShopReading | None) -> Verdict:
    """Whether the read before a mark allows it; None: the shop does not know the product.

    What is off sale already is not ours to restore later.
    """
    return _first(
        (reading is None, VerdictCode.GONE),
        (reading is not None and reading.sold_out is None, VerdictCode.UNREADABLE),
        (reading is not None and reading.sold_out is True, VerdictCode.NOT_OURS),
    )


def may_restore(holds: Iterable[Hold]) -> Verdict:
    """Whether there is a hold to end; a stop is released, not restored."""
    kept = tuple(holds)
    return _first(
        (_open(kept, HoldKind.STOP) is not None, VerdictCode.STOPPED),
        (_open(kept, HoldKind.HOLD) is None, VerdictCode.NOT_HELD),
    )


def may_stop(shop: ShopFacts, holds: Iterable[Hold]) -> Verdict:
    """Whether a product may be stopped: always, unless it is not there or stopped already."""
    stop = _open(holds, HoldKind.STOP)
    stopped = stop is not None and stop.state is not HoldState.CLOSING
    return _first((not shop.listed, VerdictCode.NOT_LISTED), (stopped, VerdictCode.STOPPED))


def may_release(holds: Iterable[Hold]) -> Verdict:
    """Whether there is an emergency stop to release."""
    return _first((_open(holds, HoldKind.STOP) is None, VerdictCode.NOT_HELD))


def may_start_broadcast(broadcast: Broadcast | None) -> Verdict:
    """Whether a broadcast may begin: one at a time."""
    return _first((broadcast is not None, VerdictCode.BROADCAST_RUNNING))


def may_end_broadcast(
    broadcast: Broadcast | None, holds: Iterable[Hold], kept_off: Collection[int] = ()
) -> Verdict:
    """Whether the broadcast may end: no hold may be open, save those kept off by an empty warehouse.

    Those in `kept_off` (ids, see `hold_steps.keeps_off`) are let go with it; stops outlive a broadcast.
    """
    waiting = [h for h in holds if h.state.is_open and h.kind is HoldKind.HOLD and h.id not in kept_off]
    return _first((broadcast is None, VerdictCode.NO_BROADCAST), (bool(waiting), VerdictCode.HOLDS_OPEN))


def holds_used(holds: Iterable[Hold], broadcast: Broadcast | None) -> int:
    """How many of the broadcast's numbers are used up; refused and not applied ones gave theirs back."""
    if broadcast is None:
        return 0
    return sum(
        hold.kind is HoldKind.HOLD and hold.broadcast == broadcast.id and hold.state.counts for hold in holds
    )


def open_hold(holds: Iterable[Hold]) -> Hold | None:
    """The one that keeps the product off sale now: a stop before a hold; None when neither is open."""
    kept = tuple(holds)
    return _open(kept, HoldKind.STOP) or _open(kept, HoldKind.HOLD)


def _open(holds: Iterable[Hold], kind: HoldKind) -> Hold | None:
    return next((hold for hold in holds if hold.kind is kind and hold.state.is_open), None)


def _first(*reasons: tuple[bool, VerdictCode]) -> Verdict:
    return next((Verdict(code=code) for against, code in reasons if against), ALLOWED)
