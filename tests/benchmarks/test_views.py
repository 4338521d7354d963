"""What it costs to say one product and the whole status; both run beside the polls, in the I/O thread."""

from dataclasses import replace
from time import perf_counter

import pytest

from app.views.build_gauge import gauge_view
from app.views.build_status import Picture, status
from app.views.status import RunState, encoded
from tests.domain import builders as a
from tests.views.scenes import NAMES, judged

pytestmark = pytest.mark.bench

PRODUCTS = 500


def test_a_gauge_is_built_in_150_microseconds() -> None:
    """A held, stale product with two warehouses: the dearest kind."""
    facts = a.facts(stock=[a.at_warehouse(60), a.at_warehouse(20, "nj", age_s=100)], holds=[a.hold()])
    room, decision = a.room(), judged(facts)

    each = _best(lambda: gauge_view(facts, decision, room, names=NAMES, now=a.NOW), times=500)

    assert each <= 150e-6, f"one gauge: {each * 1e6:.0f} us"


def test_the_status_of_500_products_holds_the_loop_for_less_than_50_ms() -> None:
    """Four warehouses each, as JSON."""
    base = a.facts(stock=[a.at_warehouse(60, name) for name in "abcd"], holds=[a.hold()])
    facts = {f"S-{n}": replace(base, product=a.product(f"S-{n}")) for n in range(PRODUCTS)}
    picture = Picture(
        products=tuple(each.product for each in facts.values()),
        sources=(),
        listings={},
        room=a.room(),
        facts=facts,
        decisions={sku: judged(each) for sku, each in facts.items()},
    )

    each = _best(lambda: encoded(status(picture, names=NAMES, now=a.NOW, state=RunState.RUNNING)), times=5)

    assert each <= 0.050, f"status of {PRODUCTS} products: {each * 1e3:.1f} ms"


def _best(what: object, times: int) -> float:
    """Seconds for one call: the best of five rounds, so that a busy machine does not count."""
    assert callable(what)
    rounds = []
    for _ in range(5):
        begun = perf_counter()
        for _ in range(times):
            what()
        rounds.append((perf_counter() - begun) / times)
    return min(rounds)
