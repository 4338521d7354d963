"""HTTP/1.1 on 127.0.0.1 for one handler: keep-alive, slow replies, connections left waiting or cut.

Not for what is answered. One task a connection; the handler never waits.
"""

import asyncio
import logging
from contextlib import suppress
from http import HTTPStatus

import h11

from services.demo.timeline import Clock
from services.demo.web import Ending, Handler, Reply, Request, error_reply
from services.wire import Asked, Listener, Talk

HOST = "127.0.0.1"
MAX_BODY = 1_000_000
TRICKLE_PARTS = 10
"""In how many parts a slow answer comes."""

log = logging.getLogger(__name__)


class Server:
    """Listens until it is stopped."""

    def __init__(self, handler: Handler, clock: Clock) -> None:
        self._handler = handler
        self._clock = clock
        self._listener = Listener(self._welcome)

    async def start(self, port: int) -> int:
        """Listen on this port of 127.0.0.1, 0 for any; returns the port. Raises OSError where it is taken."""
        return await self._listener.start(HOST, port)

    async def stop(self) -> None:
        """Hear nothing more and drop every connection."""
        await self._listener.stop()

    async def _welcome(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await _Visit(reader, writer, self._handler, self._clock).run()


class _Visit:
    """One connection, from its first request to its end."""

    def __init__(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, handler: Handler, clock: Clock
    ) -> None:
        self._reader = reader
        self._writer = writer
        self._handler = handler
        self._clock = clock
        self._talk = Talk(reader, writer, most_body=MAX_BODY)

    async def run(self) -> None:
        """Answer one request after another."""
        try:
            with suppress(ConnectionError):
                while await self._exchange():
                    pass
        except h11.RemoteProtocolError as error:
            with suppress(ConnectionError, h11.LocalProtocolError):
                await self._answer(error_reply(error.error_status_hint, str(error)))
        finally:
            self._writer.close()

    async def _exchange(self) -> bool:
        """One request and its reply; false where the connection ends with it."""
        asked = await self._talk.next_request()
        if asked is None:
            return False
        reply = self._reply_to(_request(asked))
        if reply.ending is Ending.WAITING:
            await self._reader.read()
        if reply.ending is not Ending.ANSWERED:
            return False
        await self._answer(reply)
        return self._talk.may_go_on

    def _reply_to(self, request: Request) -> Reply:
        try:
            return self._handler(request)
        except Exception:
            log.exception("The demo world could not answer %s %s", request.method, request.path)
            return error_reply(HTTPStatus.INTERNAL_SERVER_ERROR, "the demo world made a mistake")

    async def _answer(self, reply: Reply) -> None:
        """Send a reply; a slow one in parts, with half of the time before its head."""
        await self._pause(reply.spread / 2)
        await self._talk.send(h11.Response(status_code=reply.code, headers=self._headers(reply)))
        parts = _parts(reply)
        for part in parts:
            await self._pause(reply.spread / 2 / len(parts))
            await self._talk.send(h11.Data(data=part))
        await self._talk.send(h11.EndOfMessage())

    async def _pause(self, seconds: float) -> None:
        if seconds:
            await self._clock.sleep(seconds)

    def _headers(self, reply: Reply) -> list[tuple[str, str]]:
        headers = [("Date", self._clock.now().strftime("%a, %d %b %Y %H:%M:%S GMT")), *reply.headers]
        if reply.code == HTTPStatus.NOT_MODIFIED:
            return headers
        return [*headers, ("Content-Type", reply.kind), ("Content-Length", str(len(reply.body)))]


def _request(asked: Asked) -> Request:
    return Request(
        method=asked.method, path=asked.path, query=asked.query, headers=asked.headers, body=asked.body
    )


def _parts(reply: Reply) -> list[bytes]:
    if not reply.body:
        return []
    if not reply.spread:
        return [reply.body]
    size = max(1, -(-len(reply.body) // TRICKLE_PARTS))
    return [reply.body[start : start + size] for start in range(0, len(reply.body), size)]
