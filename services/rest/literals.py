"""Secrets in a settings file: literals where a placeholder belongs, and credentials sent in the clear."""

import ipaddress
import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from app.words import _
from services.rest.findings import Findings, Place
from services.rest.placeholders import SECRET, Text, compile_template, names
from services.rest.settings import Request

_SECRET_KEY = re.compile(
    r"(password|passwd|passphrase|passcode|pwd|secret|token|apikey|appkey|accesskey|secretkey|privatekey"
    r"|signingkey|authorization|credentials?|cookie)$"
)
_PRIVATE_ENDINGS = (".local", ".lan", ".internal", ".localhost", ".home.arpa")


def find_literals(request: Request, place: Place, findings: Findings) -> None:
    """Refuse every secret that is written out."""
    tables = {"headers": request.headers, "query": request.query, "json": request.json, "form": request.form}
    found = [where for key, table in tables.items() for where in _written_out(table, (key,), under=False)]
    if request.basic is not None and is_literal(request.basic.password):
        found.append(("basic", "password"))
    found += [("url",) for _key in _in_url(request.url)]
    for where in found:
        findings.problem(
            (*place, *where),
            _("a secret in plain text; write ${secret:NAME} and store it: `stockcue secret set NAME`"),
        )


def is_secret_key(key: str) -> bool:
    """Whether values under this key are secrets."""
    return _SECRET_KEY.search(re.sub(r"[^a-z0-9]", "", key.lower())) is not None


def is_literal(value: object) -> bool:
    """Whether it is a value of its own: no placeholder in it, not empty."""
    if isinstance(value, str):
        return bool(value) and not names(compile_template(value))
    return isinstance(value, int | float) and not isinstance(value, bool)


def warn_of_clear_text(request: Request, place: Place, findings: Findings) -> None:
    """Warn where a credential leaves over http for an address outside private networks."""
    address = urlsplit(re.sub(r"\$\{[^{}]*\}", "x", request.url))
    carries = request.basic is not None or "@" in address.netloc or _uses_credentials(request)
    if address.scheme == "http" and carries and not is_private(address.hostname or ""):
        findings.warn(
            (*place, "url"),
            _("a password or token goes to {host} unencrypted; use https://").format(host=address.hostname),
        )


def is_private(host: str) -> bool:
    """Whether a host lies in this computer's own networks, judged by its name alone."""
    try:
        return ipaddress.ip_address(host).is_private
    except ValueError:
        return "." not in host or host.endswith(_PRIVATE_ENDINGS)


def _uses_credentials(request: Request) -> bool:
    texts = [request.url, request.headers, request.query, request.json, request.form]
    used = frozenset[str]().union(*(names(compile_template(text)) for text in texts))
    return any(name == "token" or name.startswith(SECRET) for name in used)


def _written_out(value: Any, place: Place, *, under: bool) -> Iterator[Place]:  # noqa: ANN401 - any table
    """Places of literals under keys that name a secret, at any depth."""
    if isinstance(value, Mapping):
        for key, entry in value.items():
            yield from _written_out(entry, (*place, key), under=under or is_secret_key(str(key)))
    elif isinstance(value, list | tuple):
        for number, entry in enumerate(value):
            yield from _written_out(entry, (*place, number), under=under)
    elif under and is_literal(value):
        yield place


def _in_url(url: str) -> Iterator[str]:
    """Keys of secrets written out in the user part or query of an address."""
    template = compile_template(url)
    plain = (
        "".join(part if isinstance(part, str) else "\0" for part in template.parts)
        if isinstance(template, Text)
        else template
    )
    try:
        address = urlsplit(plain)
    except ValueError:
        return
    if address.password and "\0" not in address.password:
        yield "password"
    for key, value in parse_qsl(address.query):
        if is_secret_key(key) and "\0" not in value:
            yield key
