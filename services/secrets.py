"""Secrets: found in the environment or the system's key ring, stored there, and kept out of every text.

A key ring may ask a person, or hang; it is asked in a thread of its own, with a time limit. Nothing here is
ever written to a file.
"""

import asyncio
import os
import re
import threading
from base64 import b64encode
from collections.abc import Callable
from typing import TypeVar
from urllib.parse import quote, quote_plus

from app.ports import Clock, SecretMissing
from app.words import _

T = TypeVar("T")

PREFIX = "STOCKCUE_"
SERVICE = "stockcue"
LOOK_UP_S = 5.0
STORE_S = 60.0
"""Storing may ask a person for the key ring's password."""
REMEMBERED_S = 60.0
"""How long a found secret is used before it is looked up again: one that was changed is soon found."""
SHORTEST_HIDDEN = 4
"""Shorter values would blot out ordinary text."""
HIDDEN = "•••"

_PATTERNS = (
    re.compile(r"(?i)\b(authorization\"?['\"]?\s*[:=]\s*['\"]?\s*(?:basic|bearer|token)?\s*)[^\s'\",;}]+"),
    re.compile(r"(?i)\b((?:basic|bearer)\s+)[A-Za-z0-9+/=._~-]{8,}"),
    re.compile(
        r"(?i)((?:password|passwd|pwd|secret|token|api[_-]?key|access[_-]?key)\"?['\"]?\s*[:=]\s*['\"]?)[^\s'\"&,;}]+"
    ),
    re.compile(r"(://[^/\s:@]*:)[^/\s@]+(?=@)"),
)


class SecretStoreFailed(Exception):
    """The secret could not be stored; `str()` says why and what to do."""


class Redactor:
    """Knows every secret that was handed out, and what secrets usually look like."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[str, ...]] = {}
        self._pattern: re.Pattern[str] | None = None
        self._lock = threading.Lock()

    def hide(self, secret: str) -> None:
        """Never show this value, nor its usual encodings; may be called from any thread."""
        if len(secret) < SHORTEST_HIDDEN or secret in self._known:
            return
        with self._lock:
            self._known[secret] = _spellings(secret)
            every = {each for spellings in self._known.values() for each in spellings}
            # the longest first: one secret may begin with another
            self._pattern = re.compile("|".join(map(re.escape, sorted(every, key=len, reverse=True))))

    def redact(self, text: str) -> str:
        """The text without secrets; costs little where there are none."""
        if self._pattern is not None:
            text = self._pattern.sub(HIDDEN, text)
        for pattern in _PATTERNS:
            text = pattern.sub(rf"\g<1>{HIDDEN}", text)
        return text


_redactor = Redactor()


def redactor() -> Redactor:
    """The one redactor of this process."""
    return _redactor


def redact(text: str) -> str:
    """The text without any secret this process has handed out: for logs and everything that leaves."""
    return _redactor.redact(text)


class SystemSecrets:
    """The port `Secrets`: environment first, then the system's key ring."""

    def __init__(
        self, clock: Clock, *, look_up_seconds: float = LOOK_UP_S, hidden: Redactor = _redactor
    ) -> None:
        self._clock = clock
        self._look_up_seconds = look_up_seconds
        self._redactor = hidden
        self._found: dict[str, tuple[str, float]] = {}

    async def get(self, name: str) -> str:
        """The secret. Raises SecretMissing."""
        value = os.environ.get(variable(name)) or self._remembered(name) or await self._look_up(name)
        if not value:
            raise SecretMissing(_missing(name))
        self._redactor.hide(value)
        return value

    async def set(self, name: str, value: str) -> None:
        """Store it in the key ring. Raises SecretStoreFailed."""
        self._redactor.hide(value)
        await store_secret(name, value)
        self._found[name] = (value, self._clock.monotonic())

    def _remembered(self, name: str) -> str | None:
        value, found_at = self._found.get(name, ("", 0.0))
        return value if value and self._clock.monotonic() - found_at < REMEMBERED_S else None

    async def _look_up(self, name: str) -> str | None:
        import keyring  # noqa: PLC0415 - costs time, and where the environment has the secret it is not needed

        try:
            value = await _in_thread(lambda: keyring.get_password(SERVICE, name), self._look_up_seconds)
        except TimeoutError as error:
            raise SecretMissing(_silent(name)) from error
        except Exception as error:
            # each key ring has errors of its own, and none of them may stop the desk
            raise SecretMissing(_no_ring(name)) from error
        if value:
            self._found[name] = (value, self._clock.monotonic())
        return value


async def store_secret(name: str, value: str, *, within_s: float = STORE_S) -> None:
    """Store a secret in the system's key ring.

    Raises:
        SecretStoreFailed: There is none that works, or it does not answer.
    """
    import keyring  # noqa: PLC0415 - the same

    try:
        await _in_thread(lambda: keyring.set_password(SERVICE, name, value), within_s)
    except TimeoutError as error:
        raise SecretStoreFailed(_silent(name)) from error
    except Exception as error:
        raise SecretStoreFailed(_no_ring(name)) from error


async def _in_thread(work: Callable[[], T], seconds: float) -> T:
    """Run it in a thread that nobody waits for at the end, and give up on it in time."""
    loop = asyncio.get_running_loop()
    done: asyncio.Future[T] = loop.create_future()

    def run() -> None:
        try:
            result = work()
        except Exception as error:  # noqa: BLE001 - handed over whole, to be raised where it is awaited
            _tell(loop, done, error=error)
        else:
            _tell(loop, done, result=result)

    threading.Thread(target=run, name="key ring", daemon=True).start()
    async with asyncio.timeout(seconds):
        return await done


def variable(name: str) -> str:
    """The environment variable of a secret."""
    return PREFIX + re.sub(r"[^A-Z0-9]", "_", name.upper())


def _tell(
    loop: asyncio.AbstractEventLoop,
    done: "asyncio.Future[T]",
    *,
    result: T | None = None,
    error: Exception | None = None,
) -> None:
    def settle() -> None:
        if done.done():
            return
        if error is not None:
            done.set_exception(error)
        else:
            done.set_result(result)  # type: ignore[arg-type]  # T may itself be None

    if not loop.is_closed():
        loop.call_soon_threadsafe(settle)


def _spellings(secret: str) -> tuple[str, ...]:
    """The value as addresses, forms and JSON write it, and as HTTP basic authentication ends with it."""
    plain = {
        secret,
        quote(secret, safe=""),
        quote_plus(secret),
        secret.encode("unicode_escape").decode("ascii"),
    }
    return (*plain, b64encode(secret.encode()).decode("ascii"))


def _missing(name: str) -> str:
    return _(
        "The secret {name} is not stored on this computer. Store it with: stockcue secret set {name}"
    ).format(name=name)


def _silent(name: str) -> str:
    return _(
        "The key ring does not answer (it may be waiting for its password). Unlock it, or set {variable}"
        " in the environment."
    ).format(variable=variable(name))


def _no_ring(name: str) -> str:
    return _(
        "This computer has no key ring that works here. Set {variable} in the environment instead."
    ).format(variable=variable(name))
