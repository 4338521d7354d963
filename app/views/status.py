"""The status object of `stockcue status --json`: typed, in the order and with the names scripts rely on.

A change here is a change of the contract with the outside; resources/status.schema.json says the same as a
JSON Schema. Ages and seconds left are as of `at`. Missing is null, never 0.
"""

from datetime import UTC, datetime
from enum import StrEnum

import msgspec

from app.domain.broadcast import Phase
from app.domain.by_hand import HandAct
from app.domain.hold import HoldState, Reason
from app.domain.plan import PlanState, WhenKind
from app.domain.readings import Freshness, SourceRole, SourceState
from app.domain.room import AlertLevel, AlertState, CueKind, ShopState
from app.domain.rounds import RoundState
from app.views.trial_status import VariantTrialStatus

__all__ = [
    "AlertStatus", "BroadcastStatus", "CueStatus", "ForecastStatus", "HoldStatus",
    "KeptStatus", "LevelStatus",
    "PlanStatus", "ProductStatus", "ReorderStatus", "RoundStatus", "RunState", "SellOutStatus",
    "SourceStatus", "Status", "StorefrontStatus", "TaskStatus", "TrafficStatus", "TrialStatus",
    "UnitsAheadStatus", "encoded",
    "instant",
]  # fmt: skip

VERSION = 1


class RunState(StrEnum):
    """Where the desk stands."""

    STARTING = "starting"
    RUNNING = "running"
    STOPPING = "stopping"


class BroadcastStatus(msgspec.Struct, frozen=True, kw_only=True):
    """The broadcast; `id` and `started_at` null when none is running."""

    id: int | None
    phase: Phase
    started_at: datetime | None
    on_air: str | None
    next: str | None


class LevelStatus(msgspec.Struct, frozen=True, kw_only=True):
    """One warehouse's figures of one product."""

    available: int | None
    on_hand: int | None
    reserved: int | None
    inbound: int | None
    unsellable: int | None
    freshness: Freshness
    age_s: float | None


class SellOutStatus(msgspec.Struct, frozen=True, kw_only=True):
    """Minutes until sold out in 10, 50 and 90 % of cases."""

    p10: float
    p50: float
    p90: float


class UnitsAheadStatus(msgspec.Struct, frozen=True, kw_only=True):
    """Units that will be wanted until the planned end, whatever there is: 10, 50 and 90 %."""

    p10: float
    p50: float
    p90: float


class ForecastStatus(msgspec.Struct, frozen=True, kw_only=True):
    """Units a minute as forecast for now, and with ads off; units until the end, and those planned in all."""

    units_per_minute: float
    ads_off_per_minute: float
    until_end: UnitsAheadStatus | None
    planned: float | None


class ReorderStatus(msgspec.Struct, frozen=True, kw_only=True):
    """Order `quantity` when the stock position falls to `point`, at the latest `by` (a date)."""

    point: int
    quantity: int
    by: str | None


class HoldStatus(msgspec.Struct, frozen=True, kw_only=True):
    """An open hold or stop; `deadline` and `seconds_left` are null for a stop."""

    id: int
    state: HoldState
    reason: Reason
    started_at: datetime
    deadline: datetime | None
    seconds_left: float | None
    needs_attention: bool


class StorefrontStatus(msgspec.Struct, frozen=True, kw_only=True):
    """One storefront's side of a product; `sold_out` with hold null is not ours."""

    state: ShopState
    quantity: int | None
    hold: HoldStatus | None
    holds_used: int | None
    holds_left: int | None


class KeptStatus(msgspec.Struct, frozen=True, kw_only=True):
    """Units kept for a group whose turn has not come."""

    group: str
    units: int


class TrialStatus(msgspec.Struct, frozen=True, kw_only=True):
    """The demand a trial met; `asked_after` null where no source tells orders."""

    sold: int
    asked_after: int | None
    per_minute: float | None
    per_1000_viewers: float | None
    minutes_to_go: float | None


