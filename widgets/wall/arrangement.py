"""Where each product stands on the wall: an order taken when a person asks, and kept while figures change.

Pure bookkeeping over gauge views; nothing of Qt. A product that appears later stands at the end, under a
heading of its own; what would stand elsewhere by now is only counted.
"""

import unicodedata
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from app.views.gauge import GaugeView, Urgency


class Order(StrEnum):
    """How the wall is sorted when asked to."""

    URGENCY = "urgency"
    LINE_UP = "line_up"


class Filter(StrEnum):
    """Which products are shown."""

    ALL = "all"
    TO_DO = "to_do"
    OFF_SALE = "off_sale"
    DATA = "data"
    ABNORMAL = "abnormal"


_GROUPS = {
    Filter.TO_DO: frozenset({Urgency.ACT_NOW, Urgency.WATCH}),
    Filter.OFF_SALE: frozenset({Urgency.OFF_SALE}),
    Filter.DATA: frozenset({Urgency.DOUBTFUL}),
    Filter.ABNORMAL: frozenset(Urgency) - {Urgency.NORMAL},
}


@dataclass(frozen=True, slots=True)
class Section:
    """Consecutive products under one heading; `group` is None for those that came after the sorting."""

    group: Urgency | None
    first: int
    count: int


class Arrangement:
    """The order of products as last sorted, and what has changed since."""

    def __init__(self) -> None:
        self.order = Order.URGENCY
        self._skus: list[str] = []
        self._groups: dict[str, Urgency] = {}
        self._sizes: Counter[Urgency] = Counter()
        self._late: set[str] = set()
        self._moved: dict[str, Urgency] = {}
        """Products that would stand in another group by now, and in which."""
        self._line_up: dict[str, int] = {}
        self._out_of_line: int | None = 0

    def knows(self, sku: str) -> bool:
        """Whether this product has a place."""
        return sku in self._groups

    def knows_all(self, skus: Iterable[str]) -> bool:
        """Whether each of these products has a place."""
        return self._groups.keys() >= set(skus)

    @property
    def skus(self) -> Sequence[str]:
        """All products in their places."""
        return self._skus

    def sort(self, gauges: Mapping[str, GaugeView], present: Iterable[str], order: Order) -> None:
        """Take the order anew from `gauges`; `present` are the SKUs in settings order."""
        self.order = order
        known = [gauges[sku] for sku in present if sku in gauges]
        # sorting is stable: what ranks alike stays in settings order
        known.sort(key=_by_urgency if order is Order.URGENCY else _by_line_up)
        self._skus = [view.sku for view in known]
        self._groups = {view.sku: view.group for view in known}
        self._sizes = Counter(self._groups.values())
        self._line_up = {view.sku: view.line_up for view in known}
        self._out_of_line = 0
        self._late.clear()
        self._moved.clear()

    def take_in(self, gauges: Mapping[str, GaugeView], present: Sequence[str]) -> bool:
        """Append products that are new and drop those that are gone; True when any were."""
        wanted = set(present)
        gone = [sku for sku in self._skus if sku not in wanted]
        new = [sku for sku in present if sku not in self._groups and sku in gauges]
        if gone:
            self._skus = [sku for sku in self._skus if sku in wanted]
            for sku in gone:
                self._forget(sku)
        for sku in new:
            self._skus.append(sku)
            self._groups[sku] = gauges[sku].group
            self._sizes[gauges[sku].group] += 1
            self._late.add(sku)
        return bool(gone or new)

    def _forget(self, sku: str) -> None:
        self._sizes[self._groups.pop(sku)] -= 1
        self._line_up.pop(sku, None)
        self._late.discard(sku)
        self._moved.pop(sku, None)

    def note(self, view: GaugeView) -> bool:
        """Remember whether this product would stand elsewhere by now; True when counts may be others."""
        sku, group = view.sku, view.group
        out_of_line = self._line_up.get(sku, view.line_up) != view.line_up
        if out_of_line:
            self._line_up[sku] = view.line_up
            self._out_of_line = None
        placed = self._groups.get(sku)
        if placed is None or group is self._moved.get(sku, placed):
            return out_of_line
        if group is placed:
            del self._moved[sku]
        else:
            self._moved[sku] = group
        return True

    def changed(self) -> int:
        """How many products would stand elsewhere if it were sorted now."""
        if self.order is Order.URGENCY:
            return len(self._moved.keys() | self._late)
        if self._out_of_line is None:
            places = [self._line_up[sku] for sku in self._skus if sku in self._line_up]
            self._out_of_line = len(places) - _longest_rise(places)
        return len(self._late) + self._out_of_line

    def count(self, which: Filter) -> int:
        """How many products a filter shows."""
        if which is Filter.ALL:
            return len(self._skus)
        groups = _GROUPS[which]
        placed = sum(self._sizes[group] for group in groups)
        return placed + sum(
            now in groups and self._groups[sku] not in groups for sku, now in self._moved.items()
        )

    def passes(self, view: GaugeView, which: Filter) -> bool:
        """Whether a filter shows this product: by its place, so that nothing leaves under the pointer.

        What has come to belong there since the sorting, a product just held say, is shown at once as well.
        """
        if which is Filter.ALL:
            return True
        groups = _GROUPS[which]
        return self._groups[view.sku] in groups or view.group in groups

    def sections(self, shown: Sequence[str]) -> tuple[Section, ...]:
        """The headings over `shown`, which keeps the places' order; line-up order has a nameless one."""
        if self.order is Order.LINE_UP:
            return (Section(None, 0, len(shown)),) if shown else ()
        found: list[Section] = []
        first = 0
        for group, members in groupby(shown, self._heading_of):
            count = sum(1 for _member in members)
            found.append(Section(group, first, count))
            first += count
        return tuple(found)

    def _heading_of(self, sku: str) -> Urgency | None:
        return None if sku in self._late else self._groups[sku]


def _by_urgency(view: GaugeView) -> tuple[int, int]:
    return (view.group, view.rank)


def _by_line_up(view: GaugeView) -> int:
    return view.line_up


def _longest_rise(places: Sequence[int]) -> int:
    """Length of the longest rising run to be picked from `places`: what is not in it would have to move."""
    ends: list[int] = []
    for place in places:
        at = bisect_left(ends, place)
        ends[at : at + 1] = [place]
    return len(ends)


def search_key(text: str) -> str:
    """Text as it is searched: composed (NFC) and without regard to case; display keeps the original."""
    return unicodedata.normalize("NFC", text).casefold()
