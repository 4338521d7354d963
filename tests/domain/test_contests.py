"""Products against each other while on air: rates with bounds, and a winner only when it is one."""

from datetime import timedelta

import numpy as np
import pytest

from app.domain.contests import (
    CLAIM_CHANCE,
    LEAST_MINUTES,
    Contest,
    contest_of,
    evidence_of_difference,
)
from app.domain.effects import ProductEvidence, RoomEvidence, compared
from app.domain.evidence import Sale, Sales, Span, Steps
from app.domain.ratios import Count
from tests.domain.test_effects import START, at, hold

SKUS = ("EAR-01", "EAR-02", "SPK-03")


def contest(
    sold: dict[str, list[float]], airings: list[tuple[float, str]], until: float = 60, **more: object
) -> Contest:
    """Products sold at these minutes, shown from these minutes on, before a thousand viewers."""
    room = RoomEvidence(
        span=Span(START, at(until)),
        viewers=Steps((START,), (1000,)),
        interest=Steps((START,), (300,)),
        on_air=tuple((at(minute), sku) for minute, sku in airings),
    )
    holds = more.get("holds", {})
    assert isinstance(holds, dict)
    evidence = [
        ProductEvidence(
            sku=sku,
            sales=Sales.of(Sale(at=at(minute), sku=sku, units=1) for minute in minutes),
            holds=tuple(holds.get(sku, ())),
        )
        for sku, minutes in sold.items()
    ]
    return contest_of(evidence, [compared(one, room) for one in evidence], room)


def evenly(per_minute: float, begins: float, ends: float) -> list[float]:
    """Sales at an even pace."""
    return list(np.arange(begins, ends, 1 / per_minute) + 1e-6)


def test_rates_are_those_of_the_time_on_air_and_the_best_comes_first() -> None:
    """What it sold before and after is its basket's, not the show's; the room's interactions stand beside."""
    sold = {"EAR-01": evenly(3, 0, 60), "EAR-02": evenly(8, 20, 40)}
    found = contest(sold, [(0, "EAR-01"), (20, "EAR-02"), (40, "EAR-01")])
    best, second = found.showings
    assert (best.sku, second.sku) == ("EAR-02", "EAR-01")
    assert best.rate is not None
    assert best.rate.low < 8 < best.rate.high
    assert (best.window.minutes, second.window.minutes) == (20, 40)
    assert best.interest == 300
    assert best.against is not None
    assert best.against.low < 8 / 3 < best.against.high
    assert found.winner == "EAR-02"


def test_alike_is_no_winner_and_little_is_not_compared() -> None:
    """A product shown for less than six minutes stands last, without a figure that would look like one."""
    sold = {"EAR-01": evenly(4, 0, 25), "EAR-02": evenly(4.4, 25, 55), "SPK-03": evenly(20, 55, 60)}
    found = contest(sold, [(0, "EAR-01"), (25, "EAR-02"), (55, "SPK-03")])
    assert found.winner == ""
    assert [showing.sku for showing in found.showings][2] == "SPK-03"
    assert (found.showings[2].rate, found.showings[2].against) == (None, None)
    assert LEAST_MINUTES > 5


def test_sold_out_minutes_on_air_are_no_selling_time() -> None:
    """Held for ten of its twenty minutes: the rate is that of the other ten."""
    sold = {"EAR-01": evenly(6, 10, 20), "EAR-02": evenly(3, 20, 40)}
    found = contest(sold, [(0, "EAR-01"), (20, "EAR-02")], until=40, holds={"EAR-01": [hold(1, 0, 10)]})
    first = found.showings[0]
    assert (first.sku, first.window.minutes) == ("EAR-01", 10)


def test_without_anything_on_air_there_is_no_contest() -> None:
    """Nor without viewers or with one product."""
    assert contest({"EAR-01": [1.0]}, []).showings == ()
    alone = contest({"EAR-01": evenly(5, 0, 60)}, [(0, "EAR-01")])
    assert (alone.winner, alone.showings[0].against) == ("", None)


def test_evidence_knows_no_side_and_grows_with_the_difference() -> None:
    """Swapped it is the same; in proportion to viewers it is none."""
    one, other = Count(units=80, exposure=10), Count(units=30, exposure=10)
    assert evidence_of_difference(one, other) == pytest.approx(evidence_of_difference(other, one))
    assert evidence_of_difference(one, other) > 20 > evidence_of_difference(one, other, dispersion=3)
    assert evidence_of_difference(one, Count(units=180, exposure=30)) < 1


@pytest.mark.parametrize("bursts", [0.0, 0.5])
def test_equal_products_rarely_have_a_winner_however_often_one_looks(bursts: float) -> None:
    """Three products that sell the same, shown in turns for two hours, looked at every quarter of an hour.

    With plain chance and with sales that come in bursts: at most one evening in twenty names one.
    """
    dice = np.random.default_rng(8)
    airings = [(ten * 10.0, SKUS[ten % 3]) for ten in range(12)]
    named = 0
    for _evening in range(60):
        sold: dict[str, list[float]] = {sku: [] for sku in SKUS}
        for begins, sku in airings:
            for piece in range(5):
                mean = 8 * (dice.gamma(1 / bursts**2, bursts**2) if bursts else 1.0)
                sold[sku] += list(begins + 2 * piece + 2 * dice.random(dice.poisson(mean)))
        looks = range(45, 121, 25)
        named += any(_until(sold, airings, minute).winner for minute in looks)
    assert named / 60 <= CLAIM_CHANCE + 0.04  # a standard deviation and a half of sixty evenings


def _until(sold: dict[str, list[float]], airings: list[tuple[float, str]], minute: float) -> Contest:
    """What stands when so many minutes have passed."""
    told = {sku: [each for each in minutes if each < minute] for sku, minutes in sold.items()}
    shown = [(begins, sku) for begins, sku in airings if begins < minute]
    return contest(told, shown, until=minute)


def test_the_middle_of_an_airing_can_be_looked_at() -> None:
    """A piece that has just begun breaks nothing."""
    found = contest({"EAR-01": evenly(5, 0, 7)}, [(0, "EAR-01")], until=7.01)
    assert found.showings[0].window.minutes == pytest.approx(7.01)
    assert timedelta(minutes=7.01) > timedelta(minutes=7)
