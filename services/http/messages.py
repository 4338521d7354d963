"""What is asked and what is answered, and both as they are written. Not for sending either."""

import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

import httpx2

DEFAULT_HEADERS = {
    "accept": "application/json",
    "accept-encoding": "gzip, deflate",
    "user-agent": "Stockcue/0.1",
}
CODINGS = ("", "identity", "gzip", "x-gzip", "deflate")
_WITH_BODY = ("POST", "PUT", "PATCH")
_SIZED = frozenset({"content-length", "transfer-encoding"})
_PIECE = 2**20
"""Bytes unpacked in one go, so that a small answer does not become a giant before anybody looks."""


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


@dataclass(frozen=True, slots=True)
class Origin:
    """Whom a connection leads to."""

    is_encrypted: bool
    host: str
    port: int


@dataclass(frozen=True, slots=True)
class Place:
    """Where an address leads: its origin, what is asked for there, the host's header, and all in one."""

    origin: Origin
    target: bytes
    host: bytes
    whole: bytes


@dataclass(frozen=True, slots=True)
class Sent:
    """A request as it is written."""

    method: bytes
    place: Place
    fields: list[tuple[bytes, bytes]]
    body: bytes | None


def written(request: HttpRequest) -> Sent:
    """The request with our own headers where it has none of that name."""
    aim = place(request.url)
    given = {name.lower() for name in request.headers}
    headers = [*request.headers.items(), *((n, v) for n, v in DEFAULT_HEADERS.items() if n not in given)]
    # servers that read more than ASCII read UTF-8
    encoded = [(name.encode(), value.encode("utf-8", "surrogateescape")) for name, value in headers]
    if not given & _SIZED and (request.body or request.method.upper() in _WITH_BODY):
        encoded.insert(0, (b"Content-Length", str(len(request.body or b"")).encode()))
    if "host" not in given:
        encoded.insert(0, (b"Host", aim.host))
    return Sent(request.method.upper().encode(), aim, encoded, request.body)


def told(headers: Iterable[tuple[bytes, bytes]]) -> dict[str, str]:
    """An answer's headers by name; what comes several times is joined, as the rules of HTTP have it."""
    found: dict[str, str] = {}
    for name, value in headers:
        key, text = name.decode("ascii", "replace").lower(), _text(value)
        found[key] = f"{found[key]}, {text}" if key in found else text
    return found


class Unpacker:
    """Undoes one of `CODINGS`, part by part."""

    def __init__(self, coding: str) -> None:
        self._is_plain = coding in ("", "identity")
        # what is called deflate should have zlib's frame, and from some servers has none
        self._may_be_bare = coding == "deflate"
        self._inflate = zlib.decompressobj(zlib.MAX_WBITS if self._may_be_bare else zlib.MAX_WBITS | 16)

    def pieces(self, part: bytes) -> Iterator[bytes]:
        """What the part becomes, in pieces of bounded size.

        Raises:
            zlib.error: It is not packed so.
        """
        if self._is_plain:
            yield part
            return
        piece = self._first(part)
        while piece:
            yield piece
            piece = self._inflate.decompress(self._inflate.unconsumed_tail, _PIECE)

    def _first(self, part: bytes) -> bytes:
        may_be_bare, self._may_be_bare = self._may_be_bare, False
        try:
            return self._inflate.decompress(part, _PIECE)
        except zlib.error:
            if not may_be_bare:
                raise
            self._inflate = zlib.decompressobj(-zlib.MAX_WBITS)
            return self._inflate.decompress(part, _PIECE)


@lru_cache(maxsize=256)
def place(address: str) -> Place:
    """Where an address leads; a source asks the same few again and again."""
    url = httpx2.URL(address)
    is_encrypted = url.scheme == "https"
    origin = Origin(is_encrypted, url.raw_host.decode("ascii"), url.port or (443 if is_encrypted else 80))
    whole = url.raw_scheme + b"://" + url.netloc + url.raw_path
    return Place(origin, url.raw_path, url.netloc, whole)


def _text(value: bytes) -> str:
    try:
        return value.decode()
    except UnicodeDecodeError:
        return value.decode("iso-8859-1")
