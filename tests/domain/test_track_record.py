"""Calibration as it is kept, and what several broadcasts come to together."""

from datetime import UTC, datetime, timedelta

import pytest

from app.domain.broadcast import Broadcast
from app.domain.calibration import Fell, Foretold, Measure, Tally, Verdict
from app.domain.losses import Losses, Scored
from app.domain.track_record import (
    LEAST,
    Calibrated,
    ProductRecord,
    Seller,
    band_of_all,
    band_of_product,
    band_within,
    judgeable,
    losses_of_all,
    missing,
    product_records,
    sellers_of,
)

NOW = datetime(2026, 11, 22, 13, tzinfo=UTC)
UNITS = Measure.UNITS


def broadcast(number: int, *, minutes: float = 60, over: bool = True) -> Broadcast:
    """One a day, the higher the number the later."""
    began = NOW - timedelta(days=30 - number)
    ended = began + timedelta(minutes=minutes) if over else None
    return Broadcast(id=number, started_at=began, host="", ended_at=ended)


def judged(number: int, *held: int, code: str = "a") -> Calibrated:
    """Ten forecasts of each product, so many of them held."""
    return Calibrated(
        broadcast=number,
        at=NOW,
        code=code,
        recorded=True,
        products=tuple(
            ProductRecord(
                sku=f"P-{place}",
                measure=UNITS,
                seller=Seller.FEW if place else Seller.MAIN,
                fell=Tally(lower=count, over=10 - count),
                losses=Losses(forecasts=10, ours=5.0, mean=10.0, weighted=8.0),
            )
            for place, count in enumerate(held)
        ),
    )


def test_only_broadcasts_that_are_over_and_were_no_tests_are_judged() -> None:
    """The newest of them, as many as were asked for."""
    short = LEAST.total_seconds() / 60 - 1
    recent = [broadcast(5, over=False), broadcast(4), broadcast(3, minutes=short), broadcast(2), broadcast(1)]
    assert [one.id for one in judgeable(recent, 2)] == [4, 2]


def test_what_another_code_worked_out_is_missing_while_its_readings_are_whole() -> None:
    """What is too old to be played again truly keeps what it has."""
    every = [broadcast(3), broadcast(2), broadcast(1)]
    kept = [judged(3, 8), judged(2, 8, code="b"), judged(1, 8, code="b")]
    since = every[1].started_at
    assert [one.id for one in missing(every, kept, "a", since)] == [2]
    assert missing(every, kept, "b", NOW) == ()


def test_forecasts_are_kept_product_by_product_with_the_part_of_sales_they_belong_to() -> None:
    """Best sellers are those that together make four fifths."""
    assert sellers_of({"A": 70, "B": 20, "C": 6, "D": 4}) == {
        "A": Seller.MAIN,
        "B": Seller.MAIN,
        "C": Seller.MIDDLE,
        "D": Seller.FEW,
    }
    foretold = [Foretold(minute=10, sku="A", measure=UNITS, fell=fell) for fell in (Fell.UNDER, Fell.UPPER)]
    scored = [
        Scored(sku="A", measure=UNITS, losses=Losses(forecasts=1, ours=1.5, mean=2.0, weighted=3.0))
    ] * 2
    (kept,) = product_records(foretold, scored, {"A": 9})
    assert (kept.seller, kept.fell) == (Seller.MAIN, Tally(under=1, upper=1))
    assert kept.losses == Losses(forecasts=2, ours=3.0, mean=4.0, weighted=6.0)


def test_over_several_broadcasts_they_are_what_counts() -> None:
    """A hundred products of three evenings are three facts: nothing is claimed."""
    few = [judged(number, *(8,) * 100) for number in range(3)]
    assert band_within(few[0], UNITS).verdict is Verdict.AS_PROMISED
    band = band_of_all(few, UNITS)
    assert (band.of, band.groups, band.verdict) == (3000, 3, Verdict.TOO_LITTLE)
    mixed = [judged(number, *((10,) * 10 if number % 2 else (6,) * 10)) for number in range(10)]
    apart = band_of_all(mixed, UNITS)
    low, high = apart.interval or (1.0, 0.0)
    assert apart.share == pytest.approx(0.8)
    assert high - low > 0.2, "evenings that differ as wholes leave the share in doubt"


def test_products_and_parts_of_the_sales_are_told_apart() -> None:
    """Of one product only the broadcasts it had a part in count."""
    records = [judged(number, 9, 4 + number % 3) for number in range(6)] + [judged(9, 8)]
    assert band_of_all(records, UNITS, seller=Seller.MAIN).held == 62
    assert band_of_all(records, UNITS, seller=Seller.FEW).held == 30
    one = band_of_product(records, "P-1")
    assert (one.groups, one.of, one.held) == (6, 60, 30)
    assert one.verdict is Verdict.TOO_NARROW
    assert band_of_product(records, "P-7").of == 0


def test_losses_are_relative_to_the_simple_rates() -> None:
    """Summed first: a broadcast of large sales counts for more."""
    losses = losses_of_all([judged(1, 8, 8), judged(2, 8)], UNITS)
    assert (losses.forecasts, losses.against_mean, losses.against_weighted) == (30, 0.5, 0.625)
    assert losses_of_all([], UNITS).against_mean is None
