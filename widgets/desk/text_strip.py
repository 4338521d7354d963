"""What to say after a mark or a restore, in a line with a button that copies it; all texts in a sheet.

The line stays two minutes, or until it is closed. Texts come filled with true figures; none is written here.
"""

from datetime import timedelta
from functools import partial
from typing import Final

from PySide6.QtGui import QGuiApplication, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from app.views.texts import TextLine, TextsView
from app.words import _, clock_time, number
from widgets.desk.parts import IconMark, spread
from widgets.desk.sheet import Sheet
from widgets.kit import marks, theme
from widgets.kit.buttons import SMALL, Button, Kind
from widgets.kit.label import PlainLabel
from widgets.kit.theme import Hue
from widgets.store import RoomStore

SHOWN: Final = timedelta(minutes=2)
_SHEET: Final = 560
_HEIGHT: Final = 360


def copy(words: str) -> None:
    """Put a text where other programs take it from."""
    QGuiApplication.clipboard().setText(words)


class TextStrip(QWidget):
    """The line; hidden while there is nothing new to say."""

    def __init__(self, store: RoomStore, *, height: int = SMALL, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._closed = ""
        self._text = PlainLabel("", theme.NOTE.size, elide=True)
        self._title = PlainLabel("", theme.NOTE.size, theme.T2, bold=True)
        self.copy_button = Button(_("Copy"), icon="copy", height=height)
        self.all_button = Button(_("All texts"), height=height)
        self.close_button = Button(icon="close", kind=Kind.FLAT, height=height)
        self.close_button.setAccessibleName(_("Close"))
        row = spread(QHBoxLayout(self), theme.SPACE_S, theme.SPACE_XS)
        row.addWidget(IconMark("info", 14, Hue.T2))
        row.addWidget(self._title)
        row.addWidget(self._text, 1)
        for part in (self.copy_button, self.all_button, self.close_button):
            row.addWidget(part)
        self.setFixedHeight(height + 6)
        self.copy_button.clicked.connect(self.copy_first)
        self.all_button.clicked.connect(self.show_all)
        self.close_button.clicked.connect(self.close_line)
        store.texts_changed.connect(self.tick)
        self.tick()

    @property
    def current(self) -> TextsView | None:
        """The newest occasion, while its line is shown."""
        view = next(iter(self._store.texts), None)
        if view is None or view.key == self._closed or self._store.now() - view.at >= SHOWN:
            return None
        return view

    def tick(self) -> None:
        """A second went by, or there is something new."""
        view = self.current
        self.setVisible(view is not None)
        if view is not None:
            self._title.say(view.lines[0].title)
            self._text.say(view.lines[0].text)

    def copy_first(self) -> None:
        """Copy what the host is to say."""
        view = self.current
        if view is not None:
            copy(view.lines[0].text)
            self.copy_button.say(_("Copied"))

    def show_all(self) -> None:
        """Every text of the newest occasions."""
        TextsSheet(self._store, self.window()).show()

    def close_line(self) -> None:
        """Not this one any more."""
        view = self.current
        self._closed = "" if view is None else view.key
        self.tick()

    @override
    def setVisible(self, visible: bool) -> None:
        if visible and not self.isVisible():
            self.copy_button.say(_("Copy"))
        super().setVisible(visible)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        marks.fill_box(painter, self.rect(), theme.BG2)
        marks.outline(painter, self.rect(), theme.EDGE)
        painter.end()


class TextsSheet(Sheet):
    """The texts of the newest occasions, each with its own button."""

    def __init__(self, store: RoomStore, parent: QWidget | None = None) -> None:
        super().__init__(parent, _("Texts to say"), _SHEET)
        self.buttons: list[Button] = []
        inner = QWidget()
        rows = QVBoxLayout(inner)
        rows.setContentsMargins(0, 0, theme.SPACE_S, 0)
        rows.setSpacing(theme.SPACE_S)
        for view in store.texts:
            at = clock_time(view.at, store.zone)
            rows.addWidget(PlainLabel(f"{at}  {view.heading}", bold=True, elide=True))
            for line in view.lines:
                rows.addLayout(self._line(line))
        if not store.texts:
            rows.addWidget(PlainLabel(_("Nothing was marked or restored yet."), colour=theme.T3))
        rows.addStretch(1)
        self.add_scrolled(inner, _HEIGHT)
        self.add_close()

    def _line(self, line: TextLine) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme.SPACE_M)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(PlainLabel(line.title, theme.NOTE.size, theme.T3))
        words.addWidget(PlainLabel(line.text, colour=theme.T2).wrap())
        button = Button(_("Copy"), icon="copy", height=SMALL)
        button.setAccessibleName(_("Copy {text}").format(text=number(len(self.buttons) + 1)))
        button.clicked.connect(partial(self._copy, line.text, button))
        self.buttons.append(button)
        row.addLayout(words, 1)
        row.addWidget(button)
        return row

    def _copy(self, words: str, button: Button, *_pressed: bool) -> None:
        copy(words)
        button.say(_("Copied"))
