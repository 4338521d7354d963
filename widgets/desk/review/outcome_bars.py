"""Outcomes as a picture: a bar a policy, all on one scale: sold, left over, lost.

Fill says how real it is: sold is filled, left over outlined, lost hatched.
"""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QBrush, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from app.views.rehearsal import OutcomeView
from app.words import number, p_
from widgets.desk.review.rehearsal_words import policy_words
from widgets.kit import marks, text, theme
from widgets.kit.text import Style

_ROW: Final = 36
_BAR: Final = 20
_LEGEND: Final = 28
_NAME: Final = 148
_EDGE: Final = 12
_GAP: Final = 6
_LEAST_LABEL: Final = 8
_TEXT: Final = Style(theme.TEXT.size, theme.T2)
_NOTE: Final = Style(theme.NOTE.size, theme.T3)
_ON_BAR: Final = Style(theme.NOTE.size, theme.INK, bold=True)
_BESIDE: Final = Style(theme.NOTE.size, theme.T1)


class OutcomeBars(QWidget):
    """The bars; as many as there is room for."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._outcomes: tuple[OutcomeView, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @override
    def sizeHint(self) -> QSize:
        return QSize(400, _LEGEND + _ROW * len(self._outcomes) + _EDGE)

    def show_outcomes(self, outcomes: Sequence[OutcomeView]) -> None:
        """Show these."""
        grown = len(outcomes) != len(self._outcomes)
        self._outcomes = tuple(outcomes)
        if grown:
            self.updateGeometry()
        self.setAccessibleName(", ".join(f"{policy_words(one.policy)} {one.sold}" for one in outcomes))
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        most = max((one.sold + one.left_over + one.lost for one in self._outcomes), default=0)
        if most:
            self._paint_legend(painter)
            for place, one in enumerate(self._outcomes):
                self._paint_bar(painter, _LEGEND + place * _ROW, one, most)
        painter.end()

    def _paint_legend(self, painter: QPainter) -> None:
        left = _EDGE + _NAME
        names = (p_("rehearsal", "Sold"), p_("rehearsal", "Left over"), p_("rehearsal", "Lost"))
        for place, name in enumerate(names):
            _fill(painter, QRect(left, (_LEGEND - 10) // 2, 14, 10), place)
            left += 14 + _GAP
            left += text.draw(painter, (left, 0), _LEGEND, name, _NOTE) + 3 * _GAP

    def _paint_bar(self, painter: QPainter, top: int, one: OutcomeView, most: int) -> None:
        text.draw_elided(painter, (_EDGE, top), _BAR, policy_words(one.policy), _TEXT, _NAME - _GAP)
        left = _EDGE + _NAME
        room = self.width() - left - _EDGE
        for place, units in enumerate((one.sold, one.left_over, one.lost)):
            wide = round(room * units / most)
            if wide > 0:
                box = QRect(left, top, wide, _BAR)
                _fill(painter, box, place)
                self._paint_units(painter, box, units, place)
            left += wide

    @staticmethod
    def _paint_units(painter: QPainter, box: QRect, units: int, place: int) -> None:
        """The figure in its part, where it has room."""
        words, style = number(units), _ON_BAR if place == 0 else _BESIDE
        if place < 2 and text.width(words, style) + _LEAST_LABEL <= box.width():  # noqa: PLR2004 - not hatched
            text.draw(painter, (box.left() + _LEAST_LABEL // 2, box.top()), box.height(), words, style)


def _fill(painter: QPainter, box: QRect, place: int) -> None:
    """Sold, left over, lost."""
    if place == 0:
        painter.fillRect(box, theme.BAR)
        return
    painter.fillRect(box, theme.BG0)
    if place == 1:
        marks.outline(painter, box, theme.EDGE)
    else:
        painter.fillRect(box, QBrush(theme.T1, Qt.BrushStyle.BDiagPattern))
