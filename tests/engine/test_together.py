"""Answers that come in one moment are judged and told in one go; nothing waits for one that does not come."""

from app.engine.watches import TOGETHER_S
from app.intents import MarkSoldOut
from app.views.gauge import ChipKind
from tests.engine.desk_under_test import ME, Desk, World, running
from tests.fakes.clock import FakeClock, settle
from tests.fakes.sources import FakeStockSource


def _two_warehouses() -> tuple[World, FakeStockSource]:
    """Los Angeles, and New York beside it with ten of the first product."""
    clock = FakeClock()
    world = World(clock=clock)
    other = FakeStockSource("ny", clock=clock)
    other.put("EAR-01", 10)
    world.more_stock = (other,)
    return world, other


def _figures(desk: Desk, since: int) -> list[int | None]:
    """What was told of the first product, delta by delta."""
    return [view.available for delta in desk.deltas[since:] for view in delta.gauges if view.sku == "EAR-01"]


async def _until_asked(desk: Desk, source: FakeStockSource) -> None:
    before = len(source.reads)
    while len(source.reads) == before:
        await desk.pass_time(0.005)


async def test_what_two_warehouses_answer_in_one_moment_is_told_once() -> None:
    """No figure is told that holds one warehouse's sale and not yet the other's."""
    world, other = _two_warehouses()
    async with running(world) as desk:
        world.warehouse.does.hang()
        other.does.hang()
        await _until_asked(desk, other)
        since = len(desk.deltas)
        world.warehouse.put("EAR-01", 99)
        other.put("EAR-01", 9)
        world.warehouse.does.let_go()
        await desk.pass_time(0.01)
        other.does.let_go()
        await desk.pass_time(0.01)
        assert _figures(desk, since) == [108]


async def test_a_warehouse_that_does_not_answer_keeps_no_other_back() -> None:
    """The first time for a blink; once it is late, not at all."""
    world, other = _two_warehouses()
    async with running(world) as desk:
        other.does.hang()
        since = len(desk.deltas)
        world.warehouse.put("EAR-01", 90)
        await _until_asked(desk, other)
        await desk.pass_time(TOGETHER_S)
        assert _figures(desk, since) == [100]
        world.warehouse.put("EAR-01", 80)
        await _until_asked(desk, world.warehouse)
        assert _figures(desk, since) == [100, 90]
        other.does.let_go()


async def test_a_press_does_not_wait_for_answers() -> None:
    """It shows at once, while two warehouses are being asked."""
    world, other = _two_warehouses()
    async with running(world) as desk:
        other.does.hang()
        world.warehouse.put("EAR-02", 90)
        await _until_asked(desk, other)
        world.shop.does.hang()
        desk.ask_later(MarkSoldOut(who=ME, skus=("EAR-01",), minutes=5))
        await settle()
        assert desk.gauge("EAR-01").chip.kind is ChipKind.SENDING
        world.shop.does.let_go()
        other.does.let_go()
