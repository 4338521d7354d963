"""The settings of rest sources, typed: one struct per table of the settings file, its field names the keys.

What a field may hold stands in its type; what only several keys together can get wrong is told by
`services.rest.checks`. Not for reading the file; that is app.config's, which is handed these types.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Any, Literal, TypeAlias

from msgspec import Meta, Struct, field

from app.domain.catalogue import AgedStep, StorageCost, WarehouseMode
from app.domain.hold import Reason
from app.domain.notices import NoticeEvent
from app.domain.readings import SalesCount, SourceRole

Money: TypeAlias = Decimal
"""An amount in the room's currency; the file writes it as text or number, never negative."""
Figure: TypeAlias = str | list[str]
"""A JMESPath, or a sum of them, each with an optional leading minus."""
Ident: TypeAlias = Annotated[str, Meta(pattern=r"^[a-z0-9_-]+$", max_length=64)]


class Part(Struct, frozen=True, kw_only=True):
    """One table of the settings file."""


class Limit(Part, frozen=True, kw_only=True):
    """How often a source, or an account, may be asked."""

    per_second: Annotated[float, Meta(gt=0)] = 5.0
    burst: Annotated[int, Meta(ge=1)] = 5


class Basic(Part, frozen=True, kw_only=True):
    """HTTP basic authentication."""

    user: str = ""
    password: str = ""


class Request(Part, frozen=True, kw_only=True):
    """One request, with placeholders at any depth."""

    url: Annotated[str, Meta(min_length=1)]
    method: Literal["GET", "POST", "PUT", "PATCH", "DELETE"] = "GET"
    headers: dict[str, str | int | float | bool] = field(default_factory=dict)
    query: dict[str, Any] = field(default_factory=dict)
    json: Any = None
    form: dict[str, Any] | None = None
    basic: Basic | None = None


class Login(Request, frozen=True, kw_only=True):
    """A request run once, and again when its token ends."""

    token: Annotated[str, Meta(min_length=1)]
    expires_in: str | Annotated[float, Meta(gt=0)] | None = None


class Account(Part, frozen=True, kw_only=True):
    """Login, token and limit that several sources have in common."""

    id: Ident
    login: Login | None = None
    limit: Limit = Limit()


class Pages(Part, frozen=True, kw_only=True):
    """How a list comes in pages."""

    style: Literal["none", "page", "offset", "cursor", "link"] = "none"
    size: Annotated[int, Meta(ge=1)] = 100
    first: Annotated[int, Meta(ge=0)] = 1
    total: str | None = None
    next: str | None = None
    more: str | None = None
    max_pages: Annotated[int, Meta(ge=1)] = 200


class Answer(Part, frozen=True, kw_only=True):
    """For systems that say "200, but"."""

    ok: str | None = None
    error: str | None = None
    login_again: str | None = None
    slow_down: str | None = None
    refused: str | None = None
    as_of: str | None = None


class Reached(Part, frozen=True, kw_only=True):
    """The keys of everything that is reached by requests of the settings."""

    id: Ident
    kind: str
    name: str = ""
    timeout_seconds: Annotated[float, Meta(gt=0)] = 10.0
    max_mb: Annotated[float, Meta(gt=0)] = 2.0
    limit: Limit | None = None
    account: str | None = None
    zone: str | None = None
    login: Login | None = None
    answer: Answer = Answer()


class Source(Reached, frozen=True, kw_only=True):
    """The keys of every source."""

    poll_seconds: Annotated[float, Meta(ge=0.5)] | None = None
    stale_after_seconds: Annotated[float, Meta(gt=0)] | None = None
    pages: Pages = Pages()


class WebhookNotice(Reached, frozen=True, kw_only=True):
    """Somebody to be told by a request: of marks, restores or alerts."""

    request: Request
    events: Annotated[list[NoticeEvent], Meta(min_length=1)]
    role: Literal["customer_service", "room"] = "customer_service"


class Aged(Part, frozen=True, kw_only=True):
    """What storage costs from some age on."""

    days: Annotated[int, Meta(ge=1)]
    per_l_day: Money


class Cost(Part, frozen=True, kw_only=True):
    """What a warehouse costs, per unit or per litre and day, in the room's currency; for comparisons."""

    storage_per_l_day: Money = Decimal(0)
    handling: Money = Decimal(0)
    return_: Money = field(default=Decimal(0), name="return")
    last_mile: Money = Decimal(0)
    aged: tuple[Aged, ...] = ()
    inbound_days: Annotated[float, Meta(ge=0)] = 0.0

    def fact(self) -> StorageCost:
        """The same as the domain knows it, its steps by age."""
        steps = sorted(self.aged, key=lambda step: step.days)
        return StorageCost(
            storage_per_l_day=self.storage_per_l_day,
            handling=self.handling,
            returns=self.return_,
            last_mile=self.last_mile,
            aged=tuple(AgedStep(days=step.days, per_l_day=step.per_l_day) for step in steps),
            inbound_days=self.inbound_days,
        )


class Site(Part, frozen=True, kw_only=True):
    """One warehouse that a source names by a code."""

    id: Annotated[str, Meta(min_length=1, max_length=64)]
    name: str = ""
    short: str = ""
    mode: WarehouseMode | None = None
    cost: Cost | None = None


