"""The client's half of the control socket: one request, one or many answers; standard library only."""

import json
import socket
import sys
from collections.abc import Iterator
from typing import IO, Any

LONGEST_ANSWER = 16_000_000


class NoDesk(Exception):
    """Nobody listens there."""


class DeskEnded(Exception):
    """The desk closed the line before it answered, or did not answer in time."""


def ask(address: str, request: dict[str, Any], *, timeout_s: float | None) -> Iterator[dict[str, Any]]:
    """Send `request`, yield each answer as it comes.

    Raises:
        NoDesk: No desk listens at `address`.
        DeskEnded: The line closed, or nothing came for `timeout_s` seconds (None: wait for ever).
    """
    line = json.dumps(request, ensure_ascii=False).encode(errors="replace") + b"\n"
    yield from _ask_pipe(address, line) if sys.platform == "win32" else _ask_socket(address, line, timeout_s)


def _ask_socket(address: str, line: bytes, timeout_s: float | None) -> Iterator[dict[str, Any]]:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as talk:
        talk.settimeout(2.0)
        try:
            talk.connect(address)
        except OSError as error:
            raise NoDesk(str(error)) from error
        talk.settimeout(timeout_s)
        try:
            talk.sendall(line)
            with talk.makefile("rb") as stream:
                yield from _answers(stream)
        except OSError as error:
            raise DeskEnded(str(error)) from error


def _ask_pipe(address: str, line: bytes) -> Iterator[dict[str, Any]]:
    try:
        stream = open(address, "r+b", buffering=0)  # noqa: SIM115, PTH123 - a pipe's name is no path; closed below
    except OSError as error:
        raise NoDesk(str(error)) from error
    with stream:
        try:
            stream.write(line)
            yield from _answers(stream)
        except OSError as error:
            raise DeskEnded(str(error)) from error


def _answers(stream: IO[bytes]) -> Iterator[dict[str, Any]]:
    while True:
        line = stream.readline(LONGEST_ANSWER)
        if not line:
            raise DeskEnded("the desk closed the line")
        answer = json.loads(line)
        yield answer
        if answer.get("last", True):
            return
