"""Stock as the warehouses last said it: rows by warehouse and SKU, and what changed with each answer.

Keeps ages by source, so that an answer in which nothing moved costs one comparison a row. Decides nothing.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import compress
from operator import is_not

from app.domain.catalogue import Warehouse
from app.domain.facts import StockAt
from app.domain.freshness import freshness
from app.domain.readings import Freshness, StockAnswer, StockReading
from app.ports import SourceInfo, StockChange

Move = tuple[StockReading, StockReading]
"""A row before and after."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What an answer changed: rows moved, figures to keep, SKUs to judge anew, new SKUs and warehouses."""

    moves: tuple[Move, ...] = ()
    changes: tuple[StockChange, ...]
    touched: frozenset[str]
    appeared: tuple[str, ...]
    warehouses: tuple[Warehouse, ...]


@dataclass(frozen=True, slots=True)
class _Left:
    """A row that keeps its last figure: until when it was true, and whether it was left out altogether."""

    true_at: datetime
    vanished: bool


@dataclass(slots=True)
class _Source:
    info: SourceInfo
    warehouses: list[str]
    confirmed_at: datetime | None = None
    """From when rows without a stamp of their own are true."""
    rows: dict[tuple[str, str], StockReading] = field(default_factory=dict)
    last: Sequence[StockReading] = ()
    """The last answer's rows as they came."""
    left: dict[tuple[str, str], "_Left"] = field(default_factory=dict)
    """Rows the last answer did not renew."""
    moved_at: datetime | None = None
    freshness: Freshness = Freshness.UNKNOWN
    """Of rows without a stamp of their own, as was last told."""


