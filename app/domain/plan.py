"""The facts of plans: marks prepared before, for a time or for when something happens. The rules are `plans`.

A plan whose moment is not a time is a trigger; both are kept, armed, called off and counted alike.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TypeAlias

from app.domain.audit import AuditNote
from app.domain.hold import Reason, Who

Place: TypeAlias = tuple[str, str]
"""One product at one storefront: (SKU, storefront)."""


class WhenKind(StrEnum):
    """What a plan waits for."""

    AT = "at"
    AFTER_START = "after_start"
    LIVE = "live"
    SOLD = "sold"
    """So many units of the round are sold."""
    STOCK = "stock"
    """The stock has fallen to so many units."""
    LEVEL = "level"
    """The stock has fallen to so many per cent of its opening."""
    SURGE = "surge"
    """Viewers or interaction rise again: the next round is offered, nothing is marked."""

    @property
    def is_trigger(self) -> bool:
        """Whether it waits for something to happen, not for a time."""
        return self in _TRIGGERS


_TRIGGERS = frozenset({WhenKind.SOLD, WhenKind.STOCK, WhenKind.LEVEL, WhenKind.SURGE})


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """The moment of a plan; each kind fills its own field.

    `clock` is a wall time as `20:15`, in tables and templates, before it has become the instant `at`.
    `minutes` are those after the start; `amount` is units, or per cent for a level.
    """

    kind: WhenKind
    at: datetime | None = None
    clock: str = ""
    minutes: float = 0.0
    amount: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What a person prepares: what is marked, where, when and for how many minutes.

    `storefronts` empty: every one that lists the SKU. `announce_minutes` None: as the house does it, 0: no
    count-down. `asks`: a trigger asks a person first.
    """

    skus: tuple[str, ...]
    when: When
    minutes: float = 5.0
    storefronts: tuple[str, ...] = ()
    reason: Reason = Reason.STAGE
    note: str = ""
    announce_minutes: float | None = None
    asks: bool = True


class PlanState(StrEnum):
    """Where a plan stands."""

    DISARMED = "disarmed"
    ARMED = "armed"
    ASKING = "asking"
    """Its trigger has come about; a person is asked."""
    FIRED = "fired"
    """Committed before anything is sent, so that no plan is ever carried out twice."""
    DONE = "done"
    MISSED = "missed"
    FAILED = "failed"
    REMOVED = "removed"

    @property
    def is_pending(self) -> bool:
        """Whether it may still be carried out."""
        return self in PENDING

    @property
    def is_in_force(self) -> bool:
        """Whether it counts against the limits: armed, asking, or just being carried out."""
        return self in IN_FORCE


IN_FORCE = frozenset({PlanState.ARMED, PlanState.ASKING, PlanState.FIRED})
PENDING = frozenset({PlanState.DISARMED, *IN_FORCE})


class Why(StrEnum):
    """Why a plan was disarmed, missed or not carried out, other than by the person who keeps it."""

    NONE = ""
    DESK_OFF = "desk_off"
    HANDS_OFF = "hands_off"
    RECONCILING = "reconciling"
    BROADCAST_ENDED = "broadcast_ended"
    NO_LONGER_FITS = "no_longer_fits"
    REFUSED = "refused"
    LEFT = "left"
    """A person was asked and left it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A draft that is kept, and what has become of it.

    `broadcast` is the one it belongs to once that runs (plans for a clock time belong to none). `live_at` is
    when the live phase began that it waited for. `announced_at`: its one count-down began. `called_off_at`:
    that was called off; it never counts down again. `holds` are the marks it made.
    """

    id: int
    draft: Draft
    state: PlanState = PlanState.DISARMED
    who: Who
    made_at: datetime
    broadcast: int | None = None
    live_at: datetime | None = None
    announced_at: datetime | None = None
    called_off_at: datetime | None = None
    asked_at: datetime | None = None
    fired_at: datetime | None = None
    ended_at: datetime | None = None
    why: Why = Why.NONE
    error: str = ""
    """Plain words for what went wrong; bounded."""
    holds: tuple[int, ...] = ()

    @property
    def is_counting(self) -> bool:
        """Whether buyers see its count-down."""
        return self.state is PlanState.ARMED and self.announced_at is not None and self.called_off_at is None

    @property
    def through(self) -> str:
        """What the audit says a plan's marks were made through."""
        return f"plan {self.id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Announcement:
    """A mark that buyers are told of before it comes; `renewed`: an earlier count-down was called off."""

    plan: int
    sku: str
    until: datetime
    minutes: float
    reason: Reason
    renewed: bool


Templates: TypeAlias = Mapping[str, tuple[Draft, ...]]
"""Templates by name."""


def noted(what: str, plan: Plan, at: datetime, who: Who) -> AuditNote:
    """What the audit says of an act on a plan: codes and figures, the same in every language."""
    draft = plan.draft
    said = [f"plan={plan.id}", f"when={_when(draft.when)}", f"minutes={draft.minutes:g}"]
    said += [f"skus={','.join(draft.skus)}"] if len(draft.skus) > 1 else []
    said += [f"storefronts={','.join(draft.storefronts)}"] if draft.storefronts else []
    said += [f"reason={draft.reason}"]
    said += [f"why={plan.why}"] if plan.why else []
    said += [f"holds={','.join(str(hold) for hold in plan.holds)}"] if plan.holds else []
    sku = draft.skus[0] if len(draft.skus) == 1 else ""
    return AuditNote(at=at, what=f"plan_{what}", who=who, sku=sku, detail=" ".join(said))


def _when(when: When) -> str:
    figures = {
        WhenKind.AT: "" if when.at is None else when.at.isoformat(timespec="seconds"),
        WhenKind.AFTER_START: f"+{when.minutes:g}m",
        WhenKind.LIVE: "live",
        WhenKind.SURGE: "surge",
    }
    return figures.get(when.kind, f"{when.kind}:{when.amount}")
