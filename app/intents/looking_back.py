"""Comparing, studying, calibrating and rehearsing what was."""

from dataclasses import dataclass
from enum import StrEnum

from app.intents.wish import Intent


@dataclass(frozen=True, slots=True, kw_only=True)
class CompareBroadcast(Intent):
    """Work out real against virtual of a broadcast; None: the one that runs, else the last."""

    broadcast: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StudyProduct(Intent):
    """Read back what was kept of a product, and work out where it stands.

    `again`: what changes only by the day may be told as it was read before.
    """

    sku: str
    again: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CalibrateBroadcast(Intent):
    """Work out how often forecasts held and what became of cues; None: the one that runs, else the last."""

    broadcast: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LookOverBroadcasts(Intent):
    """Say how forecasts held over the last broadcasts; `work_out`: and work out the missing ones now."""

    work_out: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LookUpRehearsals(Intent):
    """Say what can be played again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StartRehearsal(Intent):
    """Play a recorded broadcast, or without one the scenario, under policies side by side."""

    policies: tuple[str, ...]
    scenario: str = ""
    broadcast: int | None = None
    seed: int = 1
    speed: float = 200.0


class Steer(StrEnum):
    """What to do with a rehearsal that runs; the words are also what its process is told."""

    PAUSE = "pause"
    RESUME = "resume"
    STOP = "stop"


@dataclass(frozen=True, slots=True, kw_only=True)
class SteerRehearsal(Intent):
    """Pause, go on with, or end the rehearsal that runs."""

    act: Steer


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenRehearsalDesk(Intent):
    """Open a desk, marked as a rehearsal, on a recorded broadcast or, without one, on the scenario."""

    scenario: str = ""
    broadcast: int | None = None
    seed: int = 1
    speed: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseRehearsalDesk(Intent):
    """Close it."""
