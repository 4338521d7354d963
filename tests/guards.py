"""What fails a test although its own assertions hold: unexpected log lines, and a call to the outside world.

Not a place for fixtures of one part of the program; those live beside its tests.
"""

import ipaddress
import logging
import re
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest


@dataclass(frozen=True, slots=True)
class _Expectation:
    pattern: re.Pattern[str]
    level: int

    def matches(self, record: logging.LogRecord) -> bool:
        return record.levelno == self.level and self.pattern.search(record.getMessage()) is not None


class Logs(logging.Handler):
    """Every record of WARNING and above during one test; the test says which it expects."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.records: list[logging.LogRecord] = []
        self._expected: list[_Expectation] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep the record (called by logging, from any thread)."""
        self.records.append(record)

    def expect(self, pattern: str, level: int = logging.WARNING) -> None:
        """Say, before or after, that a record of this level matches; the test fails when none does."""
        self._expected.append(_Expectation(re.compile(pattern), level))

    def complaints(self) -> list[str]:
        """What was logged and not expected, and what was expected and not logged."""
        unexpected = [r for r in self.records if not any(e.matches(r) for e in self._expected)]
        unmet = [e for e in self._expected if not any(e.matches(r) for r in self.records)]
        return [
            *(f"unexpected log: {r.levelname} {r.name}: {r.getMessage()}" for r in unexpected),
            *(f"expected log never came: {logging.getLevelName(e.level)} {e.pattern.pattern}" for e in unmet),
        ]


class OutsideWorldError(OSError):
    """A test tried to reach something that is not this machine."""


@contextmanager
def loopback_only(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Refuse connections and look-ups beyond this machine, and name them in the list it yields.

    A program treats a refusal as weather and goes on; the list lets the test fail all the same.
    """
    reached: list[str] = []

    def guarded(name: str, where: Callable[..., object]) -> None:
        original = getattr(socket.socket, name)

        def call(self: socket.socket, *args: Any) -> Any:  # noqa: ANN401 - stands for calls of several shapes
            _refuse_outside(where(*args), reached, local=self.family == getattr(socket, "AF_UNIX", None))
            return original(self, *args)

        monkeypatch.setattr(socket.socket, name, call)

    guarded("connect", lambda address: address)
    guarded("connect_ex", lambda address: address)
    guarded("sendto", lambda *args: args[-1])
    original_look_up = socket.getaddrinfo

    def look_up(host: Any, *args: Any, **options: Any) -> Any:  # noqa: ANN401 - the library's own signature is wider
        _refuse_outside((host,), reached, local=host in (None, "", b""))
        return original_look_up(host, *args, **options)

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    yield reached


def _refuse_outside(address: object, reached: list[str], *, local: bool) -> None:
    if local or _is_loopback(address):
        return
    reached.append(str(address))
    message = f"tests reach this machine alone, not {address}"
    raise OutsideWorldError(message)


def _is_loopback(address: object) -> bool:
    if not isinstance(address, tuple) or not address:
        return False
    host = address[0].decode() if isinstance(address[0], bytes) else str(address[0])
    try:
        return ipaddress.ip_address(host.partition("%")[0]).is_loopback
    except ValueError:
        return host == "localhost"
