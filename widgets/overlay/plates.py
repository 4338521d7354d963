"""Paints the overlay: hard opaque plates, so that a key colour leaves no fringe; large figures; one bar.

Texts are made smaller before anything is cut; figures are never cut.
"""

from collections.abc import Iterable
from typing import Final

from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QPainter

from app.views.wording import Tone
from app.words import p_
from widgets.gauge.paint import sink
from widgets.kit import marks, text, theme
from widgets.kit.icons import icon
from widgets.kit.text import Style
from widgets.kit.theme import Hue
from widgets.overlay.looks import Measures
from widgets.overlay.shown import Bar, Figure, Life, Line, Shown

_FIGURE: Final = 40
_FIGURE_LINE: Final = 44
_NOTE_LINE: Final = 16
_COLOURS: Final = {
    Tone.PLAIN: theme.T1,
    Tone.CAUTION: theme.YELLOW,
    Tone.ACT: theme.ORANGE,
    Tone.HOLD: theme.BLUE,
    Tone.STOP: theme.T1,
    Tone.DOUBT: theme.T3,
}
_NOTES: Final = _COLOURS | {Tone.PLAIN: theme.T2, Tone.STOP: theme.T2}
_FILLS: Final = _COLOURS | {Tone.STOP: theme.PURPLE}
_BARS: Final = {Tone.PLAIN: Hue.BAR, Tone.CAUTION: Hue.YELLOW, Tone.ACT: Hue.ORANGE, Tone.DOUBT: Hue.T3}
_LAMPS: Final = {
    Life.LIVE: ("lamp_live", Hue.BAR),
    Life.STARTING: ("lamp_unknown", Hue.T3),
    Life.SILENT: ("lamp_stale", Hue.YELLOW),
}
_MARKS: Final = (0.1, 0.3, 0.5)


def paint_now(painter: QPainter, size: Measures, said: Shown, dpr: float, *, flashing: bool) -> None:
    """The plate of what is on air, with both figures, the bar and the lamp of life."""
    box = size.now
    painter.fillRect(box, theme.BG0)
    _paint_title(painter, size, said, dpr)
    for place, figure in zip(figure_places(size), (said.units, said.time), strict=True):
        if figure is not None:
            units = figure is said.units
            _paint_figure(painter, size, place, figure, flashing=flashing and units)
    if said.bar is not None:
        _paint_bar(painter, size, said.bar, dpr)


def figure_places(size: Measures) -> tuple[QRect, QRect]:
    """Where units and minutes stand."""
    left, top = size.now.x() + size.pad, size.now.y() + size.px(34)
    wide = (size.now.width() - 2 * size.pad - size.px(8)) // 2
    tall = size.px(_FIGURE_LINE) + size.px(_NOTE_LINE)
    return QRect(left, top, wide, tall), QRect(left + wide + size.px(8), top, wide, tall)


