"""Tells those who listen that something was committed. Not a record: a late listener hears what follows."""

import asyncio
from collections.abc import AsyncIterator


class Revisions:
    """The newest committed revision, and a way to wait for the next. Lives in one event loop."""

    def __init__(self) -> None:
        self._newest = 0
        self._closed = False
        self._news = asyncio.Event()

    def announce(self, revision: int) -> None:
        """`revision` is committed; wakes everyone who waits."""
        self._newest = max(self._newest, revision)
        self._wake()

    def close(self) -> None:
        """No more will come; everyone who waits ends."""
        self._closed = True
        self._wake()

    def follow(self) -> AsyncIterator[int]:
        """Revisions announced from this call on, the newest when several came meanwhile."""
        return self._from(self._newest)

    async def _from(self, seen: int) -> AsyncIterator[int]:
        while not self._closed:
            if self._newest > seen:
                seen = self._newest
                yield seen
            else:
                await self._news.wait()

    def _wake(self) -> None:
        self._news.set()
        self._news = asyncio.Event()
