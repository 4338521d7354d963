"""One line of painted text: measured, elided, drawn from cached layouts; and a hook that tells what fitted.

The only way text reaches a painter. Never rich: a layout is told that its text is plain. Not for labels;
those are `label.PlainLabel`.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QStaticText

from widgets.kit import theme

ELLIPSIS: Final = "…"


@dataclass(frozen=True, slots=True)
class Fit:
    """One text as drawn: what it was, its room and what it took. `elidable`: may be cut when it must."""

    text: str
    drawn: str
    room: int
    took: int
    elidable: bool

    @property
    def fits(self) -> bool:
        """Whether nothing that matters was cut off."""
        return self.took <= self.room


_watchers: Final[list[Callable[[Fit], None]]] = []


@contextmanager
def watching(tell: Callable[[Fit], None]) -> Iterator[None]:
    """Tell `tell` of every text painted meanwhile; for tests that look for clipped text."""
    _watchers.append(tell)
    try:
        yield
    finally:
        _watchers.remove(tell)


@lru_cache(maxsize=8192)
def _layout(text: str, size: int, bold: bool) -> QStaticText:
    made = QStaticText(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setPerformanceHint(QStaticText.PerformanceHint.AggressiveCaching)
    made.prepare(font=theme.font(size, bold))
    return made


@lru_cache(maxsize=4096)
def elided(text: str, size: int, bold: bool, room: int) -> str:
    """`text`, or as much of its beginning as fits `room` pixels, with an ellipsis."""
    if theme.text_width(text, size, bold) <= room:
        return text
    return theme.metrics(size, bold).elidedText(text, Qt.TextElideMode.ElideRight, max(0, room))


@dataclass(frozen=True, slots=True)
class Style:
    """How a line of text looks."""

    size: int
    colour: QColor
    bold: bool = False


def width(text: str, style: Style) -> int:
    """Pixels that `text` takes in `style`."""
    return theme.text_width(text, style.size, style.bold)


def draw(
    painter: QPainter, at: tuple[int, int], height: int, text: str, style: Style, room: int | None = None
) -> int:
    """Draw one line, centred in `height`, from `at` (left, top) on; return its width in pixels.

    `room` is what the caller keeps free for it; nothing is cut, a test looks at whether it was enough.
    """
    took = theme.text_width(text, style.size, style.bold)
    if _watchers:
        _tell(Fit(text, text, took if room is None else room, took, elidable=False))
    _put(painter, at[0], at[1], height, text, style)
    return took


def draw_elided(
    painter: QPainter, at: tuple[int, int], height: int, text: str, style: Style, room: int
) -> int:
    """Draw as much of a line as fits `room`; return its width. For titles and sentences, never figures."""
    shown = elided(text, style.size, style.bold, room)
    took = theme.text_width(shown, style.size, style.bold)
    if _watchers:
        _tell(Fit(text, shown, room, took, elidable=True))
    _put(painter, at[0], at[1], height, shown, style)
    return took


def draw_right(
    painter: QPainter, right: tuple[int, int], height: int, text: str, style: Style, room: int
) -> int:
    """Draw one line that ends at `right` (right, top); return its width."""
    took = theme.text_width(text, style.size, style.bold)
    return draw(painter, (right[0] - took, right[1]), height, text, style, room)


def _put(painter: QPainter, left: int, top: int, height: int, text: str, style: Style) -> None:
    painter.setFont(theme.font(style.size, style.bold))
    painter.setPen(style.colour)
    painter.drawStaticText(
        left, top + _lift(height, style.size, style.bold), _layout(text, style.size, style.bold)
    )


@lru_cache(maxsize=128)
def _lift(height: int, size: int, bold: bool) -> int:
    """How far below the top of its line a layout begins."""
    measures = theme.metrics(size, bold)
    return (height - measures.ascent() - measures.descent()) // 2


def _tell(fit: Fit) -> None:
    for tell in tuple(_watchers):
        tell(fit)
