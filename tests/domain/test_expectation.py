"""What a broadcast should come to, what to prepare, and whether it goes as expected."""

from datetime import UTC, datetime

import pytest

from app.domain.campaign import ramp_of
from app.domain.expectation import (
    Usual,
    WarmUp,
    done_share,
    expected_of,
    parted,
    planned_units,
    prepared,
    pushed,
    usual_of,
)
from app.domain.policy import Policy
from app.domain.recollection import BroadcastRecord, Likeness, Recollection, Sold, recollected

POLICY = Policy()
NOTHING = Recollection()


def test_1000_viewers_order_50_and_5000_order_250_at_an_order_value_of_20() -> None:
    """The simplest case: nothing is known but viewers; 250 orders take 5000."""
    few = expected_of(WarmUp(viewers=1000, order_value=20), Usual(), NOTHING, POLICY)
    many = expected_of(WarmUp(viewers=5000, order_value=20), Usual(), NOTHING, POLICY)
    assert (few.orders, many.orders) == (50, 250)
    assert many.takings == 5000
    assert many.prepare == (300, 375)


def test_stock_to_prepare_is_1_2_to_1_5_times_the_forecast() -> None:
    """Whole units, rounded up."""
    assert prepared(100, POLICY) == (120, 150)
    assert prepared(1, POLICY) == (2, 2)


def test_dearer_orders_are_rarer_and_clicks_and_returning_buyers_make_more() -> None:
    """Each against what is usual."""
    usual = Usual(clicks_per_viewer=0.5, repeat_share=0.2)
    plain = expected_of(WarmUp(viewers=1000), usual, NOTHING, POLICY).orders
    dear = expected_of(WarmUp(viewers=1000, order_value=80), usual, NOTHING, POLICY)
    assert dear.orders == pytest.approx(plain / 2)
    assert dear.takings > 1000
    assert expected_of(WarmUp(viewers=1000, clicks=2000), usual, NOTHING, POLICY).orders == pytest.approx(
        2 * plain
    )
    assert expected_of(WarmUp(viewers=1000, repeat_share=0.5), usual, NOTHING, POLICY).orders > plain


def test_many_reservations_raise_the_viewers_to_expect() -> None:
    """Three of ten turn up."""
    found = expected_of(WarmUp(viewers=1000, reservations=10_000), Usual(), NOTHING, POLICY)
    assert found.viewers == 3000


def test_earlier_broadcasts_say_what_viewers_order_and_of_what() -> None:
    """Two broadcasts with 1000 viewers sold 80 and 120: a hundred of each thousand, by appeal."""
    records = [_record(60, 20), _record(90, 30)]
    usual = usual_of(records, Usual())
    assert usual.orders_per_1000 == pytest.approx(100)
    found = expected_of(WarmUp(viewers=2000), usual, recollected(records, Likeness()), POLICY)
    assert found.units == pytest.approx(200)
    assert sum(found.products.values()) == pytest.approx(200)
    assert found.products["A"] > 2 * found.products["B"]


def test_a_plan_is_what_earlier_broadcasts_sold() -> None:
    """Three alike of 180 minutes; one half as long should sell about half."""
    past = recollected([_record(600, 200)] * 3, Likeness())
    whole, half = planned_units(past, 180.0, POLICY), planned_units(past, 90.0, POLICY)
    assert whole["A"] == pytest.approx(600, rel=0.15)
    assert half["A"] == pytest.approx(whole["A"] / 2, rel=0.1)


def test_selling_far_more_than_planned_is_said_early() -> None:
    """2.3 times the forecast after a tenth of the audience."""
    found = parted(46, 200, 0.1, POLICY)
    assert found is not None
    assert found.ahead
    assert found.ratio == pytest.approx(2.3)
    assert parted(26, 200, 0.1, POLICY) is None


def test_a_fifth_of_the_plan_at_half_time_is_said() -> None:
    """And not earlier, nor of a product of which little was planned."""
    found = parted(40, 200, 0.5, POLICY)
    assert found is not None
    assert not found.ahead
    assert found.share == pytest.approx(0.2)
    assert parted(4, 200, 0.1, POLICY) is None
    assert parted(1, 8, 0.5, POLICY) is None


def test_how_far_a_broadcast_is_goes_by_its_audience() -> None:
    """Most viewers come late: at half time less than half has passed."""
    assert done_share((), 90, 180) == pytest.approx(0.5)
    assert done_share((100, 100, 300, 300), 20, 40) == pytest.approx(0.25)


def test_a_ramp_is_told_from_its_burst_days() -> None:
    """Ten per cent a day, and one day of three times as much."""
    days = [100 * 1.1**day for day in range(14)]
    days[6] *= 3
    ramp = ramp_of(days)
    assert ramp is not None
    assert ramp.growth == pytest.approx(0.1, abs=0.01)
    assert ramp.level == pytest.approx(days[-1], rel=0.05)
    assert ramp.next_day() == pytest.approx(days[-1] * 1.1, rel=0.05)
    assert ramp.burst > 1.2
    assert ramp.burst_day > ramp.next_day()
    assert ramp_of([1, 2]) is None
    assert ramp.push == pytest.approx(ramp.next_day() / (sum(days) / len(days)))
    assert pushed({"A": 10.0, "B": 10.0}, {"A": ramp}) == {"A": 10.0 * ramp.push, "B": 10.0}


def _record(a: float, b: float) -> BroadcastRecord:
    audience = 1000.0 * 180
    return BroadcastRecord(
        started_at=datetime(2026, 11, 1, tzinfo=UTC),
        minutes=180.0,
        products={"A": Sold(units=a, audience=audience), "B": Sold(units=b, audience=audience)},
        viewers=(1000.0,) * 18,
    )
