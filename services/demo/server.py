"""HTTP/1.1 on 127.0.0.1 for one handler: keep-alive, slow replies, connections left waiting or cut.

Not for what is answered. One task a connection; the handler never waits.
"""

import asyncio
import logging
from contextlib import suppress
from http import HTTPStatus
from urllib.parse import parse_qsl, unquote, urlsplit

import h11

from services.demo.timeline import Clock
from services.demo.web import Ending, Handler, Reply, Request, error_reply

HOST = "127.0.0.1"
MAX_BODY = 1_000_000
READ_SIZE = 65_536
TRICKLE_PARTS = 10
"""In how many parts a slow answer comes."""

log = logging.getLogger(__name__)


class Server:
    """Listens until it is stopped."""

    def __init__(self, handler: Handler, clock: Clock) -> None:
        self._handler = handler
        self._clock = clock
        self._visits: set[asyncio.Task[None]] = set()
        self._listening: asyncio.Server | None = None

    async def start(self, port: int) -> int:
        """Listen on this port of 127.0.0.1, 0 for any; returns the port. Raises OSError where it is taken."""
        self._listening = await asyncio.start_server(self._welcome, HOST, port)
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

    def _welcome(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        visit = asyncio.ensure_future(_Visit(reader, writer, self._handler, self._clock).run())
        self._visits.add(visit)
        visit.add_done_callback(self._visits.discard)


class _Visit:
    """One connection, from its first request to its end."""

    def __init__(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, handler: Handler, clock: Clock
    ) -> None:
        self._reader = reader
        self._writer = writer
        self._handler = handler
        self._clock = clock
        self._talk = h11.Connection(h11.SERVER)

    async def run(self) -> None:
        """Answer one request after another."""
        try:
            with suppress(ConnectionError):
                while await self._exchange():
                    self._talk.start_next_cycle()
        except h11.RemoteProtocolError as error:
            with suppress(ConnectionError, h11.LocalProtocolError):
                await self._answer(error_reply(error.error_status_hint, str(error)))
        finally:
            self._writer.close()

    async def _exchange(self) -> bool:
        """One request and its reply; false where the connection ends with it."""
        request = await self._next_request()
        if request is None:
            return False
        reply = self._reply_to(request)
        if reply.ending is Ending.WAITING:
            await self._reader.read()
        if reply.ending is not Ending.ANSWERED:
            return False
        await self._answer(reply)
        return self._talk.our_state is h11.DONE and self._talk.their_state is h11.DONE

    def _reply_to(self, request: Request) -> Reply:
        try:
            return self._handler(request)
        except Exception:
            log.exception("The demo world could not answer %s %s", request.method, request.path)
            return error_reply(HTTPStatus.INTERNAL_SERVER_ERROR, "the demo world made a mistake")

    async def _next_request(self) -> Request | None:
        head: h11.Request | None = None
        body = bytearray()
        while True:
            event = await self._next_event()
            if isinstance(event, h11.Request):
                head = event
            elif isinstance(event, h11.Data):
                body += event.data
                if len(body) > MAX_BODY:
                    raise h11.RemoteProtocolError("the body is too long", HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
            elif isinstance(event, h11.EndOfMessage) and head:
                return _request(head, bytes(body))
            else:
                return None

    async def _next_event(self) -> object:
        while (event := self._talk.next_event()) is h11.NEED_DATA:
            if self._talk.they_are_waiting_for_100_continue:
                await self._send(h11.InformationalResponse(status_code=100, headers=[]))
            self._talk.receive_data(await self._reader.read(READ_SIZE))
        return event

    async def _answer(self, reply: Reply) -> None:
        """Send a reply; a slow one in parts, with half of the time before its head."""
        await self._pause(reply.spread / 2)
        await self._send(h11.Response(status_code=reply.code, headers=self._headers(reply)))
        parts = _parts(reply)
        for part in parts:
            await self._pause(reply.spread / 2 / len(parts))
            await self._send(h11.Data(data=part))
        await self._send(h11.EndOfMessage())

    async def _pause(self, seconds: float) -> None:
        if seconds:
            await self._clock.sleep(seconds)

    def _headers(self, reply: Reply) -> list[tuple[str, str]]:
        headers = [("Date", self._clock.now().strftime("%a, %d %b %Y %H:%M:%S GMT")), *reply.headers]
        if reply.code == HTTPStatus.NOT_MODIFIED:
            return headers
        return [*headers, ("Content-Type", reply.kind), ("Content-Length", str(len(reply.body)))]

    async def _send(self, event: h11.Event) -> None:
        data = self._talk.send(event)
        if data:
            self._writer.write(data)
            await self._writer.drain()


def _request(head: h11.Request, body: bytes) -> Request:
    target = urlsplit(head.target.decode("ascii"))
    return Request(
        method=head.method.decode("ascii"),
        path=unquote(target.path),
        query=dict(parse_qsl(target.query, keep_blank_values=True)),
        headers={name.decode("ascii"): value.decode("latin-1") for name, value in head.headers},
        body=body,
    )


def _parts(reply: Reply) -> list[bytes]:
    if not reply.body:
        return []
    if not reply.spread:
        return [reply.body]
    size = max(1, -(-len(reply.body) // TRICKLE_PARTS))
    return [reply.body[start : start + size] for start in range(0, len(reply.body), size)]
