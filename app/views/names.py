"""What people call things: names of the settings file by id, and how the room writes time and money.

Made once from the settings; ids that the file does not name (a site in an answer, a new SKU) stand for
themselves. Not for figures.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, tzinfo

from app.domain.catalogue import Warehouse
from app.domain.hold import Reason
from app.words import clock_time, plain

__all__ = ["Names"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """Names by id, and the room's zone, currency and limits.

    `pages` gives for a storefront where a person can act by hand. `levels` are per cent, highest
    first; the last two are low and critical.
    """

    room: str
    zone: tzinfo
    currency: str = "USD"
    titles: Mapping[str, str] = field(default_factory=dict)
    warehouses: Mapping[str, Warehouse] = field(default_factory=dict)
    storefronts: Mapping[str, str] = field(default_factory=dict)
    sources: Mapping[str, str] = field(default_factory=dict)
    pages: Mapping[str, str] = field(default_factory=dict)
    product_pages: Mapping[tuple[str, str], str] = field(default_factory=dict)
    """The same for one product (storefront, SKU), where each has a page of its own."""
    by_hand: frozenset[str] = frozenset()
    """Storefronts that only people can work."""
    levels: tuple[int, ...] = (50, 30, 10)
    hold_minutes: float = 30.0
    holds_per_broadcast: int = 3
    labels: Mapping[str, tuple[str, tuple[Reason, ...]]] = field(default_factory=dict)
    """What a storefront's platform writes by itself, and the reasons that make it true."""
    second_reasons: tuple[Reason, ...] = ()
    """Reasons that take the initials of two people."""

    def title(self, sku: str) -> str:
        """A product's title, or its SKU, safe to show."""
        return plain(self.titles.get(sku, sku))

    def warehouse(self, warehouse: str) -> str:
        """A warehouse's name, or its id."""
        known = self.warehouses.get(warehouse)
        return warehouse if known is None else known.name

    def short(self, warehouse: str) -> str:
        """A warehouse's short name for the gauges, or the start of its id."""
        known = self.warehouses.get(warehouse)
        return warehouse[:3].upper() if known is None else known.short

    def storefront(self, storefront: str) -> str:
        """A storefront's name, or its id."""
        return self.storefronts.get(storefront, storefront)

    def page(self, storefront: str, sku: str) -> str:
        """Where a person can put this product back by hand: its own page, else the shop's; empty for none."""
        return self.product_pages.get((storefront, sku)) or self.pages.get(storefront, "")

    def source(self, source: str) -> str:
        """A source's name, or its id."""
        return self.sources.get(source, source)

    def clock(self, at: datetime, *, seconds: bool = True) -> str:
        """An instant as the room's wall clock shows it."""
        return clock_time(at, self.zone, seconds=seconds)
