"""What showing a product for one slot is worth: margin a minute beyond what it sells unshown, and why not.

From what is believed of it on air and off, the audience ahead, and its stock: a unit sold now that would have
been sold anyway later is no gain, that is the cost of shortage. Not for the order of products.
"""

from dataclasses import dataclass
from datetime import datetime
from math import exp, lgamma, log, sqrt

from app.domain.ahead import backdrop_of
from app.domain.airtime import airing, slot_minutes
from app.domain.appeal import Appeal, appeal_of
from app.domain.catalogue import Product
from app.domain.chances import gamma_below
from app.domain.decision import ProductDecision
from app.domain.facts import ProductFacts, RoomFacts
from app.domain.hold import HoldKind
from app.domain.lean import lean
from app.domain.ledger import Airing
from app.domain.policy import Policy
from app.domain.prospect import Prospect
from app.domain.readings import Freshness
from app.domain.signals import Barred, Turn
from app.domain.trade import caught_up

_SURELY = 6.0
"""With so many standard deviations more than is expected, stock binds no more."""
_ENDLESS_MINUTES = 240.0
"""How far ahead stock is wanted where nobody knows when the broadcast ends."""


def turn_of(
    facts: ProductFacts, decision: ProductDecision, room: RoomFacts, policy: Policy, now: datetime
) -> Turn:
    """What the product's next slot on air is expected to bring; of what is on air, going on with it.

    `decision` is its own, of now.
    """
    ahead = backdrop_of(room, policy, now).prospect
    stands, until = airing(room.air, facts.product.sku, now, policy)
    fading = stands is Airing.AFTER and until is not None
    left = _ENDLESS_MINUTES if ahead.left is None else ahead.left
    slot = _Slot(
        appeal=appeal_of(caught_up(facts.trade, room.meter, policy).ledger, facts.earlier, policy),
        ahead=ahead,
        lifts=room.meter.habits.lifts,
        policy=policy,
        left_minutes=left,
        minutes=max(1.0, min(slot_minutes(room.air, policy), left)),
        is_shown=stands in (Airing.FRESH, Airing.SHOWN),
        echo_minutes=(until - now).total_seconds() / 60 if fading and until is not None else 0.0,
    )
    return _turn(slot, facts.product, decision)


def margin_of(product: Product) -> float:
    """Per unit, in the room's currency; 1 where no price is known, so that what sells leads."""
    if product.price is None:
        return 1.0
    return max(0.0, float(product.price - (product.cost or 0)))


@lean
@dataclass(frozen=True, slots=True, kw_only=True)
class _Slot:
    """One product's next slot. `echo_minutes` are left of what its last one goes on selling."""

    appeal: Appeal
    ahead: Prospect
    lifts: tuple[float, ...]
    policy: Policy
    left_minutes: float
    minutes: float
    is_shown: bool
    echo_minutes: float

    @property
    def lasts(self) -> float:
        """Minutes until its echo is over, too."""
        return min(self.left_minutes, self.minutes + self.policy.after_minutes)

    def on_air(self) -> float:
        """Units sold while it is shown; the rush of its first minutes is over when it has been already."""
        fresh = 0.0 if self.is_shown else min(self.policy.fresh_minutes, self.minutes)
        hurried, whole = self.ahead.until(fresh), self.ahead.until(self.minutes)
        lift = self.lifts[Airing.FRESH] * hurried + self.lifts[Airing.SHOWN] * (whole - hurried)
        return self.appeal.aired.mean * lift

    def shown(self) -> float:
        """Units of the slot and its echo."""
        echo = self.ahead.until(self.lasts) - self.ahead.until(self.minutes)
        return self.on_air() + self.appeal.aired.mean * self.lifts[Airing.AFTER] * echo

    def unshown(self) -> float:
        """Units of the same time if something else is shown."""
        minutes = self.policy.after_minutes if self.is_shown else self.echo_minutes
        echo = self.ahead.until(min(self.lasts, minutes))
        quiet = self.ahead.until(self.lasts) - echo
        return self.appeal.aired.mean * self.lifts[Airing.AFTER] * echo + self.appeal.quiet.mean * quiet

    def later(self) -> float:
        """Units after that, unshown, until the broadcast ends."""
        audience = self.ahead.until(self.left_minutes) - self.ahead.until(self.lasts)
        return self.appeal.quiet.mean * max(0.0, audience)

    def sold(self, units: int, wanted: float) -> float:
        """Of units wanted in the middle those that are there: what is wanted is gamma distributed."""
        if wanted <= 0.0 or units <= 0:
            return 0.0
        known = 1.0 / self.appeal.aired.shape + self.policy.crowd_doubt
        variance = known + self.policy.dispersion / wanted
        if units > wanted * (1.0 + _SURELY * sqrt(variance)):
            return wanted
        shape = 1.0 / variance
        place = units * shape / wanted
        under = gamma_below(shape, place)
        # the same with one more of shape, by the recurrence of the incomplete gamma function
        partly = under - exp(shape * log(place) - place - lgamma(shape + 1.0))
        return wanted * partly + units * (1.0 - under)


def _turn(slot: _Slot, product: Product, decision: ProductDecision) -> Turn:
    units = max(0, decision.stock.available or 0)
    on_air, rest = slot.on_air(), slot.unshown()
    extra = max(0.0, slot.shown() - rest)
    rest += slot.later()
    gain = max(0.0, slot.sold(units, rest + extra) - slot.sold(units, rest))
    each = margin_of(product) / slot.minutes
    return Turn(
        minutes=slot.minutes,
        units=on_air,
        per_minute=each * gain,
        shortage=each * max(0.0, extra - gain),
        doubt=each * gain / sqrt(slot.appeal.aired.shape),
        priced=product.price is not None,
        barred=barred(decision, on_air),
    )


def barred(decision: ProductDecision, on_air: float) -> Barred | None:
    """Why the product may not be shown, where `on_air` units would sell in its slot; None: it may."""
    holds = [shop.hold for shop in decision.shops if shop.hold is not None]
    units = decision.stock.available
    if holds:
        return Barred.STOPPED if any(hold.kind is HoldKind.STOP for hold in holds) else Barred.HELD
    if units is None or decision.stock.freshness in (Freshness.STALE, Freshness.UNKNOWN):
        return Barred.DOUBTFUL
    if units <= 0:
        return Barred.OUT
    if not decision.selling:
        return Barred.OFF_SALE
    return Barred.ENDS if units < on_air else None
