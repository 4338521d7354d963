"""What the journal's tests are made of: holds to be added, who asked, a journal that is open for a while."""

import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, closing
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, TypeAlias

import psycopg

from app.domain.broadcast import Broadcast
from app.domain.hold import Hold, HoldKind, HoldState, Reason, Who
from app.ports import Journal, NewHold
from tests.fakes.clock import START

Make: TypeAlias = Callable[[], Journal]
"""A journal on the same record each time, as after a restart."""

LIN = Who(account="lin", through="desk", initials="LX")
SCRIPT = Who(account="lin", through="command")


def behind_our_back(where: Path | str, *statements: str) -> None:
    """What somebody with an own connection to the database does, past the program."""
    if isinstance(where, Path):
        with closing(sqlite3.connect(where)) as file, file:
            for statement in statements:
                file.execute(statement)
        return
    with psycopg.connect(where.replace("+psycopg", "")) as server:
        for statement in statements:
            server.execute(statement.encode())


@asynccontextmanager
async def opened(journal: Journal) -> AsyncIterator[Journal]:
    """The journal, open; closed afterwards whatever happens."""
    try:
        await journal.open()
        yield journal
    finally:
        await journal.close()


async def on_air(journal: Journal) -> Broadcast:
    """A broadcast that runs."""
    return await journal.start_broadcast(START, "Mei", {"EAR-01": 182}, LIN)


def new_hold(broadcast: int | None, sku: str = "EAR-01", **fields: Any) -> NewHold:  # noqa: ANN401 - any field of a hold
    """A hold of five minutes, not committed."""
    hold = Hold(
        id=0,
        broadcast=broadcast,
        sku=sku,
        storefront="shop",
        number=None,
        state=HoldState.SENDING,
        reason=Reason.STAGE,
        who=LIN,
        started_at=START,
        deadline=START + timedelta(minutes=5),
        true_stock=182,
    )
    return NewHold(hold=replace(hold, **fields), number_limit=3, seconds_limit=1800)


def new_stop(sku: str = "EAR-01", broadcast: int | None = None, **fields: Any) -> NewHold:  # noqa: ANN401 - the same
    """An emergency stop, not committed."""
    as_stop = {"kind": HoldKind.STOP, "deadline": None, "reason": Reason.INCIDENT}
    return new_hold(broadcast, sku, **as_stop, **fields)


def ended(hold: Hold, state: HoldState = HoldState.RESTORED, at: datetime | None = None) -> Hold:
    """The hold in its last state."""
    return replace(hold, state=state, ended_at=at or hold.started_at + timedelta(minutes=1))
