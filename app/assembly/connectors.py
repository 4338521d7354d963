"""Which connectors there are, how their settings are checked, and how they are built."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.config import ConfiguredSource, Kind, Registry, Settings
from app.domain.catalogue import Warehouse
from app.domain.readings import SourceRole
from app.ports import (
    Clock,
    Jitter,
    Notifier,
    OffersSource,
    SalesSource,
    Secrets,
    StockSource,
    Storefront,
    TrafficSource,
)
from services.http import Http
from services.notices import webhook
from services.offers import rest as offers_rest
from services.rest.calling import Means, with_accounts
from services.rest.checks import check_account, check_notice, check_source
from services.rest.composing import fill_secrets
from services.rest.settings import Account, StorefrontSource, WarehouseSource, WebhookNotice, places
from services.rest.settings import OffersSource as OffersSettings
from services.rest.settings import SalesSource as SalesSettings
from services.rest.settings import TrafficSource as TrafficSettings
from services.sales import rest as sales_rest
from services.secrets import redactor
from services.storefronts import manual
from services.storefronts import rest as storefronts_rest
from services.traffic import rest as traffic_rest
from services.warehouses import rest as warehouses_rest

REST = "rest"
WEBHOOK = "webhook"


def registry() -> Registry:
    """Every kind of source that settings may name."""
    return Registry(
        account=Kind(type=Account, check=check_account),
        sources={
            SourceRole.WAREHOUSE: {REST: Kind(type=WarehouseSource, check=check_source, places=places)},
            SourceRole.TRAFFIC: {REST: Kind(type=TrafficSettings, check=check_source)},
            SourceRole.SALES: {REST: Kind(type=SalesSettings, check=check_source)},
            SourceRole.OFFERS: {REST: Kind(type=OffersSettings, check=check_source)},
            SourceRole.STOREFRONT: {
                REST: Kind(type=StorefrontSource, check=check_source),
                manual.MANUAL: Kind(type=manual.ManualStorefront, check=manual.check),
            },
        },
        notices={WEBHOOK: Kind(type=WebhookNotice, check=check_notice)},
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Connected:
    """The sources of a room, ready to be asked."""

    stock: tuple[StockSource, ...]
    traffic: tuple[TrafficSource, ...]
    sales: tuple[SalesSource, ...]
    offers: tuple[OffersSource, ...]
    storefronts: tuple[Storefront, ...]
    notifiers: tuple[Notifier, ...] = ()

    def all(self) -> Sequence[StockSource | TrafficSource | SalesSource | OffersSource | Storefront]:
        """Every source, in the order of the roles."""
        return (*self.stock, *self.traffic, *self.sales, *self.offers, *self.storefronts)

    def warehouses(self) -> tuple[Warehouse, ...]:
        """Every warehouse that the settings name, in their order."""
        return tuple(warehouse for source in self.stock for warehouse in source.warehouses)

    async def close(self) -> None:
        """Close every connection."""
        for each in (*self.all(), *self.notifiers):
            await each.close()


async def connect(settings: Settings, *, secrets: Secrets, clock: Clock, jitter: Jitter) -> Connected:
    """Build every source of the settings.

    Raises:
        OSError: The settings' `ca_file` can't be read.
        SecretMissing: The proxy's address names a secret that is not stored.
    """
    means = await _means(settings, secrets, clock, jitter)
    return Connected(
        stock=tuple(warehouses_rest.build(s.settings, means) for s in settings.of(SourceRole.WAREHOUSE)),
        traffic=tuple(traffic_rest.build(s.settings, means) for s in settings.of(SourceRole.TRAFFIC)),
        sales=tuple(sales_rest.build(s.settings, means) for s in settings.of(SourceRole.SALES)),
        offers=tuple(offers_rest.build(s.settings, means) for s in settings.of(SourceRole.OFFERS)),
        storefronts=_storefronts(settings, means, settings.of(SourceRole.STOREFRONT)),
        notifiers=tuple(webhook.build(notice.settings, means) for notice in settings.notices),
    )


async def connect_storefronts(
    settings: Settings, *, secrets: Secrets, clock: Clock, jitter: Jitter
) -> tuple[Storefront, ...]:
    """Build what the guardian needs: the storefronts, without those where a person has to press.

    Raises as `connect` does.
    """
    means = await _means(settings, secrets, clock, jitter)
    sources = [source for source in settings.of(SourceRole.STOREFRONT) if source.kind != manual.MANUAL]
    return _storefronts(settings, means, sources)


async def _means(settings: Settings, secrets: Secrets, clock: Clock, jitter: Jitter) -> Means:
    proxy = await fill_secrets(settings.network.proxy, secrets)
    http = Http(proxy=proxy, ca_file=settings.network.ca_file)
    means = Means(http=http, secrets=secrets, clock=clock, jitter=jitter, redactor=redactor())
    return with_accounts(means, settings.accounts)


def _storefronts(
    settings: Settings, means: Means, sources: Sequence[ConfiguredSource]
) -> tuple[Storefront, ...]:
    skus = [product.sku for product in settings.products]
    return tuple(_storefront(source, means, skus) for source in sources)


def _storefront(source: ConfiguredSource, means: Means, skus: Sequence[str]) -> Storefront:
    if source.kind == manual.MANUAL:
        return manual.build(source.settings, means.clock, skus=skus)
    return storefronts_rest.build(source.settings, means, skus=skus)
