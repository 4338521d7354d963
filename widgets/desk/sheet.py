"""A small window of the desk: title, body, buttons at its foot. Esc closes it; the caller fills it.

Sheets are as plain as the messages of the kit; they hold fields, tables and lists.
"""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.words import _
from widgets.kit import theme
from widgets.kit.buttons import LARGE, Button, Kind
from widgets.kit.fields import ThinScrollBar
from widgets.kit.label import PlainLabel


class Sheet(QDialog):
    """A sheet `width` pixels wide. Its window keeps the keyboard until it is closed."""

    def __init__(self, parent: QWidget | None, title: str, width: int = 440) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(width)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(*[theme.SPACE_XL] * 4)
        rows.setSpacing(theme.SPACE_L)
        self.title = PlainLabel(title, theme.STRONG.size, bold=True, elide=True)
        rows.addWidget(self.title)
        self.body = QVBoxLayout()
        self.body.setSpacing(theme.SPACE_S)
        rows.addLayout(self.body, 1)
        self.foot = QHBoxLayout()
        self.foot.setSpacing(theme.SPACE_S)
        self.foot.addStretch(1)
        rows.addLayout(self.foot)

    def say(self, words: str) -> PlainLabel:
        """A paragraph in the body."""
        label = PlainLabel(words, colour=theme.T2).wrap()
        self.body.addWidget(label)
        return label

    def add_act(self, words: str, kind: Kind = Kind.WHITE) -> Button:
        """The button that does it, before the one that closes; it closes the sheet too."""
        button = Button(words, kind=kind, height=LARGE)
        button.clicked.connect(self.accept)
        self.foot.addWidget(button)
        return button

    def add_close(self, words: str = "") -> Button:
        """The button that only closes."""
        button = Button(words or _("Close"), height=LARGE)
        button.clicked.connect(self.reject)
        self.foot.addWidget(button)
        return button

    def add_scrolled(self, inner: QWidget, height: int) -> QScrollArea:
        """Something long in the body, of which so much is seen at once."""
        area = QScrollArea()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setVerticalScrollBar(ThinScrollBar())
        area.setWidget(inner)
        area.setMinimumHeight(height)
        self.body.addWidget(area, 1)
        return area
