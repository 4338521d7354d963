"""Calibration: how often each range held in a broadcast, and what became of its cues.

It is worked out in a process of its own when the section is opened or a person asks; nothing moves by itself.
"""

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout
from typing_extensions import override

from app.intents import CalibrateBroadcast
from app.views.calibration import CalibrationView
from app.views.rehearsal import Work
from app.words import _, age, clock_time, number, p_
from widgets.desk.compare.table import FigureTable
from widgets.desk.parts import Panel, PanelHead
from widgets.desk.review.band_card import BandCard
from widgets.desk.review.calibration_words import cue_columns, cue_row, span_name, tally_words
from widgets.desk.review.section import Section
from widgets.desk.sizes import GUTTER, Mode
from widgets.kit import theme
from widgets.kit.buttons import Button
from widgets.kit.label import PlainLabel
from widgets.store import RoomStore

_CARDS: Final = {Mode.WIDE: 200, Mode.MIDDLE: 184, Mode.NARROW: 176}


class Calibration(Section):
    """The section."""

    def __init__(self, store: RoomStore) -> None:
        super().__init__()
        self._store = store
        self._private = False
        self._make_tools()
        self.units, self.minutes = BandCard(_("Units until the end")), BandCard(_("Minutes until sold out"))
        self.cues = FigureTable(_("No cue came up."))
        self._cards = QHBoxLayout()
        self._cards.setSpacing(GUTTER)
        self._cards.addWidget(self.units)
        self._cards.addWidget(self.minutes)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(GUTTER)
        rows.addLayout(self._cards)
        rows.addWidget(self._cue_panel(), 1)
        store.calibrating_changed.connect(self._show)
        self._show()

    def _make_tools(self) -> None:
        self.title = PlainLabel("", theme.STRONG.size, bold=True)
        self.state = PlainLabel("", theme.NOTE.size, theme.T3, elide=True)
        self.earlier = Button(_("Earlier broadcast"))
        self.later = Button(p_("compare", "Later"))
        self.refresh = Button(p_("compare", "Refresh"))
        self.tool_row.addWidget(self.title)
        self.tool_row.addWidget(self.state, 1)
        for button in (self.earlier, self.later, self.refresh):
            self.tool_row.addWidget(button)
        self.earlier.clicked.connect(self._ask_earlier)
        self.later.clicked.connect(self._ask_later)
        self.refresh.clicked.connect(self.ask)

    def _cue_panel(self) -> Panel:
        panel = Panel()
        self._head = PanelHead(p_("calibration", "Cues"))
        self.tally = PlainLabel("", theme.NOTE.size, theme.T2, elide=True)
        self._head.row.insertWidget(2, self.tally, 2)
        self._head.row.addWidget(self.cues.sort)
        self._head.setFixedHeight(40)
        self.note = PlainLabel("", theme.NOTE.size, theme.T3).wrap()
        self.note.say(
            _(
                "Sold in the ten minutes before a cue and the ten after it, or after it was acted on. "
                "Cues come up when something changes anyway: this is what followed, no proof of why."
            )
        )
        below = QVBoxLayout()
        below.setContentsMargins(theme.SPACE_M, theme.SPACE_XS, theme.SPACE_M, theme.SPACE_S)
        below.addWidget(self.note)
        panel.rows.addWidget(self._head)
        panel.rows.addWidget(self.cues, 1)
        panel.rows.addLayout(below)
        return panel

    @property
    def _view(self) -> CalibrationView | None:
        return self._store.calibrating.view

    @override
    def enter(self) -> None:
        self.refresh.setFocus(Qt.FocusReason.OtherFocusReason)
        if self._store.calibrating.work is not Work.RUNNING:
            self.ask()

    @override
    def tick(self) -> None:
        self._say_state()

    @override
    def set_mode(self, mode: Mode) -> None:
        self.later.setVisible(mode is not Mode.NARROW)
        for card in (self.units, self.minutes):
            card.setFixedHeight(_CARDS[mode])

    @override
    def be_private(self, *, private: bool) -> None:
        self._private = private
        self._show_cues()

    def ask(self) -> None:
        """Work it out anew for the broadcast that is shown; at first the one that runs, or the last."""
        view = self._view
        self._ask(None if view is None or view.running else view.number)

    def _ask_earlier(self) -> None:
        if self._view is not None:
            self._ask(self._view.number - 1)

    def _ask_later(self) -> None:
        if self._view is not None:
            self._ask(self._view.number + 1)

    def _ask(self, broadcast: int | None) -> None:
        self._store.intend(CalibrateBroadcast(who=self._store.who("desk"), broadcast=broadcast))

    def _show(self) -> None:
        view = self._view
        self.earlier.setEnabled(view is not None and view.number > 1)
        self.later.setEnabled(view is not None and not view.running)
        if view is None:
            self.title.say(_("Calibration"))
        else:
            self.title.say(_("Broadcast {number}").format(number=number(view.number)))
            self.units.show_band(view.units, [(span_name(span), span.units) for span in view.spans])
            self.minutes.show_band(view.minutes, [(span_name(span), span.minutes) for span in view.spans])
        self._show_cues()
        self._say_state()

    def _show_cues(self) -> None:
        view, private = self._view, self._private
        if view is not None:
            rows = tuple(cue_row(cue, view, self._store.zone, private=private) for cue in view.cues)
            self.cues.show_rows(cue_columns(private=private), rows)
            self.tally.say(tally_words(view))
            words = _("as recorded") if view.recorded else _("not on record; as played again")
            self._head.note.say(words if view.cues else "")

    def _say_state(self) -> None:
        asked, view = self._store.calibrating, self._view
        self.state.paint_in(theme.YELLOW if asked.work is Work.FAILED else theme.T3)
        if asked.work is Work.RUNNING:
            self.state.say(_("Played again beside the desk; this takes some seconds…"))
        elif asked.work is Work.FAILED:
            self.state.say(asked.why)
        elif view is not None:
            at = clock_time(view.at, self._store.zone)
            since_s = (self._store.now() - view.at).total_seconds()
            self.state.say(_("as of {time}, {age} ago").format(time=at, age=age(since_s)))
        else:
            self.state.say("")
