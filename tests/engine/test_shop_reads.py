"""Urgent reads of a storefront: joined where one request reads all, each alone where it does not."""

import asyncio
from collections.abc import Collection

import pytest
from typing_extensions import override

from app.domain.readings import ShopAnswer
from app.engine.shop_reads import ShopReads
from app.intents import MarkSoldOut
from app.ports import Unavailable
from tests.engine.desk_under_test import ME, SKUS, World, running
from tests.fakes.clock import FakeClock, settle
from tests.fakes.storefronts import FakeStorefront


class StuckForMarks(FakeStorefront):
    """Answers reads for restores, and others never while `stuck`."""

    stuck = False

    @override
    async def read(
        self, skus: Collection[str], *, urgent: bool = False, restoring: bool = False
    ) -> ShopAnswer:
        if self.stuck and not restoring:
            await asyncio.Event().wait()
        return await super().read(skus, urgent=urgent, restoring=restoring)


def asked(shop: FakeStorefront) -> list[set[str]]:
    """Which products each read was for."""
    return [set(skus) for _at, skus, _urgent in shop.reads]


@pytest.mark.parametrize(
    ("each", "reads"),
    [(False, [{"EAR-01"}, {"EAR-02", "CUP-01"}]), (True, [{"EAR-01"}, {"EAR-02"}, {"CUP-01"}])],
)
async def test_what_is_asked_meanwhile_goes_out_next(each: bool, reads: list[set[str]]) -> None:
    """Together where that costs one request; else nobody waits for the others'."""
    shop = FakeStorefront(SKUS, clock=FakeClock())
    shop.reads_each = each
    shop.does.hang()
    line = ShopReads(shop, restoring=False)
    looks = [asyncio.create_task(line.look("EAR-01"))]
    await settle()
    looks += [asyncio.create_task(line.look(sku)) for sku in ("EAR-02", "CUP-01")]
    await settle()
    shop.does.let_go()
    found = await asyncio.gather(*looks)
    assert asked(shop) == reads
    assert [look.reading is not None and look.reading.sku for look in found] == ["EAR-01", "EAR-02", "CUP-01"]


async def test_a_question_never_joins_a_read_in_flight() -> None:
    """Its answer could be older than the question."""
    shop = FakeStorefront(SKUS, clock=FakeClock())
    shop.does.hang()
    line = ShopReads(shop, restoring=False)
    first = asyncio.create_task(line.look("EAR-01"))
    await settle()
    second = asyncio.create_task(line.look("EAR-01"))
    await settle()
    shop.does.let_go()
    await asyncio.gather(first, second)
    assert len(shop.reads) == 2


@pytest.mark.parametrize("error", [Unavailable("no answer"), RuntimeError("a bug of ours")])
async def test_everyone_who_waits_hears_of_a_failure(error: Exception) -> None:
    """Of any kind; the next read is a new one."""
    shop = FakeStorefront(SKUS, clock=FakeClock())
    shop.does.fail(error, times=1)
    line = ShopReads(shop, restoring=False)
    failed = await asyncio.gather(line.look("EAR-01"), line.look("EAR-02"), return_exceptions=True)
    assert list(failed) == [error, error]
    assert (await line.look("EAR-01")).reading is not None


async def test_closing_ends_every_wait() -> None:
    """Nobody hangs on a desk that ends."""
    shop = FakeStorefront(SKUS, clock=FakeClock())
    shop.does.hang()
    line = ShopReads(shop, restoring=True)
    waiting = asyncio.create_task(line.look("EAR-01"))
    await settle()
    await line.close()
    with pytest.raises(asyncio.CancelledError):
        await waiting


async def test_a_restore_does_not_wait_for_the_reads_of_marks() -> None:
    """It goes before everything else to its storefront."""
    world = World()
    shop = StuckForMarks(SKUS, clock=world.clock)
    world.shop = shop
    async with running(world) as desk:
        assert (await desk.mark("EAR-01", minutes=1)).ok
        await desk.pass_time(55)
        shop.stuck = True
        desk.ask_later(MarkSoldOut(who=ME, skus=("EAR-02",)))
        await desk.pass_time(7)
        assert not shop.is_sold_out("EAR-01")
        for task in desk.asking:
            task.cancel()
        await asyncio.gather(*desk.asking, return_exceptions=True)
