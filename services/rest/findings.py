"""What is wrong, or doubtful, in a source's settings, by place, so that all of it is told at once."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol, TypeAlias

from app.words import _
from services.rest.paths import KEY, BadPath, Path, compile_path, header_name, negates_too_much
from services.rest.settings import Account

Place: TypeAlias = tuple[str | int, ...]
"""Keys and positions that lead from the checked table to a value."""


class Around(Protocol):
    """What else the settings file names."""

    @property
    def accounts(self) -> Mapping[str, Account]:
        """Accounts by id."""
        ...

    @property
    def skus(self) -> frozenset[str]:
        """Products by SKU."""
        ...

    @property
    def warehouses(self) -> frozenset[str]:
        """Warehouses by id, sites included."""
        ...

    @property
    def more_warehouses(self) -> bool:
        """Whether answers may name warehouses that the file does not."""
        ...


@dataclass(slots=True)
class Findings:
    """Problems refuse the start, warnings are told by `stockcue check`."""

    problems: list[tuple[Place, str]] = field(default_factory=list)
    warnings: list[tuple[Place, str]] = field(default_factory=list)

    def problem(self, place: Place, text: str) -> None:
        """Something that can't work."""
        self.problems.append((place, text))

    def warn(self, place: Place, text: str) -> None:
        """Something that may go wrong."""
        self.warnings.append((place, text))

    def path(self, place: Place, text: str | None) -> Path | None:
        """Compile a JMESPath, noting what is wrong with it."""
        if text is None:
            return None
        try:
            path = compile_path(text)
        except BadPath as error:
            self.problem(place, _("{path!r} is no JMESPath: {why}").format(path=text, why=error))
            return None
        if negates_too_much(path):
            self.warn(
                place,
                _("in {path!r} the ! belongs to the first name alone; write !(a.b)").format(path=text),
            )
        return path

    def row_path(self, place: Place, text: str | None) -> Path | None:
        """The same for a path in a row, where `$key` is one too."""
        if text is not None and text in (KEY, f"item.{KEY}", f"level.{KEY}"):
            return None
        return self.path(place, text)

    def header_or_path(self, place: Place, text: str | None) -> None:
        """The same for a path that may be `header.NAME`."""
        if text is not None and header_name(text) is None:
            self.path(place, text)
