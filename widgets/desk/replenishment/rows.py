"""The list of proposals: a line a product and warehouse, painted, with its batches on a line of days.

One line has the keyboard; arrows move it. Columns that do not fit drop out whole, the least telling first.
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import ceil
from typing import Final

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from app.views.replenishment import Press, ProposalView
from app.words import MISSING, _, number, p_, rate
from widgets.desk.replenishment.words import PRESSES, money_words, when_words
from widgets.kit import focus, text, theme
from widgets.kit.icons import icon
from widgets.kit.text import Style
from widgets.kit.theme import Hue

ROW: Final = 56
HEAD: Final = 32
_PAD: Final = 12
_GAP: Final = 14
_LEAST_TITLE: Final = 110
_PLACE: Final = 124
_LETTER: Final = 12
"""A letter above a bar needs so much room."""
_BAR: Final = 64
_DAYS: Final = 112
_LINE_DAYS: Final = 45
_NOTE: Final = Style(theme.NOTE.size, theme.T3)
_PLAIN: Final = Style(theme.TEXT.size, theme.T2)
_TITLE: Final = Style(theme.TEXT.size, theme.T1, bold=True)
_FIGURE: Final = Style(theme.STRONG.size, theme.T1, bold=True)
_OLD: Final = Style(theme.TEXT.size, theme.T3)
_LATE: Final = Style(theme.TEXT.size, theme.ORANGE, bold=True)
_DUE: Final = Style(theme.TEXT.size, theme.YELLOW)
_HUES: Final = {Press.LATE: Hue.ORANGE, Press.DUE: Hue.YELLOW, Press.SOON: Hue.YELLOW}


@dataclass(frozen=True, slots=True)
class _Column:
    """A column: its heading, its width, its rank (the greatest drop out first), and who paints it."""

    words: str
    width: int
    rank: int
    right: bool
    paint: Callable[[QPainter, QRect, ProposalView], None]


class ProposalList(QWidget):
    """The list.

    Signals:
        picked: Another line has the keyboard; carries its place.
        accepted: A or Enter was pressed on the line.
        put_aside: L was pressed on the line.
    """

    picked = Signal(int)
    accepted = Signal()
    put_aside = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.views: tuple[ProposalView, ...] = ()
        self.place = 0
        self._currency = ""
        self._private = False
        self._columns: tuple[_Column, ...] = ()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(_("Proposals"))

    def show_proposals(self, views: tuple[ProposalView, ...], currency: str, *, private: bool) -> None:
        """Show these; the line stays on its product where that is still there."""
        before = self.current
        self._currency, self._private = currency, private
        self.views = views
        keys = [(view.sku, view.warehouse) for view in views]
        same = None if before is None else (before.sku, before.warehouse)
        self.place = keys.index(same) if same in keys else min(self.place, max(0, len(views) - 1))
        self._columns = self._made()
        self.setFixedHeight(HEAD + ROW * max(1, len(views)))
        self._name()
        self.update()

    @property
    def current(self) -> ProposalView | None:
        """The proposal that has the line."""
        return self.views[self.place] if self.place < len(self.views) else None

    def pick(self, place: int) -> None:
        """Move the line."""
        if 0 <= place < len(self.views) and place != self.place:
            self.place = place
            self._name()
            self.update()
            self.picked.emit(place)

    def line_rect(self, place: int) -> QRect:
        """Where a line lies."""
        return QRect(0, HEAD + place * ROW, self.width(), ROW)

    def _name(self) -> None:
        view = self.current
        if view is not None:
            self.setAccessibleName(
                _("{title}: order {units}, {when}").format(
                    title=view.title, units=number(view.quantity), when=when_words(view)
                )
            )

    # Columns

    def _made(self) -> tuple[_Column, ...]:
        arrivals = _("Arrivals, {days} days").format(days=_LINE_DAYS)
        return (
            _Column(p_("replenish", "Product"), 0, 0, right=False, paint=self._title),
            _Column(p_("replenish", "To"), self._widest(self.views), 4, right=False, paint=self._place),
            self._number(p_("replenish", "Available"), lambda view: view.available, 1, self._available),
            self._number(p_("replenish", "On its way"), lambda v: v.inbound + v.on_order, 5, self._coming),
            _Column(self._cover_heading(), _BAR + 44, 3, right=False, paint=self._cover),
            self._number(p_("replenish", "Reorder point"), lambda view: view.point, 6, self._point),
            _Column(p_("replenish", "Order"), 64, 0, right=True, paint=self._quantity),
            _Column(arrivals, _DAYS, 2, right=False, paint=self._arrivals),
            _Column(p_("replenish", "At the latest"), self._when_width(), 0, right=True, paint=self._when),
            *(() if self._private else (self._money_column(),)),
        )

    def _money_column(self) -> _Column:
        wide = max([48, *(text.width(money_words(v.money, self._currency), _PLAIN) for v in self.views)])
        return _Column(p_("replenish", "Ties up"), wide, 7, right=True, paint=self._money)

    def _cover_heading(self) -> str:
        target = self.views[0].cover_target if self.views else 0.0
        return _("Days of cover, aim {days}").format(days=f"{target:g}")

    def _number(
        self,
        words: str,
        value: Callable[[ProposalView], int],
        rank: int,
        paint: Callable[[QPainter, QRect, ProposalView], None],
    ) -> _Column:
        wide = max([text.width(words, _NOTE), *(text.width(number(value(v)), _FIGURE) for v in self.views)])
        return _Column(words, wide, rank, right=True, paint=paint)

    @staticmethod
    def _widest(views: tuple[ProposalView, ...]) -> int:
        return min(_PLACE, max([40, *(text.width(view.place, _PLAIN) for view in views)]))

    def _when_width(self) -> int:
        return 20 + max([60, *(text.width(when_words(view), _LATE) for view in self.views)])

    def columns(self) -> list[tuple[_Column, int, int]]:
        """Those that are seen: column, left edge, width; the title takes what is over."""
        seen = list(self._columns)
        while len(seen) > 1 and self._over(seen) < _LEAST_TITLE:
            seen.remove(max(seen, key=lambda column: column.rank))
        left, found = _PAD, []
        for column in seen:
            wide = self._over(seen) if column.width == 0 else self._width(column)
            found.append((column, left, wide))
            left += wide + _GAP
        return found

    def _width(self, column: _Column) -> int:
        return max(column.width, text.width(column.words, _NOTE))

    def _over(self, seen: list[_Column]) -> int:
        taken = sum(self._width(column) for column in seen if column.width)
        return self.width() - 2 * _PAD - taken - _GAP * (len(seen) - 1)

    # Painting

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        columns, seen = self.columns(), event.rect()
        if seen.top() < HEAD:
            for column, left, wide in columns:
                self._heading(painter, column, left, wide)
        first = max(0, (seen.top() - HEAD) // ROW)
        last = min(len(self.views), ceil((seen.bottom() + 1 - HEAD) / ROW))
        for place in range(first, last):
            self._line(painter, place, columns)
        if not self.views:
            text.draw_elided(
                painter, (_PAD, HEAD), ROW, _("Nothing to order now."), _PLAIN, self.width() - 2 * _PAD
            )
        painter.end()

    @staticmethod
    def _heading(painter: QPainter, column: _Column, left: int, wide: int) -> None:
        if column.right:
            text.draw_right(painter, (left + wide, 0), HEAD, column.words, _NOTE, wide)
        else:
            text.draw_elided(painter, (left, 0), HEAD, column.words, _NOTE, wide)

    def _line(self, painter: QPainter, place: int, columns: list[tuple[_Column, int, int]]) -> None:
        box, view = self.line_rect(place), self.views[place]
        if place == self.place:
            painter.fillRect(box, theme.BG3)
            painter.fillRect(box.x(), box.y(), 3, box.height() - 1, theme.T1)
        painter.fillRect(box.x(), box.bottom(), box.width(), 1, theme.LINE)
        for column, left, wide in columns:
            column.paint(painter, QRect(left, box.y(), wide, ROW - 1), view)

    def _title(self, painter: QPainter, box: QRect, view: ProposalView) -> None:
        text.draw_elided(painter, (box.x(), box.y() + 8), 20, view.title, _TITLE, box.width())
        text.draw_elided(painter, (box.x(), box.y() + 28), 18, view.sku, _NOTE, box.width())

    def _place(self, painter: QPainter, box: QRect, view: ProposalView) -> None:
        if view.stale_from is None:
            text.draw_elided(painter, (box.x(), box.y()), box.height(), view.place, _PLAIN, box.width())
            return
        text.draw_elided(painter, (box.x(), box.y() + 8), 20, view.place, _PLAIN, box.width())
        painter.drawPixmap(box.x(), box.y() + 31, icon("clock", 12, Hue.T3, self.devicePixelRatioF()))
        room = box.width() - 16
        text.draw_elided(painter, (box.x() + 16, box.y() + 28), 18, _("old figure"), _NOTE, room)

    @staticmethod
    def _available(painter: QPainter, box: QRect, view: ProposalView) -> None:
        style = _OLD if view.stale_from is not None else _TITLE
        _right(painter, box, number(view.available), style)

    @staticmethod
    def _coming(painter: QPainter, box: QRect, view: ProposalView) -> None:
        _right(painter, box, number(view.inbound + view.on_order), _PLAIN)

    @staticmethod
    def _point(painter: QPainter, box: QRect, view: ProposalView) -> None:
        _right(painter, box, number(view.point), _PLAIN)

    @staticmethod
    def _quantity(painter: QPainter, box: QRect, view: ProposalView) -> None:
        _right(painter, box, number(view.quantity), _FIGURE)

    def _money(self, painter: QPainter, box: QRect, view: ProposalView) -> None:
        _right(painter, box, money_words(view.money, self._currency), _PLAIN)

    def _when(self, painter: QPainter, box: QRect, view: ProposalView) -> None:
        style = {Press.LATE: _LATE, Press.DUE: _DUE, Press.SOON: _PLAIN}[view.press]
        words = when_words(view)
        _right(painter, box, words, style)
        shape = PRESSES[view.press].icon
        if shape:
            left = box.right() + 1 - text.width(words, style) - 16
            mark = icon(shape, 12, _HUES[view.press], self.devicePixelRatioF())
            painter.drawPixmap(left, box.y() + (box.height() - 12) // 2, mark)

    @staticmethod
    def _cover(painter: QPainter, box: QRect, view: ProposalView) -> None:
        """The bar is full at twice the aim, which a stroke marks in its middle."""
        middle = box.y() + box.height() // 2
        frame = QRect(box.x(), middle - 4, _BAR, 8)
        painter.fillRect(frame, theme.EDGE)
        painter.fillRect(frame.adjusted(1, 1, -1, -1), theme.BG0)
        cover = view.cover
        if cover is not None and view.cover_target > 0:
            full = round(min(1.0, cover / (2 * view.cover_target)) * (_BAR - 2))
            hue = _HUES[view.press] if cover < view.cover_target else Hue.BAR
            painter.fillRect(frame.x() + 1, frame.y() + 1, full, 6, theme.colour(hue))
        painter.fillRect(frame.x() + _BAR // 2, middle - 8, 2, 16, theme.T1)
        words = MISSING if cover is None else rate(cover)
        text.draw(painter, (frame.right() + 9, box.y()), box.height(), words, _PLAIN, box.width() - _BAR - 8)

    @staticmethod
    def _arrivals(painter: QPainter, box: QRect, view: ProposalView) -> None:
        """Batches as bars on a line of days, each with the letter of its way."""
        base = box.y() + box.height() - 12
        painter.fillRect(box.x(), base, box.width(), 1, theme.T3)
        for third in range(4):
            painter.fillRect(box.x() + third * (box.width() - 1) // 3, base - 2, 1, 4, theme.T3)
        most = max((batch.units for batch in view.batches), default=1)
        taken = -100
        for batch in view.batches:
            if batch.arrives_in > _LINE_DAYS:
                continue
            left = box.x() + round(batch.arrives_in / _LINE_DAYS * (box.width() - 8))
            tall = 4 + round(12 * batch.units / most)
            painter.fillRect(left, base - tall, 7, tall, theme.T2)
            if left - taken >= _LETTER:
                text.draw(painter, (left - 2, base - tall - 15), 14, batch.short, _NOTE)
                taken = left

    # Keyboard and mouse

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
        if event.key() in steps:
            self.pick(self.place + steps[Qt.Key(event.key())])
        elif event.key() == Qt.Key.Key_Home:
            self.pick(0)
        elif event.key() == Qt.Key.Key_End:
            self.pick(len(self.views) - 1)
        elif event.key() == Qt.Key.Key_A and not event.isAutoRepeat():
            self.accepted.emit()
        elif event.key() == Qt.Key.Key_L and not event.isAutoRepeat():
            self.put_aside.emit()
        else:
            super().keyPressEvent(event)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.pick((round(event.position().y()) - HEAD) // ROW)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        focus.gained(self, event)

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        focus.lost(self, event)

    @override
    def sizeHint(self) -> QSize:
        return QSize(600, HEAD + ROW * max(1, len(self.views)))


def _right(painter: QPainter, box: QRect, words: str, style: Style) -> None:
    text.draw_right(painter, (box.right() + 1, box.y()), box.height(), words, style, box.width())
