"""Connections: made to whichever address of a name answers, through proxies, and left when they are over."""

import asyncio
import socket
import ssl
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import ExitStack, asynccontextmanager, contextmanager
from pathlib import Path
from time import monotonic

import pytest

from app.ports import Unavailable
from services.http import Http, HttpRequest
from tests.services.http.ends import client, closed_port, get, tls
from tests.web import Asked, Said, say, sockets, web

Named = Callable[..., None]
"""Says which addresses names have from now on."""


@pytest.fixture
def named(monkeypatch: pytest.MonkeyPatch) -> Named:
    """Every name has these addresses."""

    def say_addresses(*addresses: str) -> None:
        kind = (socket.AF_INET, socket.SOCK_STREAM, 6, "")
        monkeypatch.setattr(
            socket, "getaddrinfo", lambda _host, port, *_more, **_: [(*kind, (a, port)) for a in addresses]
        )

    return say_addresses


@contextmanager
def taciturn(address: str, port: int) -> Iterator[None]:
    """Something there that takes no more connections and refuses none."""
    with ExitStack() as stack:
        listening = stack.enter_context(socket.socket())
        listening.bind((address, port))
        listening.listen(0)
        for _ in range(3):
            filling = stack.enter_context(socket.socket())
            filling.setblocking(False)
            filling.connect_ex((address, port))
        yield


async def test_an_address_that_refuses_is_passed_over(named: Named) -> None:
    """At once, and whichever place it has."""
    named("127.0.0.2", "127.0.0.1", "127.0.0.3")
    async with web() as server, client() as made:
        server.on("/x", [1])
        began = monotonic()
        assert (await get(made, f"http://wms.example:{server.port}/x")).body == b"[1]"
        assert monotonic() - began < 0.2


@pytest.mark.skipif(sys.platform != "linux", reason="needs a second address of this machine")
async def test_an_address_that_says_nothing_has_a_head_start_and_no_more(named: Named) -> None:
    """As where a computer believes in IPv6 and its network does not."""
    named("127.0.0.2", "127.0.0.1")
    async with web() as server, client() as made:
        server.on("/x", [1])
        with taciturn("127.0.0.2", server.port):
            assert (await get(made, f"http://wms.example:{server.port}/x")).body == b"[1]"


async def test_where_all_addresses_refuse_it_is_said_that_nothing_answers(named: Named) -> None:
    """Though there are several errors then."""
    named("127.0.0.1", "127.0.0.2")
    async with client() as made:
        with pytest.raises(Unavailable, match="nothing answers on that port"):
            await get(made, f"http://wms.example:{closed_port()}/x")


