"""What a product sells: the evidence, folded reading by reading, and the rates learnt from it.

Units are taken as Poisson in selling time (or viewer-minutes) with a gamma prior; old evidence fades with a
half-life. Sold-out minutes, real or virtual, are no selling time. Not for what to do about a rate.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from math import exp2, expm1, log, sqrt

from app.domain import habits as room_habits
from app.domain.habits import Habits, first_habits
from app.domain.lean import lean
from app.domain.ledger import NOTHING_COUNTED, NOTHING_LEARNT, Airing, Count, Ledger, passed, taken
from app.domain.policy import Policy
from app.domain.readings import StockReading

LEAST_MINUTES = 1.0
"""A rate is not stated from less selling time than this."""
TREND_DOUBT = 1.64
"""A trend is stated when chance alone would show it in one of ten looks."""
_UNSEEN_CROWD = 1000.0
"""Viewers reckoned with where no source ever told any: then minutes alone count."""
_FIRST_HABITS = first_habits(Policy())


@lean
@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """Something counted twice, forgetting at two speeds: `steady` for rates, `quick` for the trend."""

    steady: float = 0.0
    quick: float = 0.0


@lean
@dataclass(frozen=True, slots=True, kw_only=True)
class Meter:
    """The room's chance to sell until `at`: minutes and viewer-minutes, both fading.

    One per room, so that a product costs nothing while nothing about it changes. `viewers` are those from
    `at` on, None unknown; `seen`: they were known in the time that led up to it.
    """

    at: datetime
    viewers: int | None = None
    seen: bool = False
    minutes: Amount = Amount()
    viewer_minutes: Amount = Amount()
    paid: int | None = None
    habits: Habits = _FIRST_HABITS
    lived: float = 0.0
    """Minutes the meter has run."""
    audience: float = 0.0
    """Organic viewer-minutes since it began, paid ones by what they are worth."""
    watched: Count = NOTHING_COUNTED
    """The same of late, with the minutes they are from in `units`: what is usual."""

    @property
    def crowd(self) -> float:
        """Viewers from now on, as organic ones; while nobody tells, as many as is usual."""
        if self.viewers is None:
            return self.usual
        return max(0.0, self.viewers - (1.0 - self.habits.paid_worth) * (self.paid or 0))

    @property
    def usual(self) -> float:
        """Viewers of the last half hour or so, as organic ones."""
        return self.watched.audience / self.watched.units if self.watched.units > 0 else _UNSEEN_CROWD


@lean
@dataclass(frozen=True, slots=True, kw_only=True)
class TradeFacts:
    """One product's sales evidence as of `meter`. `selling` False: sold out or held, no selling time passes.

    `units` were sold in `minutes`; of these `units_seen` in `viewer_minutes`, while viewers were known.
    """

    meter: Meter
    selling: bool = True
    units: Amount = Amount()
    units_seen: Amount = Amount()
    minutes: Amount = Amount()
    viewer_minutes: Amount = Amount()
    ledger: Ledger = NOTHING_LEARNT


@lean
@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """What a change of stock came to: units sold (below zero: orders cancelled) and units delivered."""

    sold: int = 0
    delivered: int = 0


@lean
@dataclass(frozen=True, slots=True, kw_only=True)
class Belief:
    """What is believed of units per `exposure`: a gamma distribution, its mean `shape / exposure`."""

    shape: float
    exposure: float

    @property
    def mean(self) -> float:
        """Units per one of exposure."""
        return self.shape / self.exposure


# Folding


def advanced(
    meter: Meter, at: datetime, viewers: int | None, policy: Policy, *, paid: int | None = None
) -> Meter:
    """The meter moved on to `at`, up to which sales are known; `viewers` are those from then on.

    While the source of sales is silent the meter is left where it is: time without evidence is not exposure.
    """
    minutes = minutes_between(meter.at, at)
    if minutes <= 0:
        return replace(meter, viewers=viewers, paid=paid)
    passed = Amount(
        steady=_span(minutes, policy.rate_half_life_minutes),
        quick=_span(minutes, policy.trend_half_life_minutes),
    )
    watched = _times(passed, float(meter.viewers or 0))
    fade = kept(minutes, policy)
    crowd = meter.crowd
    habits, of_late = meter.habits, meter.watched
    if meter.viewers is not None:
        bought_by = meter.paid or 0
        habits = room_habits.watched(habits, minutes, meter.viewers - bought_by, bought_by, policy)
        usual = exp2(-minutes / policy.usual_half_life_minutes)
        of_late = Count(
            units=of_late.units * usual + minutes, audience=of_late.audience * usual + crowd * minutes
        )
    return Meter(
        at=at,
        viewers=viewers,
        seen=meter.viewers is not None,
        minutes=_plus(_by(meter.minutes, fade), passed),
        viewer_minutes=_plus(_by(meter.viewer_minutes, fade), watched),
        paid=paid,
        habits=habits,
        lived=meter.lived + minutes,
        audience=meter.audience + crowd * minutes,
        watched=of_late,
    )


def learnt(meter: Meter, trade: TradeFacts, policy: Policy, units: int = 0) -> Meter:
    """The meter with what one product's evidence, before it is brought up to date, tells of all of them.

    `units` were sold meanwhile. While it is not being shown it tells viewers apart; while it is, what that
    does, once it has sold enough off air to compare with.
    """
    airing, habits = trade.ledger.airing, meter.habits
    if airing is Airing.QUIET:
        return bought(meter, units)
    quiet = trade.ledger.quiet
    if not trade.selling or not room_habits.may_tell(quiet):
        return meter
    expected = quiet.units / quiet.audience * (meter.audience - trade.meter.audience)
    return replace(meter, habits=room_habits.aired(habits, airing, units, expected, policy))


def bought(meter: Meter, units: int) -> Meter:
    """The meter with units sold of products that are not being shown."""
    return replace(meter, habits=room_habits.bought(meter.habits, units)) if units else meter


def begun(meter: Meter, *, selling: bool = True) -> TradeFacts:
    """A product of which nothing is known yet."""
    return TradeFacts(meter=meter, selling=selling)


def watched(trade: TradeFacts, meter: Meter, policy: Policy, *, selling: bool) -> TradeFacts:
    """The evidence brought up to `meter`; from then on the product is selling, or is not.

    While it is not, its clock stands still: nothing is added and nothing fades.
    """
    return replace(caught_up(trade, meter, policy), selling=selling)


def shown(trade: TradeFacts, meter: Meter, policy: Policy, *, airing: Airing) -> TradeFacts:
    """The evidence brought up to `meter`; from then on the product stands so to being shown."""
    now = caught_up(trade, meter, policy)
    return replace(now, ledger=replace(now.ledger, airing=airing))


def sold(
    trade: TradeFacts, meter: Meter, units: int, policy: Policy, *, since: datetime | None = None
) -> TradeFacts:
    """The evidence with `units` more, spread over the time from `since` to the meter; negative: cancelled."""
    now = caught_up(trade, meter, policy)
    spread = 0.0 if since is None else max(0.0, minutes_between(since, meter.at))
    added = Amount(
        steady=units * _mean_weight(spread, policy.rate_half_life_minutes),
        quick=units * _mean_weight(spread, policy.trend_half_life_minutes),
    )
    return TradeFacts(
        meter=now.meter,
        selling=now.selling,
        units=_plus(now.units, added),
        units_seen=_plus(now.units_seen, added) if meter.seen else now.units_seen,
        minutes=now.minutes,
        viewer_minutes=now.viewer_minutes,
        ledger=taken(now.ledger, units),
    )


def moved(before: StockReading, after: StockReading, policy: Policy) -> Moved:
    """What became of stock between two readings of one warehouse, where no source tells the sales.

    A rise on hand is a delivery. Without that hint, a rise of `restock_least_units` is one, a smaller rise
    is cancelled orders.
    """
    if before.available is None or after.available is None:
        return Moved()
    rise = (after.available - after.oversold) - (before.available - before.oversold)
    came = _came_in(before, after)
    if came is None and rise >= policy.restock_least_units:
        came = rise
    return Moved(sold=(came or 0) - rise, delivered=came or 0)


def _came_in(before: StockReading, after: StockReading) -> int | None:
    if before.on_hand is None or after.on_hand is None or after.on_hand <= before.on_hand:
        return None
    return after.on_hand - before.on_hand


# What it says: all of evidence that was caught up


def caught_up(trade: TradeFacts, meter: Meter, policy: Policy) -> TradeFacts:
    """The evidence as of `meter`."""
    if trade.meter is meter:
        return trade
    minutes = minutes_between(trade.meter.at, meter.at)
    if not trade.selling or minutes <= 0:
        return replace(trade, meter=meter)
    fade = kept(minutes, policy)
    then = trade.meter
    return TradeFacts(
        meter=meter,
        units=_by(trade.units, fade),
        units_seen=_by(trade.units_seen, fade),
        minutes=_grown(trade.minutes, fade, then.minutes, meter.minutes),
        viewer_minutes=_grown(trade.viewer_minutes, fade, then.viewer_minutes, meter.viewer_minutes),
        ledger=passed(
            trade.ledger,
            meter.audience - then.audience,
            meter.lived - then.lived,
            meter.habits.lifts[trade.ledger.airing],
            policy,
        ),
    )


def units_per_minute(trade: TradeFacts) -> float | None:
    """Units sold per selling minute; None before a minute of it has passed."""
    minutes = trade.minutes.steady
    return trade.units.steady / minutes if minutes >= LEAST_MINUTES else None


def per_1000_viewers(trade: TradeFacts, policy: Policy) -> float | None:
    """Units per minute and 1000 viewers as believed; None while no viewers were seen beside sales."""
    return 1000 * _conversion(trade, policy).mean if _seen(trade) else None


def is_known(trade: TradeFacts) -> bool:
    """Whether the product could be had for long enough to say anything of it."""
    return trade.minutes.steady >= LEAST_MINUTES


def trend(trade: TradeFacts) -> int:
    """1 when it sells faster than it did, −1 when slower, 0 when chance explains the difference."""
    rate = units_per_minute(trade)
    if rate is None:
        return 0
    expected = rate * trade.minutes.quick
    doubt = TREND_DOUBT * sqrt(max(expected, 1.0) / 2)  # a fading sum varies half as much as a plain one
    if abs(trade.units.quick - expected) <= doubt:
        return 0
    return 1 if trade.units.quick > expected else -1


def _conversion(trade: TradeFacts, policy: Policy) -> Belief:
    return Belief(
        shape=policy.prior_units + trade.units_seen.steady,
        exposure=policy.prior_viewer_minutes + trade.viewer_minutes.steady,
    )


def _seen(trade: TradeFacts) -> bool:
    return trade.minutes.steady >= LEAST_MINUTES and trade.viewer_minutes.steady > 0


# Fading amounts


def minutes_between(earlier: datetime, later: datetime) -> float:
    """Below zero where the later one is earlier."""
    return (later - earlier).total_seconds() / 60


def kept(minutes: float, policy: Policy) -> Amount:
    """What is left of one after so many minutes."""
    return Amount(
        steady=exp2(-minutes / policy.rate_half_life_minutes),
        quick=exp2(-minutes / policy.trend_half_life_minutes),
    )


def _span(minutes: float, half_life: float) -> float:
    """What the last `minutes` come to when each fades with its age."""
    lasting = half_life / log(2)
    return -lasting * expm1(-minutes / lasting)


def _mean_weight(minutes: float, half_life: float) -> float:
    """The mean weight of something spread evenly over the last `minutes`."""
    return _span(minutes, half_life) / minutes if minutes > 0 else 1.0


def _plus(one: Amount, other: Amount) -> Amount:
    return Amount(steady=max(0.0, one.steady + other.steady), quick=max(0.0, one.quick + other.quick))


def _by(amount: Amount, factor: Amount) -> Amount:
    return Amount(steady=amount.steady * factor.steady, quick=amount.quick * factor.quick)


def _times(amount: Amount, factor: float) -> Amount:
    return Amount(steady=amount.steady * factor, quick=amount.quick * factor)


def _grown(amount: Amount, fade: Amount, then: Amount, now: Amount) -> Amount:
    """The amount faded, and what the meter came to from `then` to `now`."""
    steady = amount.steady * fade.steady + (now.steady - then.steady * fade.steady)
    quick = amount.quick * fade.quick + (now.quick - then.quick * fade.quick)
    return Amount(steady=max(0.0, steady), quick=max(0.0, quick))
