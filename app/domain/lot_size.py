"""How large one order should be where each costs something however small it is, and what lies costs too.

A year, or any span, is the caller's: demand, holding and shortage are per that span and unit. No bounds and
no packs; `batches` rounds and cuts.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf, sqrt
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

Many = TypeVar("Many", float, NDArray[np.float64])


@dataclass(frozen=True, slots=True, kw_only=True)
class Lot:
    """A quantity and what it costs in the span; `cost` is without the goods unless a rule says otherwise."""

    units: float
    cost: float


def economic_lot(fixed: float, holding: float, demand: float) -> Lot:
    """Where the cost of ordering and the cost of holding are the same."""
    return Lot(units=economic_units(fixed, holding, demand), cost=sqrt(2 * fixed * demand * holding))


def economic_units(fixed: Many, holding: Many, demand: Many) -> Many:
    """The units of the economic lot; of many products at once where arrays are given."""
    squared: Many = 2 * fixed * demand / holding
    root: Many = squared**0.5
    return root


def lot_with_shortage(fixed: float, holding: float, shortage: float, demand: float) -> tuple[Lot, float]:
    """The same where buyers wait at a price; also the share of the demand that waits."""
    stretched = (holding + shortage) / shortage
    units = sqrt(2 * fixed * demand * stretched / holding)
    waits = holding / (holding + shortage)
    return Lot(units=units, cost=sqrt(2 * fixed * demand * holding / stretched)), waits


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceStep:
    """From so many units on, a unit costs so much."""

    units: float
    unit_cost: float


def lot_with_discount(fixed: float, holding_rate: float, demand: float, steps: Sequence[PriceStep]) -> Lot:
    """The cheapest order under prices that fall for all units; holding is a share of the price.

    `cost` includes the goods, since they are what the steps are about. `steps` go up from 0 units.
    """
    best = Lot(units=0.0, cost=inf)
    ends = [*(step.units for step in steps[1:]), inf]
    for step, end in zip(steps, ends, strict=True):
        holding = holding_rate * step.unit_cost
        units = max(step.units, sqrt(2 * fixed * demand / holding))
        if units >= end:
            continue
        cost = step.unit_cost * demand + fixed * demand / units + holding * units / 2
        if cost < best.cost:
            best = Lot(units=units, cost=cost)
    return best