@pytest.mark.parametrize("name", ["a" * 70 + ".example", "a..example"])
async def test_a_name_that_is_none_can_t_be_reached(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A slip in an address, which fails before anything is looked up."""
    monkeypatch.setattr(socket, "getaddrinfo", lambda host, *_more, **_: host.encode("idna"))
    async with client() as made:
        with pytest.raises(Unavailable, match="can't be"):
            await get(made, f"http://{name}/x")


async def test_an_encrypted_connection_serves_many_requests_until_it_is_closed(certificates: Path) -> None:
    """Then the next one is opened, without a word."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificates / "good.pem", certificates / "good.key")
    asked: list[int] = []

    async def twice(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, number: int) -> None:
        for _ in range(2):
            await reader.readuntil(b"\r\n\r\n")
            asked.append(number)
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n[]")

    through = Http(ca_file=str(certificates / "good.pem"))
    async with sockets(twice, tls=context) as port, client(through=through) as made:
        for _ in range(4):
            assert (await get(made, f"https://127.0.0.1:{port}/")).body == b"[]"
            await asyncio.sleep(0.02)
    assert asked == [1, 1, 2, 2]


async def test_a_command_takes_a_new_connection_where_the_idle_one_is_over() -> None:
    """F007: it is never asked again, so what can be seen before is looked at."""
    async with web() as server, client() as made:
        server.on("/x", say([1]), Said(raw=b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n[]", cut=True))
        for _ in range(2):
            await get(made, server.url + "/x")
        await asyncio.sleep(0.02)
        server.on("/x", [3])
        response = await made.send(HttpRequest(method="POST", url=server.url + "/x", body=b"{}"))
    assert response.body == b"[3]"
    assert [asked.connection for asked in server.asked] == [1, 1, 2]


async def test_an_answer_nobody_asked_for_is_no_answer_to_the_next_request() -> None:
    """What came between two exchanges spoils the connection."""
    async with web() as server, client() as made:
        twice = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n[]" * 2
        server.on("/x", Said(raw=twice), say([2]))
        assert (await get(made, server.url + "/x")).body == b"[]"
        assert (await get(made, server.url + "/x")).body == b"[2]"


async def test_a_head_that_only_promises_an_answer_is_passed_over() -> None:
    """Early hints, and "go on" where nobody asked."""
    early = b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"
    async with web() as server, client() as made:
        server.on("/x", Said(raw=early + b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n[]"))
        response = await get(made, server.url + "/x")
    assert (response.status, response.body) == (200, b"[]")


@pytest.mark.parametrize(
    "raw",
    [b"HTTP/1.1 101 Switching Protocols\r\n\r\n", b"SSH-2.0-OpenSSH\r\n", b"\0" * 200_000, b"HTTP/1.1 200"],
)
async def test_what_is_no_http_is_a_broken_answer(raw: bytes) -> None:
    """And ends at once, whatever else comes."""
    async with web() as server, client() as made:
        server.on("/x", Said(raw=raw, cut=True))
        with pytest.raises(Unavailable, match="broke off"):
            await get(made, server.url + "/x")


async def test_no_more_than_some_connections_are_open_at_once() -> None:
    """The others wait for their turn, within their time."""
    open_now, most = 0, 0

    async def slow(_asked: Asked) -> Said:
        nonlocal open_now, most
        open_now += 1
        most = max(most, open_now)
        await asyncio.sleep(0.02)
        open_now -= 1
        return say([])

    async with web() as server, client() as made:
        server.on("/x", slow)
        await asyncio.gather(*(get(made, server.url + "/x") for _ in range(30)))
    assert most == 8
    assert len({asked.connection for asked in server.asked}) < 30


async def test_a_server_that_floods_an_idle_connection_has_to_wait() -> None:
    """However fast it sends, little of what nobody asked for is held."""
    sent = 0

    async def flood(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, _number: int) -> None:
        nonlocal sent
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n[]")
        await asyncio.sleep(0.05)
        while True:
            writer.write(b"x" * 100_000)
            await writer.drain()
            sent += 100_000

    async with sockets(flood) as port, client() as made:
        await get(made, f"http://127.0.0.1:{port}/")
        for _ in range(10):
            await asyncio.sleep(0.05)
        assert 0 < sent < 20_000_000


@asynccontextmanager
async def tunnel(context: ssl.SSLContext | None = None) -> AsyncIterator[int]:
    """A proxy that connects to where it is told; its port."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, _number: int) -> None:
        _method, where, *_ = (await reader.readuntil(b"\r\n\r\n")).split()
        inner_reader, inner = await asyncio.open_connection(*where.decode().split(":"))
        writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
        try:
            await asyncio.gather(_pour(reader, inner), _pour(inner_reader, writer))
        finally:
            inner.close()

    async with sockets(serve, tls=context) as port:
        yield port


async def _pour(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while part := await reader.read(65536):
        writer.write(part)
        await writer.drain()


@pytest.mark.parametrize("scheme", ["http", "https"])
async def test_what_is_encrypted_goes_through_a_proxy_unread(certificates: Path, scheme: str) -> None:
    """Encrypted within what may be encrypted as well."""
    trust = str(certificates / "good.pem")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificates / "good.pem", certificates / "good.key")
    async with tls(certificates, "good") as port, tunnel(context if scheme == "https" else None) as proxy:
        through = Http(proxy=f"{scheme}://127.0.0.1:{proxy}", ca_file=trust)
        async with client(through=through) as made:
            assert (await get(made, f"https://127.0.0.1:{port}/")).body == b"[]"
