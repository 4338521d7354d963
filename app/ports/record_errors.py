"""Why the journal did not do what was asked."""

from enum import StrEnum


class JournalError(Exception):
    """The journal could not do what was asked. `str()` is for a person: what happened and what to do."""


class JournalBusy(JournalError):
    """Locked by another program for longer than we wait."""


class JournalFull(JournalError):
    """No space left: nothing was recorded."""


class JournalDamaged(JournalError):
    """The file is no sound database."""


class JournalNewer(JournalError):
    """A newer Stockcue wrote it."""


class Fenced(JournalError):
    """Somebody else has taken the lease since: what we know of holds is old, and nothing was recorded."""


class Limit(StrEnum):
    """Which rule of the journal refused."""

    NUMBER = "number"
    TIME = "time"
    OPEN = "open"
    """The product has an open hold or stop on that storefront."""
    RUNNING = "running"
    """A broadcast runs already."""
    ROUND = "round"
    """A round of the product is on sale already."""
    HOLDS_OPEN = "holds_open"
    """The broadcast still has open holds."""


class LimitReached(JournalError):
    """A constraint of the hold table refused the row: number, time or an open hold of the same product."""

    def __init__(self, text: str, *, limit: Limit = Limit.NUMBER) -> None:
        super().__init__(text)
        self.limit = limit
