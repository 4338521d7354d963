"""Calibration and rehearsals at a person's wish, each in a process beside this one; tells how far they are.

What is worked out there comes back as views in JSON. Nothing of it reaches the room that is on air.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from typing import Any

import msgspec
import structlog

from app.engine.helpers import Helpers
from app.engine.journalling import Keeper
from app.engine.parts import Ports
from app.engine.room import Room
from app.engine.track_record import TrackRecord
from app.intents import (
    CalibrateBroadcast,
    CloseRehearsalDesk,
    Intent,
    LookOverBroadcasts,
    LookUpRehearsals,
    OpenRehearsalDesk,
    StartRehearsal,
    Steer,
    SteerRehearsal,
    TargetResult,
)
from app.ports import JournalError
from app.views.calibration import CalibrationView
from app.views.rehearsal import Calibrating, LookingOver, OutcomeView, Playable, RehearsalView, RunState, Work
from app.words import _, plain

log = structlog.get_logger("stockcue.looking_back")

PLAYABLE = 50
"""Recorded broadcasts that are offered, the newest first."""

Done = tuple[TargetResult, ...]


class Progress(msgspec.Struct, frozen=True, kw_only=True):
    """A line of a rehearsal while it is played: `stockcue rehearse --follow`."""

    state: RunState
    of: str = ""
    reached: float = 0.0
    minute: float = 0.0
    minutes: float = 0.0
    outcomes: tuple[OutcomeView, ...] = ()


class LookingBack:
    """One desk's calibration, track record, rehearsal and rehearsal desk: one of each at a time."""

    def __init__(self, ports: Ports, room: Room, keeper: Keeper, tell: Callable[..., None]) -> None:
        """`tell` takes `calibrating` or `rehearsal`, whichever has news."""
        self._ports = ports
        self._tell = tell
        self._calibrating = Calibrating()
        self._rehearsal = RehearsalView(currency=room.plan.names.currency)
        self._helpers = Helpers(ports.beside, keeper)
        self.track_record = TrackRecord(ports, room, self._helpers, self._looked_over)
        self.ways: Mapping[type[Intent], Callable[[Any], Awaitable[Done]]] = {
            CalibrateBroadcast: self._calibrate,
            LookOverBroadcasts: self.track_record.carry_out,
            LookUpRehearsals: self._look_up,
            StartRehearsal: self._start,
            SteerRehearsal: self._steer,
            OpenRehearsalDesk: self._open_desk,
            CloseRehearsalDesk: self._close_desk,
        }

    async def close(self) -> None:
        """End what runs."""
        await self._helpers.close()

    # Calibration

    async def _calibrate(self, intent: CalibrateBroadcast) -> Done:
        words = ["calibration", "--json"]
        words += [] if intent.broadcast is None else ["--broadcast", str(intent.broadcast)]
        self._say_calibrating(work=Work.RUNNING, why="")
        await self._helpers.begin("calibration", words, self._calibrated, self._not_calibrated)
        return (TargetResult(),)

    def _calibrated(self, line: bytes) -> None:
        found = msgspec.json.decode(line, type=CalibrationView)
        self._say_calibrating(work=Work.DONE, view=found)

    def _not_calibrated(self, why: str) -> None:
        if self._calibrating.work is Work.RUNNING:
            self._say_calibrating(work=Work.FAILED, why=why or _("It could not be worked out."))

    def _looked_over(self, over: LookingOver) -> None:
        self._say_calibrating(over=over)

    # Rehearsal

    async def _look_up(self, _intent: LookUpRehearsals) -> Done:
        try:
            found = await self._ports.journal.recent(PLAYABLE)
        except JournalError as error:
            log.warning("broadcasts_not_read", why=str(error))
            found = ()
        playable = tuple(
            Playable(
                number=one.id,
                started_at=one.started_at,
                host=plain(one.host),
                running=one.ended_at is None,
            )
            for one in found
        )
        self._say_rehearsal(playable=playable, scenarios=self._ports.scenarios)
        return (TargetResult(),)

    async def _start(self, intent: StartRehearsal) -> Done:
        words = ["rehearse", "--follow", *_which(intent.scenario, intent.broadcast)]
        words += ["--seed", str(intent.seed), "--speed", f"{intent.speed:g}"]
        words += [word for name in intent.policies for word in ("--policy", name)]
        self._say_rehearsal(
            state=RunState.READING,
            of=intent.scenario,
            broadcast=intent.broadcast,
            seed=intent.seed,
            speed=intent.speed,
            reached=0.0,
            minute=0.0,
            minutes=0.0,
            outcomes=(),
            why="",
        )
        await self._helpers.begin("rehearsal", words, self._progressed, self._ended)
        return (TargetResult(),)

    async def _steer(self, intent: SteerRehearsal) -> Done:
        if intent.act is Steer.STOP:
            await self._helpers.end("rehearsal")
            if self._rehearsal.state in (RunState.READING, RunState.PLAYING, RunState.PAUSED):
                self._say_rehearsal(state=RunState.STOPPED)
        else:
            self._helpers.tell("rehearsal", intent.act.value)
        return (TargetResult(),)

    def _progressed(self, line: bytes) -> None:
        told = msgspec.json.decode(line, type=Progress)
        self._say_rehearsal(
            state=told.state,
            reached=told.reached,
            minute=told.minute,
            minutes=told.minutes,
            outcomes=told.outcomes,
        )

    def _ended(self, why: str) -> None:
        if self._rehearsal.state is not RunState.OVER:
            words = why or _("The rehearsal ended before its time.")
            self._say_rehearsal(state=RunState.FAILED, why=words)

    # The desk of a rehearsal

    async def _open_desk(self, intent: OpenRehearsalDesk) -> Done:
        words = ["rehearse", "--window", "--follow", *_which(intent.scenario, intent.broadcast)]
        words += ["--seed", str(intent.seed), "--speed", f"{intent.speed:g}"]
        self._say_rehearsal(window=True, window_why="")
        await self._helpers.begin("desk", words, None, self._desk_ended)
        return (TargetResult(),)

    async def _close_desk(self, _intent: CloseRehearsalDesk) -> Done:
        await self._helpers.end("desk")
        self._say_rehearsal(window=False)
        return (TargetResult(),)

    def _desk_ended(self, why: str) -> None:
        self._say_rehearsal(window=False, window_why=why)

    def _say_calibrating(self, **news: Any) -> None:  # noqa: ANN401 - any part of the view
        self._calibrating = replace(self._calibrating, **news)
        self._tell(calibrating=self._calibrating)

    def _say_rehearsal(self, **news: Any) -> None:  # noqa: ANN401 - any part of the view
        self._rehearsal = replace(self._rehearsal, **news)
        self._tell(rehearsal=self._rehearsal)


def _which(scenario: str, broadcast: int | None) -> list[str]:
    return ["--scenario", scenario] if broadcast is None else ["--broadcast", str(broadcast)]
