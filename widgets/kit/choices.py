"""Choosing one of several: segmented controls and drop-downs.

Values are whatever the caller passes; these only show them and say which was picked.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QRadioButton, QSizePolicy, QWidget
from typing_extensions import override

from widgets.kit import focus, marks, text, theme
from widgets.kit.buttons import LARGE, NORMAL, SMALL
from widgets.kit.icons import icon as icon_of
from widgets.kit.label import set_plain_tooltip
from widgets.kit.text import Style
from widgets.kit.theme import Hue

_PAD: Final = {SMALL: 8, NORMAL: 10, LARGE: 10}
_TYPE: Final = {SMALL: 12, NORMAL: 14, LARGE: 16}
_LEAST: Final = {SMALL: 32, NORMAL: 40, LARGE: 44}
_FIELD_TYPE: Final = {SMALL: 12, NORMAL: 14, LARGE: 14}


@dataclass(frozen=True, slots=True)
class Option:
    """One of several: what it stands for, its word, or its icon with the word as its name."""

    value: Hashable
    words: str
    icon: str = ""


class _Segment(QRadioButton):
    """One part of a segmented control."""

    def __init__(self, option: Option, tall: int, least: int | None, parent: QWidget) -> None:
        super().__init__(parent)
        self.option = option
        self._tall = tall
        self._least = least
        self._first = False
        self.setAccessibleName(option.words)
        if option.icon:
            set_plain_tooltip(self, option.words)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)

    def be_first(self) -> None:
        """Has no line at its left."""
        self._first = True

    @override
    def sizeHint(self) -> QSize:
        if self.option.icon:
            return QSize(max(28, self._tall), self._tall)
        wide = theme.text_width(self.option.words, _TYPE[self._tall], True)
        if self._least is not None:
            return QSize(max(self._least, wide + 4), self._tall)
        return QSize(max(_LEAST[self._tall], wide + 2 * _PAD[self._tall]), self._tall)

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    def hitButton(self, pos: QPoint) -> bool:
        return self.rect().contains(pos)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        on = self.isChecked()
        inner = self.rect().adjusted(0, 1, 0, -1)
        if on:
            painter.fillRect(inner, theme.T1 if self.isEnabled() else theme.FAINT)
        elif self.underMouse() and self.isEnabled():
            painter.fillRect(inner, theme.BG4)
        if not self._first:
            painter.fillRect(0, 1, 1, self.height() - 2, theme.LINE)
        hue = Hue.T3 if not self.isEnabled() else Hue.INK if on else Hue.T2
        hue = Hue.T1 if on and not self.isEnabled() else hue
        self._paint_word(painter, hue, bold=on)
        painter.end()

    def _paint_word(self, painter: QPainter, hue: Hue, *, bold: bool) -> None:
        if self.option.icon:
            place = QPoint((self.width() - 12) // 2, (self.height() - 12) // 2)
            painter.drawPixmap(place, icon_of(self.option.icon, 12, hue, self.devicePixelRatioF()))
            return
        style = Style(_TYPE[self._tall], theme.colour(hue), bold)
        left = (self.width() - text.width(self.option.words, style)) // 2
        text.draw(painter, (left, 0), self.height(), self.option.words, style, self.width())

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        focus.gained(self, event)

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        focus.lost(self, event)


class Segmented(QWidget):
    """A few options side by side, one of them on; arrows move between them.

    Signals:
        chosen: The value a person picked; setting it from code says nothing.
    """

    chosen = Signal(object)

    def __init__(
        self,
        options: Sequence[Option],
        *,
        height: int = NORMAL,
        least: int | None = None,
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        """Args: `least` is the width of a segment at least, instead of the usual padding."""
        super().__init__(parent)
        self._segments: list[_Segment] = []
        self._tall = height
        self._least = least
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(1, 0, 1, 0)
        self._row.setSpacing(0)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.offer(options)

    @property
    def value(self) -> Hashable | None:
        """The value that is on; None when none is."""
        return next((segment.option.value for segment in self._segments if segment.isChecked()), None)

    def offer(self, options: Sequence[Option]) -> None:
        """Replace the options; the value stays on where it is still offered."""
        value = self.value
        for segment in self._segments:
            self._row.removeWidget(segment)
            segment.hide()
            segment.deleteLater()
        self._segments = [_Segment(option, self._tall, self._least, self) for option in options]
        for number, segment in enumerate(self._segments):
            if number == 0:
                segment.be_first()
            segment.clicked.connect(lambda _on, segment=segment: self.chosen.emit(segment.option.value))
            self._row.addWidget(segment)
        self.set_value(value)

    def set_value(self, value: Hashable | None) -> None:
        """Put the option with that value on; none where it is not offered."""
        for segment in self._segments:
            if segment.option.value == value:
                segment.setChecked(True)
                return
        self._all_off()

    def _all_off(self) -> None:
        for segment in self._segments:
            segment.setAutoExclusive(False)
            segment.setChecked(False)
            segment.setAutoExclusive(True)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        marks.outline(painter, self.rect(), theme.EDGE if self.isEnabled() else theme.FAINT)
        painter.end()


class DropDown(QPushButton):
    """One of many: shows the value and opens a list of the others.

    Signals:
        chosen: The value a person picked; setting it from code says nothing.
    """

    chosen = Signal(object)

    def __init__(  # noqa: PLR0913 - looks, all by keyword
        self,
        options: Sequence[Option],
        *,
        label: str = "",
        height: int = NORMAL,
        width: int | None = None,
        name: str = "",
        as_button: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """Args: `label` stands quietly before the value; `as_button` looks like a button, not a field."""
        super().__init__(parent)
        self._options: tuple[Option, ...] = ()
        self._value: Hashable | None = None
        self._label = label
        self._tall = height
        self._wide = width
        self._as_button = as_button
        self._name = name or label
        self._menu = QMenu(self)
        self._menu.setFont(theme.font(_FIELD_TYPE[height]))
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self.open_list)
        self.offer(options)

    @property
    def value(self) -> Hashable | None:
        """What is picked."""
        return self._value

    def offer(self, options: Sequence[Option]) -> None:
        """Replace the options; the first is picked where the value is no longer offered."""
        if self._options == tuple(options):
            return
        self._options = tuple(options)
        if self._value not in {option.value for option in self._options}:
            self._value = self._options[0].value if self._options else None
        self._changed()

    def set_value(self, value: Hashable | None) -> None:
        """Pick the option with that value; ignored where it is not offered."""
        if value != self._value and value in {option.value for option in self._options}:
            self._value = value
            self._changed()

    def _changed(self) -> None:
        self.setAccessibleName(f"{self._name} {self._words()}".strip())
        self.updateGeometry()
        self.update()

    def _words(self) -> str:
        return next((option.words for option in self._options if option.value == self._value), "")

    def set_width(self, width: int | None) -> None:
        """Take exactly so much room; None: as much as the options need."""
        self._wide = width
        self.updateGeometry()

    def open_list(self) -> None:
        """Show the options below; the person picks one or presses Esc."""
        menu = self._menu
        menu.clear()
        for option in self._options:
            # an ampersand would underline the next letter
            action = menu.addAction(option.words.replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(option.value == self._value)
            action.triggered.connect(lambda _on, value=option.value: self._pick(value))
        menu.setMinimumWidth(self.width())
        menu.popup(self.mapToGlobal(QPoint(0, self.height())))

    def _pick(self, value: Hashable) -> None:
        if value != self._value:
            self.set_value(value)
            self.chosen.emit(value)

    @override
    def sizeHint(self) -> QSize:
        if self._wide is not None:
            return QSize(self._wide, self._tall)
        size = _FIELD_TYPE[self._tall]
        widest = max((theme.text_width(option.words, size) for option in self._options), default=0)
        label = theme.text_width(self._label, size) + 8 if self._label else 0
        return QSize(8 + label + widest + 8 + 16 + 8, self._tall)

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        ground = theme.BG3 if self._as_button else theme.BG0
        marks.fill_box(painter, self.rect(), theme.BG4 if self.underMouse() and self.isEnabled() else ground)
        marks.outline(painter, self.rect(), theme.EDGE if self.isEnabled() else theme.FAINT)
        self._paint_words(painter)
        arrow = icon_of("drop", 12 if self._tall == SMALL else 16, Hue.T2, self.devicePixelRatioF())
        size = round(arrow.deviceIndependentSize().width())
        painter.drawPixmap(self.width() - size - 8, (self.height() - size) // 2, arrow)
        painter.end()

    def _paint_words(self, painter: QPainter) -> None:
        size = _FIELD_TYPE[self._tall]
        box = QRect(8, 0, self.width() - 8 - 8 - 16 - 8, self.height())
        if self._label:
            took = text.draw(painter, (box.x(), 0), box.height(), self._label, Style(size, theme.T3)) + 8
            box.adjust(took, 0, 0, 0)
        words = Style(size, theme.T1 if self.isEnabled() else theme.T3)
        text.draw_elided(painter, (box.x(), 0), box.height(), self._words(), words, box.width())

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down):
            self.open_list()
        else:
            super().keyPressEvent(event)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        focus.gained(self, event)

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        focus.lost(self, event)
