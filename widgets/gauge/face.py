"""How a gauge looks before it is painted: chip, stripe, colours of the bar, whether its figures are old.

Made once per view; painters only put it on the screen. It judges nothing but colours: what is low or critical
comes with the view, except that a bar under a hold is coloured by the marks drawn on it.
"""

from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Final

from app.views.gauge import Chip, ChipKind, Freshness, GaugeView
from widgets.gauge.words import GaugeWords, chip_name, chip_text, words_of
from widgets.kit.chip import ChipStyle, Look
from widgets.kit.theme import Hue

MARKS: Final = (0.1, 0.3, 0.5)
"""Where the bar has its stubs."""

CHIPS: Final = {
    ChipKind.NOT_RESTORED: ChipStyle(Look.FILLED, Hue.ORANGE, "need"),
    ChipKind.STOPPED: ChipStyle(Look.FILLED, Hue.PURPLE, "stop"),
    ChipKind.SENDING: ChipStyle(Look.OUTLINED, Hue.BLUE, "send"),
    ChipKind.ANNOUNCED: ChipStyle(Look.OUTLINED, Hue.BLUE, "plan"),
    ChipKind.HELD: ChipStyle(Look.FILLED, Hue.BLUE, "lock"),
    ChipKind.RESTORING: ChipStyle(Look.OUTLINED, Hue.BLUE, "open"),
    ChipKind.OUTCOME_UNKNOWN: ChipStyle(Look.DASHED, Hue.BLUE, "unknown"),
    ChipKind.REFUSED: ChipStyle(Look.OUTLINED, Hue.ORANGE, "ban"),
    ChipKind.HANDED_OVER: ChipStyle(Look.OUTLINED, Hue.EDGE, "swap"),
    ChipKind.UNKNOWN: ChipStyle(Look.DASHED, Hue.T3, "unknown"),
    ChipKind.STALE: ChipStyle(Look.DASHED, Hue.T3, "clock"),
    ChipKind.SOLD_OUT: ChipStyle(Look.FILLED, Hue.ORANGE, "out"),
    ChipKind.CRITICAL: ChipStyle(Look.FILLED, Hue.ORANGE, "crit"),
    ChipKind.LOW: ChipStyle(Look.OUTLINED, Hue.YELLOW, "low"),
    ChipKind.AGING: ChipStyle(Look.OUTLINED, Hue.EDGE, "lamp_aging"),
    ChipKind.SHARE: ChipStyle(Look.PLAIN, Hue.T3),
}
ON_AIR: Final = ChipStyle(Look.FILLED, Hue.T1, "dot")
NEXT: Final = ChipStyle(Look.OUTLINED, Hue.T1)


@dataclass(frozen=True, slots=True)
class Stripe:
    """The left edge that repeats the state; dashed where it is not in force or not known."""

    hue: Hue
    dashed: bool = False


_STRIPES: Final = {
    ChipKind.NOT_RESTORED: Stripe(Hue.ORANGE),
    ChipKind.STOPPED: Stripe(Hue.PURPLE),
    ChipKind.SENDING: Stripe(Hue.BLUE),
    ChipKind.ANNOUNCED: Stripe(Hue.BLUE, dashed=True),
    ChipKind.HELD: Stripe(Hue.BLUE),
    ChipKind.RESTORING: Stripe(Hue.BLUE),
    ChipKind.OUTCOME_UNKNOWN: Stripe(Hue.BLUE, dashed=True),
    ChipKind.REFUSED: Stripe(Hue.ORANGE),
    ChipKind.UNKNOWN: Stripe(Hue.BAR, dashed=True),
    ChipKind.STALE: Stripe(Hue.BAR, dashed=True),
    ChipKind.SOLD_OUT: Stripe(Hue.ORANGE),
    ChipKind.CRITICAL: Stripe(Hue.ORANGE),
    ChipKind.LOW: Stripe(Hue.YELLOW),
}
_SAID: Final = {
    ChipKind.LOW: Hue.YELLOW,
    ChipKind.CRITICAL: Hue.ORANGE,
    ChipKind.SOLD_OUT: Hue.ORANGE,
    ChipKind.SHARE: Hue.BAR,
    ChipKind.AGING: Hue.BAR,
}
"""Chips that say themselves how the stock stands."""


@dataclass(frozen=True, slots=True)
class Face:
    """One gauge ready to be painted."""

    view: GaugeView
    words: GaugeWords
    chip: ChipStyle
    stripe: Stripe | None
    bar: Hue
    old: bool
    """The figure is stale or unknown: it loses weight and colour."""

    def looks_like(self, other: "Face") -> bool:
        """Whether painting this one would give the same picture."""
        return self.seen() == other.seen()

    def seen(self) -> tuple[object, ...]:
        """All that shows in the picture, and nothing else."""
        view = self.view
        hold = view.hold
        return (
            self.words, self.chip, self.stripe, self.bar, self.old, view.chip, view.second_chip, view.on_air,
            view.is_next, view.trend, view.opening, view.safety_stock,
            hold and (hold.started_at, hold.deadline),
            tuple((part.available, part.freshness) for part in view.segments),
        )  # fmt: skip

    def chip_words(self, now: datetime, zone: tzinfo) -> str:
        """What the chip says now."""
        return chip_text(self.view.chip, now, zone)

    def short_chip_words(self) -> str:
        """The chip's word alone, for where all of it has no room."""
        return chip_name(self.view.chip.kind)

    def left(self, now: datetime) -> float:
        """Share of a running hold that is left, 0…1; 0 where nothing counts down."""
        hold = self.view.hold
        if self.view.chip.kind is not ChipKind.HELD or hold is None or hold.deadline is None:
            return 0.0
        whole = (hold.deadline - hold.started_at).total_seconds()
        return min(1.0, max(0.0, (hold.deadline - now).total_seconds() / whole)) if whole > 0 else 0.0


def face_of(view: GaugeView, now: datetime, zone: tzinfo) -> Face:
    """Work out the face of `view`; `now` only decides whether a delivery is still worth a word."""
    return Face(
        view=view,
        words=words_of(view, now, zone),
        chip=CHIPS[view.chip.kind],
        stripe=_STRIPES.get(view.chip.kind),
        bar=_bar(view),
        old=view.freshness in (Freshness.STALE, Freshness.UNKNOWN),
    )


def _bar(view: GaugeView) -> Hue:
    for chip in (view.chip, view.second_chip):
        if chip is not None and chip.kind in _SAID:
            return _SAID[chip.kind]
    if view.share is None or view.share > MARKS[1]:
        return Hue.BAR
    return Hue.YELLOW if view.share > MARKS[0] else Hue.ORANGE


def second_words(chip: Chip, now: datetime, zone: tzinfo) -> str:
    """What the second chip says: its figure alone, beside its icon."""
    return chip_text(chip, now, zone).removeprefix(chip_name(chip.kind)).strip()
