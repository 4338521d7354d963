"""The facts of a room that decisions are made from: frozen values without behaviour.

Instants only, never ages: the same facts judged later give other decisions.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from app.domain.airtime import NOTHING_SHOWN, AirTime
from app.domain.backdrop import Backdrop
from app.domain.broadcast import Broadcast, Phase, Showing
from app.domain.by_hand import HandTask
from app.domain.catalogue import Product
from app.domain.hold import Hold, Reason, StockCall
from app.domain.lean import lean
from app.domain.notices import Untold
from app.domain.places import NO_LINE_UP, LineUp
from app.domain.plan import Announcement
from app.domain.readings import RejectedRow, SourceRole, SourceState, StockReading
from app.domain.rounds import Round
from app.domain.trade import Belief, Meter, TradeFacts


@lean
@dataclass(frozen=True, slots=True, kw_only=True)
class SourceFacts:
    """What is known of one source.

    `age_from` is the instant its figures were true, None before the first accepted answer. `state` is what
    asking it last came to; a freshness there is judged anew from `age_from`. `stamp_ahead`: a stamp of its
    last answer lay ahead of our clock.
    """

    id: str
    name: str
    role: SourceRole
    kind: str = "rest"
    state: SourceState = SourceState.CONNECTING
    age_from: datetime | None = None
    poll_seconds: float = 2.0
    stale_after_s: float = 15.0
    error: str = ""
    remedy: str = ""
    retry_at: datetime | None = None
    rejected: tuple[RejectedRow, ...] = ()
    clock_offset: timedelta | None = None
    stamp_ahead: bool = False
    standing_still_since: datetime | None = None
    """Nothing has moved here for ten minutes while sales run."""
    warehouses: tuple[str, ...] = ()
    reading: bool = False


@lean
@dataclass(frozen=True, slots=True, kw_only=True)
class StockAt:
    """One product's last accepted figure in one warehouse. `vanished`: the source no longer lists the SKU.

    `shares_age`: it is as old as its source's last answer, as most are. Whoever keeps the facts then says
    when that turns, once for all figures of the source.
    """

    warehouse: str
    source: str
    reading: StockReading
    age_from: datetime
    stale_after_s: float
    vanished: bool = False
    shares_age: bool = False


@lean
@dataclass(frozen=True, slots=True, kw_only=True)
class ShopFacts:
    """One storefront's side of a product. `sold_out` None: never read, or it could not be told.

    `fed_by` names the warehouses whose stock it sells. `gone`: the shop does not know the product any more.
    """

    storefront: str
    listed: bool = True
    sold_out: bool | None = None
    quantity: int | None = None
    read_at: datetime | None = None
    stale_after_s: float = 75.0
    enforces_quantity: bool = True
    fed_by: frozenset[str] = frozenset()
    gone: bool = False
    reachable: bool = True
    label: str = ""
    """What the platform writes by itself at a product off sale; empty where the words are ours."""
    label_means: frozenset[Reason] = frozenset()
    """Reasons for which that label is true."""
    task: HandTask | None = None
    """What a person is to do there, where only people can work the shop."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """What one day sells, from imported and counted sales.

    `deviation` is the standard deviation of a day, `high_per_day` what 95 % of days stay under.
    """

    per_day: float
    deviation: float | None = None
    most_per_day: float | None = None
    high_per_day: float | None = None


@lean
@dataclass(frozen=True, slots=True, kw_only=True)
class ProductFacts:
    """Everything one product is judged by.

    `stock` and `missing` are in settings order; `missing` names configured warehouses without an answer yet.
    `opening` is the 100 % of its gauge. `holds` are this broadcast's and every open one, stops included.
    `restocked` units came in at `restocked_at`. `rejected` says why its row was not believed, else empty.
    """

    product: Product
    stock: tuple[StockAt, ...] = ()
    missing: tuple[str, ...] = ()
    opening: int | None = None
    trade: TradeFacts
    shops: tuple[ShopFacts, ...] = ()
    holds: tuple[Hold, ...] = ()
    restocked: int | None = None
    restocked_at: datetime | None = None
    rejected: str = ""
    demand: Demand | None = None
    rounds: tuple[Round, ...] = ()
    """Rounds of this broadcast, and every one that is not over; `rounds.on_sale` and `rounds.last` pick."""
    announced: Announcement | None = None
    """The count-down that runs before a planned mark."""
    earlier: Belief | None = None
    """What earlier broadcasts say of units per organic viewer-minute, off air."""
    planned: float | None = None
    """Units this broadcast should sell of it, as those before say."""


@lean
@dataclass(frozen=True, slots=True, kw_only=True)
class TrafficFacts:
    """One traffic source: believed viewers (None in a gap), its baseline, and the surge that runs now."""

    source: str
    viewers: int | None = None
    organic: int | None = None
    paid: int | None = None
    baseline: float | None = None
    surge_from: datetime | None = None
    age_from: datetime | None = None
    stale_after_s: float = 15.0


@lean
@dataclass(frozen=True, slots=True, kw_only=True)
class RoomFacts:
    """The room as a whole.

    `snoozed` and `shelved` map a cue's key or an alert's id to the instant it may come back, `acknowledged`
    an alert's id to when a person had seen it. `reconciling`: clocks jumped or we just started, so the shops
    are read before buttons work. `recordable` False: the record is in trouble, and nothing is sent that can't
    be recorded. `guarded` False: the guardian is dead, and a new hold needs a reason to be made all the same;
    `unguarded_reason` is the one that a person gave for as long as that lasts.
    """

    meter: Meter
    broadcast: Broadcast | None = None
    phase: Phase = Phase.DAILY
    on_air: Showing | None = None
    next_sku: str | None = None
    traffic: tuple[TrafficFacts, ...] = ()
    sources: tuple[SourceFacts, ...] = ()
    hands_off: bool = False
    calls: tuple[StockCall, ...] = ()
    reconciling: bool = False
    recordable: bool = True
    guarded: bool = True
    unguarded_reason: str = ""
    untold: tuple[Untold, ...] = ()
    """Who could not be told of what happened."""
    air: AirTime = NOTHING_SHOWN
    curve: tuple[float, ...] = ()
    """Viewers of earlier broadcasts, in every ten minutes from the start."""
    backdrop: Backdrop | None = None
    """What every product is judged against, where it was reckoned already."""
    line_up: LineUp = NO_LINE_UP
    """The order of what to show as it was last settled, and what people said of it."""
    snoozed: Mapping[str, datetime] = field(default_factory=dict)
    acknowledged: Mapping[str, datetime] = field(default_factory=dict)
    shelved: Mapping[str, datetime] = field(default_factory=dict)
