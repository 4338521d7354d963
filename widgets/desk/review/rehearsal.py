"""Rehearsals: a broadcast played again under policies side by side, and a desk opened on it.

Both run in processes of their own; this shows how far they are and steers them.
"""

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from app.intents import (
    CloseRehearsalDesk,
    LookUpRehearsals,
    OpenRehearsalDesk,
    StartRehearsal,
    Steer,
    SteerRehearsal,
)
from app.views.rehearsal import RunState
from app.words import _, number, p_
from widgets.desk.compare.table import FigureTable
from widgets.desk.parts import Panel, PanelHead, spread
from widgets.desk.review.outcome_bars import OutcomeBars
from widgets.desk.review.rehearsal_form import RehearsalForm
from widgets.desk.review.rehearsal_words import outcome_columns, outcome_row, state_words
from widgets.desk.review.section import Section
from widgets.desk.sizes import GUTTER, Mode
from widgets.kit import theme
from widgets.kit.buttons import Button, Kind
from widgets.kit.choices import Option, Segmented
from widgets.kit.label import PlainLabel
from widgets.store import RoomStore

_RUNS: Final = (RunState.READING, RunState.PLAYING, RunState.PAUSED)
_DESK_SPEEDS: Final = (1, 5, 20, 60)
_BAR: Final = 4


