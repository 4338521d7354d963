"""Buttons: plain ones, ones that mark at once, and ones that must be pressed long.

A button that marks acts when it goes down, and never by space or enter alone. See `choices` for segmented
controls and drop-downs.
"""

from typing import Final

from PySide6.QtCore import QEvent, QRect, QSize, Qt, QVariantAnimation, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QHideEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)  # fmt: skip
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget
from typing_extensions import override

from widgets.kit import focus, marks, text, theme
from widgets.kit.button_looks import (
    GAP,
    ICON,
    LARGE,
    LINE,
    LOOKS,
    NORMAL,
    OPERATOR,
    PAD,
    SMALL,
    TYPE,
    Kind,
    Look,
)
from widgets.kit.icons import icon as icon_of
from widgets.kit.text import Style
from widgets.kit.theme import Hue

__all__ = ["LARGE", "NORMAL", "OPERATOR", "SMALL", "Button", "Kind", "LongPressButton", "fill_border"]

_PRESSING_KEYS: Final = (Qt.Key.Key_Space, Qt.Key.Key_Select, Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Button(QPushButton):
    """A button of the theme: icon, words, a note in regular weight (a count), the key that does the same.

    With `marks` it acts when it goes down instead of when it comes up, and space and enter do nothing: a
    stray key press must not take a product off sale. Words with a line break stand in two small lines.
    """

    def __init__(  # noqa: PLR0913 - looks, all by keyword
        self,
        words: str = "",
        *,
        icon: str = "",
        key_hint: str = "",
        kind: Kind = Kind.NORMAL,
        height: int = NORMAL,
        marks: bool = False,
        note: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._words = words
        self._icon = icon
        self._key = key_hint
        self._kind = kind
        self._tall = height
        self._marks = marks
        self._note = note
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        self._name()

    @property
    def words(self) -> str:
        """What stands on it."""
        return self._words

    @property
    def kind(self) -> Kind:
        """Its look while it can be pressed."""
        return self._kind

    def say(
        self,
        words: str | None = None,
        *,
        note: str | None = None,
        icon: str | None = None,
        kind: Kind | None = None,
    ) -> None:
        """Change what stands on it; whatever is None stays."""
        new = (
            self._words if words is None else words,
            self._note if note is None else note,
            self._icon if icon is None else icon,
            kind or self._kind,
        )
        if new == (self._words, self._note, self._icon, self._kind):
            return
        self._words, self._note, self._icon, self._kind = new
        self._name()
        self.updateGeometry()
        self.update()

    def _name(self) -> None:
        spoken = " ".join(part for part in (self._words.replace("\n", " "), self._note) if part)
        if spoken:
            self.setAccessibleName(spoken)

    @override
    def sizeHint(self) -> QSize:
        pad = (self._tall - ICON[self._tall]) // 2 if self._is_bare() else PAD[self._tall]
        return QSize(2 * pad + self._content_width(), self._tall)

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def _is_bare(self) -> bool:
        return not (self._words or self._note or self._key)

    def _words_style(self, look: Look) -> Style:
        size = theme.NOTE.size if "\n" in self._words else TYPE[self._tall]
        return Style(size, theme.colour(look.words), look.bold)

    def _content_width(self) -> int:
        widths = [width for width, _ in self._parts(self._look())]
        return sum(widths) + GAP[self._tall] * max(0, len(widths) - 1)

    def _parts(self, look: Look) -> list[tuple[int, str]]:
        """Widths of what stands on it, left to right, each with its name."""
        style = self._words_style(look)
        parts: list[tuple[int, str]] = []
        if self._icon:
            parts.append((ICON[self._tall], "icon"))
        if self._words:
            parts.append((max(text.width(line, style) for line in self._words.split("\n")), "words"))
        if self._note:
            parts.append((theme.text_width(self._note, style.size), "note"))
        if self._key:
            parts.append((marks.key_width(self._key), "key"))
        return parts

    def _look(self) -> Look:
        if not self.isEnabled():
            return LOOKS[Kind.OFF]
        return LOOKS[Kind.WHITE if self.isChecked() else self._kind]

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        look = self._look()
        self._paint_ground(painter, look)
        self._paint_content(painter, look)
        painter.end()

    def _paint_ground(self, painter: QPainter, look: Look) -> None:
        ground = look.ground
        if ground in (Hue.BG3, None) and self.isEnabled():
            ground = Hue.BG0 if self.isDown() else Hue.BG4 if self.underMouse() else ground
        if ground is not None:
            marks.fill_box(painter, self.rect(), theme.colour(ground))
        if look.border is not None:
            marks.outline(painter, self.rect(), theme.colour(look.border), look.width)
        elif ground in (Hue.BLUE, Hue.T1) and self.underMouse():
            marks.outline(painter, self.rect().adjusted(1, 1, -1, -1), theme.INK, 1 + self.isDown())

    def _paint_content(self, painter: QPainter, look: Look) -> None:
        dpr = self.devicePixelRatioF()
        x = (self.width() - self._content_width()) // 2
        for width, name in self._parts(look):
            self._paint_part(painter, name, QRect(x, 0, width, self.height()), look, dpr)
            x += width + GAP[self._tall]

    def _paint_part(self, painter: QPainter, name: str, box: QRect, look: Look, dpr: float) -> None:
        style = self._words_style(look)
        if name == "icon":
            size = ICON[self._tall]
            hue = look.mark or look.words
            painter.drawPixmap(box.x(), (box.height() - size) // 2, icon_of(self._icon, size, hue, dpr))
        elif name == "words":
            self._paint_words(painter, box, style)
        elif name == "note":
            text.draw(
                painter, (box.x(), 0), box.height(), self._note, Style(style.size, style.colour), box.width()
            )
        else:
            marks.key_hint(painter, box.x(), (box.height() - marks.KEY_HEIGHT) // 2, self._key, style.colour)

    def _paint_words(self, painter: QPainter, box: QRect, style: Style) -> None:
        lines = self._words.split("\n")
        tall = box.height() if len(lines) == 1 else LINE
        top = (box.height() - tall * len(lines)) // 2
        for number, line in enumerate(lines):
            room = min(box.width(), self.width())
            x = box.x() + (box.width() - text.width(line, style)) // 2
            text.draw(painter, (x, top + number * tall), tall, line, style, room)

    @override
    def hitButton(self, pos: object) -> bool:
        return True

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        if not self._marks or event.button() is not Qt.MouseButton.LeftButton:
            super().mousePressEvent(event)
            return
        self.setDown(True)
        self.pressed.emit()
        self.clicked.emit()

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if not self._marks:
            super().mouseReleaseEvent(event)
            return
        self.setDown(False)
        self.released.emit()

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if not self._marks:
            super().mouseMoveEvent(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not self._marks:
            self.click()
        elif event.key() in _PRESSING_KEYS and self._marks:
            event.ignore()
        else:
            super().keyPressEvent(event)

    @override
    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if self._marks and event.key() in _PRESSING_KEYS:
            event.ignore()
        else:
            super().keyReleaseEvent(event)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        focus.gained(self, event)

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        focus.lost(self, event)


class LongPressButton(Button):
    """A button that acts after a press of 600 ms; its border fills clockwise meanwhile, letting go cancels.

    Signals:
        long_pressed: The press lasted.

    Besides mouse and touch, the key of `key` works while the button has the keyboard, and a window can pass
    its own keys to `begin` and `cancel`. Space and enter do nothing.
    """

    long_pressed = Signal()

    def __init__(  # noqa: PLR0913 - looks, all by keyword
        self,
        words: str,
        *,
        icon: str = "",
        key_hint: str = "",
        kind: Kind = Kind.STOP,
        height: int = LARGE,
        key: Qt.Key | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(
            words, icon=icon, key_hint=key_hint, kind=kind, height=height, marks=True, parent=parent
        )
        self._own_key = key
        self._press = QVariantAnimation(self)
        self._press.setStartValue(0.0)
        self._press.setEndValue(1.0)
        self._press.setDuration(theme.LONG_PRESS_MS)
        self._press.valueChanged.connect(self.update)
        self._press.finished.connect(self._lasted)

    @property
    def progress(self) -> float:
        """How much of the press is done, 0…1."""
        running = self._press.state() is QVariantAnimation.State.Running
        return float(self._press.currentValue()) if running else 0.0

    def begin(self) -> None:
        """The press begins; nothing happens while one runs or the button is disabled."""
        if self.isEnabled() and self._press.state() is not QVariantAnimation.State.Running:
            self.setDown(True)
            self._press.start()

    def cancel(self) -> None:
        """Let go before it lasted."""
        self._press.stop()
        self.setDown(False)
        self.update()

    def _lasted(self) -> None:
        self.setDown(False)
        self.update()
        self.long_pressed.emit()

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self.begin()

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.cancel()

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if not self.rect().contains(event.position().toPoint()):
            self.cancel()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._own_key is not None and event.key() == self._own_key:
            if not event.isAutoRepeat():
                self.begin()
        else:
            super().keyPressEvent(event)

    @override
    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if self._own_key is not None and event.key() == self._own_key:
            if not event.isAutoRepeat():
                self.cancel()
        else:
            super().keyReleaseEvent(event)

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.cancel()

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.cancel()

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.EnabledChange and not self.isEnabled():
            self.cancel()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.progress:
            painter = QPainter(self)
            fill_border(painter, self.rect(), self.progress, theme.T1)
            painter.end()


def fill_border(painter: QPainter, box: QRect, share: float, colour: QColor, width: int = 3) -> None:
    """The first `share` (0…1) of a border, clockwise from the upper left corner."""
    left = round(share * 2 * (box.width() + box.height()))
    x, y, w, h = box.x(), box.y(), box.width(), box.height()
    top, right = min(left, w), min(max(0, left - w), h)
    bottom, up = min(max(0, left - w - h), w), min(max(0, left - 2 * w - h), h)
    painter.fillRect(x, y, top, width, colour)
    painter.fillRect(x + w - width, y, width, right, colour)
    painter.fillRect(x + w - bottom, y + h - width, bottom, width, colour)
    painter.fillRect(x, y + h - up, width, up, colour)
