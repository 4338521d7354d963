"""A desk on a played broadcast: the same engine, faster than life, and nothing beyond the process."""

import asyncio
from argparse import Namespace
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import reduce
from pathlib import Path

import pytest

from app.assembly.refusing import DeskRefused
from app.assembly.stage.clock import StageCadence, StageClock
from app.assembly.stage.desk import piece_of, rehearsed_desk, stage_clock
from app.assembly.stage.world import CALL_MINUTES, StageWorld
from app.domain.hold import Who
from app.engine.engine import Engine
from app.intents import MarkSoldOut, Restore
from app.views.delta import ViewDelta
from services.clock import SystemClock
from tests.assembly.test_rehearsing import keep, typed_for
from tests.fakes.clock import START

ME = Who(account="lin", through="desk")
TINY = 'name = "tiny"\nminutes = 60\n[goods]\ncount = 3\n[past]\nbroadcasts = 0\n'


def options(folder: Path, minutes: int = 60, **more: object) -> Namespace:
    """What is typed to rehearse a tiny scenario."""
    file = folder / "tiny.toml"
    file.write_text(TINY.replace("60", str(minutes)), "utf-8")
    typed: dict[str, object] = {"scenario": str(file), "broadcast": None, "seed": 3, "config": None}
    return Namespace(**typed | {"data_dir": folder, "lang": None} | more)


@dataclass
class Stage:
    """A running rehearsal and everything it told."""

    engine: Engine
    clock: StageClock
    deltas: list[ViewDelta] = field(default_factory=list)

    @property
    def told(self) -> ViewDelta:
        """All of it as one."""
        return reduce(ViewDelta.then, tuple(self.deltas))

    async def until(self, minute: float) -> None:
        """Let the broadcast come to that minute."""
        await self.clock.sleep(max(0.0, 60 * minute - self.clock.monotonic()))


@asynccontextmanager
async def rehearsal(folder: Path, minutes: int = 60) -> AsyncIterator[Stage]:
    """One on the tiny scenario."""
    piece = await piece_of(options(folder, minutes))
    clock = stage_clock(piece, 600.0)
    deltas: list[ViewDelta] = []
    async with rehearsed_desk(piece, clock, folder, deltas.append) as desk:
        await desk.engine.ready.wait()
        yield Stage(desk.engine, clock, deltas)


async def test_time_passes_for_everyone_in_order_and_not_while_it_stands() -> None:
    """Sleepers wake at their own instants, however fast it goes."""
    clock = StageClock(START, 1000.0, SystemClock())
    woken: list[tuple[str, float]] = []

    async def sleeper(name: str, seconds: float) -> None:
        await clock.sleep(seconds)
        woken.append((name, clock.monotonic()))

    passing = asyncio.create_task(clock.run())
    await asyncio.gather(sleeper("late", 40.25), sleeper("soon", 3.0), sleeper("now", 0.0))
    assert woken == [("now", 0.0), ("soon", 3.0), ("late", 40.25)]
    assert (clock.now() - START).total_seconds() >= 40.25
    with clock.standing():
        await asyncio.sleep(0.05)
        stood = clock.monotonic()
        await asyncio.sleep(0.05)
        assert clock.monotonic() == stood
    passing.cancel()
    await asyncio.gather(passing, return_exceptions=True)


async def test_a_cadence_follows_that_clock() -> None:
    """Until it is ended."""
    clock = StageClock(START, 1000.0, SystemClock())
    cadence = StageCadence(clock)
    beats: list[float] = []

    def beat() -> None:
        beats.append(clock.monotonic())

    passing = asyncio.create_task(clock.run())
    end = cadence.every(5.0, beat, name="test")
    await clock.sleep(16.0)
    end()
    await clock.sleep(20.0)
    assert beats == [5.0, 10.0, 15.0]
    cadence.close()
    passing.cancel()
    await asyncio.gather(passing, return_exceptions=True)


