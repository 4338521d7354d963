"""From clicks to orders: what each product and each price makes of them, and a winner only when it is one."""

from collections.abc import Sequence
from decimal import Decimal

import numpy as np
import pytest

from app.domain.effects import ProductEvidence, RoomEvidence, compared
from app.domain.evidence import NOT_CLICKED, Clicked, Sale, Sales, Span, Steps, clicked_of
from app.domain.funnel import Funnel, funnels_of
from app.domain.hold import Hold
from app.domain.prices import PriceSaid
from app.domain.told import ClickTotal
from tests.domain.test_effects import START, at, hold

_MINUTES = 60
_ROOM = RoomEvidence(span=Span(START, at(_MINUTES)), viewers=Steps((START,), (1000,)))


def product(
    sku: str,
    clicks: float,
    units: float,
    *,
    later: tuple[float, float] | None = None,
    holds: Sequence[Hold] = (),
    seed: int = 1,
) -> ProductEvidence:
    """So many clicks and units a minute, `later` from minute 30 on; each some seconds after the other."""
    dice = np.random.default_rng(seed)
    paces = [(clicks, units) if later is None or minute < 30 else later for minute in range(_MINUTES)]
    totals, total, sales = [_total(sku, 0, 0)], 0, []
    for minute, (each, sold) in enumerate(paces):
        total += int(dice.poisson(each))
        totals.append(_total(sku, minute + 0.9, total))
        sales += [
            Sale(at=at(minute + float(place)), sku=sku, units=1) for place in dice.random(dice.poisson(sold))
        ]
    return ProductEvidence(sku=sku, sales=Sales.of(sales), holds=tuple(holds), clicked=clicked_of(totals))


def _total(sku: str, minute: float, clicks: int) -> ClickTotal:
    return ClickTotal(at=at(minute), source="cards", sku=sku, clicks=clicks, impressions=20 * clicks)


def funnels(*evidence: ProductEvidence, said: Sequence[PriceSaid] = ()) -> tuple[Funnel, ...]:
    """How they do, listed at 20."""
    products = [compared(one, _ROOM) for one in evidence]
    listed = {one.sku: Decimal(20) for one in evidence}
    return funnels_of(evidence, products, _ROOM, said, listed)


def test_clicks_are_what_came_between_totals() -> None:
    """Of each source for itself; a source's first only says where it stands."""
    totals = [
        ClickTotal(at=at(1), source="a", sku="A", clicks=100, impressions=1000),
        ClickTotal(at=at(2), source="b", sku="A", clicks=7),
        ClickTotal(at=at(3), source="a", sku="A", clicks=130, impressions=1500),
        ClickTotal(at=at(4), source="b", sku="A", clicks=9),
        ClickTotal(at=at(5), source="a", sku="A", clicks=4, impressions=None),
    ]
    assert clicked_of(totals) == Clicked(
        since=at(1),
        clicks=Sales((at(3), at(4), at(5)), (30, 2, 4)),
        impressions=Sales((at(3),), (500,)),
    )
    assert clicked_of(()) == NOT_CLICKED


def test_what_a_product_makes_of_its_clicks_lies_in_the_interval() -> None:
    """The better one first; it is a winner beyond doubt."""
    best, other = funnels(product("A", 30, 1.5), product("B", 20, 3.0, seed=2))
    assert (best.sku, other.sku) == ("B", "A")
    for one, rate in ((best, 0.15), (other, 0.05)):
        assert one.per_click is not None
        assert one.per_click.low < rate < one.per_click.high
        assert one.click_rate is not None
        assert one.click_rate.middle == pytest.approx(0.05, rel=0.01)
        assert one.brings is None
    assert best.won
    assert not other.won


def test_alike_is_no_winner_and_little_is_not_compared() -> None:
    """A product with a dozen clicks stands last, however well it did."""
    found = funnels(product("A", 30, 3.0), product("B", 30, 3.1, seed=2), product("C", 0.2, 0.1, seed=3))
    assert found[-1].sku == "C"
    assert not any(one.won for one in found)


def test_time_off_sale_is_left_out() -> None:
    """Clicks on what can't be bought say nothing of it."""
    whole, held = product("A", 30, 3.0), product("A", 30, 3.0, holds=(hold(1, 10, 30),))
    (one,), (other,) = funnels(whole), funnels(held)
    assert other.minutes == pytest.approx(one.minutes - 20, abs=0.1)
    assert other.clicks < 0.75 * one.clicks


def test_each_price_has_its_own_clicks_and_conversion() -> None:
    """Twice as many buy at three quarters of the price: that brings more a click, and is said."""
    cheap = PriceSaid(at=at(30), sku="A", price=Decimal(15))
    found = funnels(product("A", 60, 4.0, later=(60, 9.0)), said=(cheap,))
    whole, low, high = found
    assert (whole.price, low.price, high.price) == (None, Decimal(15), Decimal(20))
    assert whole.clicks == low.clicks + high.clicks
    assert low.brings is not None
    assert low.brings.low < 15 * 0.15 < low.brings.high
    assert high.brings is not None
    assert high.brings.low < 20 * 4 / 60 < high.brings.high
    assert low.won
    assert not high.won


def test_a_lower_price_that_brings_no_more_is_no_winner() -> None:
    """More buy, and pay less."""
    cheap = PriceSaid(at=at(30), sku="A", price=Decimal(15))
    found = funnels(product("A", 60, 4.0, later=(60, 5.4)), said=(cheap,))
    assert len(found) == 3
    assert not any(one.won for one in found)


def test_chance_rarely_makes_a_winner() -> None:
    """Of forty pairs that are alike at most a few."""
    won = sum(
        any(
            one.won
            for one in funnels(product("A", 20, 2, seed=2 * seed), product("B", 20, 2, seed=2 * seed + 1))
        )
        for seed in range(40)
    )
    assert won <= 2


def test_without_clicks_there_is_nothing_to_tell() -> None:
    """Nor of a price that stood for a minute."""
    assert funnels(ProductEvidence(sku="A", sales=Sales((at(3),), (5,)))) == ()
    late = PriceSaid(at=at(59), sku="A", price=Decimal(15))
    assert len(funnels(product("A", 30, 3.0), said=(late,))) == 1
