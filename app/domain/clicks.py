"""What clicks tell of a product before it has sold: interest now, orders soon.

A product's clicks in the audience it had, times what a click brings in this room, is what it should sell.
With K clicks in an audience A (organic viewer-minutes, those on air by the room's lift) and θ units a click,
units are Poisson with mean Kθ; θ differs between products and is taken as Gamma around the room's own, c,
with a shape s of `click_shape`. After U units θ is believed to be (s + U) / (s/c + K), so the product sells
(K/A) · (s + U) / (s/c + K) a viewer-minute: c · K/A while U is 0, U/A once U and K·c are much more than s
(the gamma-Poisson posterior mean: Gelman et al. 2013, "Bayesian Data Analysis", section 2.6). That is the
posterior of a Gamma(s, s·A/(K·c)) prior with U units in A, which is how it is used: as what is believed
before sales. Where it misleads, `appeal` sees that by what was sold, and forgets it.

c is learnt over all products: units sold since their clicks are told, by those clicks, with a few as in
earlier broadcasts. Where earlier broadcasts know the product, too, both are put together by their precision;
if they lie further apart than both allow, the earlier ones are doubted by as much (between-study variance:
DerSimonian and Laird 1986, "Meta-analysis in clinical trials", Controlled Clinical Trials 7).

Not for comparing products by their clicks; that is `funnel`.
"""

from dataclasses import dataclass
from math import exp, log

from app.domain.ledger import Count
from app.domain.policy import Policy
from app.domain.trade import Belief, Meter, TradeFacts

_HALF = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Interest:
    """One product's clicks since they are told; `since` is what it had sold to which audience by then.

    `credited` are units sold since then that the room's worth of a click knows of.
    """

    clicks: float
    since: Count
    credited: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class ClickWorth:
    """What clicks brought over all products: `units` sold of `clicks`."""

    units: float = 0.0
    clicks: float = 0.0

    def per_click(self, policy: Policy) -> float:
        """Units a click brings in this room."""
        weight = policy.click_weight
        return (weight * policy.units_per_click + self.units) / (weight + self.clicks)


NOTHING_CLICKED = ClickWorth()


def clicked(
    interest: Interest | None, worth: ClickWorth, clicks: int, trade: TradeFacts, meter: Meter
) -> tuple[Interest, ClickWorth]:
    """Both with `clicks` more, told at the meter; a product's first only say where it stood."""
    if interest is None:
        return Interest(clicks=0.0, since=so_far(trade, meter)), worth
    sold = trade.ledger.total.units - interest.since.units
    now = Interest(clicks=max(0.0, interest.clicks + clicks), since=interest.since, credited=sold)
    gained = ClickWorth(
        units=max(0.0, worth.units + sold - interest.credited),
        clicks=max(0.0, worth.clicks + now.clicks - interest.clicks),
    )
    return now, gained


def so_far(trade: TradeFacts, meter: Meter) -> Count:
    """What the product sold in this broadcast, and to which audience, up to the meter."""
    total = trade.ledger.total
    if not trade.selling:
        return total
    lift = meter.habits.lifts[trade.ledger.airing]
    return Count(units=total.units, audience=total.audience + lift * (meter.audience - trade.meter.audience))


def believed(
    interest: Interest, worth: ClickWorth, now: Count, earlier: Belief | None, policy: Policy
) -> Belief | None:
    """What the product should sell a viewer-minute, as its clicks say and earlier broadcasts, where they do.

    `now` is what it has sold to which audience by now.
    """
    audience = now.audience - interest.since.audience
    if audience <= 0.0:
        return earlier
    mean = worth.per_click(policy) * (interest.clicks + _HALF) / audience
    known = policy.click_weight * policy.units_per_click + worth.units
    doubt = 1.0 / policy.click_shape + 1.0 / (interest.clicks + _HALF) + 1.0 / known
    shape = 1.0 / doubt
    told = Belief(shape=shape, exposure=shape / mean)
    return told if earlier is None else _joined(earlier, told)


def _joined(earlier: Belief, told: Belief) -> Belief:
    """Both by their precision, as logarithms; the earlier one doubted by what neither allows."""
    apart = log(earlier.mean / told.mean)
    own, other = 1.0 / earlier.shape, 1.0 / told.shape
    own = max(own, apart * apart - other)
    weight = other / (own + other)
    mean = exp(weight * log(earlier.mean) + (1.0 - weight) * log(told.mean))
    shape = 1.0 / own + 1.0 / other
    return Belief(shape=shape, exposure=shape / mean)
