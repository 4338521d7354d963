"""What was shown, for how long, how often; and from that, how much of the rest each product may expect.

Not for who decides what to show.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from app.domain.broadcast import Showing
from app.domain.ledger import Airing
from app.domain.policy import Policy

_ROUNDS = 4.0
"""What earlier broadcasts say of a share of air is worth so many rounds of showing everything once."""
_MOST_SHOWN = 12
"""More products than this are rarely shown in one broadcast."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Aired:
    """One product's showings that are over."""

    minutes: float = 0.0
    times: int = 0
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AirTime:
    """The broadcast's showings so far; `shares` are those of earlier broadcasts."""

    now: Showing | None = None
    over: Mapping[str, Aired] = field(default_factory=dict)
    minutes: float = 0.0
    times: int = 0
    shares: Mapping[str, float] = field(default_factory=dict)
    products: int = 1
    """How many may be shown."""


NOTHING_SHOWN = AirTime()


def put_on_air(air: AirTime, showing: Showing | None, at: datetime) -> AirTime:
    """Something else is shown from now on, or nothing."""
    before = air.now
    if before is None or (showing is not None and showing.sku == before.sku):
        return replace(air, now=showing if before is None else before)
    lasted = max(0.0, (at - before.since).total_seconds() / 60)
    old = air.over.get(before.sku, Aired())
    ended = Aired(minutes=old.minutes + lasted, times=old.times + 1, ended_at=at)
    return AirTime(
        now=showing,
        over={**air.over, before.sku: ended},
        minutes=air.minutes + lasted,
        times=air.times + 1,
        shares=air.shares,
        products=air.products,
    )


def airing(air: AirTime, sku: str, now: datetime, policy: Policy) -> tuple[Airing, datetime | None]:
    """Where the product stands to being shown, and when time alone changes that."""
    if air.now is not None and air.now.sku == sku:
        settled = air.now.since + timedelta(minutes=policy.fresh_minutes)
        return (Airing.FRESH, settled) if now < settled else (Airing.SHOWN, None)
    over = air.over.get(sku)
    if over is None or over.ended_at is None:
        return Airing.QUIET, None
    forgotten = over.ended_at + timedelta(minutes=policy.after_minutes)
    return (Airing.AFTER, forgotten) if now < forgotten else (Airing.QUIET, None)


def slot_minutes(air: AirTime, policy: Policy) -> float:
    """How long a showing lasts, as learnt from those that are over."""
    return (2.0 * policy.slot_minutes + air.minutes) / (2.0 + air.times)


def shown_minutes(air: AirTime, sku: str, now: datetime) -> float:
    """How long the product has been shown this time; 0 when it is not."""
    if air.now is None or air.now.sku != sku:
        return 0.0
    return max(0.0, (now - air.now.since).total_seconds() / 60)


def share(air: AirTime, sku: str, now: datetime, policy: Policy) -> float:
    """The part of the rest of the broadcast in which the product is likely to be shown.

    None at all where nobody ever said what is on air: then all sales are those of a quiet product.
    """
    return shares(air, (sku,), now, policy)[0]


def shares(air: AirTime, skus: Sequence[str], now: datetime, policy: Policy) -> list[float]:
    """The same of each of these products."""
    if air.now is None and not air.times and not air.shares:
        return [0.0] * len(skus)
    running = 0.0 if air.now is None else max(0.0, (now - air.now.since).total_seconds() / 60)
    on_air = None if air.now is None else air.now.sku
    products = max(1, air.products)
    alike = 1.0 / products
    unseen = alike * 0.2 if air.shares else alike
    rounds = _ROUNDS if air.shares else 1.0
    weight = rounds * slot_minutes(air, policy) * min(products, _MOST_SHOWN)
    whole = air.minutes + running + weight
    return [
        ((running if sku == on_air else 0.0) + _over(air, sku) + weight * air.shares.get(sku, unseen)) / whole
        for sku in skus
    ]


def _over(air: AirTime, sku: str) -> float:
    over = air.over.get(sku)
    return 0.0 if over is None else over.minutes
