"""A recorded broadcast's clicks are told again when it is played."""

from datetime import timedelta

from app.domain.catalogue import Product
from app.domain.told import ClickTotal
from app.engine.rehearsing.recorded import RecordedTheatre, recording_of
from app.ports import SoldUnits, TrafficSample
from tests.engine.desk_under_test import ME, World


async def test_clicks_come_in_the_minutes_in_which_they_were_told() -> None:
    """From the second total on; without a source of them nothing is told."""
    for told in (True, False):
        world = World()
        await _keep(world, told=told)
        recording = await recording_of(
            world.journal, 1, [Product(sku="EAR-01", title="")], world.clock.now(), _breathe, step_minutes=1.0
        )
        assert recording is not None
        theatre = RecordedTheatre(recording)
        moments = [theatre.step(None, ()) for _minute in range(5)]
        clicks = [None if one.clicks is None else one.clicks.tolist() for one in moments]
        assert clicks == ([[0], [7], [7], [7], [7]] if told else [None] * 5)


async def _breathe() -> None:
    """Nobody else waits."""


async def _keep(world: World, *, told: bool) -> None:
    journal, start = world.journal, world.clock.now()
    await journal.open()
    await journal.start_broadcast(start, "Lin", {"EAR-01": 900}, ME)
    minutes = [start + timedelta(minutes=minute + 0.5) for minute in range(5)]
    await journal.add_facts(
        traffic=[TrafficSample(at=at, source="live", viewers=1000) for at in minutes],
        sold=[SoldUnits(at=at, sku="EAR-01", units=2, source="orders") for at in minutes],
        told=[
            ClickTotal(at=at, source="cards", sku="EAR-01", clicks=100 + 7 * place)
            for place, at in enumerate(minutes if told else ())
        ],
    )
    world.clock.advance(300)
