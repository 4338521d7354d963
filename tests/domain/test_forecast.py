"""When stock will be gone, and what will be sold until the end."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.appeal import Appeal
from app.domain.forecast import Slots, outlook
from app.domain.ledger import Airing
from app.domain.policy import Policy
from app.domain.prospect import Prospect, prospect
from app.domain.signals import Outlook
from app.domain.trade import Belief

CERTAIN = replace(Policy(), dispersion=1.0, drift_per_hour=0.0, crowd_doubt=0.0, sell_out_cap_minutes=1440.0)
LIFTS = (1.0, 5.0, 4.0, 1.7)
QUIET = Slots()


def test_with_much_evidence_it_is_the_arrival_of_the_last_unit() -> None:
    """20 units at 2 a minute: the 20th arrival of a Poisson process, 7.26, 9.83 and 12.95 minutes."""
    found = _look(20, Belief(shape=2e9, exposure=1e9), CERTAIN).sell_out
    assert (found.p10, found.p50, found.p90) == pytest.approx((7.2626, 9.8338, 12.9513), rel=0.0003)


def test_the_quantiles_are_those_of_a_gamma_poisson_model() -> None:
    """Drawn by hand: rate ~ Gamma(60.5, 8.2), then the time of the 182nd unit."""
    np = pytest.importorskip("numpy")
    dice = np.random.default_rng(7)
    times = dice.gamma(182, size=200_000) / dice.gamma(60.5, 1 / 8.2, size=200_000)
    found = _look(182, Belief(shape=60.5, exposure=8.2), CERTAIN).sell_out
    assert (found.p10, found.p50, found.p90) == pytest.approx(np.quantile(times, [0.1, 0.5, 0.9]), rel=0.01)


def test_nothing_left_is_no_time_left() -> None:
    """Sold out is now."""
    assert _look(0, Belief(shape=9, exposure=1)).sell_out.p90 == 0


def test_what_hardly_sells_lasts_to_the_cap() -> None:
    """Not for ever: a figure must be shown."""
    cap = CERTAIN.sell_out_cap_minutes
    found = _look(10**6, Belief(shape=0.5, exposure=100)).sell_out
    assert (found.p10, found.p50, found.p90) == (cap, cap, cap)
    assert _look(10**9, Belief(shape=1e-9, exposure=1)).sell_out.p90 == cap


@given(st.integers(1, 5000), st.floats(0.5, 500), st.floats(0.1, 60))
def test_more_stock_lasts_longer_and_ranges_are_in_order(units: int, shape: float, exposure: float) -> None:
    """Also: what sells faster is gone sooner."""
    endless = replace(Policy(), sell_out_cap_minutes=1e12)
    belief = Belief(shape=shape, exposure=exposure)
    one = _look(units, belief, endless).sell_out
    assert 0 < one.p10 <= one.p50 <= one.p90
    assert _look(units + 1, belief, endless).sell_out.p50 > one.p50
    twice = Belief(shape=shape, exposure=exposure * 2)
    assert _look(units, twice, endless).sell_out.p50 > one.p50


@given(st.floats(1, 1000))
def test_more_evidence_narrows_the_range(weight: float) -> None:
    """The same rate, known better."""
    loose = _look(100, Belief(shape=2 * weight, exposure=weight)).sell_out
    firm = _look(100, Belief(shape=4 * weight, exposure=2 * weight)).sell_out
    assert firm.p90 / firm.p10 <= loose.p90 / loose.p10


def test_until_the_end_it_sells_what_the_audience_left_will_want() -> None:
    """Two a minute for an hour and a half; the further ahead, the wider."""
    found = _look(500, Belief(shape=200, exposure=100), left=90.0).by_end
    assert found is not None
    assert found.p50 == pytest.approx(180, rel=0.01)
    assert found.p10 < 165
    assert found.p90 > 195


def test_without_a_planned_end_nothing_is_said_of_it() -> None:
    """A figure up to nowhere would be made up."""
    assert _look(500, Belief(shape=200, exposure=100), left=None).by_end is None


def test_what_is_on_air_sells_faster_now_and_slower_later() -> None:
    """Its pace is that of the showing, its end is reckoned with what comes after."""
    belief = Belief(shape=200, exposure=100)
    shown = _look(100, belief, slots=Slots(airing=Airing.SHOWN, shown_minutes=4.0))
    assert shown.per_minute == pytest.approx(2 * LIFTS[Airing.SHOWN], rel=0.01)
    assert shown.sell_out.p50 > 100 / shown.per_minute
    assert shown.sell_out.p50 < _look(100, belief).sell_out.p50


def test_what_will_be_shown_sells_more_until_the_end() -> None:
    """A tenth of the rest on air, at several times the pace; how often is a matter of chance."""
    belief = Belief(shape=200, exposure=100)
    rare, often = _look(500, belief, left=120.0), _look(500, belief, slots=Slots(share=0.1), left=120.0)
    assert rare.by_end is not None
    assert often.by_end is not None
    assert often.by_end.p50 > 1.2 * rare.by_end.p50
    assert often.by_end.p90 / often.by_end.p10 > rare.by_end.p90 / rare.by_end.p10


def test_with_ads_off_it_sells_what_organic_viewers_buy() -> None:
    """A line of its own: what is left when the campaign stops."""
    found = _look(500, Belief(shape=200, exposure=100), paid_share=0.4)
    assert found.ads_off == pytest.approx(0.6 * found.per_minute)


def _look(
    units: int,
    per_minute: Belief,
    policy: Policy = CERTAIN,
    *,
    slots: Slots = QUIET,
    left: float | None = 120.0,
    paid_share: float = 0.0,
) -> Outlook:
    """The outlook of a product believed to sell so much a minute to one steady viewer."""
    appeal = Appeal(quiet=per_minute, aired=per_minute)
    return outlook(units, appeal, slots, _steady(left, paid_share), LIFTS, policy)


def _steady(left: float | None, paid_share: float) -> Prospect:
    return prospect(1.0, 1.0, left, CERTAIN, paid_share=paid_share)