async def test_the_same_engine_senses_judges_and_shows_what_is_played(tmp_path: Path) -> None:
    """Stock falls, viewers come, the run of show is on air."""
    async with rehearsal(tmp_path) as stage:
        await stage.until(4)
        told = stage.told
        assert {view.sku for view in told.gauges} == set(stage.engine.room.products)
        assert all(view.available is not None for view in told.gauges)
        assert told.broadcast is not None
        assert told.broadcast.on_air in stage.engine.room.products
        assert sum(stage.engine.room.openings.values()) > sum(view.available or 0 for view in told.gauges)
        assert any((view.viewers or 0) > 0 for view in told.traffic or ())


async def test_marks_and_restores_have_their_effect_on_the_played_shop(tmp_path: Path) -> None:
    """Sent, read back, counted: all as ever, and sold nothing meanwhile."""
    async with rehearsal(tmp_path) as stage:
        await stage.until(1)
        sku = next(iter(stage.engine.room.products))
        answer = await stage.engine.carry_out(MarkSoldOut(who=ME, skus=(sku,), minutes=20.0))
        assert answer.ok
        await stage.until(stage.clock.monotonic() / 60 + 1)
        before = stage.engine.room.true_stock(sku)
        await stage.until(stage.clock.monotonic() / 60 + 3)
        assert stage.engine.room.true_stock(sku) == before
        assert (await stage.engine.carry_out(Restore(who=ME, skus=(sku,)))).ok
        await stage.until(stage.clock.monotonic() / 60 + 1)
        assert not stage.engine.open_holds()


async def test_what_is_called_for_comes_once_and_late(tmp_path: Path) -> None:
    """As far as there is any, as it would be brought."""
    world = StageWorld((await piece_of(options(tmp_path))).theatre)
    sku = world.theatre.skus[0]
    world.off_sale.add(sku)
    before = world.theatre.left()[sku]
    world.call(1, sku, 3)
    world.call(1, sku, 3)
    while world.minute < CALL_MINUTES:
        world.step(None)
    assert world.theatre.left()[sku] == before
    while world.minute < CALL_MINUTES + 1:
        world.step(None)
    assert world.theatre.left()[sku] == before + 3


async def test_after_its_end_time_goes_at_lifes_own_pace(tmp_path: Path) -> None:
    """It says so, and whoever looks around then finds buttons that work."""
    async with rehearsal(tmp_path, minutes=3) as stage:
        await stage.until(3.1)
        told = stage.told.broadcast
        assert told is not None
        assert "The played broadcast is over." in told.notices
        sku = next(iter(stage.engine.room.products))
        assert (await stage.engine.carry_out(MarkSoldOut(who=ME, skus=(sku,)))).ok


async def test_nothing_of_it_can_reach_a_real_room(tmp_path: Path) -> None:
    """No notice, no guardian, no page, no process beside it; the one shop is played."""
    async with rehearsal(tmp_path) as stage:
        ports = stage.engine._ports
        assert (ports.notifiers, ports.guardian, ports.host_page, ports.beside) == ((), None, None, None)
        assert ports.autostart is None
        assert [shop.info.kind for shop in ports.storefronts] == ["rehearsal"]
        sources = {*(one.info.kind for one in ports.stock), *(one.info.kind for one in ports.traffic)}
        assert sources | {one.info.kind for one in ports.sales} == {"rehearsal"}


async def test_a_recorded_broadcast_is_a_piece_too(tmp_path: Path) -> None:
    """At the time it was, with its stock and its host; of its shops nothing is left."""
    await keep(tmp_path)
    piece = await piece_of(typed_for(tmp_path, broadcast=1))
    assert (piece.host, piece.started_at, piece.theatre.minutes) == ("Lin", START, 60.0)
    assert piece.theatre.left() == {"EAR-01": 80}
    assert piece.names.title("EAR-01") == "Earbuds"
    assert (piece.names.pages, piece.names.product_pages, len(piece.names.storefronts)) == ({}, {}, 1)


async def test_what_there_is_not_is_refused(tmp_path: Path) -> None:
    """With what there is."""
    with pytest.raises(DeskRefused, match="evening"):
        await piece_of(options(tmp_path, scenario="nosuch"))
