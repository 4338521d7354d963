"""What a decision costs: one product among five thousand, and the room after a poll."""

from collections.abc import Callable
from dataclasses import replace
from time import perf_counter

import pytest

from app.domain.ahead import backdrop_of
from app.domain.airtime import AirTime
from app.domain.broadcast import Showing
from app.domain.decide import confirmed, decide_product, decide_room
from app.domain.facts import Demand, ProductFacts, RoomFacts
from app.domain.trade import Belief
from tests.domain import builders as a

pytestmark = pytest.mark.bench

_WAREHOUSES = ("la", "nj", "dal", "fba")


def test_one_product_among_5000_is_decided_in_200_microseconds() -> None:
    """Four warehouses, two shops, everything known; and a fifth of it when only ages moved."""
    facts, room = _product(7), _room()
    decision = decide_product(facts, room, a.POLICY, a.NOW)

    anew = _best(lambda: decide_product(facts, room, a.POLICY, a.NOW, decision), times=20)
    again = _best(lambda: confirmed(decision, facts, a.NOW), times=20)

    print(f"\ndecide_product {anew * 1e6:.0f} us, confirmed {again * 1e6:.0f} us")
    assert anew <= 200e-6
    assert again <= 50e-6


@pytest.mark.parametrize(("products", "limit_s"), [(500, 0.001), (5000, 0.002)])
def test_the_room_after_a_poll_costs_what_changed(products: int, limit_s: float) -> None:
    """A fiftieth of the products is low; two were decided anew."""
    room = _room()
    facts = {f"S{n:04}": _product(n) for n in range(products)}
    decisions = {sku: decide_product(one, room, a.POLICY, a.NOW) for sku, one in facts.items()}
    before = decide_room(decisions, facts, room, a.POLICY, a.NOW)
    changed = ["S0003", "S0010"]

    each = _best(
        lambda: decide_room(decisions, facts, room, a.POLICY, a.NOW, before, changed=changed), times=3
    )

    print(f"\ndecide_room of {products}: {each * 1e3:.2f} ms, {len(before.flagged)} noteworthy")
    assert each <= limit_s


def _room() -> RoomFacts:
    sources = tuple(a.source(name) for name in _WAREHOUSES)
    showing = Showing(sku="S0003", since=a.ago(60), said_by="lin")
    room = a.room(sources=sources, on_air=showing, air=AirTime(now=showing, products=5000))
    return replace(room, backdrop=backdrop_of(room, a.POLICY, a.NOW))


def _product(number: int) -> ProductFacts:
    sku = f"S{number:04}"
    units = 15 if number % 50 == 0 else 120 + number % 70
    base = a.facts(sku, stock=[a.at_warehouse(units, name, sku=sku) for name in _WAREHOUSES], opening=900)
    shop = replace(a.shop(quantity=units), fed_by=frozenset(_WAREHOUSES))
    return replace(
        base,
        trade=a.trade(0.2 + number % 7),
        product=replace(base.product, legs=(a.slow_leg(),), substitute="S0001"),
        shops=(shop, replace(shop, storefront="other")),
        demand=Demand(per_day=40, deviation=11),
        earlier=Belief(shape=6.0, exposure=9000.0),
    )


def _best(what: Callable[[], object], times: int) -> float:
    """Seconds for one call: the best of many short rounds, so that a busy machine does not count."""
    rounds = []
    for _ in range(200):
        begun = perf_counter()
        for _ in range(times):
            what()
        rounds.append((perf_counter() - begun) / times)
    return min(rounds)
