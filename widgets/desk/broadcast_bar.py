"""The bar at the top: room, phase, clocks, what is on air, the doors to other windows, start and end.

It emits intents for the broadcast and signals for windows; it opens nothing itself.
"""

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.intents import EndBroadcast, Phase, SetPhase, StartBroadcast
from app.words import _, number, plain
from widgets.desk.clocks import Clocks
from widgets.desk.now_next import NowNext
from widgets.desk.parts import Logo, Panel, Rule
from widgets.desk.sizes import BAR_HEIGHT, Mode
from widgets.desk.source_row import Lamps, LiveCount
from widgets.kit import theme
from widgets.kit.buttons import NORMAL, SMALL, Button, Kind, LongPressButton
from widgets.kit.chip import ChipLabel, ChipStyle, Look
from widgets.kit.choices import DropDown, Option, Segmented
from widgets.kit.label import PlainLabel, set_plain_tooltip
from widgets.kit.theme import Hue
from widgets.store import RoomStore

_START: Final = "start"
_END: Final = "end"
_FROZEN: Final = ChipStyle(Look.OUTLINED, Hue.YELLOW, "ban")
_LAMPS_PX: Final = 200
"""So much of a narrow bar at most is for lamps."""
_MENU_FRAME: Final = 40
"""What a menu's field takes beside its word: padding and arrow."""


def phase_words(phase: Phase) -> str:
    """A phase's name."""
    return {Phase.DAILY: _("Daily"), Phase.WARM_UP: _("Warm-up"), Phase.LIVE: _("Live")}[phase]


