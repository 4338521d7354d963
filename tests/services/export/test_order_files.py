"""Draft orders as files: what a buyer opens."""

import csv
import io
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from zipfile import ZipFile

from app.domain.hold import Who
from app.domain.orders import DraftOrder, OrderState
from services.export.order_files import OrderForm, write_orders
from services.export.table import Naming

_NOW = datetime(2026, 11, 22, 13, 0, tzinfo=UTC)
_ORDER = DraftOrder(
    id=7,
    sku="EAR-01",
    warehouse="la",
    route="sea",
    units=200,
    unit_cost=Decimal("11.20"),
    freight=Decimal("90.50"),
    order_on=date(2026, 11, 22),
    due=date(2026, 12, 26),
    state=OrderState.DRAFT,
    made_at=_NOW,
    who=Who(account="=cmd()", through="desk", initials="LX"),
)
_NAMING = Naming({"EAR-01": "无线降噪耳机"}, UTC)


def test_one_line_a_batch_with_its_money(tmp_path: Path) -> None:
    """Goods are units times unit cost; a text that looks like a formula is none."""
    file = write_orders([_ORDER], OrderForm.CSV, tmp_path / "orders.csv", _NAMING, _NOW)
    (line,) = csv.DictReader(io.StringIO(file.read_text("utf-8-sig")))
    assert line["SKU"] == "EAR-01"
    assert line["Title"] == "无线降噪耳机"
    assert (line["Units"], line["Unit cost"], line["Goods"], line["Freight"]) == (
        "200",
        "11.2",
        "2240.0",
        "90.5",
    )
    assert (line["Order on"], line["Due"], line["State"]) == ("2026-11-22", "2026-12-26", "draft")
    assert not line["Account"].startswith("=")


def test_a_spreadsheet_holds_numbers(tmp_path: Path) -> None:
    """A buyer adds them up."""
    file = write_orders([_ORDER], OrderForm.XLSX, tmp_path / "orders.xlsx", _NAMING, _NOW)
    with ZipFile(file) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert "<v>2240</v>" in sheet
    assert "<v>90.5</v>" in sheet
