"""Store a filled record of the newest schema, to be upgraded in tests for ever after.

Run once for each release that changes the schema: python -m tests.services.journal.store_schema
"""

import asyncio
import sqlite3
import tempfile
from contextlib import closing
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

from app.domain.audit import AuditNote
from app.domain.broadcast import Mark, MarkKind, Phase
from app.domain.by_hand import Confirmation
from app.domain.hold import CallState, StockCall
from app.domain.told import ClickTotal, PriceTold
from app.ports import DailySales, SoldUnits, StockChange, TrafficSample
from services.journal.migrating import OURS
from services.journal.sql_journal import SqlJournal
from tests.fakes.clock import START, FakeClock
from tests.services.journal.builders import LIN, ended, new_hold, new_stop

STORED = Path(__file__).with_name("schemas")


async def fill(path: Path) -> None:
    """A broadcast in the middle: a use, an open hold, a stop, readings, a call."""
    journal = SqlJournal(path, FakeClock())
    await journal.open()
    broadcast = await journal.start_broadcast(START, "小美", {"EAR-01": 182}, LIN)
    await journal.set_phase(Phase.LIVE, START, LIN)
    await journal.set_on_air("EAR-01", START, LIN)
    await journal.set_next("EAR-02", START, LIN)
    (used,) = await journal.add_holds([new_hold(broadcast.id)])
    await journal.save_holds([ended(used)], [AuditNote(at=START, what="restored", who=LIN, hold=used.id)])
    await journal.add_holds([new_hold(broadcast.id, remembered={"qty": 50}), new_stop("EAR-02")])
    await journal.add_confirmation(
        Confirmation(
            hold=used.id, sku="EAR-01", storefront="shop", attempt=1, sold_out=False, at=START, who=LIN
        )
    )
    await journal.add_call(
        StockCall(id=0, sku="EAR-01", units=200, state=CallState.ASKED, asked_at=START, who=LIN)
    )
    await journal.add_facts(
        stock=[StockChange(at=START, warehouse="la", sku="EAR-01", available=118, oversold=0)],
        traffic=[TrafficSample(at=START, source="tiktok", viewers=2316)],
        sold=[SoldUnits(at=START, sku="EAR-01", units=3, source="orders")],
        marks=[Mark(kind=MarkKind.HOLD, at=START, sku="EAR-01")],
        told=[
            ClickTotal(at=START, source="cards", sku="EAR-01", clicks=120, impressions=2400),
            PriceTold(at=START, source="cards", sku="EAR-01", price=Decimal("24.90")),
        ],
    )
    day = START.replace(hour=0) - timedelta(days=1)
    await journal.import_sales([DailySales(day=day, sku="EAR-01", units=Decimal("40.5"))])
    await journal.take_lease("desk", START, START + timedelta(seconds=10))
    await journal.close()


def store() -> None:
    """Write it as SQL, which a person can read and a diff can show."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "room.db"
        asyncio.run(fill(path))
        with closing(sqlite3.connect(path)) as file:
            dump = "\n".join(file.iterdump())
    STORED.mkdir(exist_ok=True)
    (STORED / f"{OURS.newest}.sql").write_text(dump + "\n", encoding="utf-8")


if __name__ == "__main__":
    store()
