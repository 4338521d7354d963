"""A running desk as one context: everything is made in order and unmade in reverse, come what may."""

import asyncio
import hashlib
import platform
import shutil
import uuid
from argparse import Namespace
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import structlog

from app.assembly.checked import check_running
from app.assembly.connectors import Connected, connect, registry
from app.assembly.decision_code import decision_code
from app.assembly.demo import remember_past, start_world, write_settings
from app.assembly.host_page import host_page, open_page
from app.assembly.login import autostart
from app.assembly.places import SETTINGS_FILE, record_file, record_place, settings_file
from app.assembly.plan_files import read_plan_table, write_plan_table
from app.assembly.refusing import USAGE, DeskRefused
from app.assembly.room import plan_for
from app.assembly.scenarios import scenario_names
from app.config import Settings, SettingsError, digest_of, load
from app.engine.engine import Engine
from app.engine.parts import Ports
from app.engine.serving import Serving
from app.ports import JournalError, SecretMissing, SourceError
from app.views.delta import ViewDelta
from app.words import _, language, use_language
from services import logs
from services.awake import SystemAwake
from services.beside import BesideProcesses
from services.clock import SystemClock, boot_id
from services.control.address import socket_address
from services.control.server import ControlServer
from services.demo import DemoFailed, DemoWorld
from services.guardian import GuardianProcess
from services.jitter import SystemJitter
from services.journal.sql_journal import SqlJournal
from services.scheduling import Scheduler
from services.secrets import SystemSecrets, redact

log = structlog.get_logger("stockcue.assembly")

