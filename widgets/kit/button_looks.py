"""What buttons look like: sizes by height, colours by kind."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from widgets.kit.theme import Hue

SMALL: Final = 24
NORMAL: Final = 32
LARGE: Final = 40
OPERATOR: Final = 48

PAD: Final = {SMALL: 8, NORMAL: 12, LARGE: 16, OPERATOR: 16}
GAP: Final = {SMALL: 6, NORMAL: 8, LARGE: 8, OPERATOR: 8}
TYPE: Final = {SMALL: 12, NORMAL: 14, LARGE: 14, OPERATOR: 16}
ICON: Final = {SMALL: 12, NORMAL: 14, LARGE: 16, OPERATOR: 16}
LINE: Final = 16
"""Line height where the words stand in two lines."""


class Kind(StrEnum):
    """What a button is for, as its look says."""

    NORMAL = "normal"
    MAIN = "main"
    WHITE = "white"
    FLAT = "flat"
    STOP = "stop"
    WARN = "warn"
    OFF = "off"
    """Looks as if it could not be pressed; used for every disabled button."""


@dataclass(frozen=True, slots=True)
class Look:
    """Colours of one kind of button; None is nothing painted."""

    ground: Hue | None
    border: Hue | None
    words: Hue
    width: int = 1
    bold: bool = False
    mark: Hue | None = None
    """Colour of the icon, where it is not that of the words."""


LOOKS: Final = {
    Kind.NORMAL: Look(Hue.BG3, Hue.EDGE, Hue.T1),
    Kind.MAIN: Look(Hue.BLUE, None, Hue.INK, bold=True),
    Kind.WHITE: Look(Hue.T1, None, Hue.INK, bold=True),
    Kind.FLAT: Look(None, None, Hue.T2),
    Kind.STOP: Look(Hue.BG3, Hue.PURPLE, Hue.T1, width=2, mark=Hue.PURPLE),
    Kind.WARN: Look(Hue.BG3, Hue.ORANGE, Hue.T1, width=2),
    Kind.OFF: Look(None, Hue.FAINT, Hue.T3),
}
