"""What is wrong in a settings file, each with its line."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

Place: TypeAlias = tuple[str | int, ...]
"""Keys and positions that lead to a value."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing that is wrong or doubtful; `where` names keys as people write them."""

    file: Path
    line: int
    where: str
    text: str

    def __str__(self) -> str:
        """One line: file, line, key, sentence."""
        key = f" {self.where}:" if self.where else ""
        return f"{self.file.name}:{self.line}:{key} {self.text}"


class SettingsError(Exception):
    """The file can't be used; `problems` is all that is wrong, in the order of lines."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


def said_place(place: Place) -> str:
    """A place as people write it: keys with dots, positions counted from 1."""
    text = ""
    for step in place:
        text += f"[{step + 1}]" if isinstance(step, int) else f".{step}" if text else str(step)
    return text
