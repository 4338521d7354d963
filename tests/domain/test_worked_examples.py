"""Published and derived figures that forecasting must come to, each as it is told."""

import pytest

from app.domain.ledger import Count, Ledger, passed, taken
from app.domain.policy import Policy
from app.domain.trade import Amount, Meter, TradeFacts, units_per_minute
from tests.domain.builders import NOW

_FOR_EVER = Policy(drift_per_hour=0.0)


def test_demand_of_a_day_it_ran_out_is_that_of_the_days_it_did_not() -> None:
    """Sold 100, 105, 105 and 115 on open days and 95 on the day it ran out: 106 were wanted, 11 lost."""
    open_days = (100, 105, 105, 115)
    units = Amount(steady=float(sum(open_days)), quick=0.0)
    evidence = TradeFacts(meter=Meter(at=NOW), units=units, minutes=Amount(steady=4.0, quick=0.0))
    potential = units_per_minute(evidence)
    assert potential is not None
    assert potential == pytest.approx(106, abs=0.3)
    assert potential - 95 == pytest.approx(11, abs=0.3)


def test_evidence_of_open_minutes_alone_makes_the_appeal() -> None:
    """The same figures per viewer: a closed minute adds no audience."""
    ledger = Ledger()
    for units in (100, 105, 105, 115):
        ledger = taken(passed(ledger, 1000.0, 1.0, 1.0, _FOR_EVER), units)
    assert ledger.quiet == Count(units=425.0, audience=4000.0)
