"""Trials as `status --json` and `trial show --json` tell them: a part of the status object."""

from datetime import UTC, datetime

import msgspec

from app.domain.hold import Reason
from app.domain.trials import Ending
from app.views.comparison import RatioView
from app.views.trials import ProposalView, TrialView

__all__ = ["VariantTrialStatus", "trial_status"]

_DIGITS = 4


class RatioStatus(msgspec.Struct, frozen=True, kw_only=True):
    """A ratio and its bounds; 1 is no difference."""

    low: float
    middle: float
    high: float


class VariantStatus(msgspec.Struct, frozen=True, kw_only=True):
    """What a variant came to: sales after the restore against those before, per 1000 viewers."""

    name: str
    minutes: float
    used: int
    measured: int
    units_before: int
    units_after: int
    after_against_before: RatioStatus | None


class ContrastStatus(msgspec.Struct, frozen=True, kw_only=True):
    """One variant's effect against another's; bounds hold however often one looks."""

    one: str
    other: str
    blocks: int
    ratio: RatioStatus | None


class NextMarkStatus(msgspec.Struct, frozen=True, kw_only=True):
    """The next mark of a product on trial; `due_at` where its variant says when and the product is on air."""

    sku: str
    variant: str
    minutes: float
    reason: Reason | None
    due_at: datetime | None


class VariantTrialStatus(msgspec.Struct, frozen=True, kw_only=True):
    """A trial of variants of a mark; `winner` null while none may be named."""

    name: str
    skus: tuple[str, ...]
    started_at: datetime
    ended_at: datetime | None
    ending: Ending | None
    used: int
    marks: int
    blocks: int
    winner: str | None
    verdict: str
    variants: tuple[VariantStatus, ...]
    contrasts: tuple[ContrastStatus, ...]
    next: tuple[NextMarkStatus, ...]


def trial_status(view: TrialView) -> VariantTrialStatus:
    """The trial as scripts read it."""
    return VariantTrialStatus(
        name=view.name,
        skus=view.skus,
        started_at=instant(view.started_at),
        ended_at=None if view.ended_at is None else instant(view.ended_at),
        ending=view.ending,
        used=view.used,
        marks=view.marks,
        blocks=view.blocks,
        winner=view.winner or None,
        verdict=view.verdict,
        variants=tuple(
            VariantStatus(
                name=each.name,
                minutes=each.minutes,
                used=each.used,
                measured=each.measured,
                units_before=each.units_before,
                units_after=each.units_after,
                after_against_before=_ratio(each.ratio),
            )
            for each in view.variants
        ),
        contrasts=tuple(
            ContrastStatus(one=each.one, other=each.other, blocks=each.blocks, ratio=_ratio(each.ratio))
            for each in view.contrasts
        ),
        next=tuple(_next(proposal) for proposal in view.proposals),
    )


def instant(at: datetime) -> datetime:
    """An instant as scripts are told it: UTC, whole seconds."""
    return at.astimezone(UTC).replace(microsecond=0)


def _next(proposal: ProposalView) -> NextMarkStatus:
    return NextMarkStatus(
        sku=proposal.sku,
        variant=proposal.variant,
        minutes=proposal.minutes,
        reason=proposal.reason,
        due_at=None if proposal.due_at is None else instant(proposal.due_at),
    )


def _ratio(ratio: RatioView | None) -> RatioStatus | None:
    if ratio is None:
        return None
    low, middle, high = (float(f"{each:.{_DIGITS}g}") for each in (ratio.low, ratio.middle, ratio.high))
    return RatioStatus(low=low, middle=middle, high=high)
