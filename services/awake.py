"""Keeps the computer from sleeping while a broadcast or a hold is open. A closed lid can't be inhibited."""

import asyncio
from contextlib import ExitStack


class SystemAwake:
    """Asks the operating system, off the loop; what could not be arranged is told, not raised."""

    def __init__(self) -> None:
        self._held = ExitStack()
        self._active = False

    async def hold(self) -> bool:
        """Stay awake from now on; False when the system offers no way."""
        if not self._active:
            self._active = await asyncio.to_thread(self._enter)
        return self._active

    async def release(self) -> None:
        """Allow sleep again."""
        if self._active:
            self._active = False
            await asyncio.to_thread(self._held.close)

    def _enter(self) -> bool:
        from wakepy import keep  # noqa: PLC0415 - needed only once a broadcast runs

        mode = self._held.enter_context(keep.running(on_fail="pass"))
        if not mode.active:
            self._held.close()
        return bool(mode.active)
