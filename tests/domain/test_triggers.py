"""Triggers go by live figures, act by themselves only on what they saw come about, and ask otherwise."""

from dataclasses import replace

import pytest

from app.domain.decision import ProductStock
from app.domain.plan import When, WhenKind
from app.domain.readings import Freshness
from app.domain.triggers import Outcome, Watched, live_units, look, met
from tests.fakes.clock import START

STOCK = When(kind=WhenKind.STOCK, amount=20)
LEVEL = When(kind=WhenKind.LEVEL, amount=30)
SOLD = When(kind=WhenKind.SOLD, amount=80)
SURGE = When(kind=WhenKind.SURGE)


@pytest.mark.parametrize(
    ("when", "watched", "expected"),
    [
        (STOCK, Watched(units=21), False),
        (STOCK, Watched(units=20), True),
        (STOCK, Watched(units=0), True),
        (STOCK, Watched(), None),
        (LEVEL, Watched(units=60, opening=200), True),
        (LEVEL, Watched(units=61, opening=200), False),
        (LEVEL, Watched(units=0, opening=0), None),
        (LEVEL, Watched(units=60), None),
        (SOLD, Watched(sold=79), False),
        (SOLD, Watched(sold=80), True),
        (SOLD, Watched(units=5), None),
        (SURGE, Watched(surging=True), True),
        (SURGE, Watched(), None),
    ],
)
def test_a_trigger_is_met_by_its_own_figure(when: When, watched: Watched, expected: bool | None) -> None:
    """What is not known neither meets nor clears it."""
    assert met(when, watched) is expected


@pytest.mark.parametrize("freshness", [Freshness.AGING, Freshness.STALE, Freshness.UNKNOWN])
def test_stock_that_is_not_live_is_not_known_to_a_trigger(freshness: Freshness) -> None:
    """Nothing is taken off sale because of an old figure."""
    stock = ProductStock(
        available=10, available_live=10, oversold=0, missing=(), freshness=Freshness.LIVE, age_from=START,
        parts=(),
    )  # fmt: skip
    assert live_units(stock) == 10
    assert live_units(replace(stock, freshness=freshness)) is None
    assert live_units(replace(stock, missing=("la",))) is None


@pytest.mark.parametrize(
    ("asks", "seen_unmet", "is_met", "expected"),
    [
        (False, True, True, Outcome.ACT),
        (False, False, True, Outcome.ASK),
        (True, True, True, Outcome.ASK),
        (True, False, True, Outcome.ASK),
        (False, True, False, Outcome.NOTHING),
        (False, True, None, Outcome.NOTHING),
    ],
)
def test_only_what_was_seen_to_come_about_is_acted_on(
    asks: bool, seen_unmet: bool, is_met: bool | None, expected: Outcome
) -> None:
    """What came about while the desk was off, or hands were off, asks a person."""
    assert look(STOCK, asks=asks, asking=False, seen_unmet=seen_unmet, is_met=is_met) is expected


def test_a_surge_that_runs_already_does_not_rise_again() -> None:
    """It is offered with the next one."""
    assert look(SURGE, asks=True, asking=False, seen_unmet=False, is_met=True) is Outcome.NOTHING
    assert look(SURGE, asks=True, asking=False, seen_unmet=True, is_met=True) is Outcome.ASK


def test_a_question_is_taken_back_when_it_is_no_longer_so() -> None:
    """A delivery came meanwhile; silence of the source leaves the question where it is."""
    for is_met, expected in ((False, Outcome.WITHDRAW), (None, Outcome.NOTHING), (True, Outcome.NOTHING)):
        assert look(STOCK, asks=True, asking=True, seen_unmet=True, is_met=is_met) is expected
