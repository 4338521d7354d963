"""Painted strips of the detail panel: five figures, the legs of the way, and small tables of figures."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from widgets.kit import text, theme
from widgets.kit.text import Style

_NOTE: Final = Style(theme.NOTE.size, theme.T3)
_PLAIN: Final = Style(theme.TEXT.size, theme.T2)
_FIGURE: Final = Style(theme.CLOCK.size, theme.T1, bold=True)
_SMALL: Final = Style(theme.STRONG.size, theme.T1, bold=True)
_ROW: Final = 26
_LEGS: Final = 20
_PAD: Final = 4


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure under its word."""

    words: str
    value: str
    colour: QColor | None = None


class FigureStrip(QWidget):
    """Figures side by side; they shrink where they have to."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._figures: tuple[Figure, ...] = ()
        self.setFixedHeight(46)

    def show_figures(self, figures: Sequence[Figure]) -> None:
        """Show these."""
        self._figures = tuple(figures)
        self.setAccessibleName(", ".join(f"{one.words} {one.value}" for one in figures))
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self._figures:
            wide = self.width() // len(self._figures)
            fits = all(text.width(one.value, _FIGURE) <= wide - _PAD for one in self._figures)
            for place, one in enumerate(self._figures):
                style = _FIGURE if fits else _SMALL
                shown = Style(style.size, one.colour or theme.T1, bold=True)
                text.draw_elided(painter, (place * wide, 0), 18, one.words, _NOTE, wide - _PAD)
                text.draw(painter, (place * wide, 18), 26, one.value, shown, wide - _PAD)
        painter.end()


class LegStrip(QWidget):
    """The way from order to shelf: a box a leg, as wide as it takes days."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._legs: tuple[tuple[str, float], ...] = ()
        self.setFixedHeight(_LEGS)

    def show_legs(self, legs: Sequence[tuple[str, float]]) -> None:
        """Show these."""
        self._legs = tuple(legs)
        self.setAccessibleName(", ".join(f"{name} {days:g}" for name, days in legs))
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        whole = sum(days for _name, days in self._legs) or 1.0
        run = 0.0
        for name, days in self._legs:
            left = round(run / whole * self.width())
            run += days
            wide = round(run / whole * self.width()) - left - 1
            painter.fillRect(left, 0, max(1, wide), self.height(), theme.BG3)
            painter.fillRect(left, 0, 1, self.height(), theme.T2)
            words = f"{name} {days:g}"
            if text.width(words, _NOTE) > wide - 2 * _PAD:
                words = f"{days:g}"
            if text.width(words, _NOTE) <= wide - _PAD:
                text.draw(painter, (left + _PAD, 0), self.height(), words, Style(theme.NOTE.size, theme.T2))
        painter.end()


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a small table: its cells, whether they are strong, and colours where one is abnormal."""

    cells: tuple[str, ...]
    strong: bool = False
    hues: tuple[QColor | None, ...] = ()


class FigureTable(QWidget):
    """A small table: the first column left, the others right."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._head: tuple[str, ...] = ()
        self._lines: tuple[Line, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_lines(self, head: Sequence[str], lines: Sequence[Line]) -> None:
        """Show these."""
        self._head, self._lines = tuple(head), tuple(lines)
        self.setAccessibleName("; ".join(" ".join(line.cells) for line in lines))
        self.setFixedHeight(_ROW * (1 + len(lines)))
        self.updateGeometry()
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(200, _ROW * (1 + len(self._lines)))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        rights = self._rights()
        self._row(painter, 0, Line(self._head), rights, _NOTE)
        for place, line in enumerate(self._lines, start=1):
            painter.fillRect(0, place * _ROW, self.width(), 1, theme.LINE)
            style = Style(theme.TEXT.size, theme.T1, bold=True) if line.strong else _PLAIN
            self._row(painter, place * _ROW, line, rights, style)
        painter.end()

    def _rights(self) -> list[int]:
        """Where each column ends: as wide as its widest cell, the first takes what is over."""
        strong = Style(theme.TEXT.size, theme.T1, bold=True)
        rows = [self._head, *(line.cells for line in self._lines)]
        ends, right = [], self.width()
        for column in range(len(self._head) - 1, 0, -1):
            ends.append(right)
            right -= max(text.width(row[column], strong) for row in rows) + theme.SPACE_L
        return [right, *reversed(ends)]

    def _row(self, painter: QPainter, top: int, line: Line, rights: list[int], style: Style) -> None:
        for column, words in enumerate(line.cells):
            hue = line.hues[column] if column < len(line.hues) else None
            shown = style if hue is None else Style(style.size, hue, bold=True)
            if column == 0:
                text.draw_elided(painter, (0, top), _ROW, words, shown, max(0, rights[0]))
            else:
                room = rights[column] - rights[column - 1] if column > 1 else rights[column] - rights[0]
                text.draw_right(painter, (rights[column], top), _ROW, words, shown, room)
