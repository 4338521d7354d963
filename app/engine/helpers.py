"""Work done beside the desk: our own program in other processes, followed from their start to their end.

Each has a name, and one of a name runs at a time. What they are told to do and what their lines mean is for
those who begin them.
"""

import asyncio
from collections.abc import Callable

import msgspec
import structlog

from app.engine.journalling import Keeper
from app.ports import Beside, Helper, HelperFailed
from app.words import _

log = structlog.get_logger("stockcue.helpers")

Hear = Callable[[bytes], None]
"""Takes a line; raises MsgspecError for one it does not know."""
Ended = Callable[[str], None]
"""Told why it ended; empty where it said all it had to say."""


class _Failed(msgspec.Struct, frozen=True):
    text: str = ""


class _Answer(msgspec.Struct, frozen=True):
    """What every command prints with `--json`."""

    ok: bool = True
    error: _Failed = _Failed()


class Helpers:
    """The processes of one desk; `beside` None: there are none."""

    def __init__(self, beside: Beside | None, keeper: Keeper) -> None:
        self._beside = beside
        self._keeper = keeper
        self._work: dict[str, asyncio.Task[None]] = {}
        self._running: dict[str, Helper] = {}

    async def begin(self, name: str, words: list[str], hear: Hear | None, ended: Ended) -> None:
        """Start one in place of the one before; `hear` None: what it says is not for us."""
        await self.end(name)
        await self._keeper.flush()
        self._work[name] = asyncio.create_task(self._follow(name, words, hear, ended), name=name)

    def tell(self, name: str, line: str) -> None:
        """Write a line to it, where it runs."""
        helper = self._running.get(name)
        if helper is not None:
            helper.tell(line)

    async def end(self, name: str) -> None:
        """End it, where it runs; nobody is told."""
        task = self._work.pop(name, None)
        if task is not None:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    async def close(self) -> None:
        """End all of them."""
        tasks = tuple(self._work.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _follow(self, name: str, words: list[str], hear: Hear | None, ended: Ended) -> None:
        if self._beside is None:
            ended(_("This desk is a rehearsal itself."))
            return
        try:
            helper = await self._beside.start(words)
        except HelperFailed as error:
            ended(str(error))
            return
        self._running[name] = helper
        try:
            async for line in helper.lines():
                if hear is not None:
                    _take(line, hear)
        except (HelperFailed, msgspec.MsgspecError) as error:
            log.info("helper_failed", helper=name, why=str(error))
            ended(str(error))
        else:
            ended("")
        finally:
            self._running.pop(name, None)
            await helper.end()


def _take(line: bytes, hear: Hear) -> None:
    """Let it be heard; what says that it failed is an error. Raises HelperFailed and MsgspecError."""
    answer = msgspec.json.decode(line, type=_Answer)
    if not answer.ok:
        raise HelperFailed(answer.error.text)
    hear(line)
