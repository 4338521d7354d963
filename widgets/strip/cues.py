"""The cues of the strip: a short list below the gauges, or a column of their own where there is room."""

from typing import Final

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget
from typing_extensions import override

from app.words import _, number, plain
from widgets.desk.cue_list import SLOTS, CueList, CueSlot
from widgets.desk.parts import Panel, PanelHead
from widgets.kit import text, theme
from widgets.kit.buttons import SMALL, Button
from widgets.kit.text import Style
from widgets.store import RoomStore

HEAD: Final = 24
ROW: Final = 44
ROW_IN_COLUMN: Final = 52
_BESIDE_FROM: Final = 240
"""From this width on, words and button stand side by side."""
_TALL: Final = 104
_LINES: Final = 3
_REASON: Final = Style(theme.NOTE.size, theme.T3)
_WORDS: Final = Style(theme.TEXT.size, theme.T1, bold=True)


class TallCue(QWidget):
    """One cue in a narrow column: its words in up to three lines, its button below. Acts through `slot`."""

    def __init__(self, slot: CueSlot, digit: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._slot = slot
        self._shown = self._reason = ""
        self.act = Button(key_hint=str(digit), height=SMALL)
        self.act.setFixedHeight(32)
        self.act.clicked.connect(slot.follow)
        self.setFixedHeight(_TALL)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(theme.SPACE_S, 0, theme.SPACE_S, theme.SPACE_S)
        rows.addStretch(1)
        rows.addWidget(self.act)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._open_menu)

    def look(self) -> None:
        """Show the cue that stands in the slot now."""
        cue = self._slot.cue
        self._shown = "" if cue is None else plain(cue.short)
        self._reason = "" if cue is None else plain(cue.short_reason)
        self.act.setVisible(cue is not None)
        if cue is not None:
            self.act.say(plain(cue.action, 16))
        self.act.setEnabled(self._slot.act.isEnabled())
        self.setAccessibleName("" if cue is None else f"{self._shown}, {self._reason}")
        self.update()

    def _open_menu(self, at: QPoint) -> None:
        if self._slot.cue is None:
            return
        menu = QMenu(self)
        menu.addAction(_("Put aside for 10 minutes")).triggered.connect(self._slot.snooze)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.mapToGlobal(at))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(0, 0, self.width(), 1, theme.LINE)
        room = self.width() - 2 * theme.SPACE_S
        top = 6
        lines = broken(self._shown, room)
        for line in lines:
            text.draw_elided(painter, (theme.SPACE_S, top), theme.TEXT.line, line, _WORDS, room)
            top += theme.TEXT.line
        if len(lines) < _LINES:
            text.draw_elided(painter, (theme.SPACE_S, top), theme.NOTE.line, self._reason, _REASON, room)
        painter.end()


def broken(words: str, room: int) -> list[str]:
    """`words` in up to three lines of `room` pixels; broken at spaces where there are some, else anywhere."""
    lines: list[str] = []
    rest = words
    while rest and len(lines) < _LINES - 1 and text.width(rest, _WORDS) > room:
        cut = next(
            end for end in range(len(rest), 0, -1) if end == 1 or text.width(rest[:end], _WORDS) <= room
        )
        space = rest.rfind(" ", 1, cut + 1)
        cut = space if space > 0 else cut
        lines.append(rest[:cut].rstrip())
        rest = rest[cut:].lstrip()
    return [*lines, rest] if rest else lines


class Cues(Panel):
    """All cues of the strip in the width it has."""

    def __init__(self, store: RoomStore, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._slots = SLOTS
        self.list = CueList(store)
        self._head = PanelHead(_("Cues"))
        self._head.setFixedHeight(HEAD)
        self.tall = [TallCue(slot, place + 1) for place, slot in enumerate(self.list.slots)]
        self.rows.addWidget(self.list)
        self.rows.addWidget(self._head)
        for cue in self.tall:
            self.rows.addWidget(cue)
        self.rows.addStretch(1)
        store.cues_changed.connect(self._look)
        self._look()

    def stand_below(self, slots: int) -> None:
        """Be a list of so many slots below the gauges."""
        self._show_tall(shown=False)
        self._show_list(slots, ROW)
        self.setFixedHeight(HEAD + slots * ROW)

    def stand_beside(self, width: int) -> None:
        """Be a column so wide."""
        beside = width >= _BESIDE_FROM
        self._show_tall(shown=not beside)
        if beside:
            self._show_list(SLOTS, ROW_IN_COLUMN)
        self.setMinimumHeight(0)
        self.setMaximumHeight(16777215)

    def _show_list(self, slots: int, row: int) -> None:
        self._slots = slots
        self._look()
        self.list.head.setFixedHeight(HEAD)
        for place, slot in enumerate(self.list.slots):
            slot.setFixedHeight(row)
            slot.setVisible(place < slots)
        self.list.setFixedHeight(HEAD + slots * row)

    def _show_tall(self, *, shown: bool) -> None:
        self.list.setVisible(not shown)
        self._head.setVisible(shown)
        for cue in self.tall:
            cue.setVisible(shown)

    def _look(self) -> None:
        count = len(self._store.cues)
        self._head.count.say(f"{number(count)} / {SLOTS}")
        # the list itself would count also those that have no room here
        self.list.head.count.say(f"{number(min(count, self._slots))} / {SLOTS}")
        for cue in self.tall:
            cue.look()
