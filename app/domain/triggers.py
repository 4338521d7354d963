"""What triggers watch, and when one acts or asks: by itself only if it was seen to come about.

Stock counts only while it is live; a stale figure neither meets a trigger nor clears it. Not for what is done
then; that is a plan like any other.
"""

from dataclasses import dataclass
from enum import StrEnum

from app.domain.decision import ProductStock
from app.domain.plan import When, WhenKind
from app.domain.readings import Freshness


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """The figures of one product and its room; None is not known.

    `units` and `opening` are live stock and its 100 %; `sold` counts the round on sale; `surging`: viewers or
    interaction are above the surge line.
    """

    units: int | None = None
    opening: int | None = None
    sold: int | None = None
    surging: bool | None = None


class Outcome(StrEnum):
    """What a look at a trigger comes to."""

    NOTHING = "nothing"
    ACT = "act"
    ASK = "ask"
    WITHDRAW = "withdraw"
    """The question is void: what it asked about is no longer so."""


def live_units(stock: ProductStock) -> int | None:
    """The units a trigger may go by; None where any of them is not live."""
    return stock.available if stock.freshness is Freshness.LIVE and not stock.missing else None


def met(when: When, watched: Watched) -> bool | None:
    """Whether what a trigger waits for is so now; None where that is not known."""
    if when.kind is WhenKind.SURGE:
        return watched.surging
    if when.kind is WhenKind.SOLD:
        return None if watched.sold is None else watched.sold >= when.amount
    if watched.units is None:
        return None
    if when.kind is WhenKind.STOCK:
        return watched.units <= when.amount
    return None if not watched.opening else watched.units * 100 <= when.amount * watched.opening


def look(when: When, *, asks: bool, asking: bool, seen_unmet: bool, is_met: bool | None) -> Outcome:
    """What follows from a look.

    `seen_unmet`: since it was armed, and since hands were off last, it was seen not to be so. What came about
    while nobody watched asks first; a surge that runs already is not one that rises again.
    """
    if asking:
        return Outcome.WITHDRAW if is_met is False else Outcome.NOTHING
    if not is_met or (when.kind is WhenKind.SURGE and not seen_unmet):
        return Outcome.NOTHING
    return Outcome.ACT if seen_unmet and not asks else Outcome.ASK
