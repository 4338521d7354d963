"""Which painter paints a cell, and which parts of it a countdown or a flash touches."""

from typing import Final

from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QPainter

from app.views.gauge import ChipKind, Urgency
from app.words import p_
from widgets.gauge import rows, tile
from widgets.gauge.face import Face
from widgets.gauge.paint import Marked, Moment
from widgets.kit import text, theme
from widgets.kit.text import Style
from widgets.wall.arrangement import Section
from widgets.wall.geometry import Cells, Density

_NAME: Final = Style(theme.NOTE.size, theme.T1, bold=True)
_COUNT: Final = Style(theme.NOTE.size, theme.T2)
_LEGEND: Final = Style(theme.NOTE.size, theme.T3)
_LEGEND_STRONG: Final = Style(theme.NOTE.size, theme.T3, bold=True)


def group_name(group: Urgency | None) -> str:
    """The heading of a group; None is for products that came after the sorting."""
    return {
        Urgency.ACT_NOW: p_("group", "Act now"),
        Urgency.WATCH: p_("group", "Watch"),
        Urgency.OFF_SALE: p_("group", "Off sale by us"),
        Urgency.DOUBTFUL: p_("group", "Doubtful figures"),
        Urgency.NORMAL: p_("group", "Normal"),
        None: p_("group", "New since then"),
    }[group]


def paint_cell(
    painter: QPainter, box: QRect, cells: Cells, face: Face, moment: Moment, marked: Marked
) -> None:
    """Paint one gauge as its density wants it."""
    if cells.shape is not None:
        tile.paint_tile(painter, box, cells.shape, face, moment, marked)
    elif cells.density is Density.STRIP:
        rows.paint_strip_row(painter, box, face, moment, marked)
    else:
        rows.paint_list_row(painter, box, face, moment, marked)


def counting_rects(box: QRect, cells: Cells, face: Face) -> tuple[QRect, ...]:
    """What changes in a cell when a second passes."""
    if cells.shape is not None:
        row, edge = tile.state_rects(box, cells.shape)
        return (row, edge) if face.view.chip.kind is ChipKind.HELD else (row,)
    return (rows.strip_state_rect(box) if cells.density is Density.STRIP else rows.state_rect(box),)


def figure_rect(box: QRect, cells: Cells, face: Face) -> QRect:
    """What changes in a cell when a flash ends."""
    if cells.shape is not None:
        return tile.figure_rect(box, cells.shape, face)
    strip = cells.density is Density.STRIP
    return rows.strip_figure_rect(box, face) if strip else rows.figure_rect(box, face)


def paint_heading(painter: QPainter, box: QRect, section: Section, *, legend: bool) -> None:
    """The name of a group, how many it holds, a line, and over the first one what the minutes mean."""
    x, y, tall = box.x(), box.y(), box.height()
    x += text.draw(painter, (x, y), tall, group_name(section.group), _NAME) + theme.SPACE_S
    x += text.draw(painter, (x, y), tall, str(section.count), _COUNT) + theme.SPACE_S
    right = box.x() + box.width()
    if legend:
        right = _paint_legend(painter, QPoint(right, y), tall, right - x)
    if right > x:
        painter.fillRect(x, y + tall // 2, right - x, 1, theme.LINE)


def _paint_legend(painter: QPainter, corner: QPoint, tall: int, room: int) -> int:
    """Returns where the line before it ends; nothing is painted where it has no room."""
    pieces = (
        (p_("legend", "minutes left at"), _LEGEND),
        ("10 %", _LEGEND),
        ("50 %", _LEGEND_STRONG),
        ("90 %", _LEGEND),
    )
    gap = 4
    wide = sum(text.width(*piece) for piece in pieces) + gap * (len(pieces) - 1)
    if wide > room:
        return corner.x()
    x = corner.x() - wide
    for words, style in pieces:
        x += text.draw(painter, (x, corner.y()), tall, words, style) + gap
    return corner.x() - wide - theme.SPACE_S
