"""What waits for a press because of a plan: a trigger that asks, a count-down that can be called off.

A row each, above everything else, on the desk and on the operator panel: one press does it, one leaves it.
A row that has just appeared waits a moment before its buttons work. Not for what is asked; the view says so.
"""

from math import ceil
from typing import Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget
from typing_extensions import override

from app.intents import AnswerPlan, CallOff, Intent
from app.views.plans import PromptKind, PromptView
from app.words import _, countdown, number, plain
from widgets.desk.parts import IconMark, Panel, spread
from widgets.kit import marks, theme
from widgets.kit.buttons import SMALL, Button, Kind
from widgets.kit.label import PlainLabel, set_plain_tooltip
from widgets.kit.theme import Hue
from widgets.store import RoomStore

_ROWS: Final = 2
_GAP: Final = 4
_SETTLE_MS: Final = 600


class PromptRow(QWidget):
    """One prompt."""

    def __init__(
        self, store: RoomStore, through: str, *, height: int, key: str = "", parent: QWidget | None = None
    ) -> None:
        """Make a row; `key` is the one that does what it asks."""
        super().__init__(parent)
        self._store, self._through = store, through
        self.view: PromptView | None = None
        self._icon = IconMark("plan", 16, Hue.BLUE)
        self.text = PlainLabel("", bold=True, elide=True)
        self.left = PlainLabel("", theme.STRONG.size, bold=True)
        self.act = Button("", kind=Kind.MAIN, height=height, marks=True, key_hint=key)
        self.leave = Button("", height=height)
        self.copy = Button(icon="copy", kind=Kind.FLAT, height=height)
        self.copy.setAccessibleName(_("Copy what may be said"))
        self.setFixedHeight(height + 12)
        self._settling = QTimer(self)
        self._settling.setSingleShot(True)
        self._settling.setInterval(_SETTLE_MS)
        self._settling.timeout.connect(self._settled)
        row = spread(QHBoxLayout(self), theme.SPACE_M, theme.SPACE_S)
        row.addWidget(self._icon)
        row.addWidget(self.text, 1)
        for part in (self.left, self.copy, self.leave, self.act):
            row.addWidget(part)
        self.act.clicked.connect(self.do)
        self.leave.clicked.connect(self._leave)
        self.copy.clicked.connect(self._copy)

    def show_prompt(self, view: PromptView | None) -> None:
        """Show this prompt; under a pointer that is there already its buttons wait."""
        before, self.view = self.view, view
        self.setVisible(view is not None)
        if view is None:
            return
        self.text.say(plain(view.text))
        set_plain_tooltip(self, view.text)
        self.act.say(view.act)
        self.act.setVisible(bool(view.act))
        self.leave.say(view.leave)
        self.copy.setVisible(bool(view.to_say))
        set_plain_tooltip(self.copy, view.to_say)
        self._icon.draw("plan" if view.kind is PromptKind.COUNTING else "flag")
        if before is None or (before.plan, before.kind) != (view.plan, view.kind):
            waits = self.underMouse()
            self.act.setEnabled(not waits)
            self.leave.setEnabled(not waits)
            if waits:
                self._settling.start()
        self.tick()
        self.update()

    def tick(self) -> None:
        """A second went by."""
        until = None if self.view is None else self.view.until
        self.left.setVisible(until is not None)
        if until is not None:
            self.left.say(countdown(ceil((until - self._store.now()).total_seconds())))

    def _settled(self) -> None:
        self.act.setEnabled(True)
        self.leave.setEnabled(True)

    def do(self) -> None:
        """Do what is asked, unless it has only just appeared under the pointer."""
        if self.view is not None and self.act.isEnabled():
            who = self._store.who(self._through)
            self._store.intend(AnswerPlan(who=who, plan=self.view.plan, do=True))

    def _leave(self) -> None:
        if self.view is not None:
            self._store.intend(self._left_alone(self.view))

    def _copy(self) -> None:
        clipboard = QGuiApplication.clipboard()
        if self.view is not None and clipboard is not None:
            clipboard.setText(plain(self.view.to_say))

    def _left_alone(self, view: PromptView) -> Intent:
        who = self._store.who(self._through)
        if view.kind is PromptKind.COUNTING:
            return CallOff(who=who, plan=view.plan)
        return AnswerPlan(who=who, plan=view.plan, do=False)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        marks.fill_box(painter, self.rect(), theme.BG3)
        asked = self.view is not None and self.view.kind is PromptKind.ASKED
        marks.outline(painter, self.rect(), theme.BLUE, 2 if asked else 1)
        painter.end()


class Prompts(Panel):
    """The rows; hidden while nothing waits. Questions stand before count-downs."""

    def __init__(
        self, store: RoomStore, through: str, *, height: int = SMALL, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent, flat=True)
        self._store = store
        self.lines = [
            PromptRow(store, through, height=height, key="" if place else "Y") for place in range(_ROWS)
        ]
        self._more = PlainLabel("", theme.NOTE.size, theme.T2)
        self._more.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.rows.setSpacing(_GAP)
        for line in self.lines:
            self.rows.addWidget(line)
        self.rows.addWidget(self._more)
        store.prompts_changed.connect(self._show)
        self._show()

    @property
    def shown(self) -> tuple[PromptView, ...]:
        """The prompts that have a row now."""
        return tuple(line.view for line in self.lines if line.view is not None)

    def focus_first(self) -> None:
        """Put the keyboard on what leaves the first one; nothing is answered by that."""
        if self.shown:
            self.lines[0].leave.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def do_first(self) -> None:
        """Do what is asked first; nothing where nothing is asked."""
        if self.shown and self.shown[0].kind is PromptKind.ASKED:
            self.lines[0].do()

    def tick(self) -> None:
        """A second went by."""
        for line in self.lines:
            line.tick()

    def _show(self) -> None:
        waiting = self._store.prompts
        for place, line in enumerate(self.lines):
            line.show_prompt(waiting[place] if place < len(waiting) else None)
        left_out = len(waiting) - _ROWS
        self._more.say(_("+{count} more planned").format(count=number(left_out)) if left_out > 0 else "")
        self._more.setVisible(left_out > 0)
        self.setVisible(bool(waiting))
