"""Calibration and rehearsals from the desk: worked out beside it, told as they come, ended with it."""

import msgspec
import pytest

from app.engine.looking_back import Progress
from app.intents import (
    CalibrateBroadcast,
    CloseRehearsalDesk,
    LookUpRehearsals,
    OpenRehearsalDesk,
    StartRehearsal,
    Steer,
    SteerRehearsal,
)
from app.views.rehearsal import Calibrating, RehearsalView, RunState, Work
from tests.engine.desk_under_test import ME, Desk, World, running
from tests.fakes.clock import settle
from tests.sample_review import calibration_sample


def calibrating(desk: Desk) -> Calibrating:
    """As last told."""
    told = desk.told().calibrating
    assert told is not None
    return told


def rehearsal(desk: Desk) -> RehearsalView:
    """As last told."""
    told = desk.told().rehearsal
    assert told is not None
    return told


def line(state: RunState, minute: float) -> bytes:
    """What the process says of itself."""
    return msgspec.json.encode(Progress(state=state, of="calm", minute=minute, minutes=120.0, reached=180.0))


async def test_a_calibration_is_asked_for_and_told_when_it_is_there() -> None:
    """Of that broadcast, by another process; meanwhile the desk says that it is being worked out."""
    world = World()
    async with running(world) as desk:
        assert (await desk.ask_now(CalibrateBroadcast(who=ME, broadcast=12))).ok
        (helper,) = world.beside.started
        assert helper.words == ("calibration", "--json", "--broadcast", "12")
        assert calibrating(desk).work is Work.RUNNING
        sample = calibration_sample("en")
        helper.say(msgspec.json.encode(sample))
        helper.finish()
        await settle()
        assert calibrating(desk) == Calibrating(work=Work.DONE, view=sample)
        assert helper.ended


@pytest.mark.parametrize(
    "said", [b'{"ok": false, "error": {"code": "failed", "text": "Nothing was sold."}}', None]
)
async def test_why_it_could_not_be_worked_out_is_told(said: bytes | None) -> None:
    """In the words of the command, or of the process that broke; the last view stays."""
    world = World()
    async with running(world) as desk:
        await desk.ask_now(CalibrateBroadcast(who=ME))
        (helper,) = world.beside.started
        if said is None:
            helper.finish("Nothing was sold.")
        else:
            helper.say(said)
        await settle()
        assert calibrating(desk) == Calibrating(work=Work.FAILED, why="Nothing was sold.")


async def test_who_asks_again_gets_the_newer_one() -> None:
    """The older process ends."""
    world = World()
    async with running(world) as desk:
        await desk.ask_now(CalibrateBroadcast(who=ME, broadcast=1))
        await desk.ask_now(CalibrateBroadcast(who=ME, broadcast=2))
        first, second = world.beside.started
        assert (first.ended, second.ended) == (True, False)
        assert calibrating(desk).work is Work.RUNNING


async def test_what_can_be_played_again_is_looked_up() -> None:
    """Recorded broadcasts, the newest first, and scenarios."""
    async with running(World()) as desk:
        await desk.ask_now(LookUpRehearsals(who=ME))
        told = rehearsal(desk)
        assert [(one.number, one.running) for one in told.playable] == [(1, True)]
        assert told.scenarios == ("calm", "evening")


async def test_a_rehearsal_is_started_steered_and_followed() -> None:
    """Each line it says is told; what it is told are its own words."""
    world = World()
    async with running(world) as desk:
        wish = StartRehearsal(who=ME, policies=("none", "cues"), scenario="calm", seed=7, speed=120.0)
        await desk.ask_now(wish)
        (helper,) = world.beside.started
        assert helper.words == (
            *("rehearse", "--follow", "--scenario", "calm", "--seed", "7", "--speed", "120"),
            *("--policy", "none", "--policy", "cues"),
        )
        assert rehearsal(desk).state is RunState.READING
        helper.say(line(RunState.PLAYING, 10.0))
        await settle()
        assert (rehearsal(desk).state, rehearsal(desk).minute) == (RunState.PLAYING, 10.0)
        for act in (Steer.PAUSE, Steer.RESUME):
            await desk.ask_now(SteerRehearsal(who=ME, act=act))
        assert helper.told == ["pause", "resume"]
        helper.say(line(RunState.OVER, 120.0))
        helper.finish()
        await settle()
        assert rehearsal(desk).state is RunState.OVER


async def test_a_rehearsal_is_stopped_at_a_wish_and_with_the_desk() -> None:
    """No process outlives the desk that asked for it."""
    world = World()
    async with running(world) as desk:
        await desk.ask_now(StartRehearsal(who=ME, policies=("none",), broadcast=1))
        await desk.ask_now(SteerRehearsal(who=ME, act=Steer.STOP))
        assert rehearsal(desk).state is RunState.STOPPED
        await desk.ask_now(StartRehearsal(who=ME, policies=("none",), broadcast=1))
        assert rehearsal(desk).state is RunState.READING
    assert all(helper.ended for helper in world.beside.started)


async def test_a_rehearsal_that_breaks_says_so() -> None:
    """And a desk of it that can't be opened does."""
    world = World()
    async with running(world) as desk:
        await desk.ask_now(StartRehearsal(who=ME, policies=("none",), broadcast=1))
        world.beside.started[0].finish()
        await settle()
        assert rehearsal(desk).state is RunState.FAILED
        assert rehearsal(desk).why
        world.beside.refuses = "no more memory"
        await desk.ask_now(OpenRehearsalDesk(who=ME, scenario="calm"))
        assert (rehearsal(desk).window, rehearsal(desk).window_why) == (False, "no more memory")


async def test_the_desk_of_a_rehearsal_is_opened_and_closed() -> None:
    """A process of its own, told apart from the one that plays policies side by side."""
    world = World()
    async with running(world) as desk:
        await desk.ask_now(OpenRehearsalDesk(who=ME, scenario="calm", seed=3, speed=5.0))
        (helper,) = world.beside.started
        assert helper.words[:2] == ("rehearse", "--window")
        assert rehearsal(desk).window
        await desk.ask_now(CloseRehearsalDesk(who=ME))
        assert helper.ended
        assert not rehearsal(desk).window
