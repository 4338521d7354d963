"""The products in line, painted: what is on air, then places 1, 2, 3…, each with its reason under its title.

A line is moved by dragging, or by Alt and the arrows; it stands elsewhere once the engine says so. Columns
that do not fit drop out whole, the least telling first.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QSizePolicy, QWidget
from typing_extensions import override

from app.views.line_up import LinedView, LineUpView
from app.words import MISSING, _, money, number, p_, plain, whole_money
from widgets.kit import focus, text, theme
from widgets.kit.icons import icon
from widgets.kit.text import Style
from widgets.kit.theme import Hue

ROW: Final = 52
HEAD: Final = 32
_PAD: Final = 12
_GAP: Final = 20
_PLACE: Final = 44
_LEAST_TITLE: Final = 180
_PIN: Final = 16
_WHOLE_FROM: Final = 10.0
"""From this amount on cents say nothing."""
_NOTE: Final = Style(theme.NOTE.size, theme.T3)
_PLAIN: Final = Style(theme.TEXT.size, theme.T2)
_TITLE: Final = Style(theme.TEXT.size, theme.T1, bold=True)
_FIGURE: Final = Style(theme.STRONG.size, theme.T1, bold=True)
_LOW: Final = Style(theme.NOTE.size, theme.YELLOW)


@dataclass(frozen=True, slots=True)
class _Column:
    """A column of figures: heading, how it is said, and its rank (the greatest drop out first)."""

    words: str
    said: Callable[[LinedView], str]
    rank: int
    style: Style


class LineUpList(QWidget):
    """The list.

    Signals:
        picked: Another line has the keyboard; carries its number from the top.
        moved: A product is to stand elsewhere; carries its SKU and the place, 1 is next.
        next_wished, pin_wished, skip_wished: N, P or K was pressed on the line.
    """

    picked = Signal(int)
    moved = Signal(str, int)
    next_wished = Signal()
    pin_wished = Signal()
    skip_wished = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lines: tuple[LinedView, ...] = ()
        self.line = 0
        self._currency = ""
        self._private = False
        self._pressed: QPoint | None = None
        self._gap: int | None = None
        """While a line is dragged: before which line it would be put down."""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(_("Line-up"))

    def show_line_up(self, view: LineUpView, *, private: bool) -> None:
        """Show this; the keyboard stays on its product. What is dragged is not pulled from under the hand."""
        if self._gap is not None:
            return
        before = self.current
        self._currency, self._private = view.currency, private
        self.lines = (*(() if view.on_air is None else (view.on_air,)), *view.places)
        skus = [one.sku for one in self.lines]
        first = 1 if view.on_air is not None and view.places else 0
        last = max(0, len(skus) - 1)
        self.line = first if before is None else min(self.line, last)
        self.line = skus.index(before.sku) if before is not None and before.sku in skus else self.line
        self.setFixedHeight(HEAD + ROW * max(1, len(self.lines)))
        self._name()
        self.update()

    @property
    def current(self) -> LinedView | None:
        """The product that has the keyboard."""
        return self.lines[self.line] if self.line < len(self.lines) else None

    def pick(self, line: int) -> None:
        """Move the keyboard to that line."""
        if 0 <= line < len(self.lines) and line != self.line:
            self.line = line
            self._name()
            self.update()
            self.picked.emit(line)

    def line_rect(self, line: int) -> QRect:
        """Where a line lies."""
        return QRect(0, HEAD + line * ROW, self.width(), ROW)

    def _name(self) -> None:
        view = self.current
        if view is not None:
            place = p_("line-up", "on air") if view.place == 0 else number(view.place)
            self.setAccessibleName(f"{place}: {view.title}, {view.why}")

    # Columns

    def _columns(self) -> list[tuple[_Column, int]]:
        """Those that are seen, with their widths, the first at the left."""
        columns = [
            _Column(_("Left"), lambda view: number(view.available), 1, _FIGURE),
            _Column(_("Lasts on air"), _lasts, 2, _PLAIN),
        ]
        if not self._private:
            columns.insert(0, _Column(_("Margin a min"), self._margin, 0, _FIGURE))
        seen = [(column, self._wide(column)) for column in columns]
        while seen and self._title_room(seen) < _LEAST_TITLE:
            seen.remove(max(seen, key=lambda pair: pair[0].rank))
        return seen

    def _wide(self, column: _Column) -> int:
        said = (text.width(column.said(view), column.style) for view in self.lines)
        return max([text.width(column.words, _NOTE), *said])

    def _title_room(self, seen: list[tuple[_Column, int]]) -> int:
        taken = sum(width + _GAP for _column, width in seen)
        return self.width() - 2 * _PAD - _PLACE - taken - _PIN - _GAP

    def _margin(self, view: LinedView) -> str:
        amount = view.per_minute
        if amount is None:
            return MISSING
        whole = amount == 0 or amount >= _WHOLE_FROM
        return (whole_money if whole else money)(amount, self._currency)

    # Painting

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        columns = self._columns()
        room = self._title_room(columns)
        text.draw_elided(painter, (_PAD + _PLACE, 0), HEAD, p_("line-up", "Product"), _NOTE, room)
        for column, left, width in self._placed(columns, room):
            text.draw_right(painter, (left + width, 0), HEAD, column.words, _NOTE, width)
        for line, view in enumerate(self.lines):
            self._line(painter, line, view, columns, room)
        if not self.lines:
            box = self.line_rect(0)
            words = _("Nothing may be shown now.")
            text.draw_elided(painter, (_PAD, box.y()), ROW, words, _PLAIN, self.width() - 2 * _PAD)
        if self._gap is not None:
            painter.fillRect(0, self.line_rect(self._gap).y() - 1, self.width(), 3, theme.T1)
        painter.end()

    @staticmethod
    def _placed(columns: list[tuple[_Column, int]], room: int) -> list[tuple[_Column, int, int]]:
        left, placed = _PAD + _PLACE + room + _GAP, []
        for column, width in columns:
            placed.append((column, left, width))
            left += width + _GAP
        return placed

    def _line(
        self,
        painter: QPainter,
        line: int,
        view: LinedView,
        columns: list[tuple[_Column, int]],
        room: int,
    ) -> None:
        box = self.line_rect(line)
        if line == self.line:
            painter.fillRect(box, theme.BG3)
            painter.fillRect(box.x(), box.y(), 3, box.height() - 1, theme.T1)
        painter.fillRect(box.x(), box.bottom(), box.width(), 1, theme.LINE)
        self._place(painter, box, view)
        self._words(painter, box, view, room)
        for column, left, width in self._placed(columns, room):
            words = column.said(view)
            text.draw_right(painter, (left + width, box.y()), box.height() - 1, words, column.style, width)
        if view.pinned:
            mark = icon("pin", _PIN, Hue.T1, self.devicePixelRatioF())
            painter.drawPixmap(self.width() - _PAD - _PIN, box.y() + (ROW - _PIN) // 2, mark)

    def _place(self, painter: QPainter, box: QRect, view: LinedView) -> None:
        if view.place == 0:
            mark = icon("playf", 16, Hue.T1, self.devicePixelRatioF())
            painter.drawPixmap(_PAD + 4, box.y() + (ROW - 16) // 2, mark)
            return
        style = _FIGURE if view.place == 1 else _PLAIN
        text.draw_right(painter, (_PAD + 24, box.y()), ROW - 1, number(view.place), style, 24)

    def _words(self, painter: QPainter, box: QRect, view: LinedView, room: int) -> None:
        left, top = _PAD + _PLACE, box.y() + 28
        title = plain(view.title)
        if view.place == 0:
            title = _("On air: {title}").format(title=title)
        text.draw_elided(painter, (left, box.y() + 7), 20, title, _TITLE, room)
        if view.plan_b:
            painter.drawPixmap(left, top + 3, icon("swap", 12, Hue.YELLOW, self.devicePixelRatioF()))
            words = _("Plan B: {title}").format(title=plain(view.plan_b_title))
            took = 16 + text.draw_elided(painter, (left + 16, top), 18, words, _LOW, room - 16) + _PAD
            left, room = left + took, room - took
        if room > 0:
            text.draw_elided(painter, (left, top), 18, view.why, _NOTE, room)

    # Keyboard

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
        wishes = {
            Qt.Key.Key_N: self.next_wished,
            Qt.Key.Key_P: self.pin_wished,
            Qt.Key.Key_K: self.skip_wished,
        }
        key = Qt.Key(event.key())
        if key in steps and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self._shift(steps[key])
        elif key in steps:
            self.pick(self.line + steps[key])
        elif key == Qt.Key.Key_Home:
            self.pick(0)
        elif key == Qt.Key.Key_End:
            self.pick(len(self.lines) - 1)
        elif key == Qt.Key.Key_Escape and self._gap is not None:
            self._let_go()
        elif key in wishes and not event.isAutoRepeat():
            wishes[key].emit()
        else:
            super().keyPressEvent(event)

    def _shift(self, step: int) -> None:
        view = self.current
        if view is not None and view.place and 1 <= view.place + step <= self.lines[-1].place:
            self.moved.emit(view.sku, view.place + step)

    # Mouse

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        at = event.position().toPoint()
        self.pick((at.y() - HEAD) // ROW)
        view = self.current
        on_it = view is not None and self.line_rect(self.line).contains(at)
        self._pressed = at if on_it and view is not None and view.place else None

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = event.position().toPoint()
        if self._pressed is None:
            return
        far = (at - self._pressed).manhattanLength() >= QApplication.startDragDistance()
        if far or self._gap is not None:
            first = len(self.lines) - self.lines[-1].place
            self._gap = min(len(self.lines), max(first, round((at.y() - HEAD) / ROW)))
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
            self.update()

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        gap, view = self._gap, self.current
        self._let_go()
        if gap is None or view is None:
            return
        first = len(self.lines) - self.lines[-1].place
        place = gap - first + (gap <= self.line)
        if place != view.place:
            self.moved.emit(view.sku, place)

    def _let_go(self) -> None:
        self._pressed = self._gap = None
        self.unsetCursor()
        self.update()

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
        return QSize(600, HEAD + ROW * max(1, len(self.lines)))


def _lasts(view: LinedView) -> str:
    if view.available is None:
        return MISSING
    return (
        _("the show")
        if view.minutes is None
        else _("{minutes} min").format(minutes=number(round(view.minutes)))
    )
