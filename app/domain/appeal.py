"""What one viewer-minute of a product is believed to bring, off air and on air: gamma distributions.

From its ledger, from earlier broadcasts where there were any, and from how the room answers to airing.
"""

from dataclasses import dataclass
from math import exp, lgamma, log

from app.domain.lean import lean
from app.domain.ledger import Ledger
from app.domain.policy import Policy
from app.domain.trade import Belief


@lean
@dataclass(frozen=True, slots=True, kw_only=True)
class Appeal:
    """Units per organic viewer-minute: off air, and on air once the room's lift is taken off it."""

    quiet: Belief
    aired: Belief


def appeal_of(ledger: Ledger, earlier: Belief | None, policy: Policy) -> Appeal:
    """What is believed now. `earlier` is what broadcasts before this one say; they may mislead."""
    scale = 1.0 / policy.dispersion
    units, audience = ledger.quiet.units * scale, ledger.quiet.audience * scale
    aired, shown = ledger.aired.units * scale, ledger.aired.audience * scale
    own = base = _mixed(units, audience, earlier, policy)
    if shown > 0.0:
        # what was sold on air tells of the product, too, but not more than products are alike on air
        alike = policy.lift_shape / (policy.lift_shape + aired)
        base = _mixed(units + alike * aired, audience + alike * shown, earlier, policy)
    shape = 1.0 / (1.0 / own.shape + 1.0 / policy.lift_shape)
    return Appeal(quiet=base, aired=Belief(shape=shape + aired, exposure=shape / own.mean + shown))


def vague(policy: Policy) -> Belief:
    """What is believed of a product nobody has seen sell."""
    return Belief(shape=policy.prior_units, exposure=policy.prior_viewer_minutes)


def _mixed(units: float, audience: float, earlier: Belief | None, policy: Policy) -> Belief:
    """Earlier broadcasts and knowing nothing, each by how well it foretold what was sold, as one gamma."""
    blank = vague(policy)
    unsure = Belief(shape=blank.shape + units, exposure=blank.exposure + audience)
    if earlier is None:
        return unsure
    told = Belief(shape=earlier.shape + units, exposure=earlier.exposure + audience)
    lead = _evidence(earlier, told) - _evidence(blank, unsure)
    odds = policy.prior_trust / (1.0 - policy.prior_trust) * _exp(lead)
    trust = odds / (1.0 + odds)
    mean = trust * told.mean + (1.0 - trust) * unsure.mean
    spread = (
        trust * (told.mean**2 * (1.0 + 1.0 / told.shape))
        + (1.0 - trust) * (unsure.mean**2 * (1.0 + 1.0 / unsure.shape))
        - mean**2
    )
    shape = mean**2 / max(spread, 1e-300)
    return Belief(shape=shape, exposure=shape / mean)


def _evidence(prior: Belief, posterior: Belief) -> float:
    """Logarithm of how likely the sales were, but for what all beliefs have in common."""
    return (
        lgamma(posterior.shape)
        - lgamma(prior.shape)
        + prior.shape * log(prior.exposure)
        - posterior.shape * log(posterior.exposure)
    )


def _exp(value: float) -> float:
    return exp(max(-60.0, min(60.0, value)))
