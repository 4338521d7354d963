"""What the desk remembers of earlier broadcasts, and what it says when sales leave the plan."""

from datetime import timedelta

import pytest

from app.domain.broadcast import Mark, MarkKind
from app.domain.told import ClickTotal
from app.ports import SoldUnits, TrafficSample
from tests.engine.desk_under_test import ME, World, running


async def test_an_earlier_broadcast_is_expected_again() -> None:
    """Two a minute to a thousand viewers: appeal, audience and plan are there before anything is sold."""
    world = World()
    await _keep_an_earlier_one(world)
    async with running(world) as desk:
        await desk.pass_time(20)
        room = desk.engine.room
        assert 1000 * room.earlier["EAR-01"].mean == pytest.approx(2.0, rel=0.2)
        assert room.curve[0] == pytest.approx(1000, rel=0.01)
        assert room.planned["EAR-01"] == pytest.approx(2 * 240, rel=0.3)


async def test_without_one_nothing_is_expected() -> None:
    """A first broadcast is not held against anything."""
    async with running(World()) as desk:
        await desk.pass_time(20)
        assert not desk.engine.room.earlier
        assert not desk.engine.room.planned


async def test_selling_far_more_than_planned_is_an_alert_within_minutes() -> None:
    """The warehouse can still do something."""
    world = World()
    await _keep_an_earlier_one(world)
    async with running(world) as desk:
        await desk.pass_time(20)
        world.warehouse.put("EAR-01", 900)
        for _minute in range(4):
            world.sales.sell("EAR-01", 40)
            await desk.pass_time(60)
        assert "ahead:EAR-01" in desk.alerts()


async def test_clicks_before_the_start_raise_what_is_expected() -> None:
    """Four times as many as before the last broadcast, from as many viewers: twice the orders."""
    plans = []
    for clicks in (30, 120):
        world = World()
        await _keep_a_warm_up(world, 30)
        await _keep_an_earlier_one(world)
        await _keep_a_warm_up(world, clicks)
        async with running(world) as desk:
            await desk.pass_time(20)
            plans.append(desk.engine.room.planned["EAR-01"])
    assert plans[1] == pytest.approx(2 * plans[0], rel=0.1)


async def test_clicks_of_the_broadcast_before_say_nothing_of_the_next() -> None:
    """However many there were: only what viewers have clicked since it ended counts."""
    plans = []
    for clicks in (0, 5000):
        world = World()
        await _keep_a_warm_up(world, 30)
        await _keep_an_earlier_one(world, clicks)
        async with running(world) as desk:
            await desk.pass_time(20)
            plans.append(desk.engine.room.planned["EAR-01"])
    assert plans[1] == pytest.approx(plans[0], rel=0.01)


async def _keep_a_warm_up(world: World, clicks: int) -> None:
    """Half an hour of a hundred viewers who click so often, four hours after what was before."""
    world.clock.advance(4 * 3600)
    start = world.clock.now()
    minutes = [start + timedelta(minutes=minute) for minute in range(31)]
    await world.journal.add_facts(
        traffic=[TrafficSample(at=at, source="traffic", viewers=100) for at in minutes],
        told=[
            ClickTotal(at=at, source="cards", sku="EAR-01", clicks=clicks * place // 30)
            for place, at in enumerate(minutes)
        ],
    )
    world.clock.advance(1860)


async def _keep_an_earlier_one(world: World, clicks: int = 0) -> None:
    """An hour of it; so many clicks meanwhile."""
    journal, start = world.journal, world.clock.now()
    await journal.open()
    broadcast = await journal.start_broadcast(start, "Lin", {"EAR-01": 900}, ME)
    minutes = [start + timedelta(minutes=minute) for minute in range(60)]
    await journal.add_facts(
        traffic=[TrafficSample(at=at, source="traffic", viewers=1000) for at in minutes],
        sold=[SoldUnits(at=at, sku="EAR-01", units=2, source="orders") for at in minutes],
        marks=[Mark(kind=MarkKind.ON_AIR, at=start, sku="CUP-01")],
        told=[
            ClickTotal(at=at, source="cards", sku="EAR-01", clicks=clicks * place)
            for place, at in enumerate(minutes if clicks else ())
        ],
    )
    world.clock.advance(3600)
    await journal.end_broadcast(broadcast.id, world.clock.now(), ME)
    world.clock.advance(600)
