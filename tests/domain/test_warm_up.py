"""What sources told in a stretch of time, and what a broadcast may be expected to come to by it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from app.domain.evidence import Audience
from app.domain.expectation import (
    Usual,
    WarmUp,
    eagerness,
    expected_of,
    roused,
    usual_of,
    warm_up_of,
)
from app.domain.policy import Policy
from app.domain.recollection import BroadcastRecord, Likeness, Recollection, Sold, recollected
from app.domain.told import ClickTotal, CrowdTold, OrdersTold, Told, risen
from app.domain.warm_up import NO_HOURS, Hours, hours_of

NOW = datetime(2026, 11, 22, 17, tzinfo=UTC)


def at(minutes: float) -> datetime:
    """So long after the beginning."""
    return NOW + timedelta(minutes=minutes)


def clicks(minutes: float, count: int, sku: str = "A") -> ClickTotal:
    """A running total."""
    return ClickTotal(at=at(minutes), source="cards", sku=sku, clicks=count)


def orders(count: int, value: str | None = None, repeats: int | None = None) -> OrdersTold:
    """Some orders."""
    money = None if value is None else Decimal(value)
    return OrdersTold(at=NOW, source="orders", sku="A", orders=count, value=money, repeats=repeats)


def record(hours: Hours, *, units: float = 100.0) -> BroadcastRecord:
    """An earlier broadcast of a thousand viewers, and the hours before it."""
    return BroadcastRecord(
        started_at=NOW,
        minutes=180.0,
        products={"A": Sold(units=units, audience=180_000.0)},
        viewers=(1000.0,) * 18,
        before=hours,
    )


def test_a_counter_that_begins_anew_counts_from_nothing() -> None:
    """A small fall is a correction."""
    assert [risen(100, now) for now in (100, 130, 98, 3, 0)] == [0, 30, -2, 3, 0]


def test_hours_are_what_sources_told_in_them() -> None:
    """Viewers on average, clicks between totals, reservations as last told, money and regulars of orders."""
    audience = [
        Audience(at=at(minute), source=source, viewers=viewers)
        for minute, source, viewers in ((0, "a", 100), (0, "b", 50), (1, "a", 300), (1, "b", 50))
    ]
    told: list[Told] = [
        clicks(0, 40),
        clicks(1, 55),
        clicks(2, 7),
        clicks(3, 9, "B"),
        CrowdTold(at=at(0), source="live", reservations=100),
        CrowdTold(at=at(9), source="live", reservations=160),
        orders(3, "60", 1),
        orders(-1, "-30", 0),
        orders(2),
    ]
    assert hours_of(audience, told) == Hours(
        viewers=250.0,
        reservations=160,
        clicks=22,
        order_value=15.0,
        repeat_share=0.5,
        clicked={"A": 22, "B": 0},
    )
    assert hours_of((), ()) == NO_HOURS


def test_a_platform_s_own_figures_go_before_sums_of_orders() -> None:
    """It knows all of them."""
    crowd = CrowdTold(at=NOW, source="live", order_value=Decimal("21.50"), repeat_share=0.0)
    found = hours_of((), [crowd, orders(2, "100", 2)])
    assert (found.order_value, found.repeat_share) == (21.5, 0.0)


def test_the_usual_is_what_earlier_broadcasts_told() -> None:
    """Figures that none told stay as they were."""
    told = [
        record(Hours(viewers=200, clicks=100, order_value=30.0, reservations=2000)),
        record(Hours(viewers=100, clicks=70, repeat_share=0.4)),
        record(NO_HOURS),
    ]
    usual = usual_of(told, Usual())
    assert usual.clicks_per_viewer == pytest.approx(0.6)
    assert (usual.order_value, usual.repeat_share, usual.turn_up) == (30.0, 0.4, 0.5)
    assert usual_of([record(NO_HOURS)], Usual()).turn_up == Usual().turn_up


def test_what_is_typed_goes_first() -> None:
    """Each figure for itself; clicks that were counted are those of each viewer."""
    hours = Hours(viewers=200.0, reservations=10, clicks=100, order_value=20.0, repeat_share=0.3)
    read, typed = warm_up_of(hours, NO_HOURS), warm_up_of(hours, Hours(viewers=5000, repeat_share=0.0))
    assert read is not None
    assert typed is not None
    assert (read.viewers, read.clicks, read.repeat_share) == (200.0, 100, 0.3)
    assert (typed.viewers, typed.clicks, typed.repeat_share) == (5000, 2500, 0.0)
    assert warm_up_of(Hours(clicks=5), NO_HOURS) is None


def test_what_earlier_broadcasts_say_is_roused_by_what_buyers_do_now() -> None:
    """Twice the clicks of each viewer and a dearer order, within bounds; nothing told changes nothing."""
    usual = Usual(clicks_per_viewer=0.5, order_value=20.0)
    past = recollected([record(NO_HOURS)], Likeness())
    hours = Hours(viewers=1000.0, clicks=1000)
    eager = roused(past, hours, usual).appeal["A"]
    assert eager.mean == pytest.approx(2**0.5 * past.appeal["A"].mean)
    assert eager.shape == past.appeal["A"].shape
    dear = roused(past, replace(hours, order_value=80.0), usual).appeal["A"]
    assert dear.mean == pytest.approx(2**-0.5 * past.appeal["A"].mean)
    silent = roused(past, replace(hours, clicks=0), usual).appeal["A"]
    assert silent.mean == pytest.approx(past.appeal["A"].mean / 2)
    assert roused(past, NO_HOURS, usual) is past
    told = warm_up_of(hours, NO_HOURS)
    assert told is not None
    assert eagerness(told, Usual()) == 1.0


def test_what_is_new_is_expected_by_its_clicks() -> None:
    """A product nobody remembers, clicked half as often as one that is, sells half as much."""
    past = recollected([record(NO_HOURS)], Likeness())
    warm_up = WarmUp(viewers=1000.0, clicked={"A": 200, "NEW": 100, "DULL": 0})
    found = expected_of(warm_up, Usual(), past, Policy()).products
    assert found["NEW"] == pytest.approx(found["A"] / 2)
    assert sum(found.values()) == pytest.approx(50)
    assert "DULL" not in found
    first = expected_of(warm_up, Usual(), Recollection(), Policy()).products
    assert first == {"A": pytest.approx(100 / 3), "NEW": pytest.approx(50 / 3)}
    unseen = expected_of(replace(warm_up, clicked={"NEW": 100}), Usual(), past, Policy()).products
    assert set(unseen) == {"A"}
