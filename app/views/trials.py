"""What windows and commands show of trials: frozen figures and instants, and the sentences about them."""

from dataclasses import dataclass
from datetime import datetime

from app.domain.hold import Reason
from app.domain.trials import Ending
from app.views.comparison import RatioView

__all__ = ["ContrastView", "Ending", "ProposalView", "TrialView", "VariantView"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalView:
    """The next mark of a product on trial. `due_at`: when it should be made, by a variant that says when."""

    trial: str
    sku: str
    variant: str
    minutes: float
    reason: Reason | None
    delay_minutes: float | None
    due_at: datetime | None
    text: str
    """Trial length: variant B, 8 min."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VariantView:
    """What a variant does and came to."""

    name: str
    does: str
    minutes: float
    used: int
    measured: int
    units_before: int
    units_after: int
    ratio: RatioView | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ContrastView:
    """One variant against another; `ratio` has bounds that hold however often one looks."""

    one: str
    other: str
    blocks: int
    ratio: RatioView | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialView:
    """One trial. `verdict` says in words what may be said; `winner` is empty while none may be named."""

    name: str
    skus: tuple[str, ...]
    titles: tuple[str, ...]
    started_at: datetime
    ended_at: datetime | None
    ending: Ending | None
    used: int
    marks: int
    blocks: int
    variants: tuple[VariantView, ...]
    contrasts: tuple[ContrastView, ...]
    proposals: tuple[ProposalView, ...]
    winner: str
    verdict: str
