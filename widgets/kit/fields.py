"""Fields a person types into, and the thin scroll bar."""

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QScrollBar, QSizePolicy, QWidget
from typing_extensions import override

from widgets.kit import focus, marks, theme
from widgets.kit.buttons import NORMAL, SMALL
from widgets.kit.icons import icon as icon_of
from widgets.kit.theme import Hue


class TextField(QLineEdit):
    """A line to type into: an icon before it, the key that leads there behind; Esc empties it, then leaves.

    `placeholder` says what belongs in it and is its accessible name.

    Signals:
        left: Esc was pressed while it was empty.
        unfocused: The keyboard went elsewhere in the window.
    """

    left = Signal()
    unfocused = Signal()

    def __init__(
        self,
        placeholder: str,
        *,
        icon: str = "",
        key_hint: str = "",
        height: int = NORMAL,
        width: int | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._icon = icon
        self._key = key_hint
        self._tall = height
        self._wide = width
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(placeholder)
        self.setFrame(False)
        self.setFont(theme.font(theme.NOTE.size if height == SMALL else theme.TEXT.size))
        right = marks.key_width(key_hint) + 12 if key_hint else 4
        self.setTextMargins(26 if icon else 4, 0, right, 0)
        self.setSizePolicy(
            QSizePolicy.Policy.Expanding if width is None else QSizePolicy.Policy.Fixed,
            QSizePolicy.Policy.Fixed,
        )

    def set_width(self, width: int | None) -> None:
        """Take exactly so much room; None: as much as there is."""
        self._wide = width
        self.updateGeometry()

    @override
    def sizeHint(self) -> QSize:
        return QSize(self._wide or super().sizeHint().width(), self._tall)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(self._wide or 80, self._tall)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        marks.outline(painter, self.rect(), theme.EDGE if self.isEnabled() else theme.FAINT)
        dpr = self.devicePixelRatioF()
        if self._icon:
            painter.drawPixmap(8, (self.height() - 12) // 2, icon_of(self._icon, 12, Hue.T3, dpr))
        if self._key and not self.hasFocus():
            right = self.width() - 8 - marks.key_width(self._key)
            marks.key_hint(painter, right, (self.height() - marks.KEY_HEIGHT) // 2, self._key, theme.T3)
        painter.end()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
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
        if event.reason() not in focus.COMES_BACK:
            self.unfocused.emit()


class ThinScrollBar(QScrollBar):
    """A scroll bar 6 pixels wide: a thumb on a dark track, 2 pixels off what it scrolls."""

    THICK = 6
    OFF = 2

    def __init__(
        self, orientation: Qt.Orientation = Qt.Orientation.Vertical, parent: QWidget | None = None
    ) -> None:
        super().__init__(orientation, parent)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    @override
    def sizeHint(self) -> QSize:
        return QSize(self.THICK + self.OFF, self.THICK + self.OFF)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        upright = self.orientation() is Qt.Orientation.Vertical
        painter.fillRect(self.rect(), self.palette().window())
        painter.fillRect(self.rect().adjusted(self.OFF * upright, self.OFF * (not upright), 0, 0), theme.BG0)
        painter.fillRect(self.thumb(), theme.BAR if self.isSliderDown() or self.underMouse() else theme.EDGE)
        painter.end()

    def thumb(self) -> QRect:
        """Where the thumb lies."""
        upright = self.orientation() is Qt.Orientation.Vertical
        length = self.height() if upright else self.width()
        span = self.maximum() - self.minimum()
        whole = span + self.pageStep()
        size = max(24, length * self.pageStep() // whole) if whole else length
        start = (length - size) * (self.value() - self.minimum()) // span if span else 0
        off = self.OFF + 1
        return QRect(off, start, 4, size) if upright else QRect(start, off, size, 4)
