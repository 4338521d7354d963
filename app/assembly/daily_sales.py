"""Daily sales from a CSV file: columns date, sku, units; every row is believed or none is.

Not for what is made of them.
"""

import csv
import re
from collections.abc import Iterator, Sequence
from datetime import datetime, tzinfo
from decimal import Decimal
from pathlib import Path

from app.config.blocks import nfc
from app.ports import DailySales
from app.words import _, plain

COLUMNS = ("date", "sku", "units")
MOST_BYTES = 50_000_000
MOST_TOLD = 10
"""Wrong rows that are named; the rest is only counted."""
_UNITS = re.compile(r"[0-9]{1,12}(\.[0-9]{1,6})?")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class SalesFileError(Exception):
    """The file can't be used; `str()` names each wrong line."""


def read_sales(file: Path, zone: tzinfo) -> tuple[DailySales, ...]:
    """Every row of the file; days begin at midnight in `zone`.

    Raises:
        SalesFileError: It can't be read, a column is missing, or a row is wrong or given twice.
    """
    rows = _rows(file)
    order = _order(file, rows)
    found: dict[tuple[datetime, str], DailySales] = {}
    wrong: list[str] = []
    for line, row in _numbered(rows):
        try:
            sales = _sales(row, order, zone)
            _not_twice(sales, found)
        except ValueError as error:
            wrong.append(f"{file.name}:{line}: {error}")
        else:
            found[sales.day, sales.sku] = sales
    if wrong:
        raise SalesFileError(_told(wrong))
    return tuple(found.values())


def _rows(file: Path) -> list[list[str]]:
    try:
        # a line at a time: no value has a line break in it, so rows are lines
        return [next(csv.reader([line], strict=True), []) for line in _text(file).split("\n")]
    except csv.Error as error:
        raise SalesFileError(_("{file} is no CSV: {why}").format(file=file, why=error)) from error


def _text(file: Path) -> str:
    try:
        content = file.read_bytes()
    except OSError as error:
        why = error.strerror or str(error)
        raise SalesFileError(_("{file} can't be read: {why}").format(file=file, why=why)) from error
    if len(content) > MOST_BYTES:
        raise SalesFileError(_("{file} is too large; import it in parts").format(file=file))
    try:
        # spreadsheets put a mark in front
        return content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        text = _("{file} is not written in UTF-8; save it as CSV UTF-8").format(file=file)
        raise SalesFileError(text) from error


def _order(file: Path, rows: Sequence[Sequence[str]]) -> tuple[int, ...]:
    """Where each column stands."""
    head = [name.strip().lower() for name in rows[0]] if rows else []
    if sorted(head) != sorted(COLUMNS):
        text = _("{file}:1: the first line must name the columns date, sku, units").format(file=file.name)
        raise SalesFileError(text)
    return tuple(head.index(name) for name in COLUMNS)


def _numbered(rows: Sequence[Sequence[str]]) -> Iterator[tuple[int, Sequence[str]]]:
    """Every row below the head with its line; empty ones are passed over."""
    return ((line, row) for line, row in enumerate(rows[1:], start=2) if any(cell.strip() for cell in row))


def _sales(row: Sequence[str], order: Sequence[int], zone: tzinfo) -> DailySales:
    if len(row) != len(COLUMNS):
        raise ValueError(_("{count} values instead of three").format(count=len(row)))
    day, sku, units = (row[place] for place in order)
    if not sku.strip():
        raise ValueError(_("the SKU is empty"))
    if not _UNITS.fullmatch(units.strip()):
        raise ValueError(_("{value!r} is no number of units").format(value=plain(units, 40)))
    return DailySales(day=_day(day.strip(), zone), sku=nfc(sku), units=Decimal(units.strip()))


def _day(text: str, zone: tzinfo) -> datetime:
    try:
        if _DAY.fullmatch(text):
            return datetime.fromisoformat(text).replace(tzinfo=zone)
    except ValueError:
        pass
    raise ValueError(_("{value!r} is no date like 2026-11-22").format(value=plain(text, 40)))


def _not_twice(sales: DailySales, found: dict[tuple[datetime, str], DailySales]) -> None:
    if (sales.day, sales.sku) in found:
        day = sales.day.date().isoformat()
        raise ValueError(_("{sku} on {day} is given twice").format(sku=plain(sales.sku, 40), day=day))


def _told(wrong: Sequence[str]) -> str:
    more = len(wrong) - MOST_TOLD
    lines = [*wrong[:MOST_TOLD], *([_("… and {count} more").format(count=more)] if more > 0 else [])]
    return "\n".join((*lines, _("Nothing was imported.")))
