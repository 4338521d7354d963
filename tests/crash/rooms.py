"""Rooms to die in: a record of its own, products of its own at a shop that serves several rooms in turn.

A shop is the demo in its own process with its own ledger. It serves until all its products were used once, so
that no room ever sees what another left behind.
"""

import asyncio
import json
import re
import shutil
import sqlite3
import tempfile
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

import psutil

from app.assembly.places import DATABASE_FILE, SETTINGS_FILE
from services.clock import SystemClock
from services.demo import DemoOptions
from services.journal.sql_journal import SqlJournal
from tests.crash.desk import ME, PRESENT_FILE, Job, heal
from tests.crash.hatchery import Hatchery, hatchery
from tests.crash.oracle import GUARDED_TOLERANCE_S, Evidence, gather
from tests.fakes.demo_world import RunningDemo, running_demo
from tests.guardians import guardians

LATE_EFFECT_S = 4
"""For so long after a lost answer the desk reckons with a late effect: longer than the shop is ever late."""
TIMEOUT_S = 2.5
_OPEN = "SELECT count(*) FROM hold WHERE state IN ('sending', 'active', 'unknown', 'closing')"


@dataclass(slots=True, kw_only=True)
class Room:
    """A folder with settings and record, the shop's address and ledger, and the products that are ours."""

    folder: Path
    shop: str
    ledger: Path
    skus: Sequence[str]
    thawed: list[float] = field(default_factory=list)
    """When a frozen desk was let go on, in seconds since 1970."""
    guarded: bool = False
    """Whether desks in this room have a guardian."""

    def job(self, **more: object) -> Job:
        """A job in this room."""
        where = {"folder": str(self.folder), "shop": self.shop, "ledger": str(self.ledger)}
        return Job(**where, **more)  # type: ignore[arg-type] # by name

    @property
    def record(self) -> Path:
        """The desk's record."""
        return self.folder / DATABASE_FILE

    def open_holds(self) -> int | None:
        """How many holds are open in the record; None while that can't be told."""
        try:
            with closing(sqlite3.connect(f"{self.record.as_uri()}?mode=ro", uri=True, timeout=0.1)) as file:
                return int(file.execute(_OPEN).fetchone()[0])
        except sqlite3.OperationalError:
            return None

    def has_holds(self) -> bool:
        """Whether there is any hold, ended ones too."""
        with closing(sqlite3.connect(self.record, timeout=5)) as file:
            return file.execute("SELECT id FROM hold LIMIT 1").fetchone() is not None

    def is_over(self) -> bool:
        """Whether neither file has anything left to do."""
        return self.open_holds() == 0 and not self._is_off()

    def has_desk_since(self, at: float) -> bool:
        """Whether a desk has had its record open since that instant."""
        return any(opened >= at for opened in self._opened())

    def evidence(self) -> Evidence:
        """Both files, read by the oracle."""
        found = gather(self.ledger, self.record, self.skus, [*self.thawed, *self._opened()])
        return replace(found, tolerance_s=GUARDED_TOLERANCE_S) if self.guarded else found

    def guardians(self) -> list[psutil.Process]:
        """Every guardian of a desk in this room that still runs."""
        return guardians(self.folder) if self.guarded else []

    def _opened(self) -> list[float]:
        """When each desk had its record open."""
        file = self.folder / PRESENT_FILE
        return [float(line) for line in file.read_text("ascii").split()] if file.exists() else []

    def _is_off(self) -> bool:
        lines = self.ledger.read_text("utf-8").splitlines() if self.ledger.exists() else []
        told = (json.loads(line) for line in lines)
        last = {entry["sku"]: entry["status"] for entry in told if entry["sku"] in self.skus}
        return "off" in last.values()


class Lane:
    """Rooms one after the other."""

    def __init__(self, template: Path) -> None:
        self._template = template
        self._stack = ExitStack()
        self._demo: RunningDemo | None = None
        self._ledger = Path()
        self._left: list[str] = []

    @contextmanager
    def room(self, products: int) -> Iterator[Room]:
        """A room with so many products nobody has touched; gone with the block."""
        demo = self._shop_with(products)
        skus, self._left = self._left[:products], self._left[products:]
        heal(demo.url)
        with tempfile.TemporaryDirectory(prefix="crash-") as name:
            folder = Path(name)
            shutil.copy(self._template, folder / DATABASE_FILE)
            (folder / SETTINGS_FILE).write_text(_settings(demo, skus), "utf-8")
            room = Room(folder=folder, shop=demo.url, ledger=self._ledger, skus=skus)
            try:
                yield room
            finally:
                _end(room.guardians())

    def close(self) -> None:
        """Close the shop."""
        self._stack.close()

    def _shop_with(self, products: int) -> RunningDemo:
        if self._demo is None or len(self._left) < products:
            self._stack.close()
            folder = Path(self._stack.enter_context(tempfile.TemporaryDirectory(prefix="crash-shop-")))
            self._ledger = folder / "ledger.jsonl"
            options = DemoOptions(ledger=self._ledger, minute=0.0)
            self._demo = self._stack.enter_context(running_demo(options))
            self._left = re.findall(r'^  "([^"]+)" = "\d+"$', self._demo.settings("en"), re.MULTILINE)
        return self._demo


class Lanes:
    """A lane for each thread that asks for one."""

    def __init__(self, template: Path) -> None:
        self._template = template
        self._own = threading.local()
        self._all: list[Lane] = []

    def mine(self) -> Lane:
        """This thread's."""
        if not hasattr(self._own, "lane"):
            self._own.lane = Lane(self._template)
            self._all.append(self._own.lane)
        lane: Lane = self._own.lane
        return lane

    def close(self) -> None:
        """Close them all."""
        for lane in self._all:
            lane.close()


@contextmanager
def rooms() -> Iterator[tuple[Hatchery, Lanes]]:
    """Where desks come from and where they die."""
    with tempfile.TemporaryDirectory(prefix="crash-") as folder, hatchery() as source:
        template = Path(folder) / "template.db"
        asyncio.run(_make_template(template))
        lanes = Lanes(template)
        try:
            yield source, lanes
        finally:
            lanes.close()


def _end(guardians: Iterable[psutil.Process]) -> None:
    """What a scenario left open is nobody's any more."""
    for guardian in guardians:
        with suppress(psutil.Error):
            guardian.kill()
            guardian.wait(5)


async def _make_template(file: Path) -> None:
    """A record in which a broadcast runs, to be copied."""
    clock = SystemClock()
    journal = SqlJournal(file, clock)
    await journal.open()
    await journal.start_broadcast(clock.now(), "", {}, ME)
    await journal.close()


def _settings(demo: RunningDemo, skus: Sequence[str]) -> str:
    """The demo's own shop, in a hurry, and nothing else: a desk that starts often reads little."""
    text = demo.settings("en")
    room = text[text.index("[room]") : text.index("[[warehouses]]")]
    shop = text[text.index("[[storefronts]]") : text.index("[[products]]")]
    shop = shop.replace("late_effect_seconds = 60", f"late_effect_seconds = {LATE_EFFECT_S}")
    shop = re.sub(r'^(id = "shop")$', rf"\1\ntimeout_seconds = {TIMEOUT_S}", shop, flags=re.MULTILINE)
    return room + shop + "".join(f'[[products]]\nsku = "{sku}"\n' for sku in skus)
