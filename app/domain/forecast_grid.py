"""When the stock of many products will be gone and what they will sell, as arrays: a place a product.

Named as in `forecast`, which is the yardstick: figures are the same to many digits.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from app.domain.appeal_grid import Appeals
from app.domain.forecast import ALIKE, DRIFTS_MINUTES, REGULAR, mean_lift
from app.domain.ledger import Airing
from app.domain.policy import Policy
from app.domain.prospect import Prospect
from app.domain.ranges_grid import gamma_ranges, odds_ranges
from app.domain.signals import Outlook, SellOut, UnitsAhead
from app.domain.trade_grid import Floats, Whole


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotsOfMany:
    """Each product's time on air; all are shown for `slot_minutes`."""

    airing: Whole
    shown_minutes: Floats
    slot_minutes: float
    share: Floats


def outlooks(
    units: Sequence[int],
    appeals: Appeals,
    slots: SlotsOfMany,
    prospect: Prospect,
    lifts: tuple[float, ...],
    policy: Policy,
) -> list[Outlook]:
    """What each product is expected to sell."""
    paths = _paths(appeals, slots, prospect, lifts, policy)
    per_minute = paths.rates[0] * prospect.next_minute
    ads_off = per_minute * (1.0 - prospect.paid_share)
    ends = [None] * len(units) if prospect.left is None else _units(paths, prospect.left, policy)
    return [
        Outlook(per_minute=pace, ads_off=organic, sell_out=sell_out, by_end=by_end)
        for pace, organic, sell_out, by_end in zip(
            per_minute.tolist(),
            ads_off.tolist(),
            _gone(np.array(units, float), paths, policy),
            ends,
            strict=True,
        )
    ]


# What sells, along the audience ahead


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ahead:
    """The prospect as arrays."""

    minutes: Floats
    audience: Floats

    def until(self, minutes: Floats | float) -> Floats:
        """Viewer-minutes in the next `minutes`."""
        return _at(self.minutes, self.audience, minutes)

    def minutes_for(self, audience: Floats) -> Floats:
        """How long it takes until so many viewer-minutes have passed."""
        return _at(self.audience, self.minutes, audience)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Paths:
    """Of each product a path, named alike."""

    ends: tuple[Floats, Floats]
    rates: tuple[Floats, Floats, Floats]
    quiet_part: Floats
    appeals: Appeals
    slots: SlotsOfMany
    ahead: _Ahead
    airs: Floats

    def of(self, audience: Floats) -> Floats:
        """Units expected of the audience ahead up to there."""
        first, second = self.ends
        one, two, three = self.rates
        return (
            np.minimum(audience, first) * one
            + np.minimum(np.maximum(0.0, audience - first), second - first) * two
            + np.maximum(0.0, audience - second) * three
        )

    def minutes_for(self, units: Floats) -> Floats:
        """How long it takes until so many are expected."""
        first, second = self.ends
        one, two, three = self.rates
        in_first = first * one
        in_second = in_first + (second - first) * two
        audience = np.where(
            units <= in_first,
            units / one,
            np.where(
                units <= in_second, first + (units - in_first) / two, second + (units - in_second) / three
            ),
        )
        return self.ahead.minutes_for(audience)


def _paths(
    appeals: Appeals, slots: SlotsOfMany, prospect: Prospect, lifts: tuple[float, ...], policy: Policy
) -> _Paths:
    quiet, aired = appeals.quiet.mean, appeals.aired.mean
    length, after = max(slots.slot_minutes, 1.0), policy.after_minutes
    whole, lift = length + after, mean_lift(length, lifts, policy)
    share = np.minimum(0.95, slots.share * whole / length)
    rest = quiet * (1.0 - share) + aired * lift * share
    left = np.maximum(length - slots.shown_minutes, 0.25 * length)
    on_air = (slots.airing == Airing.FRESH) | (slots.airing == Airing.SHOWN)
    showing = np.where(on_air, left, 0.0)
    echo = np.where(on_air, left + after, np.where(slots.airing == Airing.AFTER, 0.5 * after, 0.0))
    ahead = _Ahead(minutes=np.array(prospect.minutes), audience=np.array(prospect.audience))
    quickened = np.array(lifts)[slots.airing]
    return _Paths(
        ends=(ahead.until(showing), ahead.until(echo)),
        rates=(
            np.where(slots.airing == Airing.QUIET, rest, aired * quickened),
            np.where(echo > 0.0, aired * lifts[Airing.AFTER], rest),
            rest,
        ),
        quiet_part=quiet * (1.0 - share) / rest,
        appeals=appeals,
        slots=slots,
        ahead=ahead,
        airs=aired * lift * whole,
    )


def _doubt(paths: _Paths, minutes: Floats | float, audience: Floats, mean: Floats, policy: Policy) -> Floats:
    told = (mean > 0.0) & (audience > 0.0)
    mean = np.where(told, mean, 1.0)
    rest = np.maximum(0.0, audience - paths.ends[1]) * paths.rates[2]
    quiet = rest * paths.quiet_part / mean
    aired = 1.0 - quiet
    off = quiet / np.sqrt(paths.appeals.quiet.shape)
    on = aired / np.sqrt(paths.appeals.aired.shape)
    known = off * off + on * on + 2.0 * ALIKE * off * on
    hours = np.minimum(minutes, DRIFTS_MINUTES) / 60.0
    length = max(paths.slots.slot_minutes, 1.0)
    share = paths.slots.share
    each = np.where(share > 0.0, paths.airs * audience / np.maximum(minutes, 1e-9) / mean, 0.0)
    doubt = (
        known
        + policy.drift_per_hour * hours / 3.0
        + REGULAR * share * minutes / length * each * each
        + policy.crowd_doubt * minutes / (minutes + policy.crowd_doubt_minutes)
    )
    return np.where(told, doubt, 1.0)


def _units(paths: _Paths, minutes: float, policy: Policy) -> list[UnitsAhead]:
    audience = np.broadcast_to(paths.ahead.until(minutes), paths.quiet_part.shape)
    mean = paths.of(audience)
    there = np.where(mean > 0.0, mean, 1.0)
    shape = 1.0 / (_doubt(paths, minutes, audience, mean, policy) + policy.dispersion / there)
    wanted = np.where(mean > 0.0, mean / shape * gamma_ranges(shape), 0.0)
    return [UnitsAhead(p10=low, p50=middle, p90=high) for low, middle, high in wanted.T.tolist()]


def _gone(units: Floats, paths: _Paths, policy: Policy) -> list[SellOut]:
    cap = policy.sell_out_cap_minutes
    there = np.maximum(units, 1.0)
    minutes = np.minimum(cap, paths.minutes_for(there))
    audience = paths.ahead.until(minutes)
    shape = 1.0 / _doubt(paths, minutes, audience, paths.of(audience), policy)
    orders = there / policy.dispersion
    scale = policy.dispersion * shape
    gone = [np.minimum(cap, paths.minutes_for(scale * odds)) for odds in odds_ranges(orders, shape)]
    rows = np.where(units > 0.0, np.array(gone), 0.0).T.tolist()
    return [SellOut(p10=low, p50=middle, p90=high) for low, middle, high in rows]


def _at(xs: Floats, ys: Floats, x: Floats | float) -> Floats:
    place = np.clip(np.searchsorted(xs, x), 1, len(xs) - 1)
    widths = np.diff(xs)
    slopes = np.divide(np.diff(ys), widths, out=np.zeros(len(widths)), where=widths > 0)
    found: Floats = ys[place - 1] + slopes[place - 1] * (x - xs[place - 1])
    return found
