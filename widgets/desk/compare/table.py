"""A table of figures that is sorted when a person asks, and keeps that order until they ask again.

Painted, row by row that is seen; columns that do not fit drop out whole, those said to matter least first.
It knows nothing of what the figures mean: rows bring their words and what they are sorted by.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from app.words import p_
from widgets.desk.parts import spread
from widgets.kit import text, theme
from widgets.kit.buttons import SMALL
from widgets.kit.choices import DropDown, Option
from widgets.kit.fields import ThinScrollBar
from widgets.kit.label import PlainLabel, set_plain_tooltip
from widgets.kit.text import Style

ROW: Final = 26
_HEAD: Final = 28
_GAP: Final = 16
_EDGE: Final = 12
_LEAST_FIRST: Final = 140
_SORT: Final = 220
_AS_IT_CAME: Final = -1
_HEADING: Final = Style(theme.NOTE.size, theme.T3)
_SORTED: Final = Style(theme.NOTE.size, theme.T1, bold=True)
_PLAIN: Final = Style(theme.TEXT.size, theme.T2)
_STRONG: Final = Style(theme.TEXT.size, theme.T1, bold=True)


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, whether its words may be cut, and its rank: the greatest drop out first."""

    words: str
    elide: bool = False
    rank: int = 0
    figures: bool = True
    """Stands at the right."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row: what stands in it, what each cell is sorted by (None last), which cells are strong, its tip."""

    cells: tuple[str, ...]
    keys: tuple[float | str | None, ...]
    strong: frozenset[int] = frozenset()
    tip: str = ""


class _Area(QWidget):
    """What heading and rows share: where each column that is seen lies."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.columns: tuple[Column, ...] = ()
        self.rows: tuple[Row, ...] = ()
        self._wide: tuple[int, ...] = ()
        self.sorted_by = -1

    def show_rows(self, columns: tuple[Column, ...], rows: tuple[Row, ...], sorted_by: int) -> None:
        """Show these."""
        self.columns, self.rows, self.sorted_by = columns, rows, sorted_by
        self._wide = tuple(self._needed(place) for place in range(len(columns)))
        self.update()

    def _needed(self, place: int) -> int:
        heading = text.width(self.columns[place].words, _SORTED)
        return max([heading, *(text.width(row.cells[place], _STRONG) for row in self.rows)])

    def places(self) -> list[tuple[int, int, int]]:
        """Column, left edge and width of those that are seen; the first takes what is over."""
        room = self.width() - 2 * _EDGE
        seen = list(range(len(self.columns)))
        while len(seen) > 1 and self._least(seen) > room:
            seen.remove(max(seen[1:], key=lambda place: (self.columns[place].rank, place)))
        over = max(0, room - self._least(seen))
        wides: dict[int, int] = {}
        for place in seen:
            more = min(over, self._wide[place] - self._least_of(place))
            wides[place] = self._least_of(place) + more
            over -= more
        found, left = [], _EDGE
        for number, place in enumerate(seen):
            wide = wides[place] + (over if number == 0 else 0)
            found.append((place, left, wide))
            left += wide + _GAP
        return found

    def _least(self, seen: Sequence[int]) -> int:
        return sum(self._least_of(place) + _GAP for place in seen) - _GAP

    def _least_of(self, place: int) -> int:
        wide = self._wide[place]
        return min(wide, _LEAST_FIRST) if self.columns[place].elide else wide


class _Headings(_Area):
    """The headings; a press on one sorts by it.

    Signals:
        pressed: Carries the column.
    """

    pressed = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(_HEAD)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        for place, left, wide in self.places():
            style = _SORTED if place == self.sorted_by else _HEADING
            words = self.columns[place].words
            shift = wide - text.width(words, style) if self.columns[place].figures else 0
            text.draw(painter, (left + max(0, shift), 0), _HEAD, words, style, wide)
        painter.fillRect(0, _HEAD - 1, self.width(), 1, theme.LINE)
        painter.end()

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        x = event.position().x()
        for place, left, wide in self.places():
            if left - _GAP / 2 <= x < left + wide + _GAP / 2:
                self.pressed.emit(place)


class _Rows(_Area):
    """The rows."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @override
    def show_rows(self, columns: tuple[Column, ...], rows: tuple[Row, ...], sorted_by: int) -> None:
        super().show_rows(columns, rows, sorted_by)
        self.setFixedHeight(max(ROW, ROW * len(rows)))

    @override
    def sizeHint(self) -> QSize:
        return QSize(320, self.height())

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        places = self.places()
        first, last = event.rect().top() // ROW, event.rect().bottom() // ROW
        for number, row in enumerate(self.rows[first : last + 1], start=first):
            for place, left, wide in places:
                self._paint_cell(painter, row, place, (left, number * ROW), wide)
        painter.end()

    def _paint_cell(self, painter: QPainter, row: Row, place: int, at: tuple[int, int], wide: int) -> None:
        style = _STRONG if place in row.strong else _PLAIN
        words, column = row.cells[place], self.columns[place]
        if column.elide:
            text.draw_elided(painter, at, ROW, words, style, wide)
            return
        shift = wide - text.width(words, style) if column.figures else 0
        text.draw(painter, (at[0] + max(0, shift), at[1]), ROW, words, style, wide)

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        number = int(event.position().y()) // ROW
        set_plain_tooltip(self, self.rows[number].tip if 0 <= number < len(self.rows) else "")

    @override
    def leaveEvent(self, event: QEvent) -> None:
        set_plain_tooltip(self, "")


