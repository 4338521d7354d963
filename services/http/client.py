"""One exchange with one server, bounded in time and bytes.

Built on the library's transport, one level below its client: so there are no cookies, no netrc, no proxies
from the environment, no automatic redirects, and no log lines with whole addresses.
"""

import asyncio
import logging
import ssl
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

import httpx2

from app.words import plain
from services.http import faults
from services.http.addresses import BadAddress, join, same_origin, target

for _name in ("httpx2", "httpcore2"):
    # at INFO and DEBUG they would write down whole addresses and headers
    logging.getLogger(_name).setLevel(logging.WARNING)

DEFAULT_HEADERS = {
    "accept": "application/json",
    "accept-encoding": "gzip, deflate",
    "user-agent": "Stockcue/0.1",
}
LONGEST_TRAIL = 5
"""Redirects followed for one request."""
CODINGS = ("", "identity", "gzip", "x-gzip", "deflate")
KEEP_ALIVE_S = 30.0
CONNECTIONS = 8

_LIMITS = httpx2.Limits(
    max_connections=CONNECTIONS, max_keepalive_connections=2, keepalive_expiry=KEEP_ALIVE_S
)
_NO_TIMEOUTS: Mapping[str, float | None] = dict.fromkeys(("connect", "read", "write", "pool"))
"""The library's are per operation; ours is one for the whole exchange."""
_BROKEN = (httpx2.RemoteProtocolError, httpx2.ReadError, httpx2.WriteError)


@dataclass(frozen=True, slots=True, kw_only=True)
class HttpRequest:
    """One request. Its address has no user part; that belongs in the headers.

    `repeatable`: it changes nothing (reads, logins), so it may be asked once more on a new connection where
    an idle one turns out closed, and may follow redirects.
    """

    method: str
    url: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes | None = None
    repeatable: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class HttpResponse:
    """A whole answer, unpacked. Names of headers are lower case."""

    status: int
    url: str
    headers: Mapping[str, str]
    body: bytes


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
        trust_in_proxy = self._trust if proxy.startswith("https:") else None
        self._proxy = httpx2.Proxy(proxy, ssl_context=trust_in_proxy) if proxy else None

    def client(self, *, timeout_seconds: float, max_bytes: int) -> "HttpClient":
        """A client for one source, with connections of its own."""
        return HttpClient(
            self._transport, bounds=Bounds(timeout_seconds, max_bytes), proxied=self._proxy is not None
        )

    def _transport(self) -> httpx2.AsyncHTTPTransport:
        trust: ssl.SSLContext = self._trust
        return httpx2.AsyncHTTPTransport(
            verify=trust, trust_env=False, http1=True, http2=False, limits=_LIMITS, proxy=self._proxy
        )


@dataclass(frozen=True, slots=True)
class Bounds:
    """How long one exchange may take, from connect to the last byte, and how much it may bring."""

    timeout_seconds: float
    max_bytes: int


class _Trail:
    """Notes whether a request opened a connection of its own."""

    def __init__(self) -> None:
        self.connected = False

    async def __call__(self, name: str, _info: Mapping[str, object]) -> None:
        if name == "connection.connect_tcp.started":
            self.connected = True


class HttpClient:
    """Sends requests of one source."""

    def __init__(
        self, transport: Callable[[], httpx2.AsyncHTTPTransport], *, bounds: Bounds, proxied: bool
    ) -> None:
        self._new_transport = transport
        self._transport = transport()
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
        except (httpx2.HTTPError, httpx2.StreamError, OSError) as error:
            raise faults.explain(error, host, proxied=self._proxied) from error

    async def close(self) -> None:
        """Close all connections."""
        await self._transport.aclose()

    async def _follow(self, request: HttpRequest, host: str) -> HttpResponse:
        for _hop in range(LONGEST_TRAIL):
            response = await self._ask(request, host)
            onward = _onward(request, response, host) if request.repeatable else None
            if onward is None:
                return response
            request = onward
        raise faults.runs_in_circles(host)

    async def _ask(self, request: HttpRequest, host: str) -> HttpResponse:
        trail = _Trail()
        try:
            response = await self._transport.handle_async_request(_built(request, trail))
        except _BROKEN:
            if trail.connected or not request.repeatable:
                raise
            return await self._ask_anew(request, host)
        return await self._whole(response, request.url, host)

    async def _ask_anew(self, request: HttpRequest, host: str) -> HttpResponse:
        """The idle connection was closed just as we used it: ask once more on one of our own."""
        transport = self._new_transport()
        try:
            response = await transport.handle_async_request(_built(request, _Trail()))
            return await self._whole(response, request.url, host)
        finally:
            await transport.aclose()

    async def _whole(self, response: httpx2.Response, url: str, host: str) -> HttpResponse:
        try:
            body = await self._body(response, host)
        finally:
            await response.aclose()
        headers = {name.lower(): value for name, value in response.headers.items()}
        return HttpResponse(status=response.status_code, url=url, headers=headers, body=body)

    async def _body(self, response: httpx2.Response, host: str) -> bytes:
        if response.headers.get("content-encoding", "").strip().lower() not in CODINGS:
            raise faults.packed_twice(host)
        parts: list[bytes] = []
        size = 0
        async for part in response.aiter_bytes():
            size += len(part)
            if size > self._bounds.max_bytes:
                raise faults.too_large(host, self._bounds.max_bytes)
            parts.append(part)
        return b"".join(parts)


def _built(request: HttpRequest, trail: _Trail) -> httpx2.Request:
    given = {name.lower() for name in request.headers}
    headers = [*request.headers.items(), *((n, v) for n, v in DEFAULT_HEADERS.items() if n not in given)]
    # the library takes ASCII alone; servers that read more read UTF-8
    encoded = [(name.encode(), value.encode("utf-8", "surrogateescape")) for name, value in headers]
    return httpx2.Request(
        request.method,
        request.url,
        headers=encoded,
        content=request.body,
        extensions={"timeout": _NO_TIMEOUTS, "trace": trail},
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
