"""Clicks, impressions and prices of products, read by settings alone."""

import asyncio
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import replace

from app.domain.readings import Offer, OffersAnswer, SourceRole
from app.ports import OffersSource as OffersPort
from app.ports import SourceInfo
from app.words import _
from services.rest.amounts import amount
from services.rest.bad_value import BadValue
from services.rest.calling import Caller, Means
from services.rest.composing import compile_request
from services.rest.listing import ListPlan, ListReader
from services.rest.pages import Paging
from services.rest.rows import Plan, RowTaker, Sum, believe, name
from services.rest.settings import OffersSource
from services.rest.shop_rows import digits
from services.rest.source import source_info
from services.rest.strict_json import Json


def build(settings: OffersSource, means: Means) -> OffersPort:
    """A source of offers from its checked settings."""
    return RestOffersSource(settings, means)


class RestOffersSource:
    """The port `OffersSource` over the generic connector."""

    info: SourceInfo

    def __init__(self, settings: OffersSource, means: Means) -> None:
        """Raises BadPath; the settings were checked before."""
        self.info = source_info(settings, SourceRole.OFFERS)
        self._running = settings.rows.counts == "since_start"
        self._caller = Caller(settings, means)
        self._reader = ListReader(self._caller, _plan(settings))
        self._one_at_a_time = asyncio.Lock()

    async def read(self) -> OffersAnswer:
        """Every product on offer now. Raises SourceError; nothing is applied then."""
        async with self._one_at_a_time:
            listing = await self._reader.read()
            believe(listing.rows, listing.rejected)
            self._reader.accept(listing)
        return OffersAnswer(
            source=self.info.id,
            asked_at=listing.asked_at,
            seen_at=listing.seen_at,
            as_of=listing.as_of,
            clock_offset=listing.clock_offset,
            rejected=listing.rejected,
            unchanged=listing.unchanged,
            running=self._running,
            offers=_merged(offer for page in listing.pages for offer in page if offer is not None),
        )

    async def close(self) -> None:
        """Release connections."""
        await self._caller.close()


class _OfferRow:
    """Maps the values of one row. `skus` are ours by the platform's ids; empty: rows name SKUs."""

    def __init__(self, settings: OffersSource) -> None:
        rows = settings.rows
        self.plan = Plan()
        self.sku = self.plan.place(rows.sku)
        self._clicks = self._sum(rows.clicks)
        self._impressions = self._sum(rows.impressions)
        self._price = self.plan.place(rows.price) if rows.price else None
        self._cents = rows.cents
        self._skus: Mapping[str, str] = {str(id_): sku for sku, id_ in settings.product_ids.items()}

    def _sum(self, figure: str | list[str] | None) -> Sum | None:
        return None if figure is None else self.plan.sum(figure)

    def offer(self, row: tuple[Json, ...]) -> Offer | None:
        """The row as an offer; None: of a product that is not ours to watch. Raises BadValue."""
        sku = self._sku_of(row[self.sku])
        if sku is None:
            return None
        return Offer(
            sku=sku,
            clicks=_count(self._clicks, row),
            impressions=_count(self._impressions, row),
            price=None if self._price is None else amount(row[self._price], cents=self._cents),
        )

    def _sku_of(self, value: Json) -> str | None:
        if not self._skus:
            return unicodedata.normalize("NFC", name(value, _("the SKU")))
        found = digits(value)
        if found is None:
            raise BadValue(_("the product's id is missing"))
        return self._skus.get(found)


def _merged(offers: Iterable[Offer]) -> tuple[Offer, ...]:
    """Each product once: counts of its cards or variants are added up, the first one's price stands."""
    merged: dict[str, Offer] = {}
    for offer in offers:
        one = merged.get(offer.sku)
        merged[offer.sku] = (
            offer
            if one is None
            else replace(
                one,
                clicks=_plus(one.clicks, offer.clicks),
                impressions=_plus(one.impressions, offer.impressions),
            )
        )
    return tuple(merged.values())


def _plus(one: int | None, other: int | None) -> int | None:
    return other if one is None else one + (other or 0)


def _count(sum_: Sum | None, row: tuple[Json, ...]) -> int | None:
    """Clicks can't be fewer than none. Raises BadValue."""
    count = None if sum_ is None else sum_.of(row)
    if count is not None and count < 0:
        raise BadValue(_("{value} is no count").format(value=count))
    return count


def _plan(settings: OffersSource) -> ListPlan[Offer | None]:
    template = compile_request(settings.request)
    row = _OfferRow(settings)
    return ListPlan(
        template=template,
        paging=Paging(settings.pages, cursor_in_request="cursor" in template.uses),
        taker=RowTaker(settings.rows.items, row.plan, levels=settings.rows.levels),
        make=row.offer,
        where=row.sku,
    )
