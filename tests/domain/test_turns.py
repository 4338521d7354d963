"""What a turn on air is worth: more than the product sells unshown, less what it would be missing later."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from app.domain.airtime import AirTime, put_on_air
from app.domain.broadcast import Showing
from app.domain.decide import decide_product
from app.domain.facts import ProductFacts, RoomFacts
from app.domain.hold import HoldKind
from app.domain.signals import Barred, Turn
from app.domain.turns import turn_of
from tests.domain.builders import NOW, POLICY, ago, at_warehouse, facts, hold, product, room, shop

_PLENTY = 100_000


def test_a_turn_is_worth_the_margin_of_what_only_showing_sells() -> None:
    """Two a minute unshown; shown some four times as many, and a little more for minutes after."""
    turn = _turn(_priced(available=_PLENTY, rate=2.0))
    extra = 18.7 * (turn.units - 2.0 * turn.minutes) / turn.minutes
    assert turn.barred is None
    assert turn.units == pytest.approx(2.0 * 4.3 * turn.minutes, rel=0.15)
    assert extra < turn.per_minute < 1.5 * extra
    assert turn.shortage == 0.0


def test_twice_the_margin_or_the_rate_is_twice_the_worth() -> None:
    """As long as stock is no matter."""
    one = _turn(_priced(available=_PLENTY, rate=2.0))
    dear = replace(_priced(available=_PLENTY, rate=2.0), product=replace(product(), price=Decimal("37.40")))
    assert _turn(dear).per_minute == pytest.approx(2 * one.per_minute, rel=1e-6)
    fast = _turn(_priced(available=_PLENTY, rate=4.0))
    assert fast.per_minute == pytest.approx(2 * one.per_minute, rel=0.05)
    unpriced = _turn(facts(available=_PLENTY, rate=2.0))
    assert unpriced.per_minute == pytest.approx(one.per_minute / 18.7, rel=1e-6)


def test_what_would_be_sold_anyway_gains_nothing_by_being_shown() -> None:
    """Stock for the quiet hours alone: whatever sells on air is missing later, and that is its cost."""
    plenty, short = _turn(_priced(available=_PLENTY)), _turn(_priced(available=150))
    assert short.barred is None
    assert short.per_minute < 0.05 * plenty.per_minute
    assert short.per_minute + short.shortage == pytest.approx(plenty.per_minute, rel=1e-6)
    some = _turn(_priced(available=340))
    assert short.per_minute < some.per_minute < plenty.per_minute


def test_staying_with_a_product_is_worth_less_than_showing_it_anew() -> None:
    """Those who waited for it have bought; what was just shown goes on selling by itself for a while."""
    sku = "EAR-01"
    on_air = AirTime(now=Showing(sku=sku, since=ago(400), said_by="lin"), products=9)
    just = put_on_air(on_air, None, NOW - timedelta(minutes=1))
    anew = _turn(_priced(available=_PLENTY)).per_minute
    assert _turn(_priced(available=_PLENTY), room(air=on_air)).per_minute < 0.9 * anew
    assert _turn(_priced(available=_PLENTY), room(air=just)).per_minute < 0.95 * anew


def test_a_turn_ends_with_the_broadcast() -> None:
    """Two minutes before the end there are two minutes to sell in."""
    ending = room(broadcast=replace(room().broadcast, started_at=ago(60 * 238)))  # type: ignore[type-var]  # runs
    assert _turn(_priced(available=_PLENTY), ending).minutes == pytest.approx(2.0)


@pytest.mark.parametrize(
    ("of", "why"),
    [
        (facts(holds=[hold()]), Barred.HELD),
        (facts(holds=[hold(kind=HoldKind.STOP)]), Barred.STOPPED),
        (facts(available=0), Barred.OUT),
        (facts(shops=[shop(sold_out=True)]), Barred.OFF_SALE),
        (facts(stock=[at_warehouse(500, age_s=99)]), Barred.DOUBTFUL),
        (facts(available=None), Barred.DOUBTFUL),
        (facts(available=20, rate=2.0), Barred.ENDS),
        (facts(available=500, rate=2.0), None),
    ],
)
def test_what_is_held_out_in_doubt_or_gone_before_its_slot_ends_is_not_to_be_shown(
    of: ProductFacts, why: Barred | None
) -> None:
    """Each with its own reason."""
    assert _turn(of).barred is why


def _priced(available: int, rate: float = 2.0) -> ProductFacts:
    return replace(facts(available=available, opening=available, rate=rate), product=product(priced=True))


def _turn(of: ProductFacts, where: RoomFacts | None = None) -> Turn:
    in_room = where or room()
    return turn_of(of, decide_product(of, in_room, POLICY, NOW), in_room, POLICY, NOW)
