"""One life of a desk that may die: the real engine on the real record and shop, wrapped at the ports.

Not the whole program: no windows, no control socket, no warehouses. What it is to do comes as one `Job`.
"""

import asyncio
import json
import time
import urllib.request
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import msgspec

from app.assembly.connectors import connect, registry
from app.assembly.places import DATABASE_FILE, SETTINGS_FILE
from app.assembly.room import plan_for
from app.config import load
from app.domain.hold import Who
from app.domain.policy import Policy
from app.engine.engine import Engine
from app.engine.parts import Ports, RoomPlan
from app.intents import MarkSoldOut
from services.clock import SystemClock, boot_id
from services.guardian import GuardianProcess
from services.jitter import SystemJitter
from services.scheduling import Scheduler
from services.secrets import SystemSecrets
from tests.crash.points import Deed, DyingJournal, DyingShop, Point, Trap, in_ledger
from tests.fakes.awake import FakeAwake

ME = Who(account="lin", through="crash harness")
OWNER = "desk"
PRESENT_FILE = "present"


class Press(msgspec.Struct, frozen=True, kw_only=True):
    """A mark that is asked for, `after_s` from the moment the desk takes commands."""

    sku: str
    seconds: float
    after_s: float = 0.0


class Order(msgspec.Struct, frozen=True, kw_only=True):
    """A fault of the demo's, in the words that its control takes."""

    target: str
    kind: str
    delay: float | None = None
    method: str | None = None
    count: int | None = None
    seconds: float | None = None


class Job(msgspec.Struct, frozen=True, kw_only=True):
    """What one life is to do. `folder` holds settings and record; `shop` is the shop's address.

    `at_mark` and `at_restore` are ordered when the first mark or restore begins.
    """

    folder: str
    shop: str
    ledger: str
    point: Point | None = None
    deed: Deed = Deed.KILL
    presses: tuple[Press, ...] = ()
    at_mark: Order | None = None
    at_restore: Order | None = None
    naive: bool = False
    guarded: bool = False
    """Whether the real guardian stands in when this desk is gone."""

    @property
    def record(self) -> Path:
        """The desk's record."""
        return Path(self.folder) / DATABASE_FILE

    def is_there(self) -> None:
        """Note that a desk has its record open from now on: a busy machine is not a slow desk."""
        with (Path(self.folder) / PRESENT_FILE).open("a", encoding="ascii") as file:
            file.write(f"{time.time()}\n")


@dataclass(frozen=True, slots=True, kw_only=True)
class Means:
    """What a life is made of."""

    clock: SystemClock
    journal: DyingJournal
    shop: DyingShop
    plan: RoomPlan


def order(shop: str, fault: Order) -> None:
    """Have the demo misbehave; returns when it will."""
    wanted = {name: value for name, value in msgspec.to_builtins(fault).items() if value is not None}
    request = urllib.request.Request(  # noqa: S310 - the demo's own address
        f"{shop}/control/faults", json.dumps(wanted).encode(), {"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(request, timeout=5):  # noqa: S310 - the same
        pass


def heal(shop: str) -> None:
    """Have the demo be well again."""
    request = urllib.request.Request(f"{shop}/control/faults", method="DELETE")  # noqa: S310 - the demo's own address
    with urllib.request.urlopen(request, timeout=5):  # noqa: S310 - the same
        pass


@asynccontextmanager
async def means(job: Job) -> AsyncIterator[Means]:
    """The record and the shop of this job, wrapped; the record is not open yet."""
    clock, trap = SystemClock(), Trap(job.point, job.deed)
    settings = load(Path(job.folder) / SETTINGS_FILE, registry())
    connected = await connect(settings, secrets=SystemSecrets(clock), clock=clock, jitter=SystemJitter())
    journal = DyingJournal(job.record, clock)
    journal.trap, journal.opened = trap, job.is_there
    journal.marking, journal.closing = _Once(job, job.at_mark), _Once(job, job.at_restore)
    (shop,) = connected.storefronts
    plan = plan_for(settings, connected)
    try:
        yield Means(
            clock=clock,
            journal=journal,
            shop=DyingShop(shop, trap, partial(in_ledger, Path(job.ledger)), journal.marking),
            plan=replace(plan, policy=_hurried(plan.policy)),
        )
    finally:
        await journal.close()
        await connected.close()


def _hurried(policy: Policy) -> Policy:
    """House rules that let a scenario end within seconds; the order of things is the same."""
    return replace(
        policy,
        confirm_seconds=0.8,
        watch_seconds=0.25,
        restore_wait_most_seconds=1.0,
        attention_seconds=3.0,
    )


async def live(job: Job) -> None:
    """Live until killed, or until the point; presses what the job says once commands are taken."""
    async with AsyncExitStack() as stack:
        made = await stack.enter_async_context(means(job))
        scheduler = Scheduler()
        scheduler.start()
        stack.callback(scheduler.close)
        engine = Engine(_ports(job, made, scheduler), made.plan, lambda _delta: None)
        presses = [asyncio.ensure_future(_press(engine, press)) for press in job.presses]
        with suppress(asyncio.CancelledError):
            await engine.run()
        for press in presses:
            press.cancel()


def _ports(job: Job, made: Means, scheduler: Scheduler) -> Ports:
    folder = Path(job.folder)
    words = ("--data-dir", job.folder, "--config", str(folder / SETTINGS_FILE), "--owner", OWNER)
    return Ports(
        clock=made.clock,
        cadence=scheduler,
        jitter=SystemJitter(),
        journal=made.journal,
        awake=FakeAwake(),
        storefronts=(made.shop,),
        boot=boot_id(),
        owner=OWNER,
        guardian=GuardianProcess(words, made.clock) if job.guarded else None,
    )


async def _press(engine: Engine, press: Press) -> None:
    await engine.ready.wait()
    await asyncio.sleep(press.after_s)
    answer = await engine.carry_out(MarkSoldOut(who=ME, skus=(press.sku,), minutes=press.seconds / 60), 5.0)
    print(*((result.sku, result.code, result.text) for result in answer.results), flush=True)


class _Once:
    """Orders a fault the first time it is called; nothing where there is none."""

    def __init__(self, job: Job, fault: Order | None) -> None:
        self._job = job
        self._fault = fault

    def __call__(self) -> None:
        fault, self._fault = self._fault, None
        if fault is not None:
            order(self._job.shop, fault)
