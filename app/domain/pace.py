"""How fast one product sells and what it is expected to sell: what of a decision is arithmetic alone.

Not for thousands at once; that is `paces`'.
"""

from dataclasses import dataclass
from datetime import datetime

from app.domain.ahead import expected
from app.domain.facts import ProductFacts, RoomFacts
from app.domain.lean import lean
from app.domain.policy import Policy
from app.domain.signals import Outlook
from app.domain.trade import TradeFacts, caught_up, is_known, per_1000_viewers, trend, units_per_minute


@lean
@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """What a product's sales come to at an instant; `trend` is 1 when faster, −1 when slower than before."""

    per_minute: float | None
    trend: int
    per_1000_viewers: float | None
    outlook: Outlook | None


def pace_of(facts: ProductFacts, units: int | None, room: RoomFacts, policy: Policy, now: datetime) -> Pace:
    """The pace as of `now`.

    `units` are there to be sold, None where no outlook is wanted. There is none either of what could not be
    had for long enough, now or in earlier broadcasts.
    """
    trade = caught_up(facts.trade, room.meter, policy)
    return Pace(
        per_minute=units_per_minute(trade),
        trend=trend(trade),
        per_1000_viewers=per_1000_viewers(trade, policy),
        outlook=_outlook(facts, trade, units, room, policy, now),
    )


def _outlook(
    facts: ProductFacts, trade: TradeFacts, units: int | None, room: RoomFacts, policy: Policy, now: datetime
) -> Outlook | None:
    if units is None or not (is_known(trade) or facts.earlier is not None):
        return None
    return expected(facts, trade, units, room, policy, now)
