"""Who may use the page: one code at a time, which pairs one phone once, and the tokens of paired phones.

Codes and tokens are kept as hashes alone: what is read from the disk opens nothing. Tokens outlive the desk,
so that a phone is not lost with it, and end after some hours or with one press on the desk.
"""

import base64
import hashlib
import hmac
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

import msgspec

from app.domain.phones import Phone
from app.words import plain
from services.host_page.certificate import write_private

CODE_BYTES = 5
TOKEN_BYTES = 32
MOST_TRIES = 5
"""After so many wrong codes the standing one ends: nobody guesses for long."""
MOST_PHONES = 4
NAME_LENGTH = 12


@dataclass(frozen=True, slots=True)
class _Code:
    digest: str
    until: datetime
    tries: int = 0


class _Kept(msgspec.Struct, frozen=True):
    digest: str
    name: str
    paired_at: datetime


class Pairing:
    """Codes and phones. `chance` gives random bytes, `file` keeps the phones' hashes.

    What can't be written does not stop the page: the phones are then known until the desk ends.
    """

    def __init__(
        self,
        file: Path,
        now: Callable[[], datetime],
        chance: Callable[[int], bytes],
        *,
        code_lasts: timedelta,
        phone_lasts: timedelta,
    ) -> None:
        self._file = file
        self._now = now
        self._chance = chance
        self._code_lasts = code_lasts
        self._phone_lasts = phone_lasts
        self._code: _Code | None = None
        self._phones: dict[str, Phone] = {}
        self._read()

    def invite(self) -> tuple[str, datetime]:
        """A new code and when it ends; the one before ends now."""
        code = base64.b32encode(self._chance(CODE_BYTES)).decode("ascii")
        self._code = _Code(_digest(code), self._now() + self._code_lasts)
        return code, self._code.until

    def withdraw(self) -> None:
        """The standing code ends."""
        self._code = None

    @property
    def invited_until(self) -> datetime | None:
        """Until when a code stands; None without one."""
        if self._code is None or self._now() >= self._code.until:
            return None
        return self._code.until

    def pair(self, code: str, name: str) -> str | None:
        """A token for the phone that knows the standing code, which ends with it; None for any other."""
        standing = self._code
        if standing is None or self._now() >= standing.until or len(self.phones) >= MOST_PHONES:
            return None
        if not hmac.compare_digest(_digest(code.strip().upper()), standing.digest):
            tries = standing.tries + 1
            self._code = None if tries >= MOST_TRIES else replace(standing, tries=tries)
            return None
        self._code = None
        token = base64.urlsafe_b64encode(self._chance(TOKEN_BYTES)).decode("ascii").rstrip("=")
        claimed = plain(name, NAME_LENGTH).strip()
        self._phones[_digest(token)] = Phone(name=claimed, paired_at=self._now())
        self._write()
        return token

    def phone(self, token: str) -> Phone | None:
        """The phone of that token, which is seen now; None where it was revoked, has ended or never was."""
        digest = _digest(token)
        found = self._phones.get(digest)
        if found is None or self._is_over(found):
            return None
        self._phones[digest] = seen = replace(found, seen_at=self._now())
        return seen

    @property
    def phones(self) -> tuple[Phone, ...]:
        """Every phone whose token still opens, the one paired first at the front."""
        return tuple(phone for phone in self._phones.values() if not self._is_over(phone))

    def revoke(self) -> tuple[Phone, ...]:
        """No token and no code opens any more; returns the phones that could until now."""
        gone = self.phones
        self._phones.clear()
        self._code = None
        self._write()
        return gone

    def _is_over(self, phone: Phone) -> bool:
        # a clock set back must not make a token last longer than it was given
        return not timedelta() <= self._now() - phone.paired_at < self._phone_lasts

    def _read(self) -> None:
        try:
            kept = msgspec.json.decode(self._file.read_bytes(), type=list[_Kept])
        except (OSError, msgspec.DecodeError):
            return
        self._phones = {one.digest: Phone(name=one.name, paired_at=one.paired_at) for one in kept}

    def _write(self) -> None:
        kept = [_Kept(digest, one.name, one.paired_at) for digest, one in self._phones.items()]
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            write_private(self._file, msgspec.json.encode(kept))
        except OSError:
            # revoked phones must not come back with the next start
            self._file.unlink(missing_ok=True)


def form_token(token: str) -> str:
    """What a phone must send along with an act: follows from its token, and no other site can read it."""
    return hmac.new(token.encode("utf-8"), b"stockcue host page", hashlib.sha256).hexdigest()


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8")).hexdigest()
