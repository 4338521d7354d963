"""What a person typed about their warehouse, and the settings file that follows from it. No widgets.

It checks only what would make a broken file; whether the address answers is for the desk to try.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from app.words import _, language

_HEADER = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+")
_SECRET = re.compile(r"[a-z][a-z0-9_]*")
_LONGEST = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Connection:
    """A room with one warehouse behind one address. `header` and `secret` go together; both may be empty."""

    room: str
    url: str
    header: str = ""
    prefix: str = ""
    """What stands before the secret, e.g. Bearer."""
    secret: str = ""
    items: str
    sku: str
    available: str


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one field (named as in Connection), and what to do."""

    field: str
    words: str


def problems(made: Connection) -> tuple[Problem, ...]:
    """Everything that would break the file; empty when it can be written."""
    return (*_missing(made), *_malformed(made))


def _missing(made: Connection) -> Iterator[Problem]:
    for field, words in (
        ("room", _("Give the room a name.")),
        ("url", _("Write the address of the stock list.")),
        ("items", _("Say where the rows are in the answer.")),
        ("sku", _("Say which field of a row is the SKU.")),
        ("available", _("Say which field of a row is the available stock.")),
    ):
        if not getattr(made, field):
            yield Problem(field, words)
    if made.header and not made.secret:
        yield Problem("secret", _("A header needs the name of the secret it carries."))
    if made.secret and not made.header:
        yield Problem("header", _("Say in which header the secret goes, e.g. Authorization."))


def _malformed(made: Connection) -> Iterator[Problem]:
    if made.url and not _is_address(made.url):
        yield Problem("url", _("The address begins with http:// or https:// and names a host."))
    if made.header and not _HEADER.fullmatch(made.header):
        yield Problem("header", _("A header's name has no spaces or colons."))
    if made.secret and not _SECRET.fullmatch(made.secret):
        yield Problem(
            "secret", _("The secret's name has only a-z, 0-9 and _; the secret itself comes later.")
        )
    for field in ("room", "url", "prefix", "items", "sku", "available"):
        if not _is_plain(getattr(made, field)):
            yield Problem(field, _("This is too long, or holds signs that can't be seen."))


def _is_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
        _port = parts.port
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and not re.search(r"\s", url)


def _is_plain(words: str) -> bool:
    return len(words) <= _LONGEST and words.isprintable()


def settings_text(made: Connection) -> str:
    """The settings file as text. Call it only without `problems`."""
    lines = [
        "[room]",
        f"name = {_quoted(made.room)}",
        f"language = {_quoted(language())}",
        "",
        "[[warehouses]]",
        'id = "main"',
        'kind = "rest"',
        "",
        "  [warehouses.request]",
        f"  url = {_quoted(made.url)}",
        *_headers(made),
        "",
        "  [warehouses.rows]",
        f"  items = {_quoted(made.items)}",
        f"  sku = {_quoted(made.sku)}",
        f"  available = {_quoted(made.available)}",
    ]
    return "\n".join(lines) + "\n"


def _headers(made: Connection) -> list[str]:
    if not made.header:
        return []
    placeholder = "${" + f"secret:{made.secret}" + "}"
    value = f"{_literal(made.prefix)} {placeholder}" if made.prefix else placeholder
    return [f"  headers = {{ {_quoted(made.header)} = {json.dumps(value, ensure_ascii=False)} }}"]


def _literal(words: str) -> str:
    """Words in which a placeholder's beginning is not one."""
    return words.replace("${", "$${")


def _quoted(words: str) -> str:
    """Words as a TOML string; JSON's strings are such."""
    return json.dumps(_literal(words), ensure_ascii=False)
