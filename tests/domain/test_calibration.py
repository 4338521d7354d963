"""How often ranges held, with an interval that counts products, and nothing claimed from too little."""

import pytest

from app.domain.calibration import Fell, Foretold, Measure, Verdict, band_of

IN, OUT = Fell.LOWER, Fell.OVER


def forecasts(*products: tuple[int, int]) -> list[Foretold]:
    """For each product so many forecasts that held, and so many that did not."""
    return [
        Foretold(minute=10.0, sku=f"P-{place}", measure=Measure.UNITS, fell=fell)
        for place, (held, broke) in enumerate(products)
        for fell in (IN,) * held + (OUT,) * broke
    ]


def test_forecasts_are_counted_by_where_what_happened_fell() -> None:
    """A share of those between the 10 and 90 %."""
    band = band_of(forecasts((3, 1), (4, 0)))
    assert (band.under, band.lower, band.upper, band.over) == (0, 7, 0, 1)
    assert band.share == pytest.approx(7 / 8)


def test_products_that_are_alike_count_once_however_often_they_were_foretold() -> None:
    """Two of ten products broke every one of ten ranges: that is ten facts, not a hundred."""
    alike = band_of(forecasts(*((10, 0),) * 8, *((0, 10),) * 2))
    mixed = band_of(forecasts(*((8, 2),) * 10))
    assert alike.share == mixed.share == pytest.approx(0.8)
    assert alike.effective == pytest.approx(10.0)
    low, high = alike.interval or (1.0, 0.0)
    assert low < 0.55
    assert high > 0.9


def test_forecasts_that_differ_within_products_are_worth_more() -> None:
    """Up to as many as there are."""
    band = band_of(forecasts(*((7, 3), (9, 1)) * 5))
    assert 10 < band.effective <= 100


@pytest.mark.parametrize(
    ("products", "verdict"),
    [
        (((5, 0),) * 4, Verdict.TOO_LITTLE),
        (((1, 0),) * 19, Verdict.TOO_LITTLE),
        (((4, 1), (3, 2), (4, 1), (5, 0), (4, 1)), Verdict.AS_PROMISED),
        (((1, 3), (2, 2)) * 10, Verdict.TOO_NARROW),
        (((4, 0),) * 40, Verdict.TOO_WIDE),
        ((), Verdict.TOO_LITTLE),
    ],
)
def test_what_may_be_said(products: tuple[tuple[int, int], ...], verdict: Verdict) -> None:
    """Only where the interval leaves no doubt; from few products or forecasts nothing."""
    assert band_of(forecasts(*products)).verdict is verdict


def test_nothing_foretold_has_no_share() -> None:
    """Neither a share nor an interval."""
    band = band_of([])
    assert band.share is None
    assert band.interval is None
