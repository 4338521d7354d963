"""What was judged about products and the room: frozen values; the rules that make them stand beside."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum, StrEnum

from app.domain.broadcast import Phase
from app.domain.hold import Hold
from app.domain.lean import lean
from app.domain.need import Need
from app.domain.readings import Freshness, SourceState
from app.domain.signals import Alert, AlertCause, Cue, Outlook, Reorder, SellOut


@lean
@dataclass(frozen=True, slots=True, kw_only=True)
class StockPart:
    """One warehouse's part of a product's stock. `available` None: listed without a figure.

    `shares_age`: it is as old as its source's last answer, which may have come since.
    """

    warehouse: str
    source: str
    available: int | None
    freshness: Freshness
    age_from: datetime
    vanished: bool = False
    shares_age: bool = False


@lean
@dataclass(frozen=True, slots=True, kw_only=True)
class ProductStock:
    """What there is of a product. `age_from` is the oldest part's; `inbound` None where no warehouse says."""

    available: int | None
    available_live: int | None
    oversold: int
    missing: tuple[str, ...]
    freshness: Freshness
    age_from: datetime | None
    parts: tuple[StockPart, ...]
    inbound: int | None = None


class VerdictCode(StrEnum):
    """Why something may not be done; the values agree with the codes of answers to intents."""

    OK = "ok"
    BAD_VALUE = "bad_value"
    NOT_LISTED = "not_listed"
    NO_BROADCAST = "no_broadcast"
    BROADCAST_RUNNING = "broadcast_running"
    HOLDS_OPEN = "holds_open"
    LIMIT_COUNT = "limit_count"
    LIMIT_TIME = "limit_time"
    ALREADY_HELD = "already_held"
    STOPPED = "stopped"
    NOT_HELD = "not_held"
    NOT_OURS = "not_ours"
    UNREADABLE = "unreadable"
    GONE = "gone"
    NO_RECORD = "no_record"
    RECONCILING = "reconciling"
    UNGUARDED = "unguarded"
    NOT_ENOUGH = "not_enough"
    STOCK_UNKNOWN = "stock_unknown"
    ROUND_RUNNING = "round_running"
    NO_ROUND = "no_round"
    LABEL_UNTRUE = "label_untrue"
    SECOND_NEEDED = "second_needed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """Whether something may be done, and if not, why."""

    code: VerdictCode = VerdictCode.OK

    @property
    def allowed(self) -> bool:
        """Whether it may be done."""
        return self.code is VerdictCode.OK


class ShopState(StrEnum):
    """The storefront states of the status object; `sold_out` without a hold is not ours."""

    ON_SALE = "on_sale"
    SELLING_OUT = "selling_out"
    SOLD_OUT = "sold_out"
    RESTORING = "restoring"
    STOPPED = "stopped"
    UNKNOWN = "unknown"


@lean
@dataclass(frozen=True, slots=True, kw_only=True)
class ShopDecision:
    """One storefront's side of a product. `kept_off`: restoring waits because the last known stock is 0."""

    storefront: str
    state: ShopState
    quantity: int | None
    hold: Hold | None
    holds_used: int
    holds_left: int
    mark: Verdict
    restore: Verdict
    stop: Verdict
    freshness: Freshness
    gone: bool = False
    kept_off: bool = False


class Urgency(IntEnum):
    """The group a product belongs to on the wall, most urgent first."""

    ACT_NOW = 0
    WATCH = 1
    OFF_SALE = 2
    DOUBTFUL = 3
    NORMAL = 4


@lean
@dataclass(frozen=True, slots=True, kw_only=True)
class Stance:
    """How a product stands by its own figures, whatever it sells; `ProductDecision` says what they mean.

    `turns_at`: when a figure will look older by time alone.
    """

    stock: ProductStock
    shops: tuple[ShopDecision, ...]
    selling: bool
    share: float | None
    above_opening: int
    level: int | None
    need: Need | None
    days_of_cover: float | None
    on_air_unbuyable_since: datetime | None
    turns_at: datetime | None

    @property
    def is_known(self) -> bool:
        """Whether no part of the stock is missing: a part is no ground to speak of levels or an end."""
        return self.stock.freshness is not Freshness.UNKNOWN


@lean
@dataclass(frozen=True, slots=True, kw_only=True)
class ProductDecision:
    """Everything judged about one product.

    `share` is 0…1 of the opening, `above_opening` what lies beyond it. `level` is 50, 30, 10 or None above
    all. `trend` is −1, 0 or 1. `selling`: buyers can get it somewhere, as far as is known; pass it back to
    `trade.watched`. `rank` sorts inside `group`, `line_up` in recommended order, lower first. `causes` are
    the alerts it gives reason for. `noteworthy`: cues look at it. `changes_at`: when time alone changes this.
    """

    sku: str
    stance: Stance = field(compare=False, repr=False)
    """What of this the product's own figures say."""
    stock: ProductStock
    opening: int | None
    share: float | None
    above_opening: int
    level: int | None
    safety_stock: int | None
    units_per_minute: float | None
    trend: int
    per_1000_viewers: float | None
    sell_out: SellOut | None
    lasts_the_show: bool
    units_at_risk: int | None
    tier: Phase
    days_of_cover: float | None
    reorder: Reorder | None
    shops: tuple[ShopDecision, ...]
    selling: bool
    on_air_unbuyable_since: datetime | None
    group: Urgency
    rank: int
    line_up: int
    causes: tuple[AlertCause, ...]
    noteworthy: bool
    changes_at: datetime | None
    renew_at: datetime | None = None
    """Part of `changes_at`: when it must be decided anew even if every figure was read again unchanged."""
    outlook: Outlook | None = None
    """What it is expected to sell; `sell_out` is a part of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TrafficDecision:
    """One traffic source as judged now; `surge_line` is where a surge would begin."""

    source: str
    viewers: int | None
    organic: int | None
    paid: int | None
    baseline: float | None
    surge_ratio: float | None
    surge_line: float | None
    surge_from: datetime | None
    freshness: Freshness
    age_from: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceDecision:
    """One source's lamp; a warehouse source that is not live says what may be gone unseen behind it."""

    id: str
    state: SourceState
    age_from: datetime | None
    units_at_risk: int | None = None
    products: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomDecision:
    """Everything judged about the room.

    `flagged`, `to_order`, `pending` and `criticals` are its memory for the next one.
    `alerts` are sorted by level, then age, the oldest first. `criticals` are the instants of the last ten
    minutes' critical alerts; over `over_budget`, warnings fold into one line.
    """

    cues: tuple[Cue, ...]
    alerts: tuple[Alert, ...]
    traffic: tuple[TrafficDecision, ...]
    sources: tuple[SourceDecision, ...]
    surge: bool
    criticals: tuple[datetime, ...] = ()
    over_budget: bool = False
    flagged: frozenset[str] = frozenset()
    to_order: str | None = None
    pending: Mapping[str, datetime] = field(default_factory=dict)
    """Causes seen and not yet old enough to be alerts, with when they were first seen."""
    changes_at: datetime | None = None
