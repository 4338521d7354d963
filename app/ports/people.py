"""Who is told outside the desk, and the page in the host's hand."""

from collections.abc import Mapping
from typing import Protocol

from app.domain.notices import NoticeEvent
from app.domain.phones import PageState, Phone


class Notifier(Protocol):
    """Somebody outside who is told of marks, restores or alerts."""

    id: str
    events: frozenset[NoticeEvent]

    async def tell(self, values: Mapping[str, object]) -> None:
        """Tell it once; `values` by the names of `NOTICE_VALUES`. Raises SourceError if it was not taken."""
        ...

    async def close(self) -> None:
        """Release connections."""
        ...


class HostPage(Protocol):
    """The host's page on the local network: who may use it."""

    def state(self) -> PageState:
        """Where it is, who is paired, and the invitation that stands."""
        ...

    async def invite(self) -> PageState:
        """Make a code that pairs one phone once; the one before ends. Nothing happens where it is closed."""
        ...

    def withdraw(self) -> None:
        """The standing code ends."""
        ...

    def revoke(self) -> tuple[Phone, ...]:
        """No phone may use it any more; returns those that could."""
        ...
