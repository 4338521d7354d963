"""What a viewer-minute of many products is believed to bring, as arrays; `appeal` is the yardstick."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import lgamma

import numpy as np

from app.domain.appeal import vague
from app.domain.policy import Policy
from app.domain.trade import Belief
from app.domain.trade_grid import Counts, Floats, Ledgers, Marks, Whole


@dataclass(frozen=True, slots=True, kw_only=True)
class Beliefs:
    """Of each product a belief."""

    shape: Floats
    exposure: Floats

    @property
    def mean(self) -> Floats:
        """Units per one of exposure."""
        return self.shape / self.exposure

    def at(self, places: Whole) -> "Beliefs":
        """Those of some products."""
        return Beliefs(shape=self.shape[places], exposure=self.exposure[places])


@dataclass(frozen=True, slots=True, kw_only=True)
class Appeals:
    """Units per organic viewer-minute: off air, and on air once the room's lift is taken off it."""

    quiet: Beliefs
    aired: Beliefs


def appeals_of(ledgers: Ledgers, earlier: Sequence[Belief | None], policy: Policy) -> Appeals:
    """What is believed now. `earlier` is what broadcasts before this one say of each, None where nothing."""
    scale = 1.0 / policy.dispersion
    quiet = Counts(units=ledgers.quiet.units * scale, audience=ledgers.quiet.audience * scale)
    aired, shown = ledgers.aired.units * scale, ledgers.aired.audience * scale
    told, is_told = _told(earlier, policy)
    own = base = _mixed(quiet, told, is_told, policy)
    places = np.flatnonzero(shown > 0.0)
    if places.size:
        alike = policy.lift_shape / (policy.lift_shape + aired[places])
        both = Counts(
            units=quiet.units[places] + alike * aired[places],
            audience=quiet.audience[places] + alike * shown[places],
        )
        base = _with(own, places, _mixed(both, told.at(places), is_told[places], policy))
    shape = 1.0 / (1.0 / own.shape + 1.0 / policy.lift_shape)
    return Appeals(quiet=base, aired=Beliefs(shape=shape + aired, exposure=shape / own.mean + shown))


def _told(earlier: Sequence[Belief | None], policy: Policy) -> tuple[Beliefs, Marks]:
    """Earlier beliefs and which of them there are; the others are vague."""
    blank = vague(policy)
    told = [blank if one is None else one for one in earlier]
    beliefs = Beliefs(
        shape=np.array([one.shape for one in told]), exposure=np.array([one.exposure for one in told])
    )
    return beliefs, np.array([one is not None for one in earlier])


def _alike(belief: Belief, count: int) -> Beliefs:
    return Beliefs(shape=np.full(count, belief.shape), exposure=np.full(count, belief.exposure))


def _with(beliefs: Beliefs, places: Whole, others: Beliefs) -> Beliefs:
    """The beliefs, but `others` at these places."""
    shape, exposure = beliefs.shape.copy(), beliefs.exposure.copy()
    shape[places], exposure[places] = others.shape, others.exposure
    return Beliefs(shape=shape, exposure=exposure)


def _mixed(counts: Counts, earlier: Beliefs, is_told: Marks, policy: Policy) -> Beliefs:
    blank = _alike(vague(policy), counts.units.size)
    unsure = Beliefs(shape=blank.shape + counts.units, exposure=blank.exposure + counts.audience)
    if not is_told.any():
        return unsure
    told = Beliefs(shape=earlier.shape + counts.units, exposure=earlier.exposure + counts.audience)
    lead = _evidence(earlier, told) - _evidence(blank, unsure)
    odds = policy.prior_trust / (1.0 - policy.prior_trust) * np.exp(np.clip(lead, -60.0, 60.0))
    trust = odds / (1.0 + odds)
    mean = trust * told.mean + (1.0 - trust) * unsure.mean
    spread = (
        trust * (told.mean**2 * (1.0 + 1.0 / told.shape))
        + (1.0 - trust) * (unsure.mean**2 * (1.0 + 1.0 / unsure.shape))
        - mean**2
    )
    shape = mean**2 / np.maximum(spread, 1e-300)
    return Beliefs(
        shape=np.where(is_told, shape, unsure.shape),
        exposure=np.where(is_told, shape / mean, unsure.exposure),
    )


def _evidence(prior: Beliefs, posterior: Beliefs) -> Floats:
    return (
        _log_gamma(posterior.shape)
        - _log_gamma(prior.shape)
        + prior.shape * np.log(prior.exposure)
        - posterior.shape * np.log(posterior.exposure)
    )


def _log_gamma(figures: Floats) -> Floats:
    return np.fromiter(map(lgamma, figures.tolist()), float, count=figures.size)
