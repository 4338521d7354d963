"""The audit's lines and the hash chain through them: each digest covers a line's words and the digest before.

So a line that was changed, taken out or slipped in is found, as long as one later digest is known elsewhere
(the head goes into every export). Not for keeping lines; the journal does that.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from app.domain.hold import Who

BEGINNING = ""
"""The digest before the first line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditNote:
    """A line to be added to the audit; number and digest are given by the journal.

    `what` is a short code (`hold`, `on_air`, …), `detail` its plain words.
    """

    at: datetime
    what: str
    who: Who
    sku: str = ""
    storefront: str = ""
    hold: int | None = None
    true_stock: int | None = None
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditLine(AuditNote):
    """One line of the append-only, hash-chained audit. Numbers run from 1 without a gap."""

    number: int
    digest: str


class Fault(StrEnum):
    """What is wrong with a chain."""

    GAP = "gap"
    """A line is missing, doubled or out of order."""
    ALTERED = "altered"
    """A line does not say what was recorded, or stands after one that was replaced."""
    CUT = "cut"
    """The lines are sound, but the digest that was known is not among them: the end is missing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Broken:
    """The first line at which the chain does not hold (for `CUT`: the number that should follow)."""

    number: int
    fault: Fault


def digest_of(note: AuditNote, *, number: int, previous: str) -> str:
    """The digest of line `number`, 64 hexadecimal digits, after a line whose digest is `previous`."""
    words = [
        *(number, note.at.astimezone(UTC).isoformat(timespec="microseconds"), note.what),
        *(note.sku, note.storefront, note.hold),
        *(note.who.account, note.who.through, note.who.initials),
        *(note.true_stock, note.detail, previous),
    ]
    # ASCII and no spaces: the same bytes on every machine
    canonical = json.dumps(words, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode("ascii")).hexdigest()


def chained(note: AuditNote, *, number: int, previous: str) -> AuditLine:
    """The note as line `number` after a line whose digest is `previous`."""
    return AuditLine(
        at=note.at,
        what=note.what,
        who=note.who,
        sku=note.sku,
        storefront=note.storefront,
        hold=note.hold,
        true_stock=note.true_stock,
        detail=note.detail,
        number=number,
        digest=digest_of(note, number=number, previous=previous),
    )


def verify(lines: Iterable[AuditLine], *, head: str = BEGINNING) -> Broken | None:
    """The first fault of a whole audit, from its first line on; None when it is sound.

    Args:
        lines: Every line, in order.
        head: A digest known from an export or a note; empty when none is known. The audit may have grown
            since, but it must still contain it.
    """
    previous, number, known = BEGINNING, 0, head == BEGINNING
    for number, line in enumerate(lines, start=1):
        if line.number != number:
            return Broken(number=number, fault=Fault.GAP)
        if line.digest != digest_of(line, number=number, previous=previous):
            return Broken(number=number, fault=Fault.ALTERED)
        previous = line.digest
        known = known or previous == head
    return None if known else Broken(number=number + 1, fault=Fault.CUT)
