"""HTTP on the wire: connections kept, misused and left."""

import asyncio
import logging
from email.utils import parsedate_to_datetime

from services.demo.server import MAX_BODY, Server
from services.demo.web import Handler, Reply, Request
from tests.fakes.clock import FakeClock
from tests.guards import Logs
from tests.services.demo.site import Site, demo_site


async def _said(site: Site, *words: bytes) -> bytes:
    """What the server answers to raw bytes before it hangs up."""
    reader, writer = await asyncio.open_connection("127.0.0.1", site.port)
    for word in words:
        writer.write(word)
        await writer.drain()
    answer = await reader.read()
    writer.close()
    await writer.wait_closed()
    return answer


async def test_a_connection_is_kept() -> None:
    """Two requests, one connection, each answered in turn."""
    async with demo_site() as site:
        answer = await _said(
            site,
            b"GET /live/rooms/1 HTTP/1.1\r\nHost: x\r\n\r\n"
            b"GET /nowhere HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
        )
    assert answer.index(b"HTTP/1.1 200") < answer.index(b"HTTP/1.1 404")


async def test_answers_carry_the_date_of_the_clock() -> None:
    """A desk reads the difference between its clock and the server's from it."""
    async with demo_site() as site:
        date = (await site.client.get("/live/rooms/1")).headers["Date"]
        assert parsedate_to_datetime(date) == site.clock.now()


async def test_what_is_no_http_is_refused() -> None:
    """With a 400, and the server lives on."""
    async with demo_site() as site:
        assert b" 400 " in await _said(site, b"\x16\x03\x01 hello\r\n\r\n")
        assert (await site.dallas()).status_code == 200


async def test_a_body_without_end_is_refused() -> None:
    """Memory stays small whatever is sent."""
    async with demo_site() as site:
        head = b"POST /control/on_air HTTP/1.1\r\nHost: x\r\nContent-Length: 9000000\r\n\r\n"
        assert b" 413 " in await _said(site, head, b"x" * (MAX_BODY + 1))


async def test_a_client_may_wait_for_leave_to_send() -> None:
    """Expect: 100-continue is answered before the body comes."""
    async with demo_site() as site:
        reader, writer = await asyncio.open_connection("127.0.0.1", site.port)
        writer.write(b"POST /control/on_air HTTP/1.1\r\nHost: x\r\nContent-Length: 13\r\n")
        writer.write(b"Expect: 100-continue\r\nConnection: close\r\n\r\n")
        leave = await reader.readuntil(b"\r\n\r\n")
        writer.write(b'{"sku": null}')
        answer = await reader.read()
        writer.close()
        await writer.wait_closed()
    assert leave.startswith(b"HTTP/1.1 100 ")
    assert answer.startswith(b"HTTP/1.1 200 ")


async def test_stopping_drops_those_who_wait() -> None:
    """A silent answer does not keep the server from ending."""
    async with demo_site() as site:
        await site.fault("live", "silent")
        reader, writer = await asyncio.open_connection("127.0.0.1", site.port)
        writer.write(b"GET /live/rooms/1 HTTP/1.1\r\nHost: x\r\n\r\n")
        await writer.drain()
        await asyncio.sleep(0.02)
    assert await reader.read() == b""
    writer.close()
    await writer.wait_closed()


async def test_a_mistake_of_ours_is_a_500_and_a_log_line(logs: Logs, clock: FakeClock) -> None:
    """And the next request is answered."""
    logs.expect("could not answer GET /", logging.ERROR)

    def stumble(request: Request) -> Reply:
        raise KeyError(request.path)

    handler: Handler = stumble
    server = Server(handler, clock)
    port = await server.start(0)
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
    answer = await reader.read()
    writer.close()
    await writer.wait_closed()
    await server.stop()
    assert b" 500 " in answer
