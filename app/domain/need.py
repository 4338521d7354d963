"""What the time between ordering and selling asks for, in units. How it is reckoned is `replenishment`'s."""

from dataclasses import dataclass
from math import ceil

from app.domain.lean import lean

_NOISE = 1e-9
"""Rounding errors do not order a whole pack more."""


@lean
@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """What the time between ordering and selling asks for, in units; `safety` covers its spread."""

    per_day: float
    lead_days: float
    safety: float

    @property
    def safety_stock(self) -> int:
        """Whole units to keep back."""
        return whole_up(self.safety)

    @property
    def reorder_point(self) -> int:
        """The stock position at which to order: what the lead time sells, and the safety stock."""
        return whole_up(self.per_day * self.lead_days + self.safety)


def whole_up(units: float) -> int:
    """The next whole number of units."""
    return ceil(units - _NOISE)
