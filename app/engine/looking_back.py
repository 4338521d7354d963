"""Calibration and rehearsals at a person's wish, each in a process beside this one; tells how far they are.

What is worked out there comes back as views in JSON. Nothing of it reaches the room that is on air.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from typing import Any

import msgspec
import structlog

from app.engine.journalling import Keeper
from app.engine.parts import Ports
from app.intents import (
    CalibrateBroadcast,
    CloseRehearsalDesk,
    Intent,
    LookUpRehearsals,
    OpenRehearsalDesk,
    StartRehearsal,
    Steer,
    SteerRehearsal,
    TargetResult,
)
from app.ports import Beside, Helper, HelperFailed, JournalError
from app.views.calibration import CalibrationView
from app.views.rehearsal import Calibrating, OutcomeView, Playable, RehearsalView, RunState, Work
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


class _Failed(msgspec.Struct, frozen=True):
    text: str = ""


class _Answer(msgspec.Struct, frozen=True):
    """What every command prints with `--json`."""

    ok: bool = True
    error: _Failed = _Failed()


class LookingBack:
    """One desk's calibration, rehearsal and rehearsal desk: one of each at a time."""

    def __init__(self, ports: Ports, keeper: Keeper, currency: str, tell: Callable[..., None]) -> None:
        """`tell` takes `calibrating` or `rehearsal`, whichever has news."""
        self._ports = ports
        self._keeper = keeper
        self._tell = tell
        self._calibrating = Calibrating()
        self._rehearsal = RehearsalView(currency=currency)
        self._work: dict[str, asyncio.Task[None]] = {}
        self._helpers: dict[str, Helper] = {}
        self.ways: Mapping[type[Intent], Callable[[Any], Awaitable[Done]]] = {
            CalibrateBroadcast: self._calibrate,
            LookUpRehearsals: self._look_up,
            StartRehearsal: self._start,
            SteerRehearsal: self._steer,
            OpenRehearsalDesk: self._open_desk,
            CloseRehearsalDesk: self._close_desk,
        }

    async def close(self) -> None:
        """End what runs."""
        tasks = tuple(self._work.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    # Calibration

    async def _calibrate(self, intent: CalibrateBroadcast) -> Done:
        words = ["calibration", "--json"]
        words += [] if intent.broadcast is None else ["--broadcast", str(intent.broadcast)]
        self._say_calibrating(Calibrating(work=Work.RUNNING, view=self._calibrating.view))
        await self._begin("calibration", words, self._calibrated, self._not_calibrated)
        return (TargetResult(),)

    def _calibrated(self, line: bytes) -> None:
        found = msgspec.json.decode(line, type=CalibrationView)
        self._say_calibrating(Calibrating(work=Work.DONE, view=found))

    def _not_calibrated(self, why: str) -> None:
        if self._calibrating.work is Work.RUNNING:
            words = why or _("It could not be worked out.")
            self._say_calibrating(Calibrating(work=Work.FAILED, why=words, view=self._calibrating.view))

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
        await self._begin("rehearsal", words, self._progressed, self._ended)
        return (TargetResult(),)

    async def _steer(self, intent: SteerRehearsal) -> Done:
        helper = self._helpers.get("rehearsal")
        if intent.act is Steer.STOP:
            await self._end("rehearsal")
            if self._rehearsal.state in (RunState.READING, RunState.PLAYING, RunState.PAUSED):
                self._say_rehearsal(state=RunState.STOPPED)
        elif helper is not None:
            helper.tell(intent.act.value)
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
        await self._begin("desk", words, None, self._desk_ended)
        return (TargetResult(),)

    async def _close_desk(self, _intent: CloseRehearsalDesk) -> Done:
        await self._end("desk")
        self._say_rehearsal(window=False)
        return (TargetResult(),)

    def _desk_ended(self, why: str) -> None:
        self._say_rehearsal(window=False, window_why=why)

    # Processes

    async def _begin(
        self,
        name: str,
        words: list[str],
        hear: Callable[[bytes], None] | None,
        ended: Callable[[str], None],
    ) -> None:
        """Start one in place of the one before."""
        await self._end(name)
        await self._keeper.flush()
        self._work[name] = asyncio.create_task(self._follow(name, words, hear, ended), name=name)

    async def _follow(
        self,
        name: str,
        words: list[str],
        hear: Callable[[bytes], None] | None,
        ended: Callable[[str], None],
    ) -> None:
        """From its start to its end; `hear` None: what it says is not for us."""
        beside: Beside | None = self._ports.beside
        if beside is None:
            ended(_("This desk is a rehearsal itself."))
            return
        try:
            helper = await beside.start(words)
        except HelperFailed as error:
            ended(str(error))
            return
        self._helpers[name] = helper
        try:
            async for line in helper.lines():
                if hear is not None:
                    _take(line, hear)
        except (HelperFailed, msgspec.MsgspecError) as error:
            log.info("helper_failed", helper=name, why=str(error))
            ended(str(error))
        else:
            ended("")
        finally:
            self._helpers.pop(name, None)
            await helper.end()

    async def _end(self, name: str) -> None:
        task = self._work.pop(name, None)
        if task is not None:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    def _say_calibrating(self, view: Calibrating) -> None:
        self._calibrating = view
        self._tell(calibrating=view)

    def _say_rehearsal(self, **news: Any) -> None:  # noqa: ANN401 - any part of the view
        self._rehearsal = replace(self._rehearsal, **news)
        self._tell(rehearsal=self._rehearsal)


def _take(line: bytes, hear: Callable[[bytes], None]) -> None:
    """Let it be heard; what says that it failed is an error. Raises HelperFailed and MsgspecError."""
    answer = msgspec.json.decode(line, type=_Answer)
    if not answer.ok:
        raise HelperFailed(answer.error.text)
    hear(line)


def _which(scenario: str, broadcast: int | None) -> list[str]:
    return ["--scenario", scenario] if broadcast is None else ["--broadcast", str(broadcast)]
