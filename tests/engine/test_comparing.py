"""A desk's wish to compare: the running broadcast, with what was kept a moment ago; refusals in words."""

from app.intents import Code, CompareBroadcast, Restore
from app.ports import JournalBusy
from tests.engine.desk_under_test import ME, World, running


async def test_the_running_broadcast_is_compared_with_what_was_just_kept() -> None:
    """A mark and its restore are in it, and the stock that stood there before the start."""
    async with running(World()) as desk:
        await desk.pass_time(60)
        assert (await desk.mark()).ok
        await desk.pass_time(30)
        assert (await desk.ask(Restore(who=ME, skus=("EAR-01",)))).ok
        answer = await desk.ask_now(CompareBroadcast(who=ME))
        view = desk.told().comparison
    assert answer.ok
    assert view is not None
    assert (view.number, view.running) == (1, True)
    (lane,) = view.lanes
    (sold_out,) = view.sold_outs
    assert (lane.sku, lane.stock_first, lane.stock_last) == ("EAR-01", 100, 100)
    assert 29 < sold_out.seconds < 33
    assert view.viewers[-1] == 1000


async def test_nothing_to_compare_is_told_as_nothing() -> None:
    """Before the first broadcast there is a view without figures; a number nobody knows is refused."""
    async with running(World(), start=False) as desk:
        assert (await desk.ask_now(CompareBroadcast(who=ME))).ok
        view = desk.told().comparison
        wrong = await desk.ask_now(CompareBroadcast(who=ME, broadcast=9))
    assert view is not None
    assert (view.number, view.lanes) == (None, ())
    assert wrong.results[0].code is Code.UNKNOWN_TARGET


async def test_a_record_that_can_t_answer_is_said_in_words() -> None:
    """And nothing else suffers."""
    async with running(World()) as desk:
        desk.world.journal.fail(JournalBusy("locked"), on="outline")
        assert (await desk.mark()).ok
        answer = await desk.ask_now(CompareBroadcast(who=ME))
        assert answer.results[0].code is Code.NO_RECORD
        assert (await desk.ask_now(CompareBroadcast(who=ME))).ok
