"""One line of painted text: measured, elided, drawn from cached pixels; and a hook that tells what fitted.

The only way text reaches a painter, and never rich. A line that was drawn before is a picture laid down in a
microsecond, a tenth of what shaping it and setting its glyphs takes. Not for labels: see `label.PlainLabel`.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from math import ceil
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage, QPainter

from widgets.kit import theme

PAD: Final = 2
"""Pixels kept left and right of a line for letters that lean out of their width."""
_KEPT: Final = 1500
"""Lines kept as pixels: some 4 KB each."""


@dataclass(frozen=True, slots=True)
class Fit:
    """One text as drawn: what it was, where, its room and what it took. `elidable`: may be cut if it must."""

    text: str
    drawn: str
    left: int
    top: int
    height: int
    room: int
    took: int
    elidable: bool

    @property
    def fits(self) -> bool:
        """Whether nothing that matters was cut off."""
        return self.took <= self.room


_watchers: Final[list[Callable[[Fit], None]]] = []


@contextmanager
def watching(watcher: Callable[[Fit], None]) -> Iterator[None]:
    """Tell `watcher` of every text painted meanwhile; for tests that look for clipped text."""
    _watchers.append(watcher)
    try:
        yield
    finally:
        _watchers.remove(watcher)


@dataclass(frozen=True, slots=True)
class Style:
    """How a line of text looks."""

    size: int
    colour: QColor
    bold: bool = False
    rgba: int = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "rgba", self.colour.rgba())


def width(text: str, style: Style) -> int:
    """Pixels that `text` takes in `style`."""
    return theme.text_width(text, style.size, style.bold)


@lru_cache(maxsize=4096)
def elided(text: str, size: int, bold: bool, room: int) -> str:
    """`text`, or as much of its beginning as fits `room` pixels, with an ellipsis."""
    if theme.text_width(text, size, bold) <= room:
        return text
    shown = theme.metrics(size, bold).elidedText(text, Qt.TextElideMode.ElideRight, max(0, room))
    # Qt elides by fractions of a pixel; widths here are whole
    over = theme.text_width(shown, size, bold) - room
    return (
        theme.metrics(size, bold).elidedText(text, Qt.TextElideMode.ElideRight, room - over)
        if over > 0
        else shown
    )


def draw(
    painter: QPainter, at: tuple[int, int], height: int, text: str, style: Style, room: int | None = None
) -> int:
    """Draw one line, centred in `height`, from `at` (left, top) on; return its width in pixels.

    `room` is what the caller keeps free for it; nothing is cut, a test looks at whether it was enough.
    """
    took = theme.text_width(text, style.size, style.bold)
    if _watchers:
        _tell(Fit(text, text, *at, height, took if room is None else room, took, elidable=False))
    _put(painter, at[0], at[1], height, text, style)
    return took


def draw_elided(
    painter: QPainter, at: tuple[int, int], height: int, text: str, style: Style, room: int
) -> int:
    """Draw as much of a line as fits `room`; return its width. For titles and sentences, never figures."""
    shown = elided(text, style.size, style.bold, room)
    took = theme.text_width(shown, style.size, style.bold)
    if _watchers:
        _tell(Fit(text, shown, *at, height, room, took, elidable=True))
    _put(painter, at[0], at[1], height, shown, style)
    return took


def draw_right(
    painter: QPainter, right: tuple[int, int], height: int, text: str, style: Style, room: int
) -> int:
    """Draw one line that ends at `right` (right, top); return its width."""
    took = theme.text_width(text, style.size, style.bold)
    return draw(painter, (right[0] - took, right[1]), height, text, style, room)


def _put(painter: QPainter, left: int, top: int, height: int, text: str, style: Style) -> None:
    dpr = painter.device().devicePixelRatioF()
    line = _pixels(text, style.size, style.bold, style.rgba, dpr)
    painter.drawImage(left - PAD, top + lift(height, style.size, style.bold), line)


@lru_cache(maxsize=_KEPT)
def _pixels(text: str, size: int, bold: bool, rgba: int, dpr: float) -> QImage:
    measures = theme.metrics(size, bold)
    wide = theme.text_width(text, size, bold) + 2 * PAD
    tall = measures.ascent() + measures.descent()
    image = QImage(ceil(wide * dpr), ceil(tall * dpr), QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(dpr)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setFont(theme.font(size, bold))
    painter.setPen(QColor.fromRgba(rgba))
    painter.drawText(PAD, measures.ascent(), text)
    painter.end()
    return image


@lru_cache(maxsize=256)
def lift(height: int, size: int, bold: bool) -> int:
    """How far below the top of a box that high a centred line begins."""
    measures = theme.metrics(size, bold)
    return (height - measures.ascent() - measures.descent()) // 2


def draw_unseen(painter: QPainter, at: tuple[int, int], height: int, text: str, style: Style) -> None:
    """Draw one line into pixels to be kept; who lays them down tells of it with `tell`."""
    _put(painter, at[0], at[1], height, text, style)


def tell(at: tuple[int, int], height: int, text: str, style: Style) -> None:
    """Tell those who watch that a kept line of text now lies at `at`."""
    took = theme.text_width(text, style.size, style.bold)
    _tell(Fit(text, text, *at, height, took, took, elidable=False))


def watched() -> bool:
    """Whether anybody wants to be told."""
    return bool(_watchers)


def _tell(fit: Fit) -> None:
    for watcher in tuple(_watchers):
        watcher(fit)
