"""A whole desk on a played broadcast: the same engine and windows, and nothing beyond this process.

By construction: its ports are the stage's, its record is a file in a folder that goes with it, it has no
connector, no secret, no notice, no guardian, no control socket and no host page.
"""

import asyncio
from argparse import Namespace
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from typing import TypeVar

from typing_extensions import override

from app.assembly.desk import RunningDesk, run_engine
from app.assembly.refusing import USAGE, DeskRefused
from app.assembly.rehearsing import replayable
from app.assembly.room import names_for
from app.assembly.scenarios import NoScenario, scenario
from app.assembly.stage.clock import StageCadence, StageClock
from app.assembly.stage.sources import (
    SHOP,
    WAREHOUSE,
    StageSales,
    StageShop,
    StageStock,
    StageTraffic,
    stage_warehouse,
)
from app.assembly.stage.world import StageWorld
from app.domain.broadcast import Phase
from app.domain.hold import CallState, Who
from app.domain.policy import Policy
from app.domain.recollection import Recollection
from app.engine.engine import Engine
from app.engine.parts import Ports, RoomPlan
from app.engine.rehearsing import RecordedTheatre, Theatre, recollection_of, theatre_of
from app.engine.rehearsing.playing import STARTED_AT
from app.intents import SayOnAir
from app.ports import Journal
from app.views.delta import ViewDelta
from app.views.names import Names
from app.words import _
from services import logs
from services.clock import SystemClock, boot_id
from services.jitter import SystemJitter
from services.journal.database import Waits
from services.journal.sql_journal import SqlJournal
from services.secrets import redact

STEP_MINUTES = 1 / 12
"""Of the played broadcast: five seconds, so that figures move as they do live."""
SCRIPT = Who(account="script", through="rehearsal")
RECORD = "rehearsal.db"


T = TypeVar("T")


class _Asleep:
    """The port `Awake`: a rehearsal keeps no computer from sleeping."""

    async def hold(self) -> bool:
        """Nothing to hold."""
        return True

    async def release(self) -> None:
        """Nothing to release."""


class _Record(SqlJournal):
    """The rehearsal's own record; no rehearsed time passes while it is written or read."""

    def __init__(self, file: Path, clock: StageClock) -> None:
        super().__init__(file, clock, Waits(for_disk=False))
        self._stage_clock = clock

    @override
    async def _in_thread(self, job: Callable[[], T]) -> T:
        with self._stage_clock.standing():
            return await super()._in_thread(job)


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """What is to be played: its theatre, when it began, what was remembered, and what things are called."""

    of: str
    theatre: Theatre
    host: str
    started_at: datetime
    past: Recollection
    names: Names
    zone: tzinfo


async def piece_of(options: Namespace) -> Piece:
    """Read it.

    Raises:
        DeskRefused: No such scenario or broadcast, or nothing was sold in it.
    """
    if options.broadcast is None:
        return _of_scenario(options)
    read = await replayable(options, step_minutes=STEP_MINUTES)
    names = names_for(read.settings)
    number = read.outline.broadcast.id
    return Piece(
        of=_("broadcast {id}").format(id=number),
        theatre=RecordedTheatre(read.recording, seed=options.seed),
        host=read.recording.host,
        started_at=read.recording.started_at,
        past=read.past,
        names=_on_stage(names),
        zone=read.zone,
    )


def _of_scenario(options: Namespace) -> Piece:
    try:
        script = scenario(options.scenario or "evening")
    except NoScenario as error:
        raise DeskRefused(str(error), USAGE) from error
    theatre = theatre_of(script, seed=options.seed, step_minutes=STEP_MINUTES)
    titles = {product.sku: product.title for product in theatre.products}
    return Piece(
        of=script.name,
        theatre=theatre,
        host="",
        started_at=STARTED_AT,
        past=recollection_of(script, Policy(), seed=options.seed),
        names=_on_stage(Names(room=script.name, zone=UTC, titles=titles)),
        zone=UTC,
    )


def _on_stage(names: Names) -> Names:
    """Products are called as ever; warehouse and shop are the stage's, no page of a real shop is known."""
    return replace(
        names,
        warehouses={WAREHOUSE: stage_warehouse()},
        storefronts={SHOP: _("Rehearsed shop")},
        sources={},
        pages={},
        product_pages={},
        by_hand=frozenset(),
        labels={},
    )


@asynccontextmanager
async def rehearsed_desk(
    piece: Piece, clock: StageClock, folder: Path, deliver: Callable[[ViewDelta], None]
) -> AsyncIterator[RunningDesk]:
    """Everything but windows, running, for as long as the context lasts.

    Raises:
        DeskRefused: It can't start.
    """
    async with AsyncExitStack() as stack:
        logs.configure(folder / "logs", redact)
        world = StageWorld(piece.theatre)
        journal = _Record(folder / RECORD, clock)
        stack.push_async_callback(journal.close)
        await _begin(journal, piece, clock)
        cadence = StageCadence(clock)
        stack.callback(cadence.close)
        engine = Engine(_ports(world, clock, cadence, journal, piece), _plan(piece), deliver)
        passing = asyncio.create_task(clock.run(), name="time")
        stack.push_async_callback(_ended, passing)
        life = await run_engine(engine, stack)
        hands = asyncio.create_task(_play(world, clock, engine), name="stagehands")
        stack.push_async_callback(_ended, hands)
        yield RunningDesk(engine=engine, life=life)


async def _begin(journal: Journal, piece: Piece, clock: StageClock) -> None:
    """The broadcast has begun this moment, with all its stock."""
    await journal.open()
    await journal.start_broadcast(clock.now(), piece.host, piece.theatre.left(), SCRIPT)
    await journal.set_phase(Phase.LIVE, clock.now(), SCRIPT)


def _ports(
    world: StageWorld, clock: StageClock, cadence: StageCadence, journal: SqlJournal, piece: Piece
) -> Ports:
    return Ports(
        clock=clock,
        cadence=cadence,
        jitter=SystemJitter(),
        journal=journal,
        awake=_Asleep(),
        stock=(StageStock(world, clock),),
        traffic=(StageTraffic(world, clock),),
        sales=(StageSales(world, clock),),
        storefronts=(StageShop(world, clock),),
        boot=boot_id(),
        owner="rehearsal",
        orders=journal,
        past=piece.past,
    )


def _plan(piece: Piece) -> RoomPlan:
    policy = replace(Policy(), planned_minutes=piece.theatre.minutes)
    return RoomPlan(names=piece.names, products=tuple(piece.theatre.products), policy=policy)


async def _play(world: StageWorld, clock: StageClock, engine: Engine) -> None:
    """Let the broadcast go on: the run of show, sales, what was called for; then life's own pace."""
    await engine.ready.wait()
    while not world.is_over:
        turned = world.turn()
        if turned is not None:
            await engine.carry_out(SayOnAir(who=SCRIPT, sku=turned))
        for call in engine.room.calls:
            if call.state is not CallState.ON_ITS_WAY:
                world.call(call.id, call.sku, call.units)
        on_air = engine.room.on_air
        world.step(None if on_air is None else on_air.sku)
        await clock.sleep(60 * STEP_MINUTES)
    clock.go_at(1.0)
    engine.publishing.set_notice("rehearsal", _("The played broadcast is over."))


async def _ended(task: "asyncio.Task[None]") -> None:
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


def stage_clock(piece: Piece, speed: float) -> StageClock:
    """The clock of that piece."""
    return StageClock(piece.started_at, speed, SystemClock())
