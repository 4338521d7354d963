"""Which products stand on which card: an order that stays while figures change, in pages of twelve.

Pure bookkeeping, nothing of Qt. A product that appears later stands at the end.
"""

import unicodedata
from collections.abc import Iterable, Mapping
from typing import Final

from app.views.panel import panel_order

PER_PAGE: Final = 12


class Shelf:
    """The order of the cards, what is looked for, and the page that lies open."""

    def __init__(self) -> None:
        self._skus: tuple[str, ...] = ()
        self._titles: Mapping[str, str] = {}
        self._wanted = ""
        self._page = 0

    @property
    def all_count(self) -> int:
        """How many products there are."""
        return len(self._skus)

    @property
    def found(self) -> tuple[str, ...]:
        """All products that match what is looked for, in their places."""
        return tuple(sku for sku in self._skus if self._matches(sku))

    @property
    def pages(self) -> int:
        """How many pages they fill; at least one."""
        return max(1, -(-len(self.found) // PER_PAGE))

    @property
    def page(self) -> int:
        """The open page, from 0."""
        return min(self._page, self.pages - 1)

    @property
    def cards(self) -> tuple[str, ...]:
        """The products of the open page, one per card."""
        return self.found[self.page * PER_PAGE : (self.page + 1) * PER_PAGE]

    def arrange(self, order: Iterable[str], on_air: str | None, following: str | None) -> None:
        """Take the order anew, with what is shown now in front; the first page lies open."""
        self._skus = panel_order(order, on_air, following)
        self._page = 0

    def take_in(self, order: Iterable[str]) -> None:
        """Append products that are new and drop those that are gone; every other keeps its place."""
        wanted = tuple(order)
        kept = tuple(sku for sku in self._skus if sku in wanted)
        self._skus = kept + tuple(sku for sku in wanted if sku not in kept)

    def turn_to(self, page: int) -> None:
        """Open another page; the nearest there is."""
        self._page = min(max(0, page), self.pages - 1)

    def look_for(self, words: str, titles: Mapping[str, str]) -> None:
        """Show only products whose SKU or title contains `words`."""
        self._wanted, self._titles = _key(words.strip()), titles
        self._page = 0

    def _matches(self, sku: str) -> bool:
        return not self._wanted or self._wanted in _key(f"{self._titles.get(sku, '')}\n{sku}")


def _key(words: str) -> str:
    return unicodedata.normalize("NFC", words).casefold()
