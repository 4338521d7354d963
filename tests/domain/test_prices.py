"""What buyers make of a price that changed: the power sales were made with is found, and doubt is said."""

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal
from itertools import pairwise

import numpy as np
import pytest

from app.domain.effects import ProductEvidence, RoomEvidence, compared
from app.domain.evidence import Sale, Sales, Span, Steps
from app.domain.prices import PriceSaid, Sensitivity, sensitivity_of
from tests.domain.test_effects import START, at, hold

_DEAR, _CHEAP = Decimal(20), Decimal(10)


def test_the_power_that_sales_were_made_with_lies_in_the_interval() -> None:
    """At half the price four times as much: a power of −2, whatever was on air."""
    found = _told({0: 6.0, 60: 24.0})
    assert found is not None
    assert found.prices == (_CHEAP, _DEAR)
    assert found.low < -2.0 < found.high
    assert found.middle == pytest.approx(-2.0, abs=0.1)
    assert found.is_sure
    assert found.units == pytest.approx(60 * 6 + 60 * 24, abs=2)


def test_being_on_air_is_not_taken_for_an_answer_to_the_price() -> None:
    """Shown only while cheap, it sold four times as fast; before and after, price changed nothing."""
    room = _room(on_air=((60, "EAR-01"), (90, "CUP-07")))
    found = _told({0: 4.0, 60: 16.0, 90: 4.0}, room=room)
    assert found is not None
    assert found.low < 0.0 < found.high
    assert not found.is_sure


def test_little_is_not_enough_to_be_sure() -> None:
    """A dozen units at each price say next to nothing."""
    found = _told({0: 0.2, 60: 0.3})
    assert found is not None
    assert not found.is_sure
    assert found.high - found.low > 2.0


def test_without_two_prices_that_stood_for_a_while_there_is_nothing_to_tell() -> None:
    """Nor where hardly anything was sold, or nothing says what it cost before."""
    assert _told({0: 6.0}, said=()) is None
    assert _told({0: 6.0}, said=(PriceSaid(at=at(116), sku="EAR-01", price=_CHEAP),)) is None
    assert _told({0: 6.0}, said=(PriceSaid(at=at(60), sku="CUP-07", price=_CHEAP),)) is None
    assert _told({0: 0.05}) is None
    assert _told({0: 6.0}, listed=None) is None


def test_time_off_sale_is_no_evidence() -> None:
    """Held for most of the cheap hour it sold less in all, and as much while it could be bought."""
    held = (hold(1, 70, 110),)
    found = _told({0: 6.0, 60: 6.0, 70: 0.001, 110: 6.0}, held=held)
    assert found is not None
    assert found.middle == pytest.approx(0.0, abs=0.4)


def test_ninety_five_of_a_hundred_intervals_hold() -> None:
    """Sales by chance at a power of −1.5, three prices: so often the interval has it."""
    dice = np.random.default_rng(7)
    prices = {40: Decimal(15), 80: _CHEAP}
    said = [PriceSaid(at=at(minute), sku="EAR-01", price=price) for minute, price in prices.items()]
    held = []
    for _ in range(200):
        paces = {0: 1.0, 40: 0.75**-1.5, 80: 0.5**-1.5}
        ends = (40, 80, 120)
        minutes = [
            dice.uniform(start, end, dice.poisson(pace * (end - start)))
            for (start, pace), end in zip(paces.items(), ends, strict=True)
        ]
        found = _of(np.concatenate(minutes).tolist(), _room(), said, _DEAR)
        held.append(found is not None and found.low <= -1.5 <= found.high)
    assert 0.90 <= np.mean(held) <= 0.99


def _told(
    paces: dict[int, float],
    *,
    room: RoomEvidence | None = None,
    said: Sequence[PriceSaid] | None = None,
    listed: Decimal | None = _DEAR,
    held: Sequence[object] = (),
) -> Sensitivity | None:
    """Units a minute from each minute on; cheap from the sixtieth."""
    starts = [*paces, 120]
    minutes = [
        float(minute)
        for start, end in pairwise(starts)
        for minute in np.arange(start, end, 1 / paces[start]) + 1e-6
    ]
    cheap = (PriceSaid(at=at(60), sku="EAR-01", price=_CHEAP),)
    return _of(minutes, room or _room(), cheap if said is None else said, listed, held)


def _of(
    minutes: Sequence[float],
    room: RoomEvidence,
    said: Sequence[PriceSaid],
    listed: Decimal | None,
    held: Sequence[object] = (),
) -> Sensitivity | None:
    sales = Sales.of(Sale(at=START + timedelta(minutes=minute), sku="EAR-01", units=1) for minute in minutes)
    one = ProductEvidence(sku="EAR-01", sales=sales, holds=tuple(held))  # type: ignore[arg-type]  # holds
    return sensitivity_of(one, compared(one, room), room, said, listed)


def _room(on_air: Sequence[tuple[int, str]] = ()) -> RoomEvidence:
    return RoomEvidence(
        span=Span(START, at(120)),
        viewers=Steps((START,), (1000,)),
        on_air=tuple((at(minute), sku) for minute, sku in on_air),
    )
