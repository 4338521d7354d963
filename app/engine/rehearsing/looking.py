"""Forecasts noted while a broadcast is played, where what happened fell in each, and how far off it was.

Not for their making. Beside each stand two rates that anybody could have taken of the same sales.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from app.domain.calibration import Fell, Foretold, Measure
from app.domain.losses import Losses, Scored
from app.domain.room import Outlook
from app.domain.yardsticks import SimpleRates, capped, counts, loss, simple_rates, waits

_LOOKS = (10.0, 25.0, 45.0, 70.0, 100.0, 130.0, 160.0, 200.0, 260.0)
"""Minutes at which forecasts are noted."""
_HALF_UNIT = 0.5
"""Units are whole: a bound between two of them holds for both."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What was foretold of one product at one minute, with the units there were; `place` is its column.

    `mean` and `weighted` are units a minute by the simple rates.
    """

    minute: float
    place: int
    sku: str
    units: int
    outlook: Outlook
    mean: float
    weighted: float


class Heard:
    """What anybody would have heard of sales so far, a step at a time."""

    def __init__(self, skus: Sequence[str], step_minutes: float) -> None:
        self._skus = skus
        self._step_minutes = step_minutes
        self._told: list[list[int]] = []
        self._opened: list[list[bool]] = []

    def step(self, told: Mapping[str, int], to_be_had: Collection[str]) -> None:
        """One step: units as they were told, and what could be had at its beginning."""
        self._told.append([told.get(sku, 0) for sku in self._skus])
        self._opened.append([sku in to_be_had for sku in self._skus])

    def rates(self) -> SimpleRates:
        """The rates of now."""
        return simple_rates(np.array(self._told), np.array(self._opened), self._step_minutes)


def is_time_to_look(minute: float, step_minutes: float) -> bool:
    """Whether forecasts are noted in this step."""
    half = step_minutes / 2
    return any(look - half < minute <= look + half for look in _LOOKS)


def foretold(look: Look, wanted: Sequence[int], step_minutes: float, minutes: float) -> list[Foretold]:
    """Where what was `wanted` in each step from then on fell; `minutes` is the broadcast's length."""
    found = [_told(look, Measure.UNITS, fell) for fell in (_units(look, sum(wanted)),) if fell is not None]
    if look.outlook.sell_out.p90 < minutes - look.minute:
        found.append(_told(look, Measure.MINUTES, _gone(look, wanted, step_minutes)))
    return found


def scored(look: Look, wanted: Sequence[int], step_minutes: float, minutes: float) -> list[Scored]:
    """How far what was foretold lay from what was `wanted`, and how far the simple rates did."""
    left, rates, total = minutes - look.minute, (look.mean, look.weighted), sum(wanted)
    by_end, gone = look.outlook.by_end, look.outlook.sell_out
    after = min(_minutes_until(look.units, wanted, step_minutes), left)
    found = []
    if by_end is not None:
        simple = [loss(counts(rate * left), total) for rate in rates]
        found.append(_scored(look, Measure.UNITS, loss((by_end.p10, by_end.p50, by_end.p90), total), simple))
    ours = loss(capped((gone.p10, gone.p50, gone.p90), left), after)
    simple = [loss(capped(waits(look.units, rate), left), after) for rate in rates]
    return [*found, _scored(look, Measure.MINUTES, ours, simple)]


def _scored(look: Look, measure: Measure, ours: float, simple: Sequence[float]) -> Scored:
    mean, weighted = simple
    losses = Losses(forecasts=1, ours=ours, mean=mean, weighted=weighted)
    return Scored(sku=look.sku, measure=measure, losses=losses)


def _minutes_until(units: int, wanted: Sequence[int], step_minutes: float) -> float:
    """When so many were wanted, in the middle of its step; endless where they never were."""
    reached = int(np.searchsorted(np.cumsum(wanted), units)) if len(wanted) else 0
    return (reached + 0.5) * step_minutes if reached < len(wanted) else float("inf")


def _told(look: Look, measure: Measure, fell: Fell) -> Foretold:
    return Foretold(minute=look.minute, sku=look.sku, measure=measure, fell=fell)


def _units(look: Look, total: int) -> Fell | None:
    by_end = look.outlook.by_end
    if by_end is None:
        return None
    if total < by_end.p10 - _HALF_UNIT:
        return Fell.UNDER
    if total > by_end.p90 + _HALF_UNIT:
        return Fell.OVER
    return Fell.LOWER if total <= by_end.p50 else Fell.UPPER


def _gone(look: Look, wanted: Sequence[int], step_minutes: float) -> Fell:
    """What did not run out by the end ran out later than foretold."""
    so_far, ahead = 0, look.outlook.sell_out
    for place, units in enumerate(wanted):
        so_far += units
        if so_far >= look.units:
            early, late = place * step_minutes, (place + 1) * step_minutes
            if late < ahead.p10:
                return Fell.UNDER
            if early > ahead.p90:
                return Fell.OVER
            return Fell.LOWER if (early + late) / 2 <= ahead.p50 else Fell.UPPER
    return Fell.OVER
