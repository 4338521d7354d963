"""Requests and replies of the demo's systems, without sockets: what the server hands in and gets back."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from http import HTTPStatus
from typing import Any

SECRET = "demo"  # noqa: S105 - the demo's one password, known to everybody


class Ending(StrEnum):
    """What becomes of the connection with a reply: it is answered, kept waiting for ever, or cut."""

    ANSWERED = "answered"
    WAITING = "waiting"
    CUT = "cut"


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One request; names of headers are in lower case, of repeated query keys the last counts.

    `heard` is false where a fault keeps the answer from the one who asked.
    """

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes = b""
    heard: bool = True

    def number(self, name: str, default: int) -> int:
        """A whole number of the query. Raises BadRequest for anything else than digits."""
        text = self.query.get(name) or str(default)
        if not (text.isascii() and text.isdigit()):
            raise BadRequest(f"{name} is no whole number")
        return int(text)

    def object(self) -> dict[str, Any]:
        """The body's JSON object, empty for no body. Raises BadRequest for anything else."""
        try:
            value = json.loads(self.body) if self.body else {}
        except ValueError as error:
            raise BadRequest("the body is no JSON") from error
        if not isinstance(value, dict):
            raise BadRequest("the body is no JSON object")
        return value


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """One reply. `spread` are the seconds over which it trickles out."""

    code: int = HTTPStatus.OK
    body: bytes = b""
    kind: str = "application/json; charset=utf-8"
    headers: tuple[tuple[str, str], ...] = ()
    spread: float = 0.0
    ending: Ending = Ending.ANSWERED


Handler = Callable[[Request], Reply]


class BadRequest(Exception):
    """The request cannot be understood; `str()` says why."""


def json_reply(value: object, code: int = HTTPStatus.OK, *headers: tuple[str, str]) -> Reply:
    """A reply with a JSON body."""
    body = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
    return Reply(code=code, body=body, headers=headers)


def error_reply(code: int, message: str, *headers: tuple[str, str]) -> Reply:
    """A reply that says what is wrong."""
    return json_reply({"error": message}, code, *headers)
