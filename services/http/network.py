"""The network under the HTTP library, on asyncio alone: names looked up, connections opened, bytes moved.

The library's own goes through a layer for several event loops, at half a millisecond for each request. Time
limits are the client's; this module knows none. It notes for the client whether an exchange opened a
connection.
"""

import asyncio
import contextvars
import socket
import ssl
from collections import deque
from collections.abc import Iterable, Sequence
from itertools import zip_longest
from typing import Any

import httpcore2
from typing_extensions import override

HEAD_START_S = 0.25
"""So long an address of a name may take before the next one is tried beside it."""
MOST_UNREAD = 256 * 1024
"""Bytes that wait for a reader; beyond it the other side has to wait."""

opened = contextvars.ContextVar("opened", default=False)
"""Whether the exchange of this task opened a connection of its own.

The library's traces tell that as well, at the price of a dozen calls for each request.
"""


class Network(httpcore2.AsyncNetworkBackend):
    """Opens connections."""

    @override
    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.AsyncNetworkStream:
        """Connect to the first of the host's addresses that answers."""
        opened.set(True)
        try:
            return await _reach(host, port)
        except (OSError, ExceptionGroup) as error:
            raise httpcore2.ConnectError(str(error)) from error


class Stream(asyncio.Protocol, httpcore2.AsyncNetworkStream):
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

    @override
    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """What has come, empty at the end."""
        if not self._unread and not self._is_over:
            self._news = asyncio.get_running_loop().create_future()
            await self._news
        if self._broken is not None and not self._unread:
            raise httpcore2.ReadError(str(self._broken)) from self._broken
        part = bytes(self._unread[:max_bytes])
        del self._unread[:max_bytes]
        if not self._is_over and len(self._unread) <= MOST_UNREAD:
            self._transport.resume_reading()
        return part

    @override
    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Send it; how much of it is on its way shows in the answer."""
        if self._is_over or self._transport.is_closing():
            raise httpcore2.WriteError("The connection is closed.")
        self._transport.write(buffer)

    @override
    async def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.AsyncNetworkStream:
        """Go on encrypted."""
        loop = asyncio.get_running_loop()
        try:
            self._transport = await loop.start_tls(
                self._transport, self, ssl_context, server_hostname=server_hostname
            )
        except OSError as error:
            raise httpcore2.ConnectError(str(error)) from error
        return self

    @override
    async def aclose(self) -> None:
        """Close it without waiting for the other side to agree."""
        self._transport.close()
        self._transport.abort()

    @override
    def get_extra_info(self, info: str) -> Any:
        """`is_readable` between two exchanges: the other side has closed it, or says what nobody asked."""
        if info == "is_readable":
            return self._is_over or bool(self._unread)
        return self._transport.get_extra_info(info)

    def _wake(self) -> None:
        if self._news is not None and not self._news.done():
            self._news.set_result(None)


async def _reach(host: str, port: int) -> Stream:
    """A connection to the first of the host's addresses that answers.

    Raises:
        OSError: The name has no address, or its only one can't be reached.
        ExceptionGroup: None of them can; an OSError for each.
    """
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    race, won = _Race(port), None
    try:
        await race.run(_mixed(found))
        won = race.reached[0] if race.reached else None
    finally:
        for stream in race.reached:
            if stream is not won:
                await stream.aclose()
    if won is None:
        raise race.errors[0] if len(race.errors) == 1 else ExceptionGroup("not reached", race.errors)
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
