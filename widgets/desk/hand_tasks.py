"""What a person is to do now at a shop that only people can work: a row a task, above everything else.

Each row says what to press and where, how long it has waited, and takes the answer. It flashes with every
reminder. Not for when to remind; the view says so.
"""

from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from app.intents import ConfirmByHand
from app.views.tasks import HandAct, TaskView
from app.words import _, countdown, number, p_, plain
from widgets.desk.parts import IconMark, Panel, spread
from widgets.kit import marks, theme
from widgets.kit.buttons import SMALL, Button, Kind
from widgets.kit.label import PlainLabel, set_plain_tooltip
from widgets.kit.theme import Hue
from widgets.store import RoomStore

_ROWS: Final = 3
_GAP: Final = 4


class TaskRow(QWidget):
    """One task.

    Signals:
        page_wished: The shop's page is asked for; carries its address.
    """

    page_wished = Signal(str)

    def __init__(self, store: RoomStore, through: str, height: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._store, self._through = store, through
        self.view: TaskView | None = None
        self._bright = False
        self._resting = QTimer(self)
        self._resting.setSingleShot(True)
        self._resting.setInterval(theme.FLASH_MS)
        self._resting.timeout.connect(self._rest)
        self._icon = IconMark("need", 16, Hue.YELLOW)
        self.text = PlainLabel("", bold=True, elide=True)
        self.steps = PlainLabel("", theme.NOTE.size, theme.T2, elide=True)
        self.waited = PlainLabel("", theme.STRONG.size, bold=True)
        self.open_button = Button(icon="link", kind=Kind.FLAT, height=height)
        self.open_button.setAccessibleName(_("Open the shop's page"))
        set_plain_tooltip(self.open_button, _("Open the shop's page"))
        self.could_not = Button(p_("by hand", "Could not"), height=height)
        self.done = Button("", icon="check", height=height)
        self.setFixedHeight(height + 16)
        self._lay_out()
        self.open_button.clicked.connect(self._open)
        self.could_not.clicked.connect(lambda: self._answer(done=False))
        self.done.clicked.connect(lambda: self._answer(done=True))

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addStretch(1)
        words.addWidget(self.text)
        words.addWidget(self.steps)
        words.addStretch(1)
        row = spread(QHBoxLayout(self), theme.SPACE_M, theme.SPACE_S)
        row.addWidget(self._icon)
        row.addLayout(words, 1)
        for part in (self.waited, self.open_button, self.could_not, self.done):
            row.addWidget(part)

    def show_task(self, view: TaskView) -> None:
        """Show this task; a reminder that is new flashes."""
        before, self.view = self.view, view
        again = before is not None and before.hold == view.hold and view.reminders > before.reminders
        self.text.say(view.what)
        set_plain_tooltip(self, view.text)
        self.steps.say(_second_line(view))
        self.open_button.setVisible(bool(view.page))
        self.could_not.setVisible(view.act is not HandAct.LEFT_OFF)
        self.done.say(view.done_text, kind=Kind.NORMAL if view.act is HandAct.LEFT_OFF else Kind.MAIN)
        self._icon.draw("stop" if view.urgent else "need", _hue(view))
        self.waited.paint_in(theme.colour(_hue(view)))
        self.tick()
        self.update()
        if again:
            self._flash()

    def tick(self) -> None:
        """A second went by."""
        if self.view is not None:
            passed = (self._store.now() - self.view.since).total_seconds()
            self.waited.say(countdown(passed))
            self.waited.setVisible(self.view.act is not HandAct.LEFT_OFF)

    def _answer(self, *, done: bool) -> None:
        if self.view is not None:
            sold_out = self.view.done_means is done
            who = self._store.who(self._through)
            self._store.intend(ConfirmByHand(who=who, hold=self.view.hold, sold_out=sold_out))

    def _open(self) -> None:
        if self.view is not None:
            self.page_wished.emit(self.view.page)

    def _flash(self) -> None:
        QApplication.alert(self.window())
        if not theme.motion_reduced():
            self._bright = True
            self._resting.start()
            self.update()

    def _rest(self) -> None:
        self._bright = False
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        ground: QColor = theme.BG4 if self._bright else theme.BG3
        marks.fill_box(painter, self.rect(), ground)
        if self.view is not None:
            loud = self.view.overdue or self.view.urgent
            marks.outline(painter, self.rect(), theme.colour(_hue(self.view)), 2 if loud else 1)
        painter.end()


class HandTasks(Panel):
    """The rows; hidden while nobody is asked for anything. What stands first is asked first.

    Signals:
        page_wished: A shop's page is asked for; carries its address.
    """

    page_wished = Signal(str)

    def __init__(
        self, store: RoomStore, through: str, *, height: int = SMALL, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent, flat=True)
        self._store = store
        self.lines = [TaskRow(store, through, height) for _number in range(_ROWS)]
        self._more = PlainLabel("", theme.NOTE.size, theme.T2)
        self._more.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.rows.setSpacing(_GAP)
        for line in self.lines:
            line.page_wished.connect(self.page_wished)
            self.rows.addWidget(line)
        self.rows.addWidget(self._more)
        store.tasks_changed.connect(self._show)
        self._show()

    @property
    def shown(self) -> tuple[TaskView, ...]:
        """The tasks that have a row now."""
        return tuple(line.view for line in self.lines if line.view is not None and not line.isHidden())

    def focus_first(self) -> None:
        """Put the keyboard on the answer of the first task; nothing is answered by that."""
        if self.shown:
            self.lines[0].done.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def tick(self) -> None:
        """A second went by."""
        for line in self.lines:
            line.tick()

    def _show(self) -> None:
        tasks = self._store.tasks
        for place, line in enumerate(self.lines):
            line.setVisible(place < len(tasks))
            if place < len(tasks):
                line.show_task(tasks[place])
            else:
                line.view = None
        left_out = len(tasks) - _ROWS
        self._more.say(_("+{count} more by hand").format(count=number(left_out)) if left_out > 0 else "")
        self._more.setVisible(left_out > 0)
        self.setVisible(bool(tasks))


def _hue(view: TaskView) -> Hue:
    if view.urgent:
        return Hue.PURPLE
    if view.overdue:
        return Hue.ORANGE
    return Hue.T2 if view.act is HandAct.LEFT_OFF else Hue.YELLOW


def _second_line(view: TaskView) -> str:
    """Where, how, and whether it failed before."""
    failed = _("it could not be done before") if view.refused else ""
    return plain(" · ".join(part for part in (view.where, failed, view.steps) if part))
