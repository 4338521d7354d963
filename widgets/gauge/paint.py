"""What tiles and rows have in common: ground, stripe, frame, figure, asides, and the fitting of whole items.

Nothing is cut but titles; an item that has no room is left out whole.
"""

from dataclasses import dataclass
from datetime import datetime, tzinfo
from functools import lru_cache
from typing import Final

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter

from widgets.gauge.face import NEXT, ON_AIR, Face, Stripe, second_words
from widgets.gauge.words import next_word, on_air_word
from widgets.kit import marks, text, theme
from widgets.kit.chip import ChipStyle, chip_width, paint_chip
from widgets.kit.icons import icon
from widgets.kit.text import Style
from widgets.kit.theme import Hue

STRIPE: Final = 4
LEFT: Final = 12
"""Where content begins, right of the stripe."""
RIGHT: Final = 8
TICK: Final = 16
GAP: Final = 8
SMALL: Final = 12
_STRIPE_DASH: Final = 5
_STRIPE_GAP: Final = 3

NOTE: Final = Style(SMALL, theme.T3)
QUIET: Final = Style(SMALL, theme.T2)
TITLE: Final = Style(14, theme.T1, bold=True)
TITLE_OLD: Final = Style(14, theme.T2, bold=True)
_STRONG_FIGURE: Final = Style(14, theme.T1, bold=True)
_QUIET_FIGURE: Final = Style(14, theme.T2)
"""Of an aside; units at risk are not to shout."""


@dataclass(frozen=True, slots=True)
class Moment:
    """What one painting is made for: the instant, the zone, the pixel ratio, and what of it is exposed."""

    now: datetime
    zone: tzinfo
    dpr: float = 1.0
    exposed: QRect | None = None


@dataclass(frozen=True, slots=True)
class Marked:
    """What the person did with a gauge: chose it; or what just happened to it: its figure changed."""

    selected: bool = False
    flashing: bool = False


PLAIN: Final = Marked()


def paint_ground(painter: QPainter, box: QRect, face: Face, marked: Marked, dpr: float) -> None:
    """The gauge's own surface and the stripe at its left."""
    marks.fill_box(painter, box, theme.BG3 if marked.selected else theme.BG2)
    if face.stripe is not None:
        _paint_stripe(painter, box, face.stripe, dpr)


def _paint_stripe(painter: QPainter, box: QRect, stripe: Stripe, dpr: float) -> None:
    place = QRect(box.x(), box.y() + 1, STRIPE, box.height() - 2)
    if not stripe.dashed:
        painter.fillRect(place, theme.colour(stripe.hue))
        return
    tile = marks.dashes(stripe.hue, STRIPE, dpr, upright=True, dash=_STRIPE_DASH, gap=_STRIPE_GAP)
    painter.drawTiledPixmap(place, tile)


def paint_frame(painter: QPainter, box: QRect, face: Face, on_air: int = 3) -> None:
    """The frame of what is on air, or next."""
    if face.view.on_air:
        marks.outline(painter, box, theme.T1, on_air)
    elif face.view.is_next:
        marks.outline(painter, box, theme.T1)


def badge(face: Face) -> tuple[ChipStyle, str] | None:
    """The chip that says on air or next."""
    if face.view.on_air:
        return ON_AIR, on_air_word()
    return (NEXT, next_word()) if face.view.is_next else None


def paint_badge_left_of(painter: QPainter, right: int, y: int, height: int, face: Face, dpr: float) -> int:
    """Paint on air or next so that it ends at `right`; return where it begins, or `right` without one."""
    found = badge(face)
    if found is None:
        return right
    wide = chip_width(*found)
    paint_chip(painter, right - wide, y + (height - 18) // 2, *found, dpr)
    return right - wide


def paint_figure(
    painter: QPainter, at: tuple[int, int], height: int, face: Face, size: int, marked: Marked
) -> int:
    """Paint the figure, inverted while it flashes; return where it ends."""
    x, y = at
    hue = Hue.INK if marked.flashing else Hue.T3 if face.old else Hue.T1
    style = _figure_style(size, hue, not face.old)
    if marked.flashing:
        painter.fillRect(x - 4, y, text.width(face.words.figure, style) + 8, height, theme.T1)
    return x + text.draw(painter, at, height, face.words.figure, style)


@lru_cache(maxsize=16)
def _figure_style(size: int, hue: Hue, bold: bool) -> Style:
    return Style(size, theme.colour(hue), bold)


def figure_width(face: Face, size: int) -> int:
    """Pixels the figure takes."""
    return theme.text_width(face.words.figure, size, not face.old)


@lru_cache(maxsize=64)
def sink(small: int, big: int) -> int:
    """How much lower a small text is drawn so that both stand on one line, when both are centred."""
    return _base(big, bold=True) - _base(small, bold=False)


def _base(size: int, *, bold: bool) -> int:
    measures = theme.metrics(size, bold)
    return (measures.ascent() - measures.descent()) // 2


def aside_width(face: Face) -> int:
    """Pixels the whole aside takes."""
    words, figure = NOTE, _QUIET_FIGURE if face.old else _STRONG_FIGURE
    pieces = face.words.aside.split("*")
    return sum(
        text.width(piece, figure if number % 2 else words) for number, piece in enumerate(pieces) if piece
    )


def paint_aside(painter: QPainter, right: int, y: int, height: int, face: Face) -> None:
    """Paint the aside so that it ends at `right`: words with a stronger figure among them."""
    words, figure = NOTE, _QUIET_FIGURE if face.old else _STRONG_FIGURE
    x = right - aside_width(face)
    for number, piece in enumerate(face.words.aside.split("*")):
        if not piece:
            continue
        style = figure if number % 2 else words
        drop = 0 if number % 2 else sink(SMALL, 14)
        x += text.draw(painter, (x, y + drop), height, piece, style)


def paint_state(painter: QPainter, at: tuple[int, int], room: int, face: Face, moment: Moment) -> int:
    """Paint the chip and the second one from `at` on, as much of the words as fits; return where they end."""
    x, y = at
    words = face.chip_words(moment.now, moment.zone)
    if chip_width(face.chip, words) > room:
        words = face.short_chip_words()
    x += paint_chip(painter, x, y, face.chip, words, moment.dpr)
    return _paint_second(painter, x, y, face, moment)


def _paint_second(painter: QPainter, x: int, y: int, face: Face, moment: Moment) -> int:
    chip = face.view.second_chip
    if chip is None:
        return x
    words = second_words(chip, moment.now, moment.zone)
    name = "low" if face.bar == Hue.YELLOW else "crit"
    painter.drawPixmap(x + 6, y + 3, icon(name, 12, face.bar, moment.dpr))
    return x + 22 + text.draw(painter, (x + 22, y), 18, words, Style(SMALL, theme.colour(face.bar)))
