"""The ring round whatever the keyboard is in: 2 pixels of the text's colour, 2 pixels off.

One ring per window, laid over it; a control says when it gains and loses the keyboard. Not shown after a
click, because the person knows where they clicked.
"""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt
from PySide6.QtGui import QFocusEvent, QPainter, QPaintEvent, QRegion
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from widgets.kit import theme

WIDTH: Final = 2
OFFSET: Final = 2
_OBJECT_NAME: Final = "focus-ring"
_FOLLOWED: Final = (
    QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Hide, QEvent.Type.Show, QEvent.Type.ParentChange,
)  # fmt: skip
BY_KEYBOARD: Final = (
    Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason, Qt.FocusReason.ShortcutFocusReason,
)  # fmt: skip
COMES_BACK: Final = (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason)


class FocusRing(QWidget):
    """A frame that follows one control of its window."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self.setObjectName(_OBJECT_NAME)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()
        self._followed: list[QWidget] = []
        self._part: Callable[[], QRect] | None = None

    @property
    def target(self) -> QWidget | None:
        """The control it lies round."""
        return self._followed[0] if self._followed else None

    def go_round(self, control: QWidget, part: Callable[[], QRect] | None = None) -> None:
        """Lie round `control` until told otherwise, wherever it moves.

        Args:
            control: What has the keyboard.
            part: Tells which part of it, in its coordinates, where it is more than one thing; see `follow`.
        """
        self.leave()
        self._part = part
        each: QWidget | None = control
        while each is not None and each is not self._window:
            self._followed.append(each)
            each.installEventFilter(self)
            each = each.parentWidget()
        self.follow()

    def leave(self) -> None:
        """Disappear."""
        for each in self._followed:
            each.removeEventFilter(self)
        self._followed.clear()
        self.hide()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _FOLLOWED:
            self.follow()
        return False

    def follow(self) -> None:
        """Look anew where the control, or its part, lies; hidden where none of it can be seen."""
        control, window = self.target, self._window
        if control is None or not control.isVisible():
            self.hide()
            return
        out = WIDTH + OFFSET
        part = control.rect() if self._part is None else self._part().intersected(control.rect())
        if part.isEmpty():
            self.hide()
            return
        box = part.translated(control.mapTo(window, QPoint(0, 0))).adjusted(-out, -out, out, out)
        self.setGeometry(box)
        inner = self.rect().adjusted(WIDTH, WIDTH, -WIDTH, -WIDTH)
        self.setMask(QRegion(self.rect()).subtracted(QRegion(inner)))
        self.raise_()
        self.show()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.T1)
        painter.end()


def ring_of(control: QWidget) -> FocusRing:
    """The ring of the window `control` is in; made at first need."""
    window = control.window()
    found = window.findChild(FocusRing, _OBJECT_NAME, Qt.FindChildOption.FindDirectChildrenOnly)
    return found if isinstance(found, FocusRing) else FocusRing(window)


def gained(control: QWidget, event: QFocusEvent) -> None:
    """Call from `focusInEvent`: shows the ring when the keyboard brought the focus."""
    if event.reason() in BY_KEYBOARD:
        ring_of(control).go_round(control)


def lost(control: QWidget, event: QFocusEvent | None = None) -> None:
    """Call from `focusOutEvent`; the ring stays while the keyboard is only in another window or a menu."""
    if event is not None and event.reason() in COMES_BACK:
        return
    ring = ring_of(control)
    if ring.target is control:
        ring.leave()
