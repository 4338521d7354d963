"""The coming days of one product: stock in batches as a line, at once dashed, empty days hatched."""

from typing import Final

from PySide6.QtCore import QPointF, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from app.views.replenishment import ProposalView
from app.words import _, n_, number
from widgets.kit import marks, text, theme
from widgets.kit.text import Style
from widgets.kit.theme import Hue

_LEFT: Final = 48
_RIGHT: Final = 12
_TOP: Final = 40
_BOTTOM: Final = 22
_NOTE: Final = Style(theme.NOTE.size, theme.T3)
_TOLD: Final = Style(theme.NOTE.size, theme.T2)
_SHORT: Final = Style(theme.NOTE.size, theme.ORANGE)
_STEPS: Final = (1, 2, 5)
_LINES: Final = 4


def scale(most: int) -> int:
    """A round step that divides the height into four lines at most."""
    step = 1
    while True:
        for factor in _STEPS:
            if factor * step * _LINES >= most:
                return factor * step
        step *= 10


class StockChart(QWidget):
    """The picture."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view: ProposalView | None = None
        self._step = 1
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(150)

    def show_proposal(self, view: ProposalView | None) -> None:
        """Show this one."""
        if view is self._view:
            return
        self._view = view
        if view is not None:
            self._step = scale(max((*view.stock, *view.stock_one, view.safety_stock, 1)))
            self.setAccessibleName(self._spoken(view))
        self.update()

    @staticmethod
    def _spoken(view: ProposalView) -> str:
        days = view.costs.short_days
        return n_("{days} day without stock", "{days} days without stock", days).format(days=number(days))

    @override
    def sizeHint(self) -> QSize:
        return QSize(400, 220)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        view = self._view
        if view is not None and len(view.stock) > 1:
            plot = self.rect().adjusted(_LEFT, _TOP, -_RIGHT, -_BOTTOM)
            self._axes(painter, plot, view)
            self._empty_days(painter, plot, view)
            self._safety(painter, plot, view)
            self._line(painter, plot, view.stock_one, dashed=True)
            self._line(painter, plot, view.stock, dashed=False)
            self._arrivals(painter, plot, view)
            self._legend(painter, view)
        painter.end()

    def _x(self, plot: QRect, day: float, view: ProposalView) -> float:
        return plot.x() + day / len(view.stock) * plot.width()

    def _y(self, plot: QRect, units: float) -> float:
        return plot.bottom() - units / (self._step * _LINES) * plot.height()

    def _axes(self, painter: QPainter, plot: QRect, view: ProposalView) -> None:
        painter.fillRect(plot, theme.BG0)
        for line in range(_LINES + 1):
            y = round(self._y(plot, line * self._step))
            painter.fillRect(plot.x(), y, plot.width(), 1, theme.GRID)
            if line:
                text.draw_right(painter, (plot.x() - 6, y - 8), 16, number(line * self._step), _NOTE, _LEFT)
        days = len(view.stock)
        for quarter in range(5):
            day = round(days * quarter / 4)
            words = _("today") if not day else n_("{days} day", "{days} days", day).format(days=number(day))
            took = text.width(words, _NOTE)
            left = round(self._x(plot, day, view)) - took // 2
            left = max(0, min(left, self.width() - took))
            text.draw(painter, (left, plot.bottom() + 4), 16, words, _NOTE)

    def _empty_days(self, painter: QPainter, plot: QRect, view: ProposalView) -> None:
        """Hatched where nothing lies at a day's end: above in batches, below at once."""
        tile = marks.hatch(Hue.ORANGE, self.devicePixelRatioF())
        for levels, top in ((view.stock, plot.bottom() - 13), (view.stock_one, plot.bottom() - 5)):
            for day, units in enumerate(levels):
                if units <= 0:
                    left, right = self._x(plot, day, view), self._x(plot, day + 1, view)
                    painter.drawTiledPixmap(QRect(round(left), top, max(1, round(right - left)), 6), tile)

    def _safety(self, painter: QPainter, plot: QRect, view: ProposalView) -> None:
        y = round(self._y(plot, view.safety_stock))
        if y < plot.y():
            return
        painter.setPen(QPen(theme.T2, 1, Qt.PenStyle.DotLine))
        painter.drawLine(plot.x(), y, plot.right(), y)
        words = _("safety stock {units}").format(units=number(view.safety_stock))
        took = text.width(words, _TOLD)
        _told(painter, plot.right() - took - 4, y - 17, words)

    def _line(self, painter: QPainter, plot: QRect, levels: tuple[int, ...], *, dashed: bool) -> None:
        view = self._view
        if view is None:
            return
        points, before = [QPointF(self._x(plot, 0, view), self._y(plot, view.available))], view.available
        for day, units in enumerate(levels):
            if units > before:
                # what arrives in the morning stands upright
                points.append(QPointF(self._x(plot, day, view), self._y(plot, units + view.per_day)))
            points.append(QPointF(self._x(plot, day + 1, view), self._y(plot, units)))
            before = units
        colour = theme.T3 if dashed else theme.T1
        pen = QPen(colour, 1 if dashed else 2, Qt.PenStyle.DashLine if dashed else Qt.PenStyle.SolidLine)
        painter.setPen(pen)
        painter.setClipRect(plot)
        painter.drawPolyline(QPolygonF(points))
        painter.setClipping(False)

    def _arrivals(self, painter: QPainter, plot: QRect, view: ProposalView) -> None:
        """What each arrival is, above the line, where words do not meet."""
        told = [(days, _("on its way {units}").format(units=number(units))) for days, units in view.coming]
        told += [(b.arrives_in, f"{b.route} {number(b.units)}") for b in view.batches]
        taken = -1
        for days, words in sorted(told):
            if days >= len(view.stock):
                continue
            took, left = text.width(words, _TOLD), round(self._x(plot, days, view))
            left = max(plot.x() + 2, min(left - took // 2, plot.right() - took - 2))
            if left <= taken:
                continue
            y = round(self._y(plot, view.stock[days] + view.per_day)) - 20
            _told(painter, left, max(plot.y() + 1, y), words)
            taken = left + took + 4

    def _legend(self, painter: QPainter, view: ProposalView) -> None:
        right = self.width() - _RIGHT
        for words, style in ((_("at once"), Qt.PenStyle.DashLine), (_("in batches"), Qt.PenStyle.SolidLine)):
            right -= text.draw_right(painter, (right, 0), 18, words, _TOLD, self.width()) + 6
            painter.setPen(QPen(theme.T2, 2, style))
            painter.drawLine(right - 20, 9, right, 9)
            right -= 32
        cut, one = view.costs.short_days, view.costs_one.short_days
        if cut or one:
            words = _("days without stock: {cut} in batches, {one} at once")
            said = words.format(cut=number(cut), one=number(one))
            text.draw_elided(painter, (_LEFT, 18), 18, said, _SHORT, self.width() - _LEFT)


def _told(painter: QPainter, left: int, top: int, words: str) -> None:
    """Words that stand before lines."""
    painter.fillRect(left - 2, top, text.width(words, _TOLD) + 4, 16, theme.BG0)
    text.draw(painter, (left, top), 16, words, _TOLD)
