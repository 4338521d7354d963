"""The shop's own append-only record of every command it was given, kept beside what any desk believes.

One JSON object a line. Not for reads or sales.
"""

import json
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path
from typing import TextIO


class Outcome(StrEnum):
    """What became of a command; a replayed one was known by its key and changed nothing again."""

    DONE = "done"
    REPLAYED = "replayed"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One command. `at` and `until` are RFC 3339; `effect` says whether the product's status changed.

    `by` is "api", or "until" where the time limit of an earlier command ran out; `answered` is false where
    the one who asked never got the answer.
    """

    number: int
    at: str
    action: str
    product_id: str
    sku: str | None
    key: str | None
    outcome: Outcome
    effect: bool
    status: str | None
    until: str | None = None
    by: str = "api"
    answered: bool = True


class Ledger:
    """Entries in memory, and in a file where one is given; lines are only ever added."""

    def __init__(self, path: Path | None = None) -> None:
        self._entries = list(_read(path)) if path and path.exists() else []
        self._file: TextIO | None = path.open("a", encoding="utf-8") if path else None

    @property
    def entries(self) -> tuple[Entry, ...]:
        """Everything so far, earlier runs included, oldest first."""
        return tuple(self._entries)

    @property
    def next_number(self) -> int:
        """The number of the next entry; they count from 1 without a gap."""
        return len(self._entries) + 1

    def add(self, entry: Entry) -> None:
        """Write one entry; it is in the file when this returns."""
        self._entries.append(entry)
        if self._file:
            self._file.write(json.dumps(asdict(entry), ensure_ascii=False) + "\n")
            self._file.flush()

    def close(self) -> None:
        """Close the file."""
        if self._file:
            self._file.close()


def _read(path: Path) -> list[Entry]:
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    return [Entry(**row | {"outcome": Outcome(row["outcome"])}) for row in rows]
