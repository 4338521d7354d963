"""What is on air: said by a person, a command or a source."""

from app.intents import SayNext, SayOnAir
from tests.engine.desk_under_test import ME, World, running


async def test_what_a_source_shows_first_fills_the_gap() -> None:
    """Nobody has said anything yet."""
    world = World()
    world.traffic.on_air = "EAR-01"
    async with running(world) as desk:
        assert desk.gauge("EAR-01").on_air


async def test_a_director_is_not_overruled_by_what_a_source_repeats() -> None:
    """The source's view counts again when it changes."""
    world = World()
    world.traffic.on_air = "EAR-01"
    async with running(world) as desk:
        assert (await desk.ask(SayOnAir(who=ME, sku="EAR-02"))).ok
        await desk.pass_time(5)
        assert desk.gauge("EAR-02").on_air
        world.traffic.on_air = "CUP-01"
        await desk.pass_time(5)
        assert desk.gauge("CUP-01").on_air
        assert not desk.gauge("EAR-02").on_air


async def test_going_on_air_takes_the_announcement_back() -> None:
    """What was next is now on air."""
    world = World()
    async with running(world) as desk:
        await desk.ask(SayNext(who=ME, sku="EAR-02"))
        assert desk.gauge("EAR-02").is_next
        await desk.ask(SayOnAir(who=ME, sku="EAR-02"))
        assert (desk.gauge("EAR-02").on_air, desk.gauge("EAR-02").is_next) == (True, False)
