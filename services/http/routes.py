"""The way to a server: straight, or through the proxy of the settings.

A proxy is handed what is not encrypted; to what is, it opens a tunnel and reads nothing.
"""

import ssl
from dataclasses import dataclass

import httpx2

from services.http.addresses import basic
from services.http.connection import Connection, Fields
from services.http.messages import Origin, Sent, place
from services.http.network import Stream, reach

SUCCESS = range(200, 300)


class ProxyRefused(Exception):
    """The proxy does not let us through."""


@dataclass(frozen=True, slots=True)
class Proxy:
    """A proxy, and the headers that it alone is to see."""

    origin: Origin
    fields: Fields


def proxy(address: str) -> Proxy:
    """The proxy at that address, with the user part as it wants to hear of it."""
    known = httpx2.Proxy(address)
    login = [(b"Proxy-Authorization", basic(*known.auth).encode())] if known.auth else []
    return Proxy(place(str(known.url)).origin, login)


class Route:
    """How connections are made; `trust` judges whoever is at their end."""

    def __init__(self, trust: ssl.SSLContext, through: Proxy | None) -> None:
        self._trust = trust
        self._proxy = through

    async def connect(self, origin: Origin) -> Connection:
        """A connection that ends at that origin, or at the proxy in front of it.

        Raises:
            NotConnected: There is no way, or whoever is there is not to be trusted.
            ProxyRefused: The proxy says no.
        """
        stream = await self._reach(self._proxy.origin if self._proxy else origin)
        try:
            if origin.is_encrypted and self._proxy is not None:
                await self._tunnel(stream, origin, self._proxy)
                await stream.encrypt(self._trust, origin.host)
        except BaseException:
            stream.close()
            raise
        return Connection(stream)

    @property
    def is_proxied(self) -> bool:
        """Whether a proxy of the settings stands in between."""
        return self._proxy is not None

    def as_asked(self, sent: Sent) -> tuple[bytes, Fields]:
        """Target and headers of a request, on a connection to its origin."""
        if self._proxy is None or sent.place.origin.is_encrypted:
            return sent.place.target, sent.fields
        return sent.place.whole, [*self._proxy.fields, *sent.fields]

    async def _reach(self, origin: Origin) -> Stream:
        stream = await reach(origin.host, origin.port)
        if origin.is_encrypted:
            await stream.encrypt(self._trust, origin.host)
        return stream

    async def _tunnel(self, stream: Stream, origin: Origin, through: Proxy) -> None:
        host = f"[{origin.host}]" if ":" in origin.host else origin.host
        end = f"{host}:{origin.port}".encode()
        answer = await Connection(stream).ask(b"CONNECT", end, [(b"Host", end), *through.fields], None)
        if answer.status_code not in SUCCESS:
            raise ProxyRefused(f"{answer.status_code}")
