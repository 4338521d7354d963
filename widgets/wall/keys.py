"""The keys of the wall and what a person wishes with them."""

from enum import StrEnum
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView

_To = QAbstractItemView.CursorAction
_Key = Qt.Key
_NONE: Final = Qt.KeyboardModifier.NoModifier
_CTRL: Final = Qt.KeyboardModifier.ControlModifier


class Wish(StrEnum):
    """What a key asks for; all but moving."""

    TOGGLE = "toggle"
    ALL = "all"
    CLEAR = "clear"
    OPEN = "open"
    ON_AIR = "on_air"
    NEXT = "next"
    RESORT = "resort"
    DENSITY = "density"
    FILTER = "filter"


MOVES: Final = {
    _Key.Key_Up: _To.MoveUp,
    _Key.Key_Down: _To.MoveDown,
    _Key.Key_Left: _To.MoveLeft,
    _Key.Key_Right: _To.MoveRight,
    _Key.Key_Home: _To.MoveHome,
    _Key.Key_End: _To.MoveEnd,
    _Key.Key_PageUp: _To.MovePageUp,
    _Key.Key_PageDown: _To.MovePageDown,
}
_WISHES: Final = {
    (_NONE, _Key.Key_Space): Wish.TOGGLE,
    (_CTRL, _Key.Key_A): Wish.ALL,
    (_NONE, _Key.Key_Escape): Wish.CLEAR,
    (_NONE, _Key.Key_Return): Wish.OPEN,
    (_NONE, _Key.Key_Enter): Wish.OPEN,
    (_NONE, _Key.Key_O): Wish.ON_AIR,
    (_NONE, _Key.Key_N): Wish.NEXT,
    (_NONE, _Key.Key_R): Wish.RESORT,
    (_NONE, _Key.Key_L): Wish.DENSITY,
    (_NONE, _Key.Key_Slash): Wish.FILTER,
}


def wish_of(event: QKeyEvent) -> Wish | None:
    """What this key asks the wall for; None where it is no key of the wall."""
    modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    return _WISHES.get((modifiers, Qt.Key(event.key())))
