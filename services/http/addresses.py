"""Addresses: where one leads, whether two share an origin, and the user part that is taken out of it.

The client's own parser judges, so that what is checked is what is asked.
"""

from base64 import b64encode
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import unquote

import httpx2

SCHEMES = ("http", "https")
_PORTS = {"http": 80, "https": 443}


class BadAddress(ValueError):
    """Not an address that can be asked; `str()` is the address without its user part."""


@dataclass(frozen=True, slots=True)
class Target:
    """An address without its user part, and what that part said as an Authorization header."""

    url: str
    host: str
    authorization: str | None = None


@lru_cache(maxsize=256)
def target(address: str) -> Target:
    """Take an absolute address apart; a source asks the same few again and again.

    Raises:
        BadAddress: No absolute http or https address.
    """
    url = _parsed(address)
    user = url.userinfo
    bare = url.copy_with(userinfo=b"") if user else url
    return Target(str(bare), url.host, _basic(user) if user else None)


def same_origin(one: str, other: str) -> bool:
    """Whether two absolute addresses share scheme, host and port."""
    return _origin(_parsed(one)) == _origin(_parsed(other))


def join(base: str, reference: str) -> str:
    """The absolute address that `reference` means on the page `base`.

    Raises:
        BadAddress: It is none.
    """
    try:
        return str(_parsed(str(httpx2.URL(base).join(reference))))
    except (httpx2.InvalidURL, ValueError) as error:
        raise BadAddress(reference) from error


def _parsed(address: str) -> httpx2.URL:
    try:
        url = httpx2.URL(address)
    except (httpx2.InvalidURL, ValueError) as error:
        raise BadAddress(address.rpartition("@")[2]) from error
    if url.scheme not in SCHEMES or not url.host:
        raise BadAddress(address.rpartition("@")[2])
    return url


def _origin(url: httpx2.URL) -> tuple[str, str, int]:
    return url.scheme, url.host.lower(), url.port or _PORTS[url.scheme]


def _basic(userinfo: bytes) -> str:
    user, _colon, password = userinfo.decode().partition(":")
    return basic(unquote(user), unquote(password))


def basic(user: str, password: str) -> str:
    """The Authorization header of user and password."""
    return "Basic " + b64encode(f"{user}:{password}".encode()).decode("ascii")
