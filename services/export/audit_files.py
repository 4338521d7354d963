"""The whole audit as one file: CSV for people, JSON Lines for whoever works out the digests again.

Both end with the chain's head. Not for judging the chain; the domain does that.
"""

import csv
import json
from collections.abc import Iterator, Sequence
from datetime import UTC
from enum import StrEnum
from io import StringIO
from pathlib import Path

from app.domain.audit import AuditLine
from services.export.cells import harmless
from services.export.files import write_whole

_COLUMNS = (
    "number", "at", "what", "sku", "storefront", "hold", "account", "through", "initials", "true_stock",
    "detail", "digest",
)  # fmt: skip


class AuditForm(StrEnum):
    """Kinds of files."""

    CSV = "csv"
    JSONL = "jsonl"


def write_audit(lines: Sequence[AuditLine], form: AuditForm, file: Path, *, head: str, sound: bool) -> Path:
    """Write every line, and the head as the last row; what stands there under that name is replaced.

    Raises:
        CannotWrite: No right, no folder, no space.
    """
    content = _csv(lines, head) if form is AuditForm.CSV else _jsonl(lines, head, sound=sound)
    return write_whole(file, content)


def _csv(lines: Sequence[AuditLine], head: str) -> bytes:
    buffer = StringIO(newline="")
    writer = csv.writer(buffer)
    writer.writerow(_COLUMNS)
    for line in lines:
        writer.writerow([harmless(value) if isinstance(value, str) else value for value in _values(line)])
    writer.writerow(["head", *[""] * (len(_COLUMNS) - 2), head])
    return buffer.getvalue().encode("utf-8-sig")


def _jsonl(lines: Sequence[AuditLine], head: str, *, sound: bool) -> bytes:
    """Values exactly as they went into the digests, so that anybody can work them out again."""
    return "".join(_objects(lines, head, sound=sound)).encode()


def _objects(lines: Sequence[AuditLine], head: str, *, sound: bool) -> Iterator[str]:
    for line in lines:
        yield json.dumps(dict(zip(_COLUMNS, _values(line), strict=True)), ensure_ascii=False) + "\n"
    yield json.dumps({"head": head, "lines": len(lines), "sound": sound}) + "\n"


def _values(line: AuditLine) -> tuple[str | int | None, ...]:
    at = line.at.astimezone(UTC).isoformat(timespec="microseconds")
    who = line.who
    return (
        *(line.number, at, line.what, line.sku, line.storefront, line.hold),
        *(who.account, who.through, who.initials, line.true_stock, line.detail, line.digest),
    )
