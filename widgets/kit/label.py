"""Texts that can never be rich: labels, tool tips and messages. The only home of QLabel in the project.

Titles come from outside; `<img …>` in one must show as those letters.
"""

from html import escape

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QPalette, QResizeEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from widgets.kit import text, theme
from widgets.kit.buttons import Button, Kind

_DIALOG_WIDTH = 440


class PlainLabel(QLabel):
    """One text, always plain, in a size and colour of the theme.

    With `elide` the beginning is shown with an ellipsis where there is no room, and the whole as tool tip.
    """

    def __init__(
        self,
        words: str = "",
        size: int = theme.TEXT.size,
        colour: QColor = theme.T1,
        *,
        bold: bool = False,
        elide: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._words = ""
        self._size = size
        self._bold = bold
        self._elide = elide
        self._colour: QColor | None = None
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFont(theme.font(size, bold))
        self.paint_in(colour)
        if elide:
            self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.say(words)

    @property
    def words(self) -> str:
        """What it says, whole."""
        return self._words

    def say(self, words: str) -> None:
        """Show `words`; nothing happens when it already does."""
        if words == self._words:
            return
        self._words = words
        self.setAccessibleName(words)
        self._show()

    def say_in_place(self, words: str) -> None:
        """Show `words` in just the room they take: layouts hear only of another size, not of each word."""
        if words == self._words:
            return
        self.say(words)
        # a size hint never falls below the width that was fixed before
        inked = self.fontMetrics().boundingRect(QRect(), self.alignment(), words)
        took = theme.text_width(words, self._size, self._bold)
        self.setFixedSize(max(inked.width(), took), inked.height())

    def paint_in(self, colour: QColor) -> None:
        """Show it in another colour; nothing happens when it already is."""
        if colour == self._colour:
            return
        self._colour = colour
        palette = QPalette(self.palette())
        palette.setColor(QPalette.ColorRole.WindowText, colour)
        self.setPalette(palette)

    def wrap(self) -> "PlainLabel":
        """Break lines where it is too narrow."""
        self.setWordWrap(True)
        return self

    def _show(self) -> None:
        shown = text.elided(self._words, self._size, self._bold, self.width()) if self._elide else self._words
        self.setText(shown)
        if self._elide:
            set_plain_tooltip(self, self._words if shown != self._words else "")

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._elide:
            self._show()

    @override
    def sizeHint(self) -> QSize:
        if not self._elide:
            return super().sizeHint()
        return QSize(
            theme.text_width(self._words, self._size, self._bold),
            theme.metrics(self._size, self._bold).height(),
        )


def plain_markup(words: str) -> str:
    """`words` for the few places of Qt that guess whether a text is rich: shown as it is written."""
    return f'<span style="white-space:pre-wrap">{escape(words)}</span>' if words else ""


def set_plain_tooltip(widget: QWidget, words: str) -> None:
    """A tool tip that shows `words` as they are written, whatever they hold."""
    widget.setToolTip(plain_markup(words))


class Message(QDialog):
    """A question or a piece of news in our style; `exec` answers whether the first button was pressed."""

    def __init__(self, parent: QWidget | None, title: str, words: str, buttons: tuple[str, ...]) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setMinimumWidth(_DIALOG_WIDTH)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(*[theme.SPACE_XL] * 4)
        rows.setSpacing(theme.SPACE_L)
        rows.addWidget(PlainLabel(title, theme.STRONG.size, bold=True))
        rows.addWidget(PlainLabel(words, colour=theme.T2).wrap())
        rows.addLayout(self._row(buttons))

    def _row(self, buttons: tuple[str, ...]) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme.SPACE_S)
        row.addStretch(1)
        for number, words in enumerate(buttons):
            button = Button(words, kind=Kind.WHITE if number == 0 else Kind.NORMAL, height=40)
            button.clicked.connect(self.accept if number == 0 else self.reject)
            row.addWidget(button)
        return row


def plain_message(parent: QWidget | None, title: str, words: str, *buttons: str) -> bool:
    """Show a message and wait; True when the first of `buttons` was pressed.

    Args:
        parent: The window it belongs to.
        title: What happened, in few words.
        words: What it means and what to do.
        buttons: Words on the buttons, the one that goes on first.
    """
    message = Message(parent, title, words, buttons)
    try:
        return message.exec() == QDialog.DialogCode.Accepted
    finally:
        message.deleteLater()
