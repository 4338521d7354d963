"""What a product sells: the evidence, folded reading by reading, and the rates learnt from it.

Not for stock itself, and not for what to do about a rate.
"""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """Something counted twice, forgetting at two speeds: `steady` for rates, `quick` for the trend."""

    steady: float = 0.0
    quick: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Meter:
    """The room's chance to sell until `at`: watched minutes and viewer-minutes, both forgetting.

    One per room, so that a product costs nothing while nothing about it changes. `viewers` None: unknown now.
    """

    at: datetime
    viewers: int | None = None
    minutes: Amount = Amount()
    viewer_minutes: Amount = Amount()


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
