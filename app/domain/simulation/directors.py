"""Who decides what is on air. A director is any function of the stage; the line-up may be one.

Not for what the audience makes of it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from app.domain.simulation.script import Show


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """What a director sees: the minute, what is shown since when, units left and what can't be bought."""

    minute: float
    minutes: float
    on_air: str | None
    since: float
    left: Mapping[str, int]
    off_sale: frozenset[str] = frozenset()


Director: TypeAlias = Callable[[Stage], str | None]
"""The SKU to show from now on; None: nothing."""


def rotation(
    show: Show,
    skus: Sequence[str],
    appeal: Sequence[float],
    dice: "np.random.Generator",  # in quotes: to be read it would be loaded, 3 MB where nobody rehearses
) -> Director:
    """A fixed run of show made once: better products more often, never twice in a row; blind to stock."""
    weights = np.asarray(appeal, float) ** show.favour
    slots: list[tuple[float, int]] = []
    owed = np.array(dice.random(len(skus)) * weights)

    def at(minute: float) -> int:
        while not slots or slots[-1][0] <= minute:
            owed[:] += weights
            if slots:
                owed[slots[-1][1]] -= weights.sum()
            chosen = int(np.argmax(owed))
            last = slots[-1][0] if slots else 0.0
            length = max(2.0, show.slot_minutes * float(np.exp(dice.normal(0.0, show.slot_spread))))
            slots.append((last + length, chosen))
        return next(chosen for end, chosen in slots if end > minute)

    return lambda stage: skus[at(stage.minute)] if stage.minute >= 0 else None
