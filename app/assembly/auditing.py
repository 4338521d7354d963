"""The audit verified and taken out, without a running desk and beside one.

The chain is judged in the domain; this reads the record and says what was found.
"""

from argparse import Namespace
from dataclasses import dataclass
from pathlib import Path

from app.assembly.archive import record, room_settings
from app.assembly.refusing import DeskRefused
from app.domain.audit import BEGINNING, AuditLine, Broken, Fault, verify
from app.words import _, number
from services.export import CannotWrite
from services.export.audit_files import AuditForm, write_audit


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """What a look at the whole audit came to. `head` is the digest of its newest line; keep it elsewhere."""

    lines: int
    head: str
    broken: Broken | None
    file: Path | None = None

    @property
    def ok(self) -> bool:
        """Whether every line says what was recorded, and none is missing."""
        return self.broken is None

    def words(self) -> list[str]:
        """For a person at a terminal."""
        said = [] if self.file is None else [str(self.file)]
        if self.broken is not None:
            return [*said, broken_words(self.broken)]
        sound = _("The audit is sound: {count} lines.").format(count=number(self.lines))
        return [*said, sound, _("Head: {head}").format(head=self.head or _("none yet"))]

    def object(self) -> dict[str, object]:
        """For a script."""
        broken = self.broken
        at = None if broken is None else {"line": broken.number, "fault": broken.fault.value}
        error = None if broken is None else {"code": "broken", "text": broken_words(broken)}
        file = None if self.file is None else str(self.file)
        return {
            "ok": self.ok, "lines": self.lines, "head": self.head or None, "broken": at, "error": error,
            "file": file,
        }  # fmt: skip


async def verify_audit(options: Namespace) -> Verified:
    """Look through the whole chain; `options.head` is a head known from an export or a note, or empty.

    Raises:
        DeskRefused: There is no record, or it can't be read.
    """
    return _verified(await _lines(options), options.head)


async def export_audit(options: Namespace) -> Verified:
    """Write the audit to `options.file` as it stands, broken or not: it is evidence either way.

    Raises:
        DeskRefused: There is no record, or the file can't be written.
    """
    lines = await _lines(options)
    found = _verified(lines, options.head)
    file = options.file or Path(f"audit.{options.format}")
    try:
        written = write_audit(
            lines, AuditForm(options.format), file.expanduser().absolute(), head=found.head, sound=found.ok
        )
    except CannotWrite as error:
        raise DeskRefused(str(error)) from error
    return Verified(lines=found.lines, head=found.head, broken=found.broken, file=written)


def broken_words(broken: Broken) -> str:
    """What is wrong with a chain: what happened, what it means, what to do."""
    words = {
        Fault.GAP: _(
            "The audit is broken at line {line}: a line is missing, doubled or out of order. What stands "
            "before it is sound. Compare with the newest export or copy."
        ),
        Fault.ALTERED: _(
            "The audit is broken at line {line}: it does not say what was recorded, or stands after a line "
            "that was replaced. What stands before it is sound. Compare with the newest export or copy."
        ),
        Fault.CUT: _(
            "The audit is cut: its lines are sound, but the head that you name is not among them. Lines from "
            "{line} on are missing, or the head is that of another record."
        ),
    }
    return words[broken.fault].format(line=number(broken.number))


async def _lines(options: Namespace) -> tuple[AuditLine, ...]:
    settings = room_settings(options)
    async with record(options, settings, may_begin=False) as journal:
        return await journal.audit_lines()


def _verified(lines: tuple[AuditLine, ...], known: str) -> Verified:
    head = lines[-1].digest if lines else BEGINNING
    return Verified(lines=len(lines), head=head, broken=verify(lines, head=known or BEGINNING))
