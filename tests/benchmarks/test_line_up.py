"""What following the line-up earns, over two hundred simulated broadcasts: minutes, on one core."""

from dataclasses import replace
from time import perf_counter

import pytest

from app.domain.ahead import backdrop_of
from app.domain.decide import decide_product
from app.domain.running_order import lined_up
from tests.benchmarks.figures import Figure, Figures, milliseconds
from tests.domain import builders as a
from tests.line_up import Lead, broadcasts, earned

pytestmark = [pytest.mark.bench, pytest.mark.timeout(3600)]


def test_the_line_up_earns_a_tenth_more_than_a_fixed_one_and_more_than_greed(figures: Figures) -> None:
    """For certain: the whole interval lies there."""
    margins = earned(broadcasts(200))
    fixed, greedy = margins.lead("line-up", "fixed"), margins.lead("line-up", "greedy")
    figures.add(
        _figure("a fixed run of show", fixed),
        _figure("a fixed run of show, all together", margins.lead_in_all("line-up", "fixed")),
        _figure("one that minds stock", margins.lead("line-up", "minding stock")),
        _figure("margin x rate", greedy),
        _figure("margin x rate, all together", margins.lead_in_all("line-up", "greedy")),
    )
    assert fixed.low >= 1.1
    assert greedy.low > 1.0


def test_the_line_up_of_5000_products_is_settled_in_10_ms(figures: Figures) -> None:
    """Every two seconds, beside the polls."""
    room = a.room(backdrop=backdrop_of(a.room(), a.POLICY, a.NOW))
    facts = {f"S{n:04}": a.facts(f"S{n:04}", available=900 + n, rate=0.2 + n % 7) for n in range(5000)}
    decisions = {sku: decide_product(one, room, a.POLICY, a.NOW) for sku, one in facts.items()}
    line = lined_up(decisions, facts, room, a.POLICY, a.NOW)
    again = replace(room, line_up=line)
    took = []
    for _ in range(20):
        begun = perf_counter()
        lined_up(decisions, facts, again, a.POLICY, a.NOW)
        took.append(perf_counter() - begun)
    figures.add(milliseconds("line-up of 5,000 products settled", min(took), 10.0))


def _figure(over: str, lead: Lead) -> Figure:
    what = f"margin of the line-up, times that of {over}"
    return Figure(what=what, value=lead.middle, unit="", note=f"95 %: {lead.low:.3f} to {lead.high:.3f}")
