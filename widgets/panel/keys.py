"""The keys of the panel: which card a key means, and whether it presses, selects or stops."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

NAMES: Final = "1234567890-="
"""What stands on the cards, in their order."""

_Key = Qt.Key
_PLAIN: Final = dict(
    zip(
        (
            _Key.Key_1, _Key.Key_2, _Key.Key_3, _Key.Key_4, _Key.Key_5, _Key.Key_6, _Key.Key_7, _Key.Key_8,
            _Key.Key_9, _Key.Key_0, _Key.Key_Minus, _Key.Key_Equal,
        ),
        range(12),
        strict=True,
    )
)  # fmt: skip
_SHIFTED: Final = dict(
    zip(
        (
            _Key.Key_Exclam, _Key.Key_At, _Key.Key_NumberSign, _Key.Key_Dollar, _Key.Key_Percent,
            _Key.Key_AsciiCircum, _Key.Key_Ampersand, _Key.Key_Asterisk, _Key.Key_ParenLeft,
            _Key.Key_ParenRight, _Key.Key_Underscore, _Key.Key_Plus,
        ),
        range(12),
        strict=True,
    )
)  # fmt: skip
"""What the same keys are called with Shift on the keyboards of our users."""


class Stroke(StrEnum):
    """What a card's key does."""

    PRESS = "press"
    SELECT = "select"
    STOP = "stop"


@dataclass(frozen=True, slots=True)
class Struck:
    """A card's key went down: which card, and what for."""

    place: int
    stroke: Stroke


def struck(event: QKeyEvent) -> Struck | None:
    """What this key means on the panel; None for keys that belong to no card."""
    key, modifiers = _Key(event.key()), event.modifiers()
    if modifiers & (Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier):
        return None
    shift = bool(modifiers & Qt.KeyboardModifier.ShiftModifier)
    place = _PLAIN.get(key, _SHIFTED.get(key) if shift else None)
    if place is None:
        return None
    if modifiers & Qt.KeyboardModifier.ControlModifier:
        return None if shift else Struck(place, Stroke.STOP)
    return Struck(place, Stroke.SELECT if shift else Stroke.PRESS)
