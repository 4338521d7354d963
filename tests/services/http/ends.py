"""Both ends of an exchange: a client, and servers behind certificates of our own."""

import asyncio
import socket
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from pathlib import Path

from services.http import Http, HttpClient, HttpRequest, HttpResponse
from tests.web import http, sockets


@asynccontextmanager
async def client(
    *, timeout_seconds: float = 5.0, max_bytes: int = 100_000, through: Http | None = None
) -> AsyncIterator[HttpClient]:
    """A client, closed afterwards."""
    made = (through or http()).client(timeout_seconds=timeout_seconds, max_bytes=max_bytes)
    try:
        yield made
    finally:
        await made.close()


async def get(made: HttpClient, url: str, *, repeatable: bool = True) -> HttpResponse:
    """A plain read."""
    return await made.send(HttpRequest(method="GET", url=url, repeatable=repeatable))


def closed_port() -> int:
    """A port on which nothing listens."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@asynccontextmanager
async def tls(folder: Path, name: str) -> AsyncIterator[int]:
    """A server behind that certificate; its port."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / f"{name}.pem", folder / f"{name}.key")

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, _number: int) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\n[]")
        await writer.drain()

    async with sockets(serve, tls=context) as port:
        yield port
