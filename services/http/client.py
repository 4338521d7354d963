"""One exchange with one server, bounded in time and bytes.

Built on the library's connections, two levels below its client: so there are no cookies, no netrc, no proxies
from the environment, no automatic redirects, no log lines with whole addresses, and a poll costs little.
"""

import asyncio
import logging
import ssl
import zlib
from collections.abc import Callable
from dataclasses import dataclass, replace

import httpcore2
import httpx2

from app.words import plain
from services.http import faults
from services.http.addresses import BadAddress, join, same_origin, target
from services.http.messages import CODINGS, HttpRequest, HttpResponse, Unpacker, library_url, to_send, told
from services.http.network import Network, opened

for _name in ("httpx2", "httpcore2"):
    # at INFO and DEBUG they would write down whole addresses and headers
    logging.getLogger(_name).setLevel(logging.WARNING)

LONGEST_TRAIL = 5
"""Redirects followed for one request."""
KEEP_ALIVE_S = 30.0
CONNECTIONS = 8
KEPT_CONNECTIONS = 2
_BROKEN = (httpcore2.RemoteProtocolError, httpcore2.ReadError, httpcore2.WriteError)
_FAILED = (
    httpcore2.ProtocolError,
    httpcore2.NetworkError,
    httpcore2.TimeoutException,
    httpcore2.ProxyError,
    httpcore2.UnsupportedProtocol,
    OSError,
)


class Http:
    """What all clients of one process share: trust, proxy."""

    def __init__(self, *, proxy: str = "", ca_file: str = "") -> None:
        """`proxy` and `ca_file` from the settings; building the trust takes some 40 ms.

        Raises:
            OSError: `ca_file` can't be read or holds no certificate.
        """
        self._trust = httpx2.create_ssl_context(trust_env=False)
        if ca_file:
            self._trust.load_verify_locations(cafile=ca_file)
        self._proxy = _proxy(proxy, self._trust) if proxy else None

    def client(self, *, timeout_seconds: float, max_bytes: int) -> "HttpClient":
        """A client for one source, with connections of its own."""
        return HttpClient(
            self._pool, bounds=Bounds(timeout_seconds, max_bytes), proxied=self._proxy is not None
        )

    def _pool(self) -> httpcore2.AsyncConnectionPool:
        # it knows time limits for each step, we one for the whole exchange
        return httpcore2.AsyncConnectionPool(
            ssl_context=self._trust,
            proxy=self._proxy,
            max_connections=CONNECTIONS,
            max_keepalive_connections=KEPT_CONNECTIONS,
            keepalive_expiry=KEEP_ALIVE_S,
            network_backend=Network(),
        )


@dataclass(frozen=True, slots=True)
class Bounds:
    """How long one exchange may take, from connect to the last byte, and how much it may bring."""

    timeout_seconds: float
    max_bytes: int


class HttpClient:
    """Sends requests of one source."""

    def __init__(
        self, pool: Callable[[], httpcore2.AsyncConnectionPool], *, bounds: Bounds, proxied: bool
    ) -> None:
        self._new_pool = pool
        self._pool = pool()
        self._bounds = bounds
        self._proxied = proxied

    async def send(self, request: HttpRequest) -> HttpResponse:
        """Send it and read the whole answer.

        Raises:
            Unavailable: No connection, a time-out, a cut answer.
            AnswerRejected: Too large, packed strangely, or it leads to another origin.
        """
        host = target(request.url).host
        try:
            async with asyncio.timeout(self._bounds.timeout_seconds):
                return await self._follow(request, host)
        except TimeoutError as error:
            raise faults.too_late(host, self._bounds.timeout_seconds) from error
        except _FAILED as error:
            raise faults.explain(error, host, proxied=self._proxied) from error

    async def close(self) -> None:
        """Close all connections."""
        await self._pool.aclose()

    async def _follow(self, request: HttpRequest, host: str) -> HttpResponse:
        for _hop in range(LONGEST_TRAIL):
            response = await self._ask(request, host)
            onward = _onward(request, response, host) if request.repeatable else None
            if onward is None:
                return response
            request = onward
        raise faults.runs_in_circles(host)

    async def _ask(self, request: HttpRequest, host: str) -> HttpResponse:
        opened.set(False)
        try:
            response = await self._pool.handle_async_request(to_send(request))
        except _BROKEN:
            if opened.get() or not request.repeatable:
                raise
            return await self._ask_anew(request, host)
        return await self._whole(response, request.url, host)

    async def _ask_anew(self, request: HttpRequest, host: str) -> HttpResponse:
        """The idle connection was closed just as we used it: ask once more on one of our own."""
        pool = self._new_pool()
        try:
            response = await pool.handle_async_request(to_send(request))
            return await self._whole(response, request.url, host)
        finally:
            await pool.aclose()

    async def _whole(self, response: httpcore2.Response, url: str, host: str) -> HttpResponse:
        headers = told(response.headers)
        try:
            body = await self._body(response, headers.get("content-encoding", "").strip().lower(), host)
        except zlib.error as error:
            raise faults.packed_wrongly(host) from error
        finally:
            await response.aclose()
        return HttpResponse(status=response.status, url=url, headers=headers, body=body)

    async def _body(self, response: httpcore2.Response, coding: str, host: str) -> bytes:
        if coding not in CODINGS:
            raise faults.packed_twice(host)
        unpacker, pieces, size = Unpacker(coding), list[bytes](), 0
        async for part in response.aiter_stream():
            for piece in unpacker.pieces(part):
                size += len(piece)
                if size > self._bounds.max_bytes:
                    raise faults.too_large(host, self._bounds.max_bytes)
                pieces.append(piece)
        return b"".join(pieces)


def _proxy(address: str, trust: ssl.SSLContext) -> httpcore2.Proxy:
    known = httpx2.Proxy(address)
    return httpcore2.Proxy(
        url=library_url(known.url),
        auth=known.raw_auth,
        headers=known.headers.raw,
        ssl_context=trust if address.startswith("https:") else None,
    )


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
