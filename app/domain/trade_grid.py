"""What many products sell, as arrays: an array a figure, a place in it a product.

Named as in `trade` and `ledger`, which are the yardstick: figures are the same to the last digit.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from app.domain.ledger import Airing
from app.domain.policy import Policy
from app.domain.trade import LEAST_MINUTES, TREND_DOUBT, Meter, TradeFacts, kept, minutes_between

Floats: TypeAlias = NDArray[np.float64]
Whole: TypeAlias = NDArray[np.int64]
Marks: TypeAlias = NDArray[np.bool_]

_HOUR = 60.0
_Span: TypeAlias = tuple[float, float, float, float, float, float, float]
_STOOD_STILL: _Span = (1.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Amounts:
    """Of each product an amount."""

    steady: Floats
    quick: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """Of each product a count."""

    units: Floats
    audience: Floats

    def at(self, places: Whole) -> "Counts":
        """Those of some products."""
        return Counts(units=self.units[places], audience=self.audience[places])


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledgers:
    """Of each product what was sold off air and on air."""

    quiet: Counts
    aired: Counts

    def at(self, places: Whole) -> "Ledgers":
        """Those of some products."""
        return Ledgers(quiet=self.quiet.at(places), aired=self.aired.at(places))


@dataclass(frozen=True, slots=True, kw_only=True)
class Trades:
    """Each product's evidence as of one meter, as far as rates and ledgers need it."""

    units: Amounts
    units_seen: Floats
    minutes: Amounts
    viewer_minutes: Floats
    ledgers: Ledgers


def caught_up(trades: Sequence[TradeFacts], meter: Meter, policy: Policy) -> Trades:
    """The evidence as of `meter`; the clock of what is not selling stood still."""
    had = _columns([_figures(trade) for trade in trades])
    units, units_quick, units_seen, minutes, minutes_quick, viewer_minutes, *counts, airing = had
    fade, fade_quick, came, came_quick, came_viewers, audience, doubt = _spans(trades, meter, policy)
    quiet = airing == Airing.QUIET
    lifted = audience * np.array(meter.habits.lifts)[airing.astype(np.int64)]
    return Trades(
        units=Amounts(steady=units * fade, quick=units_quick * fade_quick),
        units_seen=units_seen * fade,
        minutes=Amounts(
            steady=np.maximum(0.0, minutes * fade + came),
            quick=np.maximum(0.0, minutes_quick * fade_quick + came_quick),
        ),
        viewer_minutes=np.maximum(0.0, viewer_minutes * fade + came_viewers),
        ledgers=Ledgers(
            quiet=_passed(Counts(units=counts[0], audience=counts[1]), doubt, np.where(quiet, audience, 0.0)),
            aired=_passed(Counts(units=counts[2], audience=counts[3]), doubt, np.where(quiet, 0.0, lifted)),
        ),
    )


def known(trades: Trades) -> Marks:
    """Whether each could be had for long enough to say anything of it."""
    return trades.minutes.steady >= LEAST_MINUTES


def units_per_minute(trades: Trades) -> Floats:
    """Units sold per selling minute; only good where it is known."""
    return trades.units.steady / np.where(known(trades), trades.minutes.steady, 1.0)


def per_1000_viewers(trades: Trades, policy: Policy) -> Floats:
    """Units per minute and 1000 viewers as believed; only good where it is seen."""
    shape = policy.prior_units + trades.units_seen
    exposure = policy.prior_viewer_minutes + trades.viewer_minutes
    return 1000 * (shape / np.where(seen(trades), exposure, 1.0))


def seen(trades: Trades) -> Marks:
    """Whether viewers were seen beside each one's sales."""
    return known(trades) & (trades.viewer_minutes > 0)


def trend(trades: Trades) -> Whole:
    """1 where it sells faster than it did, −1 where slower, 0 where chance explains the difference."""
    expected = units_per_minute(trades) * trades.minutes.quick
    doubt = TREND_DOUBT * np.sqrt(np.maximum(expected, 1.0) / 2)
    change = trades.units.quick - expected
    return np.where(known(trades) & (np.abs(change) > doubt), np.sign(change), 0.0).astype(np.int64)


def _figures(trade: TradeFacts) -> tuple[float, ...]:
    quiet, aired = trade.ledger.quiet, trade.ledger.aired
    return (
        trade.units.steady,
        trade.units.quick,
        trade.units_seen.steady,
        trade.minutes.steady,
        trade.minutes.quick,
        trade.viewer_minutes.steady,
        quiet.units,
        quiet.audience,
        aired.units,
        aired.audience,
        trade.ledger.airing,
    )


def _spans(trades: Sequence[TradeFacts], meter: Meter, policy: Policy) -> Floats:
    """What each trade missed since its own meter, a row a figure: many share one, which is looked at once."""
    spans = [_STOOD_STILL]
    places: dict[int, int] = {}
    missed: list[int] = []
    for trade in trades:
        place = places.get(id(trade.meter)) if trade.selling else 0
        if place is None:
            place = places[id(trade.meter)] = len(spans)
            spans.append(_span(trade.meter, meter, policy))
        missed.append(place)
    return _columns(spans)[:, missed]


def _span(then: Meter, now: Meter, policy: Policy) -> _Span:
    """What is kept, the minutes and viewer-minutes that came, the audience that passed, how doubt grew."""
    minutes = minutes_between(then.at, now.at)
    if minutes <= 0:
        return _STOOD_STILL
    fade = kept(minutes, policy)
    return (
        fade.steady,
        fade.quick,
        now.minutes.steady - then.minutes.steady * fade.steady,
        now.minutes.quick - then.minutes.quick * fade.quick,
        now.viewer_minutes.steady - then.viewer_minutes.steady * fade.steady,
        now.audience - then.audience,
        policy.drift_per_hour * (now.lived - then.lived) / _HOUR,
    )


def _passed(counts: Counts, fade: Floats, audience: Floats) -> Counts:
    counted = (fade > 0.0) & (counts.audience > 0.0)
    factor = np.where(counted, 1.0 / (1.0 + (counts.units + 0.5) * fade), 1.0)
    return Counts(units=counts.units * factor, audience=counts.audience * factor + audience)


def _columns(rows: Sequence[tuple[float, ...]]) -> Floats:
    """A row a figure, from a tuple a product."""
    figures = len(rows[0])
    flat = np.fromiter(chain.from_iterable(rows), float, count=figures * len(rows))
    return np.ascontiguousarray(flat.reshape(-1, figures).T)
