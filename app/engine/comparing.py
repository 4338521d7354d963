"""Gathers what was kept of a broadcast and compares it: real against virtual, slice by slice.

Asked for by a person or a command, never by a poll. Needs nothing but records, so that a command works
without a desk. What the figures mean is the domain's.
"""

from collections.abc import Awaitable, Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial

from app.domain.broadcast import MarkKind
from app.domain.comparison import Comparison
from app.domain.contests import contest_of
from app.domain.effects import ProductEvidence, RoomEvidence, compared
from app.domain.evidence import (
    NO_STEPS,
    Audience,
    Sale,
    Sales,
    Span,
    StockLevel,
    clicked_of,
    interest_of,
    total_stock,
    viewers_of,
)
from app.domain.hold import Hold
from app.domain.told import ClickTotal
from app.engine.journalling import Keeper
from app.engine.parts import Ports
from app.engine.room import Room
from app.intents import Code, CompareBroadcast, TargetResult
from app.ports import JournalError
from app.records import Outline, Records
from app.views.answers import Circumstances, answer_words
from app.views.build_comparison import comparison_view, lane_views, nothing_to_compare, prices_of
from app.views.comparison import ComparisonView
from app.words import plain

MOST_PRODUCTS = 60
"""Products compared at most: those held first, then those that sold most."""
SLICE = timedelta(minutes=5)
LOOK_BACK = timedelta(hours=12)
"""How far before the start a product's first figure is looked for; a desk's start keeps every figure."""

Breathe = Callable[[], Awaitable[None]]
"""Lets others have the loop between two slices."""


@dataclass(slots=True)
class _Gathered:
    levels: dict[str, list[StockLevel]] = field(default_factory=dict)
    sales: dict[str, list[Sale]] = field(default_factory=dict)
    audience: list[Audience] = field(default_factory=list)
    clicks: dict[str, list[ClickTotal]] = field(default_factory=dict)


async def compare(
    records: Records, broadcast: int | None, now: datetime, breathe: Breathe
) -> Comparison | None:
    """Compare that broadcast, for None the one that runs or the last; None where there is none."""
    outline = await records.outline(broadcast)
    if outline is None:
        return None
    end = outline.broadcast.ended_at or now
    skus = chosen(outline)
    room, evidence = await evidence_of(
        records, outline, Span(outline.broadcast.started_at, end), skus[:MOST_PRODUCTS], breathe
    )
    products = []
    for one in evidence:
        products.append(compared(one, room))
        await breathe()
    return Comparison(
        broadcast=outline.broadcast,
        at=now,
        room=room,
        evidence=evidence,
        products=tuple(products),
        left_out=max(0, len(skus) - MOST_PRODUCTS),
        contest=contest_of(evidence, products, room),
        prices=outline.prices,
    )


def chosen(outline: Outline) -> list[str]:
    """The products worth comparing: those that were held, then those that sold, best first."""
    held = dict.fromkeys(hold.sku for hold in outline.holds if hold.confirmed_at is not None)
    by_units = sorted(outline.sold.items(), key=lambda pair: (-pair[1], pair[0]))
    return list(held | dict.fromkeys(sku for sku, units in by_units if units > 0))


async def evidence_of(
    records: Records, outline: Outline, span: Span, skus: Sequence[str], breathe: Breathe
) -> tuple[RoomEvidence, tuple[ProductEvidence, ...]]:
    """What was kept of the room and of these products in that span."""
    gathered = _Gathered()
    _add_levels(gathered, await _first_levels(records, span.start, skus, breathe))
    for part in _slices(span):
        _add_levels(gathered, await records.levels(part.start, part.end, skus))
        for sale in await records.sales(part.start, part.end, skus):
            gathered.sales.setdefault(sale.sku, []).append(sale)
        for told in await records.told(part.start, part.end, skus):
            if isinstance(told, ClickTotal):
                gathered.clicks.setdefault(told.sku, []).append(told)
        gathered.audience += await records.audience(part.start, part.end)
        await breathe()
    on_air = [(mark.at, mark.sku) for mark in outline.marks if mark.kind is MarkKind.ON_AIR]
    room = RoomEvidence(
        span=span,
        viewers=viewers_of(gathered.audience),
        interest=interest_of(gathered.audience),
        on_air=tuple(sorted(on_air)),
    )
    products = []
    for sku in skus:
        await breathe()
        products.append(_product(sku, gathered, outline.holds))
    return room, tuple(products)


async def _first_levels(
    records: Records, start: datetime, skus: Collection[str], breathe: Breathe
) -> list[StockLevel]:
    """The last figure of each warehouse and product before the start."""
    last: dict[tuple[str, str], StockLevel] = {}
    if skus:
        for part in reversed(list(_slices(Span(start - LOOK_BACK, start)))):
            found = await records.levels_before(part.start, part.end, skus)
            last = {(level.warehouse, level.sku): level for level in found} | last
            await breathe()
    return sorted(last.values(), key=lambda level: level.at)


def _slices(span: Span) -> Iterable[Span]:
    start = span.start
    while start < span.end:
        yield Span(start, min(start + SLICE, span.end))
        start += SLICE


def _add_levels(gathered: _Gathered, levels: Iterable[StockLevel]) -> None:
    for level in levels:
        gathered.levels.setdefault(level.sku, []).append(level)


def _product(sku: str, gathered: _Gathered, holds: Iterable[Hold]) -> ProductEvidence:
    levels = gathered.levels.get(sku)
    return ProductEvidence(
        sku=sku,
        stock=total_stock(levels) if levels else NO_STEPS,
        sales=Sales.of(gathered.sales.get(sku, ())),
        holds=tuple(hold for hold in holds if hold.sku == sku),
        clicked=clicked_of(gathered.clicks.get(sku, ())),
    )


class Comparing:
    """Answers a desk's wish to compare a broadcast; `tell` hears the view."""

    def __init__(
        self, ports: Ports, room: Room, keeper: Keeper, tell: Callable[[ComparisonView], None]
    ) -> None:
        self._ports = ports
        self._room = room
        self._keeper = keeper
        self._tell = tell

    async def carry_out(self, intent: CompareBroadcast) -> tuple[TargetResult, ...]:
        """Compare that broadcast, for None the one that runs or the last, and tell."""
        clock, broadcast = self._ports.clock, intent.broadcast
        try:
            await self._keeper.flush()
            found = await compare(self._ports.journal, broadcast, clock.now(), partial(clock.sleep, 0))
        except JournalError as error:
            return self._said(Code.NO_RECORD, str(error))
        if found is None and broadcast is not None:
            return self._said(Code.UNKNOWN_TARGET, str(broadcast))
        self._tell(nothing_to_compare(clock.now()) if found is None else await self._view(found))
        return (TargetResult(),)

    async def last(self) -> ComparisonView | None:
        """The broadcast that runs, or the last; None where there was none. Raises JournalError."""
        clock = self._ports.clock
        await self._keeper.flush()
        found = await compare(self._ports.journal, None, clock.now(), partial(clock.sleep, 0))
        return None if found is None else await self._view(found)

    async def _view(self, found: Comparison) -> ComparisonView:
        names, lanes = self._room.plan.names, []
        for lane in lane_views(found, names, prices_of(self._room.plan.products)):
            lanes.append(lane)
            await self._ports.clock.sleep(0)
        return comparison_view(found, names, tuple(lanes), self._room.plan.products)

    def _said(self, code: Code, detail: str) -> tuple[TargetResult, ...]:
        about = Circumstances(zone=self._room.plan.names.zone, detail=plain(detail))
        return (TargetResult(code=code, text=answer_words(code, about)),)
