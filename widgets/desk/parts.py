"""Small parts the desk's panels share: grounds, heads, icons, rules, use squares, ticks, scrolled lists.

None of them knows what it stands for.
"""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from widgets.kit import marks, theme
from widgets.kit.fields import ThinScrollBar
from widgets.kit.icons import icon, logo
from widgets.kit.label import PlainLabel
from widgets.kit.theme import Hue
from widgets.store import RoomStore


class Panel(QWidget):
    """A part of the window on the panel's ground, with cut corners unless `flat`.

    It lies on the window's ground and paints that in its corners, so a change in it paints nothing below.
    """

    def __init__(self, parent: QWidget | None = None, *, flat: bool = False) -> None:
        super().__init__(parent)
        self._flat = flat
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.rows = QVBoxLayout(self)
        self.rows.setContentsMargins(0, 0, 0, 0)
        self.rows.setSpacing(0)
        # a panel is as wide as the column; what does not fit gives way by itself
        self.rows.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self._flat:
            painter.fillRect(self.rect(), theme.BG2)
        else:
            painter.fillRect(self.rect(), theme.BG1)
            marks.fill_box(painter, self.rect(), theme.BG2)
        painter.end()


class PanelHead(QWidget):
    """A panel's title, a count after it, and a note at its right end."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = PlainLabel(title, bold=True)
        self.count = PlainLabel("", theme.NOTE.size, theme.T3)
        self.note = PlainLabel("", theme.NOTE.size, theme.T3)
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(theme.SPACE_M, 0, theme.SPACE_S, 0)
        self.row.setSpacing(theme.SPACE_S)
        self.row.addWidget(self.title)
        self.row.addWidget(self.count)
        self.row.addStretch(1)
        self.row.addWidget(self.note)
        self.setFixedHeight(32)


class Logo(QWidget):
    """The program's sign."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedSize(24, 24)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.drawPixmap(0, 0, logo(24, self.devicePixelRatioF()))
        painter.end()


class IconMark(QWidget):
    """One icon, drawn."""

    def __init__(self, name: str, size: int, hue: Hue, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name, self._size, self._hue = name, size, hue
        self.setFixedSize(size, size)

    def draw(self, name: str, hue: Hue | None = None) -> None:
        """Be another icon."""
        new = (name, hue or self._hue)
        if new != (self._name, self._hue):
            self._name, self._hue = new
            self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._name:
            return
        painter = QPainter(self)
        painter.drawPixmap(0, 0, icon(self._name, self._size, self._hue, self.devicePixelRatioF()))
        painter.end()


class Rule(QWidget):
    """A hairline without a meaning; upright between two groups, else across."""

    def __init__(self, *, upright: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._upright = upright
        along, across = QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed
        self.setSizePolicy(*((across, along) if upright else (along, across)))
        if upright:
            self.setFixedWidth(1)
        else:
            self.setFixedHeight(1)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect().adjusted(0, 8 * self._upright, 0, -8 * self._upright), theme.LINE)
        painter.end()


class UseSquares(QWidget):
    """Uses of this broadcast: filled squares are used up."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._used, self._limit = 0, 3
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def count(self, used: int, limit: int) -> None:
        """Show so many used of so many."""
        if (used, limit) != (self._used, self._limit):
            self._used, self._limit = used, limit
            self.updateGeometry()
            self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(marks.pips_width(self._limit), 8)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        marks.pips(painter, 0, (self.height() - 8) // 2, self._used, self._limit)
        painter.end()


class Tick(QWidget):
    """A box, ticked or empty; it only shows."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._on = False
        self.setFixedSize(16, 16)

    def set_on(self, *, on: bool) -> None:
        """Be ticked or empty."""
        if on != self._on:
            self._on = on
            self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        marks.tick(painter, 0, 0, self.devicePixelRatioF(), on=self._on)
        painter.end()


def is_starting(store: RoomStore) -> bool:
    """Whether the room is not known yet: grey blocks stand where things will be, never figures."""
    return store.broadcast is None or store.broadcast.starting


def paint_blocks(painter: QPainter, left: int, top: int, widths: tuple[int, ...]) -> None:
    """Grey lines where words will stand."""
    for row, width in enumerate(widths):
        painter.fillRect(left, top + 16 * row, width, 8, theme.BG3)


def spread(row: QHBoxLayout, left: int, right: int, gap: int = theme.SPACE_S) -> QHBoxLayout:
    """A row without margins above and below, its parts in the middle of its height."""
    row.setContentsMargins(left, 0, right, 0)
    row.setSpacing(gap)
    row.setAlignment(Qt.AlignmentFlag.AlignVCenter)
    return row


def scrolled(inner: QWidget) -> QScrollArea:
    """`inner` at its own height, scrolled up and down where there is less room; the keyboard stays in it."""
    area = QScrollArea()
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setVerticalScrollBar(ThinScrollBar())
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(inner)
    column.addStretch(1)
    area.setWidget(holder)
    for ground in (area.viewport(), holder):
        ground.setAutoFillBackground(False)
    return area
