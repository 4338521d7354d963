"""A desk on a disk that fills up; started by test_crash on a tiny file system, says what it could record."""

import asyncio
import sys
from pathlib import Path

from app.ports import JournalFull
from services.journal.sql_journal import SqlJournal
from tests.fakes.clock import FakeClock
from tests.services.journal.builders import ended, new_hold, on_air


def fill(file: Path) -> None:
    """Take every byte that is left."""
    with file.open("wb", buffering=0) as filler:
        for size in (65536, 4096, 1):
            try:
                while True:
                    filler.write(b"x" * size)
            except OSError:
                continue


def say(what: str) -> None:
    """Tell the test."""
    sys.stdout.write(f"{what}\n")


async def use(folder: Path) -> None:
    """Record an intent, fill the disk, then try another and the outcome of the first."""
    journal = SqlJournal(folder / "data" / "room.db", FakeClock())
    await journal.open()
    broadcast = await on_air(journal)
    (hold,) = await journal.add_holds([new_hold(broadcast.id)])
    await asyncio.get_running_loop().run_in_executor(journal._executor, fill, folder / "filler")
    try:
        await journal.add_holds([new_hold(broadcast.id, "EAR-02")])
    except JournalFull:
        say("intent refused")
    await journal.save_holds([ended(hold)])
    (kept,) = (await journal.recall()).holds
    say(f"outcome {kept.state}")
    (folder / "filler").unlink()
    await journal.add_holds([new_hold(broadcast.id, "EAR-02")])
    say("intent taken")
    await journal.close()


asyncio.run(use(Path(sys.argv[1])))
