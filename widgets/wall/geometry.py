"""Where tiles, rows and headings lie: arithmetic over sections; ten thousand products cost what ten do.

Coordinates are of the content, in pixels from its upper left corner; scrolling is the view's.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from PySide6.QtCore import QRect

from widgets.gauge.rows import LIST_HEIGHT, STRIP_HEIGHT
from widgets.gauge.tile import LARGE, SMALL_SHAPE, Shape
from widgets.wall.arrangement import Section

GUTTER: Final = 8
WIDEST_TILE: Final = 320
ROOMY_FROM: Final = 1440
"""Width of a window from which tiles are the large ones."""


class Density(StrEnum):
    """How much of each gauge is shown."""

    TILES = "tiles"
    LIST = "list"
    STRIP = "strip"


@dataclass(frozen=True, slots=True)
class Cells:
    """Sizes that one density has. `shape` is None for rows."""

    density: Density
    least: int
    height: int
    gap: int
    heading: int
    after: int
    """Extra pixels below each section."""
    shape: Shape | None


_ROOMY: Final = Cells(Density.TILES, 246, LARGE.height, GUTTER, 24, 0, LARGE)
_TIGHT: Final = Cells(Density.TILES, 200, SMALL_SHAPE.height, 6, 20, 0, SMALL_SHAPE)
_LIST: Final = Cells(Density.LIST, 0, LIST_HEIGHT, 1, 0, 3, None)
_STRIP: Final = Cells(Density.STRIP, 0, STRIP_HEIGHT, 1, 0, 0, None)


def cells_for(density: Density, window_width: int) -> Cells:
    """The sizes for a density in a window that wide."""
    if density is Density.LIST:
        return _LIST
    if density is Density.STRIP:
        return _STRIP
    return _ROOMY if window_width >= ROOMY_FROM else _TIGHT


@dataclass(frozen=True, slots=True)
class _Band:
    """A section in its place: where its heading and its first cell begin."""

    section: Section
    top: int
    cells_top: int


class Grid:
    """All cells in whole columns, section below section."""

    def __init__(
        self, sections: Sequence[Section], cells: Cells, width: int, *, headings: bool = True
    ) -> None:
        self.cells = cells
        self._heading = cells.heading if headings else 0
        self.columns = max(1, (width + GUTTER) // (cells.least + GUTTER)) if cells.least else 1
        whole = (width - (self.columns - 1) * GUTTER) // self.columns
        self.cell_width = max(1, min(WIDEST_TILE, whole) if cells.least else width)
        self._step = cells.height + cells.gap
        self._bands: list[_Band] = []
        self.height = self._lay(sections)
        self._tops = [band.top for band in self._bands]
        self._firsts = [band.section.first for band in self._bands]

    def _lay(self, sections: Sequence[Section]) -> int:
        y = 0
        for section in sections:
            self._bands.append(_Band(section, y, y + self._heading))
            y += self._heading + -(-section.count // self.columns) * self._step + self.cells.after
        return y

    def rect(self, row: int) -> QRect:
        """Where the cell of that row lies."""
        band = self._bands[bisect_right(self._firsts, row) - 1]
        line, column = divmod(row - band.section.first, self.columns)
        x = column * (self.cell_width + GUTTER)
        return QRect(x, band.cells_top + line * self._step, self.cell_width, self.cells.height)

    def headings(self) -> list[tuple[Section, int]]:
        """Each section and the top of its heading; none where headings are not shown."""
        return [(band.section, band.top) for band in self._bands] if self._heading else []

    @property
    def heading_height(self) -> int:
        """Pixels a heading takes; 0 where none are shown."""
        return self._heading

    def row_at(self, x: int, y: int) -> int | None:
        """The row whose cell lies there."""
        band = self._band_at(y)
        if band is None or y < band.cells_top or x < 0:
            return None
        line, deep = divmod(y - band.cells_top, self._step)
        column, across = divmod(x, self.cell_width + GUTTER)
        place = line * self.columns + column
        inside = deep < self.cells.height and across < self.cell_width and column < self.columns
        return band.section.first + place if inside and place < band.section.count else None

    def _band_at(self, y: int) -> _Band | None:
        number = bisect_right(self._tops, y) - 1
        return self._bands[number] if number >= 0 else None

    def rows_between(self, top: int, bottom: int) -> range:
        """Rows of which some may be seen from `top` to `bottom`."""
        first, last = self._band_at(max(0, top)), self._band_at(max(0, bottom))
        if first is None or last is None:
            return range(0)
        return range(self._first_from(first, top), self._last_to(last, bottom))

    def _first_from(self, band: _Band, top: int) -> int:
        line = max(0, top - band.cells_top) // self._step
        return band.section.first + min(line * self.columns, band.section.count)

    def _last_to(self, band: _Band, bottom: int) -> int:
        if bottom < band.cells_top:
            return band.section.first
        lines = (bottom - band.cells_top) // self._step + 1
        return band.section.first + min(lines * self.columns, band.section.count)

    def above(self, row: int) -> int:
        """The row one line up, in the same column; `row` itself at the top."""
        number = bisect_right(self._firsts, row) - 1
        section = self._bands[number].section
        line, column = divmod(row - section.first, self.columns)
        if line:
            return row - self.columns
        return row if number == 0 else _in_last_line(self._bands[number - 1].section, column, self.columns)

    def below(self, row: int) -> int:
        """The row one line down, in the same column or the last of that line; `row` itself at the end."""
        number = bisect_right(self._firsts, row) - 1
        section = self._bands[number].section
        line, column = divmod(row - section.first, self.columns)
        if (line + 1) * self.columns < section.count:
            return section.first + min(row - section.first + self.columns, section.count - 1)
        if number + 1 == len(self._bands):
            return row
        after = self._bands[number + 1].section
        return after.first + min(column, after.count - 1)


def _in_last_line(section: Section, column: int, columns: int) -> int:
    last_line = (section.count - 1) // columns
    return section.first + min(last_line * columns + column, section.count - 1)
