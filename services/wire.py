"""HTTP/1.1 on the server's side of a socket: requests read whole and bounded, replies sent, visitors counted.

What the demo world and the host's page share. Not for what is answered, and not for who may ask.
"""

import asyncio
import ssl
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

import h11

READ_SIZE = 65_536
HANDSHAKE_S = 5.0
"""How long a visitor may take to agree on encryption, or on its end."""

Welcome = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Coroutine[Any, Any, None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One request; names of headers are in lower case, of repeated query keys the last counts."""

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes = b""


class Talk:
    """One connection as HTTP.

    Args:
        reader: Where the visitor's bytes come from.
        writer: Where ours go to.
        most_body: Bytes a request's body may have.
    """

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, most_body: int) -> None:
        self._reader = reader
        self._writer = writer
        self._most_body = most_body
        self._talk = h11.Connection(h11.SERVER)

    @property
    def may_go_on(self) -> bool:
        """Whether another request may follow the reply that was sent; then the talk is ready for it."""
        if self._talk.our_state is not h11.DONE or self._talk.their_state is not h11.DONE:
            return False
        self._talk.start_next_cycle()
        return True

    async def next_request(self) -> Asked | None:
        """The next request; None where the visitor has left.

        Raises:
            h11.RemoteProtocolError: It is no HTTP, or its body is too long.
        """
        head: h11.Request | None = None
        body = bytearray()
        while True:
            event = await self._next_event()
            if isinstance(event, h11.Request):
                head = event
            elif isinstance(event, h11.Data):
                body += event.data
                if len(body) > self._most_body:
                    raise h11.RemoteProtocolError("the body is too long", HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
            elif isinstance(event, h11.EndOfMessage) and head:
                return _asked(head, bytes(body))
            else:
                return None

    async def send(self, event: h11.Event) -> None:
        """Send a part of a reply."""
        data = self._talk.send(event)
        if data:
            self._writer.write(data)
            await self._writer.drain()

    async def _next_event(self) -> object:
        while (event := self._talk.next_event()) is h11.NEED_DATA:
            if self._talk.they_are_waiting_for_100_continue:
                await self.send(h11.InformationalResponse(status_code=100, headers=[]))
            self._talk.receive_data(await self._reader.read(READ_SIZE))
        return event


class Listener:
    """Listens on one address until it is stopped; one task a connection. `most_visits` None: no limit."""

    def __init__(self, welcome: Welcome, *, most_visits: int | None = None) -> None:
        self._welcome = welcome
        self._most_visits = most_visits
        self._visits: set[asyncio.Task[None]] = set()
        self._listening: asyncio.Server | None = None

    async def start(self, host: str, port: int, tls: ssl.SSLContext | None = None) -> int:
        """Listen there, on any port where it is 0; returns the port. Raises OSError where that can't be."""
        patience = None if tls is None else HANDSHAKE_S
        self._listening = await asyncio.start_server(
            self._visit,
            host,
            port,
            ssl=tls,
            ssl_handshake_timeout=patience,
            ssl_shutdown_timeout=patience,
        )
        bound: int = self._listening.sockets[0].getsockname()[1]
        return bound

    async def stop(self) -> None:
        """Hear nothing more and drop every connection."""
        if self._listening:
            self._listening.close()
        for visit in self._visits:
            visit.cancel()
        await asyncio.gather(*self._visits, return_exceptions=True)
        if self._listening:
            await self._listening.wait_closed()

    def _visit(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self._most_visits is not None and len(self._visits) >= self._most_visits:
            writer.close()
            return
        visit = asyncio.ensure_future(self._welcome(reader, writer))
        self._visits.add(visit)
        visit.add_done_callback(self._visits.discard)


def _asked(head: h11.Request, body: bytes) -> Asked:
    target = urlsplit(head.target.decode("ascii"))
    return Asked(
        method=head.method.decode("ascii"),
        path=unquote(target.path),
        query=dict(parse_qsl(target.query, keep_blank_values=True)),
        headers={name.decode("ascii"): value.decode("latin-1") for name, value in head.headers},
        body=body,
    )
