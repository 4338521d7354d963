"""Whether stock will not last the show, and whether a call must go out now for more to come in time."""

from app.domain.decision import ProductDecision
from app.domain.policy import Policy

_LOW = 30


def is_low(decision: ProductDecision) -> bool:
    """Whether the gauge stands at the low level or below."""
    return decision.level is not None and decision.level <= _LOW


def runs_short(decision: ProductDecision) -> bool:
    """Whether it is likely to end before the show does."""
    return decision.sell_out is not None and not decision.lasts_the_show


def must_call(decision: ProductDecision, policy: Policy) -> bool:
    """Whether it may be gone before what is called for now is there, however much is left of it."""
    ends = decision.sell_out
    return runs_short(decision) and ends is not None and ends.p10 <= policy.call_minutes
