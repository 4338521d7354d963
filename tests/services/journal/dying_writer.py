"""A desk that records holds until it dies, without a chance to tidy up; started by test_crash as a process.

It prints the id of each hold once `add_holds` has returned. How it dies is its second argument:
`before` the commit, with half-written pages in the file; `after` it, before anyone hears; `whenever` it is
killed from outside.
"""

import asyncio
import os
import signal
import sys
from pathlib import Path
from typing import NoReturn

from sqlalchemy import Connection, event, text

from services.journal.sql_journal import SqlJournal
from tests.fakes.clock import FakeClock
from tests.services.journal.builders import new_hold, on_air

SOUND_HOLDS = 3


def die(*_args: object) -> NoReturn:
    """As power, the task manager or the kernel would have it."""
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError


def small_memory(connection: Connection) -> None:
    """Pages that were changed go to the file before the commit."""
    connection.execute(text("PRAGMA cache_size = 2"))


async def record(path: Path, how: str) -> None:
    """Record holds until the end."""
    journal = SqlJournal(path, FakeClock())
    await journal.open()
    broadcast = await on_air(journal)
    for number in range(100_000):
        if number == SOUND_HOLDS and how != "whenever":
            await journal._read(small_memory)
            assert journal._opened is not None
            # a connection is reset when it is given back, which is the first thing after a commit
            event.listen(journal._opened.engine, {"before": "commit", "after": "reset"}[how], die)
        new = [new_hold(broadcast.id, f"{number}-{part}", note="x" * 3000) for part in range(10)]
        for hold in await journal.add_holds(new):
            sys.stdout.write(f"{hold.id}\n")
            sys.stdout.flush()


asyncio.run(record(Path(sys.argv[1]), sys.argv[2]))
