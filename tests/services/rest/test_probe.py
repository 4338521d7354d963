"""Contacting a source once, for `stockcue check`."""

from datetime import timedelta

from app.domain.readings import RejectedRow
from app.ports import Unavailable
from services.rest.probe import probe
from tests.fakes.clock import START, FakeClock
from tests.fakes.sources import FakeSalesSource, FakeStockSource, FakeTrafficSource
from tests.fakes.storefronts import FakeStorefront


async def test_a_source_that_answers(clock: FakeClock) -> None:
    """How many rows, how long it took, which rows are odd."""
    source = FakeStockSource("la", clock=clock)
    source.put("A", 1)
    source.put("B", None)
    source.rejected = (RejectedRow(where="C", why="is odd"),)
    found = await probe(source, clock)
    assert (found.ok, found.rows, found.rejected, found.error) == (True, 2, ("C: is odd",), "")
    assert found.milliseconds == 0.0
    assert found.source is source.info


async def test_one_that_does_not(clock: FakeClock) -> None:
    """What is wrong and what to do, in plain words."""
    source = FakeTrafficSource(clock=clock)
    source.does.fail(Unavailable("the cable is out", remedy="put it in"))
    found = await probe(source, clock)
    assert (found.ok, found.rows, found.error, found.remedy) == (False, 0, "the cable is out", "put it in")


async def test_every_role_is_asked_in_its_own_way(clock: FakeClock) -> None:
    """Viewers are one row; sales those of the last hour; of a shop a few products."""
    sales = FakeSalesSource(clock=clock)
    sales.sell("A")
    shop = FakeStorefront([f"S{n}" for n in range(9)], clock=clock)
    assert [(await probe(each, clock)).rows for each in (FakeTrafficSource(clock=clock), sales, shop)] == [
        1,
        1,
        3,
    ]
    assert sales.asked_since == [START - timedelta(hours=1)]
    assert shop.reads[0][2] is True
