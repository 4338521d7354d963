"""What became of cues: each as it was shown and how it ended, out of notes taken while the desk ran.

Not for what sold afterwards, and never a claim that a cue was the reason of it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from app.domain.signals import CueKind


class CueStep(StrEnum):
    """What happened to a cue."""

    SHOWN = "shown"
    FOLLOWED = "followed"
    """By its own button or key."""
    SNOOZED = "snoozed"
    GONE = "gone"
    """Its slot was freed: it had been untrue for a while."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CueNote:
    """One step of one cue. `other` is what to show instead, else empty."""

    at: datetime
    key: str
    kind: CueKind
    sku: str
    other: str = ""
    step: CueStep


@dataclass(frozen=True, slots=True, kw_only=True)
class CueStory:
    """A cue from when it was shown to its end; `ending` None: it stood to the last."""

    key: str
    kind: CueKind
    sku: str
    other: str
    shown_at: datetime
    ended_at: datetime | None = None
    ending: CueStep | None = None


def stories(notes: Iterable[CueNote]) -> tuple[CueStory, ...]:
    """Notes of one broadcast, oldest first, as stories; oldest first.

    A cue that is shown while it stands already (the desk was started again) is the same cue.
    """
    told: list[CueStory] = []
    standing: dict[str, int] = {}
    for note in notes:
        if note.key not in standing:
            if note.step is CueStep.GONE:
                continue
            standing[note.key] = len(told)
            told.append(
                CueStory(key=note.key, kind=note.kind, sku=note.sku, other=note.other, shown_at=note.at)
            )
        if note.step is not CueStep.SHOWN:
            place = standing.pop(note.key)
            told[place] = replace(told[place], ended_at=note.at, ending=note.step)
    return tuple(told)
