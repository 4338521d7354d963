"""Before a broadcast, what it will come to and what to prepare; during it, whether it does.

From warm-up figures and earlier broadcasts. Not for the forecast of what is left of one that runs.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import ceil, sqrt
from typing import TypeVar

from app.domain.appeal import Appeal
from app.domain.campaign import Ramp
from app.domain.forecast import Slots, outlook
from app.domain.habits import first_habits
from app.domain.policy import Policy
from app.domain.prospect import Course, prospect
from app.domain.recollection import BroadcastRecord, Recollection
from app.domain.trade import Belief
from app.domain.warm_up import Hours

Figure = TypeVar("Figure", int, float)

_ENDLESS = 10**9
_PRICE_ANSWER = 0.5
"""Twice the order value, and fewer by this power of two order."""
_CLICK_ANSWER = 0.5
"""Twice the clicks of each viewer, and more order by this power of two."""
_MOST_CLICKED = 4.0
"""More times the usual clicks, or fewer, tell no more than this: a source may have been silent."""
_MOST_ROUSED = 2.0
_LEAST_SOLD = 8
_SURELY = 3.0
"""How far from what was expected it must be, in standard deviations."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WarmUp:
    """What the hours before say. `viewers` are those to be expected; None: unknown, save `viewers`.

    `reservations` are people who asked to be reminded. `repeat_share` is the part of orders by buyers who
    have bought before. `clicked` are clicks by product, where they are told.
    """

    viewers: float
    reservations: int | None = None
    clicks: int | None = None
    order_value: float | None = None
    repeat_share: float | None = None
    clicked: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Usual:
    """How it usually goes: orders of 1000 viewers at an order value, clicks of a viewer, who turns up."""

    orders_per_1000: float = 50.0
    order_value: float = 20.0
    clicks_per_viewer: float | None = None
    repeat_share: float | None = None
    turn_up: float = 0.3
    """Of those who asked to be reminded."""
    units_per_order: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """What a broadcast should come to; `prepare` are units of stock at 1.2 and 1.5 times of it."""

    viewers: float
    orders: float
    units: float
    takings: float
    prepare: tuple[int, int]
    products: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Parted:
    """Sales and what was expected have parted: `ratio` is sold against expected so far, `share` of it all."""

    ratio: float
    share: float
    ahead: bool


def usual_of(records: Sequence[BroadcastRecord], usual: Usual) -> Usual:
    """How it went lately, where it is known; else as `usual`."""
    told = [record for record in records if record.viewers and sum(record.viewers) > 0]
    if not told:
        return usual
    units = sum(sum(sold.units for sold in record.products.values()) for record in told)
    viewers = sum(_crowd(record) for record in told)
    awaited = [record for record in told if record.before.reservations]
    reserved = sum(record.before.reservations or 0 for record in awaited)
    values = [_known(record.during.order_value, record.before.order_value) for record in told]
    shares = [_known(record.during.repeat_share, record.before.repeat_share) for record in told]
    clicks = [record.before.clicks_per_viewer for record in told]
    return Usual(
        orders_per_1000=1000.0 * units / usual.units_per_order / viewers,
        order_value=_mean(values) or usual.order_value,
        clicks_per_viewer=_mean(clicks) or usual.clicks_per_viewer,
        repeat_share=_known(_mean(shares), usual.repeat_share),
        turn_up=sum(_crowd(record) for record in awaited) / reserved if reserved else usual.turn_up,
        units_per_order=usual.units_per_order,
    )


def warm_up_of(hours: Hours, typed: Hours) -> WarmUp | None:
    """What the hours before say, and what was typed in before that; None without viewers."""
    viewers = _known(typed.viewers, hours.viewers)
    if viewers is None:
        return None
    each = hours.clicks_per_viewer
    return WarmUp(
        viewers=viewers,
        reservations=_known(typed.reservations, hours.reservations),
        clicks=_known(typed.clicks, None if each is None else round(each * viewers)),
        order_value=_known(typed.order_value, hours.order_value),
        repeat_share=_known(typed.repeat_share, hours.repeat_share),
        clicked=hours.clicked,
    )


def eagerness(warm_up: WarmUp, usual: Usual) -> float:
    """How much more than usual each viewer should order: dearer orders are rarer, clicks tell interest."""
    value = warm_up.order_value or usual.order_value
    return float((usual.order_value / value) ** _PRICE_ANSWER) * _interest(warm_up, usual)


def roused(past: Recollection, hours: Hours, usual: Usual) -> Recollection:
    """What earlier broadcasts say, each product's appeal by what the hours before this one say of buyers.

    Never by more than twice or less than half: it is a hint, and what sells has the last word.
    """
    warm_up = warm_up_of(hours, Hours())
    if warm_up is None:
        return past
    times = min(_MOST_ROUSED, max(1.0 / _MOST_ROUSED, eagerness(warm_up, usual)))
    appeal = {sku: Belief(shape=one.shape, exposure=one.exposure / times) for sku, one in past.appeal.items()}
    return past if times == 1.0 else replace(past, appeal=appeal)


