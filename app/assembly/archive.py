"""What goes into and out of the record without a running desk: daily sales, the report of a broadcast.

A desk may run meanwhile; both then use the same record, one transaction after the other.
"""

from argparse import Namespace
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path

from app.assembly.connectors import registry
from app.assembly.daily_sales import SalesFileError, read_sales
from app.assembly.places import record_place, settings_file
from app.assembly.refusing import USAGE, DeskRefused
from app.assembly.room import names_for, room_zone
from app.config import Settings, SettingsError, load
from app.domain.comparison import Comparison
from app.engine.comparing import compare
from app.ports import BroadcastReport, Journal, JournalError, SecretMissing
from app.views.build_comparison import comparison_view, lane_views, prices_of
from app.views.comparison import ComparisonView
from app.words import _, use_language
from services.clock import SystemClock
from services.export import CannotWrite, Form, write_report
from services.journal.sql_journal import SqlJournal
from services.secrets import SystemSecrets


async def import_sales(options: Namespace, file: Path) -> int:
    """Keep the daily sales of a CSV file with the columns date, sku, units; returns how many rows.

    Days are those of the room's time zone. A row of the same day and SKU replaces what stood for it.

    Raises:
        DeskRefused: The file, the settings or the record is not in order; nothing is kept then.
    """
    settings = room_settings(options)
    try:
        rows = read_sales(file, room_zone(settings))
    except SalesFileError as error:
        raise DeskRefused(str(error), USAGE) from error
    async with record(options, settings, may_begin=True) as journal:
        return await journal.import_sales(rows)


async def export_broadcast(options: Namespace) -> tuple[Path, ...]:
    """Write the report of `options.broadcast`; returns the files, one or with CSV one a table.

    Raises:
        DeskRefused: There is no such broadcast, or the files can't be written.
    """
    settings = room_settings(options)
    async with record(options, settings, may_begin=False) as journal:
        report = await journal.broadcast_report(options.broadcast)
        comparison = await _compared(journal, options.broadcast)
    if report is None:
        text = _("The record has no broadcast {id}.").format(id=options.broadcast)
        raise DeskRefused(text, USAGE)
    return _written(options, settings, replace(report, comparison=comparison))


async def compare_broadcast(options: Namespace) -> ComparisonView:
    """Real against virtual of `options.broadcast`, for None of the one that runs or ran last.

    Raises:
        DeskRefused: There is no such broadcast.
    """
    settings = room_settings(options)
    async with record(options, settings, may_begin=False) as journal:
        comparison = await _compared(journal, options.broadcast)
    if comparison is None:
        text = (
            _("The record has no broadcast yet.")
            if options.broadcast is None
            else _("The record has no broadcast {id}.").format(id=options.broadcast)
        )
        raise DeskRefused(text, USAGE)
    names = names_for(settings)
    lanes = tuple(lane_views(comparison, names, prices_of(settings.products)))
    return comparison_view(comparison, names, lanes, settings.products)


async def _compared(journal: Journal, broadcast: int | None) -> Comparison | None:
    clock = SystemClock()
    return await compare(journal, broadcast, clock.now(), partial(clock.sleep, 0))


def _written(options: Namespace, settings: Settings, report: BroadcastReport) -> tuple[Path, ...]:
    form = Form(options.format)
    output = options.output or Path(f"broadcast-{options.broadcast}.{form.value}")
    titles = {product.sku: product.title for product in settings.products}
    now = SystemClock().now()
    try:
        return write_report(
            report,
            form,
            output.expanduser().absolute(),
            titles=titles,
            zone=room_zone(settings),
            now=now,
        )
    except CannotWrite as error:
        raise DeskRefused(str(error)) from error


def room_settings(options: Namespace) -> Settings:
    """The room's settings, its language spoken from now on. Raises DeskRefused."""
    try:
        settings = load(settings_file(options), registry())
    except SettingsError as error:
        raise DeskRefused(str(error), USAGE) from error
    use_language(options.lang or settings.room.language or "")
    return settings


@asynccontextmanager
async def record(options: Namespace, settings: Settings, *, may_begin: bool) -> AsyncIterator[Journal]:
    """The room's record, open. Raises DeskRefused; where none stands only `may_begin` makes one."""
    try:
        place = await record_place(options, settings, SystemSecrets(SystemClock()))
    except SecretMissing as error:
        raise DeskRefused(str(error)) from error
    if not may_begin and isinstance(place, Path) and not place.exists():
        text = _("There is no record in {folder} yet: no desk has run there.").format(folder=place.parent)
        raise DeskRefused(text)
    journal = SqlJournal(place, SystemClock())
    try:
        await journal.open()
        yield journal
    except JournalError as error:
        raise DeskRefused(str(error)) from error
    finally:
        await journal.close()
