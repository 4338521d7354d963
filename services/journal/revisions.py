"""Tells those who listen that something was committed. Not a record: a late listener hears what follows."""

import asyncio
from collections.abc import AsyncIterator


class Revisions:
    """The newest committed revision, and a way to wait for the next. Lives in one event loop."""

    def __init__(self) -> None:
        self.newest = 0
        self.is_closed = False
        self._news = asyncio.Event()

    def announce(self, revision: int) -> None:
        """`revision` is committed; wakes everyone who waits."""
        self.newest = max(self.newest, revision)
        self._wake()

    def close(self) -> None:
        """No more will come; everyone who waits ends."""
        self.is_closed = True
        self._wake()

    def follow(self) -> AsyncIterator[int]:
        """Revisions announced from this call on, the newest when several came meanwhile."""
        return _Follower(self)

    async def news(self) -> None:
        """Wait for the next announcement, or the end."""
        await self._news.wait()

    def _wake(self) -> None:
        self._news.set()
        self._news = asyncio.Event()


class _Follower:
    """One listener. A class and not a generator, which would have to be closed by whoever stops listening."""

    def __init__(self, revisions: Revisions) -> None:
        self._revisions = revisions
        self._seen = revisions.newest

    def __aiter__(self) -> "_Follower":
        return self

    async def __anext__(self) -> int:
        while self._revisions.newest == self._seen:
            if self._revisions.is_closed:
                raise StopAsyncIteration
            await self._revisions.news()
        self._seen = self._revisions.newest
        return self._seen
