"""A guardian that a test lets live or die; it restores nothing, a real one is a process."""

import asyncio
from collections.abc import Callable

from app.ports import Beat


class FakeGuardian:
    """The port `Guardian`. `left` is what it was told at the end: None while the desk lives."""

    def __init__(self, *, guards: bool = True) -> None:
        self._guards = guards
        self._changed: Callable[[], None] = lambda: None
        self.left: bool | None = None
        self.beat: Callable[[], Beat] = lambda: Beat(fence=None, held=False)

    @property
    def guards(self) -> bool:
        """Whether it answers."""
        return self._guards

    def become(self, *, guards: bool) -> None:
        """Live or die from now on."""
        self._guards = guards
        self._changed()

    async def keep(self, beat: Callable[[], Beat], changed: Callable[[], None]) -> None:
        """Answer as the test says, until cancelled."""
        self.beat, self._changed = beat, changed
        changed()
        await asyncio.Event().wait()

    def leave(self, *, to_guardian: bool) -> None:
        """The desk ended."""
        self.left = to_guardian
