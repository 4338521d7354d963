"""The products of the wall as an item model over the room's store: shown rows in places that do not move.

Judges nothing: groups, ranks and line-up come with the views. Painting is the view's.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from enum import IntEnum
from typing import Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from typing_extensions import override

from app.views.gauge import GaugeView
from app.words import plain
from widgets.gauge.words import hover_text, spoken
from widgets.kit.label import plain_markup
from widgets.store import RoomStore
from widgets.wall.arrangement import Arrangement, Filter, Order, Section, search_key

SETTLING: Final = timedelta(seconds=10)
"""After the first products appear the wall sorts itself so long, or until every warehouse has answered."""

_Index = QModelIndex | QPersistentModelIndex
_NO_INDEX: Final = QModelIndex()


class Role(IntEnum):
    """What a row can be asked for beside its text."""

    SKU = Qt.ItemDataRole.UserRole + 1
    VIEW = Qt.ItemDataRole.UserRole + 2


class WallModel(QAbstractListModel):
    """One row per shown product.

    Signals:
        arranged: Places, filter or the set of products changed.
        summed: Counts, or how many have changed since the sorting.
    """

    arranged = Signal()
    summed = Signal()

    def __init__(self, store: RoomStore) -> None:
        super().__init__()
        self._store = store
        self._arrangement = Arrangement()
        self._filter = Filter.ALL
        self._text = ""
        self._shown: list[str] = []
        self._rows: dict[str, int] = {}
        self._keys: dict[str, tuple[str, str]] = {}
        self._first_at: datetime | None = None
        self._settling = False
        self.sorted_at = store.now()
        """When the order was taken."""
        store.order_changed.connect(self._take_in)
        store.gauges_changed.connect(self._take_over)
        store.broadcast_changed.connect(self._settle)
        self.resort()
        self._settling = self._is_settling()

    @property
    def order(self) -> Order:
        """How it was sorted."""
        return self._arrangement.order

    @property
    def filter(self) -> Filter:
        """Which products are shown."""
        return self._filter

    @property
    def skus(self) -> Sequence[str]:
        """The shown products, row by row."""
        return self._shown

    @property
    def changed_since(self) -> int:
        """How many products would stand elsewhere if it were sorted now."""
        return self._arrangement.changed()

    def sections(self) -> tuple[Section, ...]:
        """The headings and the rows under each."""
        return self._arrangement.sections(self._shown)

    def counts(self) -> dict[Filter, int]:
        """How many products each filter would show."""
        return {which: self._arrangement.count(which) for which in Filter}

    def view_of(self, sku: str) -> GaugeView:
        """The gauge of a product.

        Raises:
            KeyError: There is no such product.
        """
        return self._store.gauges[sku]

    def row_of(self, sku: str) -> int | None:
        """The row of a product; None where it is not shown."""
        return self._rows.get(sku)

    def resort(self, order: Order | None = None) -> None:
        """Take the order anew, because a person asked."""
        self.sorted_at = self._store.now()
        self._arrangement.sort(self._store.gauges, self._store.order, order or self.order)
        self._show_anew()

    def show_only(self, which: Filter) -> None:
        """Show the products of one filter."""
        if which is not self._filter:
            self._filter = which
            self._show_anew()

    def search(self, text: str) -> None:
        """Show only products whose title or SKU contains `text`."""
        key = search_key(text.strip())
        if key != self._text:
            self._text = key
            self._show_anew()

    def _take_in(self) -> None:
        """Products appeared or went."""
        if self._first_at is None and self._store.order:
            self._first_at = self._store.now()
        if self._settling:
            self.resort()
        elif self._arrangement.take_in(self._store.gauges, self._store.order):
            self._show_anew()

    def _take_over(self, skus: tuple[str, ...]) -> None:
        """Gauges changed."""
        gauges = self._store.gauges
        recount = [self._arrangement.note(gauges[sku]) for sku in skus]
        self._forget_renamed(skus)
        if not self._arrangement.knows_all(skus):
            self._take_in()
        self._settle()
        if not self._shows_all and any(self._passes(sku) is not (sku in self._rows) for sku in skus):
            self._adjust()
        rows = [self._rows[sku] for sku in skus if sku in self._rows]
        if rows:
            # once for all of them: a signal costs more than a view's look at what it has on screen
            self.dataChanged.emit(self.index(min(rows)), self.index(max(rows)))
        if any(recount):
            self.summed.emit()

    def _forget_renamed(self, skus: tuple[str, ...]) -> None:
        """Drop the search keys of products with a new title."""
        gauges = self._store.gauges
        for sku in self._keys.keys() & set(skus):
            if self._keys[sku][0] != gauges[sku].title:
                del self._keys[sku]

    def _settle(self) -> None:
        """Sort by itself while the first figures come in, then never again."""
        if not self._settling:
            return
        if self.changed_since:
            self.resort()
        self._settling = self._is_settling()

    def _is_settling(self) -> bool:
        known = not any(view.missing for view in self._store.gauges.values())
        waited = self._first_at is not None and self._store.now() - self._first_at >= SETTLING
        starting = self._store.broadcast is None or self._store.broadcast.starting
        return starting or not (known or waited)

    @property
    def _shows_all(self) -> bool:
        return self._filter is Filter.ALL and not self._text

    def _passing(self) -> list[str]:
        skus = self._arrangement.skus
        if self._shows_all:
            return list(skus)
        return [sku for sku in skus if self._passes(sku)]

    def _passes(self, sku: str) -> bool:
        """Whether this product is to be shown."""
        arrangement, view = self._arrangement, self._store.gauges[sku]
        return arrangement.knows(sku) and arrangement.passes(view, self._filter) and self._matches(sku)

    def _matches(self, sku: str) -> bool:
        if not self._text:
            return True
        known = self._keys.get(sku)
        if known is None:
            title = self._store.gauges[sku].title
            known = self._keys[sku] = (title, search_key(f"{title}\n{sku}"))
        return self._text in known[1]

    def _show_anew(self) -> None:
        self.beginResetModel()
        self._number(self._passing())
        self.endResetModel()
        self.arranged.emit()
        self.summed.emit()

    def _number(self, skus: Iterable[str]) -> None:
        self._shown = list(skus)
        self._rows = {sku: row for row, sku in enumerate(self._shown)}

    def _adjust(self) -> None:
        """Show what passes by now, touching only the rows that come or go."""
        wanted = self._passing()
        if wanted == self._shown:
            return
        keep = set(wanted)
        for row in reversed(range(len(self._shown))):
            if self._shown[row] not in keep:
                self.beginRemoveRows(_NO_INDEX, row, row)
                self._number(self._shown[:row] + self._shown[row + 1 :])
                self.endRemoveRows()
        for row, sku in enumerate(wanted):
            if sku not in self._rows:
                self.beginInsertRows(_NO_INDEX, row, row)
                self._number([*self._shown[:row], sku, *self._shown[row:]])
                self.endInsertRows()
        self.arranged.emit()

    @override
    def rowCount(self, parent: _Index = _NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self._shown)

    @override
    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or not 0 <= index.row() < len(self._shown):
            return None
        view = self._store.gauges[self._shown[index.row()]]
        if role == Qt.ItemDataRole.DisplayRole:
            return plain(view.title)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return spoken(view, self._store.now(), self._store.zone)
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_markup(hover_text(view, self._store.now(), self._store.age_from))
        if role == Role.SKU:
            return view.sku
        return view if role == Role.VIEW else None


def runs(rows: Sequence[int]) -> Iterator[tuple[int, int]]:
    """First and last of each run of neighbours in rising `rows`."""
    start = 0
    for at in range(1, len(rows) + 1):
        if at == len(rows) or rows[at] != rows[at - 1] + 1:
            yield rows[start], rows[at - 1]
            start = at
