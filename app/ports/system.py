"""The machine a desk runs on: time, chance, secrets, sleep, the guardian and other processes beside it."""

from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Beat:
    """What a desk tells its guardian twice a second.

    `fence` is that of its lease, None while it has none: with it the guardian takes the lease at once when
    the desk is gone. `held`: something is held, so it gets ready to act.
    """

    fence: int | None
    held: bool


class Clock(Protocol):
    """Wall and monotonic time, and waiting."""

    def now(self) -> datetime:
        """Aware UTC wall time."""
        ...

    def monotonic(self) -> float:
        """Seconds that never go back while the computer is up (may stand still in sleep)."""
        ...

    async def sleep(self, seconds: float) -> None:
        """Wait that long on the monotonic clock."""
        ...


class Cadence(Protocol):
    """Calls something again and again: a cadence, never a guarantee; the journal decides deadlines."""

    def every(self, seconds: float, what: Callable[[], None], *, name: str) -> Callable[[], None]:
        """Call `what` every `seconds`; returns a function that ends it."""
        ...

    def count_anew(self) -> None:
        """The wall clock was changed: count every pace from now."""
        ...


class Jitter(Protocol):
    """Random waits, so that many clients do not come back at the same instant."""

    def full(self, limit: float) -> float:
        """A number drawn evenly from 0 to `limit`."""
        ...


class Secrets(Protocol):
    """Passwords and tokens by name."""

    async def get(self, name: str) -> str:
        """The secret. Raises SecretMissing."""
        ...


class SecretMissing(Exception):
    """No secret of that name in the environment or the key ring; `str()` says how to store one."""


class Awake(Protocol):
    """Keeps the computer from sleeping."""

    async def hold(self) -> bool:
        """Ask the system to stay awake; False when it could not be arranged."""
        ...

    async def release(self) -> None:
        """Allow sleep again."""
        ...


class Autostart(Protocol):
    """Whether the system starts this desk again at the next login."""

    async def set(self, *, wanted: bool) -> bool:
        """From now on, or no longer; False where that can't be arranged."""
        ...


class Guardian(Protocol):
    """The small process that restores when this one can't. It outlives us; what it did is in the journal."""

    @property
    def guards(self) -> bool:
        """Whether it runs and answers."""
        ...

    async def keep(self, beat: Callable[[], Beat], changed: Callable[[], None]) -> None:
        """Keep one running and tell it that we live, until cancelled; `changed` hears when `guards` does."""
        ...

    def leave(self, *, to_guardian: bool) -> None:
        """We end: what is open is left to it, or it ends as well."""
        ...


class HelperFailed(Exception):
    """A process beside this one could not be started, or ended badly; `str()` says why, or is empty."""


class Helper(Protocol):
    """Our own program in a process beside this one; it ends with this one."""

    def tell(self, line: str) -> None:
        """Write a line to it; one that has ended hears nothing."""
        ...

    def lines(self) -> AsyncIterator[bytes]:
        """What it says, line by line, until it ends. Raises HelperFailed."""
        ...

    async def end(self) -> None:
        """End it and wait for its end."""
        ...


class Beside(Protocol):
    """Starts processes beside this one, for what would make windows stutter."""

    async def start(self, words: Sequence[str]) -> Helper:
        """Start our program with these words. Raises HelperFailed."""
        ...
