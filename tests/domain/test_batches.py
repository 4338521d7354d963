"""Batches: which way, when, and what they cost against one big order."""

from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from app.domain.batch_grid import Case, Holding
from app.domain.batches import BatchPlan, plan_batches
from app.domain.catalogue import Leg
from app.domain.routes import routes_of

_WAYS = routes_of(
    (
        Leg(name="production", days=7),
        Leg(name="sea", days=22, cost_per_unit=Decimal("0.45")),
        Leg(name="fast_boat", days=12, cost_per_unit=Decimal("0.9"), instead_of="sea"),
        Leg(name="air", days=4, cost_per_unit=Decimal("2.4"), instead_of="sea"),
        Leg(name="customs", days=3),
        Leg(name="receiving", days=2),
    )
)
_EAR = Case(
    per_day=86,
    available=182,
    want=3520,
    routes=_WAYS,
    coming=((6, 1200),),
    pack=20,
    margin=18.7,
    holding=Holding(storage=0.0032, capital=11.2 * 0.12 / 365, handling=0.8),
)


def plan(case: Case, *, most: int = 3, days: int = 60) -> BatchPlan:
    """The plan of one case."""
    (only,) = plan_batches([case], most=most, days=days)
    return only


def told(found: BatchPlan) -> list[tuple[str, int, int, int]]:
    """Way, units, ordered in and arriving in days, of each batch."""
    return [(batch.route, batch.units, batch.order_in, batch.arrives_in) for batch in found.batches]


def test_a_faster_way_carries_only_what_would_be_missing_before_the_slow_one() -> None:
    """What is there lasts 20 days; air fills the gap until the fast boat, that the ten days to the ship."""
    found = plan(_EAR)
    assert told(found) == [("air", 360, 0, 16), ("fast_boat", 860, 0, 24), ("sea", 2300, 0, 34)]
    assert found.unplaced == 0
    assert found.costs.total < found.costs_one.total
    assert found.costs_one.freight == pytest.approx(3520 * 0.45)
    assert found.costs_one.short_days > found.costs.short_days


def test_ready_units_skip_the_making_and_no_more_than_there_are() -> None:
    """480 lie at the supplier: they go by the cheapest way that still comes in time."""
    found = plan(replace(_EAR, ready=480))
    ready = [batch for batch in found.batches if batch.ready]
    assert [(batch.route, batch.arrives_in) for batch in ready] == [("fast_boat", 17)]
    assert sum(batch.units for batch in ready) <= 480


def test_what_the_margin_does_not_pay_for_is_not_flown() -> None:
    """Fifty cents do not pay two dollars of freight: those days are lost, and shown as lost."""
    found = plan(replace(_EAR, margin=0.5))
    assert "air" not in {batch.route for batch in found.batches}
    assert found.costs.short_days > 0


def test_booked_space_sends_the_rest_another_way_or_later() -> None:
    """A ship with room for 500 takes 500; nothing is promised that has no room."""
    legs = (Leg(name="sea", days=10, cost_per_unit=Decimal(1), capacity=510),)
    found = plan(replace(_EAR, routes=routes_of(legs), want=900, coming=()))
    assert told(found) == [("sea", 500, 0, 10), ("sea", 400, 7, 17)]
    assert found.unplaced == 0


def test_the_supplier_makes_no_more_than_it_can() -> None:
    """200 a week, a week of making: 200 now, the next a week later."""
    found = plan(replace(_EAR, weekly=200, want=400))
    assert sum(batch.units for batch in found.batches if batch.order_in == 0) == 200
    assert {batch.order_in for batch in found.batches} - {0}


def test_a_batch_is_cut_where_lying_costs_more_than_ordering_again() -> None:
    """Dear goods come in parts, one when the one before is sold; a dear order keeps them together."""
    one_way = replace(
        _EAR, routes=routes_of((Leg(name="truck", days=3),)), want=1800, per_day=20, available=200
    )
    dear = replace(one_way, holding=Holding(capital=0.5))
    assert told(plan(dear)) == [("truck", 600, 0, 3), ("truck", 600, 30, 33), ("truck", 600, 60, 63)]
    fixed = routes_of((Leg(name="truck", days=3, cost_per_order=Decimal(90000)),))
    assert told(plan(replace(dear, routes=fixed))) == [("truck", 1800, 0, 3)]
    assert len(plan(replace(dear, least=900)).batches) == 2


