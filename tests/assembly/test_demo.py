"""What a desk on the demo world finds on record, told by a real world's process."""

import asyncio
from argparse import Namespace
from collections.abc import Iterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from app.assembly.demo import PAST_HOST, remember_past, start_world, write_settings
from app.assembly.track_record import track_record
from app.domain.broadcast import Broadcast
from app.words import use_language
from services.clock import SystemClock
from services.demo.evenings import EVENINGS
from services.journal.sql_journal import SqlJournal


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    """A room's language becomes that of the process."""
    yield
    use_language("en")


async def begin(folder: Path) -> tuple[Broadcast, ...]:
    """What a demo's start leaves on record; the broadcasts, the newest first."""
    async with AsyncExitStack() as stack:
        world = await start_world(1.0, stack)
        await write_settings(world, folder / "room.toml", "en")
        journal = SqlJournal(folder / "stockcue.db", SystemClock())
        await remember_past(world, journal)
        found = await journal.recent(20)
        await journal.close()
    return found


def test_the_evenings_before_are_on_record_and_judged_like_any_broadcast(tmp_path: Path) -> None:
    """They say that they are the demo's; a second start puts nothing on record again."""
    today, *before = asyncio.run(begin(tmp_path))
    assert today.ended_at is None
    assert [one.host for one in before] == [PAST_HOST] * EVENINGS
    assert all(one.ended_at is not None for one in before)
    assert len(asyncio.run(begin(tmp_path))) == 1 + EVENINGS
    typed = Namespace(config=None, data_dir=tmp_path, lang="en", last=1, broadcast=None)
    found = track_record(typed)
    assert [one.number for one in found.broadcasts] == [EVENINGS]
    assert found.units.band.of > 90
    assert found.units.loss.against_mean is not None
    assert found.units.loss.against_mean < 1
