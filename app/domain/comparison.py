"""A broadcast compared: what was kept of it, product by product, and products against each other."""

from dataclasses import dataclass
from datetime import datetime

from app.domain.broadcast import Broadcast
from app.domain.contests import NO_CONTEST, Contest
from app.domain.effects import ProductComparison, ProductEvidence, RoomEvidence
from app.domain.prices import PriceSaid


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """A broadcast, real against virtual, as of `at`; one entry of `products` for each of `evidence`.

    `left_out` products sold or were held and are not among these.
    """

    broadcast: Broadcast
    at: datetime
    room: RoomEvidence
    evidence: tuple[ProductEvidence, ...]
    products: tuple[ProductComparison, ...]
    left_out: int
    contest: Contest = NO_CONTEST
    prices: tuple[PriceSaid, ...] = ()
    """Prices as they were changed meanwhile, the oldest first."""
