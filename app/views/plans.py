"""What windows show of plans: each as a line, its place on the time axis, and what asks for a press."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.domain.hold import Reason
from app.domain.plan import Draft, PlanState, When, WhenKind

__all__ = [
    "AnnouncedView", "Draft", "PlanState", "PlanView", "PromptKind", "PromptView", "Reason", "When",
    "WhenKind",
]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanView:
    """One plan. Texts are translated; `draft` is what an editor begins with.

    `start` is the instant of its mark, None while nobody can know it. `movable`: it may be dragged.
    `announce_minutes`: how long its count-down is, 0 for none.
    """

    id: int
    draft: Draft
    state: PlanState
    products: str
    moment: str
    told: str
    """Where it stands, and why."""
    start: datetime | None
    announce_minutes: float
    counting: bool
    movable: bool
    typed: str
    """Its moment as it is typed: `20:15`, `+40m`, `live`, `sold 80`."""


class PromptKind(StrEnum):
    """What a prompt offers."""

    ASKED = "asked"
    """A trigger asks: do it, or leave it."""
    COUNTING = "counting"
    """A count-down runs: it can be called off."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PromptView:
    """Something that waits for a press. `act` and `leave` are words for buttons, `act` empty for none."""

    plan: int
    kind: PromptKind
    text: str
    act: str
    leave: str
    until: datetime | None = None
    """Counts down, where something comes by itself."""
    to_say: str = ""
    """What may be said to buyers before it, ready to copy."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnouncedView:
    """The count-down before a planned mark of a product. `words` hold `{left}`, the time that is left."""

    plan: int
    until: datetime
    minutes: float
    words: str
