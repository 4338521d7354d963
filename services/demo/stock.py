"""What lies on the shelves of the demo's warehouses, and how orders, deliveries and recounts change it.

Pure. A sold unit is reserved until it is picked; available is what is on hand and not reserved.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from services.demo.scenario import Article, Delivery

DAMAGED_SHARE = 80
"""One unit in so many came damaged and cannot be sold."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """One SKU at one site. `changed_at` is the world second of its last change."""

    sku: str
    on_hand: int
    reserved: int
    inbound: int
    unsellable: int
    changed_at: float

    @property
    def available(self) -> int:
        """Units that can still be sold; below zero where more were sold than there are."""
        return self.on_hand - self.reserved


@dataclass(slots=True, kw_only=True)
class _Shelf:
    on_hand: int
    reserved: int
    inbound: int
    unsellable: int
    changed_at: float

    @property
    def free(self) -> int:
        return max(0, self.on_hand - self.reserved)


class Stock:
    """Every shelf of every site."""

    def __init__(self, articles: Iterable[Article], deliveries: Iterable[Delivery], now: float) -> None:
        self._shelves: dict[str, dict[str, _Shelf]] = {}
        for article in articles:
            for site, units in article.opening.items():
                self._shelves.setdefault(article.sku, {})[site] = _Shelf(
                    on_hand=units,
                    reserved=article.owed.get(site, 0),
                    inbound=0,
                    unsellable=units // DAMAGED_SHARE,
                    changed_at=now,
                )
        for delivery in deliveries:
            self._shelves[delivery.sku][delivery.site].inbound += max(0, delivery.units)

    def figures(self, site: str) -> tuple[Figures, ...]:
        """All that one site lists, in the order of the products."""
        return tuple(self._figures_at(site))

    def _figures_at(self, site: str) -> Iterator[Figures]:
        for sku, shelves in self._shelves.items():
            if shelf := shelves.get(site):
                yield Figures(
                    sku=sku,
                    on_hand=shelf.on_hand,
                    reserved=shelf.reserved,
                    inbound=shelf.inbound,
                    unsellable=shelf.unsellable,
                    changed_at=shelf.changed_at,
                )

    def held(self, sku: str) -> int:
        """Units of this SKU that some site can still send."""
        return sum(shelf.free for shelf in self._shelves[sku].values())

    def reserve(self, sku: str, units: int, chance: float, now: float) -> tuple[str, int] | None:
        """Set units aside at one site, the fuller the likelier; None where nothing is left.

        Returns the site and the units, which may be fewer than asked. `chance` is between 0 and 1.
        """
        left = chance * self.held(sku)
        for site, shelf in self._shelves[sku].items():
            if shelf.free and left < shelf.free:
                taken = min(units, shelf.free)
                shelf.reserved += taken
                shelf.changed_at = now
                return site, taken
            left -= shelf.free
        return None

    def release(self, site: str, sku: str, units: int, now: float) -> None:
        """Put back what a cancelled order had set aside."""
        shelf = self._shelves[sku][site]
        shelf.reserved -= units
        shelf.changed_at = now

    def pick(self, site: str, sku: str, units: int, now: float) -> None:
        """Take units off the shelf that had been set aside."""
        shelf = self._shelves[sku][site]
        shelf.reserved -= units
        shelf.on_hand -= units
        shelf.changed_at = now

    def arrive(self, site: str, sku: str, units: int, now: float) -> int:
        """Take a delivery in, or a recount's missing units out; returns by how much the shelf changed.

        Raises KeyError for a SKU that the site does not list.
        """
        shelf = self._shelves[sku][site]
        change = max(units, -shelf.free)
        shelf.on_hand += change
        shelf.inbound = max(0, shelf.inbound - max(0, change))
        shelf.changed_at = now
        return change
