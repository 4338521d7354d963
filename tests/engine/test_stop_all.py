"""The emergency stop of everything: all storefronts, at once, ahead of whatever else waits."""

import asyncio

from app.domain.hold import HoldKind, HoldState, Reason
from app.intents import Code, EmergencyStop, Reach, Release, SayOnAir
from app.ports import CommandAnswer, JournalFull, Limit, LimitReached, SellOutCommand, Unavailable
from services.rest.limiter import Lane, Limiter
from tests.engine.desk_under_test import ME, World, running
from tests.fakes.clock import FakeClock, settle
from tests.fakes.jitter import FakeJitter
from tests.fakes.storefronts import FakeStorefront


async def test_everything_goes_off_sale_at_every_storefront_the_one_on_air_first() -> None:
    """Marked products are taken over, and nothing needs a broadcast."""
    room = World()
    other = FakeStorefront(room.skus, clock=room.clock, storefront="second")
    room.more_shops = (other,)
    async with running(room) as desk:
        await desk.mark("EAR-02")
        await desk.ask(SayOnAir(who=ME, sku="CUP-01"))
        answer = await desk.ask(EmergencyStop(who=ME, reach=Reach.ALL, reason=Reason.INCIDENT))
        assert {result.code for result in answer.results} == {Code.DONE}
        assert len(answer.results) == 2 * len(room.skus)
        stops = [sent for sent in (*room.shop.sent, *other.sent) if sent.urgent]
        assert stops[0].sku == "CUP-01"
        for shop in (room.shop, other):
            assert all(shop.is_sold_out(sku) for sku in room.skus)
        open_holds = [hold for hold in desk.holds() if hold.state.is_open]
        assert {hold.kind for hold in open_holds} == {HoldKind.STOP}
        assert {hold.state for hold in open_holds} == {HoldState.ACTIVE}


async def test_a_second_press_leaves_what_is_stopped_and_the_rest_is_released_together() -> None:
    """Nothing is stopped twice, and one act brings all back."""
    async with running(World(), start=False) as desk:
        await desk.ask(EmergencyStop(who=ME, skus=("EAR-01",)))
        answer = await desk.ask(EmergencyStop(who=ME, reach=Reach.ALL))
        assert answer.ok
        assert {result.sku for result in answer.results} == {"EAR-02", "CUP-01"}
        assert (await desk.ask(EmergencyStop(who=ME, reach=Reach.ALL))).results == ()
        released = await desk.ask(Release(who=ME, reach=Reach.ALL, reason=Reason.INCIDENT))
        assert released.ok
        assert not any(desk.world.shop.is_sold_out(sku) for sku in desk.world.skus)
        assert (await desk.ask(Release(who=ME, reach=Reach.ALL))).ok


async def test_a_release_leaves_off_what_others_had_taken_off_before_the_stop() -> None:
    """We never undo what we did not do, and it says so; what the stop itself took off comes back."""
    world = World()
    async with running(world) as desk:
        world.shop.set_by_others("EAR-01", sold_out=True)
        await desk.pass_time(20)
        assert (await desk.ask(EmergencyStop(who=ME, skus=("EAR-01", "EAR-02")))).ok
        answer = await desk.ask(Release(who=ME, skus=("EAR-01", "EAR-02")))
        said = {result.sku: (result.code, result.text) for result in answer.results}
        assert said["EAR-02"] == (Code.DONE, "")
        code, text = said["EAR-01"]
        assert code is Code.NOT_OURS
        assert text.startswith("Product EAR-01 is off sale at Web shop, and not by this desk.")
        await desk.pass_time(30)
        assert [world.shop.is_sold_out(sku) for sku in ("EAR-01", "EAR-02")] == [True, False]
        assert [sent.sku for sent in world.shop.sent if sent.what == "restore"] == ["EAR-02"]
        texts = {alert.text for alert in desk.told().alerts or ()}
        assert "Product EAR-01 was off sale at Web shop before the stop and is left so" in texts


async def test_a_stop_over_a_hold_of_ours_is_ours_to_release() -> None:
    """Though the shop was read as off sale right before it."""
    world = World()
    async with running(world) as desk:
        await desk.mark("EAR-01")
        await desk.pass_time(20)
        assert (await desk.ask(EmergencyStop(who=ME, skus=("EAR-01",)))).ok
        assert (await desk.ask(Release(who=ME, skus=("EAR-01",)))).ok
        assert not world.shop.is_sold_out("EAR-01")


