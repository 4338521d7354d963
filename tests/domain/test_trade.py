"""Sales evidence: rates from selling time only, in evidence that fades."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.appeal import appeal_of
from app.domain.habits import first_habits
from app.domain.ledger import Airing
from app.domain.policy import Policy
from app.domain.readings import StockReading
from app.domain.trade import (
    Amount,
    Belief,
    Meter,
    Moved,
    TradeFacts,
    advanced,
    begun,
    caught_up,
    is_known,
    learnt,
    moved,
    per_1000_viewers,
    shown,
    sold,
    trend,
    units_per_minute,
    watched,
)
from tests.domain.builders import NOW, POLICY, meter, trade

_LASTING = replace(POLICY, rate_half_life_minutes=1e9, trend_half_life_minutes=1e9)
"""Nothing fades, so that figures can be checked by hand."""
_START = Meter(at=NOW, viewers=2000)


def _after(of: Meter, minutes: float, viewers: int | None = 2000) -> Meter:
    return advanced(of, of.at + timedelta(minutes=minutes), viewers, _LASTING)


# rates


def test_a_rate_is_units_by_selling_minutes() -> None:
    """254 units in 20 minutes are 12.7 a minute, 6.35 for each thousand of 2000 viewers."""
    now = _after(_START, 20)
    evidence = sold(begun(_START), now, 254, _LASTING)
    assert units_per_minute(evidence) == pytest.approx(12.7)
    free = replace(_LASTING, prior_units=0.0, prior_viewer_minutes=1e-9)
    assert per_1000_viewers(evidence, free) == pytest.approx(6.35)


def test_a_rate_is_not_stated_before_a_minute_has_passed() -> None:
    """Missing is not 0."""
    early = sold(begun(_START), _after(_START, 0.9), 3, _LASTING)
    assert units_per_minute(early) is None
    assert per_1000_viewers(early, _LASTING) is None
    assert not is_known(early)
    assert trend(early) == 0


def test_a_minute_without_a_sale_is_a_rate_of_zero() -> None:
    """Zero is a fact."""
    assert units_per_minute(caught_up(begun(_START), _after(_START, 1.1), _LASTING)) == 0


def test_minutes_off_sale_are_no_selling_time() -> None:
    """Sold on open days 100, 105, 105, 115: the day it was out does not lower the mean to 85."""
    now, evidence = _START, begun(_START)
    for units in (100, 105, 105, 115):
        now = _after(now, 1)
        evidence = sold(evidence, now, units, _LASTING)
    evidence = watched(evidence, now, _LASTING, selling=False)
    now = _after(now, 1)
    evidence = watched(evidence, now, _LASTING, selling=True)
    assert units_per_minute(evidence) == pytest.approx(106.25)
    after_break = sold(evidence, _after(now, 1), 106, _LASTING)
    assert units_per_minute(after_break) == pytest.approx(531 / 5)


def test_viewers_count_only_while_they_are_known() -> None:
    """Sales of blind minutes do not raise the conversion."""
    blind = _after(replace(_START, viewers=None), 5)
    evidence = sold(begun(_START), blind, 50, _LASTING)
    assert per_1000_viewers(evidence, _LASTING) is None
    seeing = _after(replace(blind, viewers=1000), 10, 1000)
    evidence = sold(evidence, seeing, 20, _LASTING)
    free = replace(_LASTING, prior_units=0.0, prior_viewer_minutes=1e-9)
    assert per_1000_viewers(evidence, free) == pytest.approx(2.0)


def test_the_prior_is_one_unit_per_thousand_viewer_minutes_and_weighs_little() -> None:
    """Half a unit in 500 viewer-minutes: gone after a minute of a full room."""
    now = _after(replace(_START, viewers=0), 2, 1)
    nearly_nothing = caught_up(begun(_START), _after(now, 0.01), _LASTING)
    assert per_1000_viewers(nearly_nothing, _LASTING) == pytest.approx(1.0, abs=0.01)


def test_a_surge_shows_at_once_in_what_is_believed() -> None:
    """Twice the viewers sell twice as much; without viewers the plain rate stands."""
    evidence = sold(begun(_START), _after(_START, 20), 200, _LASTING)
    free = replace(_LASTING, drift_per_hour=0.0)
    calm, surge, blind = (_pace(evidence, viewers, free) for viewers in (2000, 4000, None))
    assert surge == pytest.approx(2 * calm)
    assert blind == pytest.approx(calm)
    assert calm == pytest.approx(10, rel=0.05)


def _pace(evidence: TradeFacts, viewers: int | None, policy: Policy) -> float:
    """Units a minute as believed with so many viewers."""
    now = replace(evidence.meter, viewers=viewers)
    return appeal_of(caught_up(evidence, now, policy).ledger, None, policy).quiet.mean * now.crowd


def test_paid_viewers_count_by_what_they_are_worth() -> None:
    """A thousand paid ones at a half are five hundred organic ones."""
    habits = first_habits(POLICY, paid_worth=0.5)
    of = Meter(at=NOW, viewers=2000, paid=1000, habits=habits)
    assert of.crowd == pytest.approx(1500)


def test_what_paid_viewers_are_worth_is_learnt_from_how_sales_move_with_them() -> None:
    """A campaign doubles the viewers and adds a tenth to sales: they are worth about a tenth each."""
    of, evidence = Meter(at=NOW, viewers=1000, paid=0), begun(Meter(at=NOW))
    for minute in range(90):
        paid = 1000 if minute % 30 >= 15 else 0
        of = replace(of, viewers=1000 + paid, paid=paid)
        of = advanced(of, of.at + timedelta(minutes=1), 1000 + paid, POLICY, paid=paid)
        units = 22 if paid else 20
        of = learnt(of, evidence, POLICY, units)
        evidence = sold(evidence, of, units, POLICY)
    assert of.habits.paid_worth < 0.3


def test_what_airing_does_is_learnt_by_comparing_with_minutes_off_air() -> None:
    """Two a minute off air, twelve on air: six times as fast."""
    of = Meter(at=NOW, viewers=1000)
    evidence = begun(of)
    for minute in range(120):
        airing = Airing.SHOWN if minute % 40 >= 30 else Airing.QUIET
        if airing is not evidence.ledger.airing:
            of = learnt(of, evidence, POLICY)
            evidence = shown(evidence, of, POLICY, airing=airing)
        of = advanced(of, of.at + timedelta(minutes=1), 1000, POLICY)
        units = 12 if airing else 2
        of = learnt(of, evidence, POLICY, units)
        evidence = sold(evidence, of, units, POLICY)
    assert of.habits.lifts[Airing.SHOWN] == pytest.approx(6, rel=0.2)
    appeal = appeal_of(evidence.ledger, None, POLICY)
    assert 1000 * appeal.quiet.mean == pytest.approx(2, rel=0.15)


def test_sales_off_air_before_any_viewer_was_counted_say_nothing_about_airing() -> None:
    """A desk that starts in the middle hears of sales before it hears of viewers."""
    of = Meter(at=NOW, viewers=None)
    evidence = sold(begun(of), of, 50, POLICY)
    evidence = shown(evidence, of, POLICY, airing=Airing.SHOWN)
    later_on = advanced(of, NOW + timedelta(minutes=1), 1000, POLICY)
    assert learnt(later_on, evidence, POLICY, 5).habits.lifts == later_on.habits.lifts


def test_old_evidence_fades_by_its_half_life() -> None:
    """Five minutes later half of it is left, of time and units alike, so the rate stays."""
    evidence = trade(4.0)
    later_on = caught_up(evidence, advanced(evidence.meter, NOW + timedelta(minutes=5), 2000, POLICY), POLICY)
    assert later_on.units.steady == pytest.approx(evidence.units.steady / 2)
    assert units_per_minute(evidence) == pytest.approx(4.0)
    assert units_per_minute(later_on) == pytest.approx(4.0 * 0.5, rel=0.01)


def test_a_closed_product_costs_nothing_and_forgets_nothing() -> None:
    """Its clock stands still until it sells again."""
    closed = watched(trade(4.0), meter(), POLICY, selling=False)
    much_later = advanced(closed.meter, NOW + timedelta(minutes=30), 2000, POLICY)
    assert units_per_minute(caught_up(closed, much_later, POLICY)) == pytest.approx(4.0)
    assert caught_up(closed, much_later, POLICY).units == closed.units


@given(st.lists(st.floats(0.01, 5), min_size=1, max_size=8))
def test_looking_often_or_once_comes_to_the_same(steps: list[float]) -> None:
    """The room's meter may be read at any rhythm."""
    often = once = Meter(at=NOW, viewers=1500)
    evidence = begun(often)
    at = NOW
    for step in steps:
        at += timedelta(minutes=step)
        often = advanced(often, at, 1500, POLICY)
        evidence = watched(evidence, often, POLICY, selling=True)
    once = advanced(once, at, 1500, POLICY)
    assert often.minutes.steady == pytest.approx(once.minutes.steady)
    assert evidence.viewer_minutes.quick == pytest.approx(once.viewer_minutes.quick)


