"""What is read back of broadcasts to compare and learn from, and the trials: the journal's other half.

Reads are cut by time, so that whoever asks can ask for a slice at a time: the journal has one worker, and an
intent must get in between. Not for what is kept; that is `ports.Journal`.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from app.domain.audit import AuditNote
from app.domain.broadcast import Broadcast, Mark
from app.domain.cue_stories import CueNote
from app.domain.evidence import Audience, Sale, StockLevel
from app.domain.hold import Hold, Who
from app.domain.prices import PriceSaid
from app.domain.told import Told
from app.domain.track_record import Calibrated
from app.domain.trials import Assignment, Outcome, Trial

READINGS_KEPT = timedelta(days=180)
"""Older ones are thinned to one an hour: what they say of minutes is not true any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """A broadcast without its readings. `sold` are units per SKU as counted by us."""

    broadcast: Broadcast
    holds: tuple[Hold, ...]
    marks: tuple[Mark, ...]
    sold: Mapping[str, int]
    prices: tuple[PriceSaid, ...] = ()
    """Prices as people and sources said they changed, the oldest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialRecord:
    """A trial with every mark made for it: their holds as they are now, and what was measured."""

    trial: Trial
    assignments: tuple[Assignment, ...]
    holds: tuple[Hold, ...]
    outcomes: tuple[Outcome, ...]


class Records(Protocol):
    """What was kept of broadcasts and trials. Each method raises JournalError when it can't be done."""

    async def outline(self, broadcast: int | None) -> Outline | None:
        """That broadcast; for None the one that runs, else the last. None where there is none."""
        ...

    async def recent(self, most: int) -> tuple[Broadcast, ...]:
        """The newest broadcasts, at most so many, the newest first."""
        ...

    async def levels(self, since: datetime, until: datetime, skus: Collection[str]) -> tuple[StockLevel, ...]:
        """True stock of these products as it changed from `since` to before `until`, oldest first."""
        ...

    async def levels_before(
        self, since: datetime, until: datetime, skus: Collection[str]
    ) -> tuple[StockLevel, ...]:
        """The last figure of each warehouse and product in that time, oldest first."""
        ...

    async def sales(self, since: datetime, until: datetime, skus: Collection[str]) -> tuple[Sale, ...]:
        """Counted sales of these products in that time, oldest first."""
        ...

    async def audience(self, since: datetime, until: datetime) -> tuple[Audience, ...]:
        """What traffic sources told in that time, each the mean of ten seconds, oldest first."""
        ...

    async def told(
        self, since: datetime, until: datetime, skus: Collection[str] | None = None
    ) -> tuple[Told, ...]:
        """What platforms told of buyers in that time, of these products (None: all), oldest first."""
        ...

    async def cue_notes(self, broadcast: int) -> tuple[CueNote, ...]:
        """Which cues came up in that broadcast and what became of them, oldest first."""
        ...

    async def keep_calibration(self, found: Calibrated) -> None:
        """Commit what was worked out of a broadcast that is over, in place of what was kept of it before."""
        ...

    async def calibrations(self, most: int, sku: str | None = None) -> tuple[Calibrated, ...]:
        """What is kept of the newest broadcasts that were worked out, at most so many, the newest first.

        `sku`: only what concerns that product, without cues; broadcasts it had no part in come without any.
        """
        ...

    async def add_trial(self, trial: Trial, who: Who, audit: Sequence[AuditNote]) -> Trial:
        """Commit a new trial, giving its id, and what the audit says of it."""
        ...

    async def end_trial(self, trial: Trial, audit: Sequence[AuditNote]) -> None:
        """Commit when and how a trial ended and what the audit says of it."""
        ...

    async def assign(self, assignment: Assignment) -> None:
        """Commit for which trial these holds were made."""
        ...

    async def add_outcome(self, outcome: Outcome) -> None:
        """Commit what was measured of a mark."""
        ...

    async def trials(self, *, ended: bool = False) -> tuple[TrialRecord, ...]:
        """Every trial that runs, or with `ended` every one there was, oldest first."""
        ...
