"""A real HTTP server for tests, that says and does as it is told, and all a connector needs beside it.

Speaks HTTP/1.1 by hand, so that it can also speak it wrongly. Not the demo world.
"""

import asyncio
import json
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias
from urllib.parse import parse_qs, unquote, urlsplit

from app.config import Kind, Registry, Settings, load
from app.domain.readings import SourceRole
from app.ports import Clock
from services.http import Http
from services.rest.calling import Means
from services.rest.checks import check_account, check_notice, check_source
from services.rest.settings import SOURCES, Account, WebhookNotice, places
from services.secrets import Redactor
from services.storefronts import manual
from tests.fakes.jitter import FakeJitter
from tests.fakes.secrets import FakeSecrets


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One request as it arrived. `connection` counts connections from 1."""

    method: str
    path: str
    query: Mapping[str, list[str]]
    headers: Mapping[str, str]
    body: bytes
    connection: int
    raw_path: str = ""

    @property
    def json(self) -> Any:  # noqa: ANN401 - whatever was sent
        """The body as JSON."""
        return json.loads(self.body)

    def one(self, name: str) -> str | None:
        """The first value of a query parameter."""
        return self.query.get(name, [None])[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One answer. `raw` is sent as it is, in place of everything else; `cut` closes without more."""

    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    raw: bytes | None = None
    cut: bool = False
    silent: bool = False
    """No answer at all until the server ends."""


Serve: TypeAlias = Callable[[asyncio.StreamReader, asyncio.StreamWriter, int], Awaitable[None]]
Handler: TypeAlias = Callable[[Asked], Said | Awaitable[Said]]


def say(document: object, status: int = 200, **headers: str) -> Said:
    """An answer in JSON; names of headers have _ for -."""
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    body = json.dumps(document, ensure_ascii=False).encode()
    return Said(status=status, headers={"Content-Type": "application/json", **names}, body=body)


class Web:
    """What the server knows: answers by path, and every request that arrived."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.asked: list[Asked] = []
        self._handlers: dict[str, Handler] = {}

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.port}"

    def on(self, path: str, *answers: object) -> None:
        """Answer that path: by a function, or with these one after the other, the last one for ever."""
        if len(answers) == 1 and callable(answers[0]):
            self._handlers[path] = answers[0]
            return
        waiting = [answer if isinstance(answer, Said) else say(answer) for answer in answers]
        self._handlers[path] = lambda _asked: waiting.pop(0) if len(waiting) > 1 else waiting[0]

    def paths(self) -> list[str]:
        """The paths asked for, in order."""
        return [asked.path for asked in self.asked]

    async def answer(self, asked: Asked) -> Said:
        """The answer to a request."""
        self.asked.append(asked)
        handler = self._handlers.get(asked.path)
        if handler is None:
            return say({"detail": "nothing here"}, 404)
        said = handler(asked)
        return said if isinstance(said, Said) else await said


@asynccontextmanager
async def web() -> AsyncIterator[Web]:
    """A server on this machine, gone afterwards with all its connections."""
    known: list[Web] = []

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, number: int) -> None:
        await _serve(known[0], reader, writer, number)

    async with sockets(connected) as port:
        known.append(Web(port))
        yield known[0]


@asynccontextmanager
async def sockets(serve: Serve, *, tls: ssl.SSLContext | None = None) -> AsyncIterator[int]:
    """Serve each connection so, connections counted from 1; the port."""
    tasks: set[asyncio.Task[None]] = set()

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        tasks.add(task)
        try:
            with suppress(OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
                await serve(reader, writer, len(tasks))
        finally:
            writer.close()

    server = await asyncio.start_server(connected, "127.0.0.1", 0, ssl=tls)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, *_handshakes(), return_exceptions=True)


def _handshakes() -> list[asyncio.Task[Any]]:
    """Connections still being made; those that the client broke off end by themselves."""
    return [task for task in asyncio.all_tasks() if "_accept_connection2" in repr(task.get_coro())]


async def _serve(
    web_: Web, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, connection: int
) -> None:
    while True:
        asked = await _request(reader, connection)
        said = await web_.answer(asked)
        if said.silent:
            await asyncio.Event().wait()
        writer.write(said.raw if said.raw is not None else _written(said))
        await writer.drain()
        if said.cut:
            return


async def _request(reader: asyncio.StreamReader, connection: int) -> Asked:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    line, *fields = head.rstrip("\r\n").split("\r\n")
    method, address, _version = line.split(" ")
    headers = {name.lower(): value.strip() for name, _colon, value in (f.partition(":") for f in fields)}
    body = await reader.readexactly(int(headers.get("content-length", "0")))
    parts = urlsplit(address)
    return Asked(
        method=method,
        path=unquote(parts.path),
        query=parse_qs(parts.query, keep_blank_values=True),
        headers=headers,
        body=body,
        connection=connection,
        raw_path=address,
    )


def _written(said: Said) -> bytes:
    headers = {"Content-Length": str(len(said.body)), **said.headers}
    lines = [f"HTTP/1.1 {said.status} Said", *(f"{name}: {value}" for name, value in headers.items())]
    return "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + said.body


@cache
def http() -> Http:
    """What all clients of a test run share; building its trust takes time."""
    return Http()


def means(clock: Clock, **secrets: str) -> Means:
    """What sources are built with."""
    return Means(
        http=http(),
        secrets=FakeSecrets(**secrets),
        clock=clock,
        jitter=FakeJitter(0.0),
        redactor=Redactor(),
    )


def registry() -> Registry:
    """The kinds a settings file may name."""
    sources = {
        role: {"rest": Kind(type=type_, check=check_source, places=places)} for role, type_ in SOURCES.items()
    }
    sources[SourceRole.STOREFRONT]["manual"] = Kind(type=manual.ManualStorefront, check=manual.check)
    return Registry(
        account=Kind(type=Account, check=check_account),
        sources=sources,
        notices={"webhook": Kind(type=WebhookNotice, check=check_notice)},
    )


def settings_of(folder: Path, text: str) -> Settings:
    """The settings a file with this text gives. Raises SettingsError."""
    file = folder / "room.toml"
    file.write_text(text, encoding="utf-8")
    return load(file, registry())


def one_source(folder: Path, text: str) -> Any:  # noqa: ANN401 - the type is the role's
    """The typed settings of the one source in this text."""
    (source,) = settings_of(folder, text).sources
    return source.settings
