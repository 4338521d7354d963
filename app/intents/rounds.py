"""Selling in rounds, and trials of ways to mark."""

from dataclasses import dataclass

from app.domain.rounds import Slice
from app.domain.trials import DEFAULT_MARKS, Variant
from app.intents.wish import Intent


@dataclass(frozen=True, slots=True, kw_only=True)
class StartRound(Intent):
    """Set units aside and sell them as one wave. `slices` are kept beside it; `trial`: not on the market yet.

    With `group`, the slice that was kept for it goes on sale instead, and `units` is not looked at.
    """

    sku: str
    units: int = 0
    slices: tuple[Slice, ...] = ()
    trial: bool = False
    group: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NextRound(Intent):
    """Restore what closed the last round and sell the next one; `units` None: as many as the last."""

    sku: str
    units: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EndRound(Intent):
    """End the round on sale and give back what of it was not sold; with `slices`, what is kept too."""

    sku: str
    slices: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class StartTrial(Intent):
    """Begin a trial of variants of a mark. `seed` None: one is drawn."""

    name: str
    skus: tuple[str, ...]
    variants: tuple[Variant, ...]
    marks: int = DEFAULT_MARKS
    seed: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EndTrial(Intent):
    """End the running trial of that name; what it has shown stays in the record."""

    name: str
