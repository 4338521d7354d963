"""Forecasts noted while a broadcast is played, and where what happened fell in each. Not for their making."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.domain.calibration import Fell, Foretold, Measure
from app.domain.room import Outlook

_LOOKS = (10.0, 25.0, 45.0, 70.0, 100.0, 130.0, 160.0, 200.0, 260.0)
"""Minutes at which forecasts are noted."""
_HALF_UNIT = 0.5
"""Units are whole: a bound between two of them holds for both."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What was foretold of one product at one minute, with the units there were; `place` is its column."""

    minute: float
    place: int
    sku: str
    units: int
    outlook: Outlook


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
