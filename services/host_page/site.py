"""What the page answers, and to whom: exact host and origin, paired phones, one form token each.

Not for sockets, and not for what the desk says or does; that is handed in as `Desk`.
"""

import hmac
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from http.cookies import CookieError, SimpleCookie
from pathlib import Path
from typing import Any, Protocol

from app.domain.phones import Phone
from services.host_page.pace import Pace
from services.host_page.pairing import Pairing, form_token
from services.wire import Asked

FOLDER = Path(__file__).resolve().parents[2] / "resources" / "host_page"
COOKIE = "__Host-stockcue"
FORM_HEADER = "stockcue-form"
MOST_CODE = 64
MOST_TOKEN = 200

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'"
)
SAFE: tuple[tuple[str, str], ...] = (
    ("Content-Security-Policy", _POLICY),
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "DENY"),
    ("Referrer-Policy", "no-referrer"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Permissions-Policy", "camera=(), microphone=(), geolocation=()"),
    ("Cache-Control", "no-store"),
)
"""On every answer: nothing from elsewhere is loaded, run, framed or kept."""

_FILES: Mapping[str, tuple[str, str]] = {
    "/": ("index.html", "text/html; charset=utf-8"),
    "/page.css": ("page.css", "text/css; charset=utf-8"),
    "/page.js": ("page.js", "text/javascript; charset=utf-8"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One answer."""

    code: int = HTTPStatus.OK
    body: bytes = b""
    kind: str = "application/json; charset=utf-8"
    headers: tuple[tuple[str, str], ...] = ()


class Desk(Protocol):
    """The desk behind the page."""

    def words(self) -> bytes:
        """The page's own texts in the desk's language, as a JSON object."""
        ...

    def view(self) -> bytes:
        """What the host sees now, as a JSON object."""
        ...

    async def act(self, order: Mapping[str, Any], name: str) -> bytes:
        """Do what a phone orders, in the name it claims; what became of it, as a JSON object.

        Raises:
            ValueError: The order is not of the form.
        """
        ...

    async def paired(self, name: str) -> None:
        """A phone was paired."""
        ...


class Site:
    """Answers one request at a time. `origin` is the page's only one, scheme, address and port."""

    def __init__(self, pairing: Pairing, desk: Desk, origin: str, monotonic: Callable[[], float]) -> None:
        self._pairing = pairing
        self._desk = desk
        self._origin = origin
        self._host = origin.partition("://")[2]
        self._asks = Pace(monotonic, burst=30, per_second=8)
        self._pairs = Pace(monotonic, burst=6, per_second=0.2)
        self._files = {path: (FOLDER / name).read_bytes() for path, (name, _kind) in _FILES.items()}

    async def answer(self, asked: Asked, peer: str) -> Said:
        """The answer to a request of `peer`, an address."""
        if not self._asks.allows(peer):
            return _refused(HTTPStatus.TOO_MANY_REQUESTS, "too many requests")
        if asked.headers.get("host") != self._host:
            return _refused(HTTPStatus.MISDIRECTED_REQUEST, "not this page")
        if asked.headers.get("sec-fetch-site", "none") not in ("same-origin", "none"):
            return _refused(HTTPStatus.FORBIDDEN, "another site asked")
        if asked.method == "GET":
            return self._get(asked)
        if asked.method == "POST":
            return await self._post(asked, peer)
        return _refused(HTTPStatus.METHOD_NOT_ALLOWED, "no such method")

    def _get(self, asked: Asked) -> Said:
        if asked.path in _FILES:
            return Said(body=self._files[asked.path], kind=_FILES[asked.path][1])
        if asked.path == "/words":
            return Said(body=self._desk.words())
        if asked.path == "/state":
            token, phone = self._phone(asked)
            if phone is None:
                return _refused(HTTPStatus.UNAUTHORIZED, "not paired")
            return Said(body=self._desk.view(), headers=(("Stockcue-Form", form_token(token)),))
        return _refused(HTTPStatus.NOT_FOUND, "no such page")

    async def _post(self, asked: Asked, peer: str) -> Said:
        if asked.headers.get("origin") != self._origin:
            return _refused(HTTPStatus.FORBIDDEN, "another site asked")
        if asked.headers.get("content-type", "").partition(";")[0] != "application/json":
            return _refused(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "JSON is wanted")
        order = _object(asked.body)
        if order is None:
            return _refused(HTTPStatus.BAD_REQUEST, "a JSON object is wanted")
        if asked.path == "/pair":
            return await self._pair(order, peer)
        if asked.path == "/act":
            return await self._act(asked, order)
        return _refused(HTTPStatus.NOT_FOUND, "no such page")

    async def _pair(self, order: Mapping[str, Any], peer: str) -> Said:
        if not self._pairs.allows(peer):
            return _refused(HTTPStatus.TOO_MANY_REQUESTS, "too many tries")
        code, name = order.get("code"), order.get("name", "")
        if not isinstance(code, str) or not isinstance(name, str) or len(code) > MOST_CODE:
            return _refused(HTTPStatus.BAD_REQUEST, "code and name are texts")
        token = self._pairing.pair(code, name)
        if token is None:
            return _refused(HTTPStatus.FORBIDDEN, "no such code")
        phone = self._pairing.phone(token)
        await self._desk.paired("" if phone is None else phone.name)
        cookie = f"{COOKIE}={token}; Path=/; Secure; HttpOnly; SameSite=Strict"
        return Said(body=b"{}", headers=(("Set-Cookie", cookie),))

    async def _act(self, asked: Asked, order: Mapping[str, Any]) -> Said:
        token, phone = self._phone(asked)
        if phone is None:
            return _refused(HTTPStatus.UNAUTHORIZED, "not paired")
        if not _same(asked.headers.get(FORM_HEADER, ""), form_token(token)):
            return _refused(HTTPStatus.FORBIDDEN, "the form is not this phone's")
        try:
            return Said(body=await self._desk.act(order, phone.name))
        except ValueError as error:
            return _refused(HTTPStatus.BAD_REQUEST, str(error))

    def _phone(self, asked: Asked) -> tuple[str, Phone | None]:
        token = _cookie(asked.headers.get("cookie", ""))
        return token, self._pairing.phone(token) if token else None


def _cookie(header: str) -> str:
    try:
        found = SimpleCookie(header).get(COOKIE)
    except CookieError:
        return ""
    return found.value if found is not None and len(found.value) <= MOST_TOKEN else ""


def _same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode("utf-8"), other.encode("utf-8"))


def _object(body: bytes) -> Mapping[str, Any] | None:
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _refused(code: HTTPStatus, text: str) -> Said:
    return Said(code=code, body=json.dumps({"error": text}).encode("ascii"))
