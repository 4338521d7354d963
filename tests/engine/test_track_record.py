"""The track record of the last broadcasts: told from what is kept, worked out beside a quiet desk."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import msgspec

from app.domain.track_record import LEAST
from app.engine.track_record import AFTER_START_S, LOOK_S
from app.intents import EndBroadcast, LookOverBroadcasts, StartBroadcast
from app.ports import JournalError
from app.views.rehearsal import LookingOver, Work
from app.views.track_record import TrackRecordView
from tests.engine.desk_under_test import ME, Desk, World, running
from tests.fakes.clock import START, settle
from tests.sample_track_record import calibrated_sample

QUIET_S = AFTER_START_S + LOOK_S
COMMAND = ("calibration", "--last", "20", "--follow")


def over(desk: Desk) -> LookingOver:
    """As last told."""
    told = desk.told().calibrating
    assert told is not None
    return told.over


def record_of(desk: Desk) -> TrackRecordView:
    """What is known."""
    view = over(desk).view
    assert view is not None
    return view


@asynccontextmanager
async def after_evenings(count: int, *, judged: int = 0) -> AsyncIterator[tuple[Desk, World]]:
    """A desk without a broadcast; so many of an hour are on record, the first ones judged."""
    world = World()
    for number in range(1, count + 1):
        began = START - timedelta(days=30 - number)
        await world.journal.start_broadcast(began, "Lin", {}, ME)
        await world.journal.end_broadcast(number, began + timedelta(hours=1), ME)
    for number in range(1, judged + 1):
        await world.journal.keep_calibration(calibrated_sample(number, code=""))
    async with running(world, start=False) as desk:
        yield desk, world


async def test_what_is_kept_is_told_at_once_and_what_is_missing_is_said() -> None:
    """No process is needed for that."""
    async with after_evenings(3, judged=2) as (desk, world):
        await desk.ask_now(LookOverBroadcasts(who=ME))
        assert over(desk).work is Work.DONE
        view = record_of(desk)
        assert [one.number for one in view.broadcasts] == [2, 1]
        assert view.missing == 1
        assert world.beside.started == []


async def test_missing_ones_are_worked_out_by_themselves_while_nothing_is_on_air() -> None:
    """Once, some time after the start; each that is done is told."""
    async with after_evenings(3, judged=1) as (desk, world):
        await desk.pass_time(QUIET_S)
        (helper,) = world.beside.started
        assert helper.words == COMMAND
        assert (over(desk).work, record_of(desk).missing) == (Work.RUNNING, 2)
        helper.say(done(desk))
        helper.finish()
        await settle()
        assert (over(desk).work, record_of(desk).missing) == (Work.DONE, 0)
        await desk.pass_time(3 * LOOK_S)
        assert world.beside.started == [helper]


def done(desk: Desk) -> bytes:
    """What the process says at last: nothing is missing any more."""
    return msgspec.json.encode(msgspec.to_builtins(record_of(desk)) | {"missing": 0})


async def test_a_broadcast_that_begins_is_given_way_to_and_then_judged_itself() -> None:
    """Nothing is worked out by itself while it runs; its end begins it anew."""
    async with after_evenings(1) as (desk, world):
        await desk.pass_time(QUIET_S)
        await desk.ask_now(StartBroadcast(who=ME))
        await desk.pass_time(LOOK_S)
        assert world.beside.started[0].ended
        assert over(desk).work is Work.DONE
        await desk.pass_time(LEAST.total_seconds())
        assert len(world.beside.started) == 1
        await desk.ask_now(EndBroadcast(who=ME))
        await desk.pass_time(LOOK_S)
        assert [helper.words for helper in world.beside.started] == [COMMAND, COMMAND]
        assert record_of(desk).missing == 2


async def test_a_person_may_have_them_worked_out_while_on_air() -> None:
    """It goes on through a broadcast, and is not begun twice."""
    async with after_evenings(1) as (desk, world):
        await desk.ask_now(StartBroadcast(who=ME))
        await desk.ask_now(LookOverBroadcasts(who=ME, work_out=True))
        await desk.ask_now(LookOverBroadcasts(who=ME, work_out=True))
        await desk.pass_time(QUIET_S)
        (helper,) = world.beside.started
        assert not helper.ended
        assert over(desk).work is Work.RUNNING


async def test_where_all_is_kept_nothing_is_started() -> None:
    """Nor where there was no broadcast yet."""
    for count in (0, 2):
        async with after_evenings(count, judged=count) as (desk, world):
            await desk.pass_time(QUIET_S)
            await desk.ask_now(LookOverBroadcasts(who=ME, work_out=True))
            assert world.beside.started == []
            assert len(record_of(desk).broadcasts) == count


async def test_what_went_wrong_is_told_in_words() -> None:
    """Of the process, or of the record; what was known stays."""
    async with after_evenings(2, judged=1) as (desk, world):
        await desk.ask_now(LookOverBroadcasts(who=ME, work_out=True))
        world.beside.started[0].finish("No room left on the disk.")
        await settle()
        assert (over(desk).work, over(desk).why) == (Work.FAILED, "No room left on the disk.")
        assert record_of(desk).missing == 1
        world.journal.fail(JournalError("The record is locked."), on="calibrations")
        await desk.ask_now(LookOverBroadcasts(who=ME))
        assert (over(desk).work, over(desk).why) == (Work.FAILED, "The record is locked.")
        assert record_of(desk).missing == 1
