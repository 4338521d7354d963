"""What stands beside the wall: broadcast, sources, traffic, cues, alerts, undo, calls, ready check."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.domain.broadcast import MarkKind, Phase
from app.domain.hold import Reason
from app.domain.lean import lean
from app.domain.readings import SourceRole, SourceState
from app.views.away import AwayView

__all__ = [
    "AlertLevel", "AlertState", "AlertView", "BroadcastView", "CallView", "CueKind", "CueView", "Guidance",
    "MarkKind", "MarkView", "Phase", "PlanBar", "PlanState", "ReadyLine", "ReadyState", "ReadyView",
    "SourceRole", "SourceState", "SourceView", "TrafficPoint", "TrafficView", "UndoView",
]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class BroadcastView:
    """The broadcast bar. `number` and `started_at` are None before a broadcast starts."""

    room: str
    number: int | None
    host: str
    phase: Phase
    started_at: datetime | None
    on_air: str | None
    on_air_since: datetime | None
    next_sku: str | None
    open_holds: int
    hands_off: bool
    starting: bool
    settings_changed: bool = False
    """The settings file was changed after it was read."""
    clock_warning: str = ""
    guarded: bool = True
    """Whether somebody would restore in this desk's place."""
    max_minutes: float = 30
    away: AwayView | None = None
    """What became of holds while nobody was there."""
    notices: tuple[str, ...] = ()
    """Things the person must know at once: journal trouble, sleep, restores done while away. Translated."""
    second_reasons: tuple[Reason, ...] = ()
    """Marks and releases for these take the initials of two people and a held press."""


@lean
@dataclass(frozen=True, slots=True, kw_only=True)
class SourceView:
    """One source's lamp. `age_from`: the instant its figures were true; `text`: what is wrong."""

    id: str
    name: str
    role: SourceRole
    state: SourceState
    age_from: datetime | None
    units_at_risk: int | None
    rejected_rows: int
    standing_still_since: datetime | None
    retry_at: datetime | None
    text: str
    remedy: str
    reading: bool = False
    by_hand: bool = False
    """A shop that only people can work: nothing is read there, so nothing has an age."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TrafficPoint:
    """Viewers at one instant; None where nothing believable was read (a gap)."""

    at: datetime
    viewers: int | None
    organic: int | None
    paid: int | None
    baseline: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkView:
    """A mark above the graph; `text` is shown on hover."""

    kind: MarkKind
    at: datetime
    sku: str
    text: str


class PlanState(StrEnum):
    """How a bar of the hold plan is drawn."""

    DISARMED = "disarmed"
    PLANNED = "planned"
    ANNOUNCED = "announced"
    """It counts down before buyers."""
    PAST = "past"
    RUNNING = "running"
    NOT_RESTORED = "not_restored"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanBar:
    """One hold on the time axis under the graph, or one that is planned (`plan`, and `hold` 0)."""

    hold: int
    title: str
    start: datetime
    end: datetime | None
    state: PlanState
    plan: int = 0
    movable: bool = False
    """A person may drag it."""


@lean
@dataclass(frozen=True, slots=True, kw_only=True)
class TrafficView:
    """One traffic source. `added` are the points new since the last delta; `reset`: forget the old ones.

    `surge_from` is the start of the surge that runs now. `surge_line` is where a surge would begin.
    """

    source: str
    name: str
    reset: bool
    added: tuple[TrafficPoint, ...]
    viewers: int | None
    organic: int | None
    paid: int | None
    baseline: float | None
    surge_ratio: float | None
    surge_from: datetime | None
    surge_line: float | None
    freshness: SourceState
    age_from: datetime | None
    marks: tuple[MarkView, ...]
    plan: tuple[PlanBar, ...]


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
class CueView:
    """One suggestion in its slot (0…4): what, why, and the word on its button. Texts are translated."""

    id: str
    slot: int
    kind: CueKind
    sku: str
    text: str
    short: str
    """For narrow windows and the overlay's cue line."""
    reason: str
    action: str
    short_reason: str = ""
    """For narrow windows."""


class Guidance(StrEnum):
    """What an alert's button does."""

    NONE = ""
    ACKNOWLEDGE = "acknowledge"
    SHELVE = "shelve"
    HANDLE = "handle"
    ALLOW = "allow"
    """A person may let marks be made in spite of it, for a reason."""


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


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertView:
    """One alert. `counting`: shows its age since `since`; else the clock time of it."""

    id: str
    level: AlertLevel
    state: AlertState
    text: str
    short: str
    remedy: str
    since: datetime
    counting: bool
    button: Guidance
    sku: str = ""
    icon: str = ""
    """Name of the icon of its cause: low, crit, clock, unknown, need, out …"""


@dataclass(frozen=True, slots=True, kw_only=True)
class UndoView:
    """The strip after a mark: what was marked and how far it is; the cancel ends at `until` (10 s)."""

    holds: tuple[int, ...]
    text: str
    at: datetime
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CallView:
    """A call for stock and how far it is: asked, seen, on_its_way."""

    id: int
    sku: str
    title: str
    units: int
    state: str
    asked_at: datetime


class ReadyState(StrEnum):
    """One line of the ready-for-air check."""

    RUNNING = "running"
    OK = "ok"
    WARNING = "warning"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadyLine:
    """What was checked and what came out; `remedy` says what to do."""

    name: str
    state: ReadyState
    text: str
    remedy: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadyView:
    """The ready-for-air check: it warns, it never blocks."""

    running: bool
    lines: tuple[ReadyLine, ...]
    at: datetime
