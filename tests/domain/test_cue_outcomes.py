"""What was sold around a cue, and what people made of it."""

from datetime import datetime, timedelta

from app.domain.broadcast import Mark, MarkKind
from app.domain.cue_outcomes import CueEnding, CueOutcome, cue_outcomes
from app.domain.cue_stories import CueStep, CueStory
from app.domain.evidence import Sale, Sales, Span
from app.domain.room import CueKind
from tests.fakes.clock import START


def at(minute: float) -> datetime:
    """That minute of the broadcast."""
    return START + timedelta(minutes=minute)


SPAN = Span(at(0), at(60))
SALES = {"NEW": Sales.of(Sale(at=at(minute), sku="NEW", units=1) for minute in range(60))}


def story(ending: CueStep | None, *, shown: float = 20, ended: float | None = 23) -> CueStory:
    """Show NEW instead of OLD."""
    return CueStory(
        key="show_next:OLD",
        kind=CueKind.SHOW_NEXT,
        sku="OLD",
        other="NEW",
        shown_at=at(shown),
        ended_at=None if ended is None else at(ended),
        ending=ending,
    )


def outcome(of: CueStory, *marks: Mark) -> CueOutcome:
    """The one outcome."""
    (found,) = cue_outcomes([of], marks, SALES, SPAN)
    return found


def test_sales_are_those_of_the_product_to_show_around_the_act() -> None:
    """Ten minutes before it came up, ten after it was followed."""
    found = outcome(story(CueStep.FOLLOWED))
    assert (found.product, found.ending, found.acted_at) == ("NEW", CueEnding.FOLLOWED, at(23))
    assert (found.before_minutes, found.before_units) == (10, 10)
    assert (found.after_minutes, found.after_units) == (10, 10)


def test_windows_end_with_the_broadcast() -> None:
    """And say how long they were."""
    found = outcome(story(CueStep.GONE, shown=4, ended=56))
    assert (found.before_minutes, found.before_units) == (4, 4)
    late = outcome(story(None, shown=57, ended=None))
    assert (late.ending, late.after_minutes, late.after_units) == (CueEnding.STANDING, 3, 3)


def test_doing_what_it_proposes_counts_wherever_it_was_done() -> None:
    """Not something else, and not long after the cue went."""
    on_air = Mark(kind=MarkKind.ON_AIR, at=at(21), sku="NEW")
    assert outcome(story(CueStep.GONE), on_air).ending is CueEnding.BY_HAND
    assert outcome(story(CueStep.GONE), on_air).acted_at == at(21)
    other = Mark(kind=MarkKind.ON_AIR, at=at(21), sku="ANY")
    late = Mark(kind=MarkKind.ON_AIR, at=at(25), sku="NEW")
    assert outcome(story(CueStep.GONE), other, late).ending is CueEnding.IGNORED


def test_what_was_put_aside_is_no_more_than_that() -> None:
    """Unless it was done after all."""
    assert outcome(story(CueStep.SNOOZED)).ending is CueEnding.SNOOZED
