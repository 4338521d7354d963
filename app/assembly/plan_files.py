"""Tables of plans as files: CSV, or a spreadsheet, by the end of the name."""

import asyncio
from collections.abc import Sequence
from pathlib import Path

from app.words import _
from services.clock import SystemClock

FORMS = ("csv", "xlsx")
MOST_BYTES = 1_000_000


async def read_plan_table(file: str) -> str:
    """The text of a table. Raises ValueError where it can't be read; the words say why."""
    return await asyncio.to_thread(_read, Path(file))


def _read(path: Path) -> str:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise ValueError(_("{file} is too large; import it in parts").format(file=path.name))
        return path.read_text("utf-8-sig")
    except OSError as error:
        why = error.strerror or str(error)
        raise ValueError(_("{file} can't be read: {why}").format(file=path.name, why=why)) from error
    except UnicodeDecodeError as error:
        text = _("{file} is not written in UTF-8; save it as CSV UTF-8").format(file=path.name)
        raise ValueError(text) from error


async def write_plan_table(file: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Write it and return where it lies.

    Raises:
        ValueError: The name ends otherwise, or the file could not be written; the words say which and why.
    """
    path = Path(file)
    form = path.suffix.lower().lstrip(".")
    if form not in FORMS:
        raise ValueError(_("{file} must end in .csv or .xlsx").format(file=path.name))
    return await asyncio.to_thread(_write, path, form, columns, rows)


def _write(path: Path, form: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    # a spreadsheet's writer takes its time to import
    from services.export import CannotWrite, Form, Table, write_table

    table = Table(
        key="plans", title=_("Plans"), columns=tuple(columns), rows=tuple(tuple(row) for row in rows)
    )
    try:
        return str(write_table(table, Form(form), path, now=SystemClock().now()))
    except CannotWrite as error:
        raise ValueError(str(error)) from error