class FigureTable(QWidget):
    """Headings, rows that scroll, and a field that sorts by keyboard; `empty` is said without a row."""

    def __init__(self, empty: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._columns: tuple[Column, ...] = ()
        self._rows: tuple[Row, ...] = ()
        self._by = _AS_IT_CAME
        self._down = True
        self.headings, self._body = _Headings(), _Rows()
        self._empty = PlainLabel(empty, theme.NOTE.size, theme.T3)
        self.sort = DropDown((), label=p_("compare", "Sort by"), height=SMALL, width=_SORT)
        self._area = QScrollArea()
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setVerticalScrollBar(ThinScrollBar())
        self._area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self._area.setWidget(self._body)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        beside = QHBoxLayout()
        # the headings are as wide as the rows, which stand beside a scroll bar
        beside.setContentsMargins(0, 0, ThinScrollBar.THICK + ThinScrollBar.OFF, 0)
        beside.addWidget(self.headings)
        column.addLayout(beside)
        column.addWidget(self._area, 1)
        note = spread(QHBoxLayout(), _EDGE, _EDGE)
        note.addWidget(self._empty)
        note.addStretch(1)
        column.addLayout(note)
        self.headings.pressed.connect(self.sort_by)
        self.sort.chosen.connect(self._chosen)

    def show_rows(self, columns: tuple[Column, ...], rows: tuple[Row, ...]) -> None:
        """Show these rows in the order the person last asked for, else as they come."""
        if tuple(column.words for column in columns) != tuple(column.words for column in self._columns):
            self._by = _AS_IT_CAME
            first = Option(_AS_IT_CAME, p_("compare", "as it came"))
            self.sort.offer([first, *(Option(place, each.words) for place, each in enumerate(columns))])
        self._columns, self._rows = columns, rows
        self._show()

    def sort_by(self, column: int) -> None:
        """Sort by a column, greatest first; asked again, the other way round."""
        self._down = not self._down if column == self._by else True
        self._by = column
        self.sort.set_value(column)
        self._show()

    def _chosen(self, column: object) -> None:
        if isinstance(column, int):
            self.sort_by(column)

    def _show(self) -> None:
        rows = self._rows
        if self._by != _AS_IT_CAME:
            rows = tuple(_sorted(rows, self._by, down=self._down))
        for part in (self.headings, self._body):
            part.show_rows(self._columns, rows, self._by)
        self._empty.setVisible(not rows)

    @property
    def shown(self) -> tuple[tuple[str, ...], ...]:
        """The words of the rows in the order they are seen."""
        return tuple(row.cells for row in self._body.rows)


def _sorted(rows: Sequence[Row], by: int, *, down: bool) -> list[Row]:
    """Rows by one column; what is not known stands last either way."""
    known = [row for row in rows if row.keys[by] is not None]
    ordered = sorted(known, key=lambda row: _key(row.keys[by]), reverse=down)
    return [*ordered, *(row for row in rows if row.keys[by] is None)]


def _key(value: float | str | None) -> tuple[bool, float, str]:
    return (True, 0.0, value) if isinstance(value, str) else (False, value or 0.0, "")
