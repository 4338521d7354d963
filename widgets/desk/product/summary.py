"""The large gauge of the product page: figure, rate, minutes, bar with its marks named, and state."""

from typing import Final

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from app.views.gauge import GaugeView
from app.words import _, number, percent
from widgets.gauge.bar import paint_bar, paint_whisker
from widgets.gauge.face import MARKS, Face, face_of
from widgets.kit import text, theme
from widgets.kit.chip import HEIGHT as CHIP_HEIGHT
from widgets.kit.chip import paint_chip
from widgets.kit.icons import icon
from widgets.kit.text import Style
from widgets.kit.theme import Hue
from widgets.store import RoomStore

_HEIGHT: Final = 142
_PAD: Final = 12
_FIGURE: Final = Style(theme.HUGE.size, theme.T1, bold=True)
_OLD: Final = Style(theme.HUGE.size, theme.T3)
_RATE: Final = Style(theme.TEXT.size, theme.T2)
_NOTE: Final = Style(theme.NOTE.size, theme.T3)
_ENDS: Final = Style(theme.TEXT.size, theme.T3)
_MEDIAN: Final = Style(theme.FIGURE.size, theme.T1, bold=True)
_BAR_TOP: Final = 64
_BAR: Final = 24
_MARKS_TOP: Final = _BAR_TOP + _BAR + 4
_CHIP_TOP: Final = 114
_WHISKER: Final = 100
_GAP: Final = 8
_ARROW: Final = 10
_TREND: Final = {-1: "down", 0: "flat", 1: "up"}


class ProductSummary(QWidget):
    """The gauge, painted."""

    def __init__(self, store: RoomStore, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._face: Face | None = None
        self._expected: float | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_product(self, view: GaugeView) -> None:
        """Show this product."""
        self._face = face_of(view, self._store.now(), self._store.zone)
        self.setAccessibleName(f"{self._face.words.figure} {self._face.words.rate}")
        self.update()

    def expect(self, per_minute: float | None) -> None:
        """What was expected to sell a minute now, before the broadcast; None: nothing was."""
        self._expected = per_minute
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(320, _HEIGHT)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self._face is not None:
            minutes_left = self._paint_minutes(painter, self._face)
            self._paint_figure(painter, self._face, minutes_left)
            bar = (_PAD, _BAR_TOP, self.width() - 2 * _PAD, _BAR)
            paint_bar(painter, bar, self._face, self.devicePixelRatioF())
            self._paint_marks(painter, self._face)
            self._paint_state(painter, self._face)
        painter.end()

    def _paint_figure(self, painter: QPainter, face: Face, right: int) -> None:
        style = _OLD if face.old else _FIGURE
        left = _PAD + text.draw(painter, (_PAD, 4), 56, face.words.figure, style) + _GAP
        room = right - left - _GAP
        if not face.words.beside and face.words.rate:
            arrow = icon(_TREND[face.view.trend], _ARROW, Hue.T3, self.devicePixelRatioF())
            painter.drawPixmap(left, 12 + (20 - _ARROW) // 2, arrow)
            text.draw(painter, (left + _ARROW + 4, 12), 20, face.words.rate, _RATE)
        else:
            text.draw_elided(painter, (left, 12), 20, face.words.beside, _RATE, room)
        text.draw_elided(painter, (left, 34), 16, self._beside_rate(face.view), _NOTE, room)

    def _beside_rate(self, view: GaugeView) -> str:
        """How the rate stands to what was expected; else to the viewers."""
        if self._expected and view.units_per_minute is not None:
            times = f"{view.units_per_minute / self._expected:.1f}"
            return _("{times} × expected").format(times=times)
        if view.per_1000_viewers is not None:
            said = _("{units} per 1000 viewers")
            return said.format(units=f"{view.per_1000_viewers:.1f}")
        return ""

    def _paint_minutes(self, painter: QPainter, face: Face) -> int:
        """The minutes, or what stands in their place; returns how far to the left they reach."""
        right, minutes = self.width() - _PAD, face.view.sell_out
        if face.words.minutes is None or minutes is None:
            words = face.words.aside.replace("*", "")
            room = self.width() // 2
            shown = text.elided(words, _RATE.size, _RATE.bold, room)
            return right - text.draw_right(painter, (right, 12), 20, shown, _RATE, room)
        low, middle, high = face.words.minutes
        ends = f"{high} {face.words.minutes_unit}"
        right -= text.draw_right(painter, (right, 12), 28, ends, _ENDS, right) + 6
        right -= text.draw_right(painter, (right, 8), 32, middle, _MEDIAN, right) + 6
        right -= text.draw_right(painter, (right, 12), 28, low, _ENDS, right)
        left = self.width() - _PAD - _WHISKER
        paint_whisker(painter, (left, 46), _WHISKER, minutes, self.devicePixelRatioF())
        return min(left, right)

    def _paint_marks(self, painter: QPainter, face: Face) -> None:
        """What the stubs of the bar stand for."""
        if not face.view.opening or face.view.available is None:
            return
        inner = self.width() - 2 * _PAD - 4
        for share in MARKS:
            words = percent(share)
            middle = _PAD + 2 + round(inner * share)
            text.draw(painter, (middle - text.width(words, _NOTE) // 2, _MARKS_TOP), 16, words, _NOTE)

    def _paint_state(self, painter: QPainter, face: Face) -> None:
        now, zone = self._store.now(), self._store.zone
        dpr, right = self.devicePixelRatioF(), self.width() - _PAD
        took = paint_chip(painter, _PAD, _CHIP_TOP, face.chip, face.chip_words(now, zone), dpr)
        opening, safety = face.view.opening, face.view.safety_stock
        said = _("opening {opening}, safety {safety}").format(opening=number(opening), safety=number(safety))
        room = right - _PAD - took - _GAP
        shown = text.elided(said, _NOTE.size, _NOTE.bold, room)
        text.draw_right(painter, (right, _CHIP_TOP), CHIP_HEIGHT, shown, _NOTE, room)
