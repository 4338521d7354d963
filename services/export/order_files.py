"""Draft orders as a file a buyer can open: CSV or a spreadsheet, one line a batch."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from pathlib import Path

from app.domain.orders import DraftOrder
from app.words import p_
from services.export.csv_files import csv_bytes
from services.export.files import write_whole
from services.export.table import Naming, Table
from services.export.xlsx_file import xlsx_bytes


class OrderForm(StrEnum):
    """Kinds of files."""

    CSV = "csv"
    XLSX = "xlsx"


def write_orders(
    orders: Iterable[DraftOrder], form: OrderForm, file: Path, naming: Naming, made_at: datetime
) -> Path:
    """Write the orders in place of what stands there. Raises CannotWrite."""
    table = order_table(orders, naming)
    if form is OrderForm.CSV:
        return write_whole(file, csv_bytes(table))
    return write_whole(file, xlsx_bytes(table.title, (table,), made_at))


def order_table(orders: Iterable[DraftOrder], naming: Naming) -> Table:
    """One line a batch; money as numbers in the room's currency."""
    return Table(
        key="orders",
        title=p_("export", "Draft orders"),
        columns=(
            p_("export", "Id"),
            p_("export", "SKU"),
            p_("export", "Title"),
            p_("export", "Units"),
            p_("export", "Warehouse"),
            p_("export", "Way"),
            p_("export", "Order on"),
            p_("export", "Due"),
            p_("export", "State"),
            p_("export", "Unit cost"),
            p_("export", "Goods"),
            p_("export", "Freight"),
            p_("export", "Proposed"),
            p_("export", "Accepted"),
            p_("export", "Account"),
            p_("export", "Initials"),
        ),
        rows=tuple(
            (
                order.id,
                order.sku,
                naming.title(order.sku),
                order.units,
                order.warehouse,
                order.route,
                order.order_on.isoformat(),
                order.due.isoformat(),
                order.state.value,
                _amount(order.unit_cost),
                None if order.unit_cost is None else _amount(order.unit_cost * order.units),
                _amount(order.freight),
                order.proposed,
                naming.local(order.made_at),
                order.who.account,
                order.who.initials,
            )
            for order in orders
        ),
    )


def _amount(value: Decimal | None) -> float | None:
    return None if value is None else float(value)