def _paint_title(painter: QPainter, size: Measures, said: Shown, dpr: float) -> None:
    box = size.now
    x, y, tall = box.x() + size.pad, box.y() + size.px(8), size.px(24)
    right = box.x() + box.width() - size.pad - size.px(12)
    name, hue = _LAMPS[said.life]
    painter.drawPixmap(right, y + (tall - size.px(12)) // 2, icon(name, size.px(12), hue, dpr))
    if said.on_air:
        x = _paint_badge(painter, size, x, y + size.px(2)) + size.px(8)
    room = right - size.px(8) - x
    style = _fitting(said.title, room, (size.px(18), size.px(16), size.px(14)), theme.T1)
    text.draw_elided(painter, (x, y), tall, said.title, style, room)


def _paint_badge(painter: QPainter, size: Measures, x: int, y: int) -> int:
    words, style = p_("badge", "ON AIR"), Style(size.px(14), theme.INK, bold=True)
    wide = text.width(words, style) + 2 * size.px(8)
    painter.fillRect(x, y, wide, size.px(20), theme.T1)
    text.draw(painter, (x + size.px(8), y), size.px(20), words, style)
    return x + wide


def _paint_figure(painter: QPainter, size: Measures, place: QRect, figure: Figure, *, flashing: bool) -> None:
    x, y, tall, room = place.x(), place.y(), size.px(_FIGURE_LINE), place.width()
    after = size.px(16)
    beside = size.px(4) + text.width(figure.word, Style(after, theme.T2)) if figure.word else 0
    # a low figure stays white: the note and the bar say it
    shade = _COLOURS[Tone.PLAIN if figure.tone is Tone.CAUTION else figure.tone]
    if not figure.words:
        _paint_alone(painter, size, place, figure)
        return
    style = _figure_style(size, figure, room - beside, shade)
    if flashing:
        wide = text.width(figure.words, style)
        painter.fillRect(x - size.px(4), y + size.px(4), wide + size.px(8), tall - size.px(6), theme.T1)
        style = Style(style.size, theme.INK, style.bold)
    x += text.draw(painter, (x, y), tall, figure.words, style, room - beside) + size.px(4)
    if figure.word:
        quiet = Style(after, theme.T3 if figure.doubt else theme.T2)
        text.draw(painter, (x, y + sink(after, style.size)), tall, figure.word, quiet)
    _paint_note(painter, size, place, figure)


def _figure_style(size: Measures, figure: Figure, room: int, shade: QColor) -> Style:
    bold = not figure.doubt
    return _fitting(figure.words, room, (size.px(each) for each in (_FIGURE, 34, 28, 24)), shade, bold=bold)


def _paint_note(painter: QPainter, size: Measures, place: QRect, figure: Figure) -> None:
    room, top = place.width(), place.y() + size.px(_FIGURE_LINE)
    shade = _NOTES[figure.note_tone]
    style = _fitting(figure.note, room, (size.px(12), size.px(11), size.px(10)), shade, bold=False)
    text.draw_elided(painter, (place.x(), top), size.px(_NOTE_LINE), figure.note, style, room)


def _paint_alone(painter: QPainter, size: Measures, place: QRect, figure: Figure) -> None:
    """A note that has no figure stands where the figure would."""
    sizes = [size.px(each) for each in (20, 18, 16, 14)]
    style = _fitting(figure.note, place.width(), sizes, theme.T1)
    drop = sink(style.size, size.px(_FIGURE))
    top = (place.x(), place.y() + drop)
    text.draw_elided(painter, top, size.px(_FIGURE_LINE), figure.note, style, place.width())


def _paint_bar(painter: QPainter, size: Measures, bar: Bar, dpr: float) -> None:
    box = size.now
    wide, tall = box.width() - 2 * size.pad, size.px(8)
    x, y = box.x() + size.pad, box.y() + size.px(100)
    painter.fillRect(x, y, wide, tall, theme.BG4)
    filled = QRect(x, y, round(wide * bar.share), tall)
    hue = _BARS.get(bar.tone, Hue.BAR)
    if bar.old:
        painter.drawTiledPixmap(filled, marks.hatch(hue, dpr))
        marks.outline(painter, filled, theme.colour(hue), square=True)
    else:
        painter.fillRect(filled, theme.colour(hue))
    for share in _MARKS:
        painter.fillRect(x + round(wide * share), y + tall, max(1, size.px(1)), size.px(4), theme.T3)


def paint_following(painter: QPainter, size: Measures, title: str) -> None:
    """The plate of what comes next."""
    box = size.following
    painter.fillRect(box, theme.BG0)
    words, style = p_("badge", "NEXT"), Style(size.px(12), theme.T1)
    badge = QRect(box.x() + size.pad, box.y() + size.px(6), 0, size.px(20))
    badge.setWidth(text.width(words, style) + 2 * size.px(7))
    marks.outline(painter, badge, theme.T1, max(1, size.px(1)), square=True)
    text.draw(painter, (badge.x() + size.px(7), badge.y()), badge.height(), words, style)
    x = badge.x() + badge.width() + size.px(8)
    room = box.x() + box.width() - size.pad - x
    line = _fitting(title, room, (size.px(16), size.px(14)), theme.T1, bold=False)
    text.draw_elided(painter, (x, box.y()), box.height(), title, line, room)


def paint_cue(painter: QPainter, size: Measures, line: Line) -> None:
    """The one cue line: filled is in force now, outlined is coming or a caution."""
    box, shade = size.cue, _FILLS[line.tone]
    if line.filled:
        painter.fillRect(box, shade)
    else:
        painter.fillRect(box, theme.BG0)
        marks.outline(painter, box, shade, size.px(2), square=True)
    ink = theme.INK if line.filled else _COLOURS[line.tone]
    room = box.width() - 2 * size.pad
    style = _fitting(line.words, room, (size.px(each) for each in (16, 14, 13, 12)), ink)
    text.draw_elided(painter, (box.x() + size.pad, box.y()), box.height(), line.words, style, room)


def _fitting(words: str, room: int, sizes: Iterable[int], shade: QColor, *, bold: bool = True) -> Style:
    """The largest of these sizes in which the words fit; the smallest where none does."""
    styles = [Style(size, shade, bold) for size in sizes]
    return next((style for style in styles if text.width(words, style) <= room), styles[-1])
