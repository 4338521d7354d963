"""Five slots of suggestions: what to do, why, and one button each. A cue keeps its slot; slots never move.

The engine says what stands where; a slot whose cue has just changed under the pointer waits a moment before
its button works, so that nobody presses what they did not read.
"""

from typing import Final

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget
from typing_extensions import override

from app.intents import ActOnCue, SnoozeCue
from app.views.room import CueKind, CueView
from app.words import _, number, plain
from widgets.desk import sizes
from widgets.desk.parts import IconMark, Panel, PanelHead, is_starting, paint_blocks, spread
from widgets.kit import theme
from widgets.kit.buttons import SMALL, Button, Kind
from widgets.kit.label import PlainLabel
from widgets.kit.theme import Hue
from widgets.store import RoomStore

SLOTS: Final = 5
_SETTLE_MS: Final = 600
_BUTTON_HEIGHT: Final = 32
_LONG_BUTTON: Final = 104
_SHORT_BUTTON: Final = 84
_ICONS: Final = {
    CueKind.SHOW_NEXT: "playf",
    CueKind.SUBSTITUTE: "swap",
    CueKind.PRE_SALE: "clock",
    CueKind.CALL_STOCK: "box",
    CueKind.REORDER: "box",
    CueKind.RESTORE_EARLY: "open",
    CueKind.HOLD_BACK: "ban",
}


class _DigitButton(Button):
    """A button whose digit stands before its word, in small type."""

    def __init__(self, digit: int, parent: QWidget | None = None) -> None:
        super().__init__(key_hint=str(digit), height=SMALL, parent=parent)
        self.setFixedHeight(_BUTTON_HEIGHT)

    @override
    def _parts(self, look: object) -> list[tuple[int, str]]:
        *words, key = super()._parts(look)  # type: ignore[arg-type]  # the kit keeps its looks to itself
        return [key, *words]


class CueSlot(QWidget):
    """One slot, with its cue or empty."""

    def __init__(self, store: RoomStore, slot: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._store, self._slot = store, slot
        self.cue: CueView | None = None
        self._long = True
        self._make()
        self._lay_out()
        self._say()
        self._become()

    def _make(self) -> None:
        self._icon = IconMark("", 16, Hue.T2)
        self._text = PlainLabel(bold=True, elide=True)
        self._reason = PlainLabel("", theme.NOTE.size, theme.T3, elide=True)
        self.act = _DigitButton(self._slot + 1)
        self.more = Button(icon="more", kind=Kind.FLAT, height=SMALL)
        self.more.setAccessibleName(_("Snooze cue {digit}").format(digit=self._slot + 1))
        self.act.clicked.connect(self.follow)
        self.more.clicked.connect(
            lambda: self._open_menu(self.more.mapTo(self, QPoint(0, self.more.height())))
        )
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._open_menu)
        self._settling = QTimer(self)
        self._settling.setSingleShot(True)
        self._settling.setInterval(_SETTLE_MS)
        self._settling.timeout.connect(lambda: self.act.setEnabled(self.cue is not None))

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addStretch(1)
        words.addWidget(self._text)
        words.addWidget(self._reason)
        words.addStretch(1)
        self._row = spread(QHBoxLayout(self), theme.SPACE_M, theme.SPACE_S, theme.SPACE_M)
        self._row.addWidget(self._icon)
        self._row.addLayout(words, 1)
        self._row.addWidget(self.act)
        self._row.addWidget(self.more)

    def be_wide(self, width: int) -> None:
        """Say as much as a list so wide has room for."""
        self._long = sizes.long_words(width)
        self._icon.setVisible(sizes.details(width))
        self.more.setVisible(self._long and self.cue is not None)
        self._row.setSpacing(theme.SPACE_M if self._long else theme.SPACE_S)
        self._say()

    def show_cue(self, cue: CueView | None) -> None:
        """Show this cue, or that the slot is free."""
        another = (cue and cue.id) != (self.cue and self.cue.id)
        self.cue = cue
        self._say()
        if another:
            self._become()

    def follow(self) -> None:
        """Do what the cue proposes."""
        if self.cue is not None and self.act.isEnabled():
            self._store.intend(ActOnCue(who=self._store.who("desk"), cue=self.cue.id))

    def snooze(self) -> None:
        """Put the cue aside for ten minutes."""
        if self.cue is not None:
            self._store.intend(SnoozeCue(who=self._store.who("desk"), cue=self.cue.id))

    def _become(self) -> None:
        """Another cue stands here: its button waits where the pointer is over it."""
        there = self.cue is not None
        wait = there and self.underMouse()
        self.act.setVisible(there)
        self.more.setVisible(there and self._long)
        self.act.setEnabled(there and not wait)
        if wait:
            self._settling.start()

    def _say(self) -> None:
        cue = self.cue
        self._icon.draw("" if cue is None else _ICONS[cue.kind])
        self._text.say("" if cue is None else plain(cue.text if self._long else cue.short))
        self._reason.say(
            "" if cue is None else plain(cue.reason if self._long else cue.short_reason or cue.reason)
        )
        if cue is not None:
            self.act.say(plain(cue.action, 24))
        self.act.setFixedWidth(
            max(self.act.sizeHint().width(), _LONG_BUTTON if self._long else _SHORT_BUTTON)
        )

    def _open_menu(self, at: QPoint) -> None:
        if self.cue is None:
            return
        menu = QMenu(self)
        menu.addAction(_("Put aside for 10 minutes")).triggered.connect(self.snooze)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.mapToGlobal(at))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(0, 0, self.width(), 1, theme.LINE)
        if self.cue is None and is_starting(self._store):
            paint_blocks(
                painter, theme.SPACE_M, self.height() // 2 - 12, (self.width() // 3, self.width() // 2)
            )
        painter.end()


class CueList(Panel):
    """The list with its head."""

    def __init__(self, store: RoomStore, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self.head = PanelHead(_("Cues"))
        self.slots = [CueSlot(store, slot) for slot in range(SLOTS)]
        self.rows.addWidget(self.head)
        for slot in self.slots:
            self.rows.addWidget(slot)
        self.rows.addStretch(1)
        store.cues_changed.connect(self._take)
        store.broadcast_changed.connect(self._started)
        self._blank = is_starting(store)
        self._take()

    def set_heights(self, heights: sizes.Heights) -> None:
        """Be as high as the column has room for."""
        self.head.setFixedHeight(heights.head)
        for slot in self.slots:
            slot.setFixedHeight(heights.cue)
        self.setFixedHeight(heights.cues)

    def act(self, digit: int) -> None:
        """Follow the cue with that digit, if there is one."""
        self.slots[digit - 1].follow()

    def snooze(self, digit: int) -> None:
        """Put the cue with that digit aside."""
        self.slots[digit - 1].snooze()

    def _started(self) -> None:
        """The room is known, or no longer: grey blocks give way to what is so."""
        if is_starting(self._store) is not self._blank:
            self._blank = is_starting(self._store)
            self._take()
            self.update()

    def _take(self) -> None:
        cues = {cue.slot: cue for cue in self._store.cues}
        for place, slot in enumerate(self.slots):
            slot.show_cue(cues.get(place))
        self.head.count.say("" if is_starting(self._store) else f"{number(len(cues))} / {SLOTS}")

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        detailed = sizes.details(self.width())
        self.head.note.say(_("Alt + digit acts") if detailed else _("Alt + digit"))
        for slot in self.slots:
            slot.be_wide(self.width())
