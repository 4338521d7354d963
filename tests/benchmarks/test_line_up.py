"""What following the line-up earns, over two hundred simulated broadcasts: minutes, on one core."""

import pytest

from tests.benchmarks.figures import Figure, Figures
from tests.line_up import Lead, broadcasts, earned

pytestmark = pytest.mark.bench


def test_the_line_up_earns_a_tenth_more_than_a_fixed_one_and_more_than_greed(figures: Figures) -> None:
    """For certain: the whole interval lies there."""
    margins = earned(broadcasts(200))
    fixed, greedy = margins.lead("line-up", "fixed"), margins.lead("line-up", "greedy")
    figures.add(
        _figure("a fixed run of show", fixed),
        _figure("a fixed run of show, all together", margins.lead_in_all("line-up", "fixed")),
        _figure("margin x rate", greedy),
        _figure("margin x rate, all together", margins.lead_in_all("line-up", "greedy")),
    )
    assert fixed.low >= 1.1
    assert greedy.low > 1.0


def _figure(over: str, lead: Lead) -> Figure:
    what = f"margin of the line-up, times that of {over}"
    return Figure(what=what, value=lead.middle, unit="", note=f"95 %: {lead.low:.3f} to {lead.high:.3f}")
