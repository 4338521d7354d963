"""When stock will be gone: ranges, never a single figure. The one module that needs scipy."""

from scipy.special import betaincinv

from app.domain.signals import SellOut
from app.domain.trade import Belief

_CHANCES = (0.1, 0.5, 0.9)


def sell_out(units: int, belief: Belief, cap_minutes: float) -> SellOut:
    """Minutes until `units` are sold at a rate that was learnt; none takes longer than `cap_minutes`.

    The rate is gamma distributed, so the time is exposure x BetaPrime(units, shape): wider than at a rate
    known for certain.
    """
    if units <= 0:
        return SellOut(p10=0.0, p50=0.0, p90=0.0)
    p10, p50, p90 = (min(_minutes(units, belief, chance), cap_minutes) for chance in _CHANCES)
    return SellOut(p10=p10, p50=p50, p90=p90)


def _minutes(units: int, belief: Belief, chance: float) -> float:
    # the odds of a Beta(units, shape) quantile; the complement is asked for itself: 1 - x loses its digits
    won = float(betaincinv(units, belief.shape, chance))
    lost = float(betaincinv(belief.shape, units, 1 - chance))
    return belief.exposure * won / lost if lost > 0 else float("inf")