class BroadcastBar(Panel):
    """The bar.

    Signals:
        overlay_wished, panel_wished: The button of that window was pressed.
        menu_wished: The gear was pressed; carries the button to open the menu below.
        end_wished: End was picked in the menu, where no long press is possible; ask for one.
    """

    overlay_wished = Signal()
    panel_wished = Signal()
    menu_wished = Signal(object)
    end_wished = Signal()

    def __init__(self, store: RoomStore, parent: QWidget | None = None) -> None:
        super().__init__(parent, flat=True)
        self._store = store
        self._mode = Mode.WIDE
        self._shown: tuple[Mode, bool, Phase] | None = None
        self._make_left()
        self._make_right()
        self._lay_out()
        self._listen()
        self.set_mode(Mode.WIDE)
        self.show_broadcast()

    def _make_left(self) -> None:
        options = [Option(phase, phase_words(phase)) for phase in Phase]
        self.logo = Logo()
        self.room = PlainLabel("", bold=True)
        self.show_number = PlainLabel("", theme.NOTE.size, theme.T3)
        self.phases = Segmented(options, name=_("Phase"))
        self.phase_menu = DropDown(options, name=_("Phase"), as_button=True)
        self.phase_menu_small = DropDown(options, name=_("Phase"), as_button=True, height=SMALL)
        self.clocks = Clocks(self._store)
        self.now_next = NowNext(self._store)
        self.frozen = ChipLabel(_FROZEN, _("Hands off"))

    def _make_right(self) -> None:
        self.lamps = Lamps(self._store, theme.SPACE_S, abnormal_only=True)
        self.live_count = LiveCount(self._store)
        self.overlay = Button(_("Overlay"), icon="host")
        self.panel = Button(_("Operator panel"), icon="pad")
        self.gear = Button(icon="gear")
        self.small_doors = [Button(icon=name, height=SMALL) for name in ("host", "pad", "gear")]
        self.middle_doors = [Button(icon=name, height=NORMAL) for name in ("host", "pad")]
        self.start = Button(_("Start broadcast"), kind=Kind.WHITE)
        self.end = LongPressButton(_("Long press: end"), kind=Kind.NORMAL, height=NORMAL)
        names = (_("Overlay"), _("Operator panel"), _("Menu"))
        for buttons in ((self.overlay, self.panel, self.gear), self.small_doors, self.middle_doors):
            for button, name, key in zip(buttons, names, ("F2", "F3", "F10"), strict=False):
                button.setAccessibleName(name)
                set_plain_tooltip(button, f"{name}  {key}")

    def _lay_out(self) -> None:
        self._names = QVBoxLayout()
        self._names.setSpacing(0)
        self._names.addStretch(1)
        self._names.addWidget(self.room)
        self._names.addWidget(self.show_number)
        self._names.addStretch(1)
        self._row = QHBoxLayout()
        self._row.setContentsMargins(theme.SPACE_M, 0, theme.SPACE_S, 0)
        self._row.addWidget(self.logo)
        self._row.addLayout(self._names)
        left = (self.phases, self.phase_menu, self.phase_menu_small, self.clocks, Rule(upright=True))
        for part in (*left, self.frozen, self.now_next):
            self._row.addWidget(part, 1 if part is self.now_next else 0)
        doors = QHBoxLayout()
        doors.setSpacing(theme.SPACE_S)
        for button in (self.overlay, self.panel, *self.middle_doors, *self.small_doors[:2]):
            doors.addWidget(button)
        for button in (self.gear, self.small_doors[2], self.start, self.end):
            doors.addWidget(button)
        self._row.addWidget(self.lamps)
        self._row.addWidget(self.live_count)
        self._row.addLayout(doors)
        self.rows.addLayout(self._row)

    def _listen(self) -> None:
        for segmented in (self.phases, self.phase_menu, self.phase_menu_small):
            segmented.chosen.connect(self._choose)
        for button in (self.overlay, self.middle_doors[0], self.small_doors[0]):
            button.clicked.connect(self.overlay_wished)
        for button in (self.panel, self.middle_doors[1], self.small_doors[1]):
            button.clicked.connect(self.panel_wished)
        for button in (self.gear, self.small_doors[2]):
            button.clicked.connect(lambda _on, button=button: self.menu_wished.emit(button))
        self.start.clicked.connect(self.start_broadcast)
        self.end.long_pressed.connect(self.end_broadcast)
        self._store.broadcast_changed.connect(self.show_broadcast)

    def set_mode(self, mode: Mode) -> None:
        """Give way as the window's width asks."""
        self._mode = mode
        wide, narrow = mode is Mode.WIDE, mode is Mode.NARROW
        self.setFixedHeight(BAR_HEIGHT[mode])
        self._row.setSpacing(theme.SPACE_L if wide else theme.SPACE_M)
        self.logo.setVisible(not narrow)
        self.show_number.setVisible(not narrow)
        self.clocks.set_mode(mode)
        self.now_next.set_mode(mode)
        for button in (self.overlay, self.panel):
            button.setVisible(wide)
        for button in self.middle_doors:
            button.setVisible(mode is Mode.MIDDLE)
        for button in self.small_doors:
            button.setVisible(narrow)
        self.gear.setVisible(not narrow)
        self.lamps.setVisible(narrow)
        if narrow:
            self.lamps.take_what_is_needed(_LAMPS_PX)
        self.live_count.setVisible(narrow)
        self._show_phase_controls()

    def show_broadcast(self) -> None:
        """Say what the broadcast is now."""
        broadcast = self._store.broadcast
        self.room.say("Stockcue" if broadcast is None else plain(broadcast.room, 24))
        self.show_number.say(self._number_words())
        self.frozen.setVisible(broadcast is not None and broadcast.hands_off)
        if broadcast is not None:
            for control in (self.phases, self.phase_menu, self.phase_menu_small):
                control.set_value(broadcast.phase)
        ready = broadcast is not None and not broadcast.starting
        for part in (self.phases, self.phase_menu, self.phase_menu_small, self.start):
            part.setEnabled(ready)
        self._show_phase_controls()

    def tick(self) -> None:
        """A second went by."""
        self.clocks.tick()
        self.now_next.tick()
        if self.lamps.isVisible():
            self.lamps.tick()

    def visible_gear(self) -> Button:
        """The button the menu belongs to in this mode."""
        return self.small_doors[2] if self._mode is Mode.NARROW else self.gear

    def start_broadcast(self) -> None:
        """A broadcast begins, with nothing asked."""
        self._store.intend(StartBroadcast(who=self._store.who("desk")))

    def end_broadcast(self) -> None:
        """The broadcast ends; the engine refuses it while holds are open."""
        self._store.intend(EndBroadcast(who=self._store.who("desk")))

    def _show_phase_controls(self) -> None:
        """One control of the phase per mode; in the small ones start and end stand in its menu."""
        on_air = self._on_air()
        phase = self._store.broadcast.phase if self._store.broadcast else Phase.DAILY
        if (self._mode, on_air, phase) == self._shown:
            return
        self._shown = (self._mode, on_air, phase)
        self.phases.setVisible(self._mode is Mode.WIDE)
        self.phase_menu.setVisible(self._mode is Mode.MIDDLE)
        self.phase_menu_small.setVisible(self._mode is Mode.NARROW)
        self.start.setVisible(self._mode is Mode.WIDE and not on_air)
        self.end.setVisible(self._mode is Mode.WIDE and on_air)
        last = Option(_END, _("End broadcast…")) if on_air else Option(_START, _("Start broadcast"))
        options = [*(Option(phase, phase_words(phase)) for phase in Phase), last]
        for menu, size in ((self.phase_menu, theme.TEXT.size), (self.phase_menu_small, theme.NOTE.size)):
            menu.offer(options)
            menu.setFixedWidth(_MENU_FRAME + theme.text_width(phase_words(phase), size))

    def _on_air(self) -> bool:
        return self._store.broadcast is not None and self._store.broadcast.number is not None

    def _number_words(self) -> str:
        broadcast = self._store.broadcast
        if broadcast is None or broadcast.starting:
            return _("starting…")
        if broadcast.number is None:
            return _("not on air")
        return _("Broadcast {number}").format(number=number(broadcast.number))

    def _choose(self, value: object) -> None:
        """A phase takes effect when the engine says so; until then the control shows what is."""
        if value == _START:
            self.start_broadcast()
        elif value == _END:
            self.end_wished.emit()
        elif isinstance(value, Phase):
            self._store.intend(SetPhase(who=self._store.who("desk"), phase=value))
        self.show_broadcast()