class ProgressBar(QWidget):
    """How much of the broadcast was played."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._share = 0.0
        self.setFixedHeight(_BAR)

    def show_share(self, share: float) -> None:
        """Show so much of it, 0…1."""
        if share != self._share:
            self._share = share
            self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.BG0)
        painter.fillRect(0, 0, round(self.width() * self._share), self.height(), theme.T1)
        painter.end()


class Rehearsal(Section):
    """The section."""

    def __init__(self, store: RoomStore) -> None:
        super().__init__()
        self._store = store
        self._private = False
        self._make_tools()
        self.form = RehearsalForm(store.zone)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(GUTTER)
        rows.addWidget(self.form)
        rows.addWidget(self._outcome_panel(), 1)
        rows.addWidget(self._desk_panel())
        store.rehearsal_changed.connect(self._show)
        self.form.changed.connect(self._may_start)
        self._show()

    def _make_tools(self) -> None:
        self.state = PlainLabel("", theme.NOTE.size, theme.T2, elide=True)
        self.start = Button(_("Start"), icon="play", kind=Kind.WHITE)
        self.pause = Button(_("Pause"))
        self.stop = Button(_("Stop"))
        self.tool_row.addWidget(self.state, 1)
        for button in (self.start, self.pause, self.stop):
            self.tool_row.addWidget(button)
        self.start.clicked.connect(self._start)
        self.pause.clicked.connect(self._pause)
        self.stop.clicked.connect(self._stop)

    def _outcome_panel(self) -> Panel:
        panel = Panel()
        self.bar = ProgressBar()
        self.outcomes = FigureTable(_("Nothing was played yet."))
        self.bars = OutcomeBars()
        head = PanelHead(_("What came of it"))
        head.note.say(_("Lost: wanted and not to be had. What is not on record is drawn by the seed."))
        head.row.addWidget(self.outcomes.sort)
        head.setFixedHeight(40)
        panel.rows.addWidget(self.bar)
        panel.rows.addWidget(head)
        panel.rows.addWidget(self.outcomes, 1)
        panel.rows.addWidget(self.bars)
        self._head = head
        return panel

    def _desk_panel(self) -> Panel:
        panel = Panel()
        panel.setFixedHeight(64)
        self.desk_words = PlainLabel("", theme.NOTE.size, theme.T2, elide=True)
        self.desk_speed = Segmented(
            [Option(speed, f"{number(speed)} ×") for speed in _DESK_SPEEDS], name=p_("rehearsal", "Speed")
        )
        self.desk_speed.set_value(_DESK_SPEEDS[1])
        self.desk = Button(_("Open a desk on it"))
        title = PlainLabel(_("Rehearse at the desk"), bold=True)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addStretch(1)
        words.addWidget(title)
        words.addWidget(self.desk_words)
        words.addStretch(1)
        row = spread(QHBoxLayout(), theme.SPACE_M, theme.SPACE_S, theme.SPACE_M)
        row.addLayout(words, 1)
        row.addWidget(self.desk_speed)
        row.addWidget(self.desk)
        panel.rows.addLayout(row, 1)
        self.desk.clicked.connect(self._open_or_close)
        return panel

    @override
    def enter(self) -> None:
        self._store.intend(LookUpRehearsals(who=self._store.who("desk")))
        self.start.setFocus(Qt.FocusReason.OtherFocusReason)

    @override
    def set_mode(self, mode: Mode) -> None:
        self.form.set_mode(mode)
        self._head.note.setVisible(mode is not Mode.NARROW)
        self.bars.setVisible(mode is not Mode.NARROW)

    @override
    def be_private(self, *, private: bool) -> None:
        self._private = private
        self._show_outcomes()

    def _start(self) -> None:
        form = self.form
        self._store.intend(
            StartRehearsal(
                who=self._store.who("desk"),
                policies=form.chosen,
                scenario=form.scenario,
                broadcast=form.broadcast,
                seed=form.seed_value,
                speed=form.speed_value,
            )
        )

    def _pause(self) -> None:
        paused = self._store.rehearsal.state is RunState.PAUSED
        act = Steer.RESUME if paused else Steer.PAUSE
        self._store.intend(SteerRehearsal(who=self._store.who("desk"), act=act))

    def _stop(self) -> None:
        self._store.intend(SteerRehearsal(who=self._store.who("desk"), act=Steer.STOP))

    def _open_or_close(self) -> None:
        who, form, speed = self._store.who("desk"), self.form, self.desk_speed.value
        if self._store.rehearsal.window:
            self._store.intend(CloseRehearsalDesk(who=who))
            return
        self._store.intend(
            OpenRehearsalDesk(
                who=who,
                scenario=form.scenario,
                broadcast=form.broadcast,
                seed=form.seed_value,
                speed=float(speed) if isinstance(speed, int) else 1.0,
            )
        )

    def _may_start(self) -> None:
        runs = self._store.rehearsal.state in _RUNS
        known = self.form.broadcast is not None or bool(self.form.scenario)
        self.start.setEnabled(not runs and known and bool(self.form.chosen))
        self.desk.setEnabled(self._store.rehearsal.window or known)

    def _show(self) -> None:
        view = self._store.rehearsal
        runs = view.state in _RUNS
        self.form.offer(view)
        self.state.say(state_words(view))
        self.state.paint_in(theme.YELLOW if view.state is RunState.FAILED else theme.T2)
        self.pause.say(_("Go on") if view.state is RunState.PAUSED else _("Pause"))
        self.pause.setEnabled(view.state in (RunState.PLAYING, RunState.PAUSED))
        self.stop.setEnabled(runs)
        self.bar.show_share(view.minute / view.minutes if view.minutes else 0.0)
        self.desk.say(_("Close that desk") if view.window else _("Open a desk on it"))
        self.desk_words.say(view.window_why or _desk_words(is_open=view.window))
        self.desk_words.paint_in(theme.YELLOW if view.window_why else theme.T2)
        self._may_start()
        self._show_outcomes()

    def _show_outcomes(self) -> None:
        view, private = self._store.rehearsal, self._private
        currency = view.currency
        rows = tuple(outcome_row(one, currency, private=private) for one in view.outcomes)
        self.outcomes.show_rows(outcome_columns(private=private), rows)
        self.bars.show_outcomes(view.outcomes)


def _desk_words(*, is_open: bool) -> str:
    if is_open:
        return _("Open beside this desk, every window marked as a rehearsal. It ends with this desk.")
    return _("The same windows on a broadcast that is played: marked as a rehearsal, nothing leaves them.")
