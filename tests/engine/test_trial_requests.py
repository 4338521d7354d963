"""What is typed about trials, read strictly; what is printed of them."""

import pytest

from app.domain.hold import Reason, Who
from app.domain.trials import DEFAULT_MARKS, Variant
from app.engine.requests import BadRequest, intent_of
from app.engine.trial_requests import BadTrialRequest, variant_of
from app.intents import EndTrial, MarkSoldOut, StartTrial

ASKER = {"account": "lin", "initials": "LX"}


def request(**parts: object) -> dict[str, object]:
    """What comes over the socket."""
    told = {"command": "trial", "act": "start", "name": "length", "skus": ["EAR-01"], "who": ASKER}
    return told | {"variants": ["A:minutes=4", "B:minutes=8"]} | parts


def test_a_variant_is_written_as_a_name_and_what_it_does() -> None:
    """Minutes always, timing and wording where they are on trial."""
    assert variant_of("A:minutes=4") == Variant(name="A", minutes=4)
    assert variant_of("late:minutes=4.5,delay=2,reason=round") == Variant(
        name="late", minutes=4.5, delay_minutes=2, reason=Reason.ROUND
    )


@pytest.mark.parametrize(
    "text",
    ["A", "A:", ":minutes=4", "A:minute=4", "A:minutes=４", "A:minutes=x", "A:minutes=nan", "A:minutes=inf",
     "A:delay=2", "A:minutes=4,reason=nonsense", "A:minutes=4,color=red"],
)  # fmt: skip
def test_a_variant_written_otherwise_is_refused(text: str) -> None:
    """In words, and never guessed."""
    with pytest.raises(BadTrialRequest):
        variant_of(text)


def test_requests_become_intents() -> None:
    """With the defaults of the command line."""
    who = Who(account="lin", through="command", initials="LX")
    both = (Variant(name="A", minutes=4), Variant(name="B", minutes=8))
    start = intent_of(request())
    assert start == StartTrial(
        who=who, name="length", skus=("EAR-01",), variants=both, marks=DEFAULT_MARKS, seed=None
    )
    seeded = intent_of(request(marks=12, seed=0))
    assert isinstance(seeded, StartTrial)
    assert (seeded.marks, seeded.seed) == (12, 0)
    assert intent_of(request(act="end")) == EndTrial(who=who, name="length")
    mark = intent_of({"command": "sold-out", "skus": ["EAR-01"], "trial": True, "who": ASKER})
    assert isinstance(mark, MarkSoldOut)
    assert mark.by_trial


@pytest.mark.parametrize("parts", [{"marks": "many"}, {"seed": -1}, {"variants": "A"}, {"variants": ["A"]}])
def test_what_is_not_of_the_form_is_refused(parts: dict[str, object]) -> None:
    """Before anything is tried."""
    with pytest.raises(BadRequest):
        intent_of(request(**parts))
