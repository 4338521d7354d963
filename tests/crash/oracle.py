"""Judges what became of it all from two files alone: the shop's ledger and the desk's record.

It asks no process anything and uses none of the engine's rules. What it looks for are the invariants of
holds; each kind of wrong names its own.
"""

import json
import sqlite3
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any

from app.domain.audit import AuditLine, verify
from app.domain.hold import Who

TOLERANCE_S = 12.0
"""How long a restore may take from its deadline, or since a desk was there again, on a busy machine."""
GUARDED_TOLERANCE_S = 25.0
"""The same with a guardian alone: it has to notice first that its desk is gone, and to load itself."""
MOST_HOLDS = 3
_OPEN = {"sending", "active", "unknown", "closing"}
_GIVEN_BACK = {"refused", "not_applied"}
_FIRST_STATES = "SELECT hold, min(at) AS at FROM hold_state GROUP BY hold"


class Wrong(StrEnum):
    """What may not happen."""

    LEFT_OFF = "left off sale"
    """I1, L1: a product is off sale by our command when everything was over."""
    LEFT_OPEN = "left open"
    """L1: a hold has not ended."""
    MARK_REPEATED = "mark repeated"
    """I2: one press sent the sold-out command twice, or had two effects."""
    RESTORE_REPEATED = "restore repeated"
    """I3: a second restore, under another key, although the product was back on sale by the first."""
    RESTORE_RESENT = "restore resent"
    """The same restore came again under its key, which the shop knows, after it had taken effect."""
    NOT_OURS = "not ours"
    """I3: a restore had an effect on what another hold had taken off sale."""
    LATE = "late"
    """I4: off sale beyond its deadline by more than the tolerance, with a desk there."""
    NOT_MEANT = "not meant"
    """I5: the shop was told something of which the record has no earlier intent."""
    MISCOUNTED = "miscounted"
    """I6: an effect whose use was given back, a fourth use, a number twice, two open holds of a product."""
    DISAGREES = "record disagrees"
    """The record says how a hold ended, and the ledger says otherwise."""
    BROKEN_AUDIT = "audit broken"
    """I13: a gap, or a line that was changed."""
    DAMAGED = "record damaged"
    """The database is not sound."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that is wrong, with what shows it."""

    wrong: Wrong
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What both files say; instants are seconds since 1970.

    `committed` is when each hold was first recorded, `present` from when on a desk was there again.
    """

    ledger: Sequence[dict[str, Any]]
    holds: Sequence[dict[str, Any]]
    committed: Mapping[int, float]
    audit: Sequence[AuditLine]
    sound: bool
    present: Sequence[float] = ()
    tolerance_s: float = TOLERANCE_S

    def of(self, sku: str) -> list[dict[str, Any]]:
        """What the shop was told of a product, oldest first."""
        return [line for line in self.ledger if line["sku"] == sku]


def gather(ledger: Path, record: Path, skus: Collection[str], present: Sequence[float] = ()) -> Evidence:
    """Read both files; the desk must be dead by now. Of the ledger, only what is about these products."""
    told = ledger.read_text("utf-8").splitlines() if ledger.exists() else []
    lines = [line for line in map(json.loads, told) if line["sku"] in skus]
    with closing(sqlite3.connect(record)) as file:
        file.row_factory = sqlite3.Row
        return Evidence(
            ledger=lines,
            holds=[dict(row) for row in file.execute("SELECT * FROM hold ORDER BY id")],
            committed={row["hold"]: row["at"] / 1e6 for row in file.execute(_FIRST_STATES)},
            audit=[_line(row) for row in file.execute("SELECT * FROM audit ORDER BY number")],
            sound=[tuple(row) for row in file.execute("PRAGMA integrity_check")] == [("ok",)],
            present=present,
        )


def judge(evidence: Evidence) -> tuple[Finding, ...]:
    """Everything that is wrong; empty when all is well."""
    return tuple(_findings(evidence))


def lateness_s(evidence: Evidence) -> float | None:
    """How long after its deadline, or after a desk was there again, the latest restore had its effect."""
    late = [_late_by(evidence, hold, line) for hold, line in _restores(evidence)]
    return max(late, default=None)


def _findings(evidence: Evidence) -> Iterator[Finding]:
    for hold in evidence.holds:
        if hold["state"] in _OPEN:
            yield Finding(wrong=Wrong.LEFT_OPEN, what=f"hold {hold['id']} is {hold['state']}")
        yield from _of_hold(evidence, hold)
    for sku in sorted({line["sku"] for line in evidence.ledger}):
        yield from _of_product(evidence, sku)
    yield from _counts(evidence)
    if (broken := verify(evidence.audit)) is not None:
        yield Finding(wrong=Wrong.BROKEN_AUDIT, what=str(broken))
    if not evidence.sound:
        yield Finding(wrong=Wrong.DAMAGED, what="integrity_check")


def _of_hold(evidence: Evidence, hold: dict[str, Any]) -> Iterator[Finding]:
    offs = [line for line in evidence.of(hold["sku"]) if line["key"] == hold["key_sell_out"]]
    if len(offs) > 1:
        yield Finding(wrong=Wrong.MARK_REPEATED, what=f"{hold['key_sell_out']} came {len(offs)} times")
    took_effect = any(line["effect"] for line in offs)
    if took_effect and hold["number"] is None and hold["kind"] == "hold":
        yield Finding(wrong=Wrong.MISCOUNTED, what=f"hold {hold['id']} took effect and does not count")
    restored = any(line["effect"] for line in evidence.of(hold["sku"]) if _is_restore_of(hold, line))
    if took_effect and hold["state"] not in _OPEN and (hold["state"] == "restored") != restored:
        yield Finding(
            wrong=Wrong.DISAGREES, what=f"hold {hold['id']} is {hold['state']}, restored {restored}"
        )


def _of_product(evidence: Evidence, sku: str) -> Iterator[Finding]:
    lines = evidence.of(sku)
    effects = [line for line in lines if line["effect"]]
    if effects and effects[-1]["action"] == "off":
        yield Finding(wrong=Wrong.LEFT_OFF, what=sku)
    for line in lines:
        if _intent_of(evidence, line) is None:
            yield Finding(wrong=Wrong.NOT_MEANT, what=f"{line['action']} {line['key']} at {line['at']}")
    for off, on in zip(effects[::2], effects[1::2], strict=False):
        hold = _intent_of(evidence, off)
        if hold is not None and not _is_restore_of(hold, on):
            yield Finding(wrong=Wrong.NOT_OURS, what=f"{on['key']} ended hold {hold['id']}")
    yield from _repeats(lines)
    for hold, on in _restores(evidence):
        if hold["sku"] == sku and (late := _late_by(evidence, hold, on)) > evidence.tolerance_s:
            yield Finding(wrong=Wrong.LATE, what=f"hold {hold['id']} by {late:.1f} s")


def _repeats(lines: Sequence[dict[str, Any]]) -> Iterator[Finding]:
    """Commands that arrive though an earlier one has had their effect.

    A restore that nobody heard the answer of was sent before, and came late by the shop's own doing.
    """
    off = False
    for line in lines:
        if line["action"] == "on" and not off and line["answered"]:
            again = Wrong.RESTORE_RESENT if line["outcome"] == "replayed" else Wrong.RESTORE_REPEATED
            yield Finding(wrong=again, what=f"{line['key']} at {line['at']}")
        if line["action"] == "off" and off:
            yield Finding(wrong=Wrong.MARK_REPEATED, what=f"{line['key']} came though it was off sale by us")
        off = line["status"] == "off"


def _counts(evidence: Evidence) -> Iterator[Finding]:
    """I6, per product, storefront and broadcast."""
    holds = [hold for hold in evidence.holds if hold["kind"] == "hold"]
    used = Counter(_place(hold) for hold in holds if hold["state"] not in _GIVEN_BACK)
    numbers = Counter((*_place(hold), hold["number"]) for hold in holds if hold["number"] is not None)
    still = Counter((hold["sku"], hold["storefront"]) for hold in evidence.holds if hold["state"] in _OPEN)
    for what, times, most in (("uses", used, MOST_HOLDS), ("of a number", numbers, 1), ("open", still, 1)):
        for place, count in times.items():
            if count > most:
                yield Finding(wrong=Wrong.MISCOUNTED, what=f"{count} {what} at {place}")


def _restores(evidence: Evidence) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Each hold with the line that put its product back on sale."""
    for hold in evidence.holds:
        for line in evidence.of(hold["sku"]):
            if line["effect"] and _is_restore_of(hold, line):
                yield hold, line


