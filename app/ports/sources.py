"""Where figures come from: warehouses, viewers, sales, offers; and why one gives no usable answer.

Errors of sources and storefronts form one tree:

    SourceError            the source did not give a usable answer
    ├── Unavailable        no connection, a time-out, a 5xx, a cut body: try again, show the age
    ├── Throttled          429 or slow_down; `retry_after_s` where the server said so
    ├── LoginRefused       a person must look at the credentials
    ├── NotAllowed         403: a person must look at the rights
    └── AnswerRejected     an answer came and is not believed (format, incomplete list, too many bad rows)

Anything else that is raised is a bug of ours.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from app.domain.catalogue import Warehouse
from app.domain.readings import OffersAnswer, SalesAnswer, SourceRole, StockAnswer, TrafficAnswer


class SourceError(Exception):
    """The source did not give a usable answer. `str()` is plain words for a person, one line, no secrets.

    `remedy` says what a person can do about it, empty where nothing can be done but wait.
    """

    def __init__(self, text: str, *, remedy: str = "", retry_after_s: float | None = None) -> None:
        super().__init__(text)
        self.remedy = remedy
        self.retry_after_s = retry_after_s


class Unavailable(SourceError):
    """No connection, a time-out, a server error, a cut answer."""


class Throttled(SourceError):
    """The server asks us to slow down."""


class LoginRefused(SourceError):
    """The credentials were not taken."""


class NotAllowed(SourceError):
    """The credentials lack a right."""


class AnswerRejected(SourceError):
    """An answer came and is not believed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceInfo:
    """What the engine must know about a source to ask it and to judge its age."""

    id: str
    name: str
    role: SourceRole
    kind: str
    poll_seconds: float
    stale_after_seconds: float
    busy_poll_seconds: float | None = None
    """Cadence while a hold is open (storefronts); None: the same."""


class StockSource(Protocol):
    """A warehouse system. One `read` at a time; it fetches every page or raises SourceError."""

    info: SourceInfo
    warehouses: tuple[Warehouse, ...]
    """Those known from the settings; answers may name more (`sites` not listed)."""

    async def read(self) -> StockAnswer:
        """All its stock now. Raises SourceError; nothing is applied then."""
        ...

    async def close(self) -> None:
        """Release connections."""
        ...


class TrafficSource(Protocol):
    """Viewers of a room."""

    info: SourceInfo

    async def read(self) -> TrafficAnswer:
        """The viewers now. Raises SourceError."""
        ...

    async def close(self) -> None:
        """Release connections."""
        ...


class SalesSource(Protocol):
    """Orders or totals."""

    info: SourceInfo

    async def read(self, since: datetime) -> SalesAnswer:
        """Sales, those since `since` where the source can be asked so. Raises SourceError."""
        ...

    async def close(self) -> None:
        """Release connections."""
        ...


class OffersSource(Protocol):
    """Clicks, impressions and prices of products."""

    info: SourceInfo

    async def read(self) -> OffersAnswer:
        """Every product on offer now. Raises SourceError; nothing is applied then."""
        ...

    async def close(self) -> None:
        """Release connections."""
        ...
