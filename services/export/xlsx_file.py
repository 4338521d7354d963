"""Tables as a spreadsheet, one sheet each: texts are texts, never formulas, numbers numbers, times times."""

from datetime import datetime
from io import BytesIO

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from services.export.cells import cleaned
from services.export.table import Cell, Table

_SHEET_NAME = 31
_NOT_IN_A_NAME = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))
_WIDTH = 18


def xlsx_bytes(title: str, tables: tuple[Table, ...], made_at: datetime) -> bytes:
    """All tables as one workbook."""
    buffer = BytesIO()
    book = Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": cleaned(title), "created": made_at.replace(tzinfo=None)})
    head = book.add_format({"bold": True, "bottom": 1})
    time = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
    for table in tables:
        _sheet(book.add_worksheet(_name(table)), table, head, time)
    book.close()
    return buffer.getvalue()


def _name(table: Table) -> str:
    return table.title.translate(_NOT_IN_A_NAME)[:_SHEET_NAME]


def _sheet(sheet: Worksheet, table: Table, head: Format, time: Format) -> None:
    sheet.set_column(0, len(table.columns) - 1, _WIDTH)
    sheet.freeze_panes(1, 0)
    for column, text in enumerate(table.columns):
        sheet.write_string(0, column, cleaned(text), head)
    for row, cells in enumerate(table.rows, start=1):
        for column, cell in enumerate(cells):
            _write(sheet, (row, column), cell, time)


def _write(sheet: Worksheet, place: tuple[int, int], cell: Cell, time: Format) -> None:
    row, column = place
    if isinstance(cell, datetime):
        # a spreadsheet knows no zones: the wall time of the room
        sheet.write_datetime(row, column, cell.replace(tzinfo=None), time)
    elif isinstance(cell, int | float):
        sheet.write_number(row, column, cell)
    elif cell is not None:
        sheet.write_string(row, column, cleaned(cell))
