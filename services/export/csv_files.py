"""Tables as CSV, one file each, as spreadsheets open it: UTF-8 with a mark, times with their offset."""

import csv
from datetime import datetime
from io import StringIO

from services.export.cells import harmless
from services.export.table import Cell, Table


def csv_bytes(table: Table) -> bytes:
    """One table as a file."""
    buffer = StringIO(newline="")
    writer = csv.writer(buffer)
    writer.writerow([harmless(column) for column in table.columns])
    writer.writerows([[_text(cell) for cell in row] for row in table.rows])
    return buffer.getvalue().encode("utf-8-sig")


def _text(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.isoformat(timespec="milliseconds")
    return str(cell) if isinstance(cell, int | float) else harmless(cell)
