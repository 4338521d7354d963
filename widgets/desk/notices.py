"""Sentences a person must know at once, in quiet lines above the selection bar; they cover no control.

What the room says stays as long as it is so; the answer to something just pressed stays ten seconds.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget
from typing_extensions import override

from app.words import _, number, plain
from widgets.desk.parts import IconMark, Panel, spread
from widgets.kit import marks, theme
from widgets.kit.buttons import SMALL, Button, Kind
from widgets.kit.label import PlainLabel
from widgets.kit.theme import Hue
from widgets.store import RoomStore

KEPT: Final = timedelta(seconds=10)
_LINES: Final = 3
_LINE_PX: Final = 28


@dataclass(frozen=True, slots=True)
class Notice:
    """One sentence; `until` None: as long as it is so."""

    words: str
    until: datetime | None = None


class _Line(QWidget):
    """One line with its sign."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = IconMark("info", 14, Hue.T2)
        self.label = PlainLabel("", theme.NOTE.size, elide=True)
        self.more = PlainLabel("", theme.NOTE.size, theme.T3)
        self.close_button = Button(icon="close", kind=Kind.FLAT, height=SMALL)
        self.close_button.setAccessibleName(_("Close"))
        self.setFixedHeight(_LINE_PX)
        row = spread(QHBoxLayout(self), theme.SPACE_M, 2)
        row.addWidget(self._icon)
        row.addWidget(self.label, 1)
        row.addWidget(self.more)
        row.addWidget(self.close_button)

    def say(self, notice: Notice) -> None:
        """Show this."""
        self._icon.draw("info" if notice.until else "low", Hue.T2 if notice.until else Hue.YELLOW)
        self.label.say(notice.words)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        marks.outline(painter, self.rect().adjusted(0, 0, 0, -2), theme.EDGE)
        painter.end()


class Notices(Panel):
    """The lines, none while there is nothing to say; the oldest give way."""

    def __init__(self, store: RoomStore, parent: QWidget | None = None) -> None:
        super().__init__(parent, flat=True)
        self._store = store
        self._passing: tuple[Notice, ...] = ()
        self._closed: set[str] = set()
        self._lines = [_Line() for _number in range(_LINES)]
        for line in self._lines:
            line.close_button.clicked.connect(lambda _on, line=line: self._close(line.label.words))
            self.rows.addWidget(line)
        store.answered.connect(self.answer)
        store.broadcast_changed.connect(self._show)
        self._show()

    @property
    def words(self) -> tuple[str, ...]:
        """The sentences shown now, top to bottom."""
        return tuple(notice.words for notice in self._notices())

    def answer(self, sentences: tuple[str, ...]) -> None:
        """Say what became of what a person just pressed."""
        until = self._store.now() + KEPT
        fresh = tuple(Notice(plain(each), until) for each in sentences)
        self._passing = (*(old for old in self._passing if old not in fresh), *fresh)
        self._closed -= {notice.words for notice in fresh}
        self._show()

    def tick(self) -> None:
        """A second went by."""
        now = self._store.now()
        still = tuple(notice for notice in self._passing if notice.until is None or notice.until > now)
        if still != self._passing:
            self._passing = still
            self._show()

    def _notices(self) -> tuple[Notice, ...]:
        every = (*self._standing(), *self._passing)
        return tuple(notice for notice in every if notice.words not in self._closed)

    def _standing(self) -> tuple[Notice, ...]:
        broadcast = self._store.broadcast
        if broadcast is None:
            return ()
        changed = _("The settings file was changed. Restart Stockcue to use it.")
        sentences = (
            *broadcast.notices, broadcast.clock_warning, changed if broadcast.settings_changed else "",
        )  # fmt: skip
        return tuple(Notice(plain(each)) for each in sentences if each)

    def _show(self) -> None:
        standing = {notice.words for notice in self._standing()}
        self._closed &= standing | {notice.words for notice in self._passing}
        notices = self._notices()
        shown, left_out = notices[-_LINES:], max(0, len(notices) - _LINES)
        for place, line in enumerate(self._lines):
            line.setVisible(place < len(shown))
            if place < len(shown):
                line.say(shown[place])
            line.more.say(f"+{number(left_out)}" if left_out and place == 0 else "")
            line.more.setVisible(left_out > 0 and place == 0)
        self.setFixedHeight(_LINE_PX * len(shown))
        self.setVisible(bool(shown))

    def _close(self, words: str) -> None:
        self._closed.add(words)
        self._passing = tuple(notice for notice in self._passing if notice.words != words)
        self._show()
