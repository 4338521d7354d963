"""Following the line-up on a few simulated broadcasts; `make bench` measures it over two hundred."""

from app.assembly.scenarios import scenario
from tests.line_up import earned


def test_the_line_up_earns_more_than_a_fixed_run_of_show_and_than_greed() -> None:
    """The same buyers, the same slots; a handful of evenings says little of how much."""
    margins = earned(
        (scenario(name), seed) for seed, name in enumerate(("calm", "evening", "new_room", "slow"))
    )
    assert margins.lead("line-up", "fixed").middle > 1.1
    assert margins.lead("line-up", "greedy").middle > 1.0
