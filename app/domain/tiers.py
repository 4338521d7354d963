"""Stock tiers: for how many days a product should last in each phase, and what a surge does to that."""

from app.domain.broadcast import Phase
from app.domain.policy import Policy

_HIGHER = {Phase.DAILY: Phase.WARM_UP, Phase.WARM_UP: Phase.LIVE, Phase.LIVE: Phase.LIVE}


def tier(phase: Phase, *, surge: bool) -> Phase:
    """The tier that applies: that of the phase, one higher while a surge runs."""
    return _HIGHER[phase] if surge else phase


def cover_days(of_tier: Phase, policy: Policy) -> tuple[float, float]:
    """The least and the most days of cover a tier asks for."""
    if of_tier is Phase.DAILY:
        return policy.cover_daily_days
    return policy.cover_warm_up_days if of_tier is Phase.WARM_UP else policy.cover_live_days
