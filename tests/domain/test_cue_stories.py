"""Notes of cues read as stories: from when each was shown to how it ended."""

from datetime import timedelta

from app.domain.cue_stories import CueNote, CueStep, stories
from app.domain.room import CueKind
from tests.fakes.clock import START


def note(minute: float, step: CueStep, sku: str = "EAR-01") -> CueNote:
    """A step of a call for stock."""
    at = START + timedelta(minutes=minute)
    return CueNote(at=at, key=f"call_stock:{sku}", kind=CueKind.CALL_STOCK, sku=sku, step=step)


def test_a_cue_is_told_from_when_it_was_shown_to_its_end() -> None:
    """And told again when it comes up again."""
    told = stories(
        [
            note(1, CueStep.SHOWN),
            note(2, CueStep.SHOWN, "CUP-07"),
            note(3, CueStep.SNOOZED),
            note(14, CueStep.SHOWN),
            note(15, CueStep.FOLLOWED),
        ]
    )
    assert [(one.sku, one.ending) for one in told] == [
        ("EAR-01", CueStep.SNOOZED),
        ("CUP-07", None),
        ("EAR-01", CueStep.FOLLOWED),
    ]
    assert told[0].ended_at == START + timedelta(minutes=3)


def test_a_desk_started_again_shows_the_same_cue_not_another() -> None:
    """It was noted twice, and is one story; what ended without having been shown is none."""
    told = stories([note(0, CueStep.GONE), note(1, CueStep.SHOWN), note(5, CueStep.SHOWN)])
    assert [(one.shown_at, one.ending) for one in told] == [(START + timedelta(minutes=1), None)]
