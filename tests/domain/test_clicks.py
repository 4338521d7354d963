"""What clicks say of a product before it has sold, and how that fades."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.appeal import appeal_of
from app.domain.clicks import ClickWorth, Interest, believed, clicked, so_far
from app.domain.ledger import Airing, Count, Ledger
from app.domain.policy import Policy
from app.domain.trade import Belief, Meter, TradeFacts

NOW = datetime(2026, 11, 22, 20, tzinfo=UTC)
POLICY = replace(Policy(), dispersion=1.0)
AUDIENCE = 10_000.0
WORTH = ClickWorth(units=1e6, clicks=1e7)
"""A room that knows for certain what a click brings: a tenth of a unit."""


def interest(clicks: float) -> Interest:
    """So many clicks since the broadcast began."""
    return Interest(clicks=clicks, since=Count())


def told(clicks: float, earlier: Belief | None = None) -> Belief:
    """What is believed after so many clicks of ten thousand viewer-minutes."""
    found = believed(interest(clicks), WORTH, Count(audience=AUDIENCE), earlier, POLICY)
    assert found is not None
    return found


def posterior(clicks: float, units: float) -> float:
    """What the product is believed to sell a viewer-minute once it has sold so many units, too."""
    prior = told(clicks)
    return (prior.shape + units) / (prior.exposure + AUDIENCE)


def test_before_sales_it_is_clicks_times_what_a_click_brings() -> None:
    """100 clicks of 10,000 viewer-minutes at a tenth of a unit each."""
    assert told(100).mean == pytest.approx(100.5 / AUDIENCE / 10)


def test_as_units_come_it_is_what_the_formula_says() -> None:
    """(K/A) · (s + U) / (s/c + K), and in the end the product's own rate."""
    clicks, shape = 1e7, POLICY.click_shape
    for units in (0.0, 3.0, 40.0):
        wanted = clicks / AUDIENCE * (shape + units) / (shape / 0.1 + clicks)
        assert posterior(clicks, units) == pytest.approx(wanted, rel=1e-3)
    assert posterior(100_000, 5000) == pytest.approx(5000 / AUDIENCE, rel=0.01)


@given(st.floats(0, 1e5), st.floats(0, 1e5))
def test_more_clicks_never_mean_fewer_sales(few: float, more: float) -> None:
    """Nor less certainty."""
    low, high = sorted((few, more))
    assert told(low).mean <= told(high).mean
    assert told(low).shape <= told(high).shape


def test_a_product_that_nobody_clicks_is_not_expected_to_sell() -> None:
    """Though others are sold a lot."""
    assert told(0).mean < told(30).mean / 20


def test_what_earlier_broadcasts_say_counts_by_how_sure_it_is() -> None:
    """Between the two; and when they contradict, what viewers do now goes first."""
    clicks = told(200)
    alike = Belief(shape=clicks.shape, exposure=clicks.shape / (1.3 * clicks.mean))
    assert told(200, alike).mean == pytest.approx(clicks.mean * 1.3**0.5, rel=1e-6)
    assert told(200, alike).shape == pytest.approx(2 * clicks.shape)
    wrong = Belief(shape=50.0, exposure=50.0 / (30 * clicks.mean))
    assert told(200, wrong).mean < 1.2 * clicks.mean
    assert told(200, wrong).shape < 1.1 * clicks.shape


def test_without_an_audience_clicks_say_nothing() -> None:
    """There is nothing yet to hold them against."""
    earlier = Belief(shape=5.0, exposure=1e4)
    assert believed(interest(50), WORTH, Count(), earlier, POLICY) is earlier
    assert believed(interest(50), WORTH, Count(), None, POLICY) is None


def test_the_room_learns_what_a_click_brings() -> None:
    """Over all products, from the moment each one's clicks are told; what was sold before is none of it."""
    meter = Meter(at=NOW, audience=AUDIENCE)
    before = TradeFacts(meter=meter, ledger=Ledger(total=Count(units=500, audience=1000)))
    first, worth = clicked(None, ClickWorth(), 40, before, meter)
    assert (first.clicks, worth) == (0.0, ClickWorth())
    after = TradeFacts(meter=meter, ledger=Ledger(total=Count(units=530, audience=2000)))
    second, worth = clicked(first, worth, 100, after, meter)
    assert worth == ClickWorth(units=30.0, clicks=100.0)
    _third, worth = clicked(second, worth, 100, after, meter)
    assert worth == ClickWorth(units=30.0, clicks=200.0)
    assert worth.per_click(POLICY) == pytest.approx((100 * 0.1 + 30) / 300)


def test_the_audience_of_what_is_shown_counts_by_the_room_s_lift() -> None:
    """Up to now, though the product was last looked at before; what can't be bought has none."""
    then, later = Meter(at=NOW), Meter(at=NOW + timedelta(minutes=5), audience=AUDIENCE)
    shown = TradeFacts(meter=then, ledger=Ledger(airing=Airing.SHOWN))
    lift = later.habits.lifts[Airing.SHOWN]
    assert so_far(shown, later).audience == pytest.approx(lift * AUDIENCE)
    assert so_far(replace(shown, selling=False), later).audience == 0.0


def test_a_product_s_own_sales_have_the_last_word() -> None:
    """Put into what is believed of it, clicks that mislead are forgotten."""
    sold = Ledger(quiet=Count(units=400, audience=AUDIENCE), total=Count(units=400, audience=AUDIENCE))
    with_clicks = appeal_of(sold, told(40), POLICY).quiet.mean
    assert with_clicks == pytest.approx(400 / AUDIENCE, rel=0.05)
