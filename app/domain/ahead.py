"""From facts to forecasts: the audience ahead of a room, and what one product is expected to sell to it.

Not for how a forecast is reckoned; that is `forecast`'s, `prospect`'s and `appeal`'s.
"""

from collections.abc import Iterable
from datetime import datetime

from app.domain.airtime import airing, share, shown_minutes, slot_minutes
from app.domain.appeal import appeal_of
from app.domain.facts import ProductFacts, RoomFacts, TrafficFacts
from app.domain.forecast import Slots, outlook
from app.domain.policy import Policy
from app.domain.prospect import Course, Prospect, prospect
from app.domain.showtime import minutes_left
from app.domain.signals import Outlook
from app.domain.trade import TradeFacts
from app.domain.traffic import is_current, viewers_now


def room_prospect(room: RoomFacts, policy: Policy, now: datetime) -> Prospect:
    """Who will watch from now on. The same for all products: reckon it once."""
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
    sku, air = facts.product.sku, room.air
    slots = Slots(
        airing=airing(air, sku, now, policy)[0],
        shown_minutes=shown_minutes(air, sku, now),
        slot_minutes=slot_minutes(air, policy),
        share=share(air, sku, now, policy),
    )
    appeal = appeal_of(trade.ledger, facts.earlier, policy)
    ahead = room.prospect or room_prospect(room, policy, now)
    return outlook(units, appeal, slots, ahead, room.meter.habits.lifts, policy)


def _paid(one: TrafficFacts) -> int | None:
    if one.paid is not None:
        return one.paid
    return None if one.viewers is None or one.organic is None else max(0, one.viewers - one.organic)