def test_no_more_batches_than_the_house_wants() -> None:
    """Two at most: the smallest joins a faster one."""
    found = plan(_EAR, most=2)
    assert len(found.batches) == 2
    assert sum(batch.units for batch in found.batches) == 3520


def test_occasions_make_days_sell_more() -> None:
    """A promotion tomorrow empties the shelf sooner."""
    quiet, loud = plan(replace(_EAR, margin=0)), plan(replace(_EAR, margin=0, factors=(1.0, 4.0, 1.0)))
    assert loud.costs_one.short_units > quiet.costs_one.short_units
    assert loud.stock[1] < quiet.stock[1]


def test_what_lies_long_costs_more_from_its_step_on() -> None:
    """100 units, none sold, 60 days: the step at 30 adds its price for 30 days of them."""
    case = replace(_EAR, per_day=0.0, available=100, want=20, coming=(), holding=Holding(storage=0.01))
    aged = replace(case, holding=Holding(storage=0.01, aged=((30, 0.02),)))
    extra = plan(aged).costs_one.storage - plan(case).costs_one.storage
    assert extra == pytest.approx(0.02 * 100 * 30)


def test_costs_are_told_apart() -> None:
    """Freight, storage with handling, delivery of what is sold, money tied up, margin not earned."""
    case = Case(
        per_day=10,
        available=100,
        want=100,
        routes=routes_of((Leg(name="truck", days=20, cost_per_unit=Decimal(1), cost_per_order=Decimal(30)),)),
        margin=5,
        holding=Holding(storage=0.1, capital=0.2, handling=0.5, delivery=3.0),
    )
    costs = plan(case, days=30).costs_one
    lying = sum(range(0, 100, 10)) * 2
    assert costs.freight == 130
    assert costs.storage == pytest.approx(0.1 * lying + 0.5 * 100)
    assert costs.capital == pytest.approx(0.2 * lying)
    assert (costs.short_units, costs.short_days, costs.short) == (150, 15, 750)
    assert costs.delivery == pytest.approx(3.0 * 200)
    assert costs.total == pytest.approx(130 + 0.3 * lying + 50 + 750 + 600)


_CASES = st.builds(
    Case,
    per_day=st.floats(0, 200),
    available=st.integers(0, 3000),
    want=st.integers(1, 400).map(lambda packs: 10 * packs),
    routes=st.sampled_from([_WAYS, _WAYS[:1], _WAYS[1:]]),
    coming=st.lists(st.tuples(st.integers(0, 80), st.integers(0, 500)), max_size=3).map(tuple),
    pack=st.sampled_from([1, 10]),
    least=st.integers(0, 500),
    ready=st.integers(0, 600),
    weekly=st.none() | st.integers(0, 500),
    margin=st.floats(0, 50),
    buffer=st.floats(0, 20),
    holding=st.builds(Holding, storage=st.floats(0, 1), capital=st.floats(0, 1), handling=st.floats(0, 2)),
)


@settings(max_examples=25, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(st.lists(_CASES, min_size=1, max_size=5), st.integers(1, 4))
def test_every_plan_keeps_its_bounds_and_many_are_planned_as_one_alone(cases: list[Case], most: int) -> None:
    """Whole packs, no more batches than wanted, no more than the supplier has, never less than nothing."""
    for case, found in zip(cases, plan_batches(cases, most=most, days=60), strict=True):
        sent = sum(batch.units for batch in found.batches)
        assert all(batch.units > 0 and batch.units % case.pack == 0 for batch in found.batches)
        assert len(found.batches) <= most
        assert found.unplaced == max(0, case.want - sent)
        today = sum(batch.units for batch in found.batches if batch.order_in == 0)
        if case.weekly is not None and len(found.batches) > 1:
            assert today <= case.weekly + case.ready
        alone = plan(case, most=most)
        assert told(alone) == told(found)
        assert np.all(found.stock >= 0)
