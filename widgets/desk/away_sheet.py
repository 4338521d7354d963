"""While you were away: what became of every hold the desk could not see to. Keeps nobody from the desk."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.views.away import AwayView
from app.words import _, clock_time, plain
from widgets.desk.sheet import Sheet
from widgets.kit import theme
from widgets.kit.label import PlainLabel
from widgets.store import RoomStore

_WIDTH = 520
_HEIGHT = 160


class AwaySheet(Sheet):
    """The report; it waits to be read and keeps nobody from the desk."""

    def __init__(self, store: RoomStore, away: AwayView, parent: QWidget | None = None) -> None:
        super().__init__(parent, _("While you were away"), _WIDTH)
        self.setWindowModality(Qt.WindowModality.NonModal)
        self.say(plain(away.title, 200))
        inner = QWidget()
        rows = QVBoxLayout(inner)
        rows.setContentsMargins(0, 0, theme.SPACE_S, 0)
        rows.setSpacing(theme.SPACE_S)
        self.lines = [PlainLabel(plain(line, 300)).wrap() for line in away.lines]
        for line in self.lines:
            rows.addWidget(line)
        rows.addStretch(1)
        self.add_scrolled(inner, _HEIGHT)
        as_of = _("as of {time}").format(time=clock_time(away.at, store.zone))
        self.body.addWidget(PlainLabel(as_of, theme.NOTE.size, theme.T3))
        self.add_close()
