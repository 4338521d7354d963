"""The ten seconds after a mark in which it can be taken back: what, the button, an edge that shrinks."""

import math
from typing import Final

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget
from typing_extensions import override

from app.intents import UndoMark
from app.views.room import UndoView
from app.words import _, number, plain
from widgets.desk.parts import IconMark, spread
from widgets.kit import marks, theme
from widgets.kit.buttons import SMALL, Button
from widgets.kit.label import PlainLabel
from widgets.kit.theme import Hue
from widgets.store import RoomStore

_EDGE_PX: Final = 2


class UndoStrip(QWidget):
    """The strip; hidden while there is nothing to take back. The last mark is taken back first."""

    def __init__(self, store: RoomStore, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._text = PlainLabel("", theme.NOTE.size, elide=True)
        self._more = PlainLabel("", theme.NOTE.size, theme.T3)
        self.button = Button(_("Undo"), icon="undo", key_hint="Z", height=SMALL, note=_seconds(10))
        self.button.setMinimumWidth(self.button.sizeHint().width())
        self.button.clicked.connect(self.undo)
        self.setFixedHeight(32)
        row = spread(QHBoxLayout(self), theme.SPACE_S, theme.SPACE_XS)
        row.addWidget(IconMark("lock", 14, Hue.BLUE))
        row.addWidget(self._text, 1)
        row.addWidget(self._more)
        row.addWidget(self.button)
        store.undo_changed.connect(self.tick)
        self.tick()

    @property
    def current(self) -> UndoView | None:
        """The mark that the button takes back; None when all are older than ten seconds."""
        return next(iter(self._open()), None)

    def undo(self) -> None:
        """Take back the last mark: an early restore; its use stays counted."""
        current = self.current
        if current is not None:
            self._store.intend(UndoMark(who=self._store.who("desk"), holds=current.holds))

    def tick(self) -> None:
        """A second went by."""
        waiting = self._open()
        self.setVisible(bool(waiting))
        if not waiting:
            return
        self._text.say(plain(waiting[0].text))
        self._more.say(f"+{number(len(waiting) - 1)}" if len(waiting) > 1 else "")
        self._more.setVisible(len(waiting) > 1)
        self.button.say(note=_seconds(math.ceil(self._left(waiting[0]))))
        self.updateGeometry()
        self.update()

    def wished_width(self) -> int:
        """Pixels in which nothing is cut."""
        words = theme.text_width(self._text.words, theme.NOTE.size)
        more = theme.text_width(self._more.words, theme.NOTE.size) + theme.SPACE_S if self._more.words else 0
        return 14 + words + more + self.button.minimumWidth() + 4 * theme.SPACE_S

    def share_left(self) -> float:
        """How much of the ten seconds is left, 0…1."""
        current = self.current
        if current is None:
            return 0.0
        whole = (current.until - current.at).total_seconds()
        return min(1.0, self._left(current) / whole) if whole > 0 else 0.0

    def _open(self) -> tuple[UndoView, ...]:
        now = self._store.now()
        waiting = (view for view in self._store.undo if view.until > now)
        return tuple(sorted(waiting, key=lambda view: view.until, reverse=True))

    def _left(self, view: UndoView) -> float:
        return max(0.0, (view.until - self._store.now()).total_seconds())

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        marks.outline(painter, self.rect(), theme.BLUE)
        long = round(self.width() * self.share_left())
        painter.fillRect(0, self.height() - _EDGE_PX, long, _EDGE_PX, theme.BLUE)
        painter.end()


def _seconds(count: int) -> str:
    return _("{seconds} s").format(seconds=count)
