"""A warehouse reached by settings alone: every page of its list, as typed readings."""

import asyncio
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from itertools import chain
from typing import Any

from app.domain.catalogue import Warehouse
from app.domain.readings import RejectedRow, SourceRole, StockAnswer, StockReading
from app.ports import AnswerRejected, SourceInfo, StockSource
from app.words import _
from services.rest.calling import Caller, Means
from services.rest.composing import compile_request
from services.rest.listing import Listing, ListPlan, ListReader
from services.rest.pages import Paging
from services.rest.rows import Plan, RowTaker, Sum, believe, name, rejected
from services.rest.settings import Site, WarehouseRows, WarehouseSource
from services.rest.source import source_info, zone_of
from services.rest.stamps import stamp
from services.rest.strict_json import Json

FIGURES = ("on_hand", "reserved", "inbound", "unsellable")


def build(settings: WarehouseSource, means: Means) -> StockSource:
    """A warehouse source from its checked settings."""
    return RestStockSource(settings, means)


class RestStockSource:
    """The port `StockSource` over the generic connector."""

    info: SourceInfo
    warehouses: tuple[Warehouse, ...]

    def __init__(self, settings: WarehouseSource, means: Means) -> None:
        """Raises BadPath; the settings were checked before."""
        self.info = source_info(settings, SourceRole.WAREHOUSE)
        self.warehouses = _warehouses(settings)
        self._sums = settings.rows.duplicates == "sum"
        self._caller = Caller(settings, means)
        self._reader = ListReader(self._caller, _plan(settings))
        self._one_at_a_time = asyncio.Lock()
        self._had_rows = False
        self._are_distinct = False
        """Whether each SKU and warehouse stood once in the last list that was read."""

    async def read(self) -> StockAnswer:
        """All its stock now. Raises SourceError; nothing is applied then."""
        async with self._one_at_a_time:
            listing = await self._reader.read()
            readings, bad = self._merged(listing)
            if not listing.unchanged:
                believe(listing.rows, bad)
                self._doubt_emptiness(listing)
            self._reader.accept(listing)
        return StockAnswer(
            source=self.info.id,
            asked_at=listing.asked_at,
            seen_at=listing.seen_at,
            as_of=listing.as_of,
            clock_offset=listing.clock_offset,
            rejected=bad,
            unchanged=listing.unchanged,
            readings=readings,
        )

    async def close(self) -> None:
        """Release connections."""
        await self._caller.close()

    def _merged(
        self, listing: Listing[StockReading]
    ) -> tuple[tuple[StockReading, ...], tuple[RejectedRow, ...]]:
        """All pages' readings, each SKU and warehouse once, and the rows that were not believed."""
        if listing.unchanged:
            return (), listing.rejected
        pages = listing.pages
        readings = pages[0] if len(pages) == 1 else tuple(chain.from_iterable(pages))
        if not (self._are_distinct and _are_in_place(listing.replaced)):
            self._are_distinct = len({(row.sku, row.warehouse) for row in readings}) == len(readings)
        if not self._are_distinct:
            return _settled(readings, listing, sums=self._sums)
        return readings, listing.rejected

    def _doubt_emptiness(self, listing: Listing[StockReading]) -> None:
        """An empty list counts only where there was nothing before, or where the answer says so itself."""
        if listing.rows == 0 and self._had_rows and not listing.says_empty:
            raise AnswerRejected(
                _("The list is empty, though there were rows before; the old figures stay."),
                remedy=_("Where the warehouse is really empty, name the row count as `total` under `pages`."),
            )
        self._had_rows = listing.rows > 0


class _StockRow:
    """Maps the values of one row."""

    def __init__(self, settings: WarehouseSource) -> None:
        self.plan = Plan()
        rows: WarehouseRows = settings.rows
        self.sku = self.plan.place(rows.sku)
        self._available = self.plan.sum(rows.available)
        self._figures: dict[str, Sum] = {
            name_: self.plan.sum(path) for name_ in FIGURES if (path := getattr(rows, name_)) is not None
        }
        self._warehouse = self.plan.place(rows.warehouse) if rows.warehouse else None
        self._as_of = self.plan.place(rows.as_of) if rows.as_of else None
        self._changed_at = self.plan.place(rows.changed_at) if rows.changed_at else None
        self._sites = {
            code: site if isinstance(site, str) else site.id for code, site in settings.sites.items()
        }
        self._only = settings.id
        self._zone = zone_of(settings)

    def reading(self, row: tuple[Json, ...]) -> StockReading:
        """The row as a reading. Raises BadValue."""
        units = self._available.of(row)
        return StockReading(
            sku=unicodedata.normalize("NFC", name(row[self.sku], _("the SKU"))),
            warehouse=self._where(row),
            available=None if units is None else max(0, units),
            oversold=max(0, -units) if units is not None else 0,
            as_of=stamp(row[self._as_of], self._zone) if self._as_of is not None else None,
            changed_at=stamp(row[self._changed_at], self._zone) if self._changed_at is not None else None,
            **{name_: sum_.of(row) for name_, sum_ in self._figures.items()},
        )

    def _where(self, row: tuple[Json, ...]) -> str:
        if self._warehouse is None:
            return self._only
        code = name(row[self._warehouse], _("the warehouse"))
        return self._sites.get(code, code)


