"""When stock will be gone and what will be sold: ranges, never a single figure.

Units are Poisson at a rate that is itself uncertain: gamma distributed, the wider the further ahead.
"""

from dataclasses import dataclass
from math import sqrt

from app.domain.appeal import Appeal
from app.domain.lean import lean
from app.domain.ledger import Airing
from app.domain.policy import Policy
from app.domain.prospect import Prospect
from app.domain.ranges import gamma_range, odds_range
from app.domain.signals import Outlook, SellOut, UnitsAhead

DRIFTS_MINUTES = 480.0
"""Doubt about the far future does not grow for ever."""
ALIKE = 0.7
"""How far a product's appeal on air and off air err together."""
REGULAR = 0.18
"""Showings are spread more evenly than chance alone would."""


@lean
@dataclass(frozen=True, slots=True, kw_only=True)
class Slots:
    """A product's time on air: what is left of this showing, and the `share` of the rest it may expect."""

    airing: Airing = Airing.QUIET
    shown_minutes: float = 0.0
    slot_minutes: float = 8.0
    share: float = 0.0


def outlook(
    units: int,
    appeal: Appeal,
    slots: Slots,
    prospect: Prospect,
    lifts: tuple[float, ...],
    policy: Policy,
) -> Outlook:
    """What the product is expected to sell, from its appeal, its time on air and the audience ahead."""
    path = _path(appeal, slots, prospect, lifts, policy)
    per_minute = path.rates[0] * prospect.next_minute
    by_end = None if prospect.left is None else _units(path, prospect.left, policy)
    return Outlook(
        per_minute=per_minute,
        ads_off=per_minute * (1.0 - prospect.paid_share),
        sell_out=_gone(units, path, policy),
        by_end=by_end,
    )


# What sells, along the audience ahead


@lean
@dataclass(frozen=True, slots=True, kw_only=True)
class _Path:
    """Units per viewer-minute of this showing, its echo and the rest; the first two end after `ends`."""

    ends: tuple[float, float]
    rates: tuple[float, float, float]
    quiet_part: float
    """Of the rest's units, those sold off air."""
    appeal: Appeal
    slots: Slots
    prospect: Prospect
    airs: float
    """Units per viewer-minute and showing minute, all of a showing and its echo together."""

    def of(self, audience: float) -> float:
        """Units expected of the audience ahead up to there."""
        first, second = self.ends
        one, two, three = self.rates
        if second <= 0.0:
            return audience * three
        return (
            min(audience, first) * one
            + min(max(0.0, audience - first), second - first) * two
            + max(0.0, audience - second) * three
        )

    def minutes_for(self, units: float) -> float:
        """How long it takes until so many are expected."""
        first, second = self.ends
        one, two, three = self.rates
        if second <= 0.0:
            return self.prospect.minutes_for(units / three)
        in_first = first * one
        in_second = in_first + (second - first) * two
        if units <= in_first:
            audience = units / one
        elif units <= in_second:
            audience = first + (units - in_first) / two
        else:
            audience = second + (units - in_second) / three
        return self.prospect.minutes_for(audience)


def _path(
    appeal: Appeal,
    slots: Slots,
    prospect: Prospect,
    lifts: tuple[float, ...],
    policy: Policy,
) -> _Path:
    quiet, aired = appeal.quiet.mean, appeal.aired.mean
    length, after = max(slots.slot_minutes, 1.0), policy.after_minutes
    whole, lift = length + after, mean_lift(length, lifts, policy)
    share = min(0.95, slots.share * whole / length)
    rest = quiet * (1.0 - share) + aired * lift * share
    left = max(length - slots.shown_minutes, 0.25 * length)
    showing = left if slots.airing in (Airing.FRESH, Airing.SHOWN) else 0.0
    echo = showing + (after if slots.airing is not Airing.QUIET else 0.0)
    echo = 0.5 * after if slots.airing is Airing.AFTER else echo
    return _Path(
        ends=(prospect.until(showing), prospect.until(echo)) if echo else (0.0, 0.0),
        rates=(
            aired * lifts[slots.airing] if showing else _rest_of(slots, aired, lifts, rest),
            aired * lifts[Airing.AFTER] if echo else rest,
            rest,
        ),
        quiet_part=quiet * (1.0 - share) / rest,
        appeal=appeal,
        slots=slots,
        prospect=prospect,
        airs=aired * lift * whole,
    )


def mean_lift(length: float, lifts: tuple[float, ...], policy: Policy) -> float:
    """How many times as fast a product sells over a whole showing of that length and its echo."""
    fresh, after = min(policy.fresh_minutes, length), policy.after_minutes
    units = lifts[Airing.FRESH] * fresh + lifts[Airing.SHOWN] * (length - fresh) + lifts[Airing.AFTER] * after
    return units / (length + after)


def _rest_of(slots: Slots, aired: float, lifts: tuple[float, ...], rest: float) -> float:
    """The pace of a product that is not on air: after a showing still quickened."""
    return aired * lifts[Airing.AFTER] if slots.airing is Airing.AFTER else rest


def _doubt(path: _Path, minutes: float, audience: float, mean: float, policy: Policy) -> float:
    """Variance of what sells in the next `minutes`, to that audience, against its square, counting apart."""
    if mean <= 0.0 or audience <= 0.0:
        return 1.0
    rest = max(0.0, audience - path.ends[1]) * path.rates[2]
    quiet = rest * path.quiet_part / mean
    aired = 1.0 - quiet
    off = quiet / sqrt(path.appeal.quiet.shape)
    on = aired / sqrt(path.appeal.aired.shape)
    known = off * off + on * on + 2.0 * ALIKE * off * on
    hours = min(minutes, DRIFTS_MINUTES) / 60.0
    length = max(path.slots.slot_minutes, 1.0)
    share = path.slots.share
    each = path.airs * audience / max(minutes, 1e-9) / mean if share > 0.0 else 0.0
    return (
        known
        + policy.drift_per_hour * hours / 3.0
        + REGULAR * share * minutes / length * each * each
        + policy.crowd_doubt * minutes / (minutes + policy.crowd_doubt_minutes)
    )


def _units(path: _Path, minutes: float, policy: Policy) -> UnitsAhead:
    audience = path.prospect.until(minutes)
    mean = path.of(audience)
    if mean <= 0.0:
        return UnitsAhead(p10=0.0, p50=0.0, p90=0.0)
    shape = 1.0 / (_doubt(path, minutes, audience, mean, policy) + policy.dispersion / mean)
    scale, (low, middle, high) = mean / shape, gamma_range(shape)
    return UnitsAhead(p10=scale * low, p50=scale * middle, p90=scale * high)


def _gone(units: int, path: _Path, policy: Policy) -> SellOut:
    if units <= 0:
        return SellOut(p10=0.0, p50=0.0, p90=0.0)
    cap = policy.sell_out_cap_minutes
    minutes = min(cap, path.minutes_for(units))
    audience = path.prospect.until(minutes)
    shape = 1.0 / _doubt(path, minutes, audience, path.of(audience), policy)
    orders = units / policy.dispersion
    scale, (low, middle, high) = policy.dispersion * shape, odds_range(orders, shape)
    return SellOut(
        p10=min(cap, path.minutes_for(scale * low)),
        p50=min(cap, path.minutes_for(scale * middle)),
        p90=min(cap, path.minutes_for(scale * high)),
    )
