"""Every key of the desk: what it does, how it is written, and the shortcuts that listen for it.

One table serves the shortcuts and the page of keys. Keys that the wall or a field handles itself stand in it
without a sequence. Single letters are dead while a person types, because a text field takes them first.
"""

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QWidget
from typing_extensions import override

from app.words import N_
from widgets.kit.buttons import LongPressButton


class Deed(StrEnum):
    """What a key does."""

    MARK = "mark"
    RESTORE = "restore"
    FEWER_MINUTES = "fewer_minutes"
    MORE_MINUTES = "more_minutes"
    UNDO = "undo"
    RELEASE = "release"
    STOP_ALL = "stop_all"
    BY_HAND = "by_hand"
    NEXT_ROUND = "next_round"
    TEXTS = "texts"
    PROMPT = "prompt"
    PROMPT_DO = "prompt_do"
    PLANS = "plans"
    CALL = "call"
    ON_AIR = "on_air"
    NEXT = "next"
    ACKNOWLEDGE = "acknowledge"
    SHELVE = "shelve"
    FILTER = "filter"
    SORT = "sort"
    DENSITY = "density"
    HELP = "help"
    OVERLAY = "overlay"
    PANEL = "panel"
    STRIP = "strip"
    REFRESH = "refresh"
    NEXT_REGION = "next_region"
    LAST_REGION = "last_region"
    HANDS_OFF = "hands_off"
    PRIVACY = "privacy"
    MENU = "menu"


EVERYWHERE: Final = frozenset(
    {
        Deed.HELP,
        Deed.OVERLAY,
        Deed.PANEL,
        Deed.STRIP,
        Deed.REFRESH,
        Deed.NEXT_REGION,
        Deed.LAST_REGION,
        Deed.HANDS_OFF,
        Deed.PRIVACY,
        Deed.MENU,
    }
)
"""Deeds that do not act on what only the desk shows: their keys work on every page."""


@dataclass(frozen=True, slots=True)
class Key:
    """One line of the page of keys; `sequences` are empty where something else listens."""

    shown: str
    words: str
    deed: Deed | None = None
    sequences: tuple[str, ...] = ()


KEYS: Final = (
    Key("S", N_("mark the selection sold out"), Deed.MARK, ("S",)),
    Key("E", N_("restore"), Deed.RESTORE, ("E",)),
    Key("[  ]", N_("fewer, more minutes")),
    Key("Z", N_("undo the last mark"), Deed.UNDO, ("Z",)),
    Key("X", N_("emergency stop: press for 0.6 s")),
    Key("Shift X", N_("release a stop; asks for a reason"), Deed.RELEASE, ("Shift+X",)),
    Key("Ctrl X", N_("stop everything; asks for a long press"), Deed.STOP_ALL, ("Ctrl+X",)),
    Key("D", N_("to the first task at a shop worked by hand"), Deed.BY_HAND, ("D",)),
    Key("W", N_("next round; the first asks for units"), Deed.NEXT_ROUND, ("W",)),
    Key("T", N_("texts to say after a mark or a restore"), Deed.TEXTS, ("T",)),
    Key("Q", N_("to what a plan asks or counts down to"), Deed.PROMPT, ("Q",)),
    Key("Y", N_("do what a plan asks"), Deed.PROMPT_DO, ("Y",)),
    Key("P", N_("plans and triggers"), Deed.PLANS, ("P",)),
    Key("C", N_("call for stock; asks for units"), Deed.CALL, ("C",)),
    Key("O", N_("this is on air"), Deed.ON_AIR, ("O",)),
    Key("N", N_("this comes next"), Deed.NEXT, ("N",)),
    Key("Alt 1…5", N_("act on a cue")),
    Key("Alt Shift 1…5", N_("put a cue aside")),
    Key("A", N_("acknowledge the top alert"), Deed.ACKNOWLEDGE, ("A",)),
    Key("Shift A", N_("shelve the top alert"), Deed.SHELVE, ("Shift+A",)),
    Key("Esc", N_("clear the selection, close")),
    Key("↑ ↓ ← →", N_("move between gauges; Home and End too")),
    Key("Space", N_("select; with Shift and arrows several, Ctrl A all")),
    Key("Enter", N_("product page")),
    Key("/", N_("filter"), Deed.FILTER, ("/",)),
    Key("R", N_("re-sort"), Deed.SORT, ("R",)),
    Key("L", N_("list or tiles"), Deed.DENSITY, ("L",)),
    Key("F1", N_("these keys"), Deed.HELP, ("F1",)),
    Key("F2", N_("host overlay"), Deed.OVERLAY, ("F2",)),
    Key("F3", N_("operator panel"), Deed.PANEL, ("F3",)),
    Key("F4", N_("narrow strip"), Deed.STRIP, ("F4",)),
    Key("F5", N_("read the focused source now"), Deed.REFRESH, ("F5",)),
    Key("F6", N_("next region; with Shift the one before"), Deed.NEXT_REGION, ("F6",)),
    Key("F8", N_("hands off: nothing automatic but restores"), Deed.HANDS_OFF, ("F8",)),
    Key("F9", N_("privacy: hide margins"), Deed.PRIVACY, ("F9",)),
    Key("F10", N_("menu"), Deed.MENU, ("F10",)),
    Key("Ctrl 1…5", N_("desk and pages; Esc goes back")),
)
_UNLISTED: Final = (
    (Deed.FEWER_MINUTES, "["),
    (Deed.MORE_MINUTES, "]"),
    (Deed.LAST_REGION, "Shift+F6"),
)
DIGITS: Final = range(1, 6)


