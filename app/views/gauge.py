"""What one stock gauge shows: tile, list row, operator card and overlay all read this one frozen model.

Figures and instants only; texts that age are painted from the instants by the widgets' ticker.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum, StrEnum

from app.domain.hold import HoldState, Reason
from app.domain.lean import lean
from app.domain.readings import Freshness
from app.views.plans import AnnouncedView
from app.views.rounds import RoundView

__all__ = [
    "Chip", "ChipKind", "Freshness", "GaugeView", "HoldState", "HoldView", "Reason", "RoundView", "Segment",
    "SellOutView", "ShopLine", "ShopLineState", "Urgency",
]  # fmt: skip


class Urgency(IntEnum):
    """The group a gauge belongs to in urgency order."""

    ACT_NOW = 0
    WATCH = 1
    OFF_SALE = 2
    DOUBTFUL = 3
    NORMAL = 4


class ChipKind(StrEnum):
    """The one state chip of a gauge, in this order of precedence."""

    NOT_RESTORED = "not_restored"
    STOPPED = "stopped"
    SENDING = "sending"
    ANNOUNCED = "announced"
    """A mark is coming: `until` counts down to it."""
    HELD = "held"
    RESTORING = "restoring"
    OUTCOME_UNKNOWN = "outcome_unknown"
    REFUSED = "refused"
    HANDED_OVER = "handed_over"
    UNKNOWN = "unknown"
    STALE = "stale"
    SOLD_OUT = "sold_out"
    CRITICAL = "critical"
    LOW = "low"
    AGING = "aging"
    SHARE = "share"
    """Nothing abnormal: the plain percentage."""


@lean
@dataclass(frozen=True, slots=True, kw_only=True)
class Chip:
    """A state chip. `share` is 0…1 of opening; `until` counts down, `since` counts up; `text` ends it."""

    kind: ChipKind
    share: float | None = None
    since: datetime | None = None
    until: datetime | None = None
    text: str = ""
    """Extra words, e.g. why a mark was refused or a figure is unknown; already translated, plain."""


@lean
@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """One warehouse's part of the bar, in settings order.

    Where `source` names one, the figure is as old as that source's lamp says by now. `on_hand` lies there,
    sellable or not; `inbound` is on its way there.
    """

    warehouse: str
    name: str
    short: str
    available: int | None
    freshness: Freshness
    age_from: datetime | None
    source: str = ""
    on_hand: int | None = None
    inbound: int | None = None


@lean
@dataclass(frozen=True, slots=True, kw_only=True)
class SellOutView:
    """Minutes until sold out: 10 % of cases end before p10, half before p50, 90 % before p90."""

    p10: float
    p50: float
    p90: float


class ShopLineState(StrEnum):
    """The storefront states of the status object."""

    ON_SALE = "on_sale"
    SELLING_OUT = "selling_out"
    SOLD_OUT = "sold_out"
    RESTORING = "restoring"
    STOPPED = "stopped"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldView:
    """One hold or stop, as people see it."""

    id: int
    sku: str
    storefront: str
    is_stop: bool
    state: HoldState
    reason: Reason
    note: str
    who: str
    started_at: datetime
    deadline: datetime | None
    needs_attention: bool
    attempts: int
    error: str
    by_hand: str = ""
    """The shop where only people can do it; empty for every other."""


@lean
@dataclass(frozen=True, slots=True, kw_only=True)
class ShopLine:
    """One storefront's side of a product. `can_mark` empty means yes, else why not (translated)."""

    storefront: str
    name: str
    state: ShopLineState
    quantity: int | None
    hold: HoldView | None
    holds_used: int
    holds_limit: int
    cannot_mark: str
    cannot_restore: str
    page: str = ""
    """Where a person can do it by hand, when the settings tell."""
    label: str = ""
    """What the platform writes by itself at a product off sale; empty where the words are ours."""
    label_means: tuple[Reason, ...] = ()
    """Reasons for which that is true."""


@lean
@dataclass(frozen=True, slots=True, kw_only=True)
class GaugeView:
    """Everything one gauge shows.

    `opening` is the 100 % of the bar. `trend` is −1, 0 or 1. `cannot_mark`, `cannot_restore`, `cannot_stop`
    are empty when the button works, else the reason in words: shown before it is pressed. `hold` is the one
    to show when several shops differ (worst first). `rank` sorts inside urgency order, `line_up` in
    recommended order; both only change places when a person asks. Money is absent on purpose: see `margin`.
    """

    sku: str
    title: str
    available: int | None
    opening: int | None
    share: float | None
    oversold: int
    freshness: Freshness
    age_from: datetime | None
    segments: tuple[Segment, ...]
    missing: tuple[str, ...]
    safety_stock: int | None
    units_per_minute: float | None
    trend: int
    per_1000_viewers: float | None
    sell_out: SellOutView | None
    lasts_the_show: bool
    units_at_risk: int | None
    chip: Chip
    second_chip: Chip | None
    """Stale and low says both."""
    hold: HoldView | None
    holds_used: int
    holds_limit: int
    shops: tuple[ShopLine, ...]
    on_air: bool
    is_next: bool
    substitute: str
    """Title of the substitute, empty without one."""
    restocked: int | None
    restocked_at: datetime | None
    inbound: int | None
    group: Urgency
    rank: int
    line_up: int
    cannot_mark: str
    cannot_restore: str
    cannot_stop: str
    price: str = ""
    margin: str = ""
    """Formatted; hidden by the privacy key."""
    note: str = ""
    """Why a figure is unknown or doubtful, in words."""
    days_of_cover: float | None = None
    reorder: str = ""
    selling_round: RoundView | None = None
    """The round on sale, else the last; None before any."""
    announced: AnnouncedView | None = None
    """The count-down that runs before a planned mark."""
