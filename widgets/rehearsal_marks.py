"""Marks every window of a rehearsal, so that nobody can take one for a desk on air.

Each window that is ever shown, sheets and messages too, gets a striped frame with a band that says it, and a
title that says it first. A window can't be forgotten: it is marked when it is shown, whoever made it.
"""

from typing import Final

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPolygon, QRegion
from PySide6.QtWidgets import QApplication, QWidget
from typing_extensions import override

from app.words import _
from widgets.kit import text, theme
from widgets.kit.text import Style

WORDS: Final = "REHEARSAL 演练"
"""In both languages at once, whichever is spoken: it must be understood by whoever looks."""
BAND: Final = 28
EDGE: Final = 6
_STRIPE: Final = 12
_UNMARKED: Final = (Qt.WindowType.Popup, Qt.WindowType.ToolTip, Qt.WindowType.SplashScreen)
_MOST: Final = 16_777_215
"""Qt's own greatest width."""


class RehearsalFrame(QWidget):
    """The frame of one window; lies above everything in it and lets the mouse through."""

    def __init__(self, window: QWidget, about: str) -> None:
        super().__init__(window)
        self._around = window
        self._about = about
        self.setObjectName("rehearsal-frame")
        self.setAccessibleName(WORDS)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.cover()

    def cover(self) -> None:
        """Lie around the whole window."""
        whole = self._around.rect()
        self.setGeometry(whole)
        inner = whole.adjusted(EDGE, BAND, -EDGE, -EDGE)
        self.setMask(QRegion(whole).subtracted(QRegion(inner)))
        self.raise_()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.INK)
        self._paint_stripes(painter)
        style = Style(theme.TEXT.size, theme.INK, bold=True)
        promise = _("Nothing here reaches a shop")
        room = self.width() - 2 * BAND - 2 * theme.SPACE_M
        said = (f"{WORDS}  ·  {self._about}  ·  {promise}", f"{WORDS}  ·  {promise}", WORDS)
        words = next((each for each in said if text.width(each, style) <= room), WORDS)
        wide = text.width(words, style) + 2 * theme.SPACE_M
        plate = QRect((self.width() - wide) // 2, 2, wide, BAND - 4)
        painter.fillRect(plate, theme.T1)
        text.draw(painter, (plate.left() + theme.SPACE_M, plate.top()), plate.height(), words, style, wide)
        painter.end()

    def _paint_stripes(self, painter: QPainter) -> None:
        """Slanted, light on dark, as on a barrier."""
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.T1)
        tall = self.height()
        for left in range(-tall, self.width(), 2 * _STRIPE):
            corners = (left, tall, left + _STRIPE, tall, left + _STRIPE + tall, 0, left + tall, 0)
            painter.drawPolygon(QPolygon([*_points(corners)]))


def _points(corners: tuple[int, ...]) -> list[QPoint]:
    return [QPoint(corners[place], corners[place + 1]) for place in range(0, len(corners), 2)]


class RehearsalMarks(QObject):
    """Watches the application and marks its windows."""

    def __init__(self, app: QApplication, about: str) -> None:
        """Args: `about` names what is rehearsed."""
        super().__init__(app)
        self._about = about
        self._frames: dict[QWidget, RehearsalFrame] = {}
        app.installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind is QEvent.Type.Show and isinstance(watched, QWidget) and _is_window(watched):
            self._mark(watched)
        elif kind is QEvent.Type.Resize and watched in self._frames:
            self._frames[watched].cover()
        elif kind is QEvent.Type.WindowTitleChange and watched in self._frames:
            _retitle(watched)
        return False

    def _mark(self, window: QWidget) -> None:
        if window in self._frames:
            self._frames[window].cover()
            return
        _make_room(window)
        _retitle(window)
        frame = RehearsalFrame(window, self._about)
        frame.show()
        self._frames[window] = frame
        window.destroyed.connect(lambda: self._frames.pop(window, None))


def _is_window(widget: QWidget) -> bool:
    return widget.isWindow() and widget.windowType() not in _UNMARKED


def _make_room(window: QWidget) -> None:
    """What it holds stands within the frame; one that paints itself is framed over its own edge."""
    layout = window.layout()
    if layout is None:
        return
    margins = layout.contentsMargins()
    layout.setContentsMargins(
        margins.left() + EDGE, margins.top() + BAND, margins.right() + EDGE, margins.bottom() + EDGE
    )
    least, most = window.minimumSize(), window.maximumSize()
    window.setMaximumSize(min(_MOST, most.width() + 2 * EDGE), min(_MOST, most.height() + BAND + EDGE))
    if least.width() or least.height():
        window.setMinimumSize(least.width() + 2 * EDGE, least.height() + BAND + EDGE)
    window.resize(window.width() + 2 * EDGE, window.height() + BAND + EDGE)


def _retitle(window: QWidget) -> None:
    title = window.windowTitle()
    if not title.startswith(WORDS):
        window.setWindowTitle(f"{WORDS} · {title}" if title else WORDS)
