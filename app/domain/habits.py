"""How this room's viewers buy, learnt over all its products: what paid ones are worth, and what airing does.

Prior beliefs come from earlier broadcasts or the policy. Not for one product's appeal; that is its ledger's.
"""

from dataclasses import dataclass, replace
from math import exp, log

from app.domain.lean import lean
from app.domain.ledger import Airing, Count
from app.domain.policy import Policy

_GRID = (0.1, 0.2, 0.3, 0.42, 0.56, 0.75, 1.0, 1.35, 1.8)
"""What one paid viewer may be worth against an organic one."""
_LOGS = tuple(log(worth) for worth in _GRID)
_LEAST_EVIDENCE = 2.0
"""Units off air before a product says anything about what airing does."""


@lean
@dataclass(frozen=True, slots=True, kw_only=True)
class Habits:
    """`lifts` and `spread` as believed now, the first by `Airing`; the rest is what they were learnt from.

    `told` are units sold and units a product would have sold off air, by airing. `odds` weighs `_GRID`.
    """

    paid_worth: float
    lifts: tuple[float, ...]
    prior_lifts: tuple[float, ...]
    told: tuple[Count, ...] = (Count(), Count(), Count(), Count())
    prior_worth: float = 0.6
    likelihood: tuple[float, ...] = (0.0,) * len(_GRID)
    exposed: tuple[float, ...] = (0.0,) * len(_GRID)
    bought: float = 0.0
    window: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)
    """Of the minute that runs: minutes, organic and paid viewer-minutes, units sold off air."""


def first_habits(
    policy: Policy,
    lifts: tuple[float, ...] | None = None,
    paid_worth: float | None = None,
) -> Habits:
    """Before anything was seen: as in earlier broadcasts where they tell, else as the policy says."""
    known = lifts or (1.0, policy.lift_fresh, policy.lift_shown, policy.lift_after)
    worth = policy.paid_worth if paid_worth is None else paid_worth
    return Habits(paid_worth=worth, lifts=known, prior_lifts=known, prior_worth=worth)


def aired(habits: Habits, airing: Airing, units: float, expected: float, policy: Policy) -> Habits:
    """One more look at a product being shown: it sold `units` where off air `expected` would have been."""
    if airing is Airing.QUIET or (units == 0.0 and expected == 0.0):
        return habits
    before = habits.told[airing]
    now = Count(units=max(0.0, before.units + units), audience=before.audience + expected)
    weight = policy.lift_weight
    lift = (weight * habits.prior_lifts[airing] + now.units) / (weight + now.audience)
    told = (*habits.told[:airing], now, *habits.told[airing + 1 :])
    lifts = (*habits.lifts[:airing], lift, *habits.lifts[airing + 1 :])
    return replace(habits, told=told, lifts=lifts)


def watched(habits: Habits, minutes: float, organic: float, paid: float, policy: Policy) -> Habits:
    """Time passed with so many viewers; a full minute tells what paid ones are worth."""
    passed, so_far, so_paid, units = habits.window
    window = (passed + minutes, so_far + organic * minutes, so_paid + paid * minutes, units)
    habits = replace(habits, window=window)
    return _weighed(habits, policy) if window[0] >= 1.0 else habits


def bought(habits: Habits, units: float) -> Habits:
    """Units sold of products that are not being shown: these tell viewers apart."""
    minutes, organic, paid, before = habits.window
    return replace(habits, window=(minutes, organic, paid, before + units))


def _weighed(habits: Habits, policy: Policy) -> Habits:
    minutes, organic, paid, units = habits.window
    fade = exp(-minutes / policy.worth_memory_minutes)
    empty = replace(habits, window=(0.0, 0.0, 0.0, 0.0))
    if (paid <= 0.0 and habits.bought == 0.0) or organic + paid <= 0.0:
        return empty
    each = [organic + worth * paid for worth in _GRID]
    likelihood = tuple(
        fade * so_far + units * log(max(viewers, 1e-9))
        for so_far, viewers in zip(habits.likelihood, each, strict=True)
    )
    exposed = tuple(fade * so_far + viewers for so_far, viewers in zip(habits.exposed, each, strict=True))
    total = fade * habits.bought + max(0.0, units)
    learnt = replace(empty, likelihood=likelihood, exposed=exposed, bought=total)
    return replace(learnt, paid_worth=_worth(learnt, policy))


def _worth(habits: Habits, policy: Policy) -> float:
    """Posterior mean of the logarithm, the total being given: only how sales move with viewers counts."""
    centre, spread = log(habits.prior_worth), policy.worth_spread
    scores = [
        policy.worth_trust * (likelihood - habits.bought * log(max(exposed, 1e-9)))
        - (place - centre) ** 2 / (2 * spread**2)
        for likelihood, exposed, place in zip(habits.likelihood, habits.exposed, _LOGS, strict=True)
    ]
    best = max(scores)
    odds = [exp(score - best) for score in scores]
    return exp(sum(odd * place for odd, place in zip(odds, _LOGS, strict=True)) / sum(odds))


def may_tell(quiet: Count) -> bool:
    """Whether a product sold enough off air, to viewers that were counted, to say what airing does to it."""
    return quiet.units >= _LEAST_EVIDENCE and quiet.audience > 0
