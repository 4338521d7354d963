"""Writing the files of a report, whole or not at all."""

import os
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime, tzinfo
from enum import StrEnum
from pathlib import Path

from app.ports import BroadcastReport
from app.words import _
from services.export.csv_files import csv_bytes
from services.export.html_page import html_bytes
from services.export.table import Table
from services.export.tables import tables_of
from services.export.xlsx_file import xlsx_bytes


class Form(StrEnum):
    """Kinds of files."""

    CSV = "csv"
    XLSX = "xlsx"
    HTML = "html"


class CannotWrite(Exception):
    """A file could not be written; `str()` says which, why and what to do."""


def write_report(
    report: BroadcastReport,
    form: Form,
    output: Path,
    *,
    titles: Mapping[str, str],
    zone: tzinfo,
    now: datetime,
) -> tuple[Path, ...]:
    """Write the report and return the files: one, or with CSV one a table, named after both.

    What stands there under these names is replaced. `now` is noted in the spreadsheet.

    Raises:
        CannotWrite: No right, no folder, no space; earlier files of the same report may stand.
    """
    title = _("Broadcast {id}").format(id=report.broadcast.id)
    tables = tables_of(report, titles, zone)
    if form is Form.CSV:
        return tuple(write_whole(_beside(output, table), csv_bytes(table)) for table in tables)
    if form is Form.XLSX:
        return (write_whole(output, xlsx_bytes(title, tables, now)),)
    return (write_whole(output, html_bytes(title, tables)),)


def write_table(table: Table, form: Form, output: Path, *, now: datetime) -> Path:
    """Write one table and return the file. Raises CannotWrite."""
    if form is Form.CSV:
        return write_whole(output, csv_bytes(table))
    if form is Form.XLSX:
        return write_whole(output, xlsx_bytes(table.title, (table,), now))
    return write_whole(output, html_bytes(table.title, (table,)))


def _beside(output: Path, table: Table) -> Path:
    return output.with_name(f"{output.stem}-{table.key}{output.suffix or '.csv'}")


def write_whole(path: Path, content: bytes) -> Path:
    """Write a file beside its place first, so that a full disk leaves no half file. Raises CannotWrite."""
    draft = path.with_name(f".{path.name}.part")
    try:
        draft.write_bytes(content)
        draft.replace(path)
    except OSError as error:
        with suppress(OSError):
            draft.unlink()
        why = os.strerror(error.errno) if error.errno else str(error)
        raise CannotWrite(
            _("{file} could not be written: {why}. Choose another place with --output.").format(
                file=path, why=why
            )
        ) from error
    return path