def _plan(settings: WarehouseSource) -> ListPlan[StockReading]:
    template = compile_request(settings.request)
    row = _StockRow(settings)
    return ListPlan(
        template=template,
        paging=Paging(settings.pages, cursor_in_request="cursor" in template.uses),
        taker=RowTaker(settings.rows.items, row.plan, levels=settings.rows.levels),
        make=row.reading,
        where=row.sku,
    )


def _are_in_place(replaced: Sequence[tuple[StockReading, StockReading]] | None) -> bool:
    """Whether each place holds the SKU and warehouse it held before, as nearly always."""
    return replaced is not None and all(
        row.sku == before.sku and row.warehouse == before.warehouse for before, row in replaced
    )


def _settled(
    readings: Sequence[StockReading], listing: Listing[StockReading], *, sums: bool
) -> tuple[tuple[StockReading, ...], tuple[RejectedRow, ...]]:
    found: dict[tuple[str, str], list[StockReading]] = {}
    for reading in readings:
        found.setdefault((reading.sku, reading.warehouse), []).append(reading)
    kept: list[StockReading] = []
    bad = list(listing.rejected)
    for (sku, _where), rows in found.items():
        if len(rows) == 1:
            kept.append(rows[0])
        elif sums:
            kept.append(_summed(rows))
        elif _moved_between_pages(rows, listing.pages):
            kept.append(rows[0])
        else:
            bad += [rejected(sku, _("stands {times} times in the list").format(times=len(rows)))] * len(rows)
    return tuple(kept), tuple(bad)


def _moved_between_pages(rows: Sequence[StockReading], pages: Sequence[tuple[StockReading, ...]]) -> bool:
    """Whether it is one row that slid to another page while we read, saying the same there."""
    if any(row != rows[0] for row in rows):
        return False
    key = (rows[0].sku, rows[0].warehouse)
    return all(sum((row.sku, row.warehouse) == key for row in page) <= 1 for page in pages)


def _summed(rows: Sequence[StockReading]) -> StockReading:
    """One reading of all of them: figures added, missing where one is, as old as the oldest."""
    units = _added([None if row.available is None else row.available - row.oversold for row in rows])
    stamps = [row.as_of for row in rows if row.as_of is not None]
    changes = [row.changed_at for row in rows if row.changed_at is not None]
    figures: dict[str, Any] = {name_: _added([getattr(row, name_) for row in rows]) for name_ in FIGURES}
    return replace(
        rows[0],
        available=None if units is None else max(0, units),
        oversold=max(0, -units) if units is not None else 0,
        as_of=min(stamps, default=None),
        changed_at=max(changes, default=None),
        **figures,
    )


def _added(values: Sequence[int | None]) -> int | None:
    known = [value for value in values if value is not None]
    return sum(known) if len(known) == len(values) else None


def _warehouses(settings: WarehouseSource) -> tuple[Warehouse, ...]:
    if settings.rows.warehouse is None:
        site = Site(id=settings.id, name=settings.name, short=settings.short, mode=settings.mode)
        return (_warehouse(site, settings),)
    sites = [Site(id=site) if isinstance(site, str) else site for site in settings.sites.values()]
    # several codes may mean the same place
    return tuple({site.id: _warehouse(site, settings) for site in reversed(sites)}.values())[::-1]


def _warehouse(site: Site, settings: WarehouseSource) -> Warehouse:
    title = site.name or site.id
    cost = site.cost or settings.cost
    return Warehouse(
        id=site.id,
        name=title,
        short=site.short or initials(title),
        mode=site.mode or settings.mode,
        source=settings.id,
        cost=None if cost is None else cost.fact(),
    )


def initials(title: str) -> str:
    """The first letters of a name, for the gauges: one Chinese character, or up to three capitals."""
    words = title.replace("-", " ").replace("_", " ").split()
    if not words:
        return ""
    if not words[0][0].isascii():
        return words[0][0]
    return "".join(word[0] for word in words)[:3].upper() if len(words) > 1 else words[0][:3].upper()