class RoundStatus(msgspec.Struct, frozen=True, kw_only=True):
    """The round on sale, else the last. `buyers_left`: what may be said to buyers, null where not known."""

    number: int
    state: RoundState
    units: int
    sold: int
    left: int
    buyers_left: int | None
    group: str
    trial: TrialStatus | None
    started_at: datetime | None
    kept: tuple[KeptStatus, ...]


class ProductStatus(msgspec.Struct, frozen=True, kw_only=True):
    """One product; warehouses without an answer yet stand in `missing`."""

    sku: str
    title: str
    available: int | None
    available_live: int | None
    oversold: int | None
    missing: tuple[str, ...]
    freshness: Freshness
    age_s: float | None
    warehouses: dict[str, LevelStatus]
    units_per_minute: float | None
    per_1000_viewers: float | None
    sell_out_minutes: SellOutStatus | None
    tier: Phase | None
    days_of_cover: float | None
    level: int | None
    reorder: ReorderStatus | None
    storefronts: dict[str, StorefrontStatus]
    round: RoundStatus | None = None
    forecast: ForecastStatus | None = None


class TrafficStatus(msgspec.Struct, frozen=True, kw_only=True):
    """One traffic source."""

    id: str
    viewers: int | None
    organic: int | None
    paid: int | None
    baseline: float | None
    surge: bool
    freshness: Freshness
    age_s: float | None


class CueStatus(msgspec.Struct, frozen=True, kw_only=True):
    """One suggestion, in the desk's language; `sku` is the product it is about to show or act on."""

    kind: CueKind
    sku: str
    text: str
    reason: str


class AlertStatus(msgspec.Struct, frozen=True, kw_only=True):
    """One alert; `cause` in the desk's language, `id` stable by cause."""

    id: str
    level: AlertLevel
    cause: str
    since: datetime
    state: AlertState


class SourceStatus(msgspec.Struct, frozen=True, kw_only=True):
    """One source; `error` null when its last answer was accepted."""

    id: str
    role: SourceRole
    kind: str
    state: SourceState
    last_ok_age_s: float | None
    units_at_risk: int | None
    error: str | None


class TaskStatus(msgspec.Struct, frozen=True, kw_only=True):
    """What a person is to do at a shop that only people can work; `text` in the desk's language."""

    hold: int
    sku: str
    storefront: str
    act: HandAct
    text: str
    since: datetime
    reminders: int
    overdue: bool
    page: str | None


class PlanStatus(msgspec.Struct, frozen=True, kw_only=True):
    """One plan or trigger; `text` in the desk's language, `when` as it is typed.

    `at` is null while its time can't be known; `counting`: buyers see its count-down.
    """

    id: int
    kind: WhenKind
    when: str
    at: datetime | None
    skus: tuple[str, ...]
    storefronts: tuple[str, ...]
    minutes: float
    reason: Reason
    announce_minutes: float
    asks: bool
    state: PlanState
    counting: bool
    why: str | None
    holds: tuple[int, ...]
    text: str


class Status(msgspec.Struct, frozen=True, kw_only=True):
    """What the running desk knows."""

    version: int = VERSION
    at: datetime
    state: RunState
    room: str
    broadcast: BroadcastStatus
    products: tuple[ProductStatus, ...]
    traffic: tuple[TrafficStatus, ...]
    cues: tuple[CueStatus, ...]
    alerts: tuple[AlertStatus, ...]
    sources: tuple[SourceStatus, ...]
    tasks: tuple[TaskStatus, ...] = ()
    plans: tuple[PlanStatus, ...] = ()
    trials: tuple[VariantTrialStatus, ...] = ()
    """Trials that run, then the last that ended."""


def instant(at: datetime) -> datetime:
    """An instant as the status tells it: UTC, whole seconds."""
    return at.astimezone(UTC).replace(microsecond=0)


def encoded(status: Status) -> bytes:
    """The status object as one line of JSON in UTF-8."""
    return msgspec.json.encode(status)
