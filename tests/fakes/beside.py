"""A fake of the port `Beside`: processes that say what the test lets them say."""

import asyncio
from collections.abc import AsyncIterator, Sequence

from app.ports import Helper, HelperFailed


class FakeHelper:
    """One process; `say` and `finish` are what it does, `told` is what it heard."""

    def __init__(self, words: Sequence[str]) -> None:
        self.words = tuple(words)
        self.told: list[str] = []
        self.ended = False
        self._said: asyncio.Queue[bytes | HelperFailed | None] = asyncio.Queue()

    def say(self, line: bytes) -> None:
        """Write a line."""
        self._said.put_nowait(line)

    def finish(self, failed: str | None = None) -> None:
        """End, well or with these words."""
        self._said.put_nowait(None if failed is None else HelperFailed(failed))

    def tell(self, line: str) -> None:
        """Hear a line."""
        self.told.append(line)

    async def lines(self) -> AsyncIterator[bytes]:
        """What it says until it ends."""
        while (said := await self._said.get()) is not None:
            if isinstance(said, HelperFailed):
                raise said
            yield said

    async def end(self) -> None:
        """It is gone."""
        self.ended = True


class FakeBeside:
    """The port `Beside`; `started` are all processes there ever were."""

    def __init__(self) -> None:
        self.started: list[FakeHelper] = []
        self.refuses = ""

    async def start(self, words: Sequence[str]) -> Helper:
        """Start one, unless it refuses."""
        if self.refuses:
            raise HelperFailed(self.refuses)
        self.started.append(FakeHelper(words))
        return self.started[-1]
