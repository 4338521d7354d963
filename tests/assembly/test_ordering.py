"""Draft orders at the terminal: listed and written without a running desk."""

from argparse import Namespace
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from app.assembly.ordering import export_orders, list_orders
from app.assembly.refusing import DeskRefused
from app.domain.orders import DraftOrder, OrderState
from app.words import use_language
from services.journal.sql_journal import SqlJournal
from tests.fakes.clock import START, FakeClock
from tests.services.journal.builders import LIN

_ORDER = DraftOrder(
    id=0,
    sku="EAR-01",
    warehouse="la",
    route="sea",
    units=1200,
    unit_cost=Decimal("11.20"),
    freight=Decimal(540),
    order_on=date(2026, 11, 22),
    due=date(2026, 12, 26),
    state=OrderState.DRAFT,
    made_at=START,
    who=LIN,
)


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    """A room's language becomes that of the process."""
    yield
    use_language("en")


def options(folder: Path, **more: object) -> Namespace:
    """What was typed."""
    (folder / "room.toml").write_text(
        '[room]\nlanguage = "en"\n[[products]]\nsku = "EAR-01"\ntitle = "Earphones"\n', "utf-8"
    )
    given = {"config": None, "data_dir": folder, "demo": False, "lang": None, "file": None, "format": None}
    return Namespace(**given | more)


async def kept(folder: Path, *orders: DraftOrder) -> None:
    """These orders stand in the folder's record."""
    journal = SqlJournal(folder / "stockcue.db", FakeClock())
    try:
        await journal.open()
        await journal.add_orders(orders)
    finally:
        await journal.close()


async def test_orders_are_listed_as_lines_and_as_objects(tmp_path: Path) -> None:
    """With the title, the way and both days."""
    await kept(tmp_path, _ORDER, replace(_ORDER, route="slow boat", state=OrderState.PLACED))
    objects, lines = await list_orders(options(tmp_path))
    assert lines[0] == "1  draft  EAR-01 Earphones: 1,200 by Sea to la, order Nov 22, due Dec 26"
    assert "slow boat" in lines[1]
    assert (objects[0]["units"], objects[0]["unit_cost"], objects[1]["state"]) == (1200, "11.20", "placed")


async def test_orders_are_written_in_the_form_the_name_ends_in(tmp_path: Path) -> None:
    """Or in the one that was asked for."""
    await kept(tmp_path, _ORDER)
    sheet, words = await export_orders(options(tmp_path, file=tmp_path / "buy.xlsx"))
    assert (sheet.read_bytes()[:2], words) == (b"PK", "1 order written")
    text, _words = await export_orders(options(tmp_path, file=tmp_path / "buy.txt", format="csv"))
    assert "Earphones" in text.read_text("utf-8-sig")


async def test_without_a_record_or_orders_it_is_said(tmp_path: Path) -> None:
    """No desk has run there, or nobody has accepted anything."""
    with pytest.raises(DeskRefused, match="no record"):
        await list_orders(options(tmp_path))
    await kept(tmp_path)
    assert await list_orders(options(tmp_path)) == ([], ["No draft orders yet."])
