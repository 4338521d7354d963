"""How figures age on the gauges: with their source, once it is quiet, and back when it answers again."""

from app.domain.readings import Freshness
from app.ports import Unavailable
from app.views.gauge import ChipKind
from tests.engine.desk_under_test import World, running


async def test_figures_age_with_their_silent_source_and_are_live_when_it_is_back() -> None:
    """Nothing moved meanwhile; the age alone is news, both ways."""
    world = World()
    async with running(world) as desk:
        assert desk.gauge("EAR-01").freshness is Freshness.LIVE
        world.warehouse.does.fail(Unavailable("gone"))
        await desk.pass_time(10)
        assert desk.gauge("EAR-01").freshness is Freshness.AGING
        await desk.pass_time(10)
        assert desk.gauge("EAR-01").chip.kind is ChipKind.STALE
        world.warehouse.does.heal()
        await desk.pass_time(15)
        assert desk.gauge("EAR-01").freshness is Freshness.LIVE
        assert desk.gauge("EAR-01").chip.kind is not ChipKind.STALE


async def test_polls_that_confirm_everything_tell_nothing_of_products() -> None:
    """An unchanged figure is not news, however often it is read."""
    world = World()
    async with running(world) as desk:
        await desk.pass_time(5)
        told = len([view for delta in desk.deltas for view in delta.gauges])
        await desk.pass_time(60)
        assert len([view for delta in desk.deltas for view in delta.gauges]) == told
