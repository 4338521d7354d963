"""How each region gives way: what a window of this size can show. Figures in pixels, no widgets."""

from dataclasses import dataclass
from enum import IntEnum
from typing import Final

LEAST_WIDTH: Final = 960
LEAST_HEIGHT: Final = 600
GUTTER: Final = 8
LEAST_RIGHT: Final = 280

_WIDE_FROM: Final = 1440
_MIDDLE_FROM: Final = 1100
_LONG_WORDS_FROM: Final = 500
_DETAILS_FROM: Final = 380


class Mode(IntEnum):
    """How much room the window's width gives; more is greater."""

    NARROW = 0
    MIDDLE = 1
    WIDE = 2


def mode_for(width: int) -> Mode:
    """The mode of a window so wide."""
    if width >= _WIDE_FROM:
        return Mode.WIDE
    return Mode.MIDDLE if width >= _MIDDLE_FROM else Mode.NARROW


BAR_HEIGHT: Final = {Mode.WIDE: 56, Mode.MIDDLE: 48, Mode.NARROW: 40}
SOURCES_HEIGHT: Final = {Mode.WIDE: 32, Mode.MIDDLE: 24, Mode.NARROW: 0}
RIGHT_WIDTH: Final = {Mode.WIDE: 552, Mode.MIDDLE: 400, Mode.NARROW: 304}
SELECTION_HEIGHT: Final = {Mode.WIDE: 104, Mode.MIDDLE: 96, Mode.NARROW: 76}


def long_words(width: int) -> bool:
    """Whether a panel so wide has room for whole sentences."""
    return width >= _LONG_WORDS_FROM


def details(width: int) -> bool:
    """Whether a panel so wide has room for icons and buttons beside the words."""
    return width >= _DETAILS_FROM


@dataclass(frozen=True, slots=True)
class Heights:
    """The right column from top to bottom; what is over goes to the plot.

    `lane` 0 leaves the hold plan out; `alerts` is the whole list with its head.
    """

    head: int
    plot: int
    lane: int
    cue: int
    alert: int
    alerts: int

    @property
    def traffic(self) -> int:
        """The traffic panel at least: head, plot, and the plan with its legend."""
        plan = 20 + 5 * self.lane + 2 + 8 if self.lane else 4
        return 32 + self.plot + plan

    @property
    def cues(self) -> int:
        """The cue list."""
        return self.head + 5 * self.cue

    @property
    def total(self) -> int:
        """All three with the gutters between them."""
        return self.traffic + self.cues + self.alerts + 2 * GUTTER


_STEPS: Final = (
    (Mode.WIDE, Heights(head=32, plot=196, lane=20, cue=56, alert=35, alerts=210)),
    (Mode.MIDDLE, Heights(head=28, plot=120, lane=18, cue=48, alert=25, alerts=156)),
    (Mode.NARROW, Heights(head=28, plot=64, lane=0, cue=48, alert=26, alerts=160)),
    (Mode.NARROW, Heights(head=28, plot=64, lane=0, cue=48, alert=26, alerts=106)),
    (Mode.NARROW, Heights(head=24, plot=48, lane=0, cue=44, alert=26, alerts=102)),
)


def heights_for(mode: Mode, height: int) -> Heights:
    """The most generous heights that a right column of this mode and height has room for."""
    fitting = (step for least, step in _STEPS if mode >= least and step.total <= height)
    return next(fitting, _STEPS[-1][1])
