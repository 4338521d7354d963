"""One live: its phase, what is on air and next, and the marks on its time line."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Phase(StrEnum):
    """The part of selling a room is in; also the stock tier that applies."""

    DAILY = "daily"
    WARM_UP = "warm_up"
    LIVE = "live"


@dataclass(frozen=True, slots=True, kw_only=True)
class Broadcast:
    """A live with start and end; holds are counted per broadcast."""

    id: int
    started_at: datetime
    host: str = ""
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Showing:
    """The product being shown: a fact with a time, and who said so (director, command, source id)."""

    sku: str
    since: datetime
    said_by: str


class MarkKind(StrEnum):
    """What a mark on the traffic graph stands for."""

    ON_AIR = "on_air"
    HOLD = "hold"
    RESTORE = "restore"
    STOP = "stop"
    SOLD_OUT = "sold_out"
    RESTOCK = "restock"
    CUE = "cue"
    CALL = "call"
    PHASE = "phase"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One event on the time line of a broadcast."""

    kind: MarkKind
    at: datetime
    sku: str = ""
    note: str = ""
