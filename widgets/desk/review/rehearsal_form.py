"""What is to be rehearsed: a recorded broadcast or a scenario, the seed, the speed, and policies to compare.

It asks for nothing by itself; the section reads it.
"""

from datetime import tzinfo
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy

from app.views.rehearsal import Playable, RehearsalView
from app.words import _, number, p_
from widgets.desk.parts import Panel, spread
from widgets.desk.review.rehearsal_words import (
    OF_A_BROADCAST,
    OF_A_SCENARIO,
    playable_words,
    policy_words,
    scenario_words,
)
from widgets.desk.sizes import Mode
from widgets.kit import theme
from widgets.kit.buttons import SMALL, Button, Kind
from widgets.kit.choices import DropDown, Option, Segmented
from widgets.kit.fields import TextField
from widgets.kit.label import PlainLabel

_BROADCAST: Final = "broadcast"
_SCENARIO: Final = "scenario"
_SPEEDS: Final = (10, 50, 200)
_LARGEST_SEED: Final = 999_999
_SEED_PX: Final = 72
_WHAT_PX: Final = {Mode.WIDE: 420, Mode.MIDDLE: 380, Mode.NARROW: 320}
_HEIGHT: Final = 88


class PolicyButton(Button):
    """A policy that is played too, or not; pressed it changes."""

    def __init__(self, policy: str, *, on: bool) -> None:
        super().__init__(policy_words(policy), height=SMALL)
        self.policy = policy
        self.setCheckable(True)
        self.setChecked(on)
        self.toggled.connect(self._show_state)
        self._show_state()

    def _show_state(self) -> None:
        on = self.isChecked()
        self.say(icon="check" if on else "", kind=Kind.WHITE if on else Kind.NORMAL)


class RehearsalForm(Panel):
    """Two rows of choices.

    Signals:
        changed: Something else is chosen now.
    """

    changed = Signal()

    def __init__(self, zone: tzinfo) -> None:
        super().__init__()
        self._zone = zone
        self._known: tuple[tuple[Playable, ...], tuple[str, ...]] = ((), ())
        self.setFixedHeight(_HEIGHT)
        self.source = Segmented(
            [
                Option(_BROADCAST, p_("rehearsal", "Recorded")),
                Option(_SCENARIO, p_("rehearsal", "Scenario")),
            ],
            name=p_("rehearsal", "What is played"),
        )
        self.source.set_value(_SCENARIO)
        self.broadcasts = DropDown((), name=p_("rehearsal", "Broadcast"))
        self.scenarios = DropDown((), name=p_("rehearsal", "Scenario"))
        self.seed = TextField(p_("rehearsal", "Seed"), width=_SEED_PX)
        self.seed.setValidator(QIntValidator(0, _LARGEST_SEED, self.seed))
        self.seed.setText("1")
        self.speed = Segmented(
            [Option(speed, f"{number(speed)} ×") for speed in _SPEEDS], name=p_("rehearsal", "Speed")
        )
        self.speed.set_value(_SPEEDS[-1])
        self.policies = {name: PolicyButton(name, on=name in ("recorded", "none", "cues", "calls"))
                         for name in dict.fromkeys((*OF_A_BROADCAST, *OF_A_SCENARIO))}  # fmt: skip
        self._lay_out()
        self._join()
        self._show_source()

    def _lay_out(self) -> None:
        first = spread(QHBoxLayout(), theme.SPACE_M, theme.SPACE_S, theme.SPACE_S)
        for part in (self.source, self.broadcasts, self.scenarios):
            first.addWidget(part)
        first.addWidget(PlainLabel(p_("rehearsal", "Seed"), theme.NOTE.size, theme.T3))
        first.addWidget(self.seed)
        first.addWidget(self.speed)
        first.addStretch(1)
        self.second = spread(QHBoxLayout(), theme.SPACE_M, theme.SPACE_S, theme.SPACE_XS)
        self._side_by_side = PlainLabel(_("Side by side"), theme.NOTE.size, theme.T3)
        self._side_by_side.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.second.addWidget(self._side_by_side)
        for button in self.policies.values():
            self.second.addWidget(button)
        self.second.addStretch(1)
        self.rows.addLayout(first, 1)
        self.rows.addLayout(self.second, 1)

    def _join(self) -> None:
        self.source.chosen.connect(self._show_source)
        for button in self.policies.values():
            button.toggled.connect(self.changed)
        for choice in (self.broadcasts, self.scenarios, self.speed):
            choice.chosen.connect(self.changed)
        self.seed.textChanged.connect(self.changed)

    def set_mode(self, mode: Mode) -> None:
        """Give way as the window's width asks."""
        for choice in (self.broadcasts, self.scenarios):
            choice.set_width(_WHAT_PX[mode])
        self._side_by_side.setVisible(mode is not Mode.NARROW)

    def offer(self, view: RehearsalView) -> None:
        """What can be played; the choice stays where it still can."""
        known = (view.playable, view.scenarios)
        if known == self._known:
            return
        first = not any(self._known)
        self._known = known
        self.broadcasts.offer([Option(one.number, playable_words(one, self._zone)) for one in view.playable])
        self.scenarios.offer([Option(name, scenario_words(name)) for name in view.scenarios])
        if first and view.playable:
            self.source.set_value(_BROADCAST)
        self._show_source()

    @property
    def broadcast(self) -> int | None:
        """The recorded broadcast that is chosen; None where a scenario is."""
        value = self.broadcasts.value
        return value if self.source.value == _BROADCAST and isinstance(value, int) else None

    @property
    def scenario(self) -> str:
        """The scenario that is chosen; empty where a broadcast is."""
        value = self.scenarios.value
        return value if self.source.value == _SCENARIO and isinstance(value, str) else ""

    @property
    def chosen(self) -> tuple[str, ...]:
        """The policies to be played."""
        return tuple(name for name in self._possible() if self.policies[name].isChecked())

    @property
    def seed_value(self) -> int:
        """What was typed, or one."""
        return int(self.seed.text() or 1)

    @property
    def speed_value(self) -> float:
        """How many times as fast as life."""
        value = self.speed.value
        return float(value) if isinstance(value, int) else float(_SPEEDS[-1])

    def _possible(self) -> tuple[str, ...]:
        return OF_A_BROADCAST if self.source.value == _BROADCAST else OF_A_SCENARIO

    def _show_source(self, *_chosen: object) -> None:
        recorded = self.source.value == _BROADCAST
        self.broadcasts.setVisible(recorded)
        self.scenarios.setVisible(not recorded)
        for name, button in self.policies.items():
            button.setVisible(name in self._possible())
        self.changed.emit()
