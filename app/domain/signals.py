"""What cues and alerts are made of: kinds and figures, never sentences; views say them."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from app.domain.lean import lean


@lean
@dataclass(frozen=True, slots=True, kw_only=True)
class SellOut:
    """Minutes until sold out: 10 % of cases end before p10, half before p50, 90 % before p90."""

    p10: float
    p50: float
    p90: float


@lean
@dataclass(frozen=True, slots=True, kw_only=True)
class UnitsAhead:
    """Units that will be wanted: in 10 % of cases fewer than p10, in half than p50, in 90 % than p90."""

    p10: float
    p50: float
    p90: float


@lean
@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """What a product is expected to sell; `per_minute` is the pace now, `ads_off` that without paid viewers.

    `by_end` is what will be wanted until the planned end, whatever there is; None where no end is planned.
    """

    per_minute: float
    ads_off: float
    sell_out: SellOut
    by_end: UnitsAhead | None


class Barred(StrEnum):
    """Why a product may not be shown next."""

    STOPPED = "stopped"
    HELD = "held"
    DOUBTFUL = "doubtful"
    """What there is of it is not known, or is no longer true."""
    OUT = "out"
    OFF_SALE = "off_sale"
    ENDS = "ends"
    """It would be gone before its slot is over."""
    SKIPPED = "skipped"
    """A person said so."""


@lean
@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """What one slot of `minutes` on air is expected to bring of a product, beyond what it sells unshown.

    `units` sell on air, in the middle. `per_minute` is margin, of which the sales that the stock will be
    missing for later (`shortage`) are taken off; `doubt` is its standard deviation. All three are in units
    where it is not `priced`.
    """

    minutes: float
    units: float
    per_minute: float
    shortage: float
    doubt: float
    priced: bool = True
    barred: Barred | None = None


@lean
@dataclass(frozen=True, slots=True, kw_only=True)
class Reorder:
    """When and how much to order: at `point` units of position (available + inbound), at the latest `by`."""

    point: int
    quantity: int
    position: int
    by: date | None

    @property
    def due(self) -> bool:
        """Whether the stock position has fallen to the reorder point."""
        return self.position <= self.point


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """The figures of one cue or alert; each kind fills its own, the rest stay None."""

    units: int | None = None
    share: float | None = None
    sell_out: SellOut | None = None
    minutes: float | None = None
    other_units: int | None = None
    other_lasts: bool | None = None
    age_from: datetime | None = None
    at_risk: int | None = None
    count: int | None = None
    viewers: int | None = None
    ratio: float | None = None
    reorder: Reorder | None = None
    lead_days: float | None = None
    seconds: float | None = None
    attempts: int | None = None
    quantity: int | None = None
    text: str = ""


class CueKind(StrEnum):
    """The kinds of the status object."""

    SHOW_NEXT = "show_next"
    SUBSTITUTE = "substitute"
    PRE_SALE = "pre_sale"
    CALL_STOCK = "call_stock"
    REORDER = "reorder"
    RESTORE_EARLY = "restore_early"
    HOLD_BACK = "hold_back"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """One suggestion in its slot (0…). `key` is stable; `other` is the product to show instead, else empty.

    `source` is set for a hold_back, which covers every product of a silent source (`sku` is its riskiest).
    `untrue_since`: it is no longer so, and leaves when that has lasted.
    """

    key: str
    kind: CueKind
    sku: str
    other: str = ""
    source: str = ""
    figures: Figures = Figures()
    weight: float = 0.0
    slot: int = 0
    since: datetime | None = None
    untrue_since: datetime | None = None


class AlertLevel(StrEnum):
    """How urgent."""

    INFO = "info"
    WARNING = "warning"
    CRITICAL = "critical"


class AlertState(StrEnum):
    """Where an alert stands."""

    ACTIVE = "active"
    ACKNOWLEDGED = "acknowledged"
    SHELVED = "shelved"
    RECOVERING = "recovering"


class AlertKind(StrEnum):
    """What an alert is about."""

    HOLD_ATTENTION = "hold_attention"
    """A restore was not read back, or the product of an open hold is gone: a person must look."""
    ON_AIR_UNBUYABLE = "on_air_unbuyable"
    STOP_OVERRULED = "stop_overruled"
    """Something put an emergency-stopped product back on sale."""
    AHEAD = "ahead"
    """It sells far more than was expected of the broadcast so far."""
    BEHIND = "behind"
    """It sells far less, and much of the broadcast is over."""
    LOW = "low"
    CRITICAL_LOW = "critical_low"
    SOLD_OUT = "sold_out"
    OVERSOLD = "oversold"
    SHOP_MISMATCH = "shop_mismatch"
    """The shop believes it has more than its warehouses hold."""
    SHOP_OFF = "shop_off"
    """Off sale at the shop though there is stock, and not by us."""
    SHOP_GONE = "shop_gone"
    KEPT_OFF = "kept_off"
    HANDED_OVER = "handed_over"
    LEFT_OFF = "left_off"
    """A stop was released of a product that others had taken off sale before it."""
    CONTRADICTED = "contradicted"
    """The shop says on sale though a hold is open; until that is certain it is read again."""
    OUTCOME_UNKNOWN = "outcome_unknown"
    HAND_TAKE_OFF = "hand_take_off"
    """A person is to take a product off sale, and nobody has confirmed it."""
    HAND_PUT_BACK = "hand_put_back"
    REJECTED = "rejected"
    OFFLINE = "offline"
    """Every source is silent: most likely this computer's network."""
    SOURCE_QUIET = "source_quiet"
    SOURCE_LOGIN_REFUSED = "source_login_refused"
    SOURCE_NOT_ALLOWED = "source_not_allowed"
    SOURCE_STANDING_STILL = "source_standing_still"
    CLOCK_SKEW = "clock_skew"
    UNGUARDED = "unguarded"
    NOTICE_FAILED = "notice_failed"
    """Somebody who should be told of marks and restores was not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertCause:
    """Something that is so now and is worth an alert once it has lasted `after_s`."""

    id: str
    kind: AlertKind
    level: AlertLevel
    sku: str = ""
    storefront: str = ""
    source: str = ""
    figures: Figures = Figures()
    since: datetime | None = None
    """When it began, where a fact tells; else the first decision that saw it."""
    after_s: float = 0.0


@lean
@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """One alert, stable by cause. `ended_at` is when its cause ended (state recovering)."""

    cause: AlertCause
    since: datetime
    state: AlertState = AlertState.ACTIVE
    ended_at: datetime | None = None

    @property
    def id(self) -> str:
        """Stable by cause."""
        return self.cause.id

    @property
    def shelvable(self) -> bool:
        """A product that is stuck off sale, or on air and not to be bought, can't be put aside."""
        return self.cause.level is not AlertLevel.CRITICAL
