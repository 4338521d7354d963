"""What a table of an export is made of: typed cells, columns, and how products and instants are called."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import TypeAlias

Cell: TypeAlias = str | int | float | datetime | None
"""A text, a number, an instant in the room's zone, or nothing known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One table; `key` names it in file names, `title` to people. Every row is as long as `columns`."""

    key: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Naming:
    """Titles by SKU, and the room's zone."""

    titles: Mapping[str, str]
    zone: tzinfo

    def title(self, sku: str) -> str:
        """A product's title, else its SKU; empty for none."""
        return self.titles.get(sku, sku) if sku else ""

    def local(self, at: datetime | None) -> datetime | None:
        """An instant in the room's zone."""
        return None if at is None else at.astimezone(self.zone)
