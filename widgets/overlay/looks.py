"""How large and on what ground the overlay stands. Figures in pixels of the small size; no widgets."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from PySide6.QtCore import QRect, QSize

from app.words import N_


class TextSize(StrEnum):
    """How far away the host sits."""

    SMALL = "small"
    MEDIUM = "medium"
    LARGE = "large"


class Ground(StrEnum):
    """What lies behind the plates."""

    SOLID = "solid"
    KEY = "key"
    """One colour that the streaming software takes out."""
    CLEAR = "clear"
    """Nothing; some captures do not see such a window."""


SIZE_NAMES: Final = {
    TextSize.SMALL: N_("Small text: 0.7 m away"),
    TextSize.MEDIUM: N_("Medium text: 1.5 m away"),
    TextSize.LARGE: N_("Large text: 3 m away"),
}
GROUND_NAMES: Final = {
    Ground.SOLID: N_("Solid ground #1E1E1E"),
    Ground.KEY: N_("Key colour {colour}"),
    Ground.CLEAR: N_("Transparent (may be invisible to capture)"),
}
DEFAULT_KEY: Final = "#00B140"

_FACTORS: Final = {TextSize.SMALL: 1.0, TextSize.MEDIUM: 1.4, TextSize.LARGE: 2.0}
_WIDTH: Final = 320
_MARGIN: Final = 12
_NOW: Final = 118
_NEXT: Final = 32
_CUE: Final = 36
_GAP: Final = 4
_PAD: Final = 12


@dataclass(frozen=True, slots=True)
class Measures:
    """Places and type of one text size, in pixels of the screen."""

    factor: float

    def px(self, small: float) -> int:
        """So many pixels of the small size, in this one."""
        return round(small * self.factor)

    @property
    def window(self) -> QSize:
        """The whole window: plates and the ground round them."""
        tall = sum(self.px(part) for part in (_NOW, _GAP, _NEXT, _GAP, _CUE))
        return QSize(self.px(_WIDTH) + 2 * self.margin, tall + 2 * self.margin)

    @property
    def margin(self) -> int:
        """Ground round the plates."""
        return self.px(_MARGIN)

    @property
    def pad(self) -> int:
        """From a plate's side to what stands on it."""
        return self.px(_PAD)

    @property
    def now(self) -> QRect:
        """The plate of what is on air."""
        return QRect(self.margin, self.margin, self.px(_WIDTH), self.px(_NOW))

    @property
    def following(self) -> QRect:
        """The plate of what comes next."""
        top = self.margin + self.px(_NOW) + self.px(_GAP)
        return QRect(self.margin, top, self.px(_WIDTH), self.px(_NEXT))

    @property
    def cue(self) -> QRect:
        """The plate of the one cue line."""
        top = self.margin + self.px(_NOW) + self.px(_NEXT) + 2 * self.px(_GAP)
        return QRect(self.margin, top, self.px(_WIDTH), self.px(_CUE))


def measures_of(size: TextSize) -> Measures:
    """The measures of a text size."""
    return Measures(_FACTORS[size])