def cue_modifier() -> str:
    """The key that goes with a cue's digit: Alt writes letters on macOS, so it is Ctrl there."""
    return "Ctrl" if sys.platform == "darwin" else "Alt"


def page_modifier() -> str:
    """The key that goes with a page's digit; on macOS the control key, which Qt calls Meta there."""
    return "Meta" if sys.platform == "darwin" else "Ctrl"


class DeskKeys(QObject):
    """The shortcuts of one window. Those of `desk` sleep while that part of the window is not seen."""

    def __init__(self, window: QWidget, desk: QWidget | None = None) -> None:
        super().__init__(window)
        self._window = window
        self._desk = window if desk is None else desk

    def bind(self, deeds: dict[Deed, Callable[[], object]]) -> None:
        """Let every key do its deed; all deeds must be given.

        Raises:
            KeyError: A deed is missing.
        """
        for key in KEYS:
            for sequence in key.sequences:
                if key.deed is not None:
                    self._listen(sequence, deeds[key.deed], self._where(key.deed))
        for deed, sequence in _UNLISTED:
            self._listen(sequence, deeds[deed], self._where(deed))

    def bind_also(self, part: QWidget, deeds: Mapping[Deed, Callable[[], object]]) -> None:
        """Let the keys of these deeds work on another part of the window too, while that part is seen."""
        for key in KEYS:
            for sequence in key.sequences:
                if key.deed is not None and key.deed in deeds:
                    self._listen(sequence, deeds[key.deed], part)
        for deed, sequence in _UNLISTED:
            if deed in deeds:
                self._listen(sequence, deeds[deed], part)

    def bind_cues(self, act: Callable[[int], object], snooze: Callable[[int], object]) -> None:
        """Let the digits follow cues, and with Shift put them aside."""
        for digit in DIGITS:
            self._listen(f"{cue_modifier()}+{digit}", partial(act, digit), self._desk)
            self._listen(f"{cue_modifier()}+Shift+{digit}", partial(snooze, digit), self._desk)

    def bind_pages(self, turn: Callable[[int], object]) -> None:
        """Let the digits open pages."""
        for digit in DIGITS:
            self._listen(f"{page_modifier()}+{digit}", partial(turn, digit), self._window)

    def bind_long(self, key: Qt.Key, button: Callable[[], LongPressButton]) -> None:
        """Let a key press a button for as long as it is down."""
        LongKey(self._desk, key, button)

    def bind_long_on(self, part: QWidget, key: Qt.Key, button: Callable[[], LongPressButton]) -> None:
        """The same on another part of the window."""
        LongKey(part, key, button)

    def _where(self, deed: Deed) -> QWidget:
        return self._window if deed in EVERYWHERE else self._desk

    def _listen(self, sequence: str, act: Callable[[], object], where: QWidget) -> None:
        shortcut = QShortcut(QKeySequence(sequence), where)
        shortcut.setAutoRepeat(False)
        shortcut.activated.connect(act)


class LongKey(QObject):
    """A key that presses a button as long as it is down; letting go, or leaving the window, cancels."""

    def __init__(self, window: QWidget, key: Qt.Key, button: Callable[[], LongPressButton]) -> None:
        super().__init__(window)
        self._button = button
        self._key = key
        self._pressed: LongPressButton | None = None
        shortcut = QShortcut(QKeySequence(key), window)
        shortcut.setAutoRepeat(False)
        shortcut.activated.connect(self._begin)

    def _begin(self) -> None:
        application = QApplication.instance()
        if self._pressed is None and application is not None:
            application.installEventFilter(self)
        self._pressed = self._button()
        self._pressed.begin()

    def _end(self) -> None:
        application = QApplication.instance()
        if application is not None:
            application.removeEventFilter(self)
        if self._pressed is not None:
            self._pressed.cancel()
        self._pressed = None

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.WindowDeactivate or (
            event.type() is QEvent.Type.KeyRelease
            and isinstance(event, QKeyEvent)
            and event.key() == self._key
            and not event.isAutoRepeat()
        ):
            self._end()
        return False
