"""The selected products with the uses they have left, as many as there is room for, the rest as a number."""

from typing import Final

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from app.views.gauge import GaugeView
from app.words import n_, number, plain
from widgets.kit import marks, text, theme
from widgets.kit.text import Style

_HIGH: Final = 24
_GAP: Final = 8
_LONGEST: Final = (150, 120, 96)
"""Widths of a title at most, tried from the longest on."""
_TITLE: Final = Style(theme.TEXT.size, theme.T1)
_LEFT: Final = Style(theme.NOTE.size, theme.T2)
_MORE: Final = Style(theme.NOTE.size, theme.T3)


class SelectedProducts(QWidget):
    """The products, painted; `boxed` gives each its own ground and says the uses in words."""

    def __init__(self, parent: QWidget | None = None, *, boxed: bool) -> None:
        super().__init__(parent)
        self._boxed = boxed
        self._views: tuple[GaugeView, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(_HIGH)

    def be_boxed(self, *, boxed: bool) -> None:
        """Have room for a ground and words, or not."""
        self._boxed = boxed
        self.updateGeometry()
        self.update()

    def show_products(self, views: tuple[GaugeView, ...]) -> None:
        """Show these."""
        if views != self._views:
            self._views = views
            self.setAccessibleName(", ".join(plain(view.title) for view in views))
            self.updateGeometry()
            self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(self._total(_LONGEST[0]), _HIGH)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(0, _HIGH)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        x, left = 0, len(self._views)
        longest = next((each for each in _LONGEST if self._total(each) <= self.width()), _LONGEST[0])
        for view in self._views:
            more = text.width(f"+{left - 1}", _MORE) + _GAP if left > 1 else 0
            if x and x + self._width(view, longest) + _GAP + more > self.width():
                break
            room = min(self._width(view, longest), self.width() - x - more)
            x = self._paint(painter, x, view, room) + _GAP
            left -= 1
        if left and x:
            text.draw(painter, (x, 0), _HIGH, f"+{number(left)}", _MORE)
        painter.end()

    def _total(self, longest: int) -> int:
        return sum(self._width(view, longest) + _GAP for view in self._views)

    def _width(self, view: GaugeView, longest: int) -> int:
        title = min(longest, text.width(plain(view.title), _TITLE))
        return title + self._beside(view)

    def _beside(self, view: GaugeView) -> int:
        """Pixels of everything but the title."""
        words = text.width(_left_words(view), _LEFT) + _GAP if self._boxed else 0
        ground = 2 * _GAP if self._boxed else 0
        return _GAP + marks.pips_width(view.holds_limit) + words + ground

    def _paint(self, painter: QPainter, x: int, view: GaugeView, room: int) -> int:
        title_room = max(0, room - self._beside(view))
        if self._boxed:
            wide = self._beside(view) + min(title_room, text.width(plain(view.title), _TITLE))
            marks.fill_box(painter, self.rect().adjusted(x, 0, x + wide - self.width(), 0), theme.BG3)
            x += _GAP
        x += text.draw_elided(painter, (x, 0), _HIGH, plain(view.title), _TITLE, title_room) + _GAP
        marks.pips(painter, x, 8, view.holds_used, view.holds_limit)
        x += marks.pips_width(view.holds_limit)
        if self._boxed:
            x += _GAP
            x += text.draw(painter, (x, 0), _HIGH, _left_words(view), _LEFT) + _GAP
        return x


def _left_words(view: GaugeView) -> str:
    left = max(0, view.holds_limit - view.holds_used)
    return n_("{count} left", "{count} left", left).format(count=number(left))
