"""What the line-up page shows and `stockcue line-up` prints: places and why, what is left out and why.

Money is in the room's currency; None is not known. Figures are rounded, so that a view tells of real change.
"""

from dataclasses import dataclass

__all__ = ["LeftOutView", "LineUpView", "LinedView"]


@dataclass(frozen=True, slots=True, kw_only=True)
class LinedView:
    """One product in line. `place` 1 is next, 0 is on air.

    `per_minute` is the margin expected of a minute on air, None where no price is known. `minutes` are those
    that the stock lasts on air, None where that is longer than the broadcast. `plan_b` is the SKU to show
    instead, named `plan_b_title`; empty where none is needed.
    """

    sku: str
    title: str
    place: int
    pinned: bool
    why: str
    per_minute: float | None
    available: int | None
    minutes: float | None
    low: bool = False
    """It has fallen to a tenth: a plan B belongs to it."""
    plan_b: str = ""
    plan_b_title: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOutView:
    """One that is not shown now. `skipped`: a person said so, and may take it back."""

    sku: str
    title: str
    why: str
    skipped: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LineUpView:
    """The line-up; `on_air` stands apart from it."""

    on_air: LinedView | None
    places: tuple[LinedView, ...]
    left_out: tuple[LeftOutView, ...]
    currency: str
    running: bool
    """Whether a broadcast runs."""
