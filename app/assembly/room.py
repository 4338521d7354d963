"""From settings to the room that the engine runs: names, products, house rules."""

from dataclasses import replace
from zoneinfo import ZoneInfo

from app.assembly.connectors import Connected
from app.config import Settings
from app.domain.policy import Policy
from app.domain.readings import SourceRole
from app.domain.replenishment import service_factor
from app.engine.parts import RoomPlan
from app.ports import ManualStorefront
from app.views.names import Names
from app.words import zone_named
from services.rest.settings import StorefrontSource
from services.storefronts.rest import product_pages

DEFAULT_ZONE = "UTC"


def room_zone(settings: Settings) -> ZoneInfo:
    """The room's time zone."""
    return zone_named(settings.room.timezone or DEFAULT_ZONE)


def names_for(settings: Settings) -> Names:
    """What the file calls things, without those that only a connection knows."""
    return Names(
        room=settings.room.name,
        zone=room_zone(settings),
        currency=settings.room.currency,
        titles={product.sku: product.title for product in settings.products},
        storefronts={shop.id: shop.settings.name or shop.id for shop in settings.of(SourceRole.STOREFRONT)},
        hold_minutes=settings.limits.hold_minutes,
        holds_per_broadcast=settings.limits.holds_per_broadcast,
        second_reasons=tuple(settings.limits.second_initials),
    )


def _product_pages(settings: Settings) -> dict[tuple[str, str], str]:
    """Where a person finds each product in a shop, by storefront and SKU."""
    skus = [product.sku for product in settings.products]
    shops = [shop.settings for shop in settings.of(SourceRole.STOREFRONT)]
    return {
        (shop.id, sku): page
        for shop in shops
        for sku, page in (
            product_pages(shop, skus) if isinstance(shop, StorefrontSource) else shop.pages
        ).items()
    }


def plan_for(settings: Settings, connected: Connected) -> RoomPlan:
    """The room of these settings."""
    zone = room_zone(settings)
    limits = settings.limits
    policy = replace(
        Policy(),
        zone=zone,
        hold_seconds=limits.hold_minutes * 60,
        holds_per_broadcast=limits.holds_per_broadcast,
        second_initials=frozenset(limits.second_initials),
        safety=settings.stock.safety,
        call_minutes=settings.stock.call_minutes,
        service_factor=service_factor(settings.stock.service_level),
    )
    names = replace(
        names_for(settings),
        warehouses={warehouse.id: warehouse for warehouse in connected.warehouses()},
        storefronts={shop.info.id: shop.info.name for shop in connected.storefronts},
        by_hand=frozenset(
            shop.info.id for shop in connected.storefronts if isinstance(shop, ManualStorefront)
        ),
        pages={
            shop.info.id: shop.guide.page
            for shop in connected.storefronts
            if isinstance(shop, ManualStorefront) and shop.guide.page
        },
        product_pages=_product_pages(settings),
        labels={
            shop.info.id: (shop.label, tuple(sorted(shop.label_means)))
            for shop in connected.storefronts
            if shop.label
        },
        sources={source.info.id: source.info.name for source in connected.all()}
        | {notice.id: notice.settings.name or notice.id for notice in settings.notices},
    )
    return RoomPlan(
        names=names,
        products=settings.products,
        policy=policy,
        override_reason=limits.override_reason,
        texts=settings.texts,
        stock=settings.stock,
    )
