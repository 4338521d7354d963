"""What a journal in memory reads back of a broadcast; the same tests hold it and the real one.

A part of FakeJournal, which keeps the facts.
"""

from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING

from app.domain.evidence import Audience, Sale, StockLevel
from app.records import Outline

if TYPE_CHECKING:
    from tests.fakes.journal import Kept


class FakeRecords:
    """Reads what is in `kept`."""

    kept: "Kept"

    def _may_fail(self, method: str) -> None:
        raise NotImplementedError

    async def outline(self, broadcast: int | None) -> Outline | None:
        """That broadcast, the one that runs, or the last."""
        self._may_fail("outline")
        wanted = max(self.kept.broadcasts, default=None) if broadcast is None else broadcast
        found = None if wanted is None else self.kept.broadcasts.get(wanted)
        if found is None:
            return None
        sold: dict[str, int] = {}
        for sale in self.kept.sold:
            if found.started_at <= sale.at and (found.ended_at is None or sale.at < found.ended_at):
                sold[sale.sku] = sold.get(sale.sku, 0) + sale.units
        return Outline(
            broadcast=found,
            holds=tuple(hold for hold in self.kept.holds.values() if hold.broadcast == found.id),
            marks=tuple(mark for of, mark in self.kept.marks if of == found.id),
            sold=sold,
        )

    async def levels(self, since: datetime, until: datetime, skus: Collection[str]) -> tuple[StockLevel, ...]:
        """True stock as it changed."""
        self._may_fail("levels")
        found = [
            StockLevel(at=change.at, warehouse=change.warehouse, sku=change.sku, available=change.available)
            for change in self.kept.stock
            if since <= change.at < until and change.sku in skus
        ]
        return tuple(sorted(found, key=lambda level: level.at))

    async def levels_before(
        self, since: datetime, until: datetime, skus: Collection[str]
    ) -> tuple[StockLevel, ...]:
        """The last figure of each warehouse and product."""
        last = {(level.warehouse, level.sku): level for level in await self.levels(since, until, skus)}
        return tuple(sorted(last.values(), key=lambda level: level.at))

    async def sales(self, since: datetime, until: datetime, skus: Collection[str]) -> tuple[Sale, ...]:
        """Counted sales."""
        self._may_fail("sales")
        found = [
            Sale(at=sale.at, sku=sale.sku, units=sale.units)
            for sale in self.kept.sold
            if since <= sale.at < until and sale.sku in skus
        ]
        return tuple(sorted(found, key=lambda sale: sale.at))

    async def audience(self, since: datetime, until: datetime) -> tuple[Audience, ...]:
        """What traffic sources told."""
        self._may_fail("audience")
        found = [
            Audience(
                at=sample.at,
                source=sample.source,
                viewers=sample.viewers,
                interactions=sample.interactions,
            )
            for sample in self.kept.traffic
            if since <= sample.at < until
        ]
        return tuple(sorted(found, key=lambda sample: sample.at))