class Shelves:
    """All warehouses' rows. `warehouses` is in settings order; those found in answers follow."""

    def __init__(self, sources: Iterable[tuple[SourceInfo, Sequence[Warehouse]]]) -> None:
        self.warehouses: dict[str, Warehouse] = {}
        self._sources: dict[str, _Source] = {}
        self._listing: dict[str, list[tuple[str, str]]] = {}
        for info, warehouses in sources:
            self._sources[info.id] = _Source(info, [warehouse.id for warehouse in warehouses])
            self.warehouses |= {warehouse.id: warehouse for warehouse in warehouses}
        self._order = {name: position for position, name in enumerate(self.warehouses)}
        self._missing = tuple(self.warehouses)

    def skus(self) -> Iterable[str]:
        """Every SKU that a warehouse lists or has listed."""
        return self._listing.keys()

    def missing(self) -> tuple[str, ...]:
        """Configured warehouses that have not answered yet, in settings order."""
        return self._missing

    def stock(self, sku: str) -> tuple[StockAt, ...]:
        """The product's last accepted figures, in settings order of the warehouses."""
        listing = self._listing.get(sku, ())
        return tuple([self._stock_at(source, warehouse, sku) for source, warehouse in listing])

    def turned(self, now: datetime) -> frozenset[str]:
        """SKUs whose shared age has turned since this was last asked: their source went quiet, or is back."""
        turned: set[str] = set()
        for source in self._sources.values():
            fresh = freshness(source.confirmed_at, now, source.info.stale_after_seconds)
            if fresh is not source.freshness:
                source.freshness = fresh
                turned.update(sku for _warehouse, sku in source.rows)
        return frozenset(turned)

    def clock_jumped(self, now: datetime) -> None:
        """No age of ours may run from an instant ahead of the clock."""
        for source in self._sources.values():
            if source.confirmed_at is not None:
                source.confirmed_at = min(source.confirmed_at, now)
            if source.moved_at is not None:
                source.moved_at = min(source.moved_at, now)

    def moved_at(self, source: str) -> datetime | None:
        """When a figure of that source last changed."""
        return self._sources[source].moved_at

    def products_of(self, source: str) -> frozenset[str]:
        """The SKUs that source lists or has listed."""
        return frozenset(sku for _warehouse, sku in self._sources[source].rows)

    def take(self, answer: StockAnswer) -> Taken:
        """Take over a complete, accepted answer."""
        source = self._sources[answer.source]
        first = source.confirmed_at is None
        before = source.confirmed_at
        source.confirmed_at = max(answer.as_of or answer.asked_at, before or answer.asked_at)
        if first:
            self._missing = tuple(name for name in self._missing if name not in source.warehouses)
        if first or source.moved_at is None:
            source.moved_at = answer.seen_at
        if answer.unchanged:
            return Taken(changes=(), touched=frozenset(), appeared=(), warehouses=())
        news = _not_in_place(source.last, answer.readings)
        source.last = answer.readings
        old = {key: source.rows[key] for row in news if (key := (row.warehouse, row.sku)) in source.rows}
        changed = [row for row in news if self._put(source, row)]
        gone = self._mark_left(source, answer, before)
        if changed:
            source.moved_at = answer.seen_at
        touched = frozenset(row.sku for row in changed) | gone
        return Taken(
            moves=tuple((old[key], row) for row in changed if (key := (row.warehouse, row.sku)) in old),
            changes=tuple(_change(row, answer.seen_at) for row in changed),
            touched=frozenset(self._listing) if first else touched,
            appeared=tuple(dict.fromkeys(row.sku for row in changed)),
            warehouses=self._new_warehouses(source, news),
        )

    def _stock_at(self, source_id: str, warehouse: str, sku: str) -> StockAt:
        source = self._sources[source_id]
        row = source.rows[warehouse, sku]
        left = source.left.get((warehouse, sku))
        own = left.true_at if left is not None else row.as_of
        age_from = own or source.confirmed_at
        if age_from is None:
            raise AssertionError("a row without an answer")
        return StockAt(
            warehouse=warehouse,
            source=source_id,
            reading=row,
            age_from=age_from,
            stale_after_s=source.info.stale_after_seconds,
            vanished=left is not None and left.vanished,
            shares_age=own is None,
        )

    def _put(self, source: _Source, row: StockReading) -> bool:
        """Take one row over; whether its figures changed. A row older than ours is dropped."""
        key = (row.warehouse, row.sku)
        before = source.rows.get(key)
        if before is None:
            self._list(row.sku, source.info.id, row.warehouse)
        elif before.as_of is not None and row.as_of is not None and row.as_of < before.as_of:
            return False
        source.rows[key] = row
        came_back = source.left.pop(key, None) is not None
        return before is None or came_back or _figures(before) != _figures(row)

    def _list(self, sku: str, source: str, warehouse: str) -> None:
        """From now on the warehouse lists the product; those that no settings name come last."""
        listing = self._listing.setdefault(sku, [])
        listing.append((source, warehouse))
        listing.sort(key=lambda where: self._order.get(where[1], len(self._order)))

    def _mark_left(self, source: _Source, answer: StockAnswer, before: datetime | None) -> frozenset[str]:
        """Rows that were not renewed keep figure and age: no longer listed, or listed and not believed."""
        if len(answer.readings) == len(source.rows) - len(source.left) and not answer.rejected:
            return frozenset()
        listed = {(row.warehouse, row.sku) for row in answer.readings}
        rejected = {row.where for row in answer.rejected}
        left = {
            key: _Left(source.rows[key].as_of or before or answer.asked_at, key[1] not in rejected)
            for key in source.rows.keys() - listed - source.left.keys()
        }
        source.left |= left
        return frozenset(sku for _warehouse, sku in left)

    def _new_warehouses(self, source: _Source, rows: Sequence[StockReading]) -> tuple[Warehouse, ...]:
        named = dict.fromkeys(row.warehouse for row in rows)
        new = [name for name in named if name not in self.warehouses]
        added = tuple(Warehouse(id=name, name=name, short=name[:3], source=source.info.id) for name in new)
        self.warehouses |= {warehouse.id: warehouse for warehouse in added}
        self._order = {name: position for position, name in enumerate(self.warehouses)}
        source.warehouses += new
        return added


def _not_in_place(before: Sequence[StockReading], after: Sequence[StockReading]) -> list[StockReading]:
    """Rows that are not the very ones of the answer before in the same place; a connector keeps its rows."""
    return [*compress(after, map(is_not, after, before)), *after[len(before) :]]


def _figures(row: StockReading) -> tuple[int | None, ...]:
    return (row.available, row.oversold, row.on_hand, row.reserved, row.inbound, row.unsellable)


def _change(row: StockReading, at: datetime) -> StockChange:
    return StockChange(
        at=at,
        warehouse=row.warehouse,
        sku=row.sku,
        available=row.available,
        on_hand=row.on_hand,
        reserved=row.reserved,
        inbound=row.inbound,
        unsellable=row.unsellable,
        oversold=row.oversold,
        as_of=row.as_of,
    )
