"""What the paces of five thousand products cost at once, against reckoning them one by one."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from time import perf_counter

import pytest

from app.domain.ahead import backdrop_of
from app.domain.airtime import AirTime
from app.domain.broadcast import Showing
from app.domain.facts import RoomFacts
from app.domain.pace import pace_of
from app.domain.paces import Asked, paces_of
from app.domain.trade import Belief, Meter, advanced, sold
from tests.benchmarks.figures import Figure, Figures, milliseconds
from tests.domain import builders as a

pytestmark = pytest.mark.bench

_PRODUCTS = 5000
_POLLS = 300


def test_5000_paces_at_once_cost_25_milliseconds(figures: Figures) -> None:
    """An hour in: one in five sells briskly, the others now and then; each sold last at some poll."""
    meters = _meters()
    room, asked = _room(meters[-1]), _asked(meters)

    many = _best(lambda: paces_of(asked, room, a.POLICY, a.NOW), times=9)
    alone = _best(lambda: [pace_of(one.facts, one.units, room, a.POLICY, a.NOW) for one in asked], times=3)

    figures.add(
        milliseconds("paces of 5,000 products at once", many, budget=25, slack=3),
        Figure(what="the same, each alone against all at once", value=alone / many, unit="x"),
    )


def _meters() -> Sequence[Meter]:
    """The room's meter at each poll of the hour."""
    meters = [a.meter(a.ago(3600))]
    for poll in range(_POLLS):
        at = a.ago(3600) + timedelta(seconds=3600 / _POLLS * (poll + 1))
        meters.append(advanced(meters[-1], at, 2000 + poll, a.POLICY))
    return meters


def _room(meter: Meter) -> RoomFacts:
    showing = Showing(sku="S0003", since=a.ago(60), said_by="lin")
    air = AirTime(now=showing, products=_PRODUCTS)
    room = a.room(meter=meter, on_air=showing, air=air)
    return replace(room, backdrop=backdrop_of(room, a.POLICY, a.NOW))


def _asked(meters: Sequence[Meter]) -> Sequence[Asked]:
    asked = []
    for number in range(_PRODUCTS):
        rate = 0.5 + number % 7 if number % 5 == 0 else 0.001 * (number % 50)
        last = meters[-1 - number % 20] if number % 5 == 0 else meters[number * 37 % len(meters)]
        trade = sold(a.trade(rate, of=meters[0]), last, round(rate * last.lived), a.POLICY)
        earlier = Belief(shape=6.0, exposure=9000.0) if number % 2 else None
        base = a.facts(f"S{number:04}")
        asked.append(Asked(facts=replace(base, trade=trade, earlier=earlier), units=60 + number % 500))
    return asked


def _best(what: Callable[[], object], times: int) -> float:
    rounds = []
    for _ in range(times):
        begun = perf_counter()
        what()
        rounds.append(perf_counter() - begun)
    return min(rounds)
