"""Evidence of what a product sells per viewer, apart for minutes off air and on air; fading as doubt grows.

Audience is counted in organic viewer-minutes: paid ones by how much they buy. What is not selling has no
audience. Not for rates shown to people; those are `trade`'s.
"""

from dataclasses import dataclass
from enum import IntEnum

from app.domain.lean import lean
from app.domain.policy import Policy

_HOUR = 60.0


class Airing(IntEnum):
    """Where a product stands to being shown, as far as sales are concerned."""

    QUIET = 0
    FRESH = 1
    """On air for the first minutes: those who waited for it buy now."""
    SHOWN = 2
    AFTER = 3
    """Just shown: it goes on selling for a while."""


@lean
@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """Units sold to so many viewer-minutes."""

    units: float = 0.0
    audience: float = 0.0


@lean
@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """One product's evidence. `aired` has its audience multiplied by the room's lift; `total` never fades."""

    quiet: Count = Count()
    aired: Count = Count()
    total: Count = Count()
    airing: Airing = Airing.QUIET


NOTHING_COUNTED = Count()
NOTHING_LEARNT = Ledger()


def passed(ledger: Ledger, audience: float, minutes: float, lift: float, policy: Policy) -> Ledger:
    """The ledger after `minutes` of selling to an `audience` that buys `lift` times as much as off air."""
    fade = policy.drift_per_hour * minutes / _HOUR
    lifted = audience * lift
    quiet = ledger.airing is Airing.QUIET
    return Ledger(
        quiet=_passed(ledger.quiet, fade, audience if quiet else 0.0),
        aired=_passed(ledger.aired, fade, 0.0 if quiet else lifted),
        total=Count(units=ledger.total.units, audience=ledger.total.audience + lifted),
        airing=ledger.airing,
    )


def taken(ledger: Ledger, units: float) -> Ledger:
    """The ledger with `units` sold lately; negative: cancelled."""
    quiet = ledger.airing is Airing.QUIET
    return Ledger(
        quiet=_more(ledger.quiet, units) if quiet else ledger.quiet,
        aired=ledger.aired if quiet else _more(ledger.aired, units),
        total=_more(ledger.total, units),
        airing=ledger.airing,
    )


def _more(count: Count, units: float) -> Count:
    return Count(units=max(0.0, count.units + units), audience=count.audience)


def _passed(count: Count, fade: float, audience: float) -> Count:
    """Doubt grows alike for all, and much evidence loses more of itself to it than little; then more came."""
    if count.audience <= 0.0 and audience == 0.0:
        return count
    factor = 1.0 / (1.0 + (count.units + 0.5) * fade) if fade > 0.0 and count.audience > 0.0 else 1.0
    return Count(units=count.units * factor, audience=count.audience * factor + audience)