def expected_of(warm_up: WarmUp, usual: Usual, past: Recollection, policy: Policy) -> Expected:
    """What to expect: viewers times what they order; dearer orders are rarer, clicks tell interest."""
    viewers = max(warm_up.viewers, usual.turn_up * (warm_up.reservations or 0))
    value = warm_up.order_value or usual.order_value
    orders = viewers * usual.orders_per_1000 / 1000.0 * eagerness(warm_up, usual)
    units = orders * usual.units_per_order
    return Expected(
        viewers=viewers,
        orders=orders,
        units=units,
        takings=orders * value,
        prepare=prepared(units, policy),
        products=_split(units, past, warm_up.clicked),
    )


def prepared(units: float, policy: Policy) -> tuple[int, int]:
    """Stock to prepare for so many units: the least and the most."""
    least, most = policy.prepare_factors
    return ceil(units * least - 1e-9), ceil(units * most - 1e-9)


def planned_units(past: Recollection, minutes: float, policy: Policy) -> dict[str, float]:
    """Units of each product that a broadcast of that length should sell, as those before say.

    Only of what earlier broadcasts sold; nothing where they tell of no viewers.
    """
    if not past.viewers:
        return {}
    crowd = past.viewers[0]
    ahead = prospect(crowd, crowd, minutes, policy, course=Course(viewers=past.viewers))
    lifts = first_habits(policy, past.lifts, past.paid_worth).lifts
    planned = {}
    for sku, belief in past.appeal.items():
        slots = Slots(slot_minutes=policy.slot_minutes, share=past.shares.get(sku, 0.0))
        look = outlook(_ENDLESS, _told(belief, policy), slots, ahead, lifts, policy)
        if look.by_end is not None:
            planned[sku] = look.by_end.p50
    return planned


def pushed(units: Mapping[str, float], ramps: Mapping[str, Ramp]) -> dict[str, float]:
    """The units of each product as its own last days ramp them up or down: an advertised one grows."""
    return {sku: count * ramps[sku].push if sku in ramps else count for sku, count in units.items()}


def done_share(viewers: Sequence[float], run_minutes: float, minutes: float) -> float:
    """The part of a broadcast's audience that has passed, 0…1; by time alone where no course is known."""
    if minutes <= 0:
        return 1.0
    if not viewers:
        return min(1.0, max(0.0, run_minutes / minutes))
    return min(1.0, _passed(viewers, run_minutes) / max(1e-9, _passed(viewers, minutes)))


def parted(sold: float, planned: float, done: float, policy: Policy) -> Parted | None:
    """Whether sales have left what was planned, for certain and by much; None while they have not.

    Ahead as soon as chance does not explain it; behind only once enough of the broadcast has passed.
    """
    so_far = planned * done
    if planned < policy.parted_least_units or so_far <= 0:
        return None
    found = Parted(ratio=sold / so_far, share=sold / planned, ahead=sold > so_far)
    doubt = _SURELY * sqrt(policy.dispersion * max(so_far, 1.0))
    if sold >= max(policy.parted_ahead * so_far, so_far + doubt, _LEAST_SOLD):
        return found
    late = done >= policy.parted_after_share
    return found if late and sold <= min(policy.parted_behind * so_far, so_far - doubt) else None


def _told(belief: Belief, policy: Policy) -> Appeal:
    """An appeal as told, nothing having been seen yet that could gainsay it."""
    shape = 1.0 / (1.0 / belief.shape + 1.0 / policy.lift_shape)
    return Appeal(quiet=belief, aired=Belief(shape=shape, exposure=shape / belief.mean))


def _interest(warm_up: WarmUp, usual: Usual) -> float:
    """Clicks and returning buyers of now against those that are usual."""
    interest = 1.0
    if warm_up.clicks is not None and usual.clicks_per_viewer and warm_up.viewers > 0:
        times = warm_up.clicks / warm_up.viewers / usual.clicks_per_viewer
        interest *= min(_MOST_CLICKED, max(1.0 / _MOST_CLICKED, times)) ** _CLICK_ANSWER
    if warm_up.repeat_share is not None and usual.repeat_share is not None:
        interest *= (1.0 + warm_up.repeat_share) / (1.0 + usual.repeat_share)
    return interest


def _crowd(record: BroadcastRecord) -> float:
    """Viewers of a broadcast on average."""
    return sum(record.viewers) / len(record.viewers)


def _known(first: Figure | None, second: Figure | None) -> Figure | None:
    return second if first is None else first


def _mean(figures: Iterable[float | None]) -> float | None:
    known = [figure for figure in figures if figure is not None]
    return sum(known) / len(known) if known else None


def _split(units: float, past: Recollection, clicked: Mapping[str, int]) -> dict[str, float]:
    """By the appeal of each in earlier broadcasts; what is new by its clicks against those of the others."""
    lift = 3.0
    shares = past.shares
    weights = {sku: one.mean * (1.0 + lift * shares.get(sku, 0.0)) for sku, one in past.appeal.items()}
    known = [sku for sku in weights if clicked.get(sku)]
    each = sum(weights[sku] for sku in known) / sum(clicked[sku] for sku in known) if known else 1.0
    if known or not weights:
        weights |= {sku: each * count for sku, count in clicked.items() if count and sku not in weights}
    total = sum(weights.values())
    return {sku: units * weight / total for sku, weight in weights.items()} if total > 0 else {}


def _passed(viewers: Sequence[float], minutes: float) -> float:
    whole = int(minutes // 10)
    passed = sum(viewers[place] if place < len(viewers) else viewers[-1] for place in range(whole)) * 10.0
    now = viewers[whole] if whole < len(viewers) else viewers[-1]
    return passed + now * (minutes - 10.0 * whole)
