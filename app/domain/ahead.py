"""From facts to forecasts: what is ahead of a room, and what one product is expected to sell in it.

Not for how a forecast is reckoned; that is `forecast`'s, `prospect`'s and `appeal`'s.
"""

from collections.abc import Iterable
from datetime import datetime

from app.domain.airtime import airing, share, shown_minutes, slot_minutes
from app.domain.appeal import appeal_of
from app.domain.backdrop import Backdrop
from app.domain.facts import ProductFacts, RoomFacts, TrafficFacts
from app.domain.forecast import Slots, outlook
from app.domain.policy import Policy
from app.domain.prospect import Course, Prospect, prospect
from app.domain.showtime import minutes_left
from app.domain.signals import Outlook
from app.domain.tiers import cover_days, tier
from app.domain.trade import TradeFacts
from app.domain.traffic import is_current, is_surge, viewers_now


def backdrop_of(room: RoomFacts, policy: Policy, now: datetime) -> Backdrop:
    """What every product is judged against as of `now`; the room's own where it carries one."""
    if room.backdrop is not None:
        return room.backdrop
    of_tier = tier(room.phase, surge=is_surge(room.traffic, now))
    return Backdrop(
        prospect=room_prospect(room, policy, now),
        slot_minutes=slot_minutes(room.air, policy),
        tier=of_tier,
        cover_days=cover_days(of_tier, policy)[1],
        today=now.astimezone(policy.zone).date(),
    )


def room_prospect(room: RoomFacts, policy: Policy, now: datetime) -> Prospect:
    """Who will watch from now on."""
    meter = room.meter
    viewers, bought = viewers_now(room.traffic, now), paid_now(room.traffic, now) or 0
    worth = meter.habits.paid_worth
    crowd = meter.usual if viewers is None else max(0.0, viewers - (1.0 - worth) * bought)
    run = 0.0 if room.broadcast is None else (now - room.broadcast.started_at).total_seconds() / 60
    return prospect(
        crowd,
        meter.usual,
        minutes_left(room, policy, now),
        policy,
        course=Course(viewers=room.curve if room.broadcast is not None else (), minute=run),
        paid_share=min(1.0, worth * bought / crowd) if viewers and crowd > 0 else 0.0,
    )


def paid_now(traffic: Iterable[TrafficFacts], now: datetime) -> int | None:
    """Paid viewers of all sources together that are not stale; None where none tells them apart."""
    known = [paid for one in traffic if is_current(one, now) and (paid := _paid(one)) is not None]
    return sum(known) if known else None


def expected(
    facts: ProductFacts, trade: TradeFacts, units: int, room: RoomFacts, policy: Policy, now: datetime
) -> Outlook:
    """What the product is expected to sell, `units` of it being there; `trade` is its evidence as of now."""
    sku, air, backdrop = facts.product.sku, room.air, backdrop_of(room, policy, now)
    slots = Slots(
        airing=airing(air, sku, now, policy)[0],
        shown_minutes=shown_minutes(air, sku, now),
        slot_minutes=backdrop.slot_minutes,
        share=share(air, sku, now, policy),
    )
    appeal = appeal_of(trade.ledger, facts.earlier, policy)
    return outlook(units, appeal, slots, backdrop.prospect, room.meter.habits.lifts, policy)


def _paid(one: TrafficFacts) -> int | None:
    if one.paid is not None:
        return one.paid
    return None if one.viewers is None or one.organic is None else max(0, one.viewers - one.organic)
