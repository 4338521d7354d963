"""Somebody who is told, and remembers it; not for the program, which has services.notices."""

from collections.abc import Mapping

from app.domain.notices import NoticeEvent
from app.ports import Notifier, SourceError


class FakeNotifier(Notifier):
    """Remembers what it was told; `fails` are raised first, one a call."""

    def __init__(self, notice: str = "service", *events: NoticeEvent) -> None:
        self.id = notice
        self.events = frozenset(events or NoticeEvent)
        self.told: list[dict[str, object]] = []
        self.fails: list[SourceError] = []
        self.closed = False

    async def tell(self, values: Mapping[str, object]) -> None:
        """Remember it, or fail."""
        if self.fails:
            raise self.fails.pop(0)
        self.told.append(dict(values))

    async def close(self) -> None:
        """Nothing is told any more."""
        self.closed = True
