"""What is read back of a broadcast to compare and learn from: the journal's other half, as Protocols.

Reads are cut by time, so that whoever asks can ask for a slice at a time: the journal has one worker, and an
intent must get in between. Not for what is kept; that is `ports.Journal`.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from app.domain.broadcast import Broadcast, Mark
from app.domain.evidence import Audience, Sale, StockLevel
from app.domain.hold import Hold


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """A broadcast without its readings. `sold` are units per SKU as counted by us."""

    broadcast: Broadcast
    holds: tuple[Hold, ...]
    marks: tuple[Mark, ...]
    sold: Mapping[str, int]


class Records(Protocol):
    """What was kept of broadcasts. Every method raises JournalError when the database can't answer."""

    async def outline(self, broadcast: int | None) -> Outline | None:
        """That broadcast; for None the one that runs, else the last. None where there is none."""
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
        """What traffic sources told in that time, oldest first."""
        ...
