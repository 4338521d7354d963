"""How fast many products sell at once: the paces of `pace`, reckoned as arrays where there are many.

Not for the formulas: those are `trade_grid`'s, `appeal_grid`'s and `forecast_grid`'s.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from app.domain import trade_grid
from app.domain.ahead import backdrop_of
from app.domain.airtime import AirTime, airing, shares, shown_minutes
from app.domain.appeal_grid import appeals_of
from app.domain.facts import ProductFacts, RoomFacts
from app.domain.forecast_grid import SlotsOfMany, outlooks
from app.domain.lean import lean
from app.domain.ledger import Airing
from app.domain.pace import Pace, pace_of
from app.domain.policy import Policy
from app.domain.signals import Outlook
from app.domain.trade_grid import Floats, Marks, Trades

FEW = 20
"""Up to so many are reckoned one by one: arrays cost as much as that, however few they hold."""


@lean
@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A product whose pace is asked for; `units` are there to be sold, None where no outlook is wanted."""

    facts: ProductFacts
    units: int | None


def paces_of(asked: Sequence[Asked], room: RoomFacts, policy: Policy, now: datetime) -> list[Pace]:
    """Each one's pace as of `now`, in the order they are asked in; as `pace_of` says it."""
    if len(asked) <= FEW:
        return [pace_of(one.facts, one.units, room, policy, now) for one in asked]
    trades = trade_grid.caught_up([one.facts.trade for one in asked], room.meter, policy)
    known = trade_grid.known(trades)
    columns = zip(
        _where(known, trade_grid.units_per_minute(trades)),
        trade_grid.trend(trades).tolist(),
        _where(trade_grid.seen(trades), trade_grid.per_1000_viewers(trades, policy)),
        _outlooks(asked, trades, room, policy, now),
        strict=True,
    )
    return [
        Pace(per_minute=rate, trend=trend, per_1000_viewers=conversion, outlook=outlook)
        for rate, trend, conversion, outlook in columns
    ]


def _outlooks(
    asked: Sequence[Asked], trades: Trades, room: RoomFacts, policy: Policy, now: datetime
) -> list[Outlook | None]:
    known = trade_grid.known(trades).tolist()
    wanted = [
        (place, one.facts, one.units)
        for place, (one, is_known) in enumerate(zip(asked, known, strict=True))
        if one.units is not None and (is_known or one.facts.earlier is not None)
    ]
    found: list[Outlook | None] = [None] * len(asked)
    if not wanted:
        return found
    places = [place for place, _, _ in wanted]
    backdrop = backdrop_of(room, policy, now)
    foreseen = outlooks(
        [units for _, _, units in wanted],
        appeals_of(trades.ledgers.at(np.array(places)), [facts.earlier for _, facts, _ in wanted], policy),
        _slots([facts.product.sku for _, facts, _ in wanted], room.air, backdrop.slot_minutes, policy, now),
        backdrop.prospect,
        room.meter.habits.lifts,
        policy,
    )
    for place, outlook in zip(places, foreseen, strict=True):
        found[place] = outlook
    return found


def _slots(
    skus: Sequence[str], air: AirTime, slot_minutes: float, policy: Policy, now: datetime
) -> SlotsOfMany:
    """Most products are not shown, nor were; those that were are looked at one by one."""
    stands = np.full(len(skus), int(Airing.QUIET))
    shown = np.zeros(len(skus))
    on_air = None if air.now is None else air.now.sku
    for place, sku in enumerate(skus):
        if sku == on_air or sku in air.over:
            stands[place] = airing(air, sku, now, policy)[0]
            shown[place] = shown_minutes(air, sku, now)
    share = np.array(shares(air, skus, now, policy))
    return SlotsOfMany(airing=stands, shown_minutes=shown, slot_minutes=slot_minutes, share=share)


def _where(told: Marks, figures: Floats) -> list[float | None]:
    return [
        figure if is_told else None for figure, is_told in zip(figures.tolist(), told.tolist(), strict=True)
    ]