SETTINGS_LOOK_S = 5.0
DEMO_GIVES_UP_S = 30.0
"""A demo's shop ends with the last who holds it; a guardian does not wait for a dead one for ever."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunningDesk:
    """What is left to talk to once a desk runs."""

    engine: Engine
    life: "asyncio.Task[None]"

    async def until(self, asked: Coroutine[Any, Any, object]) -> None:
        """Return once `asked` does.

        Raises:
            DeskRefused: The engine ended by itself before; the words say why.
        """
        wait = asyncio.create_task(asked)
        try:
            await asyncio.wait({wait, self.life}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            wait.cancel()
        if self.life.done():
            raise _refused(self.life)


@asynccontextmanager
async def running_desk(
    options: Namespace,
    deliver: Callable[[ViewDelta], None],
    raise_window: Callable[[], None] | None = None,
) -> AsyncIterator[RunningDesk]:
    """Everything but windows, running, for as long as the context lasts.

    Raises:
        DeskRefused: It can't start.
    """
    async with AsyncExitStack() as stack:
        logs.configure(Path(options.data_dir) / "logs", redact)
        settings, lifeline = await _settings(options, stack)
        use_language(options.lang or settings.room.language or "")
        clock = SystemClock()
        connected = await _connected(settings, clock)
        stack.push_async_callback(connected.close)
        ports = replace(
            await _ports(options, settings, connected, stack),
            guardian=_guardian(options, settings, lifeline),
            beside=BesideProcesses(_same_room(options, settings)),
            decision_code=decision_code,
            judges_on_air=options.demo,
            scenarios=scenario_names(),
        )
        page = host_page(settings, Path(options.data_dir), clock)
        ports = replace(ports, host_page=page)
        engine = Engine(ports, plan_for(settings, connected), deliver)
        await _serve(options, engine, raise_window, stack)
        life = await run_engine(engine, stack)
        open_page(page, engine, stack)
        watch = asyncio.create_task(_watch_settings(settings, engine, clock), name="settings")
        stack.push_async_callback(_ended, watch)
        log.info("desk_runs", room=settings.room.name, sources=len(connected.all()))
        yield RunningDesk(engine=engine, life=life)


async def _settings(options: Namespace, stack: AsyncExitStack) -> tuple[Settings, tuple[int, ...]]:
    """The settings, and what keeps the world alive that they speak of; empty for the real one."""
    file, lifeline = await _start_demo(options, stack) if options.demo else (settings_file(options), ())
    try:
        return load(file, registry()), lifeline
    except SettingsError as error:
        raise DeskRefused(str(error), USAGE) from error


async def _start_demo(options: Namespace, stack: AsyncExitStack) -> tuple[Path, tuple[int, ...]]:
    """Start the demo world, write its settings, and tell the journal what came before."""
    file = Path(options.data_dir) / SETTINGS_FILE
    journal = SqlJournal(record_file(options), SystemClock())
    try:
        world = await start_world(options.speed, stack)
        _keep_from_rooms(world, file)
        await write_settings(world, file, options.lang or "zh_CN")
        await remember_past(world, journal)
    except (DemoFailed, JournalError, SourceError) as error:
        raise DeskRefused(str(error)) from error
    finally:
        await journal.close()
    return file, world.lifeline


def _keep_from_rooms(world: DemoWorld, file: Path) -> None:
    """The demo writes over its own settings, never over a room's, and not into a room's record."""
    first_line = world.settings("en").partition("\n")[0]
    if file.exists() and not file.read_text("utf-8", "replace").startswith(first_line):
        text = _("{folder} belongs to a room of its own. The demo needs another: leave out --data-dir.")
        raise DeskRefused(text.format(folder=file.parent), USAGE)


async def _connected(settings: Settings, clock: SystemClock) -> Connected:
    try:
        return await connect(settings, secrets=SystemSecrets(clock), clock=clock, jitter=SystemJitter())
    except OSError as error:
        raise DeskRefused(_("network.ca_file can't be used: {why}").format(why=error), USAGE) from error
    except SecretMissing as error:
        raise DeskRefused(str(error)) from error


async def _record_place(options: Namespace, settings: Settings, clock: SystemClock) -> Path | str:
    try:
        return await record_place(options, settings, SystemSecrets(clock))
    except SecretMissing as error:
        raise DeskRefused(str(error)) from error


async def _ports(
    options: Namespace, settings: Settings, connected: Connected, stack: AsyncExitStack
) -> Ports:
    clock = SystemClock()
    journal = SqlJournal(await _record_place(options, settings, clock), clock)
    stack.push_async_callback(journal.close)
    scheduler = Scheduler()
    scheduler.start()
    stack.callback(scheduler.close)
    owner = _owner(Path(options.data_dir))
    return Ports(
        clock=clock,
        cadence=scheduler,
        jitter=SystemJitter(),
        journal=journal,
        awake=SystemAwake(),
        stock=connected.stock,
        traffic=connected.traffic,
        sales=connected.sales,
        offers=connected.offers,
        storefronts=connected.storefronts,
        notifiers=connected.notifiers,
        orders=journal,
        boot=boot_id(),
        owner=owner,
        autostart=autostart(options, settings),
        read_text=read_plan_table,
        write_table=write_plan_table,
        free_mb=partial(_free_mb, Path(options.data_dir)),
    )


def _guardian(options: Namespace, settings: Settings, lifeline: tuple[int, ...]) -> GuardianProcess:
    data_dir = Path(options.data_dir)
    words = [*_same_room(options, settings), "--owner", _owner(data_dir)]
    words += ["--give-up", str(DEMO_GIVES_UP_S)] if options.demo else []
    return GuardianProcess(words, SystemClock(), lifeline)


def _same_room(options: Namespace, settings: Settings) -> list[str]:
    """What another process of ours is told, to be about this room and in this language."""
    where = ["--data-dir", str(options.data_dir), "--config", str(settings.file.absolute())]
    return [*where, "--lang", language()]


def _owner(data_dir: Path) -> str:
    """Names this desk for the lease: the same after a restart, another on another computer."""
    file = data_dir / "desk.id"
    try:
        known = file.read_text("ascii")
    except (OSError, ValueError):
        known = uuid.uuid4().hex
        with suppress(OSError):
            file.write_text(known, "ascii")
    return hashlib.sha256(f"{platform.node()}:{known}".encode()).hexdigest()[:16]


def _free_mb(folder: Path) -> int | None:
    try:
        return shutil.disk_usage(folder).free // 1_000_000
    except OSError:
        return None


async def _serve(
    options: Namespace,
    engine: Engine,
    raise_window: Callable[[], None] | None,
    stack: AsyncExitStack,
) -> None:
    serving = Serving(engine, raise_window=raise_window, check=partial(check_running, engine))
    try:
        server = ControlServer(socket_address(Path(options.data_dir)), serving.handle)
        await server.start()
    except OSError as error:
        log.warning("control_socket_failed", why=str(error))
        return
    stack.push_async_callback(server.close)


async def run_engine(engine: Engine, stack: AsyncExitStack) -> "asyncio.Task[None]":
    """Start the engine; its life, once it has opened its journal. Raises DeskRefused."""
    life = asyncio.create_task(engine.run(), name="engine")
    stack.push_async_callback(_ended, life)
    opened = asyncio.create_task(engine.opened.wait())
    await asyncio.wait({life, opened}, return_when=asyncio.FIRST_COMPLETED)
    opened.cancel()
    if life.done():
        raise _refused(life)
    return life


def _refused(life: "asyncio.Task[None]") -> DeskRefused:
    error = None if life.cancelled() else life.exception()
    if isinstance(error, JournalError):
        return DeskRefused(str(error))
    return DeskRefused(_("The desk ended by a fault of its own; its log says more."))


async def _ended(task: "asyncio.Task[None]") -> None:
    task.cancel()
    await asyncio.wait({task})
    if not task.cancelled() and (error := task.exception()) is not None:
        log.error("task_ended", task=task.get_name(), exc_info=error)


async def _watch_settings(settings: Settings, engine: Engine, clock: SystemClock) -> None:
    """A changed settings file is announced, never applied by itself."""
    while True:
        await clock.sleep(SETTINGS_LOOK_S)
        found = await asyncio.to_thread(digest_of, settings.file)
        engine.settings_changed(changed=found is not None and found != settings.digest)
