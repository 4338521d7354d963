"""Orders or totals, read by settings alone."""

import asyncio
import unicodedata
from datetime import datetime

from app.domain.readings import Sale, SalesAnswer, SalesCount, SourceRole
from app.ports import SalesSource as SalesPort
from app.ports import SourceInfo
from app.words import _
from services.rest.amounts import amount, truth
from services.rest.bad_value import BadValue
from services.rest.calling import Caller, Means
from services.rest.composing import compile_request
from services.rest.listing import ListPlan, ListReader
from services.rest.pages import Paging
from services.rest.rows import Plan, RowTaker, believe, name
from services.rest.settings import SalesSource
from services.rest.source import source_info, zone_of
from services.rest.stamps import said_instant, stamp
from services.rest.strict_json import Json


def build(settings: SalesSource, means: Means) -> SalesPort:
    """A sales source from its checked settings."""
    return RestSalesSource(settings, means)


class RestSalesSource:
    """The port `SalesSource` over the generic connector."""

    info: SourceInfo

    def __init__(self, settings: SalesSource, means: Means) -> None:
        """Raises BadPath; the settings were checked before."""
        self.info = source_info(settings, SourceRole.SALES)
        self._counts = counts_of(settings)
        self._caller = Caller(settings, means)
        self._reader = ListReader(self._caller, _plan(settings, counts=self._counts))
        self._one_at_a_time = asyncio.Lock()

    async def read(self, since: datetime) -> SalesAnswer:
        """Sales, those since `since` where the request has a place for it. Raises SourceError."""
        async with self._one_at_a_time:
            listing = await self._reader.read({"since": said_instant(since)})
            believe(listing.rows, listing.rejected)
            self._reader.accept(listing)
        return SalesAnswer(
            source=self.info.id,
            asked_at=listing.asked_at,
            seen_at=listing.seen_at,
            as_of=listing.as_of,
            clock_offset=listing.clock_offset,
            rejected=listing.rejected,
            unchanged=listing.unchanged,
            counts=self._counts,
            sales=tuple(sale for page in listing.pages for sale in page),
        )

    async def close(self) -> None:
        """Release connections."""
        await self._caller.close()


class _SalesRow:
    """Maps the values of one row."""

    def __init__(self, settings: SalesSource, *, counts: SalesCount) -> None:
        rows = settings.rows
        self.plan = Plan()
        self.sku = self.plan.place(rows.sku)
        self._units = self.plan.sum(rows.units)
        self._order = self.plan.place(rows.order) if rows.order else None
        self._at = self.plan.place(rows.at) if rows.at else None
        self._cancelled = self.plan.place(rows.cancelled) if rows.cancelled else None
        self._value = self.plan.place(rows.value) if rows.value else None
        self._repeat = self.plan.place(rows.repeat) if rows.repeat else None
        self._cents = rows.cents
        self._zone = zone_of(settings)
        self._needs_order = counts is SalesCount.ORDERS

    def sale(self, row: tuple[Json, ...]) -> Sale:
        """The row as a sale. Raises BadValue."""
        units = self._units.of(row)
        if units is None:
            raise BadValue(_("the units are missing"))
        return Sale(
            sku=unicodedata.normalize("NFC", name(row[self.sku], _("the SKU"))),
            units=units,
            order=self._named_order(row),
            at=stamp(row[self._at], self._zone) if self._at is not None else None,
            cancelled=bool(truth(row[self._cancelled])) if self._cancelled is not None else False,
            value=amount(row[self._value], cents=self._cents) if self._value is not None else None,
            repeat=truth(row[self._repeat]) if self._repeat is not None else None,
        )

    def _named_order(self, row: tuple[Json, ...]) -> str | None:
        if self._order is None or (row[self._order] is None and not self._needs_order):
            return None
        return name(row[self._order], _("the order's id"))


def counts_of(settings: SalesSource) -> SalesCount:
    """How the source counts; where the settings do not say: by orders if they name one, else in all."""
    if settings.rows.counts is not None:
        return settings.rows.counts
    return SalesCount.ORDERS if settings.rows.order else SalesCount.SINCE_START


def _plan(settings: SalesSource, *, counts: SalesCount) -> ListPlan[Sale]:
    template = compile_request(settings.request)
    row = _SalesRow(settings, counts=counts)
    return ListPlan(
        template=template,
        paging=Paging(settings.pages, cursor_in_request="cursor" in template.uses),
        taker=RowTaker(settings.rows.items, row.plan, levels=settings.rows.levels),
        make=row.sale,
        where=row.sku,
    )
