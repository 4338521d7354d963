"""A forecast's range over the last broadcasts in a card: the sum, and each broadcast beside the promise.

A broadcast is a mark at the share that held on the line of its bounds; hollow where no share may be claimed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QEvent, QRect, QSize
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from app.views.calibration import PROMISED, BandView, Verdict
from app.views.track_record import LAST, MeasureView
from app.words import percent
from widgets.desk.review.band_card import RangeCard
from widgets.desk.review.record_words import count_words, loss_words
from widgets.kit import marks, text, theme
from widgets.kit.label import set_plain_tooltip
from widgets.kit.text import Style

_NOTE: Final = Style(theme.NOTE.size, theme.T3)
_PROMISE: Final = Style(theme.NOTE.size, theme.T1, bold=True)
_LEFT: Final = 42
_FOOT: Final = 20
_TOP: Final = 8
_MARK: Final = 7
_STEP: Final = 0.2
_GAP: Final = 6


@dataclass(frozen=True, slots=True)
class Score:
    """One broadcast in the picture: what it is called below, its band, and all of it in words."""

    name: str
    band: BandView
    words: str


class RecordStrip(QWidget):
    """The picture: the oldest broadcast at the left, the newest at the right."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scores: tuple[Score, ...] = ()
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    @override
    def sizeHint(self) -> QSize:
        return QSize(360, 112)

    def show_scores(self, scores: Sequence[Score]) -> None:
        """Show these, the oldest first."""
        self._scores = tuple(scores)
        self.setAccessibleName(", ".join(one.words for one in scores))
        self.update()

    @property
    def _plot(self) -> QRect:
        return QRect(_LEFT, _TOP, self.width() - _LEFT, self.height() - _TOP - _FOOT)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        plot, floor = self._plot, _floor(self._scores)
        painter.fillRect(plot, theme.BG0)
        self._paint_levels(painter, plot, floor)
        for place, score in enumerate(self._scores):
            self._paint_score(painter, plot, floor, place, score)
        self._paint_names(painter, plot)
        painter.end()

    def _paint_levels(self, painter: QPainter, plot: QRect, floor: float) -> None:
        """A line each fifth; the promised one dashed over all."""
        level = floor
        while level <= 1.0 + _STEP / 2:
            promised = abs(level - PROMISED) < _STEP / 2
            y, style = _y(plot, floor, level), _PROMISE if promised else _NOTE
            if promised:
                pen = QPen(theme.T1)
                pen.setCosmetic(True)
                pen.setDashPattern([3, 3])
                painter.setPen(pen)
                painter.drawLine(plot.left(), y, plot.right(), y)
            else:
                painter.fillRect(plot.left(), y, plot.width(), 1, theme.GRID)
            text.draw_right(painter, (_LEFT - _GAP, y - 8), 16, percent(level), style, _LEFT - _GAP)
            level += _STEP

    def _paint_score(self, painter: QPainter, plot: QRect, floor: float, place: int, score: Score) -> None:
        middle, band = self._middle(plot, place), score.band
        if not band.of:
            return
        shade = theme.YELLOW if band.verdict is Verdict.TOO_NARROW else theme.T1
        if band.low is not None and band.high is not None:
            top, bottom = _y(plot, floor, band.high), _y(plot, floor, band.low)
            painter.fillRect(middle, top, 1, max(1, bottom - top), theme.T3 if shade is theme.T1 else shade)
        y = _y(plot, floor, band.held / band.of)
        box = QRect(middle - _MARK // 2, y - _MARK // 2, _MARK, _MARK)
        _paint_mark(painter, box, shade, band.verdict)

    def _paint_names(self, painter: QPainter, plot: QRect) -> None:
        """The names of as many as have room, the newest among them."""
        if not self._scores:
            return
        wide = max(text.width(score.name, _NOTE) for score in self._scores) + _GAP
        every = max(1, -(-wide * LAST // max(1, plot.width())))
        for place in range(len(self._scores) - 1, -1, -every):
            name = self._scores[place].name
            left = self._middle(plot, place) - text.width(name, _NOTE) // 2
            left = min(max(plot.left(), left), self.width() - text.width(name, _NOTE))
            text.draw(painter, (left, plot.bottom() + 3), 16, name, _NOTE)

    def _middle(self, plot: QRect, place: int) -> int:
        """The middle of a broadcast's column; fewer than asked for leave the left empty."""
        column = LAST - len(self._scores) + place
        return plot.left() + (2 * column + 1) * plot.width() // (2 * LAST)

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        plot = self._plot
        column = int((event.position().x() - plot.left()) * LAST // max(1, plot.width()))
        place = column - LAST + len(self._scores)
        set_plain_tooltip(self, self._scores[place].words if 0 <= place < len(self._scores) else "")

    @override
    def leaveEvent(self, event: QEvent) -> None:
        set_plain_tooltip(self, "")


class RecordCard(RangeCard):
    """One measure's card; `title` names it."""

    def __init__(self, title: str) -> None:
        self.strip = RecordStrip()
        super().__init__(title, self.strip, (4, 5))
        self.show_measure(None, ())

    def show_measure(self, measure: MeasureView | None, scores: Sequence[Score]) -> None:
        """Show all broadcasts together, and each."""
        known = measure is not None and bool(scores)
        self.show_share(
            measure.band if measure is not None and known else None,
            count_words(measure.band) if measure is not None and known else "",
            loss_words(measure.loss) if measure is not None and known else (),
        )
        self.strip.show_scores(scores)


def _paint_mark(painter: QPainter, box: QRect, shade: QColor, verdict: Verdict) -> None:
    """Filled where a share may be claimed; a triangle where ranges were too narrow."""
    if verdict is Verdict.TOO_LITTLE:
        painter.fillRect(box, theme.BG0)
        marks.outline(painter, box, theme.T3, square=True)
    elif verdict is Verdict.TOO_NARROW:
        for row in range(box.height()):
            half = row // 2 + 1
            painter.fillRect(box.center().x() - half + 1, box.top() + row, 2 * half - 1, 1, shade)
    else:
        painter.fillRect(box, shade)


def _floor(scores: Sequence[Score]) -> float:
    """The share at the bottom: a fifth's multiple that leaves every mark and bound to be seen."""
    lows = [score.band.low or score.band.held / score.band.of for score in scores if score.band.of]
    return min(0.4, _STEP * int(min(lows, default=1.0) / _STEP))


def _y(plot: QRect, floor: float, share: float) -> int:
    return plot.bottom() - round((share - floor) / (1.0 - floor) * (plot.height() - 1))
