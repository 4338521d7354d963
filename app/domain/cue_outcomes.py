"""What was sold after each cue, beside what was sold before it. Figures in order of time, never a cause."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from app.domain.broadcast import Mark, MarkKind
from app.domain.cue_stories import CueStep, CueStory
from app.domain.evidence import Sales, Span
from app.domain.signals import CueKind

WINDOW = timedelta(minutes=10)
"""Sales are counted over so long before a cue came up and after it was acted on, or came up."""
_SOON = timedelta(minutes=1)
"""What a cue proposed and was done so soon after it went was still done about it."""
_DONE_BY = {
    CueKind.SHOW_NEXT: MarkKind.ON_AIR,
    CueKind.SUBSTITUTE: MarkKind.ON_AIR,
    CueKind.CALL_STOCK: MarkKind.CALL,
    CueKind.RESTORE_EARLY: MarkKind.RESTORE,
}


class CueEnding(StrEnum):
    """What people made of a cue."""

    FOLLOWED = "followed"
    """By its button or key."""
    BY_HAND = "by_hand"
    """What it proposed was done, not by its button."""
    SNOOZED = "snoozed"
    IGNORED = "ignored"
    STANDING = "standing"
    """Nothing yet: it stood when the figures were taken."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CueOutcome:
    """One cue. `product` is what it was about: the one to show instead, where there is one.

    `acted_at` is when it was followed, by its button or by hand. Windows are cut by the broadcast's start and
    end; units are those of `product`.
    """

    story: CueStory
    product: str
    ending: CueEnding
    acted_at: datetime | None
    before_minutes: float
    before_units: int
    after_minutes: float
    after_units: int


def cue_outcomes(
    stories: Sequence[CueStory], marks: Sequence[Mark], sales: Mapping[str, Sales], span: Span
) -> tuple[CueOutcome, ...]:
    """Each cue with what was sold before and after; `span` is the broadcast, up to now where it runs."""
    return tuple(_outcome(story, marks, sales, span) for story in stories)


def _outcome(story: CueStory, marks: Sequence[Mark], sales: Mapping[str, Sales], span: Span) -> CueOutcome:
    product = story.other or story.sku
    ending, acted_at = _ending(story, product, marks, span.end)
    since = acted_at or story.shown_at
    before = Span(max(span.start, story.shown_at - WINDOW), story.shown_at)
    after = Span(since, max(since, min(span.end, since + WINDOW)))
    sold = sales.get(product)
    return CueOutcome(
        story=story,
        product=product,
        ending=ending,
        acted_at=acted_at,
        before_minutes=_minutes(before),
        before_units=0 if sold is None else sold.within((before,)),
        after_minutes=_minutes(after),
        after_units=0 if sold is None else sold.within((after,)),
    )


def _ending(
    story: CueStory, product: str, marks: Sequence[Mark], end: datetime
) -> tuple[CueEnding, datetime | None]:
    if story.ending is CueStep.FOLLOWED:
        return CueEnding.FOLLOWED, story.ended_at
    by, until = _DONE_BY.get(story.kind), (story.ended_at or end) + _SOON
    for mark in marks:
        if mark.kind is by and mark.sku == product and story.shown_at <= mark.at <= until:
            return CueEnding.BY_HAND, mark.at
    if story.ending is CueStep.SNOOZED:
        return CueEnding.SNOOZED, None
    return (CueEnding.STANDING if story.ending is None else CueEnding.IGNORED), None


def _minutes(span: Span) -> float:
    return max(0.0, (span.end - span.start).total_seconds() / 60)
