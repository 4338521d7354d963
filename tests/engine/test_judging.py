"""When products are judged anew, and that the short way of it comes to what the long one does."""

from tests.engine.desk_under_test import World, running


async def test_a_room_that_changed_is_judged_as_if_every_product_had() -> None:
    """Products of which nothing was heard keep what their own figures say."""
    world = World.with_products(60)
    async with running(world) as desk:
        await desk.pass_time(5)
        room, judging, publishing = desk.engine.room, desk.engine._judging, desk.engine.publishing
        room.touch_all()
        while publishing.publish(at_once=False):
            pass
        long, told = dict(judging.products), dict(publishing.gauges)
        room.stir_all()
        while publishing.publish(at_once=False):
            pass

        assert len(long) == 60
        assert judging.products == long
        assert all(judging.products[sku] is not before for sku, before in long.items())
        assert publishing.gauges == told
