"""The engine's thread: one asyncio loop in which everything but Qt lives, and how Qt's thread talks to it."""

import asyncio
import sys
import threading
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import AbstractAsyncContextManager
from typing import TYPE_CHECKING

from app.intents import Answer, Intent
from app.views.delta import ViewDelta

if TYPE_CHECKING:
    from app.assembly.desk import RunningDesk

    OpenDesk = Callable[
        [Callable[[ViewDelta], None], Callable[[], None]], AbstractAsyncContextManager[RunningDesk]
    ]
    """Everything but windows: told how to deliver views and how to raise the window."""

STOP_WITHIN_S = 8.0
HAND_OVER_S = 0.0005
"""Qt gives the interpreter away with each call; a busy engine would keep it for 5 ms each time."""


class EngineThread:
    """Starts, drives and ends the engine. Qt's thread never waits for it, save `join` at the very end."""

    def __init__(
        self,
        open_desk: "OpenDesk",
        deliver: Callable[[ViewDelta], None],
        raise_window: Callable[[], None],
        ended: Callable[[int, str], None],
    ) -> None:
        """All callables are called from the engine's thread and must return at once.

        `open_desk` is handed the two that it tells.
        """
        self._open_desk = open_desk
        self._deliver = deliver
        self._raise_window = raise_window
        self._ended = ended
        self._guard = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._desk: RunningDesk | None = None
        self._stop_asked: asyncio.Event | None = None
        self._stopping = False
        self._restore_first = False
        self._thread = threading.Thread(target=self._run, name="engine", daemon=True)

    def start(self) -> None:
        """Begin; the first delta arrives by itself."""
        sys.setswitchinterval(HAND_OVER_S)
        self._thread.start()

    def send(self, intent: Intent) -> None:
        """Hand an intent over; its answer comes as a sentence in a delta."""
        self.ask(intent)

    def ask(self, intent: Intent, wait_s: float = 15.0) -> "Future[Answer] | None":
        """Hand an intent over and get a future of its answer; None before the engine runs."""
        with self._guard:
            if self._loop is None or self._desk is None or self._stopping:
                return None
            return asyncio.run_coroutine_threadsafe(self._desk.engine.carry_out(intent, wait_s), self._loop)

    def request_stop(self, *, restore_first: bool) -> None:
        """Ask the engine to end; returns at once. `ended` is called when it has."""
        with self._guard:
            self._stopping = True
            self._restore_first = restore_first
            if self._loop is not None and self._stop_asked is not None:
                self._loop.call_soon_threadsafe(self._stop_asked.set)

    def join(self, seconds: float = STOP_WITHIN_S + 4.0) -> bool:
        """Wait for the thread's end; False when it did not come in time."""
        self._thread.join(seconds)
        return not self._thread.is_alive()

    def _run(self) -> None:
        code, words = 1, ""
        try:
            code, words = asyncio.run(self._main())
        finally:
            self._ended(code, words)

    async def _main(self) -> tuple[int, str]:
        from app.assembly.refusing import DeskRefused

        stop_asked = asyncio.Event()
        with self._guard:
            self._loop = asyncio.get_running_loop()
            self._stop_asked = stop_asked
            if self._stopping:
                return 0, ""
        try:
            async with self._open_desk(self._deliver, self._raise_window) as desk:
                with self._guard:
                    self._desk = desk
                await desk.until(stop_asked.wait())
                if self._restore_first:
                    await desk.engine.see_to_holds(STOP_WITHIN_S)
        except DeskRefused as refused:
            return refused.exit_code, str(refused)
        finally:
            with self._guard:
                self._loop = None
                self._desk = None
        return 0, ""
