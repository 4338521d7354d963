"""The top of the strip: phase, how long the broadcast has run, viewers, and the menu."""

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget
from typing_extensions import override

from app.intents import Phase, SetPhase, StartBroadcast
from app.views.room import SourceState, TrafficView
from app.words import MISSING, _, countdown, number, p_
from widgets.choices import Choices
from widgets.desk.broadcast_bar import phase_words
from widgets.desk.parts import IconMark, Panel, spread
from widgets.kit import theme
from widgets.kit.buttons import SMALL, Button
from widgets.kit.chip import ChipLabel, ChipStyle, Look, chip_width
from widgets.kit.choices import DropDown, Option
from widgets.kit.label import PlainLabel, set_plain_tooltip
from widgets.kit.theme import Hue
from widgets.store import RoomStore

HEIGHT: Final = 48
_START: Final = "start"
_END: Final = "end"
_SOURCE_KEY: Final = "traffic/source"
_SURGE: Final = ChipStyle(Look.OUTLINED, Hue.YELLOW, "up")
_FIELD: Final = 40
"""What a drop-down takes beside its words."""
_SURE: Final = (SourceState.LIVE, SourceState.AGING)


class StripHeader(Panel):
    """The header.

    Signals:
        end_wished: End was picked in the menu of phases; ask for a long press.
        menu_wished: The button of the menu was pressed; carries it.
    """

    end_wished = Signal()
    menu_wished = Signal(object)

    def __init__(self, store: RoomStore, choices: Choices, parent: QWidget | None = None) -> None:
        super().__init__(parent, flat=True)
        self._store, self._choices = store, choices
        self.setFixedHeight(HEIGHT)
        self.phase = DropDown((), name=_("Phase"), as_button=True, height=SMALL)
        self.elapsed = PlainLabel(MISSING, theme.CLOCK.size, bold=True)
        self.elapsed_small = PlainLabel(MISSING, theme.STRONG.size, bold=True)
        self._person = IconMark("person", 14, Hue.T2)
        self._ratio: float | None = None
        self.viewers = PlainLabel(MISSING, theme.STRONG.size, bold=True)
        self._surge = ChipLabel(_SURGE, "")
        self.more = Button(icon="more", height=SMALL)
        self.more.setAccessibleName(_("Menu"))
        set_plain_tooltip(self.more, _("Menu"))
        self._lay_out()
        self.phase.chosen.connect(self._choose)
        self.more.clicked.connect(lambda: self.menu_wished.emit(self.more))
        store.broadcast_changed.connect(self.show_broadcast)
        store.traffic_changed.connect(self.show_viewers)
        self.show_broadcast()
        self.show_viewers()

    def _lay_out(self) -> None:
        row = spread(QHBoxLayout(), theme.SPACE_S, theme.SPACE_S)
        row.addWidget(self.phase)
        row.addWidget(self.elapsed)
        row.addWidget(self.elapsed_small)
        row.addStretch(1)
        for part in (self._person, self.viewers, self._surge, self.more):
            row.addWidget(part)
        self.rows.addLayout(row)

    def show_broadcast(self) -> None:
        """Say what the broadcast is now."""
        broadcast = self._store.broadcast
        on_air = broadcast is not None and broadcast.number is not None
        last = Option(_END, _("End broadcast…")) if on_air else Option(_START, _("Start broadcast"))
        self.phase.offer([*(Option(phase, phase_words(phase)) for phase in Phase), last])
        if broadcast is not None:
            self.phase.set_value(broadcast.phase)
            words = theme.text_width(phase_words(broadcast.phase), theme.NOTE.size)
            self.phase.setFixedWidth(_FIELD + words)
        self.phase.setEnabled(broadcast is not None and not broadcast.starting)
        self.tick()

    def show_viewers(self) -> None:
        """Say how many watch, and whether that is a surge."""
        view = self._traffic()
        sure = view is not None and view.freshness in _SURE
        self.viewers.say(number(None if view is None else view.viewers))
        self.viewers.paint_in(theme.T1 if sure else theme.T3)
        surging = view is not None and sure and view.surge_from is not None
        self._ratio = view.surge_ratio if view is not None and surging else None
        self._fit()

    def tick(self) -> None:
        """A second went by."""
        broadcast = self._store.broadcast
        started = None if broadcast is None else broadcast.started_at
        ran = None if started is None else (self._store.now() - started).total_seconds()
        for clock in (self.elapsed, self.elapsed_small):
            clock.say(MISSING if ran is None else countdown(ran))
        self._fit()

    def _fit(self) -> None:
        """Give way in steps: the sign goes first, then the clock shrinks, then a decimal."""
        steps = ((True, False, 2), (False, False, 2), (False, True, 2), (False, True, 1))
        sign, small, digits = next((step for step in steps if self._needed(*step) <= self.width()), steps[-1])
        self._person.setVisible(sign)
        self.elapsed.setVisible(not small)
        self.elapsed_small.setVisible(small)
        self._surge.setVisible(self._ratio is not None)
        if self._ratio is not None:
            self._surge.say(_ratio_words(self._ratio, digits))

    def _needed(self, sign: bool, small: bool, digits: int) -> int:
        clock = theme.STRONG.size if small else theme.CLOCK.size
        parts = [
            self.phase.width(),
            theme.text_width(self.elapsed.words, clock, bold=True),
            14 if sign else 0,
            theme.text_width(self.viewers.words, theme.STRONG.size, bold=True),
            chip_width(_SURGE, _ratio_words(self._ratio, digits)) if self._ratio is not None else 0,
            self.more.sizeHint().width(),
        ]
        return sum(part + theme.SPACE_S for part in parts if part) + 2 * theme.SPACE_S

    def _traffic(self) -> TrafficView | None:
        known = self._store.traffic
        return known.get(self._choices.text(_SOURCE_KEY)) or next(iter(known.values()), None)

    def _choose(self, value: object) -> None:
        """A phase takes effect when the engine says so; until then the control shows what is."""
        who = self._store.who("strip")
        if value == _START:
            self._store.intend(StartBroadcast(who=who))
        elif value == _END:
            self.end_wished.emit()
        elif isinstance(value, Phase):
            self._store.intend(SetPhase(who=who, phase=value))
        self.show_broadcast()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()


def _ratio_words(ratio: float, digits: int) -> str:
    return p_("surge", "{ratio} ×").format(ratio=f"{ratio:.{digits}f}")
