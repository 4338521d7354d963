"""Connections on asyncio alone: names looked up, addresses tried, bytes moved, encrypted where asked.

Time limits are the client's; this module knows none. Not for HTTP.
"""

import asyncio
import socket
import ssl
from collections import deque
from collections.abc import Sequence
from itertools import zip_longest
from typing import Any

from typing_extensions import override

HEAD_START_S = 0.25
"""So long an address of a name may take before the next one is tried beside it."""
MOST_UNREAD = 256 * 1024
"""Bytes that wait for a reader; beyond it the other side has to wait."""


class NotConnected(Exception):
    """No connection could be made, or it could not be encrypted; the cause says why."""


class Stream(asyncio.Protocol):
    """One connection; its bytes wait here until they are read."""

    def __init__(self) -> None:
        self._transport: Any = None
        self._unread = bytearray()
        self._is_over = False
        self._broken: Exception | None = None
        self._news: asyncio.Future[None] | None = None

    @override
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport

    @override
    def data_received(self, data: bytes) -> None:
        self._unread += data
        if len(self._unread) > MOST_UNREAD:
            self._transport.pause_reading()
        self._wake()

    @override
    def eof_received(self) -> None:
        self._is_over = True
        self._wake()

    @override
    def connection_lost(self, exc: Exception | None) -> None:
        self._is_over, self._broken = True, exc
        self._wake()

    @property
    def is_quiet(self) -> bool:
        """Whether it is open and nothing waits to be read, as between two exchanges."""
        return not self._is_over and not self._unread

    async def read(self) -> bytes:
        """What has come since the last read, empty at the end. Raises OSError where it broke."""
        if self.is_quiet:
            self._news = asyncio.get_running_loop().create_future()
            await self._news
        if self._broken is not None and not self._unread:
            raise self._broken
        part = bytes(self._unread)
        self._unread.clear()
        if len(part) > MOST_UNREAD and not self._is_over:
            self._transport.resume_reading()
        return part

    def write(self, data: bytes) -> None:
        """Send it. Whether it was taken shows in what comes back; a closed connection may still hold that."""
        if not self._is_over:
            self._transport.write(data)

    async def encrypt(self, trust: ssl.SSLContext, host: str) -> None:
        """Go on encrypted, with whoever proves to be that host.

        Raises:
            NotConnected: It can't, or is not to be trusted.
        """
        loop = asyncio.get_running_loop()
        try:
            self._transport = await loop.start_tls(self._transport, self, trust, server_hostname=host)
        except OSError as error:
            self.close()
            raise NotConnected(str(error)) from error

    def close(self) -> None:
        """Close it without waiting for the other side to agree."""
        self._transport.close()
        self._transport.abort()

    def _wake(self) -> None:
        if self._news is not None and not self._news.done():
            self._news.set_result(None)


async def reach(host: str, port: int) -> Stream:
    """A connection to the first of the host's addresses that answers.

    Raises:
        NotConnected: None of them does, or the name has none.
    """
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        # a part of the name may be empty or too long for any name
        raise NotConnected(str(error)) from error
    race, won = _Race(port), None
    try:
        await race.run(_mixed(found))
        won = race.reached[0] if race.reached else None
    finally:
        for stream in race.reached:
            if stream is not won:
                stream.close()
    if won is None:
        raise NotConnected(host) from ExceptionGroup("tried", race.errors)
    return won


class _Race:
    """Addresses of one host: each is tried when the one before has failed, or has had its head start."""

    def __init__(self, port: int) -> None:
        self._port = port
        self.reached: list[Stream] = []
        self.errors: list[OSError] = []

    async def run(self, places: Sequence[tuple[int, str]]) -> None:
        """Return when one has answered, or all have failed."""
        waiting, trying = deque(places), set[asyncio.Task[None]]()
        try:
            while not self.reached and (waiting or trying):
                if waiting:
                    trying.add(asyncio.create_task(self._try(*waiting.popleft())))
                wait_s = HEAD_START_S if waiting else None
                _done, trying = await asyncio.wait(
                    trying, timeout=wait_s, return_when=asyncio.FIRST_COMPLETED
                )
        finally:
            for task in trying:
                task.cancel()
            await asyncio.gather(*trying, return_exceptions=True)

    async def _try(self, family: int, address: str) -> None:
        loop = asyncio.get_running_loop()
        try:
            _transport, stream = await loop.create_connection(Stream, address, self._port, family=family)
        except OSError as error:
            self.errors.append(error)
        else:
            self.reached.append(stream)


def _mixed(found: Sequence[tuple[Any, ...]]) -> list[tuple[int, str]]:
    """Families and addresses that a name was looked up as, the two families by turns, each once."""
    places = list(dict.fromkeys((family, address[0]) for family, _type, _protocol, _name, address in found))
    first = [place for place in places if place[0] == places[0][0]]
    others = [place for place in places if place not in first]
    return [place for pair in zip_longest(first, others) for place in pair if place is not None]