def test_a_meter_does_not_run_backwards() -> None:
    """A clock set back only brings the new viewers."""
    back = advanced(meter(), NOW - timedelta(minutes=1), 7, POLICY)
    assert back == replace(meter(), viewers=7)


def test_units_sold_over_a_while_weigh_less_than_units_sold_now() -> None:
    """After a silence of ten minutes the lump is spread over it."""
    now = meter()
    lump = sold(begun(now), now, 100, POLICY)
    spread = sold(begun(now), now, 100, POLICY, since=NOW - timedelta(minutes=10))
    assert lump.units.steady == 100
    assert spread.units.steady == pytest.approx(54.1, abs=0.1)
    assert sold(begun(now), now, 100, POLICY, since=NOW + timedelta(minutes=1)).units.steady == 100


def test_cancelled_orders_are_taken_off_but_never_below_nothing() -> None:
    """More cancelled than was counted leaves 0."""
    now = meter()
    some = sold(begun(now), now, 5, POLICY)
    assert sold(some, now, -2, POLICY).units.steady == 3
    assert sold(some, now, -9, POLICY).units.steady == 0


# trend


def _selling(steady: float, quick: float) -> TradeFacts:
    ran = meter()
    units = Amount(steady=steady * ran.minutes.steady, quick=quick * ran.minutes.quick)
    return replace(trade(0), units=units)


