"""Reading a shop's products: one by one, or one call for many."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from app.domain.readings import ShopAnswer, ShopReading
from app.ports import AnswerRejected
from app.words import _
from services.rest.answers import GONE, Heard, Verdict
from services.rest.calling import Call, Caller
from services.rest.composing import compile_request
from services.rest.limiter import Lane
from services.rest.listing import Listing, ListPlan, ListReader
from services.rest.pages import Paging
from services.rest.rows import BAD_SHARE, RowTaker, believe, rejected
from services.rest.settings import StorefrontSource
from services.rest.shop_rows import ShopMapper, ShopRow, digits
from services.rest.strict_json import Json

Ids = Mapping[str, str | int]
"""The shop's id of each SKU."""


class ShopReader(Protocol):
    """Reads products of one storefront. `reads_each`: by a request for each."""

    reads_each: bool

    async def read(self, skus: Sequence[str], lane: Lane) -> ShopAnswer:
        """State of these products. Raises SourceError."""
        ...


def shop_reader(settings: StorefrontSource, caller: Caller, ids: Ids) -> ShopReader:
    """The reader that fits the settings: by product where the request names one. Raises BadPath."""
    names_product = compile_request(settings.read.request).uses & {"product_id", "sku"}
    if settings.read.items is not None and not names_product:
        return _ReadsList(settings, caller, ids)
    return _ReadsEach(settings, caller, ids)


class _ReadsList:
    """One call for many."""

    reads_each = False

    def __init__(self, settings: StorefrontSource, caller: Caller, ids: Ids) -> None:
        mapper = ShopMapper(settings.read)
        template = compile_request(settings.read.request)
        self._source = settings.id
        self._ids = ids
        self._had_rows = False
        plan = ListPlan(
            template=template,
            paging=Paging(settings.pages, cursor_in_request="cursor" in template.uses),
            taker=RowTaker(settings.read.items or "", mapper.plan),
            make=mapper.listed,
            where=mapper.id or 0,
        )
        self._readers = {lane: ListReader(caller, plan, lane=lane, conditional=False) for lane in Lane}

    async def read(self, skus: Sequence[str], lane: Lane) -> ShopAnswer:
        """State of these products out of the whole list."""
        listing = await self._readers[lane].read()
        believe(listing.rows, listing.rejected)
        self._doubt_emptiness(listing)
        rows = _by_id(listing)
        found = {sku: row for sku in skus if (row := rows.get(digits(self._ids[sku]) or "")) is not None}
        lost = [sku for sku in skus if sku not in found]
        notes = tuple(rejected(sku, row.note) for sku, row in found.items() if row.note)
        # a row that was not believed may be the one we miss: then nobody says that it is gone
        unsure = [ShopReading(sku=sku, sold_out=None) for sku in lost] if listing.rejected else []
        return ShopAnswer(
            source=self._source,
            asked_at=listing.asked_at,
            seen_at=listing.seen_at,
            as_of=listing.as_of,
            clock_offset=listing.clock_offset,
            rejected=listing.rejected + notes,
            readings=(*(row.reading(sku) for sku, row in found.items()), *unsure),
            gone=() if unsure else tuple(lost),
        )

    def _doubt_emptiness(self, listing: Listing[ShopRow]) -> None:
        if listing.rows == 0 and self._had_rows and not listing.says_empty:
            raise AnswerRejected(
                _("The list is empty, though there were rows before; the old figures stay."),
                remedy=_("Where it is really empty, name the row count as `total` under `pages`."),
            )
        self._had_rows = listing.rows > 0


class _ReadsEach:
    """One call per product."""

    reads_each = True

    def __init__(self, settings: StorefrontSource, caller: Caller, ids: Ids) -> None:
        read = settings.read
        self._source = settings.id
        self._caller = caller
        self._ids = ids
        self._template = compile_request(read.request)
        self._mapper = ShopMapper(read)
        self._taker = RowTaker(read.items, self._mapper.plan) if read.items is not None else None

    async def read(self, skus: Sequence[str], lane: Lane) -> ShopAnswer:
        """State of these products, asked one after the other."""
        looks = [await self._look(sku, lane) for sku in skus]
        faults = [look.fault for look in looks if look.fault is not None]
        if len(faults) * BAD_SHARE > len(looks):
            raise faults[0]
        heard = [look.heard for look in looks]
        stamps = [look.as_of for look in looks if look.as_of is not None]
        now = self._caller.now()
        return ShopAnswer(
            source=self._source,
            asked_at=heard[0].asked_at if heard else now,
            seen_at=heard[-1].seen_at if heard else now,
            as_of=min(stamps, default=None),
            clock_offset=heard[-1].clock_offset if heard else None,
            rejected=tuple(rejected(look.sku, look.note) for look in looks if look.note),
            readings=tuple(look.row.reading(look.sku) for look in looks if look.row is not None),
            gone=tuple(look.sku for look in looks if look.row is None),
        )

    async def _look(self, sku: str, lane: Lane) -> "_Look":
        values = {"product_id": self._ids[sku], "sku": sku}
        heard = await self._caller.hear(Call(template=self._template, values=values, lane=lane))
        if heard.verdict is Verdict.REFUSED and heard.response.status in GONE:
            return _Look(sku, heard, None)
        try:
            document = self._caller.usable(heard).document
            return _Look(sku, heard, self._row(sku, document), as_of=self._caller.as_of(heard))
        except AnswerRejected as error:
            return _Look(sku, heard, ShopRow(id=None, sold_out=None), fault=error)

    def _row(self, sku: str, document: Json) -> ShopRow | None:
        """The product in a document: all of it, or one row of a list. None: it is not in the list."""
        if self._taker is None:
            return self._mapper.of_document(document)
        wanted = digits(self._ids[sku])
        rows = [self._mapper.row(row) for row in self._taker.take(document).rows]
        return next((row for row in rows if row.id == wanted), None)


@dataclass(frozen=True, slots=True)
class _Look:
    """One product's answer. `row` None: the shop does not know it. `fault`: it could not be understood."""

    sku: str
    heard: Heard
    row: ShopRow | None
    as_of: datetime | None = None
    fault: AnswerRejected | None = None

    @property
    def note(self) -> str:
        """What was not believed, empty where all was."""
        return str(self.fault) if self.fault is not None else self.row.note if self.row is not None else ""


def _by_id(listing: Listing[ShopRow]) -> dict[str, ShopRow]:
    """Products by their ids; one that stands there twice with two states has none."""
    found: dict[str, ShopRow] = {}
    for row in (row for page in listing.pages for row in page):
        before = found.get(row.id or "")
        contradicts = before is not None and before.sold_out != row.sold_out
        found[row.id or ""] = replace(row, sold_out=None) if contradicts else row
    return found
