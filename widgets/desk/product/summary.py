"""The large gauge of the product page: figure, rate, minutes, bar and state, as on the tile but with room."""

from typing import Final

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from app.views.gauge import GaugeView
from app.words import _, number
from widgets.gauge.bar import paint_bar, paint_whisker
from widgets.gauge.face import Face, face_of
from widgets.kit import marks, text, theme
from widgets.kit.chip import HEIGHT as CHIP_HEIGHT
from widgets.kit.chip import paint_chip
from widgets.kit.text import Style
from widgets.store import RoomStore

_HEIGHT: Final = 144
_PAD: Final = 12
_FIGURE: Final = Style(theme.HUGE.size, theme.T1, bold=True)
_OLD: Final = Style(theme.HUGE.size, theme.T3)
_RATE: Final = Style(theme.TEXT.size, theme.T2)
_NOTE: Final = Style(theme.NOTE.size, theme.T3)
_ENDS: Final = Style(theme.TEXT.size, theme.T3)
_MEDIAN: Final = Style(theme.FIGURE.size, theme.T1, bold=True)
_BAR_TOP: Final = 64
_BAR: Final = 24
_CHIP_TOP: Final = 112
_WHISKER: Final = 120


class ProductSummary(QWidget):
    """The gauge, painted."""

    def __init__(self, store: RoomStore, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._face: Face | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_product(self, view: GaugeView) -> None:
        """Show this product."""
        self._face = face_of(view, self._store.now(), self._store.zone)
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(320, _HEIGHT)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        marks.fill_box(painter, self.rect(), theme.BG2)
        if self._face is not None:
            self._paint_figure(painter, self._face)
            self._paint_minutes(painter, self._face)
            bar = (_PAD, _BAR_TOP, self.width() - 2 * _PAD, _BAR)
            paint_bar(painter, bar, self._face, self.devicePixelRatioF())
            self._paint_state(painter, self._face)
        painter.end()

    @staticmethod
    def _paint_figure(painter: QPainter, face: Face) -> None:
        style = _OLD if face.old else _FIGURE
        left = _PAD + text.draw(painter, (_PAD, 4), 56, face.words.figure, style) + 12
        text.draw(painter, (left, 12), 20, face.words.beside or face.words.rate, _RATE)
        per_thousand = face.view.per_1000_viewers
        if per_thousand is not None:
            said = _("{units} per 1000 viewers and minute").format(units=f"{per_thousand:.1f}")
            text.draw(painter, (left, 34), 16, said, _NOTE)

    def _paint_minutes(self, painter: QPainter, face: Face) -> None:
        right, minutes = self.width() - _PAD, face.view.sell_out
        if face.words.minutes is None or minutes is None:
            text.draw_right(painter, (right, 12), 20, face.words.aside.replace("*", ""), _RATE, right)
            return
        low, middle, high = face.words.minutes
        right -= (
            text.draw_right(painter, (right, 12), 28, f"{high} {face.words.minutes_unit}", _ENDS, right) + 6
        )
        right -= text.draw_right(painter, (right, 8), 32, middle, _MEDIAN, right) + 6
        text.draw_right(painter, (right, 12), 28, low, _ENDS, right)
        left = self.width() - _PAD - _WHISKER
        paint_whisker(painter, (left, 46), _WHISKER, minutes, self.devicePixelRatioF())

    def _paint_state(self, painter: QPainter, face: Face) -> None:
        now, zone = self._store.now(), self._store.zone
        paint_chip(painter, _PAD, _CHIP_TOP, face.chip, face.chip_words(now, zone), self.devicePixelRatioF())
        opening, safety = face.view.opening, face.view.safety_stock
        said = _("opening {opening}, safety {safety}").format(opening=number(opening), safety=number(safety))
        right = self.width() - _PAD
        text.draw_right(painter, (right, _CHIP_TOP), CHIP_HEIGHT, said, _NOTE, right)
