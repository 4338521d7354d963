"""What earlier broadcasts say of the next: appeal and air of each product, audience, how viewers buy.

Those of the same host, the same time of day and a like mix of traffic count for more, and the latest do. Not
for evidence of the broadcast that runs.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from math import exp, log

from app.domain.trade import Belief
from app.domain.warm_up import NO_HOURS, Hours

CURVE_MINUTES = 10.0
_LIKE_HOST = 2.0
_SLOT_HOURS = 3.0
_MIX_SPREAD = 0.2
_FORGOTTEN_AFTER = 6.0
"""So many broadcasts later one counts for about a third."""
_UNLIKE = 0.10
"""Variance of the logarithm of a product's appeal from one broadcast to another."""
_HALF = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Sold:
    """One product in one broadcast: units, the organic viewer-minutes it had off air or as if, its air."""

    units: float
    audience: float
    shown_minutes: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class BroadcastRecord:
    """One broadcast that is over; `hour` is local, 0…24.

    `viewers` are means of every ten minutes, as organic ones: paid ones count by what they are worth.
    """

    started_at: datetime
    minutes: float
    products: Mapping[str, Sold]
    viewers: tuple[float, ...] = ()
    host: str = ""
    hour: float = 20.0
    paid_share: float = 0.0
    lifts: tuple[float, ...] = ()
    paid_worth: float = 0.0
    before: Hours = NO_HOURS
    """What sources told in the hours before it."""
    during: Hours = NO_HOURS


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """What is known of the broadcast to come."""

    host: str = ""
    hour: float = 20.0
    paid_share: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Recollection:
    """What to expect. `appeal` is units per organic viewer-minute off air; `shares` of the time on air."""

    appeal: Mapping[str, Belief] = field(default_factory=dict)
    shares: Mapping[str, float] = field(default_factory=dict)
    viewers: tuple[float, ...] = ()
    lifts: tuple[float, ...] | None = None
    paid_worth: float | None = None


def recollected(records: Sequence[BroadcastRecord], like: Likeness) -> Recollection:
    """What the `records` say of a broadcast like that; nothing where there are none."""
    if not records:
        return Recollection()
    newest_first = sorted(records, key=lambda record: record.started_at, reverse=True)
    weighed = [(record, _weight(record, like, age)) for age, record in enumerate(newest_first)]
    return Recollection(
        appeal=_appeal(weighed),
        shares=_shares(weighed),
        viewers=_viewers(weighed),
        lifts=_lifts(weighed),
        paid_worth=_paid_worth(weighed),
    )


_Weighed = Sequence[tuple[BroadcastRecord, float]]


def _weight(record: BroadcastRecord, like: Likeness, age: int) -> float:
    weight = exp(-age / _FORGOTTEN_AFTER)
    if like.host and record.host == like.host:
        weight *= _LIKE_HOST
    apart = abs(record.hour - like.hour) % 24.0
    weight *= exp(-((min(apart, 24.0 - apart) / _SLOT_HOURS) ** 2) * _HALF) + _HALF
    if like.paid_share is not None:
        weight *= exp(-(((record.paid_share - like.paid_share) / _MIX_SPREAD) ** 2) * _HALF) + _HALF
    return weight


def _appeal(weighed: _Weighed) -> dict[str, Belief]:
    units: dict[str, float] = defaultdict(float)
    audience: dict[str, float] = defaultdict(float)
    weights: dict[str, list[float]] = defaultdict(list)
    for record, weight in weighed:
        for sku, sold in record.products.items():
            if sold.audience > 0:
                units[sku] += weight * sold.units
                audience[sku] += weight * sold.audience
                weights[sku].append(weight)
    return {sku: _belief(units[sku], audience[sku], weights[sku]) for sku in units}


def _belief(units: float, audience: float, weights: Sequence[float]) -> Belief:
    """How far the next one may lie from the mean of these: they differ, and they are few."""
    alike = sum(weights) ** 2 / sum(weight * weight for weight in weights)
    shape = 1.0 / (_UNLIKE * (1.0 + 1.0 / alike) + 1.0 / (units / max(weights) + _HALF))
    mean = (units + _HALF * max(weights)) / audience
    return Belief(shape=shape, exposure=shape / mean)


def _shares(weighed: _Weighed) -> dict[str, float]:
    shown: dict[str, float] = defaultdict(float)
    total = 0.0
    for record, weight in weighed:
        total += weight * sum(sold.shown_minutes for sold in record.products.values())
        for sku, sold in record.products.items():
            shown[sku] += weight * sold.shown_minutes
    return {sku: minutes / total for sku, minutes in shown.items()} if total > 0 else {}


def _viewers(weighed: _Weighed) -> tuple[float, ...]:
    """The mean course; where only longer broadcasts went on, theirs."""
    longest = max(len(record.viewers) for record, _weight in weighed)
    course = []
    for place in range(longest):
        there = [(record.viewers[place], weight) for record, weight in weighed if place < len(record.viewers)]
        course.append(
            sum(viewers * weight for viewers, weight in there) / sum(weight for _v, weight in there)
        )
    return tuple(course)


def _lifts(weighed: _Weighed) -> tuple[float, ...] | None:
    told = [(record.lifts, weight) for record, weight in weighed if record.lifts]
    if not told:
        return None
    total = sum(weight for _lifts, weight in told)
    return tuple(sum(lifts[place] * weight for lifts, weight in told) / total for place in range(4))


def _paid_worth(weighed: _Weighed) -> float | None:
    told = [(record.paid_worth, weight) for record, weight in weighed if record.paid_worth > 0]
    if not told:
        return None
    return exp(sum(log(worth) * weight for worth, weight in told) / sum(weight for _worth, weight in told))
