"""One exchange with one server, bounded in time and bytes.

So there are no cookies, no netrc, no proxies from the environment, no automatic redirects, no log lines with
whole addresses, and a poll costs little.
"""

import asyncio
import zlib
from dataclasses import dataclass, replace

from app.words import plain
from services.http import faults
from services.http.addresses import BadAddress, join, same_origin, target
from services.http.connection import Broken, Connection, Unanswered, Unsendable
from services.http.messages import CODINGS, HttpRequest, HttpResponse, Origin, Sent, Unpacker, told, written
from services.http.network import NotConnected
from services.http.routes import ProxyRefused, Route
from services.http.routes import proxy as known_proxy
from services.http.trust import system_trust

LONGEST_TRAIL = 5
"""Redirects followed for one request."""
KEEP_ALIVE_S = 30.0
CONNECTIONS = 8
KEPT_CONNECTIONS = 2
_FAILED = (NotConnected, ProxyRefused, Unsendable, Broken)


class Http:
    """What all clients of one process share: trust, proxy."""

    def __init__(self, *, proxy: str = "", ca_file: str = "") -> None:
        """`proxy` and `ca_file` from the settings; building the trust takes some 40 ms.

        Raises:
            OSError: `ca_file` can't be read or holds no certificate.
        """
        trust = system_trust()
        trust.set_alpn_protocols(["http/1.1"])
        if ca_file:
            trust.load_verify_locations(cafile=ca_file)
        self._route = Route(trust, known_proxy(proxy) if proxy else None)

    def client(self, *, timeout_seconds: float, max_bytes: int) -> "HttpClient":
        """A client for one source, with connections of its own."""
        return HttpClient(self._route, Bounds(timeout_seconds, max_bytes))


@dataclass(frozen=True, slots=True)
class Bounds:
    """How long one exchange may take, from connect to the last byte, and how much it may bring."""

    timeout_seconds: float
    max_bytes: int


@dataclass(frozen=True, slots=True)
class _Idle:
    """A connection that waits for its next request, until it is too old for one."""

    connection: Connection
    origin: Origin
    until: float


class HttpClient:
    """Sends requests of one source."""

    def __init__(self, route: Route, bounds: Bounds) -> None:
        self._route = route
        self._bounds = bounds
        self._idle: list[_Idle] = []
        self._is_closed = False
        self._places = asyncio.Semaphore(CONNECTIONS)

    async def send(self, request: HttpRequest) -> HttpResponse:
        """Send it and read the whole answer.

        Raises:
            Unavailable: No connection, a time-out, a cut answer.
            AnswerRejected: Too large, packed strangely, or it leads to another origin.
        """
        host = target(request.url).host
        try:
            async with asyncio.timeout(self._bounds.timeout_seconds), self._places:
                return await self._follow(request, host)
        except TimeoutError as error:
            raise faults.too_late(host, self._bounds.timeout_seconds) from error
        except _FAILED as error:
            raise faults.explain(error, host, proxied=self._route.is_proxied) from error

    async def close(self) -> None:
        """Close all connections."""
        self._is_closed = True
        while self._idle:
            self._idle.pop().connection.close()

    async def _follow(self, request: HttpRequest, host: str) -> HttpResponse:
        for _hop in range(LONGEST_TRAIL):
            response = await self._ask(request, host)
            onward = _onward(request, response, host) if request.repeatable else None
            if onward is None:
                return response
            request = onward
        raise faults.runs_in_circles(host)

    async def _ask(self, request: HttpRequest, host: str) -> HttpResponse:
        sent = written(request)
        kept = self._kept(sent.place.origin)
        if kept is not None:
            try:
                return await self._exchange(kept, sent, request.url, host)
            except Unanswered:
                # the idle connection was closed just as we used it
                if not request.repeatable:
                    raise
        fresh = await self._route.connect(sent.place.origin)
        return await self._exchange(fresh, sent, request.url, host)

    async def _exchange(self, connection: Connection, sent: Sent, url: str, host: str) -> HttpResponse:
        try:
            head = await connection.ask(sent.method, *self._route.as_asked(sent), sent.body)
            headers = told(head.headers)
            coding = headers.get("content-encoding", "").strip().lower()
            body = await self._body(connection, coding, host)
        except zlib.error as error:
            raise faults.packed_wrongly(host) from error
        finally:
            self._keep(connection, sent.place.origin)
        return HttpResponse(status=head.status_code, url=url, headers=headers, body=body)

    async def _body(self, connection: Connection, coding: str, host: str) -> bytes:
        if coding not in CODINGS:
            raise faults.packed_twice(host)
        unpacker, pieces, size = Unpacker(coding), list[bytes](), 0
        while part := await connection.part():
            for piece in unpacker.pieces(part):
                size += len(piece)
                if size > self._bounds.max_bytes:
                    raise faults.too_large(host, self._bounds.max_bytes)
                pieces.append(piece)
        return b"".join(pieces)

    def _kept(self, origin: Origin) -> Connection | None:
        """A connection that can be asked again; those that can't be are closed."""
        now = asyncio.get_running_loop().time()
        while self._idle:
            idle = self._idle.pop()
            if idle.origin == origin and now < idle.until and idle.connection.is_free:
                return idle.connection
            idle.connection.close()
        return None

    def _keep(self, connection: Connection, origin: Origin) -> None:
        """Keep it for the next request, or close it where its exchange did not come to its end."""
        if connection.is_free and len(self._idle) < KEPT_CONNECTIONS and not self._is_closed:
            until = asyncio.get_running_loop().time() + KEEP_ALIVE_S
            self._idle.append(_Idle(connection, origin, until))
        else:
            connection.close()


def _onward(request: HttpRequest, response: HttpResponse, host: str) -> HttpRequest | None:
    """The request a redirect asks for, or None where the answer is none that we follow."""
    location = response.headers.get("location")
    kept = response.status in (307, 308) or (
        response.status in (301, 302, 303) and request.method in ("GET", "HEAD")
    )
    turned = response.status == 303 and not kept  # noqa: PLR2004 - the status that says: now read there
    if location is None or not (kept or turned):
        return None
    url = _same_home(request.url, location, host)
    return replace(request, url=url) if kept else replace(request, url=url, method="GET", body=None)


def _same_home(base: str, location: str, host: str) -> str:
    try:
        url = join(base, location)
        allowed = same_origin(base, url)
    except BadAddress as error:
        raise faults.leads_away(host, "?") from error
    if not allowed:
        raise faults.leads_away(host, plain(target(url).url.partition("?")[0], 80))
    # a user part in an answer's address is none of ours
    return target(url).url