class WarehouseRows(Part, frozen=True, kw_only=True):
    """Where the rows of a warehouse's answer are, and what in them means what."""

    items: str
    sku: str
    available: Figure
    levels: str | None = None
    warehouse: str | None = None
    on_hand: Figure | None = None
    reserved: Figure | None = None
    inbound: Figure | None = None
    unsellable: Figure | None = None
    as_of: str | None = None
    changed_at: str | None = None
    duplicates: Literal["reject", "sum"] = "reject"


class WarehouseSource(Source, frozen=True, kw_only=True):
    """A warehouse system: one warehouse, or several sites."""

    request: Request
    rows: WarehouseRows
    short: str = ""
    mode: WarehouseMode = WarehouseMode.THIRD_PARTY
    cost: Cost | None = None
    sites: dict[str, Site | str] = field(default_factory=dict)


class TrafficRows(Part, frozen=True, kw_only=True):
    """What in an answer means what; paths into the whole document."""

    viewers: Figure
    organic: Figure | None = None
    paid: Figure | None = None
    interactions: Figure | None = None
    on_air: str | None = None
    reservations: Figure | None = None
    order_value: str | None = None
    repeat_share: str | None = None
    cents: bool = False
    """Amounts come in hundredths."""
    as_of: str | None = None


class TrafficSource(Source, frozen=True, kw_only=True):
    """Viewers of one room."""

    request: Request
    rows: TrafficRows


class SalesRows(Part, frozen=True, kw_only=True):
    """Where the rows of a sales answer are, and what in them means what."""

    items: str
    sku: str
    units: Figure
    levels: str | None = None
    counts: SalesCount | None = None
    order: str | None = None
    at: str | None = None
    cancelled: str | None = None
    value: str | None = None
    repeat: str | None = None
    cents: bool = False


class SalesSource(Source, frozen=True, kw_only=True):
    """Orders, or totals."""

    request: Request
    rows: SalesRows


class OfferRows(Part, frozen=True, kw_only=True):
    """Where the rows of an answer about offers are, and what in them means what."""

    items: str
    sku: str
    levels: str | None = None
    counts: Literal["since_start", "interval"] = "since_start"
    clicks: Figure | None = None
    impressions: Figure | None = None
    price: str | None = None
    cents: bool = False


class OffersSource(Source, frozen=True, kw_only=True):
    """What buyers do with each product before they buy, and what it costs them.

    Without `product_ids` rows are named by SKU, with them by the platform's own ids.
    """

    request: Request
    rows: OfferRows
    product_ids: dict[str, str | int] = field(default_factory=dict)


class ShopRead(Part, frozen=True, kw_only=True):
    """How a shop's products are read: one by one, or one call for many (`items`, `product_id`)."""

    request: Request
    items: str | None = None
    product_id: str | None = None
    sold_out: str | None = None
    on_sale: str | None = None
    quantity: Figure | None = None
    remember: dict[str, str] = field(default_factory=dict)


class ShopCommand(Part, frozen=True, kw_only=True):
    """How a shop is told something."""

    request: Request


class StorefrontSource(Source, frozen=True, kw_only=True):
    """A shop that can take a product off sale and put it back."""

    read: ShopRead
    sell_out: ShopCommand
    restore: ShopCommand
    product_ids: dict[str, str | int] = field(default_factory=dict)
    warehouses: list[str] | None = None
    enforces_quantity: bool = False
    late_effect_seconds: Annotated[float, Meta(ge=0)] = 60.0
    label: Annotated[str, Meta(max_length=60)] = ""
    label_means: list[Reason] = field(default_factory=lambda: [Reason.ROUND])
    page: Annotated[str, Meta(max_length=500)] = ""
    """Where a person finds a product in the shop; `product_id` and `sku` are its placeholders."""


def places(source: Source) -> tuple[frozenset[str], bool]:
    """Ids of the warehouses a source reports, and whether its answers may name more."""
    if not isinstance(source, WarehouseSource):
        return frozenset(), False
    if source.rows.warehouse is None:
        return frozenset({source.id}), False
    return frozenset(site if isinstance(site, str) else site.id for site in source.sites.values()), True


SOURCES: Mapping[SourceRole, type[Source]] = {
    SourceRole.WAREHOUSE: WarehouseSource,
    SourceRole.TRAFFIC: TrafficSource,
    SourceRole.SALES: SalesSource,
    SourceRole.OFFERS: OffersSource,
    SourceRole.STOREFRONT: StorefrontSource,
}
"""The types of kind `rest` by role, for the registry app.config is handed."""

POLL_SECONDS: Mapping[SourceRole, float] = {
    SourceRole.SALES: 5.0,
    SourceRole.OFFERS: 10.0,
    SourceRole.STOREFRONT: 15.0,
}
POLL_SECONDS_OTHERWISE = 2.0
BUSY_POLL_SECONDS = 5.0
"""Of a storefront, while a hold is open."""
STALE_POLLS = 5.0
STALE_AT_LEAST_S = 15.0


def poll_of(source: Source) -> float:
    """How often a source is read, seconds: as its entry says, else as its role does."""
    role = next((role for role, type_ in SOURCES.items() if isinstance(source, type_)), None)
    default = POLL_SECONDS.get(role, POLL_SECONDS_OTHERWISE) if role is not None else POLL_SECONDS_OTHERWISE
    return source.poll_seconds if source.poll_seconds is not None else default


def stale_of(source: Source) -> float:
    """From which age on its figures are stale, seconds."""
    return source.stale_after_seconds or max(STALE_AT_LEAST_S, STALE_POLLS * poll_of(source))