async def test_an_old_read_does_not_make_a_stop_somebody_elses() -> None:
    """Nobody knows what the shop says by now: a release puts the product on sale."""
    world = World()
    async with running(world) as desk:
        world.shop.set_by_others("EAR-01", sold_out=True)
        await desk.pass_time(20)
        world.shop.does.fail(Unavailable("no answer"))
        await desk.pass_time(100)
        await desk.ask(EmergencyStop(who=ME, skus=("EAR-01",)))
        world.shop.does.heal()
        await desk.pass_time(20)
        assert (await desk.ask(Release(who=ME, skus=("EAR-01",)))).ok
        assert not world.shop.is_sold_out("EAR-01")


async def test_what_is_on_air_can_be_stopped_without_its_name() -> None:
    """And with nothing on air that is said."""
    async with running(World()) as desk:
        none = await desk.ask(EmergencyStop(who=ME, reach=Reach.ON_AIR))
        assert (none.exit_code, none.results[0].code) == (2, Code.BAD_VALUE)
        await desk.ask(SayOnAir(who=ME, sku="EAR-02"))
        assert (await desk.ask(EmergencyStop(who=ME, reach=Reach.ON_AIR))).ok
        assert desk.world.shop.is_sold_out("EAR-02")
        assert not desk.world.shop.is_sold_out("EAR-01")


async def test_the_first_stop_leaves_after_one_commit_and_not_after_all() -> None:
    """A slow disk must not keep the product on air on sale until every other stop is recorded."""
    room = World.with_products(40)
    async with running(room) as desk:
        await desk.ask(SayOnAir(who=ME, sku="SKU-030"))
        before = room.journal.kept.revision
        at_first: list[int] = []
        sell_out = room.shop.sell_out

        async def noted(command: SellOutCommand) -> CommandAnswer:
            at_first.append(room.journal.kept.revision)
            return await sell_out(command)

        room.shop.sell_out = noted  # type: ignore[method-assign] # the shop notes when it was told
        assert (await desk.ask(EmergencyStop(who=ME, reach=Reach.ALL), seconds=20)).ok
        assert room.shop.sent[0].sku == "SKU-030"
        assert at_first[0] - before <= 3
        assert all(room.shop.is_sold_out(sku) for sku in room.skus)


async def test_stops_that_cannot_be_recorded_together_are_recorded_one_by_one() -> None:
    """One that was marked in the same moment does not keep the others on sale; a full disk is said."""
    async with running(World()) as desk:
        desk.world.journal.fail(LimitReached("one is open", limit=Limit.OPEN), on="add_holds")
        assert (await desk.ask(EmergencyStop(who=ME, reach=Reach.ALL))).ok
        await desk.ask(Release(who=ME, reach=Reach.ALL))
        desk.world.journal.fail(JournalFull("no space left"), on="add_holds")
        answer = await desk.ask(EmergencyStop(who=ME, reach=Reach.ALL))
        assert {result.code for result in answer.results} == {Code.NO_RECORD}


async def test_stops_leave_before_marks_and_polls_that_wait_longer() -> None:
    """Only restores, which put products back, go before them."""
    clock = FakeClock()
    limiter = Limiter(per_second=1, burst=1, clock=clock, jitter=FakeJitter(0.0))
    left: list[str] = []

    async def go(lane: Lane, name: str) -> None:
        await limiter.turn(lane)
        left.append(name)

    waiting = [("mark", Lane.MARK)] * 3 + [("poll", Lane.POLL)] * 2 + [("stop", Lane.STOP)] * 3
    waiting.append(("restore", Lane.RESTORE))
    await limiter.turn(Lane.POLL)
    async with asyncio.TaskGroup() as group:
        for name, lane in waiting:
            group.create_task(go(lane, name))
            await settle()
        for _second in range(12):
            await clock.tick(1)
    await limiter.close()
    assert left.index("restore") < left.index("poll")
    # a mark may borrow the next token when it comes first; from then on every stop goes before the others
    assert left[:1] == ["mark"]
    assert [name for name in left[1:] if name != "restore"] == ["stop"] * 3 + ["mark"] * 2 + ["poll"] * 2
