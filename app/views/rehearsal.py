"""What the review shows of rehearsals: what can be played again, the run that goes on, and what came of it.

Figures only: words are the windows'. The same objects cross from the process that plays, as JSON.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.views.calibration import CalibrationView
from app.views.track_record import TrackRecordView

__all__ = ["Calibrating", "LookingOver", "OutcomeView", "Playable", "RehearsalView", "RunState", "Work"]


class RunState(StrEnum):
    """Where a rehearsal stands."""

    NONE = "none"
    READING = "reading"
    """What is to be played is read, and what came before it."""
    PLAYING = "playing"
    PAUSED = "paused"
    OVER = "over"
    STOPPED = "stopped"
    FAILED = "failed"


class Work(StrEnum):
    """Whether something is being worked out."""

    NONE = "none"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class LookingOver:
    """The last broadcasts looked over: whether missing ones are being worked out, why they could not be."""

    work: Work = Work.NONE
    why: str = ""
    view: TrackRecordView | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibrating:
    """A calibration asked for: `why` says in words why it failed; `view` is the last one that was found.

    `over` is the track record, which is asked for apart.
    """

    work: Work = Work.NONE
    why: str = ""
    view: CalibrationView | None = None
    over: LookingOver = LookingOver()


@dataclass(frozen=True, slots=True, kw_only=True)
class Playable:
    """A recorded broadcast that can be played again."""

    number: int
    started_at: datetime
    host: str
    running: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeView:
    """What came of it under one policy so far. `held` and `foretold` are forecasts, known at the end."""

    policy: str
    minutes: float
    sold: int
    lost: int
    left_over: int
    margin: float
    held_minutes: float
    holds: int
    called: int
    alerts: int
    criticals: int
    cues: int
    followed: int
    held: int
    foretold: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RehearsalView:
    """The rehearsal a desk has asked for last. `of` names the scenario, `broadcast` the recorded one.

    `speed` is how many times as fast as life was asked for, `reached` how many it came to. `window` says
    whether a desk of it is open, `window_why` in words why none could be.
    """

    state: RunState = RunState.NONE
    of: str = ""
    broadcast: int | None = None
    seed: int = 1
    speed: float = 0.0
    reached: float = 0.0
    minute: float = 0.0
    minutes: float = 0.0
    outcomes: tuple[OutcomeView, ...] = ()
    why: str = ""
    window: bool = False
    window_why: str = ""
    scenarios: tuple[str, ...] = ()
    playable: tuple[Playable, ...] = ()
    currency: str = "USD"