@pytest.mark.parametrize(("steady", "quick", "expected"), [(4, 8, 1), (8, 3, -1), (4, 5, 0), (0.2, 0, 0)])
def test_a_trend_is_more_than_chance(steady: float, quick: float, expected: int) -> None:
    """A few units more or less are no trend."""
    assert trend(_selling(steady, quick)) == expected


# stock differences


def _stock(available: int | None, on_hand: int | None = None, oversold: int = 0) -> StockReading:
    return StockReading(sku="EAR-01", warehouse="la", available=available, on_hand=on_hand, oversold=oversold)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (_stock(50), _stock(47), Moved(sold=3)),
        (_stock(50), _stock(50), Moved()),
        (_stock(50), _stock(290), Moved(delivered=240)),
        (_stock(50), _stock(52), Moved(sold=-2)),
        (_stock(50, 60), _stock(287, 300), Moved(sold=3, delivered=240)),
        (_stock(50, 60), _stock(47, 60), Moved(sold=3)),
        (_stock(50, 60), _stock(53, 64), Moved(sold=1, delivered=4)),
        (_stock(0, oversold=3), _stock(0, oversold=5), Moved(sold=2)),
        (_stock(None), _stock(5), Moved()),
        (_stock(5), _stock(None), Moved()),
    ],
)
def test_a_change_of_stock_is_sales_a_delivery_or_both(
    before: StockReading, after: StockReading, expected: Moved
) -> None:
    """A rise on hand tells them apart; else a large rise is a delivery, a small one cancelled orders."""
    assert moved(before, after, POLICY) == expected


def test_a_belief_has_a_mean() -> None:
    """Shape by exposure."""
    assert Belief(shape=3, exposure=2).mean == 1.5