def _late_by(evidence: Evidence, hold: dict[str, Any], on: dict[str, Any]) -> float:
    """Seconds since the deadline, or since a desk was there again after it."""
    at, deadline = _seconds(on), float(hold["deadline"]) / 1e6
    there = [instant for instant in evidence.present if deadline < instant <= at]
    return at - max([deadline, *there])


def _intent_of(evidence: Evidence, line: dict[str, Any]) -> dict[str, Any] | None:
    """The hold that was recorded as about to send this, before it came."""
    for hold in evidence.holds:
        off = line["key"] == hold["key_sell_out"]
        if hold["sku"] == line["sku"] and (off or _is_restore_of(hold, line)):
            # when the row was first committed, not what it says of itself
            return hold if evidence.committed[hold["id"]] <= _seconds(line) else None
    return None


def _is_restore_of(hold: dict[str, Any], line: dict[str, Any]) -> bool:
    """After a definite refusal the key goes on with a number: the part before it names the hold."""
    stem = hold["key_restore"].partition(".")[0]
    return bool(line["action"] == "on" and (line["key"] or "").partition(".")[0] == stem)


def _place(hold: dict[str, Any]) -> tuple[object, ...]:
    return hold["broadcast"], hold["sku"], hold["storefront"]


def _seconds(line: dict[str, Any]) -> float:
    return datetime.fromisoformat(line["at"]).timestamp()


def _line(row: sqlite3.Row) -> AuditLine:
    values = dict(row)
    who = Who(**{part: values.pop(f"who_{part}") for part in ("account", "through", "initials")})
    at = datetime.fromtimestamp(0, tz=UTC) + timedelta(microseconds=values.pop("at"))
    return AuditLine(who=who, at=at, **values)
